using System.Linq.Expressions;
using ExprAutograd.LinearAlgebra;
using ExprAutograd.Operators;
using ExprAutograd.Sequences;
using MathNet.Numerics;

namespace ExprAutograd.Recording;

/// <summary>Functions of one element.</summary>
internal static class Functions
{
    public static readonly Primitive Negate = Of("Neg", Saved.Nothing, Expression.Negate);
    public static readonly Primitive Not = Of("Not", Saved.Nothing, Expression.Not);
    public static readonly Primitive Absolute = Of("Abs", Saved.Operands, x => Number.Exact(nameof(Math.Abs), x));
    public static readonly Primitive Sign = Of("Sgn", Saved.Nothing, x => x.Type == typeof(int)
        ? Number.Exact(nameof(Math.Sign), x)
        : Expression.Condition(
            Expression.GreaterThan(x, Number.Of(0, x.Type)),
            Number.Of(1, x.Type),
            Expression.Condition(Expression.LessThan(x, Number.Of(0, x.Type)), Number.Of(-1, x.Type), Number.Of(0, x.Type))));
    public static readonly Primitive Exp = OfMath("Exp", Saved.Result, nameof(Math.Exp));
    public static readonly Primitive Log = OfMath("Log", Saved.Operands, nameof(Math.Log));
    public static readonly Primitive Log1P = Of("Log1P", Saved.Operands, x => Number.Call(typeof(SpecialMath), nameof(SpecialMath.Log1p), x));
    public static readonly Primitive ExpM1 = Of("Expm1", Saved.Result, x => Number.Call(typeof(SpecialMath), nameof(SpecialMath.Expm1), x));
    public static readonly Primitive Sqrt = OfMath("Sqrt", Saved.Result, nameof(Math.Sqrt));
    public static readonly Primitive Square = Of("Pow", Saved.Operands, x => Expression.Multiply(x, x));
    public static readonly Primitive Reciprocal = Of("Reciprocal", Saved.Result, x => Expression.Divide(Number.Of(1, x.Type), x));
    public static readonly Primitive Rsqrt = Of("Rsqrt", Saved.Result, x => Expression.Divide(Number.Of(1, x.Type), Number.Call(nameof(Math.Sqrt), x)));
    public static readonly Primitive Sin = OfMath("Sin", Saved.Operands, nameof(Math.Sin));
    public static readonly Primitive Cos = OfMath("Cos", Saved.Operands, nameof(Math.Cos));
    public static readonly Primitive Tan = OfMath("Tan", Saved.Result, nameof(Math.Tan));
    public static readonly Primitive Asin = OfMath("Asin", Saved.Operands, nameof(Math.Asin));
    public static readonly Primitive Acos = OfMath("Acos", Saved.Operands, nameof(Math.Acos));
    public static readonly Primitive Atan = OfMath("Atan", Saved.Operands, nameof(Math.Atan));
    public static readonly Primitive Sinh = OfMath("Sinh", Saved.Operands, nameof(Math.Sinh));
    public static readonly Primitive Cosh = OfMath("Cosh", Saved.Operands, nameof(Math.Cosh));
    public static readonly Primitive Tanh = OfMath("Tanh", Saved.Result, nameof(Math.Tanh));
    public static readonly Primitive Floor = OfMath("Floor", Saved.Nothing, nameof(Math.Floor));
    public static readonly Primitive Ceiling = OfMath("Ceil", Saved.Nothing, nameof(Math.Ceiling));
    public static readonly Primitive Round = OfMath("Round", Saved.Nothing, nameof(Math.Round));
    public static readonly Primitive Sigmoid = Of("Sigmoid", Saved.Result, x => Number.Call(typeof(SpecialMath), nameof(SpecialMath.Sigmoid), x));
    public static readonly Primitive Softplus = Of("Softplus", Saved.Operands, x => Number.Call(typeof(SpecialMath), nameof(SpecialMath.Softplus), x));
    public static readonly Primitive Erf = Of("Erf", Saved.Operands, x => Number.Call(typeof(SpecialFunctions), nameof(SpecialFunctions.Erf), x));

    /// <summary>max(x, 0): NaN stays NaN, the derivative at 0 is 0, as in PyTorch.</summary>
    public static readonly Primitive Relu = Of("Relu", Saved.Result, x => x.Type == typeof(int)
        ? Number.Exact(nameof(Math.Max), x, Expression.Constant(0))
        : Expression.Call(typeof(Rectifier), nameof(Rectifier.Positive), null, x));

    /// <summary>x Phi(x).  Hendrycks, Gimpel (2016).</summary>
    public static readonly Primitive Gelu = Of("Gelu", Saved.Operands, x => Expression.Multiply(x, Number.Call(typeof(SpecialMath), nameof(SpecialMath.NormalCdf), x)));

    /// <summary>x to a power that is part of the structure: the bits of a double in two attributes.</summary>
    public static readonly Primitive FixedPower = new("Pow", Saved.Operands, (call, scope) => ElementLoops.Fill(call, scope, (body, k) =>
        Raise(body.Let(call[0].At(k), "x"), BitConverter.Int64BitsToDouble(((long)call.Attributes[0] << 32) | (uint)call.Attributes[1]))));

    /// <summary>Another element type; to bool, whether it is not zero.</summary>
    public static readonly Primitive Cast = new("ToCopy", Saved.Nothing, (call, scope) => ElementLoops.Fill(call, scope, (_, k) => Convert(call[0].At(k), call.Element)));

    public static int[] Bits(double exponent)
    {
        var bits = BitConverter.DoubleToInt64Bits(exponent);
        return [(int)(bits >> 32), (int)bits];
    }

    private static Expression Raise(Expression x, double exponent) => exponent switch
    {
        1 => x,
        2 => Expression.Multiply(x, x),
        _ => Number.Call(nameof(Math.Pow), x, Number.Of(exponent, x.Type)),
    };

    private static Expression Convert(Expression x, Type to)
    {
        if (x.Type == to) return x;
        if (x.Type == typeof(bool)) return Expression.Condition(x, Expression.Convert(Expression.Constant(1), to), Expression.Convert(Expression.Constant(0), to));
        return to == typeof(bool) ? Expression.NotEqual(x, Expression.Convert(Expression.Constant(0), x.Type)) : Expression.Convert(x, to);
    }

    private static Primitive OfMath(string name, Saved saved, string function) => Of(name, saved, x => Number.Call(function, x));

    private static Primitive Of(string name, Saved saved, Func<Expression, Expression> function) => ElementLoops.Map(name, saved, (_, x) => function(x[0]));
}
