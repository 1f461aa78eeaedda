using BenchmarkDotNet.Attributes;
using ExprAutograd.Benchmarks.Functions;

namespace ExprAutograd.Benchmarks.Suites;

/// <summary>Value and gradient of 500 and of 20,000 operations, per operation of the function. Goal: within 1.3.</summary>
[MemoryDiagnoser]
public class ScalingSuite
{
    private readonly Func<double, double, double, double, (double, (double, double, double, double))> small = Scaling.Compile(Scaling.Small);
    private readonly Func<double, double, double, double, (double, (double, double, double, double))> large = Scaling.Compile(Scaling.Large);

    /// <summary>The size at which one method is enough.</summary>
    [Benchmark(Baseline = true, OperationsPerInvoke = Scaling.Large)]
    public double Small() => Scaling.Run(small, Scaling.Large / Scaling.Small);

    /// <summary>The size at which the function is split.</summary>
    [Benchmark(OperationsPerInvoke = Scaling.Large)]
    public double Large() => Scaling.Run(large, 1);
}
