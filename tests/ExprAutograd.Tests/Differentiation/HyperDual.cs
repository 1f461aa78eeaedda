namespace ExprAutograd.Tests.Differentiation;

/// <summary>A number with two first-order parts and their product: f(x + a e1 + b e2) carries f, its two directional derivatives and the mixed second one.</summary>
/// <remarks>Fike and Alonso (2011), "The development of hyper-dual numbers". Exact to rounding; derivatives are written out here, apart from the library's rules.</remarks>
internal readonly record struct HyperDual(double Value, double First, double Second, double Mixed)
{
    public static implicit operator HyperDual(double constant) => new(constant, 0, 0, 0);

    public double Largest => Math.Max(Math.Max(Math.Abs(Value), Math.Abs(First)), Math.Max(Math.Abs(Second), Math.Abs(Mixed)));

    /// <summary>The chain rule for a function of one number, from its value and first two derivatives.</summary>
    public HyperDual Through(double f, double df, double ddf) => new(f, df * First, df * Second, (ddf * First * Second) + (df * Mixed));

    /// <summary>The chain rule for a function of two numbers.</summary>
    public static HyperDual Through(HyperDual a, HyperDual b, double f, double fa, double fb, double faa, double fab, double fbb) => new(
        f,
        (fa * a.First) + (fb * b.First),
        (fa * a.Second) + (fb * b.Second),
        (faa * a.First * a.Second) + (fab * ((a.First * b.Second) + (a.Second * b.First))) + (fbb * b.First * b.Second) + (fa * a.Mixed) + (fb * b.Mixed));

    public static HyperDual Midpoint(double value, HyperDual a, HyperDual b) => new(value, (a.First + b.First) / 2, (a.Second + b.Second) / 2, (a.Mixed + b.Mixed) / 2);
}
