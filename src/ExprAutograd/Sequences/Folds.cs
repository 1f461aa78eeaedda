using System.Linq.Expressions;
using ExprAutograd.Operators;

namespace ExprAutograd.Sequences;

/// <summary><c>Aggregate</c>: a state that every item changes, from a seed or from the first item.</summary>
internal static class Folds
{
    public static Expression Aggregate(MethodCallExpression call, SequenceReader reader, Scope scope)
    {
        var sequence = reader.Read(call.Arguments[0], scope);
        if (call.Arguments.Count == 2) return FromFirst(sequence, reader.Function(call, 1), scope);

        var step = reader.Function(call, 2);
        var state = scope.Variable(Numbers.As(step.ResultType, Storage.Hold(call.Arguments[1])), "state");
        sequence.Push(scope, (body, item) => Advance(body, state, step, item.Value));
        return call.Arguments.Count == 4 ? reader.Function(call, 3).Apply(scope, state) : state;
    }

    private static ParameterExpression FromFirst(Sequence sequence, Function step, Scope scope)
    {
        if (sequence is IndexedSequence indexed)
        {
            var first = scope.Let(Expression.Call(typeof(SequenceOperators), nameof(SequenceOperators.FirstIndex), null, indexed.Length), "first");
            var fold = scope.Variable(Numbers.As(step.ResultType, Storage.Hold(indexed.At(scope, first))), "state");
            Slices.Rest(indexed, scope).Push(scope, (body, item) => Advance(body, fold, step, item.Value));
            return fold;
        }

        var state = scope.Variable(Storage.Initial(step.ResultType), "state");
        var isBegun = scope.Variable(Expression.Constant(false), "isBegun");
        sequence.Push(scope, (body, item) =>
        {
            var value = body.Let(item.Value, "item");
            var (begin, advance) = (body.Nested(), body.Nested());
            begin.Add(Expression.Assign(state, value));
            begin.Add(Expression.Assign(isBegun, Expression.Constant(true)));
            Advance(advance, state, step, value);
            body.Add(Expression.IfThenElse(isBegun, advance.ToStatement(), begin.ToStatement()));
        });
        Selections.Unless(Expression.Not(isBegun), state, Selections.NoElements, scope);
        return state;
    }

    private static void Advance(Scope body, ParameterExpression state, Function step, Expression item) => body.Add(Expression.Assign(state, Storage.Hold(step.Apply(body, state, item))));
}
