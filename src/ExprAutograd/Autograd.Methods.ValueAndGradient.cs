using System.Linq.Expressions;
using System.Runtime.CompilerServices;

namespace ExprAutograd;

/// <content>Values of methods together with gradients.</content>
public static partial class Autograd
{
    /// <summary>The value of a scalar method together with its gradient, computed once, for a method group of one parameter to double: <c>ValueAndGradient&lt;double[]&gt;(Loss)</c>.</summary>
    /// <param name="method">The method, as a delegate; its code is read and not run.</param>
    /// <param name="options">Rules and mode; null for the defaults.</param>
    /// <returns>A lambda of the same parameters that returns the value, bit for bit the method's own, and the gradient.</returns>
    /// <exception cref="AutogradException">The method cannot be lifted or differentiated; the message says where and what to write instead.</exception>
    [OverloadResolutionPriority(-1)]
    public static Expression<Func<T, (double Value, T Gradient)>> ValueAndGradient<T>(Func<T, double> method, AutogradOptions? options = null) =>
        ValueAndGradient(Lift(method, options), options);

    /// <summary>The value of a scalar method together with its gradient, computed once, for a method of one parameter.</summary>
    /// <param name="method">The method, as a delegate; its code is read and not run.</param>
    /// <param name="options">Rules and mode; null for the defaults.</param>
    /// <returns>A lambda of the same parameters that returns the value, bit for bit the method's own, and the gradient.</returns>
    /// <exception cref="AutogradException">The method cannot be lifted or differentiated; the message says where and what to write instead.</exception>
    [OverloadResolutionPriority(-1)]
    public static Expression<Func<T1, (TResult Value, T1 Gradient)>> ValueAndGradient<T1, TResult>(Func<T1, TResult> method, AutogradOptions? options = null) =>
        ValueAndGradient(Lift(method, options), options);

    /// <summary>The value of a scalar method together with its gradient, computed once, for a method of two parameters.</summary>
    /// <param name="method">The method, as a delegate; its code is read and not run.</param>
    /// <param name="options">Rules and mode; null for the defaults.</param>
    /// <returns>A lambda of the same parameters that returns the value, bit for bit the method's own, and the gradient.</returns>
    /// <exception cref="AutogradException">The method cannot be lifted or differentiated; the message says where and what to write instead.</exception>
    [OverloadResolutionPriority(-1)]
    public static Expression<Func<T1, T2, (TResult Value, (T1, T2) Gradient)>> ValueAndGradient<T1, T2, TResult>(Func<T1, T2, TResult> method, AutogradOptions? options = null) =>
        ValueAndGradient(Lift(method, options), options);

    /// <summary>The value of a scalar method together with its gradient, computed once, for a method of three parameters.</summary>
    /// <param name="method">The method, as a delegate; its code is read and not run.</param>
    /// <param name="options">Rules and mode; null for the defaults.</param>
    /// <returns>A lambda of the same parameters that returns the value, bit for bit the method's own, and the gradient.</returns>
    /// <exception cref="AutogradException">The method cannot be lifted or differentiated; the message says where and what to write instead.</exception>
    [OverloadResolutionPriority(-1)]
    public static Expression<Func<T1, T2, T3, (TResult Value, (T1, T2, T3) Gradient)>> ValueAndGradient<T1, T2, T3, TResult>(Func<T1, T2, T3, TResult> method, AutogradOptions? options = null) =>
        ValueAndGradient(Lift(method, options), options);

    /// <summary>The value of a scalar method together with its gradient, computed once, for a method of four parameters.</summary>
    /// <param name="method">The method, as a delegate; its code is read and not run.</param>
    /// <param name="options">Rules and mode; null for the defaults.</param>
    /// <returns>A lambda of the same parameters that returns the value, bit for bit the method's own, and the gradient.</returns>
    /// <exception cref="AutogradException">The method cannot be lifted or differentiated; the message says where and what to write instead.</exception>
    [OverloadResolutionPriority(-1)]
    public static Expression<Func<T1, T2, T3, T4, (TResult Value, (T1, T2, T3, T4) Gradient)>> ValueAndGradient<T1, T2, T3, T4, TResult>(Func<T1, T2, T3, T4, TResult> method, AutogradOptions? options = null) =>
        ValueAndGradient(Lift(method, options), options);

