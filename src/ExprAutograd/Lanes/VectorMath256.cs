using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace ExprAutograd.Lanes;

internal static class VectorMath256
{
    /// <summary>e^x.</summary>
    public static Vector256<double> Exp(Vector256<double> x) => Vector256.Create<double>(Array.ConvertAll(Enumerable.Range(0, Vector256<double>.Count).ToArray(), i => (double)Math.Exp(x[i])));

    /// <summary>2^x.</summary>
    public static Vector256<double> Exp2(Vector256<double> x) => Vector256.Create<double>(Array.ConvertAll(Enumerable.Range(0, Vector256<double>.Count).ToArray(), i => (double)double.Exp2(x[i])));

    /// <summary>e^x - 1, accurate near zero.</summary>
    public static Vector256<double> ExpM1(Vector256<double> x) => Vector256.Create<double>(Array.ConvertAll(Enumerable.Range(0, Vector256<double>.Count).ToArray(), i => (double)double.ExpM1(x[i])));

    /// <summary>ln x.</summary>
    public static Vector256<double> Log(Vector256<double> x) => Vector256.Create<double>(Array.ConvertAll(Enumerable.Range(0, Vector256<double>.Count).ToArray(), i => (double)Math.Log(x[i])));

    /// <summary>The logarithm of x to base 2.</summary>
    public static Vector256<double> Log2(Vector256<double> x) => Vector256.Create<double>(Array.ConvertAll(Enumerable.Range(0, Vector256<double>.Count).ToArray(), i => (double)Math.Log2(x[i])));

    /// <summary>The logarithm of x to base 10.</summary>
    public static Vector256<double> Log10(Vector256<double> x) => Vector256.Create<double>(Array.ConvertAll(Enumerable.Range(0, Vector256<double>.Count).ToArray(), i => (double)Math.Log10(x[i])));

    /// <summary>ln(1 + x), accurate near zero.</summary>
    public static Vector256<double> Log1P(Vector256<double> x) => Vector256.Create<double>(Array.ConvertAll(Enumerable.Range(0, Vector256<double>.Count).ToArray(), i => (double)double.LogP1(x[i])));

    /// <summary>x to the power y, with the special values of <see cref="Math.Pow(double, double)"/>.</summary>
    public static Vector256<double> Pow(Vector256<double> x, Vector256<double> y) => Vector256.Create<double>(Array.ConvertAll(Enumerable.Range(0, Vector256<double>.Count).ToArray(), i => (double)Math.Pow(x[i], y[i])));

    /// <summary>The cube root of x.</summary>
    public static Vector256<double> Cbrt(Vector256<double> x) => Vector256.Create<double>(Array.ConvertAll(Enumerable.Range(0, Vector256<double>.Count).ToArray(), i => (double)Math.Cbrt(x[i])));

    /// <summary>sin x, x in radians.</summary>
    public static Vector256<double> Sin(Vector256<double> x) => Vector256.Create<double>(Array.ConvertAll(Enumerable.Range(0, Vector256<double>.Count).ToArray(), i => (double)Math.Sin(x[i])));

    /// <summary>cos x, x in radians.</summary>
    public static Vector256<double> Cos(Vector256<double> x) => Vector256.Create<double>(Array.ConvertAll(Enumerable.Range(0, Vector256<double>.Count).ToArray(), i => (double)Math.Cos(x[i])));

    /// <summary>tan x, x in radians.</summary>
    public static Vector256<double> Tan(Vector256<double> x) => Vector256.Create<double>(Array.ConvertAll(Enumerable.Range(0, Vector256<double>.Count).ToArray(), i => (double)Math.Tan(x[i])));

    /// <summary>arcsin x in [-π/2, π/2].</summary>
    public static Vector256<double> Asin(Vector256<double> x) => Vector256.Create<double>(Array.ConvertAll(Enumerable.Range(0, Vector256<double>.Count).ToArray(), i => (double)Math.Asin(x[i])));

