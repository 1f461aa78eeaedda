using BenchmarkDotNet.Running;
using ExprAutograd.Benchmarks.AdBench;
using ExprAutograd.Benchmarks.Expert;
using ExprAutograd.Benchmarks.LinearAlgebra;
using ExprAutograd.Benchmarks.Measurement;
using ExprAutograd.Benchmarks.Networks;
using ExprAutograd.Benchmarks.Suites;
using ExprAutograd.Benchmarks.Tensors;

return args switch
{
    ["ratios", .. var options] => RatioReport.Run(options),
    ["adbench", .. var options] => AdBenchCommand.Run(options),
    ["expert", .. var options] => ExpertCommand.Run(options),
    ["linalg", .. var options] => LinearAlgebraCommand.Run(options),
    ["perceptron"] => PerceptronCommand.Run(),
    ["tensors"] => TensorCommand.Run(),
    ["threads"] => ThreadsCommand.Run(),
    ["bdn"] => RunSuites(["--filter", "*"]),
    ["bdn", var filter, .. var rest] when !filter.StartsWith('-') => RunSuites(["--filter", $"*{filter}*", .. rest]),
    ["bdn", .. var rest] => RunSuites(rest),
    _ => Explain(),
};

static int RunSuites(string[] arguments)
{
    var summaries = BenchmarkSwitcher.FromTypes(SuiteList.All).Run(arguments);
    return summaries.Any(s => s.HasCriticalValidationErrors) ? 1 : 0;
}

static int Explain()
{
    Console.Error.WriteLine("""
        usage: ratios [--only NAME] [--json]   time per call and its ratio to hand-written C#, in about a minute
               adbench PROBLEM DATAFILE        a problem of ADBench, compiled and hand-written; adbench alone lists them
               expert [PROBLEM] [DATADIR]      gradients against an expert's AVX-512 adjoints; the data is that of adbench
               linalg [--only TEXT]            products and factorisations against MathNet's managed provider and OpenBLAS
               perceptron                      steps per second of a small network, against the step written by hand
               tensors                         recorded graphs and training steps, against lambdas and against PyTorch where it is installed
               threads                         long loops shared among two, three, ... threads, against one
               bdn [FILTER] [OPTIONS]          the same functions as BenchmarkDotNet suites, with allocations
        """);
    return 2;
}
