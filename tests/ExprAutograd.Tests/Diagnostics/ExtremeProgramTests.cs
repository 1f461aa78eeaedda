using System.Linq.Expressions;
using ExprAutograd.Tests.Compilation;

namespace ExprAutograd.Tests.Diagnostics;

/// <summary>Programs of a size or depth that would overflow a stack: they compile, or are refused in words; the process goes on.</summary>
public sealed class ExtremeProgramTests
{
    private const int Operations = 100_000;

    private static readonly ParameterExpression x = Expression.Parameter(typeof(double), "x");

    [Fact]
    public void A_sum_100_000_deep_on_the_left_compiles() => AssertSumOfSines(Terms().Aggregate(Expression.Add));

    [Fact]
    public void A_sum_100_000_deep_on_the_right_compiles() => AssertSumOfSines(Terms().Reverse().Aggregate((sum, term) => Expression.Add(term, sum)));

    [Fact]
    public void A_balanced_sum_of_100_000_operations_compiles() => AssertSumOfSines(LargeFunctions.Balanced([.. Terms()]));

    [Fact]
    public void A_chain_of_100_000_operations_compiles()
    {
        Expression chain = x;
        for (var k = 0; k < Operations / 2; k++) chain = Expression.Multiply(Expression.Add(chain, Expression.Constant(0.0)), Expression.Constant(1.0));
        var (value, derivative) = ValueAndDerivative(chain, 0.5);
        Assert.Equal((0.5, 1), (value, derivative));
    }

    [Fact]
    public void A_second_derivative_100_000_deep_compiles()
    {
        var f = Expression.Lambda<Func<double, double>>(Terms().Aggregate(Expression.Add), x);
        var second = Autograd.Compile(Autograd.Derivative(Autograd.Derivative(f)));
        Assert.Equal(-Enumerable.Range(1, Operations / 2).Sum(k => Math.Sin(0.5 * Scale(k)) * Scale(k) * Scale(k)), second(0.5), 1e-6);
    }

    [Theory]
    [InlineData(100)]
    [InlineData(2_000)]
    [InlineData(20_000)]
    public void Conditionals_nested_deep_compile_or_are_refused(int depth)
    {
        Expression body = x;
        for (var k = 0; k < depth; k++) body = Expression.Condition(Expression.LessThan(x, Expression.Constant(-1.0 - k)), Expression.Constant((double)k), Expression.Multiply(body, Expression.Constant(1.0)));
        AssertRightOrRefused(body, 0.5, 1);
    }

    [Fact]
    public void A_graph_of_2_to_the_60_paths_is_walked_once() => FinishesAtAll(() =>
    {
        Expression sum = x;
        for (var k = 0; k < 60; k++) sum = Expression.Add(sum, sum);
        var (value, derivative) = ValueAndDerivative(sum, 0.5);
        Assert.Equal((Math.Pow(2, 59), Math.Pow(2, 60)), (value, derivative));
    });

    [Fact]
    public void A_graph_of_2_to_the_60_paths_is_printed_once() => FinishesAtAll(() =>
    {
        Expression sum = x;
        for (var k = 0; k < 60; k++) sum = Expression.Add(sum, sum);
        Assert.True(Expression.Lambda<Func<double, double>>(sum, x).ToCSharp().Length < 10_000);
    });

    [Fact]
    public void A_graph_of_2_to_the_60_paths_through_branches_is_walked_once() => FinishesAtAll(() =>
    {
        Expression chosen = x;
        for (var k = 0; k < 60; k++) chosen = Expression.Condition(Expression.LessThan(chosen, Expression.Constant((double)k)), Expression.Multiply(chosen, Expression.Constant(1.0)), Expression.Negate(chosen));
        AssertRightOrRefused(chosen, -0.5, -1);
    });

    [Theory]
    [InlineData(300)]
    [InlineData(5_000)]
    public void Lambdas_nested_deep_compile_or_are_refused(int depth)
    {
        Expression body = x;
        for (var k = 0; k < depth; k++)
        {
            var parameter = Expression.Parameter(typeof(double), $"p{k}");
            body = Expression.Invoke(Expression.Lambda(Expression.Add(parameter, Expression.Constant(1.0)), parameter), body);
        }
        AssertRightOrRefused(body, depth + 0.5, 1);
    }

    [Theory]
    [InlineData(300)]
    [InlineData(5_000)]
    public void Lambdas_within_lambdas_compile_or_are_refused(int depth)
    {
        Expression body = x;
        for (var k = 0; k < depth; k++)
        {
            var parameter = Expression.Parameter(typeof(double), $"p{k}");
            body = Expression.Invoke(Expression.Lambda(Expression.Add(body, parameter), parameter), Expression.Constant(1.0));
        }
        AssertRightOrRefused(body, depth + 0.5, 1);
    }

