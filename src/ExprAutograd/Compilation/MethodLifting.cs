using System.Linq.Expressions;
using System.Reflection;
using ExprAutograd.Lifting;

namespace ExprAutograd.Compilation;

/// <summary>Methods to expressions, and where that stops: which calls are opened and which stay operators.</summary>
internal static class MethodLifting
{
    // The keys that the base library and its extensions are signed with.
    private static readonly HashSet<string> LibraryKeys =
        ["7cec85d7bea7798e", "b77a5c561934e089", "b03f5f7f11d50a3a", "cc7b13ffcd2ddd51", "31bf3856ad364e35", "adb9793829ddae60"];

    public static LambdaExpression Read(Delegate method, AutogradOptions? options)
    {
        ArgumentNullException.ThrowIfNull(method);
        var lifted = MethodLifter.Lift(method, OperatorsUnder(options));
        return lifted.Type == method.GetType() ? lifted : Expression.Lambda(method.GetType(), lifted.Body, lifted.Parameters);
    }

    public static LambdaExpression Read(MethodInfo method, AutogradOptions? options)
    {
        ArgumentNullException.ThrowIfNull(method);
        return MethodLifter.Lift(method, OperatorsUnder(options));
    }

    /// <summary>True for a method that is no code of the user's, or that the default rules know: it is called as it is.</summary>
    public static bool StaysCall(MethodBase method) => OperatorsUnder(AutogradOptions.Default)(method);

    private static Func<MethodBase, bool> OperatorsUnder(AutogradOptions? options)
    {
        var rules = (options ?? AutogradOptions.Default).Rules;
        return method => (method is MethodInfo called && rules.HasRuleFor(called)) || IsOfLibrary(method.Module.Assembly) || method.GetMethodBody() is null;
    }

    private static bool IsOfLibrary(Assembly assembly) =>
        assembly == typeof(MethodLifting).Assembly
        || assembly == typeof(MathNet.Numerics.SpecialFunctions).Assembly
        || LibraryKeys.Contains(Convert.ToHexStringLower(assembly.GetName().GetPublicKeyToken() ?? []));
}
