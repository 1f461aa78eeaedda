using System.Collections.Immutable;
using System.Linq.Expressions;
using ExprAutograd.Anf;
using ExprAutograd.Expressions;
using ExprAutograd.Operators;

namespace ExprAutograd.Frontends;

/// <summary>Blocks, assignments and branches: mutation becomes single assignment, a branch becomes a region.</summary>
internal sealed partial class Normalizer
{
    private IEnumerator<Expression> LowerBlock(BlockExpression node)
    {
        var shadowed = node.Variables.Select(bindings.Find).ToArray();
        foreach (var variable in node.Variables) bindings.Set(variable, new UnassignedValue(variable.Type));
        foreach (var statement in node.Expressions) yield return statement;
        var value = result;
        for (var k = 0; k < shadowed.Length; k++) bindings.Restore(node.Variables[k], shadowed[k]);
        result = value;
    }

    private IEnumerator<Expression> LowerAssign(BinaryExpression node)
    {
        // C#'s order: the target's operands, then the right side, then the store.
        var target = new Target(node.Left);
        var operands = ReadTarget(target);
        while (operands.MoveNext()) yield return operands.Current;
        yield return node.Right;
        var value = result;
        Write(node, target, value);
        result = value;
    }

    private IEnumerator<Expression> LowerCompoundAssign(BinaryExpression node)
    {
        var target = new Target(node.Left);
        var operands = ReadTarget(target);
        while (operands.MoveNext()) yield return operands.Current;
        var before = Load(node.Left, target);
        yield return node.Right;
        var right = result;

        // The operands are already lowered; two parameters stand for them in the node that combines them.
        var (a, b) = (Expression.Parameter(node.Left.Type), Expression.Parameter(node.Right.Type));
        bindings.Set(a, before);
        bindings.Set(b, right);
        Expression combined = Expression.MakeBinary(CompoundAssignment.Operator(node.NodeType)!.Value, a, b, node.IsLiftedToNull, node.Method);
        if (node.Conversion is not null) combined = Expression.Invoke(node.Conversion, combined);
        yield return combined;
        var value = result;
        bindings.Remove(a);
        bindings.Remove(b);
        Write(node, target, value);
        result = value;
    }

    private IEnumerator<Expression> LowerIncrementAssign(UnaryExpression node)
    {
        var target = new Target(node.Operand);
        var operands = ReadTarget(target);
        while (operands.MoveNext()) yield return operands.Current;
        var before = Load(node.Operand, target);
        var isIncrement = node.NodeType is ExpressionType.PreIncrementAssign or ExpressionType.PostIncrementAssign;
        var one = CompoundAssignment.One(node.Type);
        var after = Bind(isIncrement ? Expression.Add(ToAtom(before), one) : Expression.Subtract(ToAtom(before), one), node);
        Write(node, target, after);
        result = node.NodeType is ExpressionType.PreIncrementAssign or ExpressionType.PreDecrementAssign ? after : before;
    }

    /// <summary>What stands left of an assignment, its own operands lowered once.</summary>
    private sealed class Target(Expression node)
    {
        public Expression Node { get; } = node;

        /// <summary>The array of an element target.</summary>
        public Value? Array { get; set; }

        public List<Expression> Indices { get; } = [];
    }

    private IEnumerator<Expression> ReadTarget(Target target)
    {
        var (array, indices) = target.Node switch
        {
            IndexExpression { Indexer: null } i => (i.Object!, (IReadOnlyList<Expression>)i.Arguments),
            BinaryExpression { NodeType: ExpressionType.ArrayIndex } b => (b.Left, [b.Right]),
            _ => (null!, []),
        };
        if (array is null) yield break;
        yield return array;
        target.Array = result;
        foreach (var index in indices)
        {
            yield return index;
            target.Indices.Add(ToAtom(result));
        }
    }

    private Value Load(Expression node, Target target)
    {
        switch (target.Node)
        {
            case ParameterExpression p: return Read(p);
            case MemberExpression { Expression: { } owner } m when Load(owner, new Target(owner)) is AggregateValue g && g.Aggregate.IndexOf(m.Member) is >= 0 and var k: return g.Members[k];
            default:
                if (target.Array is null) throw RefuseTarget(node);
                return Element(node, target.Array, [.. target.Indices]);
        }
    }

