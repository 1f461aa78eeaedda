using System.Linq.Expressions;
using ExprAutograd.Anf;
using ExprAutograd.Expressions;

namespace ExprAutograd.Lowering;

/// <content>
/// Loops: the state lives in one local each, before, during and after.
/// <code>
/// var s = 0.0; var i = 0;
/// while (i &lt; n &amp;&amp; test) { ...; s = s + t; i = i + 1; }
/// </code>
/// </content>
internal sealed partial class Emitter
{
    private void EmitLoop(Equation equation, LoopRegion loop, List<Expression> statements)
    {
        var count = loop.Count is null ? null : Held(Resolve(loop.Count).Value, statements);
        for (var k = 0; k < equation.Variables.Length; k++)
        {
            var local = Declare(equation.Variables[k]);
            foreach (var program in loop.Programs) storage[program.Parameters[k + 1]] = local;
            var start = Resolve(loop.Initial[k]).Value;
            statements.Add(Expression.Assign(local, arrays.IsCopiedOnEntry(equation, k) ? CopiedOnEntry(equation, k, Held(start, statements)) : start));
        }
        var index = loop.Index;
        var isCounting = count is not null || loop.Programs.Any(p => uses.IsUsed(p.Parameters[0]));
        if (isCounting)
        {
            Declare(index);
            statements.Add(Expression.Assign(index, Expression.Constant(0)));
        }

        var tapes = OpenTapes(loop, count, statements);
        var exit = Expression.Label();
        body.Touched.Depth++;
        var (before, test) = EmitCondition(loop);
        var inner = new List<Expression>();
        Restart(scratch.RestartsOf(loop), inner);
        Emit(loop.Body, methods.SegmentsOf(loop.Body)[0], inner);
        foreach (var tape in tapes) openTapes.Remove(tape);
        AssignState(equation, loop, inner);
        body.Touched.Depth--;
        if (isCounting) inner.Add(Expression.Assign(index, Expression.Add(index, Expression.Constant(1))));
        inner.Add(Expression.Empty());

        Expression step = Expression.Block(typeof(void), inner);
        if (before.Count > 0 && test is not null)
        {
            step = Expression.Block(typeof(void), [.. before, Expression.IfThenElse(test, step, Expression.Break(exit))]);
            test = null;
        }
        if (count is not null) test = test is null ? Expression.LessThan(index, count) : Expression.AndAlso(Expression.LessThan(index, count), test);
        if (test is not null) step = Expression.IfThenElse(test, step, Expression.Break(exit));
        statements.Add(Expression.Loop(step, exit));
        foreach (var variable in equation.Variables) StoreCrossing(variable, variable, statements);
    }

    private (List<Expression> Before, Expression? Test) EmitCondition(LoopRegion loop)
    {
        var before = new List<Expression>();
        if (loop.While is not { } condition) return (before, null);
        storage[condition.Parameters[0]] = loop.Index;
        Emit(condition, methods.SegmentsOf(condition)[0], before);
        return (before, Resolve(condition.Results[0]).Value);
    }

    /// <summary>Every state to its next value, all at once: a local is overwritten only after the last next value that reads it.</summary>
    private void AssignState(Equation equation, LoopRegion loop, List<Expression> statements)
    {
        var next = equation.Variables.Select((local, k) => (State: local, Resolve(loop.Body.Results[k]).Value)).Where(n => !ReferenceEquals(n.State, n.Value)).ToList();
        var held = new List<Expression>();
        while (next.Count > 0)
        {
            var free = next.FindIndex(n => !next.Any(other => other.State != n.State && Mentions(other.Value, n.State)));
            var (local, value) = next[Math.Max(free, 0)];
            next.RemoveAt(Math.Max(free, 0));
            if (free >= 0) statements.Add(Expression.Assign(local, value));
            else
            {
                // A cycle, as in a swap: one waits in a local of its own.
                var waiting = Expression.Variable(local.Type, local.Name);
                body.Locals.Add(waiting);
                statements.Add(Expression.Assign(waiting, value));
                held.Add(Expression.Assign(local, waiting));
            }
        }
        statements.AddRange(held);
    }

    private static bool Mentions(Expression e, ParameterExpression variable)
    {
        if (e is ParameterExpression or ConstantExpression) return ReferenceEquals(e, variable);
        var children = new List<Expression>();
        ExpressionChildren.Push(e, children);
        return children.Any(c => Mentions(c, variable));
    }
}
