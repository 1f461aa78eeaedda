using System.Linq.Expressions;

namespace ExprAutograd.Frontends;

/// <summary>The base library's calls that write to arrays, as the loops they stand for.</summary>
/// <remarks>
/// <code>
/// Array.Copy(a, b, n)    =>    for (k = 0; k &lt; n; k++) b[k] = a[k]
/// </code>
/// </remarks>
internal static class ArrayCalls
{
    /// <summary>The equivalent statements; null for a call that is none of these.</summary>
    public static Expression? TryLower(MethodCallExpression call)
    {
        var arguments = call.Arguments.Select(Unwrapped).ToArray();
        if (call.Object is not null && call.Method.Name == nameof(Array.CopyTo) && Unwrapped(call.Object) is { Type.IsArray: true } source && arguments[0].Type.IsArray)
            return Copy(source, Expression.Constant(0), arguments[0], Expression.Convert(arguments[1], typeof(int)), Expression.ArrayLength(source));
        if (call.Method.DeclaringType != typeof(Array) || call.Object is not null || arguments.Length == 0 || !IsPlain(arguments[0].Type)) return null;
        var zero = Expression.Constant(0);
        return (call.Method.Name, arguments) switch
        {
            (nameof(Array.Copy), [var a, var b, var n]) when IsPlain(b.Type) => Copy(a, zero, b, zero, Expression.Convert(n, typeof(int))),
            (nameof(Array.Copy), [var a, var i, var b, var j, var n]) when IsPlain(b.Type) =>
                Copy(a, Expression.Convert(i, typeof(int)), b, Expression.Convert(j, typeof(int)), Expression.Convert(n, typeof(int))),
            (nameof(Array.Clear), [var a]) => Fill(a, Zero(a), zero, Expression.ArrayLength(a)),
            (nameof(Array.Clear), [var a, var start, var n]) => Fill(a, Zero(a), start, n),
            (nameof(Array.Fill), [var a, var value]) => Fill(a, value, zero, Expression.ArrayLength(a)),
            (nameof(Array.Fill), [var a, var value, var start, var n]) => Fill(a, value, start, n),
            (nameof(Array.Reverse), [var a]) => Reverse(a),
            _ => null,
        };
    }

    private static bool IsPlain(Type type) => type.IsArray && type.GetArrayRank() == 1 && !type.GetElementType()!.IsArray;

    private static Expression Unwrapped(Expression e) => e is UnaryExpression { NodeType: ExpressionType.Convert, Operand.Type.IsArray: true } u ? u.Operand : e;

    private static DefaultExpression Zero(Expression array) => Expression.Default(array.Type.GetElementType()!);

    /// <summary>Reads through a copy: the two may be one array, and overlap.</summary>
    private static BlockExpression Copy(Expression from, Expression start, Expression to, Expression at, Expression count)
    {
        var clone = Expression.Variable(from.Type, "from");
        var (target, first, second) = (Expression.Variable(to.Type, "to"), Expression.Variable(typeof(int), "start"), Expression.Variable(typeof(int), "at"));
        Expression source = ReferenceEquals(from, to) ? Expression.Convert(Expression.Call(from, typeof(Array).GetMethod(nameof(Array.Clone))!), from.Type) : from;
        return Expression.Block(typeof(void), [clone, target, first, second],
            Expression.Assign(clone, source), Expression.Assign(target, to), Expression.Assign(first, start), Expression.Assign(second, at),
            For(count, k => Expression.Assign(Expression.ArrayAccess(target, Expression.Add(second, k)), Expression.ArrayIndex(clone, Expression.Add(first, k)))));
    }

    private static BlockExpression Fill(Expression array, Expression value, Expression start, Expression count)
    {
        var (target, item, first) = (Expression.Variable(array.Type, "to"), Expression.Variable(array.Type.GetElementType()!, "value"), Expression.Variable(typeof(int), "start"));
        return Expression.Block(typeof(void), [target, item, first],
            Expression.Assign(target, array), Expression.Assign(item, value), Expression.Assign(first, start),
            For(count, k => Expression.Assign(Expression.ArrayAccess(target, Expression.Add(first, k)), item)));
    }

    private static BlockExpression Reverse(Expression array)
    {
        var (target, item, last) = (Expression.Variable(array.Type, "array"), Expression.Variable(array.Type.GetElementType()!, "item"), Expression.Variable(typeof(int), "last"));
        return Expression.Block(typeof(void), [target, item, last],
            Expression.Assign(target, array), Expression.Assign(last, Expression.Subtract(Expression.ArrayLength(target), Expression.Constant(1))),
            For(Expression.Divide(Expression.ArrayLength(target), Expression.Constant(2)), k => Expression.Block(
                Expression.Assign(item, Expression.ArrayIndex(target, k)),
                Expression.Assign(Expression.ArrayAccess(target, k), Expression.ArrayIndex(target, Expression.Subtract(last, k))),
                Expression.Assign(Expression.ArrayAccess(target, Expression.Subtract(last, k)), item))));
    }

    private static BlockExpression For(Expression count, Func<Expression, Expression> statement)
    {
        var (k, n, exit) = (Expression.Variable(typeof(int), "k"), Expression.Variable(typeof(int), "n"), Expression.Label());
        return Expression.Block(typeof(void), [k, n],
            Expression.Assign(n, count), Expression.Assign(k, Expression.Constant(0)),
            Expression.Loop(Expression.IfThenElse(Expression.LessThan(k, n), Expression.Block(statement(k), Expression.Assign(k, Expression.Add(k, CompoundAssignment.One(typeof(int))))), Expression.Break(exit)), exit));
    }
}
