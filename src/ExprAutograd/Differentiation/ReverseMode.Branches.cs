using System.Collections.Immutable;
using System.Linq.Expressions;
using ExprAutograd.Anf;
using ExprAutograd.Diagnostics;

namespace ExprAutograd.Differentiation;

/// <content>Branches.</content>
internal sealed partial class ReverseMode
{
    /// <summary>Emits the reverse branch; returns the forward one with what the reverse one reads added to its results.</summary>
    private Equation Pull(Equation equation, IfRegion region, Cotangents cotangents)
    {
        var hasTape = region.Programs.Any(p => TapeOperation.IsIn(p, t => activity.IsActive(t)));
        if (!hasTape && !equation.Variables.Any(v => cotangents.Find(v) is not null)) return equation;
        cotangents.Settle();
        foreach (var array in ArraysReadIn(region))
            if (cotangents.Find(array) is null) cotangents.Set(array, builder.Bind(shapes.ZerosLike(array)));

        var then = StackGuard.Run(() => Reverse(region.Then, equation, cotangents));
        var @else = StackGuard.Run(() => Reverse(region.Else, equation, cotangents));

        // Cotangents that either side changes come out of the region; the other side passes on what there was.
        var changed = then.Cotangents.Changed.Union(@else.Cotangents.Changed).Where(v => !then.Bound.Contains(v) && !@else.Bound.Contains(v)).ToList();
        Expression Out(Cotangents side, ParameterExpression v) => side.Find(v) ?? (v.Type.IsArray ? Expression.Constant(null, v.Type) : Atom.Zero(v.Type));
        var reverse = new IfRegion(
            region.Test,
            new AnfProgram([], then.Adjoint, [.. changed.Select(v => Out(then.Cotangents, v))]),
            new AnfProgram([], @else.Adjoint, [.. changed.Select(v => Out(@else.Cotangents, v))]));
        if (changed.Count == 0 && !hasTape) return equation;

        var (forward, names) = Export(equation, region, then, @else);
        var variables = builder.Bind((IfRegion)Substitution.Apply(names, reverse));
        for (var k = 0; k < changed.Count; k++) cotangents.Set(changed[k], variables[k]);
        return forward;
    }

    private sealed record Side(ImmutableArray<Equation> Forward, ImmutableArray<Equation> Adjoint, Cotangents Cotangents, HashSet<ParameterExpression> Bound);

    private Side Reverse(AnfProgram side, Equation equation, Cotangents outer)
    {
        builder.Open();
        var cotangents = new Cotangents(builder, outer);
        for (var k = 0; k < side.Results.Length; k++)
            if (outer.Find(equation.Variables[k]) is { } dy && activity.IsActive(side.Results[k])) cotangents.Add(side.Results[k], dy);
        var forward = Sweep(side.Equations, cotangents);
        cotangents.Settle();
        return new Side(forward, builder.Close(), cotangents, [.. forward.SelectMany(e => e.Variables)]);
    }

    /// <summary>The forward branch with every inner variable that the adjoint mentions handed out under a fresh name; zero from the side that has none.</summary>
    private static (Equation Forward, Dictionary<ParameterExpression, Expression> Names) Export(Equation equation, IfRegion region, Side then, Side @else)
    {
        var names = new Dictionary<ParameterExpression, Expression>();
        var thenResults = region.Then.Results.ToBuilder();
        var elseResults = region.Else.Results.ToBuilder();
        var variables = equation.Variables.ToBuilder();
        Collect(then, thenResults, elseResults);
        Collect(@else, elseResults, thenResults);
        return (new Equation(variables.ToImmutable(), new IfRegion(region.Test, new AnfProgram([], then.Forward, thenResults.ToImmutable()), new AnfProgram([], @else.Forward, elseResults.ToImmutable()))), names);

        void Collect(Side side, ImmutableArray<Expression>.Builder own, ImmutableArray<Expression>.Builder other)
        {
            foreach (var read in FreeVariables.Of(new AnfProgram([], side.Adjoint, [])))
            {
                if (!side.Bound.Contains(read)) continue;
                var exported = Expression.Variable(read.Type, read.Name);
                names[read] = exported;
                variables.Add(exported);
                own.Add(read);
                other.Add(Expression.Constant(read.Type.IsValueType ? Activator.CreateInstance(read.Type) : null, read.Type));
            }
            foreach (var result in side.Cotangents.Changed.Select(side.Cotangents.Find).OfType<ParameterExpression>())
            {
                // A cotangent may be a forward value as it is (dy = 1 times it).
                if (!side.Bound.Contains(result) || names.ContainsKey(result)) continue;
                var exported = Expression.Variable(result.Type, result.Name);
                names[result] = exported;
                variables.Add(exported);
                own.Add(result);
                other.Add(Expression.Constant(result.Type.IsValueType ? Activator.CreateInstance(result.Type) : null, result.Type));
            }
        }
    }

    /// <summary>The active arrays from outside that a region reads: their cotangents are made before it, so that both sides have one to add to.</summary>
    private List<ParameterExpression> ArraysReadIn(Region region)
    {
        var arrays = new List<ParameterExpression>();
        foreach (var program in region.Programs)
            foreach (var free in FreeVariables.Of(program))
                if (free.Type.IsArray && activity.IsActive(free)) arrays.Add(WholeOf(free));
        return arrays;
    }
}
