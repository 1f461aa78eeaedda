using System.Linq.Expressions;
using ExprAutograd.Anf;
using ExprAutograd.Expressions;
using ExprAutograd.Frontends;
using MathNet.Numerics.LinearAlgebra;

namespace ExprAutograd.Tests.Compilation;

using Greeks = (double Spot, double Strike, double Rate, double Volatility, double Time);
using ManyGreeks = (double[] Spot, double[] Strike, double[] Rate, double[] Volatility, double[] Time);

/// <summary>A function over many points is the loop of calls, bit for bit, whatever it is over and whatever is done with it next.</summary>
public sealed class MapTests
{
    private const int Points = 7;

    private static readonly Expression<Func<double, double, double, double, double, double>> Call = (spot, strike, rate, volatility, time) =>
        spot * SpecialMath.NormalCdf((Math.Log(spot / strike) + (rate + volatility * volatility / 2) * time) / (volatility * Math.Sqrt(time)))
        - strike * Math.Exp(-rate * time) * SpecialMath.NormalCdf((Math.Log(spot / strike) + (rate - volatility * volatility / 2) * time) / (volatility * Math.Sqrt(time)));

    private static readonly Expression<Func<double[], double[], double[], double>> Misfit = (w, x, y) => x.Zip(y, (a, b) => Math.Pow(w[0] * Math.Exp(w[1] * a) - b, 2)).Sum();

    private static readonly double[] X = Series(0.3, 0.41);
    private static readonly double[] Y = Series(-1.1, 0.37);

    private static readonly double[][] Weights = [[1, 0.1], [2, 0.3], [0.5, -0.2]];
    private static readonly double[][] Samples = [[1, 2, 3], [3, 2, 1], [0.5, 0.25, 0.1]];
    private static readonly double[] Times = [0, 1, 2];

    public readonly record struct Option(double Spot, double Strike);

    public static TheoryData<string, Action> Misfits => new()
    {
        { "takes 1 parameters, the function 2", () => Autograd.Map<Func<double[], double[]>>((double a, double b) => a * b) },
        { "'b' is int[]: it must be double[], with one element for each point, or double", () => Autograd.Map<Func<double[], int[], double[]>>((double a, double b) => a * b) },
        { "at least one must be an array", () => Autograd.Map<Func<double, double, double[]>>((double a, double b) => a * b) },
        { "returns double: it must return double[]", () => Autograd.Map<Func<double[], double, double>>((double a, double b) => a * b) },
        { "it is a Func<double[], double[], (double[], double[])>", () => Autograd.Map<Func<double[], double[], double[]>>(Autograd.Gradient((double a, double b) => a * b)) },
        { "Both must return something", () => Autograd.Map<Action<double[]>>((double a) => a) },
        { "no constructor that takes all its members", () => Autograd.Map((double a) => new Settable { Value = a }) },
    };

    [Fact]
    public void A_number_for_each_point()
    {
        var f = Autograd.Map((double x, double y) => Math.Sin(x * y) + x / y);
        var expected = X.Zip(Y, (x, y) => Math.Sin(x * y) + x / y);
        Assert.Equal(expected, Autograd.Compile(f)(X, Y));
        Assert.Equal(expected, f.Compile()(X, Y));
    }

