using System.Collections.Immutable;
using System.Linq.Expressions;
using ExprAutograd.Anf;

namespace ExprAutograd.Frontends;

/// <content>Conditionals: both sides run on the same bindings, and what either assigned is joined after.</content>
internal sealed partial class Normalizer
{
    private IEnumerator<Expression> LowerConditional(ConditionalExpression node)
    {
        yield return node.Test;
        var test = ToAtom(result);
        if (test is ConstantExpression { Value: bool known })
        {
            yield return known ? node.IfTrue : node.IfFalse;
            yield break;
        }

        OpenProgram(node, out var outer);
        bindings.Mark();
        yield return node.IfTrue;
        var then = new Branch(result, bindings.Undo(), this, outer);

        OpenProgram(node, out outer);
        bindings.Mark();
        yield return node.IfFalse;
        var @else = new Branch(result, bindings.Undo(), this, outer);

        result = Join(node, test, then, @else, hasValue: node.Type != typeof(void));
    }

    /// <summary>One side of a conditional: its value and what it assigned, with its program still open until the two are joined.</summary>
    private sealed class Branch
    {
        public Branch(Value value, BranchChanges changes, Normalizer normalizer, int outerScope)
        {
            Value = value;
            Changes = changes.Changed;
            Made = changes.Made;
            Equations = normalizer.CloseProgram(outerScope);
        }

        public Value Value { get; }

        public Dictionary<object, Value> Changes { get; }

        public Dictionary<object, Value> Made { get; }

        public ImmutableArray<Equation> Equations { get; }
    }

    /// <summary>Makes the region: its results are the conditional's value and every variable that either side assigned.</summary>
    private Value Join(Expression node, Expression test, Branch then, Branch @else, bool hasValue)
    {
        var joint = new Joint(test);
        var rebuild = new List<Action<ImmutableArray<ParameterExpression>>>();
        Func<ImmutableArray<ParameterExpression>, Value>? value = null;

        // Arrays first: a value that names an array must find its joined version.
        var keys = then.Changes.Keys.Union(@else.Changes.Keys).OrderBy(k => k is ArrayValue ? 0 : 1).ToList();
        // A side that jumps away has no value for what comes after; any will do.
        var (hasThen, hasElse) = (!AlwaysExits(then.Changes), !AlwaysExits(@else.Changes));
        OpenTail(then);
        var thenParts = keys.Select(k => Parts(then.Changes.GetValueOrDefault(k) ?? bindings.Find(k)!, node)).ToList();
        var thenValue = hasValue && hasThen ? Parts(then.Value, node) : null;
        var thenEquations = CloseTail();
        OpenTail(@else);
        var elseParts = keys.Select(k => Parts(@else.Changes.GetValueOrDefault(k) ?? bindings.Find(k)!, node)).ToList();
        var elseValue = hasValue && hasElse ? Parts(@else.Value, node) : null;
        var elseEquations = CloseTail();

        for (var k = 0; k < keys.Count; k++)
        {
            var key = keys[k];
            var (a, b) = (thenParts[k], elseParts[k]);
            if (a is null && !hasThen) a = b?.Default();
            if (b is null && !hasElse) b = a?.Default();
            // A variable that only one side assigns for the first time is unassigned after the conditional.
            if (a is null || b is null)
            {
                rebuild.Add(_ => bindings.Set(key, new UnassignedValue(((ParameterExpression)key).Type)));
                continue;
            }
            if (key is ArrayValue)
            {
                var version = joint.AtomOf(a.Atoms[0], b.Atoms[0]);
                rebuild.Add(results => bindings.Set(key, new AtomValue(version(results))));
                continue;
            }
            var joined = JoinParts(node, a, b, joint);
            rebuild.Add(results => bindings.Set(key, joined(results)));
        }
        if (hasValue) value = (thenValue ?? elseValue) is null ? null : JoinParts(node, thenValue ?? elseValue!.Default(), elseValue ?? thenValue!.Default(), joint);

        ImmutableArray<ParameterExpression> variables = [];
        if (!joint.IsEmpty || !thenEquations.IsEmpty || !elseEquations.IsEmpty)
        {
            var region = new IfRegion(test, new AnfProgram([], thenEquations, joint.Then), new AnfProgram([], elseEquations, joint.Else));
            variables = builder.Bind(region);
            foreach (var variable in variables) source.Add(variable, node, Parent(node));
        }
        foreach (var action in rebuild) action(variables);
        return value?.Invoke(variables) ?? DefaultOf(node.Type);
    }

