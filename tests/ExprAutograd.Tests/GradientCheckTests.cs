using System.Linq.Expressions;
using ExprAutograd.Compilation;
using ExprAutograd.Rules;

namespace ExprAutograd.Tests;

/// <summary>The gradient check itself: right rules pass in any arithmetic and shape, each kind of wrong rule is found and named.</summary>
public sealed class GradientCheckTests
{
    private static readonly GradientCheckOptions SecondOrder = new() { Order = 2 };

    public record Weights(double Slope, float Offset, int Count, double[] Bias);

    public static TheoryData<string> RightFunctions => [.. Right.Keys];

    /// <summary>Functions whose derivatives are right, at points where a careless check fails them.</summary>
    private static Dictionary<string, (LambdaExpression Function, object[] Point)> Right { get; } = new()
    {
        ["several numbers"] = Case((double p, double q, double s) => (p + q) * Math.Exp(s), 3.0, 5.0, 2.0),
        ["an int for a double"] = Case((double p, double q) => p / q, 3, 7),
        ["an inactive int"] = Case((double x, int n) => n * x * x, 1.5, 3),
        ["sizes far apart"] = Case((double a, double b) => a + (b * b), 1e6, 1e-6),
        ["a tiny argument"] = Case((double x) => Math.Log(x), 1e-12),
        ["a huge argument"] = Case((double x) => Math.Sqrt(x), 1e200),
        ["zero"] = Case((double x) => Math.Sin(x) + x, 0.0),
        ["a constant"] = Case((double x) => (x - x) + 3, 2.0),
        ["steps that hit the period"] = Case((double x) => Math.Sin(2 * Math.PI * 64 * x), 1.0),
        ["noise in the derivative"] = Case((double x) => (1 - Math.Cos(x)) / (x * x), 1e-5),
        ["cancellation in the value"] = Case((double x) => (1e8 + Math.Sin(x)) - 1e8, 1.0),
        ["a kink nearby"] = Case((double x) => Math.Abs(x - 1) * x, 1.001),
        ["single precision"] = Case((float x, float y) => MathF.Exp(x) * MathF.Sin(y) / (1 + (x * x)), 1.3f, 2.2f),
        ["single precision inside"] = Case((double x) => (double)MathF.Sin((float)x) * x, 0.7),
        ["an array"] = Case((double[] w) => (w[0] * Math.Sin(w[1])) + Math.Tanh(w[2]), new[] { 1.0, 2, 3 }),
        ["a tuple"] = Case(((double A, double B) t, double x) => Math.Pow(t.A, t.B) * x, (1.5, 2.5), 2.0),
        ["a record"] = Case((Weights w, double x) => (w.Slope * x) + (w.Offset * w.Count) + (w.Bias[1] * w.Bias[0]), new Weights(2, 0.5f, 3, [1, 2]), 4.0),
        ["a branch"] = Case((double x, double y) => x > y ? Math.Log(x) * y : y * y, 3.0, 2.0),
    };

    [Theory]
    [MemberData(nameof(RightFunctions))]
    public void A_right_derivative_passes_to_second_order(string name)
    {
        var (function, point) = Right[name];
        for (var seed = 0; seed < 5; seed++)
        {
            var report = GradientCheck.Run(function, SecondOrder with { Seed = seed }, point);
            Assert.True(report.IsCorrect, report.ToString());
            Assert.False(report.HasKink, report.ToString());
            Assert.Contains(report.Rows, r => r.Quantity == "second derivative");
        }
    }

