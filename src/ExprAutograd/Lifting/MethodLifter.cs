using System.Linq.Expressions;
using System.Reflection;

namespace ExprAutograd.Lifting;

/// <summary>A plain C# method as an expression tree, read from its IL.</summary>
/// <remarks>
/// <code>
/// static double Norm(double[] x) { var s = 0.0; for (var i = 0; i &lt; x.Length; i++) s += x[i] * x[i]; return Math.Sqrt(s); }      becomes
///
/// x => { s = 0; i = 0; loop { if (i &lt; x.Length) { s = s + x[i] * x[i]; i = i + 1; } else break; } Math.Sqrt(s) }
/// </code>
/// The tree computes what the method computes, bit for bit. Debug and release builds give the same tree but for names. A span parameter becomes an
/// array parameter, and foreach over a sequence a loop over an array of its elements. Calls to primitives and to the framework stay calls; calls to other methods with a body are taken in.
/// </remarks>
internal static class MethodLifter
{
    /// <summary>The lambda that computes <paramref name="method"/>; of an instance method the object is its first parameter.</summary>
    /// <param name="method">A method with a body in IL.</param>
    /// <param name="isPrimitive">True for a method that has a derivative rule: calls to it stay.</param>
    /// <exception cref="UnsupportedExpressionException">The method does what has no counterpart in a tree; the message names the instruction, its line and the remedy.</exception>
    public static LambdaExpression Lift(MethodBase method, Func<MethodBase, bool> isPrimitive)
    {
        RequireClosedType(method);
        return new LiftSession(isPrimitive).Lambda(method, caller: null);
    }

    /// <summary>The lambda that computes <paramref name="function"/>: what it captured is read from the object that holds it, at each call.</summary>
    /// <inheritdoc cref="Lift(MethodBase, Func{MethodBase, bool})"/>
    public static LambdaExpression Lift(Delegate function, Func<MethodBase, bool> isPrimitive)
    {
        var method = function.Method;
        RequireClosedType(method);
        var isBound = !method.IsStatic || function.Target is not null;
        var receiver = isBound && function.Target is { } target ? new Value(Expression.Constant(target)) : null;
        return new LiftSession(isPrimitive).Lambda(method, receiver, caller: null, function.GetType());
    }

    private static void RequireClosedType(MethodBase method)
    {
        if (method.ContainsGenericParameters) throw LiftError.In(method, "The method has open type parameters.", "Give the types with MakeGenericMethod first.");
    }
}
