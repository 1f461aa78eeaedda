using ExprAutograd.Operators;
using ExprAutograd.Rules;
using static ExprAutograd.Tests.Rules.MatrixData;

namespace ExprAutograd.Tests.Rules;

/// <summary>Every rule of a factorisation by itself: pullback and pushforward against differences, against each other, and in float.</summary>
public sealed class MatrixRuleTests
{
    private const double FloatTolerance = 2e-3;

    public static TheoryData<string> Rows => [.. MatrixRuleRows.All.Select(r => r.Name)];

    [Theory]
    [MemberData(nameof(Rows))]
    public void The_pullback_is_what_differences_say(string name)
    {
        var row = Row(name);
        var y = row.Value(row.Active);
        var dy = CotangentOf(row, y, 1);
        var pulled = row.Pull(row.Active, y, MatrixRuleRow.Shaped(dy, y));
        foreach (var (k, direction) in DirectionsOf(row))
        {
            if (pulled[k] is not { } gradient) continue;
            var expected = Difference(row.Step, t => Dot(dy, AlignedValue(row, y, k, direction, t)));
            AssertClose(expected, Dot(gradient, direction), row.Tolerance, $"{name}, operand {k}");
        }
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public void The_pushforward_is_what_differences_say(string name)
    {
        var row = Row(name);
        var y = row.Value(row.Active);
        foreach (var (k, direction) in DirectionsOf(row))
        {
            var tangent = MatrixRuleRow.Flat(row.Push(row.Active, y, Only(row, k, direction)));
            for (var seed = 1; seed <= 3; seed++)
            {
                var dy = row.HasFreeTangent ? CotangentOf(row, y, seed) : Random(seed, tangent.Length);
                AssertClose(Difference(row.Step, t => Dot(dy, AlignedValue(row, y, k, direction, t))), Dot(dy, tangent), row.Tolerance, $"{name}, operand {k}");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public void Pullback_and_pushforward_are_adjoint(string name)
    {
        var row = Row(name);
        var y = row.Value(row.Active);
        var dy = CotangentOf(row, y, 2);
        var pulled = row.Pull(row.Active, y, MatrixRuleRow.Shaped(dy, y));
        foreach (var (k, direction) in DirectionsOf(row))
        {
            if (pulled[k] is not { } gradient) continue;
            var tangent = MatrixRuleRow.Flat(row.Push(row.Active, y, Only(row, k, direction)));
            AssertClose(Dot(dy, tangent), Dot(gradient, direction), 1e-10, $"{name}, operand {k}");
        }
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public void A_primitive_fills_memory_that_is_given(string name)
    {
        var row = Row(name);
        var arguments = row.Arguments(row.Active);
        if (row.Value(row.Active) is not double[] expected) return;
        var method = row.Primitive.Method;
        var into = typeof(Factorizations).GetMethod(method.Name + "Into")!.MakeGenericMethod(typeof(double));
        var length = typeof(Factorizations).GetMethod(method.Name + "Length")!;
        var names = method.GetParameters().Select(p => p.Name).ToList();
        Assert.Equal(expected.Length, length.Invoke(null, [.. length.GetParameters().Select(p => arguments[names.IndexOf(p.Name)])]));
        Assert.Equal(["destination", .. names], into.GetParameters().Select(p => p.Name));
        double[] destination = [.. Enumerable.Repeat(double.NaN, expected.Length)];
        into.Invoke(null, [destination, .. arguments]);
        Assert.Equal(expected, destination);
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public void In_float_it_is_the_same_up_to_rounding(string name)
    {
        var row = Row(name);
        var rule = RuleSet.Default.Find(FloatCall(row))!;
        var y = row.Value(row.Active);
        var dy = MatrixRuleRow.Shaped(CotangentOf(row, y, 1), y);
        var arguments = row.Arguments(row.Active);
        for (var k = 0; k < rule.Pullbacks.Length; k++)
        {
            if (rule.Pullbacks[k] is not { } pullback) continue;
            var single = (float[])pullback.Compile().DynamicInvoke([.. arguments.Select(ToFloat), ToFloat(y), ToFloat(dy)])!;
            var expected = (double[])row.Rule.Pullbacks[k]!.Compile().DynamicInvoke([.. arguments, y, dy])!;
            var scale = expected.Select(Math.Abs).DefaultIfEmpty().Max() + 1;
            for (var i = 0; i < single.Length; i++)
                Assert.True(Math.Abs(single[i] - expected[i]) <= FloatTolerance * scale, $"{name}, operand {k}, element {i}: {single[i]} and {expected[i]}.");
        }
    }

    [Fact]
    public void Every_primitive_with_a_rule_has_a_row()
    {
        // A rule that only refuses has a test of its own.
        var covered = MatrixRuleRows.All.Select(r => OperatorKey.Of(r.Primitive.Method)).Append(OperatorKey.Of(((Delegate)Factorizations.GeneralEigenvectors<double>).Method)).ToHashSet();
        Assert.Empty(RuleSet.Default.Entries.Where(e => e.Key.Method?.DeclaringType == typeof(Factorizations) && !e.Value.IsZero && !covered.Contains(e.Key)).Select(e => e.Key.Name));
    }

    private static MatrixRuleRow Row(string name) => MatrixRuleRows.All.Single(r => r.Name == name);

    private static System.Linq.Expressions.Expression FloatCall(MatrixRuleRow row)
    {
        var method = row.Primitive.Method.GetGenericMethodDefinition().MakeGenericMethod(typeof(float));
        return System.Linq.Expressions.Expression.Call(method, method.GetParameters().Select(p => System.Linq.Expressions.Expression.Parameter(p.ParameterType)));
    }

    private static object ToFloat(object value) => value switch
    {
        double[] a => a.Select(x => (float)x).ToArray(),
        double x => (float)x,
        _ => value,
    };

    private static double[] CotangentOf(MatrixRuleRow row, object y, int seed) => row.Cotangent(MatrixRuleRow.Flat(y), Random(100 + seed, MatrixRuleRow.Flat(y).Length));

    private static IEnumerable<(int Operand, double[] Direction)> DirectionsOf(MatrixRuleRow row)
    {
        for (var seed = 0; seed < 3; seed++)
        {
            var directions = row.Direction([.. row.Active.Select((a, k) => Random(200 + (10 * seed) + k, a.Length))]);
            for (var k = 0; k < row.Active.Length; k++) yield return (k, directions[k]);
        }
    }

    private static double[][] Only(MatrixRuleRow row, int operand, double[] direction) => [.. row.Active.Select((a, k) => k == operand ? direction : new double[a.Length])];

    private static double[] AlignedValue(MatrixRuleRow row, object y, int operand, double[] direction, double t) =>
        row.Aligned(MatrixRuleRow.Flat(y), MatrixRuleRow.Flat(row.Value([.. row.Active.Select((a, k) => k == operand ? Plus(a, direction, t) : a)])));

    /// <summary>Central differences with three steps, extrapolated. Ridders (1982).</summary>
    private static double Difference(double step, Func<double, double> f)
    {
        var d = new[] { 1.0, 0.5, 0.25 }.Select(s => (f(s * step) - f(-s * step)) / (2 * s * step)).ToArray();
        var (first, second) = (((4 * d[1]) - d[0]) / 3, ((4 * d[2]) - d[1]) / 3);
        return ((16 * second) - first) / 15;
    }

    private static void AssertClose(double expected, double found, double tolerance, string what) =>
        Assert.True(Math.Abs(expected - found) <= tolerance * (1 + Math.Abs(expected)), $"{what}: expected {expected:R}, found {found:R}.");
}
