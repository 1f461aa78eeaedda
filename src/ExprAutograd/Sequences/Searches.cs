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

    /// <summary>The items of one sequence, counted as long as they are equal to the other's at the same position: both must end there.</summary>
    /// <remarks>Where neither can be indexed the second is kept in memory, computed to its end although LINQ stops at a difference.</remarks>
    public static Expression SequenceEqual(MethodCallExpression call, SequenceReader reader, Scope scope)
    {
        var (pushed, other) = (reader.Read(call.Arguments[0], scope), reader.Read(call.Arguments[1], scope));
        if (pushed is IndexedSequence && other is not IndexedSequence) (pushed, other) = (other, pushed);
        var indexed = other as IndexedSequence ?? ItemArrays.Materialize(other, scope);
        var inside = scope.Nested();
        var matched = inside.Counter("matched");
        var differs = inside.Variable(Expression.Constant(false), "differs");
        pushed.Push(inside, (body, item) =>
        {
            if (pushed.Length is null) body.Add(Expression.IfThen(Expression.GreaterThanOrEqual(matched, indexed.Length), Differ(body, item.Exit)));
            var (a, b) = (body.Let(item.Value, "a"), body.Let(indexed.At(body, matched), "b"));
            body.Add(Expression.IfThen(Expression.Not(Equality(call, a, b)), Differ(body, item.Exit)));
            body.Increment(matched);
        });
        var isSame = inside.ToExpression(Expression.AndAlso(Expression.Not(differs), Expression.Equal(matched, indexed.Length)));
        return pushed.Length is { } length ? Expression.AndAlso(Expression.Equal(length, indexed.Length), isSame) : isSame;

        Expression Differ(Scope body, Exit exit)
        {
            var end = body.Nested();
            end.Add(Expression.Assign(differs, Expression.Constant(true)));
            end.Add(exit.Leave());
            return end.ToStatement();
        }
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