    [Theory]
    [InlineData(300)]
    [InlineData(10_000)]
    public void Blocks_nested_deep_compile_or_are_refused(int depth)
    {
        Expression body = x;
        for (var k = 0; k < depth; k++)
        {
            var variable = Expression.Variable(typeof(double), $"v{k}");
            body = Expression.Block([variable], Expression.Assign(variable, body), Expression.Add(variable, Expression.Constant(1.0)));
        }
        AssertRightOrRefused(body, depth + 0.5, 1);
    }

    [Fact]
    public void A_block_of_50_000_statements_compiles()
    {
        var v = Expression.Variable(typeof(double), "v");
        var statements = new List<Expression> { Expression.Assign(v, x) };
        for (var k = 0; k < Operations / 2; k++) statements.Add(Expression.AddAssign(v, x));
        statements.Add(v);
        var (value, derivative) = ValueAndDerivative(Expression.Block([v], statements), 0.5);
        Assert.Equal(((Operations / 2 * 0.5) + 0.5, (Operations / 2) + 1), (value, derivative));
    }

    [Fact]
    public void A_tuple_nested_deep_is_taken_apart_or_refused()
    {
        Expression body = Expression.Constant(new Tuple<double, double>(1, 2), typeof(Tuple<double, double>));
        for (var k = 0; k < 2_000; k++) body = Expression.New(typeof(Tuple<double, double>).GetConstructors()[0], Expression.Add(Expression.Property(body, "Item1"), x), x);
        AssertRightOrRefused(Expression.Property(body, "Item1"), 1 + (2_000 * 0.5), 2_000);
    }

    [Fact]
    public void An_array_of_10_000_elements_read_one_by_one_compiles()
    {
        var a = Expression.Parameter(typeof(double[]), "a");
        var terms = Enumerable.Range(0, 10_000).Select(k => (Expression)Expression.Multiply(Expression.ArrayIndex(a, Expression.Constant(k)), Expression.ArrayIndex(a, Expression.Constant(k)))).ToArray();
        var gradient = Autograd.Compile(Autograd.Gradient(Expression.Lambda<Func<double[], double>>(LargeFunctions.Balanced(terms), a)));
        double[] at = [.. Enumerable.Range(0, 10_000).Select(k => (double)k)];
        Assert.Equal(at.Select(v => 2 * v), gradient(at));
    }

    [Fact]
    public void An_error_in_a_program_100_000_deep_is_short()
    {
        var body = Terms().Aggregate(Expression.Add);
        var wrong = Expression.Lambda<Func<double, double>>(Expression.Add(body, Expression.Call(typeof(ErrorRows), nameof(ErrorRows.Unknown), null, body)), x);
        var error = Assert.Throws<MissingRuleException>(() => Autograd.Derivative(wrong));
        Assert.True(error.Message.Length < 800, error.Message);
        Assert.Contains("Unknown", error.Message, StringComparison.Ordinal);
    }

    /// <summary>Fails, rather than hanging the run, where the work is exponential: half a minute against millennia, no measurement.</summary>
    private static void FinishesAtAll(Action body)
    {
        Exception? failure = null;
        var thread = new Thread(() => failure = Record.Exception(body)) { IsBackground = true };
        thread.Start();
        Assert.True(thread.Join(TimeSpan.FromSeconds(30)), "It does not finish.");
        Assert.Null(failure);
    }

    private static double Scale(int k) => 1e-5 * k;

    private static IEnumerable<Expression> Terms() =>
        Enumerable.Range(1, Operations / 2).Select(k => (Expression)Expression.Call(typeof(Math), nameof(Math.Sin), null, Expression.Multiply(x, Expression.Constant(Scale(k)))));

    private static void AssertSumOfSines(Expression sum)
    {
        var (value, derivative) = ValueAndDerivative(sum, 0.5);
        Assert.Equal(Enumerable.Range(1, Operations / 2).Sum(k => Math.Sin(0.5 * Scale(k))), value, 1e-6);
        Assert.Equal(Enumerable.Range(1, Operations / 2).Sum(k => Math.Cos(0.5 * Scale(k)) * Scale(k)), derivative, 1e-6);
    }

    private static (double Value, double Derivative) ValueAndDerivative(Expression body, double at) =>
        Autograd.Compile(Autograd.ValueAndGradient(Expression.Lambda<Func<double, double>>(body, x)))(at);

    private static void AssertRightOrRefused(Expression body, double value, double derivative)
    {
        try
        {
            Assert.Equal((value, derivative), ValueAndDerivative(body, 0.5));
        }
        catch (UnsupportedExpressionException e)
        {
            Assert.NotEmpty(e.Remedy);
        }
    }
}
