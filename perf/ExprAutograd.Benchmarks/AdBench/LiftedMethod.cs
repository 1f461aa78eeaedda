using System.Linq.Expressions;

namespace ExprAutograd.Benchmarks.AdBench;

/// <summary>The one place where plain methods become expressions.</summary>
internal static class LiftedMethod
{
    /// <summary>The method as an expression lambda.</summary>
    /// <exception cref="NotSupportedException">The library does not lift methods yet.</exception>
    public static Expression<TDelegate> Of<TDelegate>(TDelegate method)
        where TDelegate : Delegate => throw new NotSupportedException($"'{method.Method.Name}' is a plain method, and those are not lifted yet: use --style linq.");
}
