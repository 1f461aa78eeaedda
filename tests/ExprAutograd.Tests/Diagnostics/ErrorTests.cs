using System.Linq.Expressions;

namespace ExprAutograd.Tests.Diagnostics;

/// <summary>A wrong program fails when its derivative is built, and the message says where, why, and what to write instead.</summary>
public sealed class ErrorTests
{
    public static TheoryData<string> Rows => [.. ErrorRows.All.Select(r => r.Name)];

    [Theory]
    [MemberData(nameof(Rows))]
    public void Says_where_why_and_what_to_write(string name)
    {
        var row = ErrorRows.All.Single(r => r.Name == name);
        var error = Record.Exception(row.Build);
        Assert.NotNull(error);
        Assert.Equal((row.Exception, error.Message), (error.GetType(), error.Message));
        Assert.All(row.Says, piece => Assert.Contains(piece, error.Message, StringComparison.OrdinalIgnoreCase));
        if (error is not AutogradException autograd) return;
        Assert.NotEmpty(autograd.Reason);
        Assert.NotEmpty(autograd.Remedy);
        Assert.Contains(autograd.Remedy, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error.Message);
    }

    [Fact]
    public void The_error_carries_the_node_at_fault()
    {
        Expression<Func<double, double>> f = x => Math.Sin(x) + ErrorRows.Unknown(x);
        var error = Assert.Throws<MissingRuleException>(() => Autograd.Derivative(f));
        Assert.Same(((BinaryExpression)f.Body).Right, error.Expression);
        Assert.Equal("ErrorRows.Unknown", error.Operator);
    }

    [Fact]
    public void A_long_expression_is_shown_where_it_matters()
    {
        var x = Expression.Parameter(typeof(double), "x");
        Expression body = Expression.Call(typeof(ErrorRows), nameof(ErrorRows.Unknown), null, x);
        for (var k = 0; k < 200; k++) body = Expression.Add(body, Expression.Call(typeof(Math), nameof(Math.Sin), null, x));
        var error = Assert.Throws<MissingRuleException>(() => Autograd.Derivative(Expression.Lambda<Func<double, double>>(body, x)));
        Assert.Contains("Unknown(x)", error.Message, StringComparison.Ordinal);
        Assert.True(error.Message.Length < 600, error.Message);
    }

    [Fact]
    public void What_no_derivative_passes_through_needs_no_rule()
    {
        Assert.Equal(2, Autograd.Compile(Autograd.Derivative((double x) => (2 * x) + (0 * ErrorRows.Unknown(3))))(1));
        Assert.Equal(2, Autograd.Compile(Autograd.Derivative((double x) => (2 * x) + Autograd.StopGradient(ErrorRows.Unknown(x))))(1));
        Assert.Equal(2, Autograd.Compile(Autograd.Derivative((double x) => ErrorRows.Unknown(x) > 0 ? 2 * x : x))(1));
        Assert.Equal(3, Autograd.Compile(Autograd.Derivative((double x, double y) => x * ErrorRows.Unknown(y), 0))(1, 3));
        LambdaExpression product = (double x, int n) => x * n;
        Assert.Equal(3.0, Autograd.Compile(Autograd.Gradient(product, new AutogradOptions { WithRespectTo = [0] })).DynamicInvoke(1.0, 3));
    }

    [Fact]
    public void A_value_that_cannot_be_differentiated_compiles_all_the_same() =>
        Assert.Equal(5, Autograd.Compile<Func<double, double>>(x => (int)x + ErrorRows.Unknown(2))(3.5));
}
