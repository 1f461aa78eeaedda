using System.Linq.Expressions;
using System.Runtime.CompilerServices;
using MathNet.Numerics.LinearAlgebra;

namespace ExprAutograd.Cli.Demo;

/// <summary>The model is written once; its value and its gradient in the seven parameters come compiled from the library.</summary>
internal sealed class ThurberObjective
{
    public const int ParameterCount = 7;

    /// <summary>NIST's model, powers written out.</summary>
    public static readonly Expression<Func<double, double, double, double, double, double, double, double, double>> Model =
        (b1, b2, b3, b4, b5, b6, b7, x) => (b1 + b2 * x + b3 * x * x + b4 * x * x * x) / (1 + b5 * x + b6 * x * x + b7 * x * x * x);

    private static readonly AutogradOptions ByTheParametersNotX = new() { WithRespectTo = [.. Enumerable.Range(0, ParameterCount)] };

    private readonly Func<double, double, double, double, double, double, double, double, double> value;
    private readonly Func<double, double, double, double, double, double, double, double, (double Value, (double, double, double, double, double, double, double) Gradient)> valueAndGradient;
    private readonly NistDataSet data;

    public ThurberObjective(NistDataSet data)
    {
        this.data = data;
        value = Autograd.Compile(Model);
        valueAndGradient = (Func<double, double, double, double, double, double, double, double, (double, (double, double, double, double, double, double, double))>)
            Autograd.Compile(Autograd.ValueAndGradient((LambdaExpression)Model, ByTheParametersNotX));
    }

    /// <summary>The model's values at the observations.</summary>
    public Vector<double> Values(Vector<double> b) => Vector<double>.Build.Dense(data.X.Length, i => value(b[0], b[1], b[2], b[3], b[4], b[5], b[6], data.X[i]));

    /// <summary>One row per observation, one column per parameter.</summary>
    public Matrix<double> Jacobian(Vector<double> b)
    {
        var jacobian = Matrix<double>.Build.Dense(data.X.Length, ParameterCount);
        for (var i = 0; i < data.X.Length; i++)
        {
            var (_, d) = valueAndGradient(b[0], b[1], b[2], b[3], b[4], b[5], b[6], data.X[i]);
            jacobian.SetRow(i, [d.Item1, d.Item2, d.Item3, d.Item4, d.Item5, d.Item6, d.Item7]);
        }
        return jacobian;
    }

    /// <summary>The sum of squared residuals.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public double ResidualSumOfSquares(double[] b)
    {
        var sum = 0.0;
        for (var i = 0; i < data.X.Length; i++)
        {
            var residual = value(b[0], b[1], b[2], b[3], b[4], b[5], b[6], data.X[i]) - data.Y[i];
            sum += residual * residual;
        }
        return sum;
    }

    /// <summary>Writes the gradient of the sum of squared residuals, of length 7.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Gradient(double[] b, double[] gradient)
    {
        Array.Clear(gradient);
        for (var i = 0; i < data.X.Length; i++)
        {
            var (y, d) = valueAndGradient(b[0], b[1], b[2], b[3], b[4], b[5], b[6], data.X[i]);
            var twice = 2 * (y - data.Y[i]);
            gradient[0] += twice * d.Item1;
            gradient[1] += twice * d.Item2;
            gradient[2] += twice * d.Item3;
            gradient[3] += twice * d.Item4;
            gradient[4] += twice * d.Item5;
            gradient[5] += twice * d.Item6;
            gradient[6] += twice * d.Item7;
        }
    }

    /// <summary>The same by central differences of <see cref="ResidualSumOfSquares"/>, at the step that balances truncation and rounding.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void GradientByDifferences(double[] b, double[] gradient)
    {
        var relativeStep = Math.Cbrt(Math.BitIncrement(1.0) - 1);
        for (var k = 0; k < ParameterCount; k++)
        {
            var here = b[k];
            var step = relativeStep * Math.Abs(here);
            b[k] = here + step;
            var above = ResidualSumOfSquares(b);
            b[k] = here - step;
            var below = ResidualSumOfSquares(b);
            b[k] = here;
            gradient[k] = (above - below) / (2 * step);
        }
    }

    /// <summary>The same by hand in 28 digits: what the other two are held against.</summary>
    public double[] GradientInDecimal(double[] b)
    {
        var p = Array.ConvertAll(b, Exact);
        var gradient = new decimal[ParameterCount];
        for (var i = 0; i < data.X.Length; i++)
        {
            decimal x = Exact(data.X[i]), y = Exact(data.Y[i]);
            var numerator = p[0] + x * (p[1] + x * (p[2] + x * p[3]));
            var denominator = 1 + x * (p[4] + x * (p[5] + x * p[6]));
            var model = numerator / denominator;
            var twice = 2 * (model - y) / denominator;
            decimal[] slopes = [1, x, x * x, x * x * x, -model * x, -model * x * x, -model * x * x * x];
            for (var k = 0; k < ParameterCount; k++) gradient[k] += twice * slopes[k];
        }
        return Array.ConvertAll(gradient, g => (double)g);
    }

    /// <summary>The double's own value; the cast to decimal would round it to 15 digits.</summary>
    private static decimal Exact(double value)
    {
        var halvings = 0;
        while (value != Math.Truncate(value))
        {
            value *= 2;
            halvings++;
        }
        var exact = (decimal)(long)value;
        for (; halvings > 0; halvings--) exact /= 2;
        return exact;
    }
}
