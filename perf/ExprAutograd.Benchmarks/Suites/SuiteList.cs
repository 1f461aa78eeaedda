namespace ExprAutograd.Benchmarks.Suites;

/// <summary>The BenchmarkDotNet suites.</summary>
internal static class SuiteList
{
    public static Type[] All { get; } = [typeof(ProductSuite), typeof(BlackScholesSuite), typeof(RosenbrockSuite), typeof(FiftyOperationsSuite), typeof(ScalingSuite), typeof(CompileSuite)];
}
