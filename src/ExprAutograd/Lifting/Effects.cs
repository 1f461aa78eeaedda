using System.Linq.Expressions;
using System.Reflection;
using ExprAutograd.Expressions;

namespace ExprAutograd.Lifting;

/// <summary>What running an expression reads and writes: two may change places when neither writes what the other touches.</summary>
internal sealed class Effects
{
    private static readonly HashSet<Type> PureTypes = [typeof(Math), typeof(MathF), typeof(System.Numerics.BitOperations), typeof(string)];

    private readonly HashSet<ParameterExpression> reads = [];
    private readonly HashSet<ParameterExpression> writes = [];
    private bool readsMemory;
    private bool writesMemory;

    /// <summary>True when running it twice, or not at all, makes no difference.</summary>
    public bool IsPure => !writesMemory && writes.Count == 0;

    public static Effects Of(Expression root)
    {
        var effects = new Effects();
        var pending = new List<Expression> { root };
        while (pending.Count > 0)
        {
            var next = pending[^1];
            pending.RemoveAt(pending.Count - 1);
            effects.Add(next, pending);
        }
        return effects;
    }

    public bool ConflictsWith(Effects other) =>
        (writesMemory && (other.readsMemory || other.writesMemory)) || (readsMemory && other.writesMemory)
        || writes.Overlaps(other.reads) || writes.Overlaps(other.writes) || reads.Overlaps(other.writes);

    /// <summary>What the node itself does, its operands apart.</summary>
    public static Effects OfNodeAlone(Expression node)
    {
        var effects = new Effects();
        effects.Add(node, []);
        return effects;
    }

    public bool Mentions(ParameterExpression variable) => reads.Contains(variable) || writes.Contains(variable);

    public void UnionWith(Effects other)
    {
        reads.UnionWith(other.reads);
        writes.UnionWith(other.writes);
        readsMemory |= other.readsMemory;
        writesMemory |= other.writesMemory;
    }

    private void Add(Expression node, List<Expression> pending)
    {
        switch (node)
        {
            case ParameterExpression p: reads.Add(p); return;
            case BinaryExpression { NodeType: ExpressionType.Assign } assignment:
                AddTarget(assignment.Left, pending);
                pending.Add(assignment.Right);
                return;
            case BinaryExpression { NodeType: ExpressionType.ArrayIndex } or IndexExpression: readsMemory = true; break;
            case MemberExpression { Expression: null, Member: FieldInfo { IsInitOnly: true } }: return;
            case MemberExpression m when m.Expression is not { Type.IsValueType: true }: readsMemory = true; break;
            case MethodCallExpression call: AddCall(call.Method); break;
            case InvocationExpression { Expression: not LambdaExpression }:
                readsMemory = true;
                writesMemory = true;
                break;
        }
        ExpressionChildren.Push(node, pending);
    }

    private void AddTarget(Expression target, List<Expression> pending)
    {
        var root = target;
        while (root is MemberExpression { Expression: { Type.IsValueType: true } inner }) root = inner;
        if (root is ParameterExpression variable)
        {
            writes.Add(variable);
            if (root != target) reads.Add(variable);
            return;
        }
        writesMemory = true;
        ExpressionChildren.Push(target, pending);
    }

    private void AddCall(MethodInfo method)
    {
        if (PureTypes.Contains(method.DeclaringType!)) return;
        var takesOnlyNumbers = method.IsStatic && method.ReturnType != typeof(void) && method.GetParameters().All(p => p.ParameterType.IsPrimitive || p.ParameterType.IsEnum);
        if (takesOnlyNumbers) return;
        readsMemory = true;
        writesMemory |= method.DeclaringType != typeof(Enumerable) && !(method.DeclaringType == typeof(Array) && method.Name is "Clone" or "GetLength" or "get_Length");
    }
}
