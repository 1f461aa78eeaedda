using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace ExprAutograd.Lanes;

internal static class VectorMath512
{
    /// <summary>e^x.</summary>
    public static Vector512<double> Exp(Vector512<double> x) => Vector512.Create<double>(Array.ConvertAll(Enumerable.Range(0, Vector512<double>.Count).ToArray(), i => (double)Math.Exp(x[i])));

    /// <summary>2^x.</summary>
    public static Vector512<double> Exp2(Vector512<double> x) => Vector512.Create<double>(Array.ConvertAll(Enumerable.Range(0, Vector512<double>.Count).ToArray(), i => (double)double.Exp2(x[i])));

    /// <summary>e^x - 1, accurate near zero.</summary>
    public static Vector512<double> ExpM1(Vector512<double> x) => Vector512.Create<double>(Array.ConvertAll(Enumerable.Range(0, Vector512<double>.Count).ToArray(), i => (double)double.ExpM1(x[i])));

    /// <summary>ln x.</summary>
    public static Vector512<double> Log(Vector512<double> x) => Vector512.Create<double>(Array.ConvertAll(Enumerable.Range(0, Vector512<double>.Count).ToArray(), i => (double)Math.Log(x[i])));

    /// <summary>The logarithm of x to base 2.</summary>
    public static Vector512<double> Log2(Vector512<double> x) => Vector512.Create<double>(Array.ConvertAll(Enumerable.Range(0, Vector512<double>.Count).ToArray(), i => (double)Math.Log2(x[i])));

    /// <summary>The logarithm of x to base 10.</summary>
    public static Vector512<double> Log10(Vector512<double> x) => Vector512.Create<double>(Array.ConvertAll(Enumerable.Range(0, Vector512<double>.Count).ToArray(), i => (double)Math.Log10(x[i])));

    /// <summary>ln(1 + x), accurate near zero.</summary>
    public static Vector512<double> Log1P(Vector512<double> x) => Vector512.Create<double>(Array.ConvertAll(Enumerable.Range(0, Vector512<double>.Count).ToArray(), i => (double)double.LogP1(x[i])));

    /// <summary>x to the power y, with the special values of <see cref="Math.Pow(double, double)"/>.</summary>
    public static Vector512<double> Pow(Vector512<double> x, Vector512<double> y) => Vector512.Create<double>(Array.ConvertAll(Enumerable.Range(0, Vector512<double>.Count).ToArray(), i => (double)Math.Pow(x[i], y[i])));

    /// <summary>The cube root of x.</summary>
    public static Vector512<double> Cbrt(Vector512<double> x) => Vector512.Create<double>(Array.ConvertAll(Enumerable.Range(0, Vector512<double>.Count).ToArray(), i => (double)Math.Cbrt(x[i])));

    /// <summary>sin x, x in radians.</summary>
    public static Vector512<double> Sin(Vector512<double> x) => Vector512.Create<double>(Array.ConvertAll(Enumerable.Range(0, Vector512<double>.Count).ToArray(), i => (double)Math.Sin(x[i])));

    /// <summary>cos x, x in radians.</summary>
    public static Vector512<double> Cos(Vector512<double> x) => Vector512.Create<double>(Array.ConvertAll(Enumerable.Range(0, Vector512<double>.Count).ToArray(), i => (double)Math.Cos(x[i])));

    /// <summary>tan x, x in radians.</summary>
    public static Vector512<double> Tan(Vector512<double> x) => Vector512.Create<double>(Array.ConvertAll(Enumerable.Range(0, Vector512<double>.Count).ToArray(), i => (double)Math.Tan(x[i])));

    /// <summary>arcsin x in [-π/2, π/2].</summary>
    public static Vector512<double> Asin(Vector512<double> x) => Vector512.Create<double>(Array.ConvertAll(Enumerable.Range(0, Vector512<double>.Count).ToArray(), i => (double)Math.Asin(x[i])));

