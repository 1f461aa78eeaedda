using System.Collections.Immutable;
using System.Linq.Expressions;
using System.Reflection.Emit;
using System.Runtime.CompilerServices;
using ExprAutograd.Anf;
using FastExpressionCompiler;

namespace ExprAutograd.Lowering;

/// <summary>The one place that names FastExpressionCompiler: behind the fence, with a fallback, jitted before anyone calls.</summary>
internal static class FastCompiler
{
    /// <summary>Compiles a lambda of the emit dialect.</summary>
    /// <returns>The delegate, machine code ready; and which compiler made it.</returns>
    public static (Delegate Delegate, string Compiler) Compile(LambdaExpression lambda)
    {
        var violation = EmitDialect.FirstViolation(lambda);
        if (violation is not null && AnfValidator.IsEnabled) throw new InvalidOperationException($"Emitted code is outside the dialect (a defect of the compiler, please report it): {violation}.");
        if (violation is null && TryFast(lambda) is { } fast) return (fast, nameof(FastExpressionCompiler));
        var slow = lambda.Compile();
        RuntimeHelpers.PrepareDelegate(slow);
        return (slow, "Expression.Compile");
    }

    private static Delegate? TryFast(LambdaExpression lambda)
    {
        try
        {
            // Without the flag it folds constants by interpreting, quadratic on long sums.
            var function = lambda.CompileFast(ifFastFailedReturnNull: true, CompilerFlags.DisableInterpreter);
            if (function is not null) RuntimeHelpers.PrepareDelegate(function);
            return function;
        }
        catch (Exception e) when (e is InvalidProgramException or NotSupportedException or NotSupportedExpressionException or InvalidOperationException or NullReferenceException or IndexOutOfRangeException)
        {
            return null; // Emission failed, or the JIT refused the code: the slower compiler takes it.
        }
    }

    /// <summary>The same machine code on another environment; null when the delegate is not of the kind that can be bound again.</summary>
    /// <remarks>A compiled delegate is a dynamic method closed over its constants; the only constant is the environment.</remarks>
    public static Delegate? Rebind(Delegate function, object[] from, object[] to)
    {
        if (function.Method is not DynamicMethod method || function.Target is not ExpressionCompiler.ArrayClosure closure) return null;
        var constants = (object[])closure.ConstantsAndNestedLambdas.Clone();
        var at = Array.IndexOf(constants, from);
        if (at < 0) return null;
        constants[at] = to;
        return method.CreateDelegate(function.GetType(), new ExpressionCompiler.ArrayClosure(constants));
    }
}
