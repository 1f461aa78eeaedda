using System.Linq.Expressions;
using ExprAutograd.Tests.Cases;

namespace ExprAutograd.Tests.Compilation;

/// <summary>A gradient as C#: the C# compiler takes it, and it computes the same bits.</summary>
public sealed class GeneratedCSharpTests
{
    private static readonly (LambdaExpression Function, double[] At)[] Functions =
    [
        (F((p, q) => (p + q) * p), [3, 5]),
        (F((x, y) => Math.Sin(x) * Math.Exp(y)), [0.3, -0.7]),
        (F((x, y) => x / y - (x - (y - x)) / (x / (y / x))), [1.3, 0.7]),
        (F((x, y) => -(-x) * -y - -x), [1.3, 0.7]),
        (F((x, y) => Math.Pow(x, y) + Math.Pow(x, 3) + Math.Pow(y, -0.5)), [1.3, 0.7]),
        (F((x, y) => x > y ? x * x : y * y * y), [1.3, 0.7]),
        (F((x, y) => x < y ? x * x : x > 2 * y ? y : Math.Sin(x * y)), [1.3, 0.7]),
        (F((x, y) => x > 0 && y > 0 || x < -1 ? x : y), [1.3, 0.7]),
        (F((x, y) => Math.Max(x, y) * Math.Min(x, 0.5) + Math.Abs(x - y)), [1.3, 0.7]),
        (F((x, y) => Math.Clamp(x, -1, y)), [1.3, 0.7]),
        (F((x, y) => Math.Atan2(y, x) + double.Hypot(x, y) + Math.Cbrt(x) + double.LogP1(y)), [1.3, 0.7]),
        (F((x, y) => Math.FusedMultiplyAdd(x, y, x) + Math.IEEERemainder(x, y) + (x % y)), [1.3, 0.7]),
        (F((x, y) => 1e-300 * x + double.Epsilon * y + 1e300 * x * 1e-300 + 0.1 * y), [1.3, 0.7]),
        (F((x, y) => double.IsNaN(x) ? double.NaN : x / double.PositiveInfinity + (y > double.NegativeInfinity ? y : double.MinValue)), [1.3, 0.7]),
        (F((x, y) => -0.0 * x + y * 0.0), [1.3, 0.7]),
        (F((x, y) => (float)x * (float)y), [1.3, 0.7]),
        (F((x, y) => new Tuple<double, double>(x * y, x + y).Item1 * new { A = x, B = y }.B), [1.3, 0.7]),
        (F((x, y) => new[] { x, y, x * y }[1] * x), [1.3, 0.7]),
        (F((x, y) => Math.Floor(x) * y + Math.Round(y) * x), [1.3, 0.7]),
        (F((x, y) => (int)Math.Floor(x) * y), [1.3, 0.7]),
        (F((t1, t2) => Math.Sin(t1 * t2) * Math.Cos(t1 * t2) * t1), [1.3, 0.7]),
        (LargeFunctions.Chain(60), [0.5, 0.25]),
        (LargeFunctions.Branches(60), [0.5, 0.25]),
        (LargeFunctions.Sum(120), [0.5, 0.25]),
        (LargeFunctions.Chain(4000), [0.5, 0.25]),
    ];

    [Fact]
    public void The_text_of_a_function_computes_what_it_computes() => AssertSameNumbers(f => f);

    [Fact]
    public void The_text_of_a_gradient_computes_what_it_computes() => AssertSameNumbers(f => Autograd.ValueAndGradient(f));

    [Fact]
    public void The_text_of_a_Jacobian_vector_product_computes_what_it_computes() => AssertSameNumbers(f => Autograd.Jvp(f), (0.5, -2.0));

    [Fact]
    public void The_text_of_a_Hessian_computes_what_it_computes() => AssertSameNumbers(f => Autograd.Hessian(f));

    [Fact]
    public void The_text_of_the_gradient_in_an_array_computes_what_it_computes()
    {
        Expression<Func<double[], double>> f = x => (x[0] * Math.Sin(x[1])) + (x[1] > 0 ? x[2] : x[0]);
        var gradient = Autograd.ValueAndGradient(f);
        double[] x = [0.5, -2, 3];
        Assert.Equal(CompiledDerivatives.Flatten(Autograd.Compile(gradient)(x)), CompiledDerivatives.Flatten(CompiledDerivatives.Call(ExpressionTexts.ToDelegates([gradient.ToCSharp()])[0], x)));
    }

    [Fact]
    public void The_gradient_of_the_tutorial_function_reads_as_one_would_write_it() => Assert.Equal(
        "(double p, double q, double s) => (s, s, p + q)",
        Autograd.Gradient((double p, double q, double s) => (p + q) * s).ToCSharp());

    [Fact]
    public void A_parameter_named_as_a_keyword_is_escaped() => Assert.Equal("(double x, double @int) => x * @int", F((x, @int) => x * @int).ToCSharp());

    private static void AssertSameNumbers(Func<LambdaExpression, LambdaExpression> transform, params object[] more)
    {
        var transformed = Functions.Select(f => (Function: transform(f.Function), f.At)).ToArray();
        var texts = ExpressionTexts.ToDelegates([.. transformed.Select(t => t.Function.ToCSharp())]);
        Assert.All(transformed.Zip(texts), pair =>
        {
            object[] arguments = [.. pair.First.At.Cast<object>(), .. more];
            Assert.Equal(Numbers(CompiledDerivatives.Call(Autograd.Compile(pair.First.Function), arguments)), Numbers(CompiledDerivatives.Call(pair.Second, arguments)));
        });
    }

    private static Expression<Func<double, double, double>> F(Expression<Func<double, double, double>> f) => f;

    private static double[] Numbers(object? value) => value is double[,] matrix ? [.. matrix.Cast<double>()] : CompiledDerivatives.Flatten(value);
}
