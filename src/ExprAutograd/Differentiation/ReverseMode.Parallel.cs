using System.Collections.Immutable;
using System.Linq.Expressions;
using ExprAutograd.Anf;
using ExprAutograd.Diagnostics;
using ExprAutograd.Expressions;
using ExprAutograd.Operators;

namespace ExprAutograd.Differentiation;

/// <content>
/// Loops of independent iterations: no tape, whatever the trip count.
/// <code>
/// s = for i below n: s + f(x[i])      =>     s, dx = for i below n: t = f(x[i]); s + t, AddAt(dx, i, ds * f'(x[i]))     (ds known before)
///                                     or     dx = for i below n: t = f(x[i]); AddAt(dx, i, ds * f'(x[i]))               (ds known after)
/// </code>
/// </content>
internal sealed partial class ReverseMode
{
    /// <summary>More operations than this in an iteration, or a call, and a nested loop writes down what its adjoint reads rather than run again.</summary>
    private const int MostOperationsRunAgain = 24;

    /// <summary>The cotangents of the loop's state, where they can be had before the loop runs, with the equations that make them; null where not.</summary>
    private (Dictionary<int, Expression> Seeds, ImmutableArray<Equation> Made)? Seeds(Equation equation, List<int> active, Cotangents cotangents, ReadOnlySpan<Equation> before)
    {
        var there = new HashSet<ParameterExpression>();
        foreach (var earlier in before) there.UnionWith(earlier.Variables);
        var made = new Dictionary<ParameterExpression, Equation>();
        var names = new Dictionary<ParameterExpression, Expression>();
        var order = ImmutableArray.CreateBuilder<Equation>();
        var seeds = new Dictionary<int, Expression>();
        foreach (var open in builder.Current) made[open.Variables[0]] = open;
        foreach (var k in active)
        {
            if (cotangents.Find(equation.Variables[k]) is not { } seed) continue;
            if (!Make(seed)) return null;
            seeds[k] = Substitution.Atom(names, seed);
        }
        return (seeds, order.ToImmutable());

        // A copy of the operations that lead to the seed, of names that are bound before the loop or outside the program it stands in.
        bool Make(Expression atom)
        {
            if (atom is not ParameterExpression p || there.Contains(p) || names.ContainsKey(p)) return true;
            if (!made.TryGetValue(p, out var definition)) return IsOutside(p);
            if (definition.Value is Region || definition.Variable.Type.IsArray || TapeOperation.IsAny(definition.Value)) return false;
            for (int k = 0, count = Operation.OperandCount(definition.Value); k < count; k++)
                if (!Make(Operation.Operand(definition.Value, k))) return false;
            var copy = Expression.Variable(p.Type, p.Name);
            order.Add(new Equation(copy, Substitution.Apply(names, definition.Value)));
            names[p] = copy;
            return true;
        }
    }

    /// <summary>True for what the program around the loop was given: its parameters, and what programs around that one had before it.</summary>
    private bool IsOutside(ParameterExpression variable) => given.Contains(variable);

    /// <summary>One loop for both: every iteration is followed by its adjoint.</summary>
    private ImmutableArray<Equation> PullTogether(Equation equation, LoopRegion loop, List<int> active, (Dictionary<int, Expression> Seeds, ImmutableArray<Equation> Made) seeds, Cotangents cotangents)
    {
        var outside = OutsideOf(loop);
        var (forward, adjoint, sums) = Adjoin(loop, seeds.Seeds, outside);
        builder.Open();
        ImmutableArray<Expression> zeros = [.. outside.Select(v => shapes.Zero(builder, v))];
        var entry = builder.Close();
        ImmutableArray<ParameterExpression> variables = [.. outside.Select(v => Expression.Variable(v.Type))];
        for (var k = 0; k < outside.Count; k++) cotangents.Add(outside[k], variables[k]);
        PassOn(loop, active, cotangents, k => cotangents.Find(equation.Variables[k]));
        var body = new AnfProgram(loop.Body.Parameters.AddRange(sums), [.. forward, .. adjoint.Equations], loop.Body.Results.AddRange(adjoint.Results));
        return
        [
            .. seeds.Made, .. entry,
            new Equation(equation.Variables.AddRange(variables), new LoopRegion(loop.Count, loop.Initial.AddRange(zeros), Widen(loop.While, sums), body)),
        ];
    }

    /// <summary>The loop as it was, and one that runs every iteration again with its adjoint.</summary>
    private ImmutableArray<Equation> PullAgain(Equation equation, LoopRegion loop, List<int> active, Cotangents cotangents)
    {
        var outside = OutsideOf(loop);
        var seeds = active.Where(k => cotangents.Find(equation.Variables[k]) is not null).ToDictionary(k => k, k => cotangents.Find(equation.Variables[k])!);
        PassOn(loop, active, cotangents, k => seeds.GetValueOrDefault(k));
        cotangents.Settle();
        ImmutableArray<Expression> initial = [.. outside.Select(v => cotangents.Find(v) ?? shapes.Zero(builder, v))];
        var (forward, adjoint, sums) = Adjoin(loop, seeds, outside);
        var body = new AnfProgram(loop.Body.Parameters.AddRange(sums), [.. FromStored(equation, loop, forward), .. adjoint.Equations], loop.Body.Results.AddRange(adjoint.Results));
        var again = new LoopRegion(loop.Count, loop.Initial.AddRange(initial), Widen(loop.While, sums), body);
        var names = new Dictionary<ParameterExpression, Expression>();
        var copy = Substitution.Rename(new AnfProgram([], [new Equation([.. equation.Variables.Select(v => Expression.Variable(v.Type)), .. sums.Select(s => Expression.Variable(s.Type))], again)], []), names).Equations[0];
        source.AddCopies(names);
        builder.Add(copy);
        for (var k = 0; k < outside.Count; k++) cotangents.Set(outside[k], copy.Variables[loop.Initial.Length + k]);
        return [equation];
    }

