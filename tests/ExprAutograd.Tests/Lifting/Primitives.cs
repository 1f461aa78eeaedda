using System.Reflection;

namespace ExprAutograd.Tests.Lifting;

/// <summary>What the tests leave as calls: the mathematics of the base library and of MathNet.</summary>
internal static class Primitives
{
    public static bool IsPrimitive(MethodBase method) => method.DeclaringType == typeof(Math) || method.DeclaringType!.Assembly == typeof(MathNet.Numerics.SpecialFunctions).Assembly;
}
