using System.Collections.Immutable;
using System.Linq.Expressions;
using System.Reflection;
using ExprAutograd.Anf;
using ExprAutograd.Diagnostics;
using ExprAutograd.Expressions;
using ExprAutograd.Operators;
using ExprAutograd.Rewriting;

namespace ExprAutograd.Compilation;

/// <summary>Products with matrices of the caller's take them as they are stored, so that a sparse or diagonal one is never made dense for a product.</summary>
/// <remarks>
/// <code>
/// s = Values(S)                                  (a parameter's leaf, or read from a captured matrix)
/// p = Multiply(s, ..., x, ...)            =>     p = MultiplyLeft(S, ..., x, ...)
/// </code>
/// Just before emission: every transform sees arrays. A matrix whose elements something else reads is dense there anyway, and stays so.
/// </remarks>
internal sealed class StoredMatrices
{
    private static readonly MethodInfo Multiply = typeof(ProductOperators).GetMethod(nameof(ProductOperators.Multiply))!;

    /// <summary>The matrix behind an array of elements that only products read.</summary>
    private readonly Dictionary<ParameterExpression, ParameterExpression> matrices = [];

    public static (AnfProgram Program, FunctionShape Shape) Run(AnfProgram program, FunctionShape shape, Func<MethodInfo, bool> isPure)
    {
        var products = new Dictionary<ParameterExpression, int>();
        CountFactors(program, products);
        if (products.Count == 0) return (program, shape);
        var pass = new StoredMatrices();
        var (parameters, entry, shapes) = (program.Parameters.ToBuilder(), ImmutableArray.CreateBuilder<Equation>(), shape.ParameterShapes.ToBuilder());
        for (var k = shape.Parameters.Length - 1; k >= 0; k--)
        {
            if (shape.ParameterShapes[k].Aggregate?.Dense is not { IsMatrix: true } dense || dense.Type != dense.General) continue;
            var (start, count) = shape.LeavesOf(k).GetOffsetAndLength(program.Parameters.Length);
            var leaves = program.Parameters[start..(start + count)];
            if (!products.ContainsKey(leaves[0])) continue;

            // The parameter itself enters the program, and what was its leaves is read from it.
            for (var l = 0; l < count; l++)
            {
                parameters.RemoveAt(start);
                entry.Add(new Equation(leaves[l], dense.Read(shape.Parameters[k], l)));
            }
            parameters.Insert(start, shape.Parameters[k]);
            shapes[k] = ValueShape.Leaf(dense.Type);
        }
        var opened = new AnfProgram(parameters.ToImmutable(), [.. entry, .. program.Equations], program.Results);
        pass.Note(opened, products, CountReads(opened));
        if (pass.matrices.Count == 0 && entry.Count == 0) return (program, shape);
        var result = DeadCode.Run(pass.Walk(opened), isPure);
        return (result, shape with { ParameterShapes = shapes.ToImmutable() });
    }

    private static bool IsMultiply(Expression value) => value is MethodCallExpression { Method: { IsGenericMethod: true } m } && m.GetGenericMethodDefinition() == Multiply;

    private static void CountFactors(AnfProgram program, Dictionary<ParameterExpression, int> products)
    {
        foreach (var equation in program.Equations)
        {
            if (equation.Value is Region region)
                foreach (var nested in region.Programs) StackGuard.Run(() => { CountFactors(nested, products); return 0; });
            else if (IsMultiply(equation.Value))
                foreach (var factor in (ReadOnlySpan<int>)[0, 2])
                    if (Operation.Operand(equation.Value, factor) is ParameterExpression p) products[p] = products.GetValueOrDefault(p) + 1;
        }
    }

    private static Dictionary<ParameterExpression, int> CountReads(AnfProgram program)
    {
        var reads = new Dictionary<ParameterExpression, int>();
        Count(program);
        return reads;

        void Count(AnfProgram p)
        {
            foreach (var result in p.Results) Note(result);
            foreach (var equation in p.Equations)
            {
                if (equation.Value is Region region)
                {
                    foreach (var operand in region.Operands) Note(operand);
                    foreach (var nested in region.Programs) StackGuard.Run(() => { Count(nested); return 0; });
                }
                else
                {
                    for (int k = 0, count = Operation.OperandCount(equation.Value); k < count; k++) Note(Operation.Operand(equation.Value, k));
                }
            }
        }

        void Note(Expression atom)
        {
            if (atom is ParameterExpression { Type.IsArray: true } p) reads[p] = reads.GetValueOrDefault(p) + 1;
        }
    }

    private void Note(AnfProgram program, Dictionary<ParameterExpression, int> products, Dictionary<ParameterExpression, int> reads)
    {
        foreach (var equation in program.Equations)
            if (equation.Value is MethodCallExpression { Method: { Name: nameof(DenseStorage.Values) } m, Arguments: [ParameterExpression matrix] } && m.DeclaringType == typeof(DenseStorage)
                && DenseType.TryGet(matrix.Type) is { IsMatrix: true } dense && dense.Type == dense.General
                && products.TryGetValue(equation.Variable, out var factors) && reads.GetValueOrDefault(equation.Variable) == factors) matrices[equation.Variable] = matrix;
    }

    private AnfProgram Walk(AnfProgram program) => program.With(
    [
        .. program.Equations.Select(e => e.Value switch
        {
            Region region => new Equation(e.Variables, region.With(region.Operands, [.. region.Programs.Select(p => StackGuard.Run(() => Walk(p)))])),
            MethodCallExpression call when IsMultiply(call) => e.WithValue(Stored(call)),
            _ => e,
        }),
    ]);

    private MethodCallExpression Stored(MethodCallExpression call)
    {
        var operands = Operation.Operands(call);
        for (var factor = 0; factor <= 2; factor += 2)
        {
            if (operands[factor] is not ParameterExpression values || !matrices.TryGetValue(values, out var matrix)) continue;
            operands[factor] = matrix;
            return Expression.Call(typeof(StoredProducts), factor == 0 ? nameof(StoredProducts.MultiplyLeft) : nameof(StoredProducts.MultiplyRight), call.Method.GetGenericArguments(), operands);
        }
        return call;
    }
}