    /// <summary>arccos x in [0, π].</summary>
    public static Vector256<double> Acos(Vector256<double> x) => Vector256.Create<double>(Array.ConvertAll(Enumerable.Range(0, Vector256<double>.Count).ToArray(), i => (double)Math.Acos(x[i])));

    /// <summary>arctan x in [-π/2, π/2].</summary>
    public static Vector256<double> Atan(Vector256<double> x) => Vector256.Create<double>(Array.ConvertAll(Enumerable.Range(0, Vector256<double>.Count).ToArray(), i => (double)Math.Atan(x[i])));

    /// <summary>The angle of the point (x, y) in [-π, π].</summary>
    public static Vector256<double> Atan2(Vector256<double> y, Vector256<double> x) => Vector256.Create<double>(Array.ConvertAll(Enumerable.Range(0, Vector256<double>.Count).ToArray(), i => (double)Math.Atan2(y[i], x[i])));

    /// <summary>sinh x.</summary>
    public static Vector256<double> Sinh(Vector256<double> x) => Vector256.Create<double>(Array.ConvertAll(Enumerable.Range(0, Vector256<double>.Count).ToArray(), i => (double)Math.Sinh(x[i])));

    /// <summary>cosh x.</summary>
    public static Vector256<double> Cosh(Vector256<double> x) => Vector256.Create<double>(Array.ConvertAll(Enumerable.Range(0, Vector256<double>.Count).ToArray(), i => (double)Math.Cosh(x[i])));

    /// <summary>tanh x.</summary>
    public static Vector256<double> Tanh(Vector256<double> x) => Vector256.Create<double>(Array.ConvertAll(Enumerable.Range(0, Vector256<double>.Count).ToArray(), i => (double)Math.Tanh(x[i])));

    /// <summary>1 / (1 + e^-x).</summary>
    public static Vector256<double> Sigmoid(Vector256<double> x) => throw new NotImplementedException();

    /// <summary>ln(1 + e^x).</summary>
    public static Vector256<double> Softplus(Vector256<double> x) => throw new NotImplementedException();

    /// <summary>The error function.</summary>
    public static Vector256<double> Erf(Vector256<double> x) => throw new NotImplementedException();

    /// <summary>1 - erf x, relatively accurate in its tail.</summary>
    public static Vector256<double> Erfc(Vector256<double> x) => throw new NotImplementedException();

    /// <summary>ln |Γ(x)|.</summary>
    public static Vector256<double> LogGamma(Vector256<double> x) => throw new NotImplementedException();

    /// <summary>ψ(x) = Γ'(x)/Γ(x).</summary>
    public static Vector256<double> Digamma(Vector256<double> x) => throw new NotImplementedException();

    public static (Vector256<double> Sin, Vector256<double> Cos) SinCos(Vector256<double> x) => (Sin(x), Cos(x));

    public static Vector256<double> Sqrt(Vector256<double> x) => Vector256.Sqrt(x);

    public static Vector256<double> Abs(Vector256<double> x) => Vector256.Abs(x);

    public static Vector256<double> Floor(Vector256<double> x) => Vector256.Floor(x);

    public static Vector256<double> Ceiling(Vector256<double> x) => Vector256.Ceiling(x);

    public static Vector256<double> Truncate(Vector256<double> x) => Vector256.Truncate(x);

    public static Vector256<double> Round(Vector256<double> x) => Vector256.Round(x);

    public static Vector256<double> Min(Vector256<double> x, Vector256<double> y) => Vector256.Min(x, y);

    public static Vector256<double> Max(Vector256<double> x, Vector256<double> y) => Vector256.Max(x, y);

    public static Vector256<double> CopySign(Vector256<double> x, Vector256<double> sign) => Vector256.CopySign(x, sign);

    public static Vector256<double> Sign(Vector256<double> x) => Vector256.ConditionalSelect(Vector256.Equals(x, x) & ~Vector256.Equals(x, Vector256<double>.Zero), Vector256.CopySign(Vector256<double>.One, x), Vector256<double>.Zero);

