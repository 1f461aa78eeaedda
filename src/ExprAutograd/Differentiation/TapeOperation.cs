using System.Linq.Expressions;
using ExprAutograd.Anf;
using ExprAutograd.Diagnostics;
using ExprAutograd.Operators;

namespace ExprAutograd.Differentiation;

/// <summary>The tape operations, as both modes build and recognise them.</summary>
internal static class TapeOperation
{
    public static bool IsAny(Expression value) => value is MethodCallExpression { Method.DeclaringType: { } owner } && owner == typeof(TapeOperators);

    /// <summary>The call, its tape and its name; false for what is no tape operation.</summary>
    public static bool TryMatch(Expression value, out string name, out MethodCallExpression call, out ParameterExpression? tape)
    {
        call = (value as MethodCallExpression)!;
        name = IsAny(value) ? call.Method.Name : "";
        tape = IsAny(value) && call.Arguments.Count > 0 ? (ParameterExpression)call.Arguments[0] : null;
        return IsAny(value);
    }

    public static Expression New(Type item) => Expression.Call(typeof(TapeOperators), nameof(TapeOperators.New), [item]);

    public static Expression Release(Expression tape) => Call(nameof(TapeOperators.Release), tape);

    public static Expression Push(Expression tape, Expression value) => Call(nameof(TapeOperators.Push), tape, value);

    public static Expression PushShape(Expression tape, Expression array) => Call(nameof(TapeOperators.PushShape), tape, array);

    public static Expression Pop(Expression tape) => Call(nameof(TapeOperators.Pop), tape);

    public static Type ItemOf(Expression tape) => tape.Type.GetGenericArguments()[0];

    /// <summary>True when the program, or one nested in it, works on a tape that <paramref name="isActive"/>.</summary>
    public static bool IsIn(AnfProgram program, Func<ParameterExpression, bool> isActive) => program.Equations.Any(e => e.Value is Region region
        ? StackGuard.Run(() => region.Programs.Any(p => IsIn(p, isActive)))
        : TryMatch(e.Value, out _, out _, out var tape) && tape is not null && isActive(tape));

    private static MethodCallExpression Call(string name, params Expression[] arguments) =>
        Expression.Call(typeof(TapeOperators), name, [ItemOf(arguments[0])], arguments);
}
