using System.Collections.Immutable;
using System.Linq.Expressions;
using ExprAutograd.Anf;
using ExprAutograd.Expressions;
using ExprAutograd.Operators;

namespace ExprAutograd.Frontends;

/// <content>Assignments, and the conditionals that other nodes stand for.</content>
internal sealed partial class Normalizer
{
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
                WriteElement(node, target, value);
                break;
        }
    }

    private void WriteElement(Expression node, Target target, Value value)
    {
        var (array, indices) = target.Array switch
        {
            ArrayValue a when target.Indices.Count == a.Type.GetArrayRank() => (a, target.Indices),
            RowValue { Rows: var rows, Index: var row } when target.Indices.Count == 1 => (rows, [row, target.Indices[0]]),
            _ => throw RefuseTarget(node),
        };
        var written = ToAtom(value);
        if (array.Type.GetElementType()!.IsArray && indices.Count == 1) HoldRows(array);
        var store = ArrayMethods.TryCall(nameof(ArrayOperators.Store), [ToAtom(array), .. indices, written]) ?? throw RefuseTarget(node);
        bindings.Set(array, new AtomValue(builder.Bind(store)));
    }

    /// <summary>Before a row is replaced: what refers to a row of the array goes on referring to the one that is there now.</summary>
    private void HoldRows(ArrayValue array)
    {
        foreach (var (holder, row) in bindings.RowsOf(array)) bindings.Set(holder, FromAtom(ToAtom(row)));
    }

    private static Exception RefuseTarget(Expression node) => Refuse(node, "This cannot be assigned to in a differentiated function.",
        "Assign to a local variable, to a field of a local struct, or to an array element; return what else must be written.");

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
