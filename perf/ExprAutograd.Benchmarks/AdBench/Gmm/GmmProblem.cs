using System.Linq.Expressions;

namespace ExprAutograd.Benchmarks.AdBench.Gmm;

using Objective = Func<double[], double[], double[], double>;

/// <summary>The mixture's log posterior and its gradient.</summary>
internal sealed class GmmProblem(GmmInstance data) : Problem
{
    public override int Inputs => data.Alphas.Length + data.Means.Length + data.Factors.Length;

    public override int Outputs => 1;

    public override IImplementation ByHand()
    {
        var byHand = new GmmByHand(data);
        return new Implementation(data, byHand.Value, byHand.ValueAndGradient);
    }

    public override IImplementation Compile(Style style)
    {
        var function = Function(style);
        return new Implementation(data, Autograd.Compile(function), CallersMemory.ValueAndGradient(function));
    }

    public override void CompileDerivative(Style style, double literal)
    {
        var function = Function(style);
        CallersMemory.ValueAndGradient(UnseenLiteral.In<Objective>((alphas, means, factors) => function.Compile()(alphas, means, factors) + UnseenLiteral.Place, literal));
    }

    private Expression<Objective> Function(Style style)
    {
        if (style == Style.Linq) return GmmLinq.LogPosterior(data);
        var method = Autograd.Lift<Func<double[], double[], double[], double[], double, int, double>>(GmmMethod.LogPosterior);
        var (points, gamma, m) = (data.Points, data.Gamma, data.M);
        return (alphas, means, factors) => method.Compile()(alphas, means, factors, points, gamma, m);
    }

    private sealed class Implementation(GmmInstance data, Objective objective, Func<double[], double[], double[], double[], double[], double[], double> gradient) : IImplementation
    {
        private readonly double[] dAlphas = new double[data.Alphas.Length];
        private readonly double[] dMeans = new double[data.Means.Length];
        private readonly double[] dFactors = new double[data.Factors.Length];
        private double value;

        public double Objective() => value = objective(data.Alphas, data.Means, data.Factors);

        public double Derivative() => gradient(data.Alphas, data.Means, data.Factors, dAlphas, dMeans, dFactors);

        public IReadOnlyList<Result> Results() => [new("objective", [value]), new("gradient", [.. dAlphas, .. dMeans, .. dFactors])];
    }
}
