using ExprAutograd.Kernels;

namespace ExprAutograd;

/// <summary>Special functions that MathNet.Numerics lacks: the ones machine learning and statistics call, and the families in which derivatives of MathNet's own are written. Every one has derivative rules, so every order follows.</summary>
/// <remarks>All are pure, thread-safe and, up to a total derivative order of 14, free of allocation. Outside its domain a function is NaN; nothing throws.</remarks>
public static class SpecialMath
{
    /// <summary>ln(1 + x) for x ≥ -1, accurate near zero.</summary>
    /// <param name="x">At least -1.</param>
    public static double Log1p(double x) => StableElementary.Log1p(x);

    /// <summary>e^x - 1, accurate near zero.</summary>
    /// <param name="x">Any real number.</param>
    public static double Expm1(double x) => StableElementary.Expm1(x);

    /// <summary>1 / (1 + e^-x), in (0, 1).</summary>
    /// <param name="x">Any real number.</param>
    public static double Sigmoid(double x) => StableLogarithms.Sigmoid(x);

    /// <summary>ln(1 / (1 + e^-x)), at most 0; close to x for very negative x.</summary>
    /// <param name="x">Any real number.</param>
    public static double LogSigmoid(double x) => -StableLogarithms.Softplus(-x);

    /// <summary>ln(1 + e^x), at least 0; close to x for large x.</summary>
    /// <param name="x">Any real number.</param>
    public static double Softplus(double x) => StableLogarithms.Softplus(x);

    /// <summary>ln(p / (1 - p)), ∓∞ at 0 and 1; accurate near 1/2.</summary>
    /// <param name="p">A probability in [0, 1].</param>
    public static double Logit(double p) => StableLogarithms.Logit(p);

    /// <summary>ln(e^a + e^b), without overflow.</summary>
    /// <param name="a">Any real number, or an infinity.</param>
    /// <param name="b">Any real number, or an infinity.</param>
    public static double LogAddExp(double a, double b) => StableLogarithms.LogAddExp(a, b);

    /// <summary>x ln x, 0 at x = 0.</summary>
    /// <param name="x">At least 0.</param>
    public static double XLogX(double x) => StableLogarithms.XLogY(x, x);

    /// <summary>x ln y, 0 where x = 0 whatever y is.</summary>
    /// <param name="x">Any real number.</param>
    /// <param name="y">At least 0.</param>
    public static double XLogY(double x, double y) => StableLogarithms.XLogY(x, y);

    /// <summary>x ln(1 + y), 0 where x = 0 whatever y is; accurate near y = 0.</summary>
    /// <param name="x">Any real number.</param>
    /// <param name="y">At least -1.</param>
    public static double XLog1PY(double x, double y) => StableLogarithms.XLog1PY(x, y);

    /// <summary>The standard normal density e^(-x²/2) / √(2π).</summary>
    /// <param name="x">Any real number.</param>
    public static double NormalPdf(double x) => NormalDistribution.Pdf(x);

    /// <summary>The standard normal distribution function Φ(x), relatively accurate in its lower tail.</summary>
    /// <param name="x">Any real number.</param>
    public static double NormalCdf(double x) => NormalDistribution.Cdf(x);

    /// <summary>ln Φ(x), finite for every finite x.</summary>
    /// <param name="x">Any real number.</param>
    public static double NormalLogCdf(double x) => NormalDistribution.LogCdf(x);

    /// <summary>The n-th derivative of ln Φ(x); n = 1 is the inverse Mills ratio φ(x)/Φ(x).</summary>
    /// <param name="n">At least 1.</param>
    /// <param name="x">Any real number.</param>
    public static double NormalLogCdfDerivative(int n, double x) => NormalDistribution.LogCdfDerivative(n, x);

    /// <summary>The x with Φ(x) = p, ∓∞ at 0 and 1.</summary>
    /// <param name="p">A probability in [0, 1].</param>
    public static double NormalInverseCdf(double p) => NormalDistribution.InverseCdf(p);

    /// <summary>e^(x²) erfc(x), the complementary error function without its decay.</summary>
    /// <param name="x">Any real number; the result overflows below -26.6.</param>
    public static double Erfcx(double x) => ScaledErfc.Erfcx(x);

    /// <summary>The n-th derivative of e^(x²) erfc(x).</summary>
    /// <param name="n">At least 0.</param>
    /// <param name="x">Any real number.</param>
    public static double ErfcxDerivative(int n, double x) => ScaledErfc.ErfcxDerivative(n, x);

    /// <summary>ln |Γ(x)|, relatively accurate at its zeros 1 and 2; +∞ at 0, -1, -2, ...</summary>
    /// <param name="x">Any real number.</param>
    public static double LogGamma(double x) => LogGammas.LogGamma(x);

    /// <summary>ψ(x) = Γ'(x)/Γ(x); NaN at -1, -2, ..., ∓∞ at ±0.</summary>
    /// <param name="x">Any real number.</param>
    public static double Digamma(double x) => Polygammas.Digamma(x);

