using System.Linq.Expressions;
using System.Runtime.CompilerServices;

namespace ExprAutograd;

/// <content>Gradients of methods.</content>
public static partial class Autograd
{
    /// <summary>The gradient of a scalar method, for a method group of one parameter to double: <c>Gradient&lt;double[]&gt;(Loss)</c>.</summary>
    /// <param name="method">The method, as a delegate; its code is read and not run.</param>
    /// <param name="options">Rules and mode; null for the defaults.</param>
    /// <returns>A lambda of the same parameters; each derivative has its parameter's own shape.</returns>
    /// <exception cref="AutogradException">The method cannot be lifted or differentiated; the message says where and what to write instead.</exception>
    [OverloadResolutionPriority(-1)]
    public static Expression<Func<T, T>> Gradient<T>(Func<T, double> method, AutogradOptions? options = null) =>
        Gradient(Lift(method, options), options);

    /// <summary>The gradient of a scalar method, for a method of one parameter.</summary>
    /// <param name="method">The method, as a delegate; its code is read and not run.</param>
    /// <param name="options">Rules and mode; null for the defaults.</param>
    /// <returns>A lambda of the same parameters; each derivative has its parameter's own shape.</returns>
    /// <exception cref="AutogradException">The method cannot be lifted or differentiated; the message says where and what to write instead.</exception>
    [OverloadResolutionPriority(-1)]
    public static Expression<Func<T1, T1>> Gradient<T1, TResult>(Func<T1, TResult> method, AutogradOptions? options = null) =>
        Gradient(Lift(method, options), options);

    /// <summary>The gradient of a scalar method, for a method of two parameters.</summary>
    /// <param name="method">The method, as a delegate; its code is read and not run.</param>
    /// <param name="options">Rules and mode; null for the defaults.</param>
    /// <returns>A lambda of the same parameters; each derivative has its parameter's own shape, in a tuple.</returns>
    /// <exception cref="AutogradException">The method cannot be lifted or differentiated; the message says where and what to write instead.</exception>
    [OverloadResolutionPriority(-1)]
    public static Expression<Func<T1, T2, (T1, T2)>> Gradient<T1, T2, TResult>(Func<T1, T2, TResult> method, AutogradOptions? options = null) =>
        Gradient(Lift(method, options), options);

    /// <summary>The gradient of a scalar method, for a method of three parameters.</summary>
    /// <param name="method">The method, as a delegate; its code is read and not run.</param>
    /// <param name="options">Rules and mode; null for the defaults.</param>
    /// <returns>A lambda of the same parameters; each derivative has its parameter's own shape, in a tuple.</returns>
    /// <exception cref="AutogradException">The method cannot be lifted or differentiated; the message says where and what to write instead.</exception>
    [OverloadResolutionPriority(-1)]
    public static Expression<Func<T1, T2, T3, (T1, T2, T3)>> Gradient<T1, T2, T3, TResult>(Func<T1, T2, T3, TResult> method, AutogradOptions? options = null) =>
        Gradient(Lift(method, options), options);

    /// <summary>The gradient of a scalar method, for a method of four parameters.</summary>
    /// <param name="method">The method, as a delegate; its code is read and not run.</param>
    /// <param name="options">Rules and mode; null for the defaults.</param>
    /// <returns>A lambda of the same parameters; each derivative has its parameter's own shape, in a tuple.</returns>
    /// <exception cref="AutogradException">The method cannot be lifted or differentiated; the message says where and what to write instead.</exception>
    [OverloadResolutionPriority(-1)]
    public static Expression<Func<T1, T2, T3, T4, (T1, T2, T3, T4)>> Gradient<T1, T2, T3, T4, TResult>(Func<T1, T2, T3, T4, TResult> method, AutogradOptions? options = null) =>
        Gradient(Lift(method, options), options);

    /// <summary>The gradient of a scalar method, for a method of five parameters.</summary>
    /// <param name="method">The method, as a delegate; its code is read and not run.</param>
    /// <param name="options">Rules and mode; null for the defaults.</param>
    /// <returns>A lambda of the same parameters; each derivative has its parameter's own shape, in a tuple.</returns>
    /// <exception cref="AutogradException">The method cannot be lifted or differentiated; the message says where and what to write instead.</exception>
    [OverloadResolutionPriority(-1)]
    public static Expression<Func<T1, T2, T3, T4, T5, (T1, T2, T3, T4, T5)>> Gradient<T1, T2, T3, T4, T5, TResult>(Func<T1, T2, T3, T4, T5, TResult> method, AutogradOptions? options = null) =>
        Gradient(Lift(method, options), options);

    /// <summary>The gradient of a scalar method, for a method of six parameters.</summary>
    /// <param name="method">The method, as a delegate; its code is read and not run.</param>
    /// <param name="options">Rules and mode; null for the defaults.</param>
    /// <returns>A lambda of the same parameters; each derivative has its parameter's own shape, in a tuple.</returns>
    /// <exception cref="AutogradException">The method cannot be lifted or differentiated; the message says where and what to write instead.</exception>
    [OverloadResolutionPriority(-1)]
    public static Expression<Func<T1, T2, T3, T4, T5, T6, (T1, T2, T3, T4, T5, T6)>> Gradient<T1, T2, T3, T4, T5, T6, TResult>(Func<T1, T2, T3, T4, T5, T6, TResult> method, AutogradOptions? options = null) =>
        Gradient(Lift(method, options), options);

    /// <summary>The gradient of a scalar method, for a method of seven parameters.</summary>
    /// <param name="method">The method, as a delegate; its code is read and not run.</param>
    /// <param name="options">Rules and mode; null for the defaults.</param>
    /// <returns>A lambda of the same parameters; each derivative has its parameter's own shape, in a tuple.</returns>
    /// <exception cref="AutogradException">The method cannot be lifted or differentiated; the message says where and what to write instead.</exception>
    [OverloadResolutionPriority(-1)]
    public static Expression<Func<T1, T2, T3, T4, T5, T6, T7, (T1, T2, T3, T4, T5, T6, T7)>> Gradient<T1, T2, T3, T4, T5, T6, T7, TResult>(Func<T1, T2, T3, T4, T5, T6, T7, TResult> method, AutogradOptions? options = null) =>
        Gradient(Lift(method, options), options);

    /// <summary>The gradient of a scalar method, for a method of eight parameters.</summary>
    /// <param name="method">The method, as a delegate; its code is read and not run.</param>
    /// <param name="options">Rules and mode; null for the defaults.</param>
    /// <returns>A lambda of the same parameters; each derivative has its parameter's own shape, in a tuple.</returns>
    /// <exception cref="AutogradException">The method cannot be lifted or differentiated; the message says where and what to write instead.</exception>
    [OverloadResolutionPriority(-1)]
    public static Expression<Func<T1, T2, T3, T4, T5, T6, T7, T8, (T1, T2, T3, T4, T5, T6, T7, T8)>> Gradient<T1, T2, T3, T4, T5, T6, T7, T8, TResult>(Func<T1, T2, T3, T4, T5, T6, T7, T8, TResult> method, AutogradOptions? options = null) =>
        Gradient(Lift(method, options), options);
}
