namespace ExprAutograd.Operators;

/// <summary>Roots that end a norm: at zero, where a norm has no derivative, theirs is zero and not infinite.</summary>
internal static class NormOperators
{
    /// <summary>The square root of a sum of squares.</summary>
    public static double Root(double sum) => Math.Sqrt(sum);

    /// <summary>The p-th root of a sum of p-th powers.</summary>
    public static double Root(double sum, double p) => Math.Pow(sum, 1.0 / p);
}
