using BenchmarkDotNet.Attributes;
using ExprAutograd.Benchmarks.Functions;

namespace ExprAutograd.Benchmarks.Suites;

/// <summary>Rosenbrock's function of 100 numbers, value and gradient. Goal: at most 1.10 of the hand-written loop; one array of 100 allocated.</summary>
[MemoryDiagnoser]
public class RosenbrockSuite
{
    private const int Calls = 128;

    private readonly Func<double[], (double, double[])> compiled = Rosenbrock.Compile();
    private readonly Func<double[], double[], double> compiledInto = Rosenbrock.CompileInto();

    /// <summary>The adjoint as one writes it.</summary>
    [Benchmark(Baseline = true, OperationsPerInvoke = Calls)]
    public double HandWritten() => Rosenbrock.Run(Rosenbrock.ByHand, Calls);

    /// <summary>The library's.</summary>
    [Benchmark(OperationsPerInvoke = Calls)]
    public double Compiled() => Rosenbrock.Run(compiled, Calls);

    /// <summary>The loop, into the caller's array.</summary>
    [Benchmark(OperationsPerInvoke = Calls)]
    public double HandWrittenInto() => Rosenbrock.RunInto(Rosenbrock.ByHandInto, Calls);

    /// <summary>The library's, into the caller's array: nothing allocated.</summary>
    [Benchmark(OperationsPerInvoke = Calls)]
    public double CompiledInto() => Rosenbrock.RunInto(compiledInto, Calls);
}