    private void Write(Expression node, Target target, Value value)
    {
        switch (target.Node)
        {
            case ParameterExpression p when bindings.Find(p) is not null:
                bindings.Set(p, value is AggregateValue or ArrayValue or LambdaValue or NullableValue || p.Type == value.Type ? value : FromAtom(ToAtom(value)));
                break;
            case ParameterExpression p:
                throw Refuse(node, $"The variable '{p.Name}' is neither a parameter nor declared by a block around it.", "Declare it in the block's variables.");
            case MemberExpression { Expression: { Type.IsValueType: true } owner } m:
                var before = Load(owner, new Target(owner));
                if (before is not AggregateValue g || g.Aggregate.IndexOf(m.Member) < 0) throw RefuseTarget(node);
                Write(node, new Target(owner), new AggregateValue(g.Aggregate, g.Members.SetItem(g.Aggregate.IndexOf(m.Member), value)));
                break;
            default:
                if (target.Array is not ArrayValue array || (target.Indices.Count != 1 && array.Type != typeof(double[,]))) throw RefuseTarget(node);
                var store = target.Indices.Count == 2
                    ? Expression.Call(typeof(MatrixOperators), nameof(MatrixOperators.With), null, ToAtom(array), target.Indices[0], target.Indices[1], ToAtom(value))
                    : Expression.Call(typeof(ArrayOperators), nameof(ArrayOperators.Store), [array.Type.GetElementType()!], ToAtom(array), target.Indices[0], ToAtom(value));
                bindings.Set(array, new AtomValue(builder.Bind(store)));
                break;
        }
    }

    private static Exception RefuseTarget(Expression node) => Refuse(node, "This cannot be assigned to in a differentiated function.",
        "Assign to a local variable, to a field of a local struct, or to an array element; return what else must be written.");

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
        var thenResults = ImmutableArray.CreateBuilder<Expression>();
        var elseResults = ImmutableArray.CreateBuilder<Expression>();
        var rebuild = new List<Action<Func<Expression>>>();
        Value? value = null;

        // Arrays first: a value that names an array must find its joined version.
        var keys = then.Changes.Keys.Union(@else.Changes.Keys).OrderBy(k => k is ArrayValue ? 0 : 1).ToList();
        OpenTail(then);
        var thenParts = keys.Select(k => Parts(then.Changes.GetValueOrDefault(k) ?? bindings.Find(k)!, node)).ToList();
        var thenValue = hasValue ? Parts(then.Value, node) : null;
        var thenEquations = CloseTail();
        OpenTail(@else);
        var elseParts = keys.Select(k => Parts(@else.Changes.GetValueOrDefault(k) ?? bindings.Find(k)!, node)).ToList();
        var elseValue = hasValue ? Parts(@else.Value, node) : null;
        var elseEquations = CloseTail();

        for (var k = 0; k < keys.Count; k++)
        {
            var key = keys[k];
            // A variable that only one side assigns for the first time is unassigned after the conditional.
            if (thenParts[k] is null || elseParts[k] is null)
            {
                rebuild.Add(_ => bindings.Set(key, new UnassignedValue(((ParameterExpression)key).Type)));
                continue;
            }
            var joined = JoinParts(node, thenParts[k]!, elseParts[k]!, thenResults, elseResults);
            rebuild.Add(next => bindings.Set(key, key is ArrayValue ? new AtomValue(next()) : joined(next)));
        }
        if (hasValue)
        {
            var joined = JoinParts(node, thenValue!, elseValue!, thenResults, elseResults);
            rebuild.Add(next => value = joined(next));
        }

        if (thenResults.Count == 0 && thenEquations.IsEmpty && elseEquations.IsEmpty)
        {
            foreach (var action in rebuild) action(() => throw new InvalidOperationException());
            return value ?? new AtomValue(Expression.Constant(false));
        }