    [Theory]
    [InlineData("x * y")]
    [InlineData("x / y")]
    [InlineData("Exp")]
    [InlineData("Sin")]
    [InlineData("Atan2")]
    public void A_sign_or_a_factor_is_found_and_the_parameter_named(string name)
    {
        var (function, rule) = name switch
        {
            "x * y" => (Of((x, y) => Math.Cos(x) * y), RuleSet.Default.With((a, b) => a * b, (a, b, z, dz) => dz * b, (a, b, z, dz) => -dz * a)),
            "x / y" => (Of((x, y) => Math.Cos(x) / y), RuleSet.Default.With((a, b) => a / b, (a, b, z, dz) => dz / b, (a, b, z, dz) => 1.001 * (-dz * z / b))),
            "Exp" => (Of((x, y) => x * Math.Exp(y)), RuleSet.Default.With(x => Math.Exp(x), (x, y, dy) => 2 * dy * y)),
            "Sin" => (Of((x, y) => x * Math.Sin(y)), RuleSet.Default.With(x => Math.Sin(x), (x, y, dy) => -dy * Math.Cos(x))),
            _ => (Of((x, y) => Math.Atan2(x, y)), RuleSet.Default.With((a, b) => Math.Atan2(a, b), (a, b, z, dz) => dz * b / ((a * a) + (b * b)), (a, b, z, dz) => dz * a / ((a * a) + (b * b)))),
        };
        foreach (var mode in Enum.GetValues<DifferentiationMode>())
        {
            var report = GradientCheck.Run(function, Under(rule, mode), 1.3, 0.4);
            Assert.False(report.IsCorrect, report.ToString());
            Assert.All(report.Rows.Where(r => r.Along == "x"), r => Assert.Equal(GradientCheckOutcome.Agrees, r.Outcome));
            Assert.Contains(report.Rows, r => r.Along == "y" && r.Outcome == GradientCheckOutcome.Differs);
            Assert.Contains("along y", report.ToString(), StringComparison.Ordinal);
        }
        Assert.True(GradientCheck.Run(function, 1.3, 0.4).IsCorrect);
    }

    [Fact]
    public void A_report_gives_the_size_of_the_error()
    {
        var rules = RuleSet.Default.With(x => Math.Exp(x), (x, y, dy) => 2 * dy * y);
        var report = GradientCheck.Run((double x) => Math.Exp(x), Under(rules), 1.0);
        var row = report.Rows.First(r => r.Outcome == GradientCheckOutcome.Differs);
        Assert.Equal(Math.E, row.Expected, 1e-9);
        Assert.Equal(2 * Math.E, row.Found, 1e-9);
        Assert.Equal(Math.E, row.Error, 1e-9);
        Assert.Equal("2 times what is expected", row.Note);
        Assert.Equal(1, report.LargestError, 1e-9);
    }

