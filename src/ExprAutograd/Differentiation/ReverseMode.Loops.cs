using System.Collections.Immutable;
using System.Linq.Expressions;
using ExprAutograd.Anf;
using ExprAutograd.Diagnostics;
using ExprAutograd.Expressions;
using ExprAutograd.Operators;

namespace ExprAutograd.Differentiation;

/// <content>
/// Loops, from the last iteration to the first. Griewank and Walther (2008), chapter 6.
/// <code>
/// for i below n:                    for i below n: s' = f(s, i); push what f's adjoint reads
///     s' = f(s, i)           =>     for j below n: i = n - 1 - j; pop; ds = the adjoint of f, on ds
/// </code>
/// What the body reads from outside has its cotangent carried along and added to.
/// </content>
internal sealed partial class ReverseMode
{
    /// <summary>Emits the adjoint of a loop; returns what runs forward in its place.</summary>
    /// <param name="equation">The loop's equation.</param>
    /// <param name="loop">The loop.</param>
    /// <param name="cotangents">Of the program that it stands in.</param>
    /// <param name="before">The equations before it.</param>
    private ImmutableArray<Equation> Pull(Equation equation, LoopRegion loop, Cotangents cotangents, ReadOnlySpan<Equation> before)
    {
        var active = Enumerable.Range(0, loop.Initial.Length).Where(k => activity.IsActive(equation.Variables[k]) || activity.IsActive(loop.State[k])).ToList();
        var hasTape = TapeOperation.IsIn(loop.Body, t => activity.IsActive(t));
        if (!hasTape && !active.Any(k => cotangents.Find(equation.Variables[k]) is not null)) return [equation];
        cotangents.Settle();
        if (!hasTape && ParallelForm.IsOf(loop, equation, activity.IsActive))
        {
            // Inside another loop, the sums that arrays' cotangents are carried in are at hand only in the reverse sweep.
            if (!isApart && (depth == 0 || !OutsideOf(loop).Any(v => v.Type.IsArray)) && Seeds(equation, active, cotangents, before) is { } seeds) return PullTogether(equation, loop, active, seeds, cotangents);
            if (CanRunAgain(loop)) return PullAgain(equation, loop, active, cotangents);
        }

        var outside = OutsideOf(loop);
        var initial = ImmutableArray.CreateBuilder<Expression>();
        foreach (var k in active) initial.Add(cotangents.Find(equation.Variables[k]) ?? shapes.Zero(builder, equation.Variables[k]));
        foreach (var v in outside) initial.Add(cotangents.Find(v) ?? shapes.Zero(builder, v));

        // The adjoint of one iteration: from the cotangents of its results to those of its state.
        builder.Open();
        var inner = new Cotangents(builder);
        ImmutableArray<ParameterExpression> state = [.. active.Select(k => Expression.Variable(equation.Variables[k].Type)), .. outside.Select(v => Expression.Variable(v.Type))];
        for (var k = 0; k < outside.Count; k++) inner.Set(outside[k], state[active.Count + k]);
        for (var k = 0; k < active.Count; k++)
            if (activity.IsActive(loop.Body.Results[active[k]])) inner.Add(loop.Body.Results[active[k]], state[k]);
        var around = (isApart, ownTapes, given, depth);
        if (loop.IsRunAgain) StandBeside(loop);
        else isApart = true;
        var forward = StackGuard.Run(() => Sweep(loop.Body.Equations, inner));
        inner.Settle();
        ImmutableArray<Expression> results =
        [
            .. active.Select(k => inner.Find(loop.State[k]) ?? shapes.Zero(builder, loop.State[k])),
            .. outside.Select(v => inner.Find(v)!),
        ];
        ImmutableArray<Equation> again = loop.IsRunAgain ? [.. CloseTapes(), .. forward] : [];
        (isApart, ownTapes, given, depth) = around;
        var adjoint = passes.WithoutDeadCode(new AnfProgram([], [.. again, .. builder.Close()], results));

        var (counted, trips) = Counted(equation, loop, loop.IsRunAgain ? loop.Body : loop.Body.With(forward));
        var index = Expression.Variable(typeof(int), "j");
        var (widened, reversed) = Tape((LoopRegion)counted.Value, adjoint, trips, index);
        var reversedBody = new AnfProgram([index, .. state], reversed.Equations, reversed.Results);
        source.AddAdjoint(reversedBody, loop.Index);
        if (loop.IsRunAgain)
        {
            var names = new Dictionary<ParameterExpression, Expression>();
            reversedBody = Substitution.Rename(reversedBody, names);
            source.AddCopies(names);
        }
        var backward = new LoopRegion(trips, initial.ToImmutable(), null, reversedBody);
        var variables = builder.Bind(backward);
        for (var k = 0; k < outside.Count; k++) cotangents.Set(outside[k], variables[active.Count + k]);
        for (var k = 0; k < active.Count; k++)
            if (activity.IsActive(loop.Initial[active[k]])) AddState(loop.Initial[active[k]], variables[k], cotangents);
        return [new Equation(counted.Variables, widened)];
    }

    private void AddState(Expression initial, Expression cotangent, Cotangents cotangents)
    {
        if (initial.Type.IsArray) AddArray(initial, cotangent, cotangents);
        else cotangents.Add(initial, cotangent);
    }

    /// <summary>From here on the adjoint of the body runs beside the body itself.</summary>
    private void StandBeside(LoopRegion loop)
    {
        isApart = false;
        depth++;
        ownTapes = [];
        given = [.. given, .. loop.Body.Parameters, .. FreeVariables.Of(loop.Body)];
        residents.Enter(loop.Body);
    }