    [Fact]
    public void Prices_and_sensitivities_as_tuples_of_arrays()
    {
        var (spots, strikes, rate, volatilities, times) = (Series(90, 3.1), Series(95, 1.7), 0.03, Series(0.1, 0.05), Series(0.2, 0.3));
        var one = Autograd.Compile(Autograd.ValueAndGradient(Call));
        var (prices, greeks) = Autograd.Compile(Autograd.Map<Func<double[], double[], double, double[], double[], (double[], ManyGreeks)>>(Autograd.ValueAndGradient(Call)))(spots, strikes, rate, volatilities, times);
        var tuples = Autograd.Compile(Autograd.Map<Func<double[], double[], double, double[], double[], (double, Greeks)[]>>(Autograd.ValueAndGradient(Call)))(spots, strikes, rate, volatilities, times);
        var mixed = Autograd.Compile(Autograd.Map<Func<double[], double[], double, double[], double[], (double[], Greeks[])>>(Autograd.ValueAndGradient(Call)))(spots, strikes, rate, volatilities, times);
        for (var k = 0; k < Points; k++)
        {
            var expected = one(spots[k], strikes[k], rate, volatilities[k], times[k]);
            Assert.Equal(expected, (prices[k], (greeks.Spot[k], greeks.Strike[k], greeks.Rate[k], greeks.Volatility[k], greeks.Time[k])));
            Assert.Equal(expected, tuples[k]);
            Assert.Equal(expected, (mixed.Item1[k], mixed.Item2[k]));
        }
    }

    [Fact]
    public void The_loop_over_points_holds_loads_arithmetic_and_stores()
    {
        var mapped = Autograd.Map<Func<double[], double[], double, double[], double[], (double[], ManyGreeks)>>(Autograd.ValueAndGradient(Call));
        var loop = Assert.IsType<LoopRegion>(KnownPrograms.Find(mapped)!.Program.Equations[^1].Value);
        Assert.NotNull(loop.Count);
        Assert.Null(loop.While);
        foreach (var equation in loop.Body.Equations)
        {
            var isPlain = equation.Value switch
            {
                BinaryExpression or UnaryExpression => equation.Value.Type == typeof(double),
                MethodCallExpression { Method: { Name: "Store" } } store => store.Arguments[1] == loop.Index && store.Arguments[2].Type == typeof(double),
                MethodCallExpression { Method.DeclaringType: var owner } => owner == typeof(Math) || owner == typeof(SpecialMath),
                _ => false,
            };
            Assert.True(isPlain, $"{equation} in {ProgramText.Of(KnownPrograms.Find(mapped)!.Program)}");
        }
    }

    [Fact]
    public void Rows_for_points_and_rows_of_results()
    {
        var gradient = Autograd.Gradient<Func<double[], double[], double[], double[]>>(Misfit, new AutogradOptions { WithRespectTo = [0] });
        var one = Autograd.Compile(gradient);
        var many = Autograd.Compile(Autograd.Map<Func<double[][], double[], double[][], double[][]>>(gradient))(Weights, Times, Samples);
        Assert.Equal(Weights.Zip(Samples, (w, y) => one(w, Times, y)), many);
    }

    [Fact]
    public void A_row_that_is_returned_is_the_results_own()
    {
        var (same, shared) = Autograd.Compile(Autograd.Map<Func<double[][], double[], (double[][], double[][])>>((double[] x, double[] w) => ValueTuple.Create(x, w)))(Weights, Times);
        Assert.Equal(Weights, same);
        Assert.All(shared, row => Assert.Equal(Times, row));
        Assert.NotSame(Weights[0], same[0]);
        Assert.NotSame(shared[0], shared[1]);
    }

