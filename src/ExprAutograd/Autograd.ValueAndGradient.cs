using System.Linq.Expressions;
using ExprAutograd.Compilation;

namespace ExprAutograd;

/// <content>Values together with gradients.</content>
public static partial class Autograd
{
    /// <summary>The value of a scalar function together with its gradient, computed once, for a function of one parameter.</summary>
    /// <param name="function">The function; its code is not run.</param>
    /// <param name="options">Rules and mode; null for the defaults.</param>
    /// <returns>A lambda of the same parameters that returns the value, bit for bit the function's own, and the gradient.</returns>
    /// <exception cref="AutogradException">The function cannot be differentiated; the message says where and what to write instead.</exception>
    public static Expression<Func<T1, (TResult Value, T1 Gradient)>> ValueAndGradient<T1, TResult>(Expression<Func<T1, TResult>> function, AutogradOptions? options = null) =>
        (Expression<Func<T1, (TResult Value, T1 Gradient)>>)Differentiator.ValueAndGradient(function, options, typeof(Func<T1, (TResult Value, T1 Gradient)>));

    /// <summary>The value of a scalar function together with its gradient, computed once, for a function of two parameters.</summary>
    /// <param name="function">The function; its code is not run.</param>
    /// <param name="options">Rules and mode; null for the defaults.</param>
    /// <returns>A lambda of the same parameters that returns the value, bit for bit the function's own, and the gradient.</returns>
    /// <exception cref="AutogradException">The function cannot be differentiated; the message says where and what to write instead.</exception>
    public static Expression<Func<T1, T2, (TResult Value, (T1, T2) Gradient)>> ValueAndGradient<T1, T2, TResult>(Expression<Func<T1, T2, TResult>> function, AutogradOptions? options = null) =>
        (Expression<Func<T1, T2, (TResult Value, (T1, T2) Gradient)>>)Differentiator.ValueAndGradient(function, options, typeof(Func<T1, T2, (TResult Value, (T1, T2) Gradient)>));

    /// <summary>The value of a scalar function together with its gradient, computed once, for a function of three parameters.</summary>
    /// <param name="function">The function; its code is not run.</param>
    /// <param name="options">Rules and mode; null for the defaults.</param>
    /// <returns>A lambda of the same parameters that returns the value, bit for bit the function's own, and the gradient.</returns>
    /// <exception cref="AutogradException">The function cannot be differentiated; the message says where and what to write instead.</exception>
    public static Expression<Func<T1, T2, T3, (TResult Value, (T1, T2, T3) Gradient)>> ValueAndGradient<T1, T2, T3, TResult>(Expression<Func<T1, T2, T3, TResult>> function, AutogradOptions? options = null) =>
        (Expression<Func<T1, T2, T3, (TResult Value, (T1, T2, T3) Gradient)>>)Differentiator.ValueAndGradient(function, options, typeof(Func<T1, T2, T3, (TResult Value, (T1, T2, T3) Gradient)>));

    /// <summary>The value of a scalar function together with its gradient, computed once, for a function of four parameters.</summary>
    /// <param name="function">The function; its code is not run.</param>
    /// <param name="options">Rules and mode; null for the defaults.</param>
    /// <returns>A lambda of the same parameters that returns the value, bit for bit the function's own, and the gradient.</returns>
    /// <exception cref="AutogradException">The function cannot be differentiated; the message says where and what to write instead.</exception>
    public static Expression<Func<T1, T2, T3, T4, (TResult Value, (T1, T2, T3, T4) Gradient)>> ValueAndGradient<T1, T2, T3, T4, TResult>(Expression<Func<T1, T2, T3, T4, TResult>> function, AutogradOptions? options = null) =>
        (Expression<Func<T1, T2, T3, T4, (TResult Value, (T1, T2, T3, T4) Gradient)>>)Differentiator.ValueAndGradient(function, options, typeof(Func<T1, T2, T3, T4, (TResult Value, (T1, T2, T3, T4) Gradient)>));