    /// <summary>What the body reads from outside and has a cotangent; of a row, the array of arrays that it is one of.</summary>
    private List<ParameterExpression> OutsideOf(LoopRegion loop) =>
        [.. FreeVariables.Of(loop.Body).Where(v => activity.IsActive(v) && NumericTypes.IsDifferentiable(v.Type)).Select(WholeOf).Distinct()];

    private ParameterExpression WholeOf(ParameterExpression variable)
    {
        while (rows.TryGetValue(variable, out var row)) variable = (ParameterExpression)row.Left;
        return variable;
    }

    /// <summary>The loop with the forward equations; where it may end early, with the number of its iterations as one more state.</summary>
    private static (Equation Equation, Expression Trips) Counted(Equation equation, LoopRegion loop, AnfProgram body)
    {
        if (loop.While is null) return (new Equation(equation.Variables, new LoopRegion(loop.Count, loop.Initial, null, body)), loop.Count!);
        var (trips, next) = (Expression.Variable(typeof(int), "trips"), Expression.Variable(typeof(int)));
        AnfProgram Widen(AnfProgram p) => new(p.Parameters.Add(Expression.Variable(typeof(int))), p.Equations, p.Results);
        body = Widen(body);
        body = body.With(body.Equations.Add(new Equation(next, Expression.Add(body.Parameters[0], Expression.Constant(1)))), body.Results.Add(next));
        return (new Equation(equation.Variables.Add(trips), new LoopRegion(loop.Count, loop.Initial.Add(Expression.Constant(0)), Widen(loop.While), body)), trips);
    }

    /// <summary>The forward loop that writes down what the adjoint reads, and the adjoint's iteration that begins by getting it back.</summary>
    private (LoopRegion Forward, AnfProgram Adjoint) Tape(LoopRegion loop, AnfProgram adjoint, Expression trips, ParameterExpression index)
    {
        var restoration = new Restoration(loop.Body, residents.IsStable);
        restoration.Decide(adjoint);
        builder.Open();
        foreach (var value in restoration.Taped) Write(value, adjoint);
        var writes = builder.Close();

        builder.Open();
        var names = new Dictionary<ParameterExpression, Expression>();
        var last = builder.Bind(Expression.Subtract(trips, Expression.Constant(1)));
        names[loop.Index] = builder.Bind(Expression.Subtract(last, index));
        foreach (var value in restoration.Taped.Reverse()) names[value] = builder.Bind(TapeOperation.Pop(OwnTape(value.Type)));
        foreach (var equation in restoration.Recomputed)
        {
            var again = builder.Bind(Substitution.Apply(names, equation.Value));
            names[equation.Variable] = again;
        }
        var renamed = Substitution.Apply(names, adjoint);
        builder.AddRange(renamed.Equations);
        var body = loop.Body.With(loop.Body.Equations.AddRange(writes));
        return (new LoopRegion(loop.Count, loop.Initial, loop.While, body), new AnfProgram([], builder.Close(), renamed.Results));
    }

    private void Write(ParameterExpression value, AnfProgram adjoint)
    {
        var tape = OwnTape(value.Type);
        if (!value.Type.IsArray) builder.Bind(TapeOperation.Push(tape, value));
        else if (IsReadForShapeOnly(value, adjoint)) builder.Bind(TapeOperation.PushShape(tape, value));
        else builder.Bind(TapeOperation.Push(tape, builder.Bind(ArrayOperation.Copy(value))));
    }

    private static bool IsReadForShapeOnly(ParameterExpression array, AnfProgram adjoint) =>
        !adjoint.Results.Contains(array) && adjoint.Equations.All(e => e.Value is Region region
            ? StackGuard.Run(() => !region.Operands.Contains(array) && region.Programs.All(p => IsReadForShapeOnly(array, p)))
            : ArrayOperation.DependsOnShapeOnly(e.Value) || e.Value is UnaryExpression { NodeType: ExpressionType.ArrayLength } || !Operation.Operands(e.Value).Contains(array));

    /// <summary>Releases the tapes written here and returns the equations that make them.</summary>
    private ImmutableArray<Equation> CloseTapes()
    {
        foreach (var tape in ownTapes.Values) builder.Bind(TapeOperation.Release(tape));
        return [.. ownTapes.Select(t => new Equation(t.Value, TapeOperation.New(t.Key)))];
    }

    private ParameterExpression OwnTape(Type item)
    {
        if (!ownTapes.TryGetValue(item, out var tape)) ownTapes[item] = tape = Expression.Variable(typeof(Tape<>).MakeGenericType(item), "tape");
        return tape;
    }

    /// <summary>A tape's cotangents are on a tape: what pushed takes off it, what popped writes to it.</summary>
    private void PullTape(Equation equation, Cotangents cotangents)
    {
        TapeOperation.TryMatch(equation.Value, out var name, out var call, out var tape);
        if (!activity.IsActive(tape ?? equation.Variable)) return;
        switch (name)
        {
            case nameof(TapeOperators.Release):
                tapes[tape!] = builder.Bind(TapeOperation.New(TapeOperation.ItemOf(tape!)), "tape");
                break;
            case nameof(TapeOperators.Pop):
                builder.Bind(TapeOperation.Push(tapes[tape!], cotangents.Find(equation.Variable) ?? shapes.Zero(builder, equation.Variable)));
                break;
            case nameof(TapeOperators.Push) or nameof(TapeOperators.PushShape):
                var cotangent = builder.Bind(TapeOperation.Pop(tapes[tape!]));
                if (activity.IsActive(call.Arguments[1])) cotangents.Add(call.Arguments[1], cotangent);
                break;
            default:
                builder.Bind(TapeOperation.Release(tapes[equation.Variable]));
                break;
        }
    }
}
