using System.Linq.Expressions;
using ExprAutograd.Sequences;

namespace ExprAutograd.Recording;

/// <summary>What the derivative of an operation reads: changing that in place before the backward pass is an error.</summary>
internal enum Saved
{
    /// <summary>Nothing: the operation is linear.</summary>
    Nothing,

    /// <summary>The operands.</summary>
    Operands,

    /// <summary>The result.</summary>
    Result,

    /// <summary>For the derivative in one operand, the other.</summary>
    OtherOperand,
}

/// <summary>An operation on tensors: its name, and its meaning as loops over flat arrays. Its derivative is that of the loops.</summary>
internal sealed class Primitive
{
    private static int count;

    private readonly Func<PrimitiveCall, Scope, Expression>? lower;

    public Primitive(string name, Saved saved, Func<PrimitiveCall, Scope, Expression>? lower)
    {
        Name = name;
        Saved = saved;
        this.lower = lower;
        Id = Interlocked.Increment(ref count);
    }

    /// <summary>The operation as a user knows it: Add, MatMul.</summary>
    public string Name { get; }

    /// <summary>Its number in the keys of graphs.</summary>
    public int Id { get; }

    public Saved Saved { get; }

    /// <summary>Whether the result is the operand's memory in another order: what reads it reads that.</summary>
    public bool IsView { get; init; }

    /// <summary>Whether the value costs so much more than the memory it takes that it is kept for a gradient that may be asked for later.</summary>
    public bool IsCostly { get; init; }

    /// <summary>The value: a number for a result of rank 0, else an array.</summary>
    public Expression Lower(PrimitiveCall call, Scope scope) => lower is null ? throw new InvalidOperationException($"{Name} has no loops.") : lower(call, scope);

    public override string ToString() => Name;
}

/// <summary>A node in the words of the compiler: operands as atoms, with their shapes.</summary>
internal sealed class PrimitiveCall(Node node, TensorOperand[] operands)
{
    public Node Node => node;

    public TensorShape Shape => node.Shape;

    /// <summary>The type of the result's elements.</summary>
    public Type Element => ElementTypes.ToType(node.Type);

    public int[] Attributes => node.Attributes ?? [];

    public TensorOperand this[int index] => operands[index];

    public int Count => operands.Length;
}

/// <summary>An operand: a number, or a flat array, and its shape.</summary>
internal sealed class TensorOperand(Expression atom, TensorShape shape, bool isTransposed = false)
{
    public Expression Atom => atom;

    /// <summary>Whether the transpose of this matrix is meant: only products are given one.</summary>
    public bool IsTransposed => isTransposed;

    public TensorShape Shape => shape;

    public Type Element => atom.Type.IsArray ? atom.Type.GetElementType()! : atom.Type;

    /// <summary>The element at a flat index; a number is the same everywhere.</summary>
    public Expression At(Expression index) => atom.Type.IsArray ? Expression.ArrayIndex(atom, index) : atom;
}
