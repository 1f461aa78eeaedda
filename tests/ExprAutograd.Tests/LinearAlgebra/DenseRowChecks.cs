using System.Linq.Expressions;
using System.Runtime.CompilerServices;
using ExprAutograd.Expressions;
using MathNet.Numerics.LinearAlgebra;

namespace ExprAutograd.Tests.LinearAlgebra;

/// <summary>What every row must satisfy; each check returns where it fails, or null.</summary>
internal sealed class DenseRowChecks
{
    private const double BothModes = 1e-11;
    private const double Differences = 1e-6;
    private const double SecondDifferences = 1e-5;
    private const double Floats = 2e-4;

    private const double ThroughFloats = 1e-6;

    private readonly DenseRow row;
    private readonly LambdaExpression scalar;
    private readonly int[] differentiated;
    private readonly object? expected;
    private readonly object? cotangent;

    public DenseRowChecks(DenseRow row)
    {
        this.row = row;
        expected = CompiledDerivatives.Call(row.Reference, Fresh());
        cotangent = expected is double ? 1.0 : DenseNumbers.Like(expected!, [.. DenseData.Numbers(DenseNumbers.Of(expected).Length, seed: 9).Select(d => (double)(float)d)]);
        scalar = expected is double ? row.Function : Weighted(row.Function, cotangent!);
        differentiated = [.. Enumerable.Range(0, row.Arguments.Length).Where(k => DenseNumbers.Of(row.Arguments[k]).Length > 0 || row.Arguments[k] is Vector<double> or Matrix<double> or double[])];
    }

    /// <summary>The value is MathNet's, in MathNet's shape, and no argument has changed.</summary>
    public string? Value()
    {
        var arguments = Fresh();
        var actual = CompiledDerivatives.Call(Autograd.Compile(row.Function), arguments);
        return Difference("value", actual, expected, row.Tolerance) ?? Difference("arguments afterwards", arguments, CallArguments(), 0);
    }

    /// <summary>The gradient, of the result or of the result weighted by the cotangent, in both modes and by differences.</summary>
    public string? Gradient()
    {
        var reverse = GradientIn(DifferentiationMode.Reverse);
        var shapes = string.Join(", ", differentiated.Select(k => DenseNumbers.Shape(row.Arguments[k])));
        var actual = reverse is ITuple tuple && differentiated.Length > 1 ? string.Join(", ", Enumerable.Range(0, tuple.Length).Select(k => DenseNumbers.Shape(tuple[k]))) : DenseNumbers.Shape(reverse);
        if (actual != shapes) return $"the gradient is {actual}, not {shapes}";
        var gradient = DenseNumbers.Of(reverse);
        return Closeness.Difference("gradient forward", DenseNumbers.Of(GradientIn(DifferentiationMode.Forward)), gradient, Rounding)
            ?? (row.IsSmooth ? Closeness.Difference("gradient", gradient, ByDifferences(), Differences) : null);
    }

    /// <summary>The transforms that take a direction or a cotangent agree with the gradient, and the Jacobian of a vector with both.</summary>
    public string? Products()
    {
        var gradient = DenseNumbers.Of(GradientIn(DifferentiationMode.Reverse));
        var arguments = Fresh();
        if (expected is not double)
        {
            var vjp = (ITuple)CompiledDerivatives.Call(Autograd.Compile(CallTransform(nameof(Autograd.Vjp))), [.. arguments, cotangent])!;
            if ((Difference("value of the Vjp", vjp[0], expected, row.Tolerance) ?? Closeness.Difference("Vjp", DenseNumbers.Of(vjp[1]), gradient, Rounding)) is { } wrong) return wrong;
        }
        var direction = Direction();
        var jvp = (ITuple)CompiledDerivatives.Call(Autograd.Compile(CallTransform(nameof(Autograd.Jvp))), [.. arguments, direction])!;
        var along = DenseNumbers.Of(direction);
        return Difference("value of the Jvp", jvp[0], expected, row.Tolerance)
            ?? (DenseNumbers.Shape(jvp[1]) == DenseNumbers.Shape(expected) ? null : $"the tangent is {DenseNumbers.Shape(jvp[1])}, the value {DenseNumbers.Shape(expected)}")
            ?? Closeness.Difference("Jvp", Dot(DenseNumbers.Of(jvp[1]), DenseNumbers.Of(cotangent)), Dot(gradient, along), Rounding * 10);
    }

