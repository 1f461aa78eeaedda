using System.Linq.Expressions;
using ExprAutograd.Operators;

namespace ExprAutograd.Explanation;

/// <summary>Products of matrices, whose work depends on their dimensions.</summary>
internal static class DenseWork
{
    private static readonly string[] Dimensions = ["rows", "columns", "inner", "count"];

    public static bool IsProduct(MethodCallExpression call) =>
        call.Method.DeclaringType is { } owner && (owner == typeof(ProductOperators) || owner == typeof(StoredProducts) || owner == typeof(BatchedProducts)) && call.Type.IsArray;

    /// <summary>Rows, columns and the shared dimension, and where there are several products, how many.</summary>
    public static Expression[] DimensionsOf(MethodCallExpression call)
    {
        var names = call.Method.GetParameters().Select(p => p.Name).ToList();
        return [.. Dimensions.Select(d => names.IndexOf(d)).Where(at => at >= 0).Select(at => call.Arguments[at])];
    }
}
