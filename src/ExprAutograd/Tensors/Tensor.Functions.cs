using ExprAutograd.Recording;

namespace ExprAutograd;

public sealed partial class Tensor
{
    /// <summary>|x|; the derivative at 0 is 0.</summary>
    public Tensor Abs() => Map(Functions.Absolute, this);

    /// <summary>-x.</summary>
    public Tensor Neg() => -this;

    /// <summary>-1, 0 or 1; its derivative is 0.</summary>
    public Tensor Sign() => Map(Functions.Sign, this);

    /// <summary>e to the power x.</summary>
    public Tensor Exp() => MapFloating(Functions.Exp);

    /// <summary>The natural logarithm.</summary>
    public Tensor Log() => MapFloating(Functions.Log);

    /// <summary>log(1 + x), accurate near 0.</summary>
    public Tensor Log1P() => MapFloating(Functions.Log1P);

    /// <summary>exp(x) - 1, accurate near 0.</summary>
    public Tensor ExpM1() => MapFloating(Functions.ExpM1);

    /// <summary>The square root; its derivative at 0 is infinite.</summary>
    public Tensor Sqrt() => MapFloating(Functions.Sqrt);

    /// <summary>1 / sqrt(x).</summary>
    public Tensor Rsqrt() => MapFloating(Functions.Rsqrt);

    /// <summary>x squared.</summary>
    public Tensor Square() => Map(Functions.Square, this);

    /// <summary>1 / x.</summary>
    public Tensor Reciprocal() => MapFloating(Functions.Reciprocal);

    /// <summary>The sine of x radians.</summary>
    public Tensor Sin() => MapFloating(Functions.Sin);

    /// <summary>The cosine of x radians.</summary>
    public Tensor Cos() => MapFloating(Functions.Cos);

    /// <summary>The tangent of x radians.</summary>
    public Tensor Tan() => MapFloating(Functions.Tan);

    /// <summary>The inverse sine, in radians.</summary>
    public Tensor Asin() => MapFloating(Functions.Asin);

    /// <summary>The inverse cosine, in radians.</summary>
    public Tensor Acos() => MapFloating(Functions.Acos);

    /// <summary>The inverse tangent, in radians.</summary>
    public Tensor Atan() => MapFloating(Functions.Atan);

    /// <summary>The angle of the point (<paramref name="x"/>, this), in radians.</summary>
    public Tensor Atan2(Tensor x) => Combine(Arithmetic.Atan2, AsFloating(this), AsFloating(x));

    /// <summary>The hyperbolic sine.</summary>
    public Tensor Sinh() => MapFloating(Functions.Sinh);

    /// <summary>The hyperbolic cosine.</summary>
    public Tensor Cosh() => MapFloating(Functions.Cosh);

    /// <summary>The hyperbolic tangent.</summary>
    public Tensor Tanh() => MapFloating(Functions.Tanh);

    /// <summary>1 / (1 + exp(-x)).</summary>
    public Tensor Sigmoid() => MapFloating(Functions.Sigmoid);

    /// <summary>max(x, 0); the derivative at 0 is 0.</summary>
    public Tensor Relu() => Map(Functions.Relu, this);

    /// <summary>x times the standard normal distribution function of x.</summary>
    public Tensor Gelu() => MapFloating(Functions.Gelu);

    /// <summary>log(1 + exp(x)), without overflow.</summary>
    public Tensor Softplus() => MapFloating(Functions.Softplus);

    /// <summary>The error function.</summary>
    public Tensor Erf() => MapFloating(Functions.Erf);

    /// <summary>The largest integer that is not greater; its derivative is 0.</summary>
    public Tensor Floor() => Map(Functions.Floor, this);

    /// <summary>The smallest integer that is not less; its derivative is 0.</summary>
    public Tensor Ceil() => Map(Functions.Ceiling, this);

    /// <summary>The nearest integer, the even one of two; its derivative is 0.</summary>
    public Tensor Round() => Map(Functions.Round, this);

    /// <summary>x to the power <paramref name="exponent"/>, which is part of the recorded structure when it is an integer or a half.</summary>
    public Tensor Pow(double exponent)
    {
        const int LargestFixed = 16;
        var x = AsFloating(this);
        if (2 * exponent != Math.Floor(2 * exponent) || Math.Abs(exponent) > LargestFixed) return Combine(Arithmetic.Power, x, exponent);
        return new Tensor(Node.Of(Functions.FixedPower, x.node.Shape, x.node.Type, x.Node, Functions.Bits(exponent)));
    }

    /// <summary>x to the power of another tensor's element, shapes stretched to one another.</summary>
    public Tensor Pow(Tensor exponent) => Combine(Arithmetic.Power, AsFloating(this), AsFloating(exponent));

    /// <summary>The greater of two; equal ones share the derivative evenly.</summary>
    public Tensor Maximum(Tensor other) => Combine(Arithmetic.Maximum, this, other);

    /// <summary>The smaller of two; equal ones share the derivative evenly.</summary>
    public Tensor Minimum(Tensor other) => Combine(Arithmetic.Minimum, this, other);

    private Tensor MapFloating(Primitive primitive) => Map(primitive, AsFloating(this));
}