    /// <summary>ψ'(x); +∞ at 0, -1, -2, ...</summary>
    /// <param name="x">Any real number.</param>
    public static double Trigamma(double x) => Polygammas.Polygamma(1, x);

    /// <summary>ψ⁽ⁿ⁾(x), the n-th derivative of the digamma function.</summary>
    /// <param name="n">At least 0.</param>
    /// <param name="x">Any real number but 0, -1, -2, ...</param>
    public static double Polygamma(int n, double x) => Polygammas.Polygamma(n, x);

    /// <summary>∂ⁿ/∂aⁿ P(a, x), of the regularised lower incomplete gamma function; n = 0 is P itself, in [0, 1].</summary>
    /// <param name="n">At least 0.</param>
    /// <param name="a">The shape, at least 0.</param>
    /// <param name="x">At least 0.</param>
    public static double RegularizedGammaP(int n, double a, double x) => IncompleteGamma.P(n, a, x);

    /// <summary>∂ⁿ/∂aⁿ Q(a, x), of the regularised upper incomplete gamma function Q = 1 - P, relatively accurate in its tail.</summary>
    /// <param name="n">At least 0.</param>
    /// <param name="a">The shape, at least 0.</param>
    /// <param name="x">At least 0.</param>
    public static double RegularizedGammaQ(int n, double a, double x) => IncompleteGamma.Q(n, a, x);

    /// <summary>∂ⁿ/∂aⁿ [x^(a-1) e^-x / Γ(a)]; n = 0 is the gamma density of shape a.</summary>
    /// <param name="n">At least 0.</param>
    /// <param name="a">The shape, any real number; the density is 0 at 0, -1, -2, ...</param>
    /// <param name="x">At least 0.</param>
    public static double GammaDensity(int n, double a, double x) => IncompleteGamma.Density(n, a, x);

    /// <summary>∂^(m+n)/∂aᵐ∂bⁿ I_x(a, b), of the regularised incomplete beta function; m = n = 0 is I itself, in [0, 1].</summary>
    /// <param name="m">The order in a, at least 0.</param>
    /// <param name="n">The order in b, at least 0.</param>
    /// <param name="a">At least 0.</param>
    /// <param name="b">At least 0, and not 0 with a.</param>
    /// <param name="x">In [0, 1].</param>
    public static double RegularizedBeta(int m, int n, double a, double b, double x) => IncompleteBeta.Regularized(m, n, a, b, x);

    /// <summary>∂^(m+n)/∂aᵐ∂bⁿ [x^(a-1) (1-x)^(b-1) / B(a, b)]; m = n = 0 is the beta density.</summary>
    /// <param name="m">The order in a, at least 0.</param>
    /// <param name="n">The order in b, at least 0.</param>
    /// <param name="a">Above -1.</param>
    /// <param name="b">Above -1; a + b is above -1 and not 0.</param>
    /// <param name="x">In [0, 1].</param>
    public static double BetaDensity(int m, int n, double a, double b, double x) => IncompleteBeta.Density(m, n, a, b, x);

    /// <summary>The k-th derivative of the rising factorial x (x+1) ... (x+n-1), a polynomial: finite at its zeros.</summary>
    /// <param name="k">At least 0.</param>
    /// <param name="x">Any real number.</param>
    /// <param name="n">The number of factors, at least 0.</param>
    public static double RisingFactorialDerivative(int k, double x, int n) => FactorialPolynomials.RisingDerivative(k, x, n);

    /// <summary>The k-th derivative in m of the generalised harmonic number 1 + 2^-m + ... + n^-m.</summary>
    /// <param name="k">At least 0.</param>
    /// <param name="n">The number of terms.</param>
    /// <param name="m">Any real number.</param>
    public static double GeneralHarmonicDerivative(int k, int n, double m) => FactorialPolynomials.GeneralHarmonicDerivative(k, n, m);

    /// <summary>The k-th derivative of the modified Struve function L_n(x).</summary>
    /// <param name="k">At least 0.</param>
    /// <param name="n">The order, at least 0.</param>
    /// <param name="x">Any real number; the result overflows beyond |x| ≈ 713.</param>
    public static double StruveLDerivative(int k, int n, double x) => ModifiedStruve.LDerivative(k, n, x);

    /// <summary>The k-th derivative of I_0(x) - L_0(x), modified Bessel less modified Struve, without their cancellation.</summary>
    /// <param name="k">At least 0.</param>
    /// <param name="x">Any real number.</param>
    public static double BesselI0MStruveL0Derivative(int k, double x) => ModifiedStruve.BesselDifference(k, x);

    /// <summary>Q_(ν+1)(x, y) - Q_ν(x, y) of the generalised Marcum Q-function, (y/x)^(ν/2) e^(-x-y) I_ν(2√(xy)).</summary>
    /// <param name="nu">The order, any real number.</param>
    /// <param name="x">At least 0.</param>
    /// <param name="y">At least 0.</param>
    public static double MarcumQStep(double nu, double x, double y) => MarcumSteps.Step(nu, x, y);
}
