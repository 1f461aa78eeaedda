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

    private static object? Inner(object? outcome) => outcome is System.Reflection.TargetInvocationException e ? e.InnerException : outcome;
}
