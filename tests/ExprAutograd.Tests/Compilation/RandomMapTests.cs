using System.Linq.Expressions;
using ExprAutograd.Compilation;
using ExprAutograd.Tests.Differentiation;
using ExprAutograd.Tests.Loops;

namespace ExprAutograd.Tests.Compilation;

/// <summary>Random functions and their gradients over many points: every point has what the function of one gives, bit for bit.</summary>
public sealed class RandomMapTests
{
    private const int Cases = 600;

    [Fact]
    public void Values_are_those_of_the_loop_of_calls() => Fuzz.Run(Cases, bytes => Wrong(RandomFunctions.Decode(bytes)), b => RandomFunctions.Decode(b));

    [Fact]
    public void Gradients_are_those_of_the_loop_of_calls() => Fuzz.Run(Cases, bytes => Wrong(Autograd.ValueAndGradient(RandomFunctions.Decode(bytes))), b => RandomFunctions.Decode(b));

    [Fact]
    public void Functions_with_loops_are_those_of_the_loop_of_calls() => Fuzz.Run(Cases, bytes => Wrong(RandomLoops.Decode(bytes)), RandomLoops.Decode);

    [Fact]
    public void Gradients_of_functions_with_loops_are_those_of_the_loop_of_calls() => Fuzz.Run(Cases, bytes => Wrong(Autograd.ValueAndGradient(RandomLoops.Decode(bytes))), RandomLoops.Decode);

    /// <summary>What is wrong with the function over all points, its first parameter mapped, or all of them.</summary>
    private static string? Wrong(LambdaExpression function)
    {
        var one = Autograd.Compile(function);
        return Wrong(function, one, shares: false) ?? (function.Parameters.Count > 1 ? Wrong(function, one, shares: true) : null);
    }

    private static string? Wrong(LambdaExpression function, Delegate one, bool shares)
    {
        var types = function.Parameters.Select((p, k) => shares && k > 0 ? p.Type : p.Type.MakeArrayType());
        var mapped = Autograd.Compile(Mapping.Run(function, Expression.GetDelegateType([.. types, PointLayout.ArraysOf(function.ReturnType)]), null));
        var points = RandomChecks.Points.Select(p => function.Parameters.Select((q, k) => q.Type.IsArray ? (object)p[..3] : shares && k > 0 ? RandomChecks.Points[0][k] : p[k]).ToArray()).ToArray();
        var arguments = function.Parameters.Select((p, k) =>
        {
            if (shares && k > 0) return points[0][k];
            var all = Array.CreateInstance(p.Type, points.Length);
            for (var i = 0; i < points.Length; i++) all.SetValue(points[i][k], i);
            return all;
        }).ToArray();
        var many = Arrays(CompiledDerivatives.Call(mapped, arguments)).ToArray();
        for (var i = 0; i < points.Length; i++)
        {
            var expected = CompiledDerivatives.Flatten(CompiledDerivatives.Call(one, points[i]));
            double[] actual = [.. many.SelectMany(a => CompiledDerivatives.Flatten(a.GetValue(i)))];
            for (var k = 0; k < expected.Length; k++)
                if (!Closeness.AreSameBits(actual[k], expected[k])) return $"Number {k} of point {i}{(shares ? ", one parameter mapped" : "")}: {actual[k]:R}, one by one {expected[k]:R}";
        }
        return null;
    }

    private static IEnumerable<Array> Arrays(object? many) => many is System.Runtime.CompilerServices.ITuple tuple
        ? Enumerable.Range(0, tuple.Length).SelectMany(k => Arrays(tuple[k]))
        : [(Array)many!];
}
