using System.Linq.Expressions;
using ExprAutograd.Anf;

namespace ExprAutograd.Lowering;

/// <summary>The constant positions at which a method reads and writes arrays whatever branch it takes; the highest is read first.</summary>
/// <remarks>
/// <code>
///                        var highest = x[99];
/// t = x[0] * x[1]  =>    t = x[0] * x[1]
/// u = x[98] * x[99]      u = x[98] * x[99]
/// </code>
/// The JIT then drops the range check of every lower position, and does not make a second copy of the method for the case that a check
/// fails. Too short an array throws as it did.
/// </remarks>
internal sealed class TouchedPositions
{
    private readonly Dictionary<ParameterExpression, (int Highest, int Count)> touched = [];

    /// <summary>How many branches and loops are around what is being emitted; inside them nothing is certain to run.</summary>
    public int Depth { get; set; }

    public void Add(Expression array, Expression index)
    {
        if (Depth > 0 || array is not ParameterExpression { Type: var type } p || type.GetArrayRank() != 1 || !Atom.TryGetInteger(index, out var position) || position < 0) return;
        var known = touched.GetValueOrDefault(p);
        touched[p] = (Math.Max(position, known.Highest), known.Count + 1);
    }

    /// <summary>Inserts the reads: at <paramref name="entry"/> for what the method is given, after its making for what it makes.</summary>
    public void ReadHighestFirst(List<Expression> statements, int entry, LocalSet locals)
    {
        foreach (var (array, (highest, count)) in touched)
        {
            if (count == 1) continue;
            var at = statements.FindIndex(s => s is BinaryExpression { NodeType: ExpressionType.Assign } a && ReferenceEquals(a.Left, array)) + 1;
            if (at == 0 && locals.Contains(array)) continue; // Made by a branch: where it begins is not one place.
            var first = Expression.Variable(array.Type.GetElementType()!, "highest");
            locals.Add(first);
            statements.Insert(Math.Max(at, entry), Expression.Assign(first, Expression.ArrayIndex(array, Expression.Constant(highest))));
        }
    }
}