    /// <summary>Second derivatives: Hvp, and the Hessian of a row with few numbers, against differences of gradients.</summary>
    public string? Second()
    {
        if (!row.IsSmooth) return null;
        var gradient = Autograd.Compile(CallTransform(nameof(Autograd.Gradient), scalar));
        var direction = Direction();
        var along = DenseNumbers.Of(direction);
        var x = Flat();
        var expectedProduct = new double[x.Length];
        const double H = 1e-4;
        double[] At(double h) => DenseNumbers.Of(CompiledDerivatives.Call(gradient, With([.. x.Select((v, k) => v + (h * along[k]))])));
        var (a, b, c, d) = (At(H), At(-H), At(2 * H), At(-2 * H));
        for (var k = 0; k < x.Length; k++) expectedProduct[k] = ((8 * (a[k] - b[k])) - (c[k] - d[k])) / (12 * H);
        var hvp = CompiledDerivatives.Call(Autograd.Compile(CallTransform(nameof(Autograd.Hvp), scalar)), [.. Fresh(), direction]);
        if (Closeness.Difference("Hvp", DenseNumbers.Of(hvp), expectedProduct, SecondDifferences) is { } wrong) return wrong;
        if (x.Length > 6) return null;
        var hessian = (double[,])CompiledDerivatives.Call(Autograd.Compile(CallTransform(nameof(Autograd.Hessian), scalar)), Fresh())!;
        var product = new double[x.Length];
        for (var i = 0; i < x.Length; i++)
            for (var j = 0; j < x.Length; j++)
                product[i] += hessian[i, j] * along[j];
        return Closeness.Difference("Hessian", product, DenseNumbers.Of(hvp), 1e-9);
    }

    /// <summary>The same function over floats: the value bit for bit, the gradient as near as floats are.</summary>
    public string? OverFloats()
    {
        if (!row.HasFloatForm) return null;
        var floats = FloatForm.Of(row.Function);
        object?[] arguments = [.. Fresh().Select(DenseNumbers.ToFloat)];
        var reference = CompiledDerivatives.Call(floats.Compile(), [.. Fresh().Select(DenseNumbers.ToFloat)]);
        var actual = CompiledDerivatives.Call(Autograd.Compile(floats), arguments);
        if (Difference("value over floats", actual, reference, row.Tolerance > 0 ? 1e-5 : 0) is { } wrong) return wrong;
        var gradient = DenseNumbers.Of(CompiledDerivatives.Call(Autograd.Compile(CallTransform(nameof(Autograd.Gradient), FloatForm.Of(scalar))), arguments));
        return row.IsSmooth ? Closeness.Difference("gradient over floats", gradient, DenseNumbers.Of(GradientIn(DifferentiationMode.Reverse)), Floats) : null;
    }

    private object? GradientIn(DifferentiationMode mode) => CompiledDerivatives.Call(Autograd.Compile(Autograd.Gradient(scalar, Options(mode))), Fresh());

    private AutogradOptions Options(DifferentiationMode mode) => new() { Mode = mode, WithRespectTo = [.. differentiated] };

    private LambdaExpression CallTransform(string transform, LambdaExpression? of = null)
    {
        var (f, options) = (of ?? row.Function, Options(DifferentiationMode.Automatic));
        return transform switch
        {
            nameof(Autograd.Vjp) => Autograd.Vjp(f, options),
            nameof(Autograd.Jvp) => Autograd.Jvp(f, options),
            nameof(Autograd.Hvp) => Autograd.Hvp(f, options),
            nameof(Autograd.Hessian) => Autograd.Hessian(f, options),
            _ => Autograd.Gradient(f, options),
        };
    }

    private object Direction()
    {
        double[] numbers = [.. DenseData.Numbers(Flat().Length, seed: 4).Select(d => (double)(float)d)];
        var next = 0;
        object[] parts = [.. differentiated.Select(k => DenseNumbers.Like(row.Arguments[k], () => numbers[next++]))];
        return parts.Length == 1 ? parts[0] : Activator.CreateInstance(TupleTypes.Of([.. differentiated.Select(k => row.Function.Parameters[k].Type)]), parts)!;
    }

