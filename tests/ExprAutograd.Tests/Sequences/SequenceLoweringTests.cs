using System.Linq.Expressions;

namespace ExprAutograd.Tests.Sequences;

/// <summary>LINQ as loops computes what LINQ computes.</summary>
public sealed class SequenceLoweringTests
{
    public static TheoryData<string> Names => [.. SequenceRows.All.Select(r => r.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_lowered_pipeline_gives_the_same_bits_and_exceptions(string name)
    {
        var row = SequenceRows.All.Single(r => r.Name == name);
        var lowered = LoweredFunction.Of(row.Function);
        Assert.Empty(LoweredFunction.Residue(lowered));
        var (original, loops) = (row.Function.Compile(), lowered.Compile());
        foreach (var data in SequenceData.All)
        {
            var expected = LoweredFunction.Outcome(() => original.DynamicInvoke(data));
            var actual = LoweredFunction.Outcome(() => loops.DynamicInvoke(data));
            Assert.True(LoweredFunction.AreIdentical(Inner(expected), Inner(actual)), $"{LoweredFunction.Text(Inner(expected))} but got {LoweredFunction.Text(Inner(actual))}\nat {data}\nof {row.Function}");
        }
    }

    [Fact]
    public void Names_of_rows_are_their_own() => Assert.Equal(SequenceRows.All.Length, SequenceRows.All.Select(r => r.Name).Distinct().Count());

    [Fact]
    public void Random_pipelines_give_the_same_bits_and_exceptions_and_run_no_lambda_more_often() => Fuzz.Run(200, Difference, RandomPipelines.Decode);

    private static string? Difference(byte[] bytes)
    {
        var function = RandomPipelines.Decode(bytes);
        var lowered = LoweredFunction.Of(function);
        if (LoweredFunction.Residue(lowered) is [var left, ..]) return $"{left} is left";
        var (original, loops) = (function.Compile(), lowered.Compile());
        foreach (var data in SequenceData.All)
        {
            RandomPipelines.LambdaRuns = 0;
            var expected = Inner(LoweredFunction.Outcome(() => original.DynamicInvoke(data)));
            var mostRuns = RandomPipelines.LambdaRuns;
            if (IsDefectOfLinq(expected)) continue;
            RandomPipelines.LambdaRuns = 0;
            var actual = Inner(LoweredFunction.Outcome(() => loops.DynamicInvoke(data)));
            if (!LoweredFunction.AreIdentical(expected, actual)) return $"{LoweredFunction.Text(expected)} but got {LoweredFunction.Text(actual)}\nat {data}\nof {function}";
            if (RandomPipelines.LambdaRuns > mostRuns && !KeepsItems(function)) return $"{mostRuns} runs but got {RandomPipelines.LambdaRuns}\nat {data}\nof {function}";
        }
        return null;
    }

    /// <summary>True for pipelines that keep items in memory and compute them all, and for the ends that LINQ finds without going there.</summary>
    private static bool KeepsItems(LambdaExpression function) => new[] { "OrderBy", "Reverse", "TakeLast", "SequenceEqual", "Min()", "Last", "ElementAt", "Skip(", "Contains" }.Any(name => function.ToString().Contains(name, StringComparison.Ordinal));

    /// <summary>.NET 10.0 copies a negative number of items where more are skipped than there are, and a Concat and a ToArray follow.</summary>
    private static bool IsDefectOfLinq(object? outcome) => outcome is ArgumentOutOfRangeException e && e.StackTrace!.Contains("IListSkipTakeIterator", StringComparison.Ordinal);

    private static object? Inner(object? outcome) => outcome is System.Reflection.TargetInvocationException e ? e.InnerException : outcome;
}
