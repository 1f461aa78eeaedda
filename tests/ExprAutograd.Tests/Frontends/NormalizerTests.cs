using System.Linq.Expressions;

namespace ExprAutograd.Tests.Frontends;

/// <summary>Every straight-line node a user can build: value, and derivatives in both modes.</summary>
public sealed class NormalizerTests
{
    /// <summary>What is no straight line, and what the error tests refuse.</summary>
    private static readonly ExpressionType[] Elsewhere =
        [ExpressionType.Dynamic, ExpressionType.Goto, ExpressionType.Label, ExpressionType.Loop, ExpressionType.RuntimeVariables, ExpressionType.Try];

    public static TheoryData<string> Rows => [.. NormalizerRows.All.Select(r => r.Name)];

    [Theory]
    [MemberData(nameof(Rows))]
    public void Value_and_gradient_are_those_of_the_row(string name)
    {
        var row = NormalizerRows.All.Single(r => r.Name == name);
        Assert.Equal(row.Value, Autograd.Compile(row.Function)(NormalizerRows.X, NormalizerRows.Y));
        foreach (var mode in CompiledDerivatives.BothModes)
        {
            var (value, gradient) = new CompiledDerivatives(row.Function, mode).ValueAndGradient(NormalizerRows.X, NormalizerRows.Y);
            Assert.Equal(row.Value, value);
            Assert.Null(Closeness.Difference($"gradient in {mode} mode", gradient, row.Gradient, 1e-14));
        }
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public void The_Hessian_is_the_slope_of_the_gradient(string name)
    {
        const double Step = 1e-5;
        var row = NormalizerRows.All.Single(r => r.Name == name);
        var derivatives = new CompiledDerivatives(row.Function, DifferentiationMode.Automatic);
        double[] Gradient(double dx, double dy) => derivatives.ValueAndGradient(NormalizerRows.X + dx, NormalizerRows.Y + dy).Gradient;
        double[] Slope(double dx, double dy) => [.. Gradient(dx, dy).Zip(Gradient(-dx, -dy), (a, b) => (a - b) / (2 * Step))];
        if (!row.IsSmooth) return;
        Assert.Null(Closeness.Difference("Hessian", derivatives.Hessian(NormalizerRows.X, NormalizerRows.Y), [Slope(Step, 0), Slope(0, Step)], 1e-6));
    }

    [Fact]
    public void Every_straight_line_kind_has_a_row()
    {
        var kinds = new Kinds();
        foreach (var row in NormalizerRows.All) kinds.Visit(row.Function);
        Assert.Empty(Enum.GetValues<ExpressionType>().Except(kinds.Found).Except(Elsewhere));
    }

    [Fact]
    public void A_throw_that_is_reached_throws_at_the_call()
    {
        var x = Expression.Parameter(typeof(double), "x");
        var f = Expression.Lambda<Func<double, double>>(
            Expression.Condition(Expression.LessThan(x, Expression.Constant(0.0)), Expression.Throw(Expression.New(typeof(ArithmeticException)), typeof(double)), Expression.Multiply(x, x)), x);
        var derivative = Autograd.Compile(Autograd.Derivative(f));
        Assert.Equal(6, derivative(3));
        Assert.Throws<ArithmeticException>(() => derivative(-1));
        Assert.Throws<ArithmeticException>(() => Autograd.Compile(f)(-1));
    }

    [Fact]
    public void An_empty_nullable_throws_at_the_call_as_it_does_without_the_library()
    {
        double? nothing = null;
        Assert.Throws<InvalidOperationException>(() => Autograd.Compile<Func<double, double>>(x => x * nothing!.Value)(1));
    }

    [Fact]
    public void An_index_out_of_range_throws_at_the_call()
    {
        var gradient = Autograd.Compile(Autograd.Gradient((double[] x) => x[3] * x[0]));
        Assert.Throws<IndexOutOfRangeException>(() => gradient([1, 2]));
    }

    [Fact]
    public void A_checked_conversion_that_overflows_throws_at_the_call()
    {
        var f = Autograd.Compile<Func<double, double>>(x => checked((int)Math.Floor(x)) * 2.0);
        Assert.Equal(4, f(2.5));
        Assert.Throws<OverflowException>(() => f(1e12));
    }

    [Fact]
    public void Captured_variables_are_read_at_each_call()
    {
        var (scale, isOn) = (2.0, true);
        var gradient = Autograd.Compile(Autograd.Gradient((double x, double y) => isOn ? scale * x * y : x));
        Assert.Equal((4, 6), gradient(3, 2));
        scale = 10;
        Assert.Equal((20, 30), gradient(3, 2));
        isOn = false;
        Assert.Equal((1, 0), gradient(3, 2));
    }

    [Fact]
    public void A_captured_lambda_is_inlined()
    {
        Expression<Func<double, double>> square = v => v * v;
        Assert.Equal(12, Autograd.Compile(Autograd.Derivative((double x) => x * square.Compile()(x)))(2));
    }

    [Fact]
    public void The_gradient_in_a_struct_is_a_struct()
    {
        var gradient = Autograd.Compile(Autograd.Gradient((NormalizerRows.Pair p, double s) => p.First * p.Second * s));
        var (pair, s) = gradient(new NormalizerRows.Pair(3, 2), 5);
        Assert.Equal((10, 15, 6), (pair.First, pair.Second, s));
    }

    [Fact]
    public void The_gradient_in_a_record_is_a_record() =>
        Assert.Equal(new NormalizerRows.Point(2, 3), Autograd.Compile(Autograd.Gradient((NormalizerRows.Point p) => p.Across * p.Down))(new NormalizerRows.Point(3, 2)));

    [Fact]
    public void The_gradient_in_a_class_with_settable_members_is_one()
    {
        var gradient = Autograd.Compile(Autograd.Gradient((NormalizerRows.Settable p) => p.Left * p.Right))(new NormalizerRows.Settable { Left = 3, Right = 2 });
        Assert.Equal((2, 3), (gradient.Left, gradient.Right));
    }

    [Fact]
    public void The_gradient_in_a_tuple_is_a_tuple() =>
        Assert.Equal((10, (5, 2)), Autograd.Compile(Autograd.Gradient(((double A, (double B, double C) Q) p) => p.A * p.Q.B * p.Q.C))((1, (2, 5))));

    [Fact]
    public void A_member_that_carries_no_derivative_is_default_in_the_gradient()
    {
        var gradient = Autograd.Compile(Autograd.Gradient(((double X, int N) p) => p.X * p.X * p.N));
        Assert.Equal((24, 0), gradient((3, 4)));
    }

    [Fact]
    public void Floats_stay_floats()
    {
        var gradient = Autograd.Compile(Autograd.ValueAndGradient((float x, float y) => MathF.Sqrt(x) * y));
        var (value, (dx, dy)) = gradient(4, 3);
        Assert.Equal((6f, 0.75f, 2f), (value, dx, dy));
    }

    private sealed class Kinds : ExpressionVisitor
    {
        public HashSet<ExpressionType> Found { get; } = [];

        public override Expression? Visit(Expression? node)
        {
            if (node is not null) Found.Add(node.NodeType);
            return base.Visit(node);
        }
    }
}
