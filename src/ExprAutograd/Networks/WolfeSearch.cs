namespace ExprAutograd.Networks;

/// <summary>How far to go along a direction: where the loss has become less by enough, and its slope small enough.</summary>
/// <remarks>Nocedal, Wright (2006), Numerical optimization, algorithms 3.5 (bracketing) and 3.6 (zoom); places in a bracket by bisection or by the parabola through both losses and a slope.</remarks>
/// <param name="evaluate">The loss and the gradient at a distance.</param>
/// <param name="startLoss">At distance 0.</param>
/// <param name="startGradient">At distance 0.</param>
/// <param name="startSlope">The derivative at distance 0, negative.</param>
internal sealed class WolfeSearch(Func<double, (double Loss, double[] Gradient)> evaluate, double startLoss, double[] startGradient, double startSlope)
{
    private const double SufficientDecrease = 1e-4;
    private const double SlopePart = 0.9;
    private const double Growth = 2;

    /// <summary>A place nearer to an end of the bracket than this part of it makes too little progress.</summary>
    private const double Margin = 0.1;

    private const int MostEvaluations = 25;

    /// <summary>The distance, the loss and the gradient there; the best that was seen where no place satisfies both conditions.</summary>
    public (double Distance, double Loss, double[] Gradient) Run(double first, double[] direction)
    {
        var before = new Point(0, startLoss, startSlope, startGradient);
        var best = before;
        var distance = first;
        (Point Low, Point High)? bracket = null;
        for (var k = 0; k < MostEvaluations; k++)
        {
            var (loss, gradient) = evaluate(distance);
            var here = new Point(distance, loss, CurvatureHistory.Dot(gradient, direction), gradient);
            if (here.Loss < best.Loss) best = here;
            var isLow = here.Loss <= startLoss + (SufficientDecrease * distance * startSlope);
            if (isLow && Math.Abs(here.Slope) <= -SlopePart * startSlope) return (here.Distance, here.Loss, here.Gradient);
            bracket = bracket is { } b ? Narrowed(b, here, isLow)
                : !isLow || here.Loss >= before.Loss ? (before, here)
                : here.Slope >= 0 ? (here, before)
                : null;
            before = here;
            distance = bracket is { } next ? Inside(next) : distance * Growth;
        }
        return (best.Distance, best.Loss, best.Gradient);
    }

    private static (Point Low, Point High) Narrowed((Point Low, Point High) bracket, Point here, bool isLow)
    {
        if (!isLow || !(here.Loss < bracket.Low.Loss)) return (bracket.Low, here);
        return here.Slope * (bracket.High.Distance - bracket.Low.Distance) >= 0 ? (here, bracket.Low) : (here, bracket.High);
    }

    /// <summary>The least value of the parabola through the low end, its slope, and the high end; the middle where that is near an end or nowhere.</summary>
    private static double Inside((Point Low, Point High) bracket)
    {
        var (low, high) = bracket;
        var width = high.Distance - low.Distance;
        var part = -low.Slope * width / (2 * (high.Loss - low.Loss - (low.Slope * width)));
        return low.Distance + (width * (part is >= Margin and <= 1 - Margin ? part : 0.5));
    }

    private readonly record struct Point(double Distance, double Loss, double Slope, double[] Gradient);
}