    /// <summary>Differences of the reference, extrapolated twice.</summary>
    private double[] ByDifferences()
    {
        var x = Flat();
        var weights = DenseNumbers.Of(cotangent);
        var gradient = new double[x.Length];
        for (var k = 0; k < x.Length; k++)
        {
            const double H = 1e-3;
            var (wide, middle, narrow) = (Slope(k, H), Slope(k, H / 2), Slope(k, H / 4));
            var (first, second) = (((4 * middle) - wide) / 3, ((4 * narrow) - middle) / 3);
            gradient[k] = ((16 * second) - first) / 15;
        }
        return gradient;

        double Slope(int k, double h) => (At(k, h) - At(k, -h)) / (2 * h);

        double At(int k, double h)
        {
            var moved = (double[])x.Clone();
            moved[k] += h;
            return Dot(DenseNumbers.Of(CompiledDerivatives.Call(row.Reference, With(moved))), weights);
        }
    }

    private double Rounding => row.PassesThroughFloats ? ThroughFloats : BothModes;

    private double[] Flat() => [.. differentiated.SelectMany(k => DenseNumbers.Of(row.Arguments[k]))];

    private object[] With(double[] numbers)
    {
        var next = 0;
        return [.. row.Arguments.Select((a, k) => differentiated.Contains(k) ? DenseNumbers.Like(a, () => numbers[next++]) : a)];
    }

    private object[] CallArguments() => row.Arguments;

    /// <summary>Copies of the arguments, of the same classes.</summary>
    private object[] Fresh() => [.. row.Arguments.Select(a => a switch
    {
        Vector<double> v => v.Clone(),
        Matrix<double> m => m.Clone(),
        double or float or int => a,
        _ => DenseNumbers.Like(a, DenseNumbers.Of(a)),
    })];

    private static double Dot(double[] x, double[] y) => x.Zip(y, (a, b) => a * b).Sum();

    private static string? Difference(string what, object? actual, object? expected, double tolerance)
    {
        if (DenseNumbers.Shape(actual) != DenseNumbers.Shape(expected)) return $"{what} is {DenseNumbers.Shape(actual)}, expected {DenseNumbers.Shape(expected)}";
        var (a, e) = (DenseNumbers.Of(actual), DenseNumbers.Of(expected));
        if (tolerance > 0) return Closeness.Difference(what, a, e, tolerance);
        for (var k = 0; k < e.Length; k++)
            if (!Closeness.AreSameBits(a[k], e[k])) return $"{what}[{k}]: {a[k]:R}, expected {e[k]:R} exactly";
        return null;
    }

    /// <summary>The result as one number: the sum of its numbers, each times the one of the cotangent.</summary>
    private static LambdaExpression Weighted(LambdaExpression function, object cotangent)
    {
        var variable = Expression.Variable(function.ReturnType, "result");
        return Expression.Lambda(Expression.Block([variable], Expression.Assign(variable, function.Body), Sum(variable, cotangent)), function.Parameters);
    }

    private static Expression Sum(Expression value, object weights)
    {
        switch (weights)
        {
            case double w: return Expression.Multiply(value, Expression.Constant(w));
            case Vector<double> w: return Dotted(Expression.Convert(value, typeof(Vector<double>)), Expression.Constant(w, typeof(Vector<double>)));
            case Matrix<double> w: return Dotted(Columns(Expression.Convert(value, typeof(Matrix<double>))), Columns(Expression.Constant(w, typeof(Matrix<double>))));
            case double[] w: return Dotted(Built(value), Built(Expression.Constant(w)));
            case ITuple w:
                return Enumerable.Range(0, w.Length).Select(k => Sum(Expression.PropertyOrField(value, $"Item{k + 1}"), w[k]!)).Aggregate(Expression.Add);
            case Array w:
                return Enumerable.Range(0, w.Length).Select(k => Sum(Expression.ArrayIndex(value, Expression.Constant(k)), w.GetValue(k)!)).Aggregate(Expression.Add);
            default: throw new ArgumentException($"A {weights.GetType()} is no result of a row.");
        }

        static Expression Dotted(Expression x, Expression y) => Expression.Call(x, nameof(Vector<double>.DotProduct), null, y);

        static Expression Built(Expression array) => Expression.Call(Expression.Field(null, typeof(Vector<double>), nameof(Vector<double>.Build)), nameof(VectorBuilder<double>.Dense), null, array);

        static Expression Columns(Expression matrix) => Built(Expression.Call(matrix, nameof(Matrix<double>.ToColumnMajorArray), null));
    }
}
