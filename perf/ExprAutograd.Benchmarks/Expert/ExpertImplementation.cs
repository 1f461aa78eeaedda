using ExprAutograd.Benchmarks.AdBench;

namespace ExprAutograd.Benchmarks.Expert;

/// <summary>An expert's derivative, whose by-product the objective is: all the numbers shown are those of the derivative's call.</summary>
/// <param name="derivative">Computes everything and returns the value.</param>
/// <param name="results">The numbers of the latest call, given its value.</param>
internal sealed class ExpertImplementation(Func<double> derivative, Func<double, IReadOnlyList<Result>> results) : IImplementation
{
    private double value;

    public double Objective() => Derivative();

    public double Derivative() => value = derivative();

    public IReadOnlyList<Result> Results() => results(value);
}
