using BenchmarkDotNet.Attributes;
using ExprAutograd.Benchmarks.Functions;

namespace ExprAutograd.Benchmarks.Suites;

/// <summary>(p + q) * s, value and gradient. Goal: at most 1.10 of hand-written, nothing allocated.</summary>
[MemoryDiagnoser]
public class ProductSuite
{
    private const int Calls = 1024;

    private readonly Func<double, double, double, (double, (double, double, double))> compiled = Product.Compile();

    /// <summary>The adjoint as one writes it.</summary>
    [Benchmark(Baseline = true, OperationsPerInvoke = Calls)]
    public double HandWritten() => Product.Run(Product.ByHand, Calls);

    /// <summary>The library's.</summary>
    [Benchmark(OperationsPerInvoke = Calls)]
    public double Compiled() => Product.Run(compiled, Calls);
}
