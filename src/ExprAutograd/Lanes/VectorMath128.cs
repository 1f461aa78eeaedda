using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace ExprAutograd.Lanes;

internal static class VectorMath128
{
    /// <summary>e^x.</summary>
    public static Vector128<double> Exp(Vector128<double> x) => Vector128.Create<double>(Array.ConvertAll(Enumerable.Range(0, Vector128<double>.Count).ToArray(), i => (double)Math.Exp(x[i])));

    /// <summary>2^x.</summary>
    public static Vector128<double> Exp2(Vector128<double> x) => Vector128.Create<double>(Array.ConvertAll(Enumerable.Range(0, Vector128<double>.Count).ToArray(), i => (double)double.Exp2(x[i])));

    /// <summary>e^x - 1, accurate near zero.</summary>
    public static Vector128<double> ExpM1(Vector128<double> x) => Vector128.Create<double>(Array.ConvertAll(Enumerable.Range(0, Vector128<double>.Count).ToArray(), i => (double)double.ExpM1(x[i])));

    /// <summary>ln x.</summary>
    public static Vector128<double> Log(Vector128<double> x) => Vector128.Create<double>(Array.ConvertAll(Enumerable.Range(0, Vector128<double>.Count).ToArray(), i => (double)Math.Log(x[i])));

    /// <summary>The logarithm of x to base 2.</summary>
    public static Vector128<double> Log2(Vector128<double> x) => Vector128.Create<double>(Array.ConvertAll(Enumerable.Range(0, Vector128<double>.Count).ToArray(), i => (double)Math.Log2(x[i])));

    /// <summary>The logarithm of x to base 10.</summary>
    public static Vector128<double> Log10(Vector128<double> x) => Vector128.Create<double>(Array.ConvertAll(Enumerable.Range(0, Vector128<double>.Count).ToArray(), i => (double)Math.Log10(x[i])));

    /// <summary>ln(1 + x), accurate near zero.</summary>
    public static Vector128<double> Log1P(Vector128<double> x) => Vector128.Create<double>(Array.ConvertAll(Enumerable.Range(0, Vector128<double>.Count).ToArray(), i => (double)double.LogP1(x[i])));

    /// <summary>x to the power y, with the special values of <see cref="Math.Pow(double, double)"/>.</summary>
    public static Vector128<double> Pow(Vector128<double> x, Vector128<double> y) => Vector128.Create<double>(Array.ConvertAll(Enumerable.Range(0, Vector128<double>.Count).ToArray(), i => (double)Math.Pow(x[i], y[i])));

    /// <summary>The cube root of x.</summary>
    public static Vector128<double> Cbrt(Vector128<double> x) => Vector128.Create<double>(Array.ConvertAll(Enumerable.Range(0, Vector128<double>.Count).ToArray(), i => (double)Math.Cbrt(x[i])));

    /// <summary>sin x, x in radians.</summary>
    public static Vector128<double> Sin(Vector128<double> x) => Vector128.Create<double>(Array.ConvertAll(Enumerable.Range(0, Vector128<double>.Count).ToArray(), i => (double)Math.Sin(x[i])));

    /// <summary>cos x, x in radians.</summary>
    public static Vector128<double> Cos(Vector128<double> x) => Vector128.Create<double>(Array.ConvertAll(Enumerable.Range(0, Vector128<double>.Count).ToArray(), i => (double)Math.Cos(x[i])));

    /// <summary>tan x, x in radians.</summary>
    public static Vector128<double> Tan(Vector128<double> x) => Vector128.Create<double>(Array.ConvertAll(Enumerable.Range(0, Vector128<double>.Count).ToArray(), i => (double)Math.Tan(x[i])));

    /// <summary>arcsin x in [-π/2, π/2].</summary>
    public static Vector128<double> Asin(Vector128<double> x) => Vector128.Create<double>(Array.ConvertAll(Enumerable.Range(0, Vector128<double>.Count).ToArray(), i => (double)Math.Asin(x[i])));