    /// <summary>arccos x in [0, π].</summary>
    public static Vector512<double> Acos(Vector512<double> x) => Vector512.Create<double>(Array.ConvertAll(Enumerable.Range(0, Vector512<double>.Count).ToArray(), i => (double)Math.Acos(x[i])));

    /// <summary>arctan x in [-π/2, π/2].</summary>
    public static Vector512<double> Atan(Vector512<double> x) => Vector512.Create<double>(Array.ConvertAll(Enumerable.Range(0, Vector512<double>.Count).ToArray(), i => (double)Math.Atan(x[i])));

    /// <summary>The angle of the point (x, y) in [-π, π].</summary>
    public static Vector512<double> Atan2(Vector512<double> y, Vector512<double> x) => Vector512.Create<double>(Array.ConvertAll(Enumerable.Range(0, Vector512<double>.Count).ToArray(), i => (double)Math.Atan2(y[i], x[i])));

    /// <summary>sinh x.</summary>
    public static Vector512<double> Sinh(Vector512<double> x) => Vector512.Create<double>(Array.ConvertAll(Enumerable.Range(0, Vector512<double>.Count).ToArray(), i => (double)Math.Sinh(x[i])));

    /// <summary>cosh x.</summary>
    public static Vector512<double> Cosh(Vector512<double> x) => Vector512.Create<double>(Array.ConvertAll(Enumerable.Range(0, Vector512<double>.Count).ToArray(), i => (double)Math.Cosh(x[i])));

    /// <summary>tanh x.</summary>
    public static Vector512<double> Tanh(Vector512<double> x) => Vector512.Create<double>(Array.ConvertAll(Enumerable.Range(0, Vector512<double>.Count).ToArray(), i => (double)Math.Tanh(x[i])));

    /// <summary>1 / (1 + e^-x).</summary>
    public static Vector512<double> Sigmoid(Vector512<double> x) => throw new NotImplementedException();

    /// <summary>ln(1 + e^x).</summary>
    public static Vector512<double> Softplus(Vector512<double> x) => throw new NotImplementedException();

    /// <summary>The error function.</summary>
    public static Vector512<double> Erf(Vector512<double> x) => throw new NotImplementedException();

    /// <summary>1 - erf x, relatively accurate in its tail.</summary>
    public static Vector512<double> Erfc(Vector512<double> x) => throw new NotImplementedException();

    /// <summary>ln |Γ(x)|.</summary>
    public static Vector512<double> LogGamma(Vector512<double> x) => throw new NotImplementedException();

    /// <summary>ψ(x) = Γ'(x)/Γ(x).</summary>
    public static Vector512<double> Digamma(Vector512<double> x) => throw new NotImplementedException();

    public static (Vector512<double> Sin, Vector512<double> Cos) SinCos(Vector512<double> x) => (Sin(x), Cos(x));

    public static Vector512<double> Sqrt(Vector512<double> x) => Vector512.Sqrt(x);

    public static Vector512<double> Abs(Vector512<double> x) => Vector512.Abs(x);

    public static Vector512<double> Floor(Vector512<double> x) => Vector512.Floor(x);

    public static Vector512<double> Ceiling(Vector512<double> x) => Vector512.Ceiling(x);

    public static Vector512<double> Truncate(Vector512<double> x) => Vector512.Truncate(x);

    public static Vector512<double> Round(Vector512<double> x) => Vector512.Round(x);

    public static Vector512<double> Min(Vector512<double> x, Vector512<double> y) => Vector512.Min(x, y);

    public static Vector512<double> Max(Vector512<double> x, Vector512<double> y) => Vector512.Max(x, y);

    public static Vector512<double> CopySign(Vector512<double> x, Vector512<double> sign) => Vector512.CopySign(x, sign);

    public static Vector512<double> Sign(Vector512<double> x) => Vector512.ConditionalSelect(Vector512.Equals(x, x) & ~Vector512.Equals(x, Vector512<double>.Zero), Vector512.CopySign(Vector512<double>.One, x), Vector512<double>.Zero);

