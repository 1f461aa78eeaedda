using System.Linq.Expressions;
using System.Reflection;
using ExprAutograd.Expressions;
using ExprAutograd.Operators;
using ExprAutograd.Rules;

namespace ExprAutograd.Tests.Rules;

/// <summary>A primitive at operands where its rule is hard: the flat lambdas of the rule are run by themselves.</summary>
/// <param name="Name">The primitive and what is hard about the row.</param>
/// <param name="Primitive">The primitive over double.</param>
/// <param name="Active">The arrays that are differentiated, in order.</param>
/// <param name="Arguments">All of the primitive's arguments from the active arrays: factors are computed anew.</param>
internal sealed record MatrixRuleRow(string Name, Delegate Primitive, double[][] Active, Func<double[][], object[]> Arguments)
{
    /// <summary>Makes a direction of an active array admissible: symmetric, or one along which the rank stays.</summary>
    public Func<double[][], double[][]> Direction { get; init; } = d => d;

    /// <summary>Makes a random cotangent one that the rule has an answer for; takes the result and the cotangent.</summary>
    public Func<double[], double[], double[]> Cotangent { get; init; } = (_, dy) => dy;

    /// <summary>Removes from a result near the row's what is arbitrary in it, such as signs; takes the row's result and the result.</summary>
    public Func<double[], double[], double[]> Aligned { get; init; } = (_, y) => y;

    /// <summary>True where only a function of the result that the cotangents allow has a derivative: tangents are compared through cotangents.</summary>
    public bool HasFreeTangent { get; init; }

    public double Tolerance { get; init; } = 1e-7;

    /// <summary>The largest step of the differences: small against the distance to the next singular matrix.</summary>
    public double Step { get; init; } = 2e-3;

    public override string ToString() => Name;

    public Rule Rule { get; } = RuleSet.Default.Entries.Single(e => e.Key == OperatorKey.Of(Primitive.Method)).Value;

    public object Value(double[][] active) => Primitive.Method.Invoke(null, Arguments(active))!;

    /// <summary>The cotangents of the active arrays; null for one that none goes to.</summary>
    public double[]?[] Pull(double[][] active, object y, object dy)
    {
        var arguments = Arguments(active);
        return [.. ActivePositions(arguments, active).Select(k => (double[]?)Compiled(Rule.Pullbacks[k])?.DynamicInvoke([.. arguments, y, dy]))];
    }

    /// <summary>The result's tangent.</summary>
    public object Push(double[][] active, object y, double[][] direction)
    {
        var arguments = Arguments(active);
        var positions = ActivePositions(arguments, active);
        var tangents = Enumerable.Range(0, arguments.Length).Where(k => arguments[k] is double[])
            .Select(k => positions.IndexOf(k) is var at and >= 0 ? direction[at] : (object)new double[((double[])arguments[k]).Length]);
        return Compiled(Rule.Pushforward)!.DynamicInvoke([.. arguments, y, .. tangents])!;
    }

    public static double[] Flat(object value) => value as double[] ?? [(double)value];

    public static object Shaped(double[] flat, object like) => like is double[]? flat : flat[0];

    private static List<int> ActivePositions(object[] arguments, double[][] active) => [.. active.Select(a => Array.FindIndex(arguments, x => ReferenceEquals(x, a)))];

    private static readonly Dictionary<LambdaExpression, Delegate> Known = [];

    private static Delegate? Compiled(LambdaExpression? lambda)
    {
        if (lambda is null) return null;
        lock (Known) return Known.TryGetValue(lambda, out var compiled) ? compiled : Known[lambda] = lambda.Compile();
    }
}