    /// <summary>arccos x in [0, π].</summary>
    public static Vector128<double> Acos(Vector128<double> x) => Vector128.Create<double>(Array.ConvertAll(Enumerable.Range(0, Vector128<double>.Count).ToArray(), i => (double)Math.Acos(x[i])));

    /// <summary>arctan x in [-π/2, π/2].</summary>
    public static Vector128<double> Atan(Vector128<double> x) => Vector128.Create<double>(Array.ConvertAll(Enumerable.Range(0, Vector128<double>.Count).ToArray(), i => (double)Math.Atan(x[i])));

    /// <summary>The angle of the point (x, y) in [-π, π].</summary>
    public static Vector128<double> Atan2(Vector128<double> y, Vector128<double> x) => Vector128.Create<double>(Array.ConvertAll(Enumerable.Range(0, Vector128<double>.Count).ToArray(), i => (double)Math.Atan2(y[i], x[i])));

    /// <summary>sinh x.</summary>
    public static Vector128<double> Sinh(Vector128<double> x) => Vector128.Create<double>(Array.ConvertAll(Enumerable.Range(0, Vector128<double>.Count).ToArray(), i => (double)Math.Sinh(x[i])));

    /// <summary>cosh x.</summary>
    public static Vector128<double> Cosh(Vector128<double> x) => Vector128.Create<double>(Array.ConvertAll(Enumerable.Range(0, Vector128<double>.Count).ToArray(), i => (double)Math.Cosh(x[i])));

    /// <summary>tanh x.</summary>
    public static Vector128<double> Tanh(Vector128<double> x) => Vector128.Create<double>(Array.ConvertAll(Enumerable.Range(0, Vector128<double>.Count).ToArray(), i => (double)Math.Tanh(x[i])));

    /// <summary>1 / (1 + e^-x).</summary>
    public static Vector128<double> Sigmoid(Vector128<double> x) => throw new NotImplementedException();

    /// <summary>ln(1 + e^x).</summary>
    public static Vector128<double> Softplus(Vector128<double> x) => throw new NotImplementedException();

    /// <summary>The error function.</summary>
    public static Vector128<double> Erf(Vector128<double> x) => throw new NotImplementedException();

    /// <summary>1 - erf x, relatively accurate in its tail.</summary>
    public static Vector128<double> Erfc(Vector128<double> x) => throw new NotImplementedException();

    /// <summary>ln |Γ(x)|.</summary>
    public static Vector128<double> LogGamma(Vector128<double> x) => throw new NotImplementedException();

    /// <summary>ψ(x) = Γ'(x)/Γ(x).</summary>
    public static Vector128<double> Digamma(Vector128<double> x) => throw new NotImplementedException();

    public static (Vector128<double> Sin, Vector128<double> Cos) SinCos(Vector128<double> x) => (Sin(x), Cos(x));

    public static Vector128<double> Sqrt(Vector128<double> x) => Vector128.Sqrt(x);

    public static Vector128<double> Abs(Vector128<double> x) => Vector128.Abs(x);

    public static Vector128<double> Floor(Vector128<double> x) => Vector128.Floor(x);

    public static Vector128<double> Ceiling(Vector128<double> x) => Vector128.Ceiling(x);

    public static Vector128<double> Truncate(Vector128<double> x) => Vector128.Truncate(x);

    public static Vector128<double> Round(Vector128<double> x) => Vector128.Round(x);

    public static Vector128<double> Min(Vector128<double> x, Vector128<double> y) => Vector128.Min(x, y);

    public static Vector128<double> Max(Vector128<double> x, Vector128<double> y) => Vector128.Max(x, y);

    public static Vector128<double> CopySign(Vector128<double> x, Vector128<double> sign) => Vector128.CopySign(x, sign);

    public static Vector128<double> Sign(Vector128<double> x) => Vector128.ConditionalSelect(Vector128.Equals(x, x) & ~Vector128.Equals(x, Vector128<double>.Zero), Vector128.CopySign(Vector128<double>.One, x), Vector128<double>.Zero);

