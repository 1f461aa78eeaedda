using System.Linq.Expressions;
using ExprAutograd.Expressions;

namespace ExprAutograd.Sequences;

/// <summary>Questions with yes or no for an answer; the loops end where the answer is known.</summary>
internal static class Searches
{
    public static Expression Any(Sequence sequence, Scope scope) => sequence.Length is { } length ? Expression.NotEqual(length, Numbers.Zero) : Exists(sequence, (_, _) => null, scope);

    public static Expression All(Sequence sequence, ItemMap test, Scope scope) =>
        Expression.Not(Exists(sequence, (body, item) => Expression.Not(test.Apply(body, item.Value, null)), scope));

    public static Expression Contains(MethodCallExpression call, SequenceReader reader, Scope scope)
    {
        var sequence = reader.Read(call.Arguments[0], scope);
        var wanted = scope.Let(call.Arguments[1], "wanted");
        return Exists(sequence, (body, item) => Equality(call, body.Let(item.Value, "item"), wanted), scope);
    }

    public static Expression SequenceEqual(MethodCallExpression call, SequenceReader reader, Scope scope)
    {
        var (first, second) = (reader.ReadIndexed(call.Arguments[0], scope), reader.ReadIndexed(call.Arguments[1], scope));
        var inside = scope.Nested();
        var hasDifference = Exists(first, (body, item) => Expression.Not(Equality(call, body.Let(item.Value, "a"), body.Let(second.At(body, item.Position!), "b"))), inside);
        return Expression.AndAlso(Expression.Equal(first.Length, second.Length), inside.ToExpression(Expression.Not(hasDifference)));
    }

    /// <summary>Whether an item answers <paramref name="test"/> with true; any item does where there is no test.</summary>
    private static ParameterExpression Exists(Sequence sequence, Func<Scope, Item, Expression?> test, Scope scope)
    {
        var exists = scope.Variable(Expression.Constant(false), "exists");
        sequence.Push(scope, (body, item) =>
        {
            var condition = test(body, item);
            var found = condition is null ? body : body.Nested();
            found.Add(Expression.Assign(exists, Expression.Constant(true)));
            found.Add(item.Exit.Leave());
            if (condition is not null) body.Add(Expression.IfThen(condition, found.ToStatement()));
        });
        return exists;
    }

    /// <summary>Equal as members of a set are: NaN equals NaN.</summary>
    private static Expression Equality(MethodCallExpression call, Expression a, Expression b)
    {
        if (!a.Type.IsPrimitive && !a.Type.IsEnum && a.Type != typeof(decimal) && a.Type != typeof(string)) throw Refusals.OfType(call, a.Type);
        var isEqual = Expression.Equal(a, b);
        return NumericTypes.IsFloating(a.Type) ? Expression.OrElse(isEqual, Expression.AndAlso(Expression.NotEqual(a, a), Expression.NotEqual(b, b))) : isEqual;
    }
}
