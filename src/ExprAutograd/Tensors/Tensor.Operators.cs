using ExprAutograd.Recording;

namespace ExprAutograd;

public sealed partial class Tensor
{
    /// <summary>Element by element, shapes stretched to one another: extents from the last must be equal, or 1, or missing (NumPy's rule).</summary>
    /// <exception cref="ArgumentException">The shapes do not fit.</exception>
    public static Tensor operator +(Tensor a, Tensor b) => Combine(Arithmetic.Add, a, b);

    /// <inheritdoc cref="op_Addition(Tensor, Tensor)"/>
    public static Tensor operator +(Tensor a, double b) => Combine(Arithmetic.Add, a, b);

    /// <inheritdoc cref="op_Addition(Tensor, Tensor)"/>
    public static Tensor operator +(double a, Tensor b) => Combine(Arithmetic.Add, a, b);

    /// <inheritdoc cref="op_Addition(Tensor, Tensor)"/>
    public static Tensor operator -(Tensor a, Tensor b) => Combine(Arithmetic.Subtract, a, b);

    /// <inheritdoc cref="op_Addition(Tensor, Tensor)"/>
    public static Tensor operator -(Tensor a, double b) => Combine(Arithmetic.Subtract, a, b);

    /// <inheritdoc cref="op_Addition(Tensor, Tensor)"/>
    public static Tensor operator -(double a, Tensor b) => Combine(Arithmetic.Subtract, a, b);

    /// <inheritdoc cref="op_Addition(Tensor, Tensor)"/>
    public static Tensor operator *(Tensor a, Tensor b) => Combine(Arithmetic.Multiply, a, b);

    /// <inheritdoc cref="op_Addition(Tensor, Tensor)"/>
    public static Tensor operator *(Tensor a, double b) => Combine(Arithmetic.Multiply, a, b);

    /// <inheritdoc cref="op_Addition(Tensor, Tensor)"/>
    public static Tensor operator *(double a, Tensor b) => Combine(Arithmetic.Multiply, a, b);

    /// <summary>The quotient, a floating number for integers too.</summary>
    /// <inheritdoc cref="op_Addition(Tensor, Tensor)"/>
    public static Tensor operator /(Tensor a, Tensor b) => Combine(Arithmetic.Divide, AsFloating(a), AsFloating(b));

    /// <inheritdoc cref="op_Division(Tensor, Tensor)"/>
    public static Tensor operator /(Tensor a, double b) => Combine(Arithmetic.Divide, AsFloating(a), b);

    /// <inheritdoc cref="op_Division(Tensor, Tensor)"/>
    public static Tensor operator /(double a, Tensor b) => Combine(Arithmetic.Divide, a, AsFloating(b));

    /// <summary>The remainder, with the divisor's sign, as Python has it.</summary>
    /// <inheritdoc cref="op_Addition(Tensor, Tensor)"/>
    public static Tensor operator %(Tensor a, Tensor b) => Combine(Arithmetic.Remainder, a, b);

    /// <inheritdoc cref="op_Modulus(Tensor, Tensor)"/>
    public static Tensor operator %(Tensor a, double b) => Combine(Arithmetic.Remainder, a, b);

    /// <summary>The negative of each element.</summary>
    public static Tensor operator -(Tensor a) => Map(Functions.Negate, a);

    /// <summary>Where the left is less: a tensor of <see cref="ElementType.Boolean"/>.</summary>
    /// <inheritdoc cref="op_Addition(Tensor, Tensor)"/>
    public static Tensor operator <(Tensor a, Tensor b) => Compare(Arithmetic.Less, a, b);

    /// <inheritdoc cref="op_LessThan(Tensor, Tensor)"/>
    public static Tensor operator >(Tensor a, Tensor b) => Compare(Arithmetic.Greater, a, b);

    /// <inheritdoc cref="op_LessThan(Tensor, Tensor)"/>
    public static Tensor operator <=(Tensor a, Tensor b) => Compare(Arithmetic.LessOrEqual, a, b);

    /// <inheritdoc cref="op_LessThan(Tensor, Tensor)"/>
    public static Tensor operator >=(Tensor a, Tensor b) => Compare(Arithmetic.GreaterOrEqual, a, b);

    /// <inheritdoc cref="op_LessThan(Tensor, Tensor)"/>
    public static Tensor operator <(Tensor a, double b) => Compare(Arithmetic.Less, a, b);

    /// <inheritdoc cref="op_LessThan(Tensor, Tensor)"/>
    public static Tensor operator >(Tensor a, double b) => Compare(Arithmetic.Greater, a, b);

    /// <inheritdoc cref="op_LessThan(Tensor, Tensor)"/>
    public static Tensor operator <=(Tensor a, double b) => Compare(Arithmetic.LessOrEqual, a, b);