    /// <summary>e^x.</summary>
    public static Vector128<float> Exp(Vector128<float> x) => Vector128.Create<float>(Array.ConvertAll(Enumerable.Range(0, Vector128<float>.Count).ToArray(), i => (float)Math.Exp(x[i])));

    /// <summary>2^x.</summary>
    public static Vector128<float> Exp2(Vector128<float> x) => Vector128.Create<float>(Array.ConvertAll(Enumerable.Range(0, Vector128<float>.Count).ToArray(), i => (float)double.Exp2(x[i])));

    /// <summary>e^x - 1, accurate near zero.</summary>
    public static Vector128<float> ExpM1(Vector128<float> x) => Vector128.Create<float>(Array.ConvertAll(Enumerable.Range(0, Vector128<float>.Count).ToArray(), i => (float)double.ExpM1(x[i])));

    /// <summary>ln x.</summary>
    public static Vector128<float> Log(Vector128<float> x) => Vector128.Create<float>(Array.ConvertAll(Enumerable.Range(0, Vector128<float>.Count).ToArray(), i => (float)Math.Log(x[i])));

    /// <summary>The logarithm of x to base 2.</summary>
    public static Vector128<float> Log2(Vector128<float> x) => Vector128.Create<float>(Array.ConvertAll(Enumerable.Range(0, Vector128<float>.Count).ToArray(), i => (float)Math.Log2(x[i])));

    /// <summary>The logarithm of x to base 10.</summary>
    public static Vector128<float> Log10(Vector128<float> x) => Vector128.Create<float>(Array.ConvertAll(Enumerable.Range(0, Vector128<float>.Count).ToArray(), i => (float)Math.Log10(x[i])));

    /// <summary>ln(1 + x), accurate near zero.</summary>
    public static Vector128<float> Log1P(Vector128<float> x) => Vector128.Create<float>(Array.ConvertAll(Enumerable.Range(0, Vector128<float>.Count).ToArray(), i => (float)double.LogP1(x[i])));

    /// <summary>x to the power y, with the special values of <see cref="Math.Pow(double, double)"/>.</summary>
    public static Vector128<float> Pow(Vector128<float> x, Vector128<float> y) => Vector128.Create<float>(Array.ConvertAll(Enumerable.Range(0, Vector128<float>.Count).ToArray(), i => (float)Math.Pow(x[i], y[i])));

    /// <summary>The cube root of x.</summary>
    public static Vector128<float> Cbrt(Vector128<float> x) => Vector128.Create<float>(Array.ConvertAll(Enumerable.Range(0, Vector128<float>.Count).ToArray(), i => (float)Math.Cbrt(x[i])));

    /// <summary>sin x, x in radians.</summary>
    public static Vector128<float> Sin(Vector128<float> x) => Vector128.Create<float>(Array.ConvertAll(Enumerable.Range(0, Vector128<float>.Count).ToArray(), i => (float)Math.Sin(x[i])));

    /// <summary>cos x, x in radians.</summary>
    public static Vector128<float> Cos(Vector128<float> x) => Vector128.Create<float>(Array.ConvertAll(Enumerable.Range(0, Vector128<float>.Count).ToArray(), i => (float)Math.Cos(x[i])));

    /// <summary>tan x, x in radians.</summary>
    public static Vector128<float> Tan(Vector128<float> x) => Vector128.Create<float>(Array.ConvertAll(Enumerable.Range(0, Vector128<float>.Count).ToArray(), i => (float)Math.Tan(x[i])));

    /// <summary>arcsin x in [-π/2, π/2].</summary>
    public static Vector128<float> Asin(Vector128<float> x) => Vector128.Create<float>(Array.ConvertAll(Enumerable.Range(0, Vector128<float>.Count).ToArray(), i => (float)Math.Asin(x[i])));