    [Fact]
    public void Rows_are_written_where_they_stand_and_not_with_all_that_were_before()
    {
        const int Rows = 400;
        var many = Autograd.Compile(Autograd.Map((double[] x, bool isFirst) => isFirst ? x : new[] { x[0] * x[0], 1.0 }));
        double[][] points = [.. Enumerable.Range(0, Rows).Select(k => new[] { k, 2.0 })];
        bool[] areFirst = [.. points.Select((_, k) => k % 2 == 0)];
        many(points, areFirst);
        var before = GC.GetAllocatedBytesForCurrentThread();
        many(points, areFirst);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 200 * Rows);
    }

    [Fact]
    public void Structs_for_points_and_structs_of_results()
    {
        var options = X.Zip(Y, (x, y) => new Option(x, y)).ToArray();
        var f = Autograd.Map((Option o, double scale) => new Option(scale * o.Strike, o.Spot));
        Assert.Equal(options.Select(o => new Option(o.Spot * o.Strike, o.Spot)), Autograd.Compile(f)(options, [.. options.Select(o => o.Spot)]));
        var gradients = Autograd.Compile(Autograd.Map<Func<Option[], double, (Option[], double[])>>(Autograd.Gradient((Option o, double scale) => Math.Exp(scale * o.Spot) / o.Strike)))(options, 0.5);
        var one = Autograd.Compile(Autograd.Gradient((Option o, double scale) => Math.Exp(scale * o.Spot) / o.Strike));
        Assert.Equal(options.Select(o => one(o, 0.5)), gradients.Item1.Zip(gradients.Item2));
    }

    [Fact]
    public void Tuples_for_points_by_member_and_in_elements()
    {
        Expression<Func<(double A, (double B, double C) D), double, double>> f = (p, q) => p.A * Math.Sin(p.D.B) + p.D.C * q;
        var expected = X.Zip(Y, (x, y) => x * Math.Sin(y) + 0.25 * 3.0);
        Assert.Equal(expected, Autograd.Compile(Autograd.Map<Func<(double[], (double[], double)), double, double[]>>(f))((X, (Y, 0.25)), 3));
        Assert.Equal(expected, Autograd.Compile(Autograd.Map<Func<(double, (double, double))[], double, double[]>>(f))([.. X.Zip(Y, (x, y) => (x, (y, 0.25)))], 3));
        Assert.Equal(expected, Autograd.Compile(Autograd.Map<Func<(double[], (double, double)[]), double, double[]>>(f))((X, [.. Y.Select(y => (y, 0.25))]), 3));
    }

    [Fact]
    public void Matrices_and_vectors_for_points()
    {
        Expression<Func<Matrix<double>, Vector<double>, Vector<double>>> f = (a, b) => a * b + b.PointwiseExp();
        Vector<double>[] b = [Vector<double>.Build.Dense([1, 2.0]), Vector<double>.Build.Dense([-1, 0.5])];
        var a = Matrix<double>.Build.DenseOfArray(new[,] { { 1, 2.0 }, { 3, 4 } });
        Assert.Equal(b.Select(v => Autograd.Compile(f)(a, v)), Autograd.Compile(Autograd.Map<Func<Matrix<double>, Vector<double>[], Vector<double>[]>>(f))(a, b));
        var hessians = Autograd.Compile(Autograd.Map<Func<double[], double[], double[][,]>>(Autograd.Hessian((double x, double y) => Math.Sin(x * y))))(X, Y);
        var one = Autograd.Compile(Autograd.Hessian((double x, double y) => Math.Sin(x * y)));
        Assert.Equal(X.Zip(Y, one), hessians);
    }

    [Fact]
    public void Directions_and_cotangents_are_taken_apart()
    {
        Expression<Func<double, double, (double, double)>> f = (x, y) => new ValueTuple<double, double>(x * Math.Sin(y), x / y);
        var jvp = Autograd.Map<Func<double[], double, (double[], double[]), ((double[], double[]), (double[], double[]))>>(Autograd.Jvp(f));
        var vjp = Autograd.Map<Func<double[], double, (double, double)[], ((double, double)[], (double[], double[]))>>(Autograd.Vjp(f));
        var ((_, _), (t1, t2)) = Autograd.Compile(jvp)(X, 0.7, (Y, X));
        var (values, (x1, y1)) = Autograd.Compile(vjp)(X, 0.7, [.. Y.Zip(X)]);
        Assert.DoesNotContain("(double, double)", ProgramText.Of(KnownPrograms.Find(jvp)!.Program), StringComparison.Ordinal);
        var (push, pull) = (Autograd.Compile(Autograd.Jvp(f)), Autograd.Compile(Autograd.Vjp(f)));
        for (var k = 0; k < Points; k++)
        {
            Assert.Equal(push(X[k], 0.7, (Y[k], X[k])).Item2, (t1[k], t2[k]));
            Assert.Equal(pull(X[k], 0.7, (Y[k], X[k])), (values[k], (x1[k], y1[k])));
        }
    }

    [Fact]
    public void A_vector_direction_is_taken_apart()
    {
        Expression<Func<Vector<double>, double>> f = x => x.PointwiseSin().DotProduct(x);
        Vector<double>[] points = [Vector<double>.Build.Dense([1, 2.0]), Vector<double>.Build.Dense([-1, 0.5])];
        var hvp = Autograd.Map<Func<Vector<double>[], Vector<double>, Vector<double>[]>>(Autograd.Hvp(f));
        var one = Autograd.Compile(Autograd.Hvp(f));
        Assert.Equal(points.Select(p => one(p, points[1])), Autograd.Compile(hvp)(points, points[1]));
    }

    [Fact]
    public void The_gradient_of_a_sum_over_points_is_a_gradient_for_each_point_and_the_sum_in_what_they_share()
    {
        var mapped = Autograd.Map<Func<double[], double, double[]>>((double x, double w) => Math.Sin(w * x) * x);
        var (dx, dw) = Autograd.Compile(Autograd.Gradient(Total<Func<double[], double, double>>(mapped)))(X, 0.7);
        var one = Autograd.Compile(Autograd.Gradient((double x, double w) => Math.Sin(w * x) * x));
        Assert.Equal(X.Select(x => one(x, 0.7).Item1), dx);
        Assert.Equal(X.Sum(x => one(x, 0.7).Item2), dw, 1e-12);
        GradientCheck.Run(Total<Func<double[], double, double>>(mapped), X, 0.7).ThrowIfWrong();
    }

    [Fact]
    public void The_gradient_of_a_sum_over_rows()
    {
        var total = Total<Func<double[][], double[], double[][], double>>(Autograd.Map<Func<double[][], double[], double[][], double[]>>(Misfit));
        GradientCheck.Run(total, Weights, Times, Samples).ThrowIfWrong();
        var rows = Total<Func<double[][], double[], double>>(Autograd.Map<Func<double[][], double[], double[][]>>((double[] x, double[] w) => x.Select(a => Math.Exp(a * w[0]) + w[1]).ToArray()));
        GradientCheck.Run(rows, Weights, new[] { 0.3, 0.8 }).ThrowIfWrong();
    }

    [Fact]
    public void Gradients_that_were_mapped_are_differentiated()
    {
        var slopes = Autograd.Map<Func<double[], double, (double[], double[])>>(Autograd.Gradient((double x, double w) => Math.Sin(w * x) * x));
        var (x, w) = (Expression.Parameter(typeof(double[]), "x"), Expression.Parameter(typeof(double), "w"));
        var first = Expression.Field(Expression.Invoke(slopes, x, w), "Item1");
        var total = Expression.Lambda<Func<double[], double, double>>(Expression.Call(typeof(Enumerable), nameof(Enumerable.Sum), null, first), x, w);
        GradientCheck.Run(total, X, 0.7).ThrowIfWrong();
        var (dx, _) = Autograd.Compile(Autograd.Gradient(total))(X, 0.7);
        var one = Autograd.Compile(Autograd.Hessian((double a, double b) => Math.Sin(b * a) * a));
        Assert.All(X.Zip(dx), p => Assert.Equal(one(p.First, 0.7)[0, 0], p.Second, 1e-12));
    }

    [Fact]
    public void What_was_mapped_is_mapped_again()
    {
        var row = Autograd.Map<Func<double[], double, double[]>>((double x, double w) => Math.Exp(w * x));
        var table = Autograd.Compile(Autograd.Map<Func<double[], double[], double[][]>>(row))(X, Y);
        Assert.Equal(Y.Select(w => X.Select(x => Math.Exp(w * x)).ToArray()), table);
        var gradients = Autograd.Compile(Autograd.Map<Func<double[], double[], (double[][], double[])>>(Autograd.Gradient(Total<Func<double[], double, double>>(row))))(X, Y);
        var one = Autograd.Compile(Autograd.Gradient(Total<Func<double[], double, double>>(row)));
        Assert.Equal(Y.Select(w => one(X, w).Item1), gradients.Item1);
        Assert.Equal(Y.Select(w => one(X, w).Item2), gradients.Item2);
    }

    [Fact]
    public void Results_are_written_to_the_callers_arrays_without_allocation()
    {
        var mapped = Autograd.Map<Func<double[], double[], double, double[], double[], (double[], ManyGreeks)>>(Autograd.ValueAndGradient(Call));
        var into = Autograd.CompileInto<Action<double[], double[], double, double[], double[], (double[], ManyGreeks)>>(mapped);
        var (spots, strikes, volatilities, times) = (Series(90, 3.1), Series(95, 1.7), Series(0.1, 0.05), Series(0.2, 0.3));
        (double[] Prices, ManyGreeks Greeks) results = (new double[Points], (new double[Points], new double[Points], new double[Points], new double[Points], new double[Points]));
        results.Prices.AsSpan().Fill(double.NaN);
        var least = long.MaxValue;
        for (var round = 0; round < 4; round++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            into(spots, strikes, 0.03, volatilities, times, results);
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }
        Assert.Equal(0, least);
        var (prices, greeks) = Autograd.Compile(mapped)(spots, strikes, 0.03, volatilities, times);
        Assert.Equal(prices, results.Prices);
        Assert.Equal(greeks.Time, results.Greeks.Time);
        Assert.Throws<ArgumentException>(() => into(spots, strikes, 0.03, volatilities, times, results with { Prices = new double[Points + 1] }));
    }

    [Fact]
    public void No_points_give_no_results()
    {
        Assert.Empty(Autograd.Compile(Autograd.Map((double x, double y) => Math.Sin(x * y)))([], []));
        Assert.Empty(Autograd.Compile(Autograd.Map<Func<double[], double[], double[]>>((double x, double[] w) => w[0] * x))([], []));
        Assert.Empty(Autograd.Compile(Autograd.Map<Func<double[][], double[], double[][], double[]>>(Misfit))([], Times, []));
    }

    [Fact]
    public void Arrays_of_different_lengths_are_refused_by_name()
    {
        var f = Autograd.Compile(Autograd.Map((double spot, double strike) => spot - strike));
        Assert.Equal("The array 'strike' has 1 elements where 'spot' has 2.", Assert.Throws<ArgumentException>(() => f([1, 2], [3])).Message);
        var g = Autograd.Compile(Autograd.Map<Func<double, (double[], double[]), double[]>>((double q, (double A, double B) p) => p.A * q - p.B));
        Assert.Equal("The array 'p.Item2' has 0 elements where 'p.Item1' has 1.", Assert.Throws<ArgumentException>(() => g(1, ([1], []))).Message);
    }

    [Theory]
    [MemberData(nameof(Misfits))]
    public void A_type_that_does_not_fit_is_refused(string reason, Action map) => Assert.Contains(reason, Assert.Throws<ArgumentException>(map).Message, StringComparison.Ordinal);

    [Fact]
    public void What_has_no_rule_is_named_as_it_was_written()
    {
        var mapped = Autograd.Map<Func<double[], double, double[]>>((double x, double w) => w * Unknown(x));
        Assert.Contains("w * MapTests.Unknown(x)", Assert.Throws<MissingRuleException>(() => Autograd.Jacobian(mapped)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_captured_variable_is_read_at_each_call()
    {
        var scale = 2.0;
        var f = Autograd.Compile(Autograd.Map((double x) => scale * x));
        Assert.Equal([2, 4], f([1, 2]));
        scale = 3;
        Assert.Equal([3, 6], f([1, 2]));
    }

    [Fact]
    public void Methods_are_mapped_as_they_stand()
    {
        double[] expected = [.. X.Select(x => Power(x, 3))];
        var exponents = Enumerable.Repeat(3, Points).ToArray();
        Assert.Equal(expected, Autograd.Compile(Autograd.Map<double, int, double>(Power))(X, exponents));
        Assert.Equal(expected, Autograd.Compile(Autograd.Map((Func<double, int, double>)Power))(X, exponents));
        Assert.Equal(expected, Autograd.Compile(Autograd.Map<Func<double[], int, double[]>>((Func<double, int, double>)Power))(X, 3));
        Assert.Equal(expected, Autograd.Compile(Autograd.Map<Func<double[], int, double[]>>(typeof(MapTests).GetMethod(nameof(Power), [typeof(double), typeof(int)])!))(X, 3));
    }

    [Fact]
    public void Eight_parameters()
    {
        Expression<Func<double, double, double, double, double, double, double, double, double>> f = (a, b, c, d, e, g, h, i) => a * b + c * d - e * g + h / i;
        Assert.Equal(X.Zip(Y, (x, y) => x * y + x * y - x * y + x / y), Autograd.Compile(Autograd.Map(f))(X, Y, X, Y, X, Y, X, Y));
    }

    [Fact]
    public void The_example_of_the_README()
    {
        const int Paths = 100_000;
        double[] z = [.. Enumerable.Range(0, Paths).Select(k => SpecialMath.NormalInverseCdf((k + 0.5) / Paths))];
        Expression<Func<double, double, double, double, double>> payoff = (spot, rate, volatility, z) =>
            Math.Exp(-rate) * Math.Max(spot * Math.Exp(rate - volatility * volatility / 2 + volatility * z) - 100, 0);

        var sensitivities = Autograd.ValueAndGradient<Func<double, double, double, double, (double, (double, double, double))>>(
            payoff, new AutogradOptions { WithRespectTo = [0, 1, 2] });
        var paths = Autograd.Map<Func<double, double, double, double[], (double[], (double[], double[], double[]))>>(sensitivities);
        var (values, (delta, rho, vega)) = Autograd.Compile(paths)(100, 0.03, 0.2, z);

        var (price, greeks) = Autograd.Compile(Autograd.ValueAndGradient(Call))(100, 100, 0.03, 0.2, 1);
        Assert.Equal(price, values.Average(), 1e-3);
        Assert.Equal(greeks.Item1, delta.Average(), 1e-3);
        Assert.Equal(greeks.Item3, rho.Average(), 1e-2);
        Assert.Equal(greeks.Item4, vega.Average(), 1e-2);
        Assert.Equal("9.41, 0.60, 50.5, 38.7", FormattableString.Invariant($"{values.Average():F2}, {delta.Average():F2}, {rho.Average():F1}, {vega.Average():F1}"));
    }

    public static double Power(double x, int n)
    {
        var power = 1.0;
        for (var k = 0; k < n; k++) power *= x;
        return power;
    }

    private static double Unknown(double x) => x;

    /// <summary>The sum of all numbers that a mapped function returns.</summary>
    private static Expression<TDelegate> Total<TDelegate>(LambdaExpression mapped)
    {
        var many = Expression.Invoke(mapped, mapped.Parameters);
        Expression<Func<double[][], double>> ofRows = rows => rows.Select(row => row.Sum()).Sum();
        Expression<Func<double[], double>> ofNumbers = numbers => numbers.Sum();
        return Expression.Lambda<TDelegate>(Expression.Invoke(many.Type == typeof(double[]) ? ofNumbers : ofRows, many), mapped.Parameters);
    }

    private static double[] Series(double first, double step) => [.. Enumerable.Range(0, Points).Select(k => first + (k * step))];

    public struct Settable
    {
        public double Value { get; set; }
    }
}