    /// <summary>e^x.</summary>
    public static Vector512<float> Exp(Vector512<float> x) => Vector512.Create<float>(Array.ConvertAll(Enumerable.Range(0, Vector512<float>.Count).ToArray(), i => (float)Math.Exp(x[i])));

    /// <summary>2^x.</summary>
    public static Vector512<float> Exp2(Vector512<float> x) => Vector512.Create<float>(Array.ConvertAll(Enumerable.Range(0, Vector512<float>.Count).ToArray(), i => (float)double.Exp2(x[i])));

    /// <summary>e^x - 1, accurate near zero.</summary>
    public static Vector512<float> ExpM1(Vector512<float> x) => Vector512.Create<float>(Array.ConvertAll(Enumerable.Range(0, Vector512<float>.Count).ToArray(), i => (float)double.ExpM1(x[i])));

    /// <summary>ln x.</summary>
    public static Vector512<float> Log(Vector512<float> x) => Vector512.Create<float>(Array.ConvertAll(Enumerable.Range(0, Vector512<float>.Count).ToArray(), i => (float)Math.Log(x[i])));

    /// <summary>The logarithm of x to base 2.</summary>
    public static Vector512<float> Log2(Vector512<float> x) => Vector512.Create<float>(Array.ConvertAll(Enumerable.Range(0, Vector512<float>.Count).ToArray(), i => (float)Math.Log2(x[i])));

    /// <summary>The logarithm of x to base 10.</summary>
    public static Vector512<float> Log10(Vector512<float> x) => Vector512.Create<float>(Array.ConvertAll(Enumerable.Range(0, Vector512<float>.Count).ToArray(), i => (float)Math.Log10(x[i])));

    /// <summary>ln(1 + x), accurate near zero.</summary>
    public static Vector512<float> Log1P(Vector512<float> x) => Vector512.Create<float>(Array.ConvertAll(Enumerable.Range(0, Vector512<float>.Count).ToArray(), i => (float)double.LogP1(x[i])));

    /// <summary>x to the power y, with the special values of <see cref="Math.Pow(double, double)"/>.</summary>
    public static Vector512<float> Pow(Vector512<float> x, Vector512<float> y) => Vector512.Create<float>(Array.ConvertAll(Enumerable.Range(0, Vector512<float>.Count).ToArray(), i => (float)Math.Pow(x[i], y[i])));

    /// <summary>The cube root of x.</summary>
    public static Vector512<float> Cbrt(Vector512<float> x) => Vector512.Create<float>(Array.ConvertAll(Enumerable.Range(0, Vector512<float>.Count).ToArray(), i => (float)Math.Cbrt(x[i])));

    /// <summary>sin x, x in radians.</summary>
    public static Vector512<float> Sin(Vector512<float> x) => Vector512.Create<float>(Array.ConvertAll(Enumerable.Range(0, Vector512<float>.Count).ToArray(), i => (float)Math.Sin(x[i])));

    /// <summary>cos x, x in radians.</summary>
    public static Vector512<float> Cos(Vector512<float> x) => Vector512.Create<float>(Array.ConvertAll(Enumerable.Range(0, Vector512<float>.Count).ToArray(), i => (float)Math.Cos(x[i])));

    /// <summary>tan x, x in radians.</summary>
    public static Vector512<float> Tan(Vector512<float> x) => Vector512.Create<float>(Array.ConvertAll(Enumerable.Range(0, Vector512<float>.Count).ToArray(), i => (float)Math.Tan(x[i])));

    /// <summary>arcsin x in [-π/2, π/2].</summary>
    public static Vector512<float> Asin(Vector512<float> x) => Vector512.Create<float>(Array.ConvertAll(Enumerable.Range(0, Vector512<float>.Count).ToArray(), i => (float)Math.Asin(x[i])));