    /// <summary>e^x.</summary>
    public static Vector256<float> Exp(Vector256<float> x) => Vector256.Create<float>(Array.ConvertAll(Enumerable.Range(0, Vector256<float>.Count).ToArray(), i => (float)Math.Exp(x[i])));

    /// <summary>2^x.</summary>
    public static Vector256<float> Exp2(Vector256<float> x) => Vector256.Create<float>(Array.ConvertAll(Enumerable.Range(0, Vector256<float>.Count).ToArray(), i => (float)double.Exp2(x[i])));

    /// <summary>e^x - 1, accurate near zero.</summary>
    public static Vector256<float> ExpM1(Vector256<float> x) => Vector256.Create<float>(Array.ConvertAll(Enumerable.Range(0, Vector256<float>.Count).ToArray(), i => (float)double.ExpM1(x[i])));

    /// <summary>ln x.</summary>
    public static Vector256<float> Log(Vector256<float> x) => Vector256.Create<float>(Array.ConvertAll(Enumerable.Range(0, Vector256<float>.Count).ToArray(), i => (float)Math.Log(x[i])));

    /// <summary>The logarithm of x to base 2.</summary>
    public static Vector256<float> Log2(Vector256<float> x) => Vector256.Create<float>(Array.ConvertAll(Enumerable.Range(0, Vector256<float>.Count).ToArray(), i => (float)Math.Log2(x[i])));

    /// <summary>The logarithm of x to base 10.</summary>
    public static Vector256<float> Log10(Vector256<float> x) => Vector256.Create<float>(Array.ConvertAll(Enumerable.Range(0, Vector256<float>.Count).ToArray(), i => (float)Math.Log10(x[i])));

    /// <summary>ln(1 + x), accurate near zero.</summary>
    public static Vector256<float> Log1P(Vector256<float> x) => Vector256.Create<float>(Array.ConvertAll(Enumerable.Range(0, Vector256<float>.Count).ToArray(), i => (float)double.LogP1(x[i])));

    /// <summary>x to the power y, with the special values of <see cref="Math.Pow(double, double)"/>.</summary>
    public static Vector256<float> Pow(Vector256<float> x, Vector256<float> y) => Vector256.Create<float>(Array.ConvertAll(Enumerable.Range(0, Vector256<float>.Count).ToArray(), i => (float)Math.Pow(x[i], y[i])));

    /// <summary>The cube root of x.</summary>
    public static Vector256<float> Cbrt(Vector256<float> x) => Vector256.Create<float>(Array.ConvertAll(Enumerable.Range(0, Vector256<float>.Count).ToArray(), i => (float)Math.Cbrt(x[i])));

    /// <summary>sin x, x in radians.</summary>
    public static Vector256<float> Sin(Vector256<float> x) => Vector256.Create<float>(Array.ConvertAll(Enumerable.Range(0, Vector256<float>.Count).ToArray(), i => (float)Math.Sin(x[i])));

    /// <summary>cos x, x in radians.</summary>
    public static Vector256<float> Cos(Vector256<float> x) => Vector256.Create<float>(Array.ConvertAll(Enumerable.Range(0, Vector256<float>.Count).ToArray(), i => (float)Math.Cos(x[i])));

    /// <summary>tan x, x in radians.</summary>
    public static Vector256<float> Tan(Vector256<float> x) => Vector256.Create<float>(Array.ConvertAll(Enumerable.Range(0, Vector256<float>.Count).ToArray(), i => (float)Math.Tan(x[i])));

    /// <summary>arcsin x in [-π/2, π/2].</summary>
    public static Vector256<float> Asin(Vector256<float> x) => Vector256.Create<float>(Array.ConvertAll(Enumerable.Range(0, Vector256<float>.Count).ToArray(), i => (float)Math.Asin(x[i])));

