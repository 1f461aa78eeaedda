namespace ExprAutograd.Tests.Tensors;

/// <summary>Every function of one element, and of two: derivatives to order 2 against differences, for operands of every kind.</summary>
public sealed class ElementwiseTests
{
    private const double Step = 1e-5;

    /// <summary>Each function, and an interval on which it is smooth.</summary>
    private static readonly Dictionary<string, (Func<Tensor, Tensor> Of, double Low, double High)> Functions = new()
    {
        ["Abs"] = (x => x.Abs(), 0.2, 2),
        ["Neg"] = (x => -x, -2, 2),
        ["Sign"] = (x => x.Sign() * x, 0.2, 2),
        ["Exp"] = (x => x.Exp(), -2, 2),
        ["Log"] = (x => x.Log(), 0.3, 3),
        ["Log1P"] = (x => x.Log1P(), -0.5, 2),
        ["ExpM1"] = (x => x.ExpM1(), -2, 2),
        ["Sqrt"] = (x => x.Sqrt(), 0.3, 3),
        ["Rsqrt"] = (x => x.Rsqrt(), 0.3, 3),
        ["Square"] = (x => x.Square(), -2, 2),
        ["Reciprocal"] = (x => x.Reciprocal(), 0.3, 3),
        ["Sin"] = (x => x.Sin(), -2, 2),
        ["Cos"] = (x => x.Cos(), -2, 2),
        ["Tan"] = (x => x.Tan(), -1, 1),
        ["Asin"] = (x => x.Asin(), -0.8, 0.8),
        ["Acos"] = (x => x.Acos(), -0.8, 0.8),
        ["Atan"] = (x => x.Atan(), -2, 2),
        ["Sinh"] = (x => x.Sinh(), -2, 2),
        ["Cosh"] = (x => x.Cosh(), -2, 2),
        ["Tanh"] = (x => x.Tanh(), -2, 2),
        ["Sigmoid"] = (x => x.Sigmoid(), -2, 2),
        ["Relu"] = (x => x.Relu() * x, 0.2, 2),
        ["Gelu"] = (x => x.Gelu(), -2, 2),
        ["Softplus"] = (x => x.Softplus(), -2, 2),
        ["Erf"] = (x => x.Erf(), -2, 2),
        ["Floor"] = (x => x.Floor() * x, 0.2, 0.8),
        ["Ceil"] = (x => x.Ceil() * x, 0.2, 0.8),
        ["Round"] = (x => x.Round() * x, 0.6, 1.4),
        ["Pow"] = (x => x.Pow(3), -2, 2),
        ["Pow of a fraction"] = (x => x.Pow(1.7), 0.3, 3),
        ["Pow of a half"] = (x => x.Pow(-0.5), 0.3, 3),
        ["Clamp"] = (x => x.Clamp(-5, 5) * x, -2, 2),
        ["plus a number"] = (x => 2 + x + 1, -2, 2),
        ["minus a number"] = (x => 1 - (x - 3), -2, 2),
        ["times a number"] = (x => 2 * x * 3, -2, 2),
        ["over a number"] = (x => 3 / (x / 2), 0.3, 3),
        ["To"] = (x => x.To(x.ElementType), -2, 2),
        ["Clone"] = (x => x.Clone(), -2, 2),
    };

    private static readonly Dictionary<string, Func<Tensor, Tensor, Tensor>> Pairs = new()
    {
        ["+"] = (a, b) => a + b,
        ["-"] = (a, b) => a - b,
        ["*"] = (a, b) => a * b,
        ["/"] = (a, b) => a / b,
        ["Pow"] = (a, b) => a.Pow(b),
        ["Atan2"] = (a, b) => a.Atan2(b),
        ["Maximum"] = (a, b) => a.Maximum(b * 0.1) * b,
        ["Minimum"] = (a, b) => a.Minimum(b * 10) * b,
        ["Where"] = (a, b) => Tensor.Where(a > 0.0, a * b, b),
    };

    public static TheoryData<string> FunctionNames => [.. Functions.Keys];

