using System.Linq.Expressions;
using ExprAutograd.Anf;

namespace ExprAutograd.Recording;

/// <summary>A gradient that was recorded to be differentiated again: the program of values and gradients, as an operation on what the graph was made of.</summary>
/// <remarks>One node for the call, and one for each of its results: the transform is closed, so the derivative of the call is that of its program.</remarks>
internal sealed class RecordedDerivative(AnfProgram program)
{
    private static int count;

    /// <summary>The call: it has no value of its own. Attributes: the operands whose tensors had been changed in place before, which it reads as they were.</summary>
    public static readonly Primitive Call = new("Derivative", Saved.Operands, null);

    /// <summary>One result of a call, by its number.</summary>
    public static readonly Primitive Result = new("DerivativeResult", Saved.Nothing, null);

    public int Id { get; } = Interlocked.Increment(ref count);

    public AnfProgram Program => program;

    /// <summary>True for an operand of a call whose tensor had been changed in place when the derivative was recorded: whether that is an error was decided then.</summary>
    public static bool KnewOfChange(Node node, int operand) => node.Primitive == Call && node.Attributes is { } changed && changed.Contains(operand);
}
