using System.Linq.Expressions;
using System.Runtime.CompilerServices;
using ExprAutograd.Compilation;

namespace ExprAutograd.Tests.LinearAlgebra;

/// <summary>A function over vectors, matrices and numbers, arguments for it, and where it is hard.</summary>
/// <param name="Name">The function's text.</param>
/// <param name="Why">Where it is hard.</param>
/// <param name="Function">The function as a tree.</param>
/// <param name="Reference">The user's own code: what MathNet computes.</param>
/// <param name="Arguments">One for each parameter.</param>
internal sealed record DenseRow(string Name, string Why, LambdaExpression Function, Delegate Reference, object[] Arguments)
{
    /// <summary>How far a value may be from MathNet's: nothing, unless sums are added up in another order.</summary>
    public double Tolerance { get; init; }

    /// <summary>False at a kink: there are no differences to compare with.</summary>
    public bool IsSmooth { get; init; } = true;

    /// <summary>False where the function has no counterpart over floats.</summary>
    public bool HasFloatForm { get; init; } = true;

    /// <summary>At a kink, or where a function is constant in steps.</summary>
    public DenseRow Kinked => this with { IsSmooth = false };

    /// <summary>True where a number is rounded to a float on its way: so is its derivative.</summary>
    public bool PassesThroughFloats { get; init; }

    public DenseRow Rounded => this with { PassesThroughFloats = true, HasFloatForm = false, IsSmooth = false };

    public DenseRow DoubleOnly => this with { HasFloatForm = false };

    public DenseRow Reassociated => this with { Tolerance = 1e-13 };

    public static DenseRow Row<TA, TR>(string why, Expression<Func<TA, TR>> f, TA a, [CallerArgumentExpression(nameof(f))] string text = "") => Of(why, f, text, a!);

    public static DenseRow Row<TA, TB, TR>(string why, Expression<Func<TA, TB, TR>> f, TA a, TB b, [CallerArgumentExpression(nameof(f))] string text = "") => Of(why, f, text, a!, b!);

    public static DenseRow Row<TA, TB, TC, TR>(string why, Expression<Func<TA, TB, TC, TR>> f, TA a, TB b, TC c, [CallerArgumentExpression(nameof(f))] string text = "") =>
        Of(why, f, text, a!, b!, c!);

    public static DenseRow Row<TA, TB, TC, TD, TR>(string why, Expression<Func<TA, TB, TC, TD, TR>> f, TA a, TB b, TC c, TD d, [CallerArgumentExpression(nameof(f))] string text = "") =>
        Of(why, f, text, a!, b!, c!, d!);

    /// <summary>Statements, lifted from their IL.</summary>
    public static DenseRow Method(string why, Delegate f, params object[] arguments) =>
        new($"{f.Method.Name} {why}", why, MethodLifting.Read(f, null), f, arguments);

    public override string ToString() => Name;

    private static DenseRow Of(string why, LambdaExpression f, string text, params object[] arguments) =>
        new(string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)), why, f, f.Compile(), arguments);
}
