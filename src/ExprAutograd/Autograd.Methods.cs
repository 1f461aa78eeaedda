using System.Linq.Expressions;
using System.Reflection;
using System.Runtime.CompilerServices;
using ExprAutograd.Compilation;

namespace ExprAutograd;

/// <content>Plain C# methods, read from their compiled code.</content>
public static partial class Autograd
{
    /// <summary>A method as an expression of the same type: what C# writes with statements, every transform takes as a tree.</summary>
    /// <param name="method">A static method, or a lambda with statements; what it captures is read at each call.</param>
    /// <param name="options">The rules: a method that has one stays a call; null for the defaults.</param>
    /// <returns>An expression that computes the same, bit for bit, to be read, differentiated and compiled.</returns>
    /// <exception cref="AutogradException">The method's code cannot be lifted; the message says which instruction and what to write instead.</exception>
    /// <remarks>
    /// <para>The code is read and not run. Methods that it calls are lifted into it, but for those of the base library, of MathNet and of
    /// this library.</para>
    /// <code>
    /// static double Norm(double[] x) { var s = 0.0; foreach (var v in x) s += v * v; return Math.Sqrt(s); }
    ///
    /// var gradient = Autograd.Gradient(Autograd.Lift(Norm));                               // Expression&lt;Func&lt;double[], double[]&gt;&gt;
    /// </code>
    /// </remarks>
    public static Expression<TDelegate> Lift<TDelegate>(TDelegate method, AutogradOptions? options = null)
        where TDelegate : Delegate => typeof(TDelegate) == typeof(Delegate) || typeof(TDelegate) == typeof(MulticastDelegate)
        ? throw new ArgumentException("The delegate's type is not known when this is compiled. Lift its method: Autograd.Lift(method.Method).", nameof(method))
        : (Expression<TDelegate>)MethodLifting.Read(method, options);

    /// <summary>A static method as an expression.</summary>
    /// <param name="method">The method; its code is read and not run.</param>
    /// <param name="options">The rules: a method that has one stays a call; null for the defaults.</param>
    /// <returns>A lambda of the method's parameters.</returns>
    /// <exception cref="AutogradException">The method's code cannot be lifted; the message says which instruction and what to write instead.</exception>
    public static LambdaExpression Lift(MethodInfo method, AutogradOptions? options = null) => MethodLifting.Read(method, options);

    /// <summary>Compiles a scalar method of one array, of any length, with all its derivatives.</summary>
    /// <param name="method">The function R^n to R; its code is read and not run.</param>
    /// <param name="options">Rules; null for the defaults.</param>
    /// <returns>An object whose members write into the caller's memory.</returns>
    /// <exception cref="AutogradException">The method cannot be lifted or differentiated; the message says where and what to write instead.</exception>
    [OverloadResolutionPriority(-1)]
    public static CompiledFunction CompileFunction(Func<double[], double> method, AutogradOptions? options = null) => new(Lift(method, options), options);

    /// <summary>Compiles a scalar method of one array, of any length, with all its derivatives.</summary>
    /// <param name="method">The function R^n to R, from <c>double[]</c> to <c>double</c>; its code is read and not run.</param>
    /// <param name="options">Rules; null for the defaults.</param>
    /// <returns>An object whose members write into the caller's memory.</returns>
    /// <exception cref="ArgumentException">The method is not from <c>double[]</c> to <c>double</c>.</exception>
    /// <exception cref="AutogradException">The method cannot be lifted or differentiated; the message says where and what to write instead.</exception>
    public static CompiledFunction CompileFunction(MethodInfo method, AutogradOptions? options = null)
    {
        var function = Lift(method, options);
        return function is Expression<Func<double[], double>> typed
            ? new CompiledFunction(typed, options)
            : throw new ArgumentException($"'{method.Name}' is from {string.Join(", ", function.Parameters.Select(p => p.Type.Name))} to {function.ReturnType.Name}; a compiled function is from Double[] to Double. Capture what is not differentiated in a lambda: x => {method.Name}(x, ...).", nameof(method));
    }
}
