using System.Linq.Expressions;
using System.Runtime.InteropServices;

namespace ExprAutograd.Expressions;

/// <summary>What two lambdas share when the same code computes both: kinds, types, methods, literals and the pattern of names; not the objects they capture.</summary>
/// <remarks>
/// Two flat lists of marks, made and compared without recursion; they keep no captured object alive. A tree that shares subtrees may be
/// exponentially larger than its nodes: once it has proven large, a node met again is a number.
/// </remarks>
internal sealed class StructuralKey : IEquatable<StructuralKey>
{
    private const int LargeTree = 20_000;

    private readonly long[] numbers;
    private readonly object?[] things;
    private readonly int hash;

    private StructuralKey(long[] numbers, object?[] things)
    {
        this.numbers = numbers;
        this.things = things;
        var code = 0UL;
        foreach (var number in numbers) code = (code + (ulong)number) * 0x9E3779B97F4A7C15;
        var rest = new HashCode();
        foreach (var thing in things) rest.Add(thing);
        hash = HashCode.Combine(code, rest.ToHashCode());
    }

    /// <summary>The key of <paramref name="lambda"/>, and the distinct objects it captures in the order they are met.</summary>
    public static (StructuralKey Key, object[] Captured) Of(LambdaExpression lambda, object? context)
    {
        var marks = new Marks();
        marks.Add(context);
        marks.Add(lambda.Type);
        var pending = new Stack<Expression>([lambda]);
        var children = new List<Expression>();
        while (pending.TryPop(out var e))
        {
            if (marks.Count > LargeTree && e is not (ParameterExpression or ConstantExpression) && marks.IsKnown(e)) continue;
            children.Clear();
            ExpressionChildren.Push(e, children);
            var isDouble = e.Type == typeof(double);
            marks.Add(((long)e.NodeType << 33) | (isDouble ? 1L << 32 : 0) | (uint)children.Count);
            if (!isDouble) marks.Add(e.Type);
            Mark(e, marks);
            for (var k = children.Count - 1; k >= 0; k--) pending.Push(children[k]);
        }
        return (marks.ToKey(), marks.Captured);
    }

    /// <summary>What tells the node from others of its kind and type.</summary>
    private static void Mark(Expression e, Marks marks)
    {
        switch (e)
        {
            case ParameterExpression p:
                marks.AddName(p);
                if (DenseType.TryGet(p.Type) is not null) marks.Add(p.Name); // An error about shapes says it.
                break;
            case ConstantExpression { Value: double d }: marks.Add(BitConverter.DoubleToInt64Bits(d)); break; // 0 and -0 are different programs.
            case ConstantExpression { Value: float f }: marks.Add(BitConverter.SingleToInt32Bits(f)); break;
            case ConstantExpression { Value: int i }: marks.Add(i); break;
            case ConstantExpression c when IsLiteral(c): marks.Add(c.Value); break;
            case ConstantExpression c: marks.AddCaptured(c.Value!); break;
            case BinaryExpression b: marks.Add(b.Method); break;
            case UnaryExpression u: marks.Add(u.Method); break;
            case MethodCallExpression m: marks.Add(m.Method); break;
            case MemberExpression m:
                marks.Add(m.Member);
                marks.Add(CapturedLambda.Find(m)); // The code of a captured lambda is compiled in.
                break;
            case NewExpression n: marks.Add(n.Constructor); break;
            case MemberInitExpression m:
                foreach (var binding in m.Bindings) marks.Add(binding.Member);
                break;
            case TypeBinaryExpression t: marks.Add(t.TypeOperand); break;
            case IndexExpression i: marks.Add(i.Indexer); break;
            case GotoExpression g:
                marks.Add((long)g.Kind);
                marks.AddName(g.Target);
                break;
            case LabelExpression l: marks.AddName(l.Target); break;
            case LoopExpression l:
                marks.AddName(l.BreakLabel);
                marks.AddName(l.ContinueLabel);
                break;
            case SwitchExpression s:
                marks.Add(s.Comparison);
                foreach (var c in s.Cases) marks.Add(c.TestValues.Count);
                break;
            case BlockExpression b: marks.Add(b.Variables.Count); break;
            case LambdaExpression l: marks.Add(l.Parameters.Count); break;
        }
    }

    /// <summary>The marks so far, the numbers given to names, and what was captured.</summary>
    private sealed class Marks
    {
        private readonly List<long> numbers = new(256);
        private readonly List<object?> things = new(256);
        private readonly Dictionary<object, int> names = new(ReferenceEqualityComparer.Instance);
        private readonly Dictionary<object, int> slots = new(ReferenceEqualityComparer.Instance);
        private readonly List<object> captured = [];

        public int Count => numbers.Count;

        public object[] Captured => [.. captured];

        public void Add(long number) => numbers.Add(number);

        public void Add(object? thing) => things.Add(thing);

        public void AddName(object? name) => numbers.Add(name is null ? -1 : Number(name, out _));

        public void AddCaptured(object value)
        {
            if (!slots.TryGetValue(value, out var slot))
            {
                slots[value] = slot = captured.Count;
                captured.Add(value);
            }
            numbers.Add(slot);
            things.Add(value.GetType());
        }

        /// <summary>True for a node met before; its number is added in its place.</summary>
        public bool IsKnown(object node)
        {
            var number = Number(node, out var isKnown);
            if (isKnown) numbers.Add(number);
            return isKnown;
        }

        public StructuralKey ToKey() => new([.. numbers], [.. things]);

        private int Number(object name, out bool isKnown)
        {
            ref var number = ref CollectionsMarshal.GetValueRefOrAddDefault(names, name, out isKnown);
            if (!isKnown) number = names.Count;
            return number;
        }
    }

    public bool Equals(StructuralKey? other) =>
        other is not null && hash == other.hash && numbers.AsSpan().SequenceEqual(other.numbers) && things.AsSpan().SequenceEqual(other.things);

    public override bool Equals(object? obj) => Equals(obj as StructuralKey);

    public override int GetHashCode() => hash;

    private static bool IsLiteral(ConstantExpression c) => c.Value is null || c.Type.IsPrimitive || c.Type == typeof(string) || c.Type.IsEnum;
}