    /// <summary>The iteration, run again: what a call computed and the loop left in an array is read from there.</summary>
    /// <remarks>
    /// <code>
    /// t = tanh(x[i]); y = Store(y, i, t)    =>    t = y'[i]; ...         (y' is the array after the loop)
    /// </code>
    /// </remarks>
    private ImmutableArray<Equation> FromStored(Equation equation, LoopRegion loop, ImmutableArray<Equation> forward)
    {
        if (loop.While is not null || depth > 0 || isApart) return forward;
        var stored = new Dictionary<Expression, ParameterExpression>();
        for (var k = 0; k < loop.Initial.Length; k++)
            if (StoredAtIndex(loop, k) is { } value && residents.IsStable(equation.Variables[k])) stored[value] = equation.Variables[k];
        if (stored.Count == 0) return forward;
        return [.. forward.Select(e => e.Variables.Length == 1 && e.Value is MethodCallExpression { Type.IsPrimitive: true } && stored.TryGetValue(e.Variable, out var array)
            ? e.WithValue(Expression.ArrayIndex(array, loop.Index)) : e)];
    }

    /// <summary>What every iteration stores at its own index, and nothing else touches; null for any other state.</summary>
    private static Expression? StoredAtIndex(LoopRegion loop, int state) =>
        loop.Body.Results[state] is ParameterExpression last && loop.Body.DefinitionOf(last) is { Value: MethodCallExpression store } && ArrayOperation.IsOne(store, nameof(ArrayOperators.Store))
            && store.Arguments is [var array, var index, var value] && array == loop.State[state] && index == loop.Index
            ? value : null;

    /// <summary>What was only added to hands its cotangent to what it was added to.</summary>
    private void PassOn(LoopRegion loop, List<int> active, Cotangents cotangents, Func<int, Expression?> seedOf)
    {
        foreach (var k in active)
            if (activity.IsActive(loop.Initial[k]) && seedOf(k) is { } seed) AddState(loop.Initial[k], seed, cotangents);
    }

    private static AnfProgram? Widen(AnfProgram? condition, ImmutableArray<ParameterExpression> more) =>
        condition is null ? null : new AnfProgram(condition.Parameters.AddRange(more.Select(p => Expression.Variable(p.Type))), condition.Equations, condition.Results);

    /// <summary>The iteration, its adjoint from the seeds, and the sums that the cotangents from outside are carried in.</summary>
    private (ImmutableArray<Equation> Forward, AnfProgram Adjoint, ImmutableArray<ParameterExpression> Sums) Adjoin(LoopRegion loop, Dictionary<int, Expression> seeds, List<ParameterExpression> outside)
    {
        ImmutableArray<ParameterExpression> sums = [.. outside.Select(v => Expression.Variable(v.Type))];
        var around = (isApart, ownTapes, given, depth);
        StandBeside(loop);
        builder.Open();
        var inner = new Cotangents(builder);
        for (var k = 0; k < outside.Count; k++) inner.Set(outside[k], sums[k]);
        foreach (var (k, seed) in seeds)
            if (activity.IsActive(loop.Body.Results[k])) inner.Add(loop.Body.Results[k], seed);
        var forward = StackGuard.Run(() => Sweep(loop.Body.Equations, inner));
        inner.Settle();
        ImmutableArray<Expression> results = [.. outside.Select(v => inner.Find(v)!)];
        var made = CloseTapes();
        var adjoint = new AnfProgram([], builder.Close(), results);
        source.AddAdjoint(adjoint, loop.Index);
        (isApart, ownTapes, given, depth) = around;
        return ([.. made, .. forward], adjoint, sums);
    }

    /// <summary>True where running the iterations again finds all as it was, and costs less than writing down.</summary>
    private bool CanRunAgain(LoopRegion loop)
    {
        foreach (var program in loop.Programs)
            foreach (var free in FreeVariables.Of(program))
                if (free.Type.IsArray && !residents.IsStable(free)) return false;
        return (!isApart && depth == 0) || (loop.Body.CountOperations() <= MostOperationsRunAgain && !HasCallOrLoop(loop.Body));
    }

    private static bool HasCallOrLoop(AnfProgram program) => program.Equations.Any(e => e.Value switch
    {
        LoopRegion => true,
        Region region => StackGuard.Run(() => region.Programs.Any(HasCallOrLoop)),
        MethodCallExpression call => !ArrayOperation.IsAny(call),
        _ => false,
    });
}
