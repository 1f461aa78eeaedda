using System.Linq.Expressions;
using ExprAutograd.Benchmarks.Measurement;

namespace ExprAutograd.Benchmarks.Functions;

using Compiled = Func<double[], (double Value, double[] Gradient)>;
using CompiledInto = Func<double[], double[], double>;

/// <summary>Rosenbrock's function of 100 numbers as one expression of 99 terms over an array. Goal: at most 1.10 of the loop that one writes by hand.</summary>
internal static class Rosenbrock
{
    public const int Length = 100;

    /// <summary>The sum over k of 100 (x[k+1] - x[k]^2)^2 + (1 - x[k])^2, every term written out.</summary>
    public static readonly Expression<Func<double[], double>> Function = Unrolled(Length);

    /// <summary>The loop: one pass, each gradient element written once.</summary>
    public static readonly Compiled ByHand = static x =>
    {
        var gradient = new double[x.Length];
        return (Loop(x, gradient), gradient);
    };

    /// <summary>The same into the caller's array.</summary>
    public static readonly CompiledInto ByHandInto = static (x, gradient) => Loop(x, gradient);

    private static readonly double[][] Points = [.. Enumerable.Range(0, 8).Select(p => Enumerable.Range(0, Length).Select(k => 0.9 + (0.01 * ((k + p) % 17))).ToArray())];

    public static Compiled Compile() => Autograd.Compile(Autograd.ValueAndGradient(Function));

    public static CompiledInto CompileInto() => Autograd.CompileFunction(Function).ValueAndGradient;

    private static double Loop(double[] x, double[] gradient)
    {
        var total = 0.0;
        var carried = 0.0;
        var n = x.Length - 1;
        for (var k = 0; k < n; k++)
        {
            var xk = x[k];
            var fit = x[k + 1] - (xk * xk);
            var rest = 1 - xk;
            total += (100 * fit * fit) + (rest * rest);
            gradient[k] = carried - (400 * fit * xk) - (2 * rest);
            carried = 200 * fit;
        }
        gradient[n] = carried;
        return total;
    }

    public static double Run(Compiled f, int calls)
    {
        var total = 0.0;
        for (var k = 0; k < calls; k++)
        {
            var (value, gradient) = f(Points[k & 7]);
            total += value + gradient[k & 63];
        }
        return total;
    }

    public static double RunInto(CompiledInto f, int calls)
    {
        var gradient = new double[Length];
        var total = 0.0;
        for (var k = 0; k < calls; k++) total += f(Points[k & 7], gradient) + gradient[k & 63];
        return total;
    }

    public static IEnumerable<Comparison> Compare()
    {
        var compiled = Compile();
        var (byHand, byCompiler) = (ByHand(Points[3]), compiled(Points[3]));
        Agreement.Require(nameof(Rosenbrock), [byHand.Value, .. byHand.Gradient], [byCompiler.Value, .. byCompiler.Gradient]);
        var times = new Ruler().Measure(n => Run(ByHand, n), n => Run(compiled, n));
        yield return new Comparison("Rosenbrock, n = 100, a new gradient array", times[1], "hand-written loop", times[0], 1.10);

        var into = CompileInto();
        var (first, second) = (new double[Length], new double[Length]);
        Agreement.Require(nameof(Rosenbrock), [ByHandInto(Points[3], first), .. first], [into(Points[3], second), .. second]);
        times = new Ruler().Measure(n => RunInto(ByHandInto, n), n => RunInto(into, n));
        yield return new Comparison("Rosenbrock, n = 100, the caller's array", times[1], "hand-written loop", times[0], 1.10);
    }

    private static Expression<Func<double[], double>> Unrolled(int length)
    {
        var x = Expression.Parameter(typeof(double[]), "x");
        Expression At(int k) => Expression.ArrayIndex(x, Expression.Constant(k));
        static Expression Square(Expression e) => Expression.Multiply(e, e);
        Expression? total = null;
        for (var k = 0; k + 1 < length; k++)
        {
            var fit = Expression.Subtract(At(k + 1), Square(At(k)));
            var rest = Expression.Subtract(Expression.Constant(1.0), At(k));
            var term = Expression.Add(Expression.Multiply(Expression.Constant(100.0), Square(fit)), Square(rest));
            total = total is null ? term : Expression.Add(total, term);
        }
        return Expression.Lambda<Func<double[], double>>(total!, x);
    }
}