    /// <summary>The results of a region under construction: a pair of atoms that is there already, or equal on both sides, needs no new one.</summary>
    private sealed class Joint(Expression test)
    {
        private readonly ImmutableArray<Expression>.Builder then = ImmutableArray.CreateBuilder<Expression>();
        private readonly ImmutableArray<Expression>.Builder @else = ImmutableArray.CreateBuilder<Expression>();

        public bool IsEmpty => then.Count == 0;

        public ImmutableArray<Expression> Then => then.ToImmutable();

        public ImmutableArray<Expression> Else => @else.ToImmutable();

        public Func<ImmutableArray<ParameterExpression>, Expression> AtomOf(Expression a, Expression b)
        {
            if (Atom.AreSame(a, b)) return _ => a;
            if (a is ConstantExpression { Value: true } && b is ConstantExpression { Value: false }) return _ => test;
            for (var k = 0; k < then.Count; k++)
                if (Atom.AreSame(then[k], a) && Atom.AreSame(@else[k], b)) return results => results[k];
            var position = then.Count;
            then.Add(a);
            @else.Add(b);
            return results => results[position];
        }
    }

    /// <summary>Goes back into a branch to put values together at its end.</summary>
    private void OpenTail(Branch branch)
    {
        builder.Open();
        builder.AddRange(branch.Equations);
        bindings.Mark();
        foreach (var (key, value) in branch.Made) bindings.Set(key, value);
        foreach (var (key, value) in branch.Changes) bindings.Set(key, value);
    }

    private ImmutableArray<Equation> CloseTail()
    {
        bindings.Undo();
        return builder.Close();
    }

    /// <summary>A value as the atoms of its leaves; null when it is unassigned.</summary>
    private Parted? Parts(Value value, Expression node)
    {
        switch (value)
        {
            case UnassignedValue: return null;
            case LambdaValue: return new Parted(value, []);
            case NullableValue n: return new Parted(n, [n.HasValue, n.Number]);
            case AggregateValue g:
                var members = g.Members.Select(m => Parts(m, node)).ToArray();
                return members.Any(m => m is null) ? null : new Parted(g, []) { Members = members! };
            default: return new Parted(value, [ToAtom(value)]);
        }
    }

    private sealed record Parted(Value Value, Expression[] Atoms)
    {
        public Parted[] Members { get; init; } = [];

        /// <summary>The default value, in the same parts.</summary>
        public Parted Default() => new(Value is ArrayValue ? new AtomValue(Atoms[0]) : Value, [.. Atoms.Select(a => Expression.Constant(a.Type.IsValueType ? Activator.CreateInstance(a.Type) : null, a.Type))])
        {
            Members = [.. Members.Select(m => m.Default())],
        };
    }

    /// <summary>Joins two equal-shaped values; the function returned reads the joined value back from the region's variables.</summary>
    private Func<ImmutableArray<ParameterExpression>, Value> JoinParts(Expression node, Parted then, Parted @else, Joint joint)
    {
        if (ReferenceEquals(then.Value, @else.Value) && then.Value is ArrayValue or LambdaValue) return _ => then.Value;
        if (then.Value is LambdaValue || @else.Value is LambdaValue)
            throw Refuse(node, "A conditional chooses between two lambdas.", "Choose between their results instead.");
        if (then.Value is AggregateValue g)
        {
            if (@else.Value is not AggregateValue || then.Members.Length != @else.Members.Length)
                throw Refuse(node, "The two sides of the conditional are objects of different makes.", "Give both sides the same type, built the same way.");
            var members = then.Members.Select((m, k) => JoinParts(node, m, @else.Members[k], joint)).ToArray();
            return results => new AggregateValue(g.Aggregate, [.. members.Select(m => m(results))]);
        }
        var atoms = then.Atoms.Select((a, k) => joint.AtomOf(a, @else.Atoms[k])).ToArray();
        return then.Value is NullableValue n
            ? results => new NullableValue(n.Type, atoms[0](results), atoms[1](results))
            : results => FromAtom(atoms[0](results));
    }
}