    [Fact]
    public void An_element_of_an_array_and_of_the_result_is_named()
    {
        var rules = RuleSet.Default.With(x => Math.Exp(x), (x, y, dy) => -dy * y);
        var report = GradientCheck.Run((double[] w) => new[] { w[0] * w[1], w[3] + Math.Exp(w[2]), w[0] }, Under(rules), new[] { 1.0, 2, 3, 4 });
        Assert.False(report.IsCorrect);
        Assert.Contains(report.Rows, r => r.Outcome == GradientCheckOutcome.Differs && r.Along == "w[2], of result[1]");
        Assert.StartsWith("Wrong: the derivative along w[2], of result[1]", report.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_wrong_pushforward_is_found_in_forward_mode_only()
    {
        var rules = RuleSet.Default.WithPushforward((double x) => Math.Sin(x), (x, y, dx) => dx * 1.5 * Math.Cos(x));
        var report = GradientCheck.Run((double x) => Math.Sin(x), Under(rules), 0.5);
        Assert.All(report.Rows.Where(r => r.Mode == "reverse | numerical"), r => Assert.Equal(GradientCheckOutcome.Agrees, r.Outcome));
        Assert.Contains(report.Rows, r => r.Mode == "forward | numerical" && r.Outcome == GradientCheckOutcome.Differs);
        Assert.Contains(report.Rows, r => r.Mode == "reverse | forward" && r.Outcome == GradientCheckOutcome.Differs);
        Assert.True(GradientCheck.Run((double x) => Math.Sin(x), Under(rules, DifferentiationMode.Reverse), 0.5).IsCorrect);
    }

    [Fact]
    public void A_pullback_whose_own_derivative_is_wrong_is_found_at_second_order_only()
    {
        // The value of the pullback is right; a factor without a derivative hides what depends on x.
        var rules = RuleSet.Default.With(x => Math.Sin(x), (x, y, dy) => dy * Math.Round(Math.Cos(x) * 1e15) / 1e15);
        Assert.True(GradientCheck.Run((double x) => Math.Sin(x), Under(rules), 0.5).IsCorrect);
        Assert.False(GradientCheck.Run((double x) => Math.Sin(x), Under(rules) with { Order = 2 }, 0.5).IsCorrect);
    }

    [Theory]
    [InlineData(nameof(Math.Abs), -1, 1)]
    [InlineData(nameof(Math.Max), 0, 1)]
    [InlineData("branch", 2, 3)]
    public void A_kink_is_named_with_both_slopes(string name, double left, double right)
    {
        Expression<Func<double, double>> function = name switch
        {
            nameof(Math.Abs) => x => Math.Abs(x),
            nameof(Math.Max) => x => Math.Max(x, 0),
            _ => x => x < 0 ? 2 * x : 3 * x,
        };
        var report = GradientCheck.Run(function, 0.0);
        Assert.True(report.IsCorrect, report.ToString());
        Assert.True(report.HasKink);
        Assert.Contains($"a kink along x: the slope is {left} on the left and {right} on the right", report.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_derivative_outside_of_a_kinks_slopes_is_wrong()
    {
        var rules = RuleSet.Default.With(x => Math.Abs(x), (x, y, dy) => dy * 3);
        Assert.False(GradientCheck.Run((double x) => Math.Abs(x), Under(rules), 0.0).IsCorrect);
    }

    [Theory]
    [InlineData("jump")]
    [InlineData("end of the domain")]
    public void Where_there_is_no_numerical_derivative_the_report_says_so(string where)
    {
        Expression<Func<double, double>> function = where == "jump" ? x => Math.Floor(x) + x : x => Math.Sqrt(x - 2);
        var report = GradientCheck.Run(function, 2.0);
        Assert.True(report.IsCorrect, report.ToString());
        Assert.False(report.IsConclusive);
        Assert.Contains(where == "jump" ? "differences along x do not settle" : "the function has no value on the left", report.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Parameters_can_be_left_out()
    {
        var options = new GradientCheckOptions { Differentiation = new AutogradOptions { WithRespectTo = [1] } };
        var report = GradientCheck.Run((double x, double y) => Math.Floor(x) * y, options, 2.0, 3.0);
        Assert.True(report.IsCorrect && report.IsConclusive, report.ToString());
        Assert.All(report.Rows, r => Assert.Equal("y", r.Along));
    }

    [Fact]
    public void Throws_the_whole_report_when_wrong()
    {
        var rules = RuleSet.Default.With(x => -x, (x, y, dy) => dy);
        var error = Assert.Throws<GradientCheckException>(() => GradientCheck.Run((double x) => -x, Under(rules), 1.0).ThrowIfWrong());
        Assert.Equal(error.Report.ToString(), error.Message);
        var right = GradientCheck.Run((double x) => -x, 1.0);
        Assert.Same(right, right.ThrowIfWrong());
    }

    [Fact]
    public void The_same_seed_gives_the_same_report()
    {
        GradientCheckReport Run(int seed) => GradientCheck.Run((double x, double y) => x * Math.Sin(y), new GradientCheckOptions { Seed = seed }, 1.0, 2.0);
        Assert.Equal(Run(7).ToString(), Run(7).ToString());
        Assert.NotEqual(Run(7).ToString(), Run(8).ToString());
    }

    [Fact]
    public void Wrong_arguments_are_explained()
    {
        Expression<Func<double, int, double>> function = (x, n) => x * n;
        Assert.Contains("(double x, int n)", Assert.Throws<ArgumentException>(() => GradientCheck.Run(function, 1.0)).Message, StringComparison.Ordinal);
        Assert.Contains("'int n'", Assert.Throws<ArgumentException>(() => GradientCheck.Run(function, 1.0, 2.5)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => GradientCheck.Run((int n) => n, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => GradientCheck.Run(function, new GradientCheckOptions { Order = 3 }, 1.0, 2));
    }

    private static (LambdaExpression, object[]) Case(LambdaExpression function, params object[] point) => (function, point);

    private static Expression<Func<double, double, double>> Of(Expression<Func<double, double, double>> function) => function;

    private static GradientCheckOptions Under(RuleSet rules, DifferentiationMode mode = DifferentiationMode.Automatic) =>
        new() { Differentiation = new AutogradOptions { Rules = rules, Mode = mode } };
}
