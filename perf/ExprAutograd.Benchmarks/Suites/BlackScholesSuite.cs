using BenchmarkDotNet.Attributes;
using ExprAutograd.Benchmarks.Functions;

namespace ExprAutograd.Benchmarks.Suites;

/// <summary>A call option's price and five sensitivities. Goal: at most 1.10 of hand-written, nothing allocated.</summary>
[MemoryDiagnoser]
public class BlackScholesSuite
{
    private const int Calls = 256;

    private readonly Func<double, double, double, double, double, (double, (double, double, double, double, double))> compiled = BlackScholes.Compile();

    /// <summary>The adjoint as one writes it.</summary>
    [Benchmark(Baseline = true, OperationsPerInvoke = Calls)]
    public double HandWritten() => BlackScholes.Run(BlackScholes.ByHand, Calls);

    /// <summary>The library's.</summary>
    [Benchmark(OperationsPerInvoke = Calls)]
    public double Compiled() => BlackScholes.Run(compiled, Calls);
}
