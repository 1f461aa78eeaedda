using System.Linq.Expressions;
using System.Reflection;
using System.Runtime.CompilerServices;
using ExprAutograd.Operators;
using ExprAutograd.Rules;

namespace ExprAutograd.Tests.Rules;

/// <summary>Every spelling of an elementary function, taken from the base library itself: a function added there fails here.</summary>
public sealed class SpellingTests
{
    private const int Samples = 400;
    private static readonly double[] Special =
    [
        0.0, -0.0, 0.5, -0.5, 1, -1, 1.5, -2, 2.5, 3, 1e-4, -1e-4, 1e10, -1e10, 1e22, 1e300, -1e300, 1e-300, double.Epsilon, double.MaxValue,
        double.NaN, double.PositiveInfinity, double.NegativeInfinity,
    ];

    /// <summary>Every public function of the four classes over a floating operand; generic ones made over int.</summary>
    private static MethodInfo[] Functions { get; } =
    [
        .. new[] { typeof(Math), typeof(MathF), typeof(double), typeof(float) }
            .SelectMany(owner => owner.GetMethods(BindingFlags.Public | BindingFlags.Static | BindingFlags.DeclaredOnly))
            .Where(m => !m.IsSpecialName && m.GetParameters().Any(p => p.ParameterType == typeof(double) || p.ParameterType == typeof(float)))
            .Select(m => m.IsGenericMethodDefinition ? m.MakeGenericMethod(typeof(int)) : m),
    ];

    public static TheoryData<string> Names => [.. Functions.Select(Name)];

    [Fact]
    public void Functions_are_enumerated() => Assert.True(Functions.Length > 200, $"Only {Functions.Length} functions found.");