    /// <summary>arccos x in [0, π].</summary>
    public static Vector512<float> Acos(Vector512<float> x) => Vector512.Create<float>(Array.ConvertAll(Enumerable.Range(0, Vector512<float>.Count).ToArray(), i => (float)Math.Acos(x[i])));

    /// <summary>arctan x in [-π/2, π/2].</summary>
    public static Vector512<float> Atan(Vector512<float> x) => Vector512.Create<float>(Array.ConvertAll(Enumerable.Range(0, Vector512<float>.Count).ToArray(), i => (float)Math.Atan(x[i])));

    /// <summary>The angle of the point (x, y) in [-π, π].</summary>
    public static Vector512<float> Atan2(Vector512<float> y, Vector512<float> x) => Vector512.Create<float>(Array.ConvertAll(Enumerable.Range(0, Vector512<float>.Count).ToArray(), i => (float)Math.Atan2(y[i], x[i])));

    /// <summary>sinh x.</summary>
    public static Vector512<float> Sinh(Vector512<float> x) => Vector512.Create<float>(Array.ConvertAll(Enumerable.Range(0, Vector512<float>.Count).ToArray(), i => (float)Math.Sinh(x[i])));

    /// <summary>cosh x.</summary>
    public static Vector512<float> Cosh(Vector512<float> x) => Vector512.Create<float>(Array.ConvertAll(Enumerable.Range(0, Vector512<float>.Count).ToArray(), i => (float)Math.Cosh(x[i])));

    /// <summary>tanh x.</summary>
    public static Vector512<float> Tanh(Vector512<float> x) => Vector512.Create<float>(Array.ConvertAll(Enumerable.Range(0, Vector512<float>.Count).ToArray(), i => (float)Math.Tanh(x[i])));

    /// <summary>1 / (1 + e^-x).</summary>
    public static Vector512<float> Sigmoid(Vector512<float> x) => throw new NotImplementedException();

    /// <summary>ln(1 + e^x).</summary>
    public static Vector512<float> Softplus(Vector512<float> x) => throw new NotImplementedException();

    /// <summary>The error function.</summary>
    public static Vector512<float> Erf(Vector512<float> x) => throw new NotImplementedException();

    /// <summary>1 - erf x, relatively accurate in its tail.</summary>
    public static Vector512<float> Erfc(Vector512<float> x) => throw new NotImplementedException();

    /// <summary>ln |Γ(x)|.</summary>
    public static Vector512<float> LogGamma(Vector512<float> x) => throw new NotImplementedException();

    /// <summary>ψ(x) = Γ'(x)/Γ(x).</summary>
    public static Vector512<float> Digamma(Vector512<float> x) => throw new NotImplementedException();

    public static (Vector512<float> Sin, Vector512<float> Cos) SinCos(Vector512<float> x) => (Sin(x), Cos(x));

    public static Vector512<float> Sqrt(Vector512<float> x) => Vector512.Sqrt(x);

    public static Vector512<float> Abs(Vector512<float> x) => Vector512.Abs(x);

    public static Vector512<float> Floor(Vector512<float> x) => Vector512.Floor(x);

    public static Vector512<float> Ceiling(Vector512<float> x) => Vector512.Ceiling(x);

    public static Vector512<float> Truncate(Vector512<float> x) => Vector512.Truncate(x);

    public static Vector512<float> Round(Vector512<float> x) => Vector512.Round(x);

    public static Vector512<float> Min(Vector512<float> x, Vector512<float> y) => Vector512.Min(x, y);

    public static Vector512<float> Max(Vector512<float> x, Vector512<float> y) => Vector512.Max(x, y);

    public static Vector512<float> CopySign(Vector512<float> x, Vector512<float> sign) => Vector512.CopySign(x, sign);

    public static Vector512<float> Sign(Vector512<float> x) => Vector512.ConditionalSelect(Vector512.Equals(x, x) & ~Vector512.Equals(x, Vector512<float>.Zero), Vector512.CopySign(Vector512<float>.One, x), Vector512<float>.Zero);
}
