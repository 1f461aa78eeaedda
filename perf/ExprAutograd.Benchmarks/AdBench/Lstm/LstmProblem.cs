using System.Linq.Expressions;

namespace ExprAutograd.Benchmarks.AdBench.Lstm;

using Objective = Func<double[], double[], double>;

/// <summary>The network's loss and its gradient.</summary>
internal sealed class LstmProblem(LstmInstance data) : Problem
{
    public override int Inputs => data.Weights.Length + data.Extra.Length;

    public override int Outputs => 1;

    public override IImplementation ByHand() => new Implementation(
        data,
        (weights, extra) => LstmMethod.Loss(weights, extra, data.State, data.Sequence, data.Width),
        new LstmByHand(data).ValueAndGradient);

    public override IImplementation Compile(Style style)
    {
        var function = Function(style);
        return new Implementation(data, Autograd.Compile(function), CallersMemory.ValueAndGradient(function));
    }

    public override void CompileDerivative(Style style, double literal)
    {
        var function = Function(style);
        CallersMemory.ValueAndGradient(UnseenLiteral.In<Objective>((weights, extra) => function.Compile()(weights, extra) + UnseenLiteral.Place, literal));
    }

    private Expression<Objective> Function(Style style)
    {
        if (style == Style.Linq) return LstmLinq.Loss(data);
        var method = Autograd.Lift<Func<double[], double[], double[], double[], int, double>>(LstmMethod.Loss);
        var (state, sequence, width) = (data.State, data.Sequence, data.Width);
        return (weights, extra) => method.Compile()(weights, extra, state, sequence, width);
    }

    private sealed class Implementation(LstmInstance data, Objective objective, Func<double[], double[], double[], double[], double> gradient) : IImplementation
    {
        private readonly double[] dWeights = new double[data.Weights.Length];
        private readonly double[] dExtra = new double[data.Extra.Length];
        private double value;

        public double Objective() => value = objective(data.Weights, data.Extra);

        public double Derivative() => gradient(data.Weights, data.Extra, dWeights, dExtra);

        public IReadOnlyList<Result> Results() => [new("objective", [value]), new("gradient", [.. dWeights, .. dExtra])];
    }
}