    /// <summary>The value of a scalar method together with its gradient, computed once, for a method of five parameters.</summary>
    /// <param name="method">The method, as a delegate; its code is read and not run.</param>
    /// <param name="options">Rules and mode; null for the defaults.</param>
    /// <returns>A lambda of the same parameters that returns the value, bit for bit the method's own, and the gradient.</returns>
    /// <exception cref="AutogradException">The method cannot be lifted or differentiated; the message says where and what to write instead.</exception>
    [OverloadResolutionPriority(-1)]
    public static Expression<Func<T1, T2, T3, T4, T5, (TResult Value, (T1, T2, T3, T4, T5) Gradient)>> ValueAndGradient<T1, T2, T3, T4, T5, TResult>(Func<T1, T2, T3, T4, T5, TResult> method, AutogradOptions? options = null) =>
        ValueAndGradient(Lift(method, options), options);

    /// <summary>The value of a scalar method together with its gradient, computed once, for a method of six parameters.</summary>
    /// <param name="method">The method, as a delegate; its code is read and not run.</param>
    /// <param name="options">Rules and mode; null for the defaults.</param>
    /// <returns>A lambda of the same parameters that returns the value, bit for bit the method's own, and the gradient.</returns>
    /// <exception cref="AutogradException">The method cannot be lifted or differentiated; the message says where and what to write instead.</exception>
    [OverloadResolutionPriority(-1)]
    public static Expression<Func<T1, T2, T3, T4, T5, T6, (TResult Value, (T1, T2, T3, T4, T5, T6) Gradient)>> ValueAndGradient<T1, T2, T3, T4, T5, T6, TResult>(Func<T1, T2, T3, T4, T5, T6, TResult> method, AutogradOptions? options = null) =>
        ValueAndGradient(Lift(method, options), options);

    /// <summary>The value of a scalar method together with its gradient, computed once, for a method of seven parameters.</summary>
    /// <param name="method">The method, as a delegate; its code is read and not run.</param>
    /// <param name="options">Rules and mode; null for the defaults.</param>
    /// <returns>A lambda of the same parameters that returns the value, bit for bit the method's own, and the gradient.</returns>
    /// <exception cref="AutogradException">The method cannot be lifted or differentiated; the message says where and what to write instead.</exception>
    [OverloadResolutionPriority(-1)]
    public static Expression<Func<T1, T2, T3, T4, T5, T6, T7, (TResult Value, (T1, T2, T3, T4, T5, T6, T7) Gradient)>> ValueAndGradient<T1, T2, T3, T4, T5, T6, T7, TResult>(Func<T1, T2, T3, T4, T5, T6, T7, TResult> method, AutogradOptions? options = null) =>
        ValueAndGradient(Lift(method, options), options);

    /// <summary>The value of a scalar method together with its gradient, computed once, for a method of eight parameters.</summary>
    /// <param name="method">The method, as a delegate; its code is read and not run.</param>
    /// <param name="options">Rules and mode; null for the defaults.</param>
    /// <returns>A lambda of the same parameters that returns the value, bit for bit the method's own, and the gradient.</returns>
    /// <exception cref="AutogradException">The method cannot be lifted or differentiated; the message says where and what to write instead.</exception>
    [OverloadResolutionPriority(-1)]
    public static Expression<Func<T1, T2, T3, T4, T5, T6, T7, T8, (TResult Value, (T1, T2, T3, T4, T5, T6, T7, T8) Gradient)>> ValueAndGradient<T1, T2, T3, T4, T5, T6, T7, T8, TResult>(Func<T1, T2, T3, T4, T5, T6, T7, T8, TResult> method, AutogradOptions? options = null) =>
        ValueAndGradient(Lift(method, options), options);
}