        var region = new IfRegion(test, new AnfProgram([], thenEquations, thenResults.ToImmutable()), new AnfProgram([], elseEquations, elseResults.ToImmutable()));
        var variables = builder.Bind(region);
        foreach (var variable in variables) source.Add(variable, node, Parent(node));
        var position = 0;
        foreach (var action in rebuild) action(() => variables[position++]);
        return value ?? new AtomValue(Expression.Constant(false));
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
    }

    /// <summary>Appends the atoms of two equal-shaped values to the branches' results; the function returned reads the joined value back.</summary>
    private Func<Func<Expression>, Value> JoinParts(Expression node, Parted then, Parted @else, ImmutableArray<Expression>.Builder thenResults, ImmutableArray<Expression>.Builder elseResults)
    {
        if (ReferenceEquals(then.Value, @else.Value) && then.Value is ArrayValue or LambdaValue) return _ => then.Value;
        if (then.Value is LambdaValue || @else.Value is LambdaValue)
            throw Refuse(node, "A conditional chooses between two lambdas.", "Choose between their results instead.");
        if (then.Value is AggregateValue g)
        {
            if (@else.Value is not AggregateValue || then.Members.Length != @else.Members.Length)
                throw Refuse(node, "The two sides of the conditional are objects of different makes.", "Give both sides the same type, built the same way.");
            var members = then.Members.Select((m, k) => JoinParts(node, m, @else.Members[k], thenResults, elseResults)).ToArray();
            return next => new AggregateValue(g.Aggregate, [.. members.Select(m => m(next))]);
        }
        for (var k = 0; k < then.Atoms.Length; k++)
        {
            thenResults.Add(then.Atoms[k]);
            elseResults.Add(@else.Atoms[k]);
        }
        return then.Value is NullableValue n ? next => new NullableValue(n.Type, next(), next()) : next => FromAtom(next());
    }

    /// <summary><c>test ? a : b</c> on values already computed.</summary>
    private Value Select(Expression node, Expression test, Value then, Value @else)
    {
        builder.Open();
        var a = new AnfProgram([], builder.Close(), [ToAtom(then)]);
        var b = new AnfProgram([], [], [ToAtom(@else)]);
        return FromAtom(builder.Bind(new IfRegion(test, a, b))[0]);
    }

    private IEnumerator<Expression> LowerShortCircuit(BinaryExpression node)
    {
        var (then, @else) = node.NodeType == ExpressionType.AndAlso
            ? (node.Right, (Expression)Expression.Constant(false))
            : (Expression.Constant(true), node.Right);
        if (node.Method is not null) throw Refuse(node, "A user-defined && or || cannot be followed.", "Write it as a conditional.");
        yield return Expression.Condition(node.Left, then, @else);
    }

    private IEnumerator<Expression> LowerCoalesce(BinaryExpression node)
    {
        yield return node.Left;
        var left = result;
        var hasValue = left is NullableValue n ? n.HasValue : ToAtom(Bind(Expression.NotEqual(ToAtom(left), Expression.Constant(null, left.Type)), node));
        Value present = left is NullableValue nullable && node.Type == nullable.Number.Type ? new AtomValue(nullable.Number) : left;

        var known = Expression.Parameter(typeof(bool));
        var chosen = Expression.Parameter(node.Conversion?.Parameters[0].Type ?? node.Type);
        bindings.Set(known, new AtomValue(hasValue));
        bindings.Set(chosen, present);
        yield return Expression.Condition(known, node.Conversion is null ? chosen : Expression.Invoke(node.Conversion, chosen), node.Right, node.Type);
        var value = result;
        bindings.Remove(known);
        bindings.Remove(chosen);
        result = value;
    }

    /// <summary>A switch is a chain of conditionals on a value computed once.</summary>
    private IEnumerator<Expression> LowerSwitch(SwitchExpression node)
    {
        var value = Expression.Variable(node.SwitchValue.Type, "switch");
        var chain = node.DefaultBody ?? Expression.Empty();
        for (var k = node.Cases.Count - 1; k >= 0; k--)
        {
            var test = node.Cases[k].TestValues
                .Select(v => (Expression)(node.Comparison is null ? Expression.Equal(value, v) : Expression.Call(node.Comparison, value, v)))
                .Aggregate(Expression.OrElse);
            chain = Expression.Condition(test, node.Cases[k].Body, chain, node.Type);
        }
        yield return Expression.Block(node.Type, [value], Expression.Assign(value, node.SwitchValue), chain);
    }
}
