using System.Linq.Expressions;
using MathNet.Numerics.LinearAlgebra;

namespace ExprAutograd.Expressions;

/// <summary>What a vector or matrix enumerates beyond its elements, by index: rows, columns, and elements with their places.</summary>
/// <param name="First">The first index.</param>
/// <param name="Count">How many items there are.</param>
/// <param name="Item">The item at an index.</param>
internal sealed record DenseEnumeration(Expression First, Expression Count, Func<Expression, Expression> Item)
{
    /// <summary>Reads a call such as <c>A.EnumerateRows()</c>; null when it is none.</summary>
    /// <param name="source">Any expression.</param>
    /// <param name="hold">Evaluates a vector or matrix, a number, once.</param>
    public static DenseEnumeration? TryRead(Expression source, Func<Expression, Expression> hold)
    {
        if (source is not MethodCallExpression { Object: { } owner } call || DenseType.TryGet(owner.Type) is not { } type || !IsOne(call)) return null;
        var x = hold(owner);
        var arguments = call.Arguments.Where(a => a.Type == typeof(int)).Select(hold).ToArray();
        var first = arguments.Length == 2 ? arguments[0] : Expression.Constant(0);
        var rows = type.IsMatrix ? Expression.Property(x, nameof(Matrix<double>.RowCount)) : null;
        var columns = type.IsMatrix ? Expression.Property(x, nameof(Matrix<double>.ColumnCount)) : null;
        return call.Method.Name switch
        {
            "EnumerateRows" => new(first, Length(rows!), k => Line("Row", k)),
            "EnumerateColumns" => new(first, Length(columns!), k => Line("Column", k)),
            "EnumerateRowsIndexed" => new(first, Length(rows!), k => Tuple(k, Line("Row", k))),
            "EnumerateColumnsIndexed" => new(first, Length(columns!), k => Tuple(k, Line("Column", k))),
            _ when rows is null => new(first, Expression.Property(x, nameof(Vector<double>.Count)), k => Tuple(k, Expression.Property(x, "Item", k))),
            _ => new(first, Expression.Multiply(rows, columns!), k => Cell(Expression.Modulo(k, rows), Expression.Divide(k, rows))),
        };

        Expression Length(Expression all) => arguments.Length == 2 ? arguments[1] : all;

        Expression Line(string method, Expression k) => Expression.Call(x, x.Type.GetMethod(method, [typeof(int)])!, k);

        Expression Cell(Expression i, Expression j) => Tuple(i, j, Expression.Property(x, "Item", i, j));
    }

    /// <summary>True when which items there are depends on which elements are zero.</summary>
    public static bool SkipsZeros(Expression source) =>
        source is MethodCallExpression call && IsOne(call) && call.Arguments is [{ } zeros] && zeros.Type == typeof(Zeros) && zeros is not ConstantExpression { Value: Zeros.Include };

    private static bool IsOne(MethodCallExpression call) =>
        call.Method.Name is "EnumerateIndexed" or "EnumerateRows" or "EnumerateColumns" or "EnumerateRowsIndexed" or "EnumerateColumnsIndexed" && call.Object is { } owner && DenseType.TryGet(owner.Type) is not null;

    private static NewExpression Tuple(params Expression[] items) =>
        Expression.New((items.Length == 2 ? typeof(ValueTuple<,>) : typeof(ValueTuple<,,>)).MakeGenericType([.. items.Select(i => i.Type)]).GetConstructors()[0], items);
}
