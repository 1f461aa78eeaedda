using System.Linq.Expressions;

namespace ExprAutograd.Expressions;

/// <summary>What two lambdas share when the same code computes both: kinds, types, methods, literals and the pattern of names; not the objects they capture.</summary>
/// <remarks>A flat list of marks, made and compared without recursion; it keeps no captured object alive.</remarks>
internal sealed class StructuralKey : IEquatable<StructuralKey>
{
    private readonly object?[] marks;
    private readonly int hash;

    private StructuralKey(object?[] marks)
    {
        this.marks = marks;
        var code = new HashCode();
        foreach (var mark in marks) code.Add(mark);
        hash = code.ToHashCode();
    }

    /// <summary>The key of <paramref name="lambda"/>, and the distinct objects it captures in the order they are met.</summary>
    public static (StructuralKey Key, object[] Captured) Of(LambdaExpression lambda, object? context)
    {
        var marks = new List<object?> { context, lambda.Type };
        var names = new Dictionary<object, int>(ReferenceEqualityComparer.Instance);
        var captured = new Dictionary<object, int>(ReferenceEqualityComparer.Instance);
        var seen = new Dictionary<Expression, int>(ReferenceEqualityComparer.Instance);
        var pending = new Stack<Expression>([lambda]);
        var children = new List<Expression>();
        while (pending.TryPop(out var e))
        {
            // A subtree met again is named, not walked again: a tree with shared parts has exponentially many paths.
            if (e is not (ParameterExpression or ConstantExpression) && !seen.TryAdd(e, seen.Count))
            {
                marks.Add(seen[e]);
                continue;
            }
            marks.Add(e.NodeType);
            marks.Add(e.Type);
            switch (e)
            {
                case ConstantExpression c when IsLiteral(c): marks.Add(Literal(c.Value)); break;
                case ConstantExpression c:
                    if (!captured.TryGetValue(c.Value!, out var slot)) captured[c.Value!] = slot = captured.Count;
                    marks.Add(slot);
                    marks.Add(c.Value!.GetType());
                    break;
                case ParameterExpression p: marks.Add(Number(p)); break;
                case BinaryExpression b:
                    marks.Add(b.Method);
                    break;
                case UnaryExpression u: marks.Add(u.Method); break;
                case MethodCallExpression m: marks.Add(m.Method); break;
                case MemberExpression m:
                    marks.Add(m.Member);
                    marks.Add(CapturedLambda.Find(m)); // The code of a captured lambda is compiled in.
                    break;
                case NewExpression n: marks.Add(n.Constructor); break;
                case MemberInitExpression m: marks.AddRange(m.Bindings.Select(b => (object?)b.Member)); break;
                case TypeBinaryExpression t: marks.Add(t.TypeOperand); break;
                case IndexExpression i: marks.Add(i.Indexer); break;
                case GotoExpression g:
                    marks.Add(g.Kind);
                    marks.Add(Number(g.Target));
                    break;
                case LabelExpression l: marks.Add(Number(l.Target)); break;
                case LoopExpression l:
                    marks.Add(l.BreakLabel is null ? -1 : Number(l.BreakLabel));
                    marks.Add(l.ContinueLabel is null ? -1 : Number(l.ContinueLabel));
                    break;
                case SwitchExpression s:
                    marks.Add(s.Comparison);
                    marks.AddRange(s.Cases.Select(c => (object?)c.TestValues.Count));
                    break;
                case BlockExpression b: marks.Add(b.Variables.Count); break;
                case LambdaExpression l: marks.Add(l.Parameters.Count); break;
            }
            children.Clear();
            ExpressionChildren.Push(e, children);
            marks.Add(children.Count);
            for (var k = children.Count - 1; k >= 0; k--) pending.Push(children[k]);
        }
        return (new StructuralKey([.. marks]), [.. captured.OrderBy(c => c.Value).Select(c => c.Key)]);

        int Number(object name)
        {
            if (!names.TryGetValue(name, out var number)) names[name] = number = names.Count;
            return number;
        }
    }

    public bool Equals(StructuralKey? other) => other is not null && hash == other.hash && marks.AsSpan().SequenceEqual(other.marks);

    public override bool Equals(object? obj) => Equals(obj as StructuralKey);

    public override int GetHashCode() => hash;

    private static bool IsLiteral(ConstantExpression c) => c.Value is null || c.Type.IsPrimitive || c.Type == typeof(string) || c.Type.IsEnum;

    /// <summary>Floating literals by their bits: 0 and -0 are different programs.</summary>
    private static object? Literal(object? value) => value switch
    {
        double d => BitConverter.DoubleToInt64Bits(d),
        float f => BitConverter.SingleToInt32Bits(f),
        _ => value,
    };
}
