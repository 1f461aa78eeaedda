using System.Linq.Expressions;
using System.Reflection;
using System.Runtime.Intrinsics;
using ExprAutograd.Expressions;

namespace ExprAutograd.Operators;

/// <summary>Which operations may be computed once, twice or never without anyone noticing.</summary>
internal static class Purity
{
    private static readonly HashSet<Type> PureOwners =
    [
        typeof(Math), typeof(MathF), typeof(double), typeof(float), typeof(int), typeof(long), typeof(Half), typeof(bool), typeof(string),
        typeof(MathNet.Numerics.SpecialFunctions), typeof(ArrayOperators), typeof(DerivativeOperators), typeof(SpecialMath), typeof(DenseStorage), typeof(FactoredMatrix),
        typeof(Vector512), typeof(Vector256), typeof(Vector128),
    ];

    /// <summary>True when <paramref name="method"/> only computes; what a rule set knows counts as well, but is not asked here.</summary>
    public static bool IsPure(MethodInfo method) =>
        PureOwners.Contains(method.DeclaringType!)
        || IsVector(method.DeclaringType!)
        || (method.DeclaringType!.Namespace == typeof(Purity).Namespace && method.DeclaringType != typeof(ControlOperators) && method.DeclaringType != typeof(TapeOperators) && method.DeclaringType != typeof(SharedOperators))
        || Nullable.GetUnderlyingType(method.DeclaringType) is not null
        || (method.DeclaringType.IsArray && method.Name == "Get")
        || (method.DeclaringType == typeof(Array) && method.Name is "GetLength")
        || method is { IsSpecialName: true, IsStatic: false } && method.Name.StartsWith("get_", StringComparison.Ordinal);

    private static bool IsVector(Type type) => type.IsGenericType && type.GetGenericTypeDefinition() is var kind && (kind == typeof(Vector512<>) || kind == typeof(Vector256<>) || kind == typeof(Vector128<>));

    public static bool IsPure(Expression value, Func<MethodInfo, bool> isPureMethod) => value switch
    {
        MethodCallExpression m => isPureMethod(m.Method),
        _ => true,
    };

    /// <summary>True when the operation makes a new object that may be written to: equal ones are not the same.</summary>
    public static bool Allocates(Expression value) => value switch
    {
        NewArrayExpression => true,
        NewExpression n => !n.Type.IsValueType,
        MemberInitExpression => true,
        MethodCallExpression m => m.Type.IsArray && !Destinations.IsOne(m),
        _ => false,
    };
}