    public static TheoryData<string> PairNames => [.. Pairs.Keys];

    [Theory]
    [MemberData(nameof(FunctionNames))]
    public void A_function_of_one(string name)
    {
        var (f, low, high) = Functions[name];
        foreach (var (kind, make) in Operands(low, high)) Check($"{name} of {kind}", make, f);
        Assert.Empty(f(Tensor.Zeros(0, 3)).ToArray<double>());
        Assert.True(double.IsNaN(f(Tensor.From(double.NaN)).Item()) || name == "Sign", name);
        Assert.Equal(ElementType.Float32, f(Tensor.From([0.7f, 0.8f])).ElementType);
        Assert.Equal(f(Tensor.From(0.75)).Item(), f(Tensor.From(0.75f)).Item(), 1e-5);
    }

    [Theory]
    [MemberData(nameof(PairNames))]
    public void A_function_of_two(string name)
    {
        var f = Pairs[name];
        foreach (var (kind, make) in Operands(0.5, 2))
        {
            Check($"{name} of {kind} and a row", make, x => f(x, Tensor.From([1.5, 0.7, 1.1])));
            Check($"{name} of a column and {kind}", make, x => f(Tensor.From(new[,] { { 1.5 }, { 0.7 } }), x));
            Check($"{name} of {kind} and itself", make, x => f(x, x * 0.5));
        }
        Assert.Equal([2, 0, 3], f(Tensor.Zeros(2, 0, 3), Tensor.Ones(3)).Shape.ToArray());
        Assert.True(double.IsNaN(f(Tensor.From(double.NaN), Tensor.From(1.0)).Item()) || name == "Where", name);
        Assert.Throws<ArgumentException>(() => f(Tensor.Zeros(2), Tensor.Zeros(3)));
    }

    /// <summary>A number, a row, a matrix, a transposed one, a part of one, one that is stretched.</summary>
    private static IEnumerable<(string Kind, Func<Tensor, Tensor> Make)> Operands(double low, double high)
    {
        Tensor Between(Tensor unit) => (unit * (high - low)) + low;
        yield return ("a number", u => Between(u[0, 0]));
        yield return ("a row", u => Between(u[0]));
        yield return ("a matrix", u => Between(u[..2]));
        yield return ("a transpose", u => Between(u.T[..2]));
        yield return ("a column stretched", u => Between(u[..2, ..1]).BroadcastTo(2, 3));
        yield return ("a matrix backwards", u => Between(u.Flip(1)[1..]));
    }

    /// <summary>First and second derivatives of a weighted sum, along a direction, against differences.</summary>
    private static void Check(string what, Func<Tensor, Tensor> make, Func<Tensor, Tensor> f)
    {
        var start = Tensor.Rand([3, 3], 5);
        var direction = Tensor.Randn([3, 3], 6);
        Tensor Value(Tensor u)
        {
            var y = f(make(u));
            return (y * (Tensor.Arange(1.0, y.Count + 1).Reshape([.. y.Shape]) * 0.3).Sin()).Sum();
        }
        (double First, double Second) At(double t)
        {
            var u = (start + (direction * t)).Detach().SetRequiresGrad();
            var first = (Autograd.Grad(Value(u), u, createGraph: true) * direction).Sum();
            return (first.Item(), first.RequiresGrad ? (Autograd.Grad([first], [u], allowUnused: true)[0] is { } second ? (second * direction).Sum().Item() : 0) : 0);
        }
        using var scope = Autograd.EnableGrad();
        var (found, up, down) = (At(0), At(Step), At(-Step));
        var slope = (Value(start + (direction * Step)).Item() - Value(start - (direction * Step)).Item()) / (2 * Step);
        Assert.True(Math.Abs(found.First - slope) <= 1e-6 * (1 + Math.Abs(slope)), $"{what}: first derivative {found.First} against {slope}");
        var curvature = (up.First - down.First) / (2 * Step);
        Assert.True(Math.Abs(found.Second - curvature) <= 1e-5 * (1 + Math.Abs(curvature)), $"{what}: second derivative {found.Second} against {curvature}");
    }
}
