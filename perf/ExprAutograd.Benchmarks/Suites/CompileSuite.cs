using System.Linq.Expressions;
using BenchmarkDotNet.Attributes;
using ExprAutograd.Benchmarks.Functions;

namespace ExprAutograd.Benchmarks.Suites;

/// <summary>From lambda to first gradient, by number of operations, against Expression.Compile of the same gradient. Goal: ten operations under a millisecond.</summary>
[MemoryDiagnoser]
public class CompileSuite
{
    /// <summary>The size of the function.</summary>
    [Params(10, 50, 200, 1_000, 5_000)]
    public int Operations { get; set; }

    /// <summary>The runtime's compiler, given the gradient as an expression.</summary>
    [Benchmark(Baseline = true)]
    public double ExpressionCompile() => Autograd.ValueAndGradient(CompileLatency.Fresh(Operations)).Compile()(0.5, 0.25, -0.75, 0.875).Value;

    /// <summary>The library's.</summary>
    [Benchmark]
    public double Library() => Autograd.Compile(Autograd.ValueAndGradient(CompileLatency.Fresh(Operations)))(0.5, 0.25, -0.75, 0.875).Value;
}