    /// <summary>The value of a scalar function together with its gradient, computed once, for a function of five parameters.</summary>
    /// <param name="function">The function; its code is not run.</param>
    /// <param name="options">Rules and mode; null for the defaults.</param>
    /// <returns>A lambda of the same parameters that returns the value, bit for bit the function's own, and the gradient.</returns>
    /// <exception cref="AutogradException">The function cannot be differentiated; the message says where and what to write instead.</exception>
    public static Expression<Func<T1, T2, T3, T4, T5, (TResult Value, (T1, T2, T3, T4, T5) Gradient)>> ValueAndGradient<T1, T2, T3, T4, T5, TResult>(Expression<Func<T1, T2, T3, T4, T5, TResult>> function, AutogradOptions? options = null) =>
        (Expression<Func<T1, T2, T3, T4, T5, (TResult Value, (T1, T2, T3, T4, T5) Gradient)>>)Differentiator.ValueAndGradient(function, options, typeof(Func<T1, T2, T3, T4, T5, (TResult Value, (T1, T2, T3, T4, T5) Gradient)>));

    /// <summary>The value of a scalar function together with its gradient, computed once, for a function of six parameters.</summary>
    /// <param name="function">The function; its code is not run.</param>
    /// <param name="options">Rules and mode; null for the defaults.</param>
    /// <returns>A lambda of the same parameters that returns the value, bit for bit the function's own, and the gradient.</returns>
    /// <exception cref="AutogradException">The function cannot be differentiated; the message says where and what to write instead.</exception>
    public static Expression<Func<T1, T2, T3, T4, T5, T6, (TResult Value, (T1, T2, T3, T4, T5, T6) Gradient)>> ValueAndGradient<T1, T2, T3, T4, T5, T6, TResult>(Expression<Func<T1, T2, T3, T4, T5, T6, TResult>> function, AutogradOptions? options = null) =>
        (Expression<Func<T1, T2, T3, T4, T5, T6, (TResult Value, (T1, T2, T3, T4, T5, T6) Gradient)>>)Differentiator.ValueAndGradient(function, options, typeof(Func<T1, T2, T3, T4, T5, T6, (TResult Value, (T1, T2, T3, T4, T5, T6) Gradient)>));

    /// <summary>The value of a scalar function together with its gradient, computed once, for a function of seven parameters.</summary>
    /// <param name="function">The function; its code is not run.</param>
    /// <param name="options">Rules and mode; null for the defaults.</param>
    /// <returns>A lambda of the same parameters that returns the value, bit for bit the function's own, and the gradient.</returns>
    /// <exception cref="AutogradException">The function cannot be differentiated; the message says where and what to write instead.</exception>
    public static Expression<Func<T1, T2, T3, T4, T5, T6, T7, (TResult Value, (T1, T2, T3, T4, T5, T6, T7) Gradient)>> ValueAndGradient<T1, T2, T3, T4, T5, T6, T7, TResult>(Expression<Func<T1, T2, T3, T4, T5, T6, T7, TResult>> function, AutogradOptions? options = null) =>
        (Expression<Func<T1, T2, T3, T4, T5, T6, T7, (TResult Value, (T1, T2, T3, T4, T5, T6, T7) Gradient)>>)Differentiator.ValueAndGradient(function, options, typeof(Func<T1, T2, T3, T4, T5, T6, T7, (TResult Value, (T1, T2, T3, T4, T5, T6, T7) Gradient)>));

    /// <summary>The value of a scalar function together with its gradient, computed once, for a function of eight parameters.</summary>
    /// <param name="function">The function; its code is not run.</param>
    /// <param name="options">Rules and mode; null for the defaults.</param>
    /// <returns>A lambda of the same parameters that returns the value, bit for bit the function's own, and the gradient.</returns>
    /// <exception cref="AutogradException">The function cannot be differentiated; the message says where and what to write instead.</exception>
    public static Expression<Func<T1, T2, T3, T4, T5, T6, T7, T8, (TResult Value, (T1, T2, T3, T4, T5, T6, T7, T8) Gradient)>> ValueAndGradient<T1, T2, T3, T4, T5, T6, T7, T8, TResult>(Expression<Func<T1, T2, T3, T4, T5, T6, T7, T8, TResult>> function, AutogradOptions? options = null) =>
        (Expression<Func<T1, T2, T3, T4, T5, T6, T7, T8, (TResult Value, (T1, T2, T3, T4, T5, T6, T7, T8) Gradient)>>)Differentiator.ValueAndGradient(function, options, typeof(Func<T1, T2, T3, T4, T5, T6, T7, T8, (TResult Value, (T1, T2, T3, T4, T5, T6, T7, T8) Gradient)>));
}