    /// <inheritdoc cref="op_LessThan(Tensor, Tensor)"/>
    public static Tensor operator >=(Tensor a, double b) => Compare(Arithmetic.GreaterOrEqual, a, b);

    /// <summary>Where both masks are true.</summary>
    /// <inheritdoc cref="op_Addition(Tensor, Tensor)"/>
    public static Tensor operator &(Tensor a, Tensor b) => Compare(Arithmetic.And, RequireMask(a), RequireMask(b));

    /// <summary>Where one of two masks is true.</summary>
    /// <inheritdoc cref="op_Addition(Tensor, Tensor)"/>
    public static Tensor operator |(Tensor a, Tensor b) => Compare(Arithmetic.Or, RequireMask(a), RequireMask(b));

    /// <summary>Where a mask is false.</summary>
    public static Tensor operator !(Tensor a) => Map(Functions.Not, RequireMask(a));

    /// <summary>Where the elements are equal.</summary>
    /// <inheritdoc cref="op_Addition(Tensor, Tensor)"/>
    public Tensor EqualTo(Tensor other) => Compare(Arithmetic.Equal, this, other);

    /// <inheritdoc cref="EqualTo(Tensor)"/>
    public Tensor EqualTo(double other) => Compare(Arithmetic.Equal, this, other);

    /// <summary>Where the elements differ.</summary>
    /// <inheritdoc cref="op_Addition(Tensor, Tensor)"/>
    public Tensor NotEqualTo(Tensor other) => Compare(Arithmetic.NotEqual, this, other);

    /// <inheritdoc cref="NotEqualTo(Tensor)"/>
    public Tensor NotEqualTo(double other) => Compare(Arithmetic.NotEqual, this, other);

    /// <summary>The elements as another type; gradients flow between floating types.</summary>
    public Tensor To(ElementType type) => type == ElementType ? this : new Tensor(Node.Of(Functions.Cast, node.Shape, type, Node));

    internal static Tensor Map(Primitive primitive, Tensor x) => new(Node.Of(primitive, x.node.Shape, x.node.Type, x.Node));

    /// <summary>Two tensors, in the type that both have room in.</summary>
    internal static Tensor Combine(Primitive primitive, Tensor a, Tensor b)
    {
        var (x, y) = (a.Node, b.Node);
        var type = ElementTypes.Promote(x, y);
        return new Tensor(Node.Of(primitive, TensorShape.Broadcast(x.Shape, y.Shape, primitive.Name), type, As(x, type), As(y, type)));
    }

    private static Tensor Combine(Primitive primitive, Tensor a, double b)
    {
        var x = a.Node;
        var type = NumberType(x.Type, b);
        return new Tensor(Node.Of(primitive, x.Shape, type, As(x, type), Node.OfNumber(b, type)));
    }

    private static Tensor Combine(Primitive primitive, double a, Tensor b)
    {
        var y = b.Node;
        var type = NumberType(y.Type, a);
        return new Tensor(Node.Of(primitive, y.Shape, type, Node.OfNumber(a, type), As(y, type)));
    }

    private static Tensor Compare(Primitive primitive, Tensor a, Tensor b)
    {
        var (x, y) = (a.Node, b.Node);
        var type = ElementTypes.Promote(x, y);
        return new Tensor(Node.Of(primitive, TensorShape.Broadcast(x.Shape, y.Shape, primitive.Name), ElementType.Boolean, As(x, type), As(y, type)));
    }

    private static Tensor Compare(Primitive primitive, Tensor a, double b)
    {
        var type = NumberType(a.ElementType, b);
        return new Tensor(Node.Of(primitive, a.node.Shape, ElementType.Boolean, As(a.Node, type), Node.OfNumber(b, type)));
    }

    /// <summary>A number in a program does not widen a tensor, unless it is a fraction and the tensor holds integers.</summary>
    private static ElementType NumberType(ElementType type, double number) =>
        ElementTypes.IsFloating(type) ? type : number == Math.Floor(number) && Math.Abs(number) <= int.MaxValue ? ElementType.Int32 : ElementType.Float64;

    private static Node As(Node node, ElementType type) => node.Type == type ? node : Node.Of(Functions.Cast, node.Shape, type, node);

    internal static Tensor AsFloating(Tensor x) => ElementTypes.IsFloating(x.ElementType) ? x : x.To(ElementType.Float64);

    private static Tensor RequireMask(Tensor x) => x.ElementType == ElementType.Boolean ? x : throw new ArgumentException($"A mask is meant, a tensor of Boolean; this one holds {x.ElementType}. Compare it with something.");
}
