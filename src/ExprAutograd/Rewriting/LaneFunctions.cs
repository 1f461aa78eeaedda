using System.Collections.Frozen;
using System.Linq.Expressions;
using System.Reflection;
using ExprAutograd.Lanes;
using ExprAutograd.Operators;
using MathNet.Numerics;

namespace ExprAutograd.Rewriting;

/// <summary>Functions of one number, and the names under which the vector functions of all widths have them.</summary>
internal static class LaneFunctions
{
    private static readonly FrozenDictionary<MethodInfo, string> Names = new Dictionary<MethodInfo, string>
    {
        [MethodOf(x => Math.Exp(x))] = nameof(VectorMath512.Exp),
        [MethodOf(x => Math.Log(x))] = nameof(VectorMath512.Log),
        [MethodOf(x => Math.Log2(x))] = nameof(VectorMath512.Log2),
        [MethodOf(x => Math.Log10(x))] = nameof(VectorMath512.Log10),
        [MethodOf(x => Math.Sin(x))] = nameof(VectorMath512.Sin),
        [MethodOf(x => Math.Cos(x))] = nameof(VectorMath512.Cos),
        [MethodOf(x => Math.Tan(x))] = nameof(VectorMath512.Tan),
        [MethodOf(x => Math.Asin(x))] = nameof(VectorMath512.Asin),
        [MethodOf(x => Math.Acos(x))] = nameof(VectorMath512.Acos),
        [MethodOf(x => Math.Atan(x))] = nameof(VectorMath512.Atan),
        [MethodOf(x => Math.Atan2(x, x))] = nameof(VectorMath512.Atan2),
        [MethodOf(x => Math.Sinh(x))] = nameof(VectorMath512.Sinh),
        [MethodOf(x => Math.Cosh(x))] = nameof(VectorMath512.Cosh),
        [MethodOf(x => Math.Tanh(x))] = nameof(VectorMath512.Tanh),
        [MethodOf(x => Math.Pow(x, x))] = nameof(VectorMath512.Pow),
        [MethodOf(x => Math.Cbrt(x))] = nameof(VectorMath512.Cbrt),
        [MethodOf(x => SpecialMath.Expm1(x))] = nameof(VectorMath512.Expm1),
        [MethodOf(x => SpecialMath.Log1p(x))] = nameof(VectorMath512.Log1p),
        [MethodOf(x => SpecialMath.Sigmoid(x))] = nameof(VectorMath512.Sigmoid),
        [MethodOf(x => SpecialFunctions.Logistic(x))] = nameof(VectorMath512.Sigmoid),
        [MethodOf(x => SpecialMath.Softplus(x))] = nameof(VectorMath512.Softplus),
        [MethodOf(x => SpecialFunctions.Erf(x))] = nameof(VectorMath512.Erf),
        [MethodOf(x => SpecialFunctions.Erfc(x))] = nameof(VectorMath512.Erfc),
        [MethodOf(x => SpecialMath.NormalCdf(x))] = nameof(VectorMath512.NormalCdf),
        [MethodOf(x => MathF.Tan(x))] = nameof(VectorMath512.Tan),
        [MethodOf(x => MathF.Asin(x))] = nameof(VectorMath512.Asin),
        [MethodOf(x => MathF.Acos(x))] = nameof(VectorMath512.Acos),
        [MethodOf(x => MathF.Atan(x))] = nameof(VectorMath512.Atan),
        [MethodOf(x => MathF.Atan2(x, x))] = nameof(VectorMath512.Atan2),
        [MethodOf(x => MathF.Sinh(x))] = nameof(VectorMath512.Sinh),
        [MethodOf(x => MathF.Cosh(x))] = nameof(VectorMath512.Cosh),
        [MethodOf(x => MathF.Tanh(x))] = nameof(VectorMath512.Tanh),
        [MethodOf(x => MathF.Pow(x, x))] = nameof(VectorMath512.Pow),
        [MethodOf(x => MathF.Cbrt(x))] = nameof(VectorMath512.Cbrt),
        [MethodOf(x => MathF.Log2(x))] = nameof(VectorMath512.Log2),
        [MethodOf(x => MathF.Log10(x))] = nameof(VectorMath512.Log10),
    }.ToFrozenDictionary();

    /// <summary>The function of <paramref name="vector"/>s; null where there is none.</summary>
    public static MethodInfo? Of(MethodInfo scalar, int bits, Type vector) =>
        Names.TryGetValue(scalar, out var name)
            ? (bits switch { 512 => typeof(VectorMath512), 256 => typeof(VectorMath256), _ => typeof(VectorMath128) }).GetMethod(name, [.. scalar.GetParameters().Select(_ => vector)])
            : null;

    private static MethodInfo MethodOf(Expression<Func<double, double>> call) => ((MethodCallExpression)call.Body).Method;

    private static MethodInfo MethodOf(Expression<Func<float, float>> call) => ((MethodCallExpression)call.Body).Method;
}
