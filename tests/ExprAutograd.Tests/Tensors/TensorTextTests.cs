using ExprAutograd.Tensors;

namespace ExprAutograd.Tests.Tensors;

/// <summary>Tensors print as PyTorch prints them, character by character.</summary>
public sealed class TensorTextTests
{
    public static TheoryData<string> Rows => [.. TensorTextRows.All.Select(row => row.What)];

    [Theory]
    [MemberData(nameof(Rows))]
    public void Text_is_what_PyTorch_prints(string what)
    {
        var row = TensorTextRows.All.Single(r => r.What == what);
        Assert.Equal(row.Expected, TensorText.Of(row.Values, row.Shape, row.Suffix));
    }

    [Fact]
    public void The_closing_parenthesis_of_the_suffix_may_be_left_out()
    {
        double[] values = [1, 2];
        Assert.Equal(TensorText.Of(values, [2], ", requires_grad=True)"), TensorText.Of(values, [2], ", requires_grad=True"));
        Assert.Equal(TensorText.Of(values, [2], ")"), TensorText.Of(values, [2], ""));
    }

    [Fact]
    public void Other_arrays_are_no_tensor() => Assert.Contains("String[]", Assert.Throws<ArgumentException>(() => TensorText.Of(new[] { "a" }, [1], "")).Message);
}