    /// <summary>arccos x in [0, π].</summary>
    public static Vector128<float> Acos(Vector128<float> x) => Vector128.Create<float>(Array.ConvertAll(Enumerable.Range(0, Vector128<float>.Count).ToArray(), i => (float)Math.Acos(x[i])));

    /// <summary>arctan x in [-π/2, π/2].</summary>
    public static Vector128<float> Atan(Vector128<float> x) => Vector128.Create<float>(Array.ConvertAll(Enumerable.Range(0, Vector128<float>.Count).ToArray(), i => (float)Math.Atan(x[i])));

    /// <summary>The angle of the point (x, y) in [-π, π].</summary>
    public static Vector128<float> Atan2(Vector128<float> y, Vector128<float> x) => Vector128.Create<float>(Array.ConvertAll(Enumerable.Range(0, Vector128<float>.Count).ToArray(), i => (float)Math.Atan2(y[i], x[i])));

    /// <summary>sinh x.</summary>
    public static Vector128<float> Sinh(Vector128<float> x) => Vector128.Create<float>(Array.ConvertAll(Enumerable.Range(0, Vector128<float>.Count).ToArray(), i => (float)Math.Sinh(x[i])));

    /// <summary>cosh x.</summary>
    public static Vector128<float> Cosh(Vector128<float> x) => Vector128.Create<float>(Array.ConvertAll(Enumerable.Range(0, Vector128<float>.Count).ToArray(), i => (float)Math.Cosh(x[i])));

    /// <summary>tanh x.</summary>
    public static Vector128<float> Tanh(Vector128<float> x) => Vector128.Create<float>(Array.ConvertAll(Enumerable.Range(0, Vector128<float>.Count).ToArray(), i => (float)Math.Tanh(x[i])));

    /// <summary>1 / (1 + e^-x).</summary>
    public static Vector128<float> Sigmoid(Vector128<float> x) => throw new NotImplementedException();

    /// <summary>ln(1 + e^x).</summary>
    public static Vector128<float> Softplus(Vector128<float> x) => throw new NotImplementedException();

    /// <summary>The error function.</summary>
    public static Vector128<float> Erf(Vector128<float> x) => throw new NotImplementedException();

    /// <summary>1 - erf x, relatively accurate in its tail.</summary>
    public static Vector128<float> Erfc(Vector128<float> x) => throw new NotImplementedException();

    /// <summary>ln |Γ(x)|.</summary>
    public static Vector128<float> LogGamma(Vector128<float> x) => throw new NotImplementedException();

    /// <summary>ψ(x) = Γ'(x)/Γ(x).</summary>
    public static Vector128<float> Digamma(Vector128<float> x) => throw new NotImplementedException();

    public static (Vector128<float> Sin, Vector128<float> Cos) SinCos(Vector128<float> x) => (Sin(x), Cos(x));

    public static Vector128<float> Sqrt(Vector128<float> x) => Vector128.Sqrt(x);

    public static Vector128<float> Abs(Vector128<float> x) => Vector128.Abs(x);

    public static Vector128<float> Floor(Vector128<float> x) => Vector128.Floor(x);

    public static Vector128<float> Ceiling(Vector128<float> x) => Vector128.Ceiling(x);

    public static Vector128<float> Truncate(Vector128<float> x) => Vector128.Truncate(x);

    public static Vector128<float> Round(Vector128<float> x) => Vector128.Round(x);

    public static Vector128<float> Min(Vector128<float> x, Vector128<float> y) => Vector128.Min(x, y);

    public static Vector128<float> Max(Vector128<float> x, Vector128<float> y) => Vector128.Max(x, y);

    public static Vector128<float> CopySign(Vector128<float> x, Vector128<float> sign) => Vector128.CopySign(x, sign);

    public static Vector128<float> Sign(Vector128<float> x) => Vector128.ConditionalSelect(Vector128.Equals(x, x) & ~Vector128.Equals(x, Vector128<float>.Zero), Vector128.CopySign(Vector128<float>.One, x), Vector128<float>.Zero);
}
