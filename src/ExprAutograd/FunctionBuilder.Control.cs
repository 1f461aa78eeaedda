using System.Linq.Expressions;

namespace ExprAutograd;

/// <content>Branches and loops.</content>
public sealed partial class FunctionBuilder
{
    private readonly Stack<LoopLabels> loops = new();

    /// <summary>Statements that run where a condition holds, and others where it does not.</summary>
    /// <param name="test">The condition.</param>
    /// <param name="then">Writes the statements where it holds.</param>
    /// <param name="otherwise">Writes those where it does not; null for none.</param>
    public void If(Formula<bool> test, Action then, Action? otherwise = null)
    {
        ArgumentNullException.ThrowIfNull(test);
        ArgumentNullException.ThrowIfNull(then);
        RequireReachable();
        var ifTrue = Write(then);
        Add(otherwise is null ? Expression.IfThen(test.Expression, ifTrue) : Expression.IfThenElse(test.Expression, ifTrue, Write(otherwise)));
    }

    /// <summary>One of two values; only that one is evaluated.</summary>
    /// <param name="test">The condition.</param>
    /// <param name="ifTrue">The value where it holds.</param>
    /// <param name="ifFalse">The value where it does not.</param>
    public Formula<T> Condition<T>(Formula<bool> test, Formula<T> ifTrue, Formula<T> ifFalse)
    {
        ArgumentNullException.ThrowIfNull(test);
        ArgumentNullException.ThrowIfNull(ifTrue);
        ArgumentNullException.ThrowIfNull(ifFalse);
        return new Formula<T>(Expression.Condition(test.Expression, ifTrue.Expression, ifFalse.Expression));
    }

    /// <summary>Statements chosen by an integer.</summary>
    /// <param name="selector">The integer.</param>
    /// <param name="otherwise">Writes the statements where no case applies; null for none.</param>
    /// <param name="cases">The integers and what writes their statements.</param>
    /// <exception cref="ArgumentException">There is no case, or one integer has two.</exception>
    public void Switch(Formula<int> selector, Action? otherwise, params (int Value, Action Body)[] cases)
    {
        ArgumentNullException.ThrowIfNull(selector);
        ArgumentNullException.ThrowIfNull(cases);
        if (cases.Length == 0 || cases.DistinctBy(c => c.Value).Count() < cases.Length) throw new ArgumentException("A switch has at least one case, and one for each integer.", nameof(cases));
        RequireReachable();
        var written = cases.Select(c => Expression.SwitchCase(Write(c.Body), Expression.Constant(c.Value))).ToArray();
        Add(Expression.Switch(typeof(void), selector.Expression, otherwise is null ? Expression.Empty() : Write(otherwise), null, written));
    }

    /// <summary>Statements for each integer from <paramref name="from"/> up to, but without, <paramref name="to"/>; or down to it, where the step is negative.</summary>
    /// <param name="from">The first integer.</param>
    /// <param name="to">Where it ends; evaluated once.</param>
    /// <param name="body">Writes the statements, given the integer.</param>
    /// <param name="step">What is added each time, not 0.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="step"/> is 0.</exception>
    public void For(Formula<int> from, Formula<int> to, Action<Formula<int>> body, int step = 1)
    {
        ArgumentNullException.ThrowIfNull(to);
        ArgumentNullException.ThrowIfNull(body);
        ArgumentOutOfRangeException.ThrowIfZero(step);
        var i = Let(from, "i");
        var end = to.Expression is ConstantExpression ? to : Let(to);
        Add(LoopOf(
            step > 0 ? i < end : i > end,
            () => body(new Formula<int>(i.Expression)),
            _ => Expression.Assign(i.Expression, Expression.Add(i.Expression, Expression.Constant(step)))));
    }

    /// <summary>Statements as long as a condition holds, tested before each time.</summary>
    /// <param name="test">The condition; evaluated anew each time.</param>
    /// <param name="body">Writes the statements.</param>
    public void While(Formula<bool> test, Action body)
    {
        ArgumentNullException.ThrowIfNull(test);
        ArgumentNullException.ThrowIfNull(body);
        RequireReachable();
        Add(LoopOf(test, body, _ => null));
    }

    /// <summary>Statements once, and again as long as a condition holds.</summary>
    /// <param name="body">Writes the statements.</param>
    /// <param name="test">The condition; evaluated after each time.</param>
    public void DoWhile(Action body, Formula<bool> test)
    {
        ArgumentNullException.ThrowIfNull(body);
        ArgumentNullException.ThrowIfNull(test);
        RequireReachable();
        Add(LoopOf(test: null, body, labels => Expression.IfThen(Expression.Not(test.Expression), Expression.Break(labels.Break))));
    }

    /// <summary>Leaves the innermost loop.</summary>
    /// <exception cref="InvalidOperationException">There is no loop around.</exception>
    public void Break() => Leave(Expression.Break(Innermost().Break));

    /// <summary>Goes on with the next time of the innermost loop.</summary>
    /// <exception cref="InvalidOperationException">There is no loop around.</exception>
    public void Continue() => Leave(Expression.Continue(Innermost().Continue));

    private LoopLabels Innermost() => loops.TryPeek(out var labels) ? labels : throw new InvalidOperationException("There is no loop to leave or to go on with. Call Break and Continue inside the body of For, While or DoWhile.");

    /// <summary>Loop { unless the test holds, break; the body; continue: the step }.</summary>
    private LoopExpression LoopOf(Formula<bool>? test, Action body, Func<LoopLabels, Expression?> step)
    {
        var labels = new LoopLabels(Expression.Label("end"), Expression.Label("next"));
        loops.Push(labels);
        try
        {
            Expression trip = Write(body);
            var last = step(labels);
            if (last is not null) trip = Expression.Block(typeof(void), trip, Expression.Label(labels.Continue), last);
            if (test is not null) trip = Expression.IfThenElse(test.Expression, trip, Expression.Break(labels.Break));
            return Expression.Loop(trip, labels.Break, last is null ? labels.Continue : null);
        }
        finally
        {
            loops.Pop();
        }
    }

    private sealed record LoopLabels(LabelTarget Break, LabelTarget Continue);
}
