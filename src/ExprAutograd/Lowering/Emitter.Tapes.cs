using System.Linq.Expressions;
using ExprAutograd.Anf;
using ExprAutograd.Diagnostics;
using ExprAutograd.Operators;

namespace ExprAutograd.Lowering;

/// <content>
/// Tapes in loops that count: room for all iterations is made once, and the position runs in a local.
/// <code>
/// for i below n: Push(tape, v)    =>    var at = Reserve(tape, n); var items = tape.Items; for i below n: items[at] = v; at = at + 1
/// for i below n: v = Pop(tape)    =>    var at = Unreserve(tape, n); ... for i below n: at = at - 1; v = items[at]
/// </code>
/// A push that keeps its count in memory waits for the one before it, some five cycles; in a local it does not.
/// </content>
internal sealed partial class Emitter
{
    /// <summary>Where a tape stands in the loop that is being emitted: its items, and the position in them.</summary>
    private readonly Dictionary<ParameterExpression, (ParameterExpression Items, ParameterExpression At)> openTapes = [];

    private List<ParameterExpression> OpenTapes(LoopRegion loop, Expression? count, List<Expression> statements)
    {
        var opened = new List<ParameterExpression>();
        if (count is null || loop.While is not null || isForReading) return opened;
        var uses = loop.Body.Equations.Select(e => e.Value).OfType<MethodCallExpression>()
            .Where(c => c.Method.DeclaringType == typeof(TapeOperators) && c.Method.Name is nameof(TapeOperators.Push) or nameof(TapeOperators.PushShape) or nameof(TapeOperators.Pop))
            .GroupBy(c => (ParameterExpression)c.Arguments[0]).ToList();
        foreach (var use in uses)
        {
            var isPop = use.First().Method.Name == nameof(TapeOperators.Pop);
            var isOuter = !loop.Body.Equations.Any(e => e.Variables.Contains(use.Key));
            if (!isOuter || use.Any(c => c.Method.Name == nameof(TapeOperators.Pop) != isPop) || openTapes.ContainsKey(use.Key) || IsUsedInside(loop.Body, use.Key)) continue;
            var tape = Resolve(use.Key).Value;
            var item = tape.Type.GetGenericArguments()[0];
            var (items, at) = (Expression.Variable(item.MakeArrayType(), "items"), Expression.Variable(typeof(int), "at"));
            body.Locals.Add(items);
            body.Locals.Add(at);
            var room = use.Count() == 1 ? count : Expression.Multiply(count, Expression.Constant(use.Count()));
            statements.Add(Expression.Assign(at, Expression.Call(typeof(TapeOperators), isPop ? nameof(TapeOperators.Unreserve) : nameof(TapeOperators.Reserve), [item], tape, room)));
            statements.Add(Expression.Assign(items, Expression.Call(typeof(TapeOperators), nameof(TapeOperators.ItemsOf), [item], tape)));
            openTapes[use.Key] = (items, at);
            opened.Add(use.Key);
        }
        return opened;
    }

    private static bool IsUsedInside(AnfProgram body, ParameterExpression tape) => body.Equations.Any(e => e.Value is Region region
        && region.Programs.Any(p => FreeVariables.Of(p).Contains(tape)));

    /// <summary>A push or pop of a tape that the loop around has opened; false for anything else.</summary>
    private bool TryEmitTape(Equation equation, List<Expression> statements)
    {
        if (equation.Value is not MethodCallExpression { Arguments: [ParameterExpression tape, ..] } call || call.Method.DeclaringType != typeof(TapeOperators) || !openTapes.TryGetValue(tape, out var open)) return false;
        if (call.Method.Name == nameof(TapeOperators.Pop))
        {
            statements.Add(Expression.Assign(open.At, Expression.Subtract(open.At, Expression.Constant(1))));
            if (uses.IsUsed(equation.Variable)) statements.Add(Expression.Assign(Declare(equation.Variable), Expression.ArrayIndex(open.Items, open.At)));
            return true;
        }
        statements.Add(Expression.Assign(Expression.ArrayAccess(open.Items, open.At), Resolve(call.Arguments[1]).Value));
        statements.Add(Expression.Assign(open.At, Expression.Add(open.At, Expression.Constant(1))));
        return true;
    }
}
