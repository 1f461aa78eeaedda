using System.Linq.Expressions;
using System.Reflection;

namespace ExprAutograd.Operators;

/// <summary>A function with a tuple of results, taken apart into one function per result.</summary>
/// <remarks>
/// <code>
/// Math.SinCos(x)    =>    Math.Sin(x), Math.Cos(x)
/// </code>
/// </remarks>
internal static class Components
{
    /// <summary>One lambda per member of the tuple that <paramref name="method"/> returns, bit-identical to it; null when it has no such parts.</summary>
    public static LambdaExpression[]? Of(MethodInfo method)
    {
        if (!Spelling.IsElementary(method.DeclaringType) || ResultNames(method) is not var (sine, cosine)) return null;
        var number = method.GetParameters()[0].ParameterType;
        var sin = Spelling.Find(method.DeclaringType!, sine, [number])!;
        var cos = Spelling.Find(method.DeclaringType!, cosine, [number])!;

        // Where 2^-14 < |x| < 2^-13, double.SinCosPi takes another polynomial than double.CosPi and may differ by an ulp. Float agrees everywhere.
        if (cos.DeclaringType == typeof(double)) cos = ((Func<double, double>)Elementary.CosineOfSinCosPi).Method;
        return [Call(sin, number), Call(cos, number)];
    }

    private static (string Sine, string Cosine)? ResultNames(MethodInfo method) => method.Name switch
    {
        nameof(Math.SinCos) => (nameof(Math.Sin), nameof(Math.Cos)),
        nameof(double.SinCosPi) => (nameof(double.SinPi), nameof(double.CosPi)),
        _ => null,
    };

    private static LambdaExpression Call(MethodInfo function, Type number)
    {
        var x = Expression.Parameter(number, "x");
        return Expression.Lambda(Expression.Call(function, x), x);
    }
}
