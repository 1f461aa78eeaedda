namespace ExprAutograd.Tests.LinearAlgebra;

/// <summary>Every row of the tables against MathNet, against differences, and one transform against another.</summary>
public sealed class DenseRowTests
{
    public static TheoryData<string> Names => [.. DenseRows.All.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void The_value_is_that_of_MathNet(string name) => Assert.Null(Checks(name).Value());

    [Theory]
    [MemberData(nameof(Names))]
    public void The_gradient_is_that_of_differences_in_both_modes(string name) => Assert.Null(Checks(name).Gradient());

    [Theory]
    [MemberData(nameof(Names))]
    public void Products_with_cotangents_and_directions_agree_with_the_gradient(string name) => Assert.Null(Checks(name).Products());

    [Theory]
    [MemberData(nameof(Names))]
    public void Second_derivatives_are_those_of_differences(string name) => Assert.Null(Checks(name).Second());

    [Theory]
    [MemberData(nameof(Names))]
    public void Over_floats_it_is_the_same(string name) => Assert.Null(Checks(name).OverFloats());

    private static DenseRowChecks Checks(string name) => new(DenseRows.All[name]);
}
