using System.Collections.Immutable;
using System.Linq.Expressions;
using ExprAutograd.Anf;
using ExprAutograd.Diagnostics;
using ExprAutograd.Operators;

namespace ExprAutograd.Rewriting;

/// <summary>A product that is only added to something is accumulated there: no array for it, and no pass over two.</summary>
/// <remarks>
/// <code>
/// p = Multiply(x, ..., dy, ...)
/// s = Sum(dw, p)                     =>     s = MultiplyAdd(dw, x, ..., dy, ...)
/// </code>
/// Before emission only: the transforms know the product and the sum.
/// </remarks>
internal static class ProductSums
{
    public static AnfProgram Run(AnfProgram program)
    {
        var products = new Dictionary<ParameterExpression, MethodCallExpression>();
        Note(program, products);
        return products.Count == 0 ? program : Walk(program, products, ReadCounts.Of(program));
    }

    private static void Note(AnfProgram program, Dictionary<ParameterExpression, MethodCallExpression> products)
    {
        foreach (var equation in program.Equations)
        {
            if (equation.Value is Region region)
                foreach (var nested in region.Programs) StackGuard.Run(() => { Note(nested, products); return 0; });
            else if (equation.Value is MethodCallExpression call && call.Method.DeclaringType == typeof(ProductOperators) && call.Method.Name == nameof(ProductOperators.Multiply)) products[equation.Variable] = call;
        }
    }

    private static AnfProgram Walk(AnfProgram program, Dictionary<ParameterExpression, MethodCallExpression> products, ReadCounts reads)
    {
        var equations = ImmutableArray.CreateBuilder<Equation>(program.Equations.Length);
        var own = new HashSet<ParameterExpression>();
        foreach (var equation in program.Equations)
        {
            if (equation.Value is Region region)
            {
                equations.Add(new Equation(equation.Variables, region.With(region.Operands, [.. region.Programs.Select(p => StackGuard.Run(() => Walk(p, products, reads)))])));
                continue;
            }
            if (products.ContainsKey(equation.Variable)) own.Add(equation.Variable);
            equations.Add(equation.Value is MethodCallExpression { Method: { Name: nameof(ArrayOperators.Sum) } m, Arguments: [var a, var b] } && m.DeclaringType == typeof(ArrayOperators)
                ? equation.WithValue(Accumulated(a, b) ?? Accumulated(b, a) ?? equation.Value)
                : equation);
        }
        return program.With(equations.ToImmutable());

        // The product must stand in this program: one that a branch may not need, or that every iteration adds, is another matter. And what is added
        // to must be no factor: the product would read what it writes.
        Expression? Accumulated(Expression sum, Expression product) =>
            product is ParameterExpression p && own.Contains(p) && reads[p] == 1 && sum != product && !products[p].Arguments.Contains(sum)
                ? Expression.Call(typeof(ProductOperators), nameof(ProductOperators.MultiplyAdd), products[p].Method.GetGenericArguments(), [sum, .. products[p].Arguments])
                : null;
    }
}