    /// <summary>arccos x in [0, π].</summary>
    public static Vector256<float> Acos(Vector256<float> x) => Vector256.Create<float>(Array.ConvertAll(Enumerable.Range(0, Vector256<float>.Count).ToArray(), i => (float)Math.Acos(x[i])));

    /// <summary>arctan x in [-π/2, π/2].</summary>
    public static Vector256<float> Atan(Vector256<float> x) => Vector256.Create<float>(Array.ConvertAll(Enumerable.Range(0, Vector256<float>.Count).ToArray(), i => (float)Math.Atan(x[i])));

    /// <summary>The angle of the point (x, y) in [-π, π].</summary>
    public static Vector256<float> Atan2(Vector256<float> y, Vector256<float> x) => Vector256.Create<float>(Array.ConvertAll(Enumerable.Range(0, Vector256<float>.Count).ToArray(), i => (float)Math.Atan2(y[i], x[i])));

    /// <summary>sinh x.</summary>
    public static Vector256<float> Sinh(Vector256<float> x) => Vector256.Create<float>(Array.ConvertAll(Enumerable.Range(0, Vector256<float>.Count).ToArray(), i => (float)Math.Sinh(x[i])));

    /// <summary>cosh x.</summary>
    public static Vector256<float> Cosh(Vector256<float> x) => Vector256.Create<float>(Array.ConvertAll(Enumerable.Range(0, Vector256<float>.Count).ToArray(), i => (float)Math.Cosh(x[i])));

    /// <summary>tanh x.</summary>
    public static Vector256<float> Tanh(Vector256<float> x) => Vector256.Create<float>(Array.ConvertAll(Enumerable.Range(0, Vector256<float>.Count).ToArray(), i => (float)Math.Tanh(x[i])));

    /// <summary>1 / (1 + e^-x).</summary>
    public static Vector256<float> Sigmoid(Vector256<float> x) => throw new NotImplementedException();

    /// <summary>ln(1 + e^x).</summary>
    public static Vector256<float> Softplus(Vector256<float> x) => throw new NotImplementedException();

    /// <summary>The error function.</summary>
    public static Vector256<float> Erf(Vector256<float> x) => throw new NotImplementedException();

    /// <summary>1 - erf x, relatively accurate in its tail.</summary>
    public static Vector256<float> Erfc(Vector256<float> x) => throw new NotImplementedException();

    /// <summary>ln |Γ(x)|.</summary>
    public static Vector256<float> LogGamma(Vector256<float> x) => throw new NotImplementedException();

    /// <summary>ψ(x) = Γ'(x)/Γ(x).</summary>
    public static Vector256<float> Digamma(Vector256<float> x) => throw new NotImplementedException();

    public static (Vector256<float> Sin, Vector256<float> Cos) SinCos(Vector256<float> x) => (Sin(x), Cos(x));

    public static Vector256<float> Sqrt(Vector256<float> x) => Vector256.Sqrt(x);

    public static Vector256<float> Abs(Vector256<float> x) => Vector256.Abs(x);

    public static Vector256<float> Floor(Vector256<float> x) => Vector256.Floor(x);

    public static Vector256<float> Ceiling(Vector256<float> x) => Vector256.Ceiling(x);

    public static Vector256<float> Truncate(Vector256<float> x) => Vector256.Truncate(x);

    public static Vector256<float> Round(Vector256<float> x) => Vector256.Round(x);

    public static Vector256<float> Min(Vector256<float> x, Vector256<float> y) => Vector256.Min(x, y);

    public static Vector256<float> Max(Vector256<float> x, Vector256<float> y) => Vector256.Max(x, y);

    public static Vector256<float> CopySign(Vector256<float> x, Vector256<float> sign) => Vector256.CopySign(x, sign);

    public static Vector256<float> Sign(Vector256<float> x) => Vector256.ConditionalSelect(Vector256.Equals(x, x) & ~Vector256.Equals(x, Vector256<float>.Zero), Vector256.CopySign(Vector256<float>.One, x), Vector256<float>.Zero);
}