    [Theory]
    [MemberData(nameof(Names))]
    public void Has_a_rule_or_is_taken_apart(string name)
    {
        var method = Method(name);
        if (Components.Of(method) is { } components)
        {
            Assert.All(components, c => Assert.NotNull(RuleSet.Default.Find(c.Body)));
            return;
        }
        var rule = RuleSet.Default.Find(Call(method));
        Assert.NotNull(rule);
        if (rule.IsZero) return;
        var operands = method.GetParameters();
        for (var k = 0; k < operands.Length; k++)
            if (operands[k].ParameterType != typeof(int))
                Assert.True(rule.Pullbacks[k]?.Body.Type == operands[k].ParameterType || rule.Refusals.ContainsKey(k), $"No derivative in operand {k}.");
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Canonical_spelling_computes_the_same_bits(string name)
    {
        var method = Method(name);
        var canonical = Spelling.CanonicalOf(method);
        Assert.True(canonical.IsPublic);
        Assert.Equal(canonical, Spelling.CanonicalOf(canonical));
        if (canonical == method || IsEstimate(method)) return;
        Assert.All(Arguments(method), a => Assert.Equal(Outcome(method, a), Outcome(canonical, a)));
    }

    [Fact]
    public void Components_compute_the_same_bits()
    {
        var tuples = Functions.Where(m => m.ReturnType.IsAssignableTo(typeof(ITuple))).ToArray();
        Assert.Equal(6, tuples.Length);
        foreach (var method in tuples)
        {
            var parts = Components.Of(method)!.Select(c => ((MethodCallExpression)c.Body).Method).ToArray();
            foreach (var arguments in Arguments(method).Concat(ReductionBoundary(method)))
            {
                var whole = (ITuple)method.Invoke(null, arguments)!;
                Assert.Equal(whole.Length, parts.Length);
                for (var k = 0; k < parts.Length; k++) Assert.Equal(Bits(whole[k]), Outcome(parts[k], arguments));
            }
        }
    }

    [Theory]
    [InlineData("Double.Exp(Double)", "Math.Exp(Double)")]
    [InlineData("Single.Exp(Single)", "MathF.Exp(Single)")]
    [InlineData("Double.Ieee754Remainder(Double,Double)", "Math.IEEERemainder(Double,Double)")]
    [InlineData("Math.Abs(Single)", "MathF.Abs(Single)")]
    [InlineData("Math.Max(Single,Single)", "MathF.Max(Single,Single)")]
    [InlineData("Single.Clamp(Single,Single,Single)", "Single.Clamp(Single,Single,Single)")]
    [InlineData("Double.SinPi(Double)", "Double.SinPi(Double)")]
    public void Canonical_spelling_is(string spelling, string canonical) => Assert.Equal(canonical, Name(Spelling.CanonicalOf(Method(spelling))));

    [Fact]
    public void A_namesake_elsewhere_is_itself()
    {
        var exp = ((Func<double, double>)Namesake.Exp).Method;
        var sinCos = ((Func<double, (double, double)>)Namesake.SinCos).Method;
        Assert.Equal(exp, Spelling.CanonicalOf(exp));
        Assert.Null(Components.Of(sinCos));
        Assert.Null(RuleSet.Default.Find(Call(exp)));
    }

    [Fact]
    public void A_float_rule_computes_in_double_what_has_no_float_spelling()
    {
        var rules = RuleSet.Default.With(x => Math.Sin(x), (x, y, dy) => dy * Namesake.Exp(x));
        var pullback = rules.Find(Call(((Func<float, float>)MathF.Sin).Method))!.Pullbacks[0]!;
        Assert.Equal((float)(2 * Namesake.Exp(0.5f)), ((Func<float, float, float, float>)pullback.Compile())(0.5f, 0, 2));
    }

    [Fact]
    public void Float_rules_agree_with_double_rules()
    {
        float[] operands = [0.6f, 0.3f, 0.9f];
        foreach (var method in Functions.Where(m => m.GetParameters().All(p => p.ParameterType == typeof(float)) && Components.Of(m) is null))
        {
            var inFloat = RuleSet.Default.Find(Call(method))!;
            if (inFloat.IsZero) continue;
            var inDouble = RuleSet.Default.Find(Call(Functions.First(m => m.Name == method.Name && m.GetParameters().Length == method.GetParameters().Length && m.GetParameters().All(p => p.ParameterType == typeof(double)))))!;

            // Acosh begins at 1.
            var shift = method.Name == nameof(Math.Acosh) ? 1f : 0f;
            object[] floats = [.. operands.Take(method.GetParameters().Length).Select(x => x + shift)];
            object[] doubles = [.. floats.Select(x => (double)(float)x)];
            var (y, z) = IsEstimate(method) ? (0f, 0d) : ((float)method.Invoke(null, floats)!, Convert.ToDouble(method.Invoke(null, floats)));
            for (var k = 0; k < floats.Length; k++)
            {
                var single = (float)inFloat.Pullbacks[k]!.Compile().DynamicInvoke([.. floats, y, 1.5f])!;
                var exact = (double)inDouble.Pullbacks[k]!.Compile().DynamicInvoke([.. doubles, z, 1.5])!;
                Assert.True(Math.Abs(single - exact) <= 2e-6 * Math.Max(1, Math.Abs(exact)), $"{Name(method)}, operand {k}: {single}, in double {exact}");
            }
        }
    }

    private static string Name(MethodInfo method) => $"{method.DeclaringType!.Name}.{method.Name}({string.Join(',', method.GetParameters().Select(p => p.ParameterType.Name))})";

    private static MethodInfo Method(string name) => Functions.Single(m => Name(m) == name);

    private static MethodCallExpression Call(MethodInfo method) => Expression.Call(method, method.GetParameters().Select(p => Expression.Parameter(p.ParameterType, p.Name)));

    /// <summary>The processor's estimate: which instruction answers may depend on how the caller was compiled.</summary>
    private static bool IsEstimate(MethodInfo method) => method.Name is nameof(Math.ReciprocalEstimate) or nameof(Math.ReciprocalSqrtEstimate);

    private static string Outcome(MethodInfo method, object?[] arguments)
    {
        try
        {
            return Bits(method.Invoke(null, arguments));
        }
        catch (TargetInvocationException e)
        {
            return e.InnerException!.GetType().Name;
        }
    }

    private static string Bits(object? value) => value switch
    {
        double d => BitConverter.DoubleToInt64Bits(d).ToString("x"),
        float f => BitConverter.SingleToInt32Bits(f).ToString("x"),
        _ => value!.ToString()!,
    };

    /// <summary>Special values in every operand, then random bits and ordinary sizes.</summary>
    private static IEnumerable<object?[]> Arguments(MethodInfo method)
    {
        var random = new Random(20);
        var types = method.GetParameters().Select(p => p.ParameterType).ToArray();
        foreach (var special in Special) yield return [.. types.Select(t => Draw(t, special))];
        for (var k = 0; k < Samples; k++) yield return [.. types.Select(t => Draw(t, null))];

        object? Draw(Type type, double? special)
        {
            if (type == typeof(int)) return random.Next(-3, 18);
            if (type == typeof(MidpointRounding)) return (MidpointRounding)random.Next(0, 5);
            return Number(type, special ?? RandomNumber(random));
        }
    }

    private static object Number(Type type, double value) => type == typeof(double) ? value : (object)(float)value;

    private static double RandomNumber(Random random) => random.Next(4) switch
    {
        0 => BitConverter.Int64BitsToDouble(random.NextInt64(long.MinValue, long.MaxValue)),
        1 => Special[random.Next(Special.Length)],
        2 => (random.NextDouble() - 0.5) * 40,
        _ => (random.NextDouble() - 0.5) * Math.Pow(10, random.Next(-10, 10)),
    };

    /// <summary>From 2^-14 to 2^-13, where double.SinCosPi and double.CosPi part.</summary>
    private static IEnumerable<object?[]> ReductionBoundary(MethodInfo method)
    {
        for (var k = 0; k < Samples * 10; k++) yield return [Number(method.GetParameters()[0].ParameterType, 6.1e-5 + (k * 1.6e-8))];
    }

    private static class Namesake
    {
        public static double Exp(double x) => x * 0.25;

        public static (double Sin, double Cos) SinCos(double x) => (x, x);
    }
}
