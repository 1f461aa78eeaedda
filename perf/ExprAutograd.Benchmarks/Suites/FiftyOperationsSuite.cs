using BenchmarkDotNet.Attributes;
using ExprAutograd.Benchmarks.Functions;

namespace ExprAutograd.Benchmarks.Suites;

/// <summary>Fifty elementary operations, value and gradient. Goal: at most 1.10 of hand-written, nothing allocated.</summary>
[MemoryDiagnoser]
public class FiftyOperationsSuite
{
    private const int Calls = 256;

    private readonly Func<double, double, double, double, (double, (double, double, double, double))> compiled = FiftyOperations.Compile();

    /// <summary>The adjoint as one writes it.</summary>
    [Benchmark(Baseline = true, OperationsPerInvoke = Calls)]
    public double HandWritten() => FiftyOperations.Run(FiftyOperations.ByHand, Calls);

    /// <summary>The library's.</summary>
    [Benchmark(OperationsPerInvoke = Calls)]
    public double Compiled() => FiftyOperations.Run(compiled, Calls);
}
