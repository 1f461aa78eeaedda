using System.Linq.Expressions;

namespace ExprAutograd.Tests.Loops;

/// <content>Statements: assignments, branches, loops and jumps.</content>
internal sealed partial class RandomLoops
{
    private Expression Statement(int depth)
    {
        if (IsExhausted) return Expression.Assign(scope.Numbers[0], Call(nameof(Math.Sin), Expression.Add(scope.Numbers[0], Leaf())));
        switch (Next(18))
        {
            case 0: return Expression.Assign(Any(scope.Numbers), Next(3) == 0 ? Number(1) : Squashed(1));
            case 1: return Compound(Any(scope.Numbers));
            case 2 or 3 when scope.HasPlaces: return Expression.Assign(Element(), Next(3) == 0 ? Number(1) : Squashed(1));
            case 4 when scope.HasPlaces: return Compound(Element());
            case 5 when scope.Integers.Count > 0: return IntegerStatement(Any(scope.Integers));
            case 6 when scope.Flags.Count > 0: return Expression.Assign(Any(scope.Flags), Test(2));
            case 7 or 8 or 9 or 10 or 11 when loopDepth < MostLoops && depth < MostNesting: return Loop(depth + 1);
            case 12 or 13 when depth < MostNesting: return Expression.IfThen(Test(2), Apart(() => Branch(depth + 1)));
            case 14 when depth < MostNesting: return Expression.IfThenElse(Test(2), Apart(() => Branch(depth + 1)), Apart(() => Branch(depth + 1)));
            case 15 when depth < MostNesting: return Switch(depth + 1);
            case 16 when depth < MostNesting: return Skipping(depth + 1);
            case 17 when scope.Arrays.Count > 0: return Swap(Any(scope.Arrays));
            default: return Expression.Assign(scope.Numbers[0], Expression.Add(scope.Numbers[0], Squashed(1)));
        }
    }

    /// <summary>Not of a pair's field: there LINQ itself updates a copy of the pair.</summary>
    private Expression Compound(Expression target) => target is MemberExpression ? Expression.Assign(target, Number(1)) : Next(4) switch
    {
        0 => Expression.AddAssign(target, Number(1)),
        1 => Expression.SubtractAssign(target, Squashed(1)),
        2 => Expression.MultiplyAssign(target, Squashed(1)),
        _ => Expression.DivideAssign(target, Expression.Add(Positive(1), Expression.Constant(0.5))),
    };

    /// <summary>Integers stay small: they are converted to numbers.</summary>
    private Expression IntegerStatement(ParameterExpression n) => Next(3) switch
    {
        0 => Expression.PreIncrementAssign(n),
        1 => Expression.Assign(n, Expression.And(Integer(), Expression.Constant(7))),
        _ => Expression.Assign(n, Expression.Modulo(Expression.And(Expression.Add(Expression.Multiply(n, Expression.Constant(5)), Expression.Constant(3)), Expression.Constant(63)), Expression.Constant(7))),
    };

    private BlockExpression Swap(ParameterExpression array)
    {
        var (i, j, t) = (Index(), Index(), Fresh(typeof(double), "t"));
        return Expression.Block(
            [t],
            Expression.Assign(t, Expression.ArrayIndex(array, i)),
            Expression.Assign(Expression.ArrayAccess(array, i), Expression.ArrayIndex(array, j)),
            Expression.Assign(Expression.ArrayAccess(array, j), t));
    }

    /// <summary>A few statements, then perhaps a jump.</summary>
    private BlockExpression Branch(int depth)
    {
        var statements = new List<Expression>();
        for (var k = Next(3); k > 0; k--) statements.Add(Statement(depth));
        statements.Add(Jump() ?? Statement(depth));
        return Expression.Block(typeof(void), statements);
    }

    private GotoExpression? Jump() => Next(7) switch
    {
        1 when scope.Loops.Count > 0 => Expression.Break(scope.Loops[^1].Break),
        2 when scope.Loops.Count > 0 => Expression.Continue(scope.Loops[^1].Continue),
        3 when scope.Loops.Count > 0 => Expression.Break(Any(scope.Loops).Break),
        4 when scope.Loops.Count > 0 => Expression.Continue(Any(scope.Loops).Continue),
        5 when scope.Exits.Count > 0 => Expression.Goto(Any(scope.Exits)),
        6 => Expression.Return(result, Number(1)),
        _ => null,
    };

    private SwitchExpression Switch(int depth) => Expression.Switch(
        typeof(void),
        Expression.And(Integer(), Expression.Constant(3)),
        Apart(() => Branch(depth)),
        null,
        Expression.SwitchCase(Apart(() => Branch(depth)), Expression.Constant(0), Expression.Constant(2)),
        Expression.SwitchCase(Apart(() => Branch(depth)), Expression.Constant(1)));

    /// <summary>Statements that may jump over the rest of their block.</summary>
    private BlockExpression Skipping(int depth) => Apart(() =>
    {
        var end = Expression.Label($"skip{names++}");
        scope.Exits.Add(end);
        var statements = Statements(depth);
        return Expression.Block(typeof(void), [.. statements, Expression.Label(end)]);
    });

    private List<Expression> Statements(int depth) => [.. Enumerable.Range(0, 1 + Next(3)).Select(_ => Statement(depth))];

