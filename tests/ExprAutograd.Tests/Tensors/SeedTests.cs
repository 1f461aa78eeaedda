namespace ExprAutograd.Tests.Tensors;

/// <summary>Define-by-run behaves as people know it from PyTorch, errors included.</summary>
public sealed class SeedTests
{
    private static readonly SeedRow[] Values =
        [.. SeedRows.Values, .. SeedRowsOfGraphs.Values, .. SeedRowsOfTypes.Values, .. TensorInPlaceRows.Values, .. TensorHooksRows.Values];

    private static readonly SeedError[] Mistakes =
        [.. SeedRows.Errors, .. SeedRowsOfGraphs.Errors, .. SeedRowsOfTypes.Errors, .. TensorInPlaceRows.Errors, .. TensorHooksRows.Errors];

    public static TheoryData<string> Behaviours => [.. Values.Select(row => row.What)];

    public static TheoryData<string> Errors => [.. Mistakes.Select(row => row.What)];

    [Theory]
    [MemberData(nameof(Behaviours))]
    public void A_program_behaves_as_in_PyTorch(string what) => Assert.Null(Values.Single(row => row.What == what).Difference());

    [Theory]
    [MemberData(nameof(Errors))]
    public void A_mistake_is_told_with_the_remedy(string what)
    {
        var row = Mistakes.Single(r => r.What == what);
        var exception = Assert.Throws(row.Exception, row.Run);
        Assert.All(row.Says, said => Assert.Contains(said, exception.Message, StringComparison.OrdinalIgnoreCase));
    }
}
