using System.Linq.Expressions;

namespace ExprAutograd.Tests.Differentiation;

/// <summary>What must hold of every function: the compiled value is the lambda's own, and both modes give what an interpreter over hyper-dual numbers gives.</summary>
/// <remarks>Each check returns what is wrong, or null.</remarks>
internal static class RandomChecks
{
    // Reverse and forward sum in different orders; what they may differ by grows with the largest number on the way.
    private const double Tolerance = 1e-9;
    private const double LargestNumber = 1e5;

    /// <summary>Where functions are looked at; one of fewer inputs takes the first numbers.</summary>
    public static double[][] Points { get; } = [[0.7, -1.3, 0.4, 1.9], [-0.25, 0.85, 2.1, -0.6], [1.5, 1.5, -0.0, 0.5]];

    public static string? WrongValue(LambdaExpression function)
    {
        var plain = function.Compile();
        var compiled = Autograd.Compile(function);
        var inGradient = CompiledDerivatives.BothModes.Select(m => new CompiledDerivatives(function, m)).ToArray();
        foreach (var point in Points)
        {
            var x = PointOf(function, point);
            var expected = (double)CompiledDerivatives.Call(plain, Arguments(function, x))!;
            var actual = (double)CompiledDerivatives.Call(compiled, Arguments(function, x))!;
            if (!Closeness.AreSameBits(actual, expected)) return $"Value at ({string.Join(", ", x)}): compiled {actual:R}, the lambda {expected:R}";
            foreach (var derivatives in inGradient)
                if (derivatives.ValueAndGradient(x).Value is var value && !Closeness.AreSameBits(value, expected)) return $"Value with gradient at ({string.Join(", ", x)}): {value:R}, the lambda {expected:R}";
        }
        return null;
    }

    public static string? WrongOracle(LambdaExpression function)
    {
        var plain = function.Compile();
        foreach (var point in Points)
        {
            var x = PointOf(function, point);
            var expected = (double)CompiledDerivatives.Call(plain, Arguments(function, x))!;
            var actual = new Interpreter().Run(function, x, new double[x.Length], new double[x.Length]).Value;
            if (!Closeness.AreSameBits(actual, expected)) return $"Value at ({string.Join(", ", x)}): interpreted {actual:R}, the lambda {expected:R}";
        }
        return null;
    }

    public static string? WrongGradient(LambdaExpression function) => WrongGradient(function, function);

    /// <summary>The gradient of <paramref name="function"/> against the oracle's of <paramref name="original"/>, the same function written otherwise.</summary>
    public static string? WrongGradient(LambdaExpression function, LambdaExpression original)
    {
        var reverse = new CompiledDerivatives(function, DifferentiationMode.Reverse);
        var forward = new CompiledDerivatives(function, DifferentiationMode.Forward);
        foreach (var point in Points)
        {
            var x = PointOf(function, point);
            if (Oracle(original, x, order: 1) is not { } oracle) continue;
            var (gradient, tolerance) = (oracle.Gradient, Tolerance * Math.Max(1, oracle.Largest));
            var difference = Closeness.Difference("reverse gradient", reverse.ValueAndGradient(x).Gradient, gradient, tolerance)
                ?? Closeness.Difference("forward gradient", forward.ValueAndGradient(x).Gradient, gradient, tolerance);
            if (difference is not null) return $"At ({string.Join(", ", x)}) {difference}";
        }
        return null;
    }

    public static string? WrongHessian(LambdaExpression function)
    {
        var modes = CompiledDerivatives.BothModes.Select(m => new CompiledDerivatives(function, m)).ToArray();
        foreach (var point in Points)
        {
            var x = PointOf(function, point);
            if (Oracle(function, x, order: 2) is not { IsAtKink: false } oracle) continue;
            foreach (var mode in modes)
                if (Closeness.Difference("Hessian", mode.Hessian(x), oracle.Hessian, Tolerance * Math.Max(1, oracle.Largest)) is { } difference)
                    return $"At ({string.Join(", ", x)}) {difference}";
        }
        return null;
    }

    public sealed record OracleAnswer(double[] Gradient, double[][] Hessian, double Largest, bool IsAtKink);

    /// <summary>Gradient and Hessian from the interpreter; null where numbers are too large for a comparison to mean much.</summary>
    public static OracleAnswer? Oracle(LambdaExpression function, double[] x, int order)
    {
        var interpreter = new Interpreter();
        var gradient = new double[x.Length];
        var hessian = x.Select(_ => new double[x.Length]).ToArray();
        for (var i = 0; i < x.Length; i++)
            for (var j = 0; j <= (order == 2 ? i : 0); j++)
            {
                var value = interpreter.Run(function, x, Unit(i), order == 2 ? Unit(j) : new double[x.Length]);
                gradient[i] = value.First;
                hessian[i][j] = hessian[j][i] = value.Mixed;
            }
        return interpreter.Largest <= LargestNumber ? new OracleAnswer(gradient, hessian, interpreter.Largest, interpreter.IsAtKink) : null;

        double[] Unit(int k)
        {
            var unit = new double[x.Length];
            unit[k] = 1;
            return unit;
        }
    }

    public static double[] PointOf(LambdaExpression function, double[] point) => point[..RandomFunctions.InputCount(function)];

    public static object[] Arguments(LambdaExpression function, double[] x) => function.Parameters[0].Type.IsArray ? [x.Clone()] : [.. x.Cast<object>()];
}