    /// <summary>The body of a loop: locals of its own, then statements.</summary>
    private BlockExpression LoopBody(int depth, LabelTarget end, LabelTarget next) => Apart(() =>
    {
        scope.Loops.Add((end, next));
        var variables = new List<ParameterExpression>();
        var statements = new List<Expression>();
        for (var k = Next(3); k > 0; k--) DeclareAny(variables, statements);
        statements.AddRange(Statements(depth));
        return Expression.Block(typeof(void), variables, statements);
    });

    private Expression Loop(int depth)
    {
        loopDepth++;
        Expression loop = Next(6) switch
        {
            0 or 1 => For(depth),
            2 => ForDown(depth),
            3 => While(depth),
            4 => DoWhile(depth),
            _ => Valued(),
        };
        loopDepth--;
        return loop;
    }

    /// <summary>The number of trips, and whether it is that of an array.</summary>
    private (Expression Count, bool IsLength) Trips() => Next(5) switch
    {
        0 => (Expression.Constant(ArrayLength), true),
        1 when scope.Arrays.Count > 0 => (Expression.ArrayLength(Any(scope.Arrays)), true),
        2 when scope.Integers.Count > 0 => (Expression.And(Any(scope.Integers), Expression.Constant(3)), true),
        3 when scope.Counters.Count > 0 && Any(scope.Counters) is var counter => (counter.Counter, true),
        _ => (Expression.Constant(Next(MostTrips + 1)), false),
    };

    /// <summary>for (i = 0; i &lt; count; i++), the step at the end behind its label, or at the head of a loop with a continue label.</summary>
    private BlockExpression For(int depth) => Apart(() =>
    {
        var (i, end, next) = (Fresh(typeof(int), "i"), Expression.Label($"end{names++}"), Expression.Label($"next{names++}"));
        var (count, isLength) = Trips();
        var leave = Expression.IfThen(Expression.Not(Expression.LessThan(i, count)), Expression.Break(end));
        var isSteppedFirst = Next(3) == 2;
        scope.Counters.Add((i, isLength));
        var body = LoopBody(depth, end, next);
        var step = Expression.PreIncrementAssign(i);
        var loop = isSteppedFirst
            ? Expression.Loop(Expression.Block(step, leave, body), end, next)
            : Expression.Loop(Expression.Block(leave, body, Expression.Label(next), step), end);
        return Expression.Block([i], Expression.Assign(i, Expression.Constant(isSteppedFirst ? -1 : 0)), loop);
    });

    /// <summary>for (i = 2; i &gt;= 0; i -= 1 or 2).</summary>
    private BlockExpression ForDown(int depth) => Apart(() =>
    {
        var (i, end, next) = (Fresh(typeof(int), "i"), Expression.Label($"end{names++}"), Expression.Label($"next{names++}"));
        var stride = Expression.Constant(1 + Next(2));
        scope.Counters.Add((i, true));
        var body = LoopBody(depth, end, next);
        var trip = Expression.Block(body, Expression.Label(next), Expression.Assign(i, Expression.Subtract(i, stride)));
        return Expression.Block(
            [i],
            Expression.Assign(i, Expression.Constant(ArrayLength - 1)),
            Expression.Loop(Expression.IfThenElse(Expression.GreaterThanOrEqual(i, Expression.Constant(0)), trip, Expression.Break(end)), end));
    });

    /// <summary>while (++k &lt;= 4 and a test).</summary>
    private BlockExpression While(int depth) => Apart(() =>
    {
        var (k, end, next) = (Fresh(typeof(int), "k"), Expression.Label($"end{names++}"), Expression.Label($"next{names++}"));
        var fuel = Expression.LessThanOrEqual(Expression.PreIncrementAssign(k), Expression.Constant(MostTrips));
        var goesOn = Next(2) == 0 ? Expression.AndAlso(fuel, Test(2)) : Expression.AndAlso(Test(2), fuel);
        var body = LoopBody(depth, end, next);
        return Expression.Block(
            [k],
            Expression.Assign(k, Expression.Constant(0)),
            Expression.Loop(Expression.IfThenElse(goesOn, body, Expression.Break(end)), end, next));
    });

    /// <summary>do { } while (a test and ++k &lt; 4), the test behind the label of continue.</summary>
    private BlockExpression DoWhile(int depth) => Apart(() =>
    {
        var (k, end, next) = (Fresh(typeof(int), "k"), Expression.Label($"end{names++}"), Expression.Label($"next{names++}"));
        var body = LoopBody(depth, end, next);
        var goesOn = Expression.AndAlso(Test(2), Expression.LessThan(Expression.PreIncrementAssign(k), Expression.Constant(MostTrips)));
        return Expression.Block(
            [k],
            Expression.Assign(k, Expression.Constant(0)),
            Expression.Loop(Expression.Block(body, Expression.Label(next), Expression.IfThen(Expression.Not(goesOn), Expression.Break(end))), end));
    });

    /// <summary>A loop that has a value: break takes it along.</summary>
    private BinaryExpression Valued() => Apart(() =>
    {
        var (k, v) = (Fresh(typeof(int), "k"), Any(scope.Numbers));
        var end = Expression.Label(typeof(double), $"end{names++}");
        var update = Expression.Assign(v, Squashed(1));
        var leave = Expression.IfThen(
            Expression.OrElse(Expression.GreaterThanOrEqual(Expression.PreIncrementAssign(k), Expression.Constant(MostTrips)), Test(2)),
            Expression.Break(end, Number(2)));
        return Expression.AddAssign(
            Any(scope.Numbers),
            Expression.Block([k], Expression.Assign(k, Expression.Constant(0)), Expression.Loop(Expression.Block(update, leave), end)));
    });
}
