using System.Collections.Immutable;
using System.Linq.Expressions;
using ExprAutograd.Anf;
using ExprAutograd.Diagnostics;
using ExprAutograd.Expressions;
using ExprAutograd.Operators;

namespace ExprAutograd.Rewriting;

/// <summary>An element that is read, added to and stored again is an addition in place: what it was is nobody's business.</summary>
/// <remarks>
/// <code>
/// t = a[i]; u = t + v; b = Store(a, i, u)    =>    b = AddAt(a, i, v)
/// </code>
/// The adjoint of the left reads the element and writes its cotangent; that of the right only reads.
/// </remarks>
internal static class Accumulations
{
    public static AnfProgram Run(AnfProgram program)
    {
        if (!HasStoreInLoop(program, isInLoop: false)) return program;
        var reads = ReadCounts.Of(program);
        return Walk(program, reads);
    }

    private static bool HasStoreInLoop(AnfProgram program, bool isInLoop) => program.Equations.Any(e => e.Value is Region region
        ? StackGuard.Run(() => region.Programs.Any(p => HasStoreInLoop(p, isInLoop || region is LoopRegion)))
        : isInLoop && IsStore(e.Value, out _));

    private static AnfProgram Walk(AnfProgram program, ReadCounts reads)
    {
        var definitions = new Dictionary<ParameterExpression, Expression>();
        var equations = ImmutableArray.CreateBuilder<Equation>(program.Equations.Length);
        foreach (var equation in program.Equations)
        {
            if (equation.Value is Region region)
            {
                equations.Add(new Equation(equation.Variables, region.With(region.Operands, [.. region.Programs.Select(p => StackGuard.Run(() => Walk(p, reads)))])));
                continue;
            }
            definitions[equation.Variable] = equation.Value;
            if (IsStore(equation.Value, out var store) && Added(store, definitions, reads) is var (addend, isMinus) && addend is not null)
            {
                if (isMinus)
                {
                    var negated = Expression.Variable(addend.Type);
                    equations.Add(new Equation(negated, Expression.Negate(addend)));
                    addend = negated;
                }
                equations.Add(new Equation(equation.Variable, ArrayMethods.Call(nameof(ArrayOperators.AddAt), [.. store.Arguments.SkipLast(1), addend])));
                continue;
            }
            equations.Add(equation);
        }
        return program.With(equations.ToImmutable());
    }

    private static bool IsStore(Expression value, out MethodCallExpression store)
    {
        store = (value as MethodCallExpression)!;
        return store is not null && store.Method.DeclaringType == typeof(ArrayOperators) && store.Method.Name == nameof(ArrayOperators.Store)
            && (store.Type == typeof(double[]) || store.Type == typeof(float[]) || ((store.Type == typeof(double[,]) || store.Type == typeof(double[][])) && store.Arguments.Count == 4));
    }

    /// <summary>What is added to the element, or subtracted from it, where its old and new values are read for this alone.</summary>
    private static (Expression? Addend, bool IsMinus) Added(MethodCallExpression store, Dictionary<ParameterExpression, Expression> definitions, ReadCounts reads)
    {
        if (store.Arguments[^1] is not ParameterExpression stored || reads[stored] != 1 || !definitions.TryGetValue(stored, out var made)
            || made is not BinaryExpression { Method: null, NodeType: ExpressionType.Add or ExpressionType.Subtract } sum) return (null, false);
        if (IsElement(sum.Left)) return (sum.Right, sum.NodeType == ExpressionType.Subtract);
        return sum.NodeType == ExpressionType.Add && IsElement(sum.Right) ? (sum.Left, false) : (null, false);

        bool IsElement(Expression atom) => atom is ParameterExpression p && reads[p] == 1 && definitions.TryGetValue(p, out var load) && Operands(load) is { } operands
            && operands.Length == store.Arguments.Count - 1 && operands.Zip(store.Arguments).All(o => Atom.AreSame(o.First, o.Second));

        // m[i][j] reads a row first.
        Expression[]? Operands(Expression load) => load switch
        {
            BinaryExpression { NodeType: ExpressionType.ArrayIndex, Left: ParameterExpression row } b when definitions.TryGetValue(row, out var rows) && rows is BinaryExpression { NodeType: ExpressionType.ArrayIndex } outer =>
                [outer.Left, outer.Right, b.Right],
            BinaryExpression { NodeType: ExpressionType.ArrayIndex } b => [b.Left, b.Right],
            MethodCallExpression { Method.Name: nameof(ArrayOperators.Load) } call => [.. call.Arguments],
            _ => null,
        };
    }
}
