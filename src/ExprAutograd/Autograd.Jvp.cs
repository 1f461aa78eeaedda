using System.Linq.Expressions;
using ExprAutograd.Compilation;

namespace ExprAutograd;

/// <content>Jacobian-vector products: forward mode.</content>
public static partial class Autograd
{
    /// <summary>The derivative along a direction (the Jacobian times a vector), in forward mode, for a function of one parameter.</summary>
    /// <param name="function">The function; its code is not run.</param>
    /// <param name="options">Rules and mode; null for the defaults.</param>
    /// <returns>A lambda of the parameters and one direction in their shape that returns the value and its tangent.</returns>
    /// <exception cref="AutogradException">The function cannot be differentiated; the message says where and what to write instead.</exception>
    public static Expression<Func<T1, T1, (TResult Value, TResult Tangent)>> Jvp<T1, TResult>(Expression<Func<T1, TResult>> function, AutogradOptions? options = null) =>
        (Expression<Func<T1, T1, (TResult Value, TResult Tangent)>>)Differentiator.Jvp(function, options, typeof(Func<T1, T1, (TResult Value, TResult Tangent)>));

    /// <summary>The derivative along a direction (the Jacobian times a vector), in forward mode, for a function of two parameters.</summary>
    /// <param name="function">The function; its code is not run.</param>
    /// <param name="options">Rules and mode; null for the defaults.</param>
    /// <returns>A lambda of the parameters and one direction in their shape, a tuple, that returns the value and its tangent.</returns>
    /// <exception cref="AutogradException">The function cannot be differentiated; the message says where and what to write instead.</exception>
    public static Expression<Func<T1, T2, (T1, T2), (TResult Value, TResult Tangent)>> Jvp<T1, T2, TResult>(Expression<Func<T1, T2, TResult>> function, AutogradOptions? options = null) =>
        (Expression<Func<T1, T2, (T1, T2), (TResult Value, TResult Tangent)>>)Differentiator.Jvp(function, options, typeof(Func<T1, T2, (T1, T2), (TResult Value, TResult Tangent)>));

    /// <summary>The derivative along a direction (the Jacobian times a vector), in forward mode, for a function of three parameters.</summary>
    /// <param name="function">The function; its code is not run.</param>
    /// <param name="options">Rules and mode; null for the defaults.</param>
    /// <returns>A lambda of the parameters and one direction in their shape, a tuple, that returns the value and its tangent.</returns>
    /// <exception cref="AutogradException">The function cannot be differentiated; the message says where and what to write instead.</exception>
    public static Expression<Func<T1, T2, T3, (T1, T2, T3), (TResult Value, TResult Tangent)>> Jvp<T1, T2, T3, TResult>(Expression<Func<T1, T2, T3, TResult>> function, AutogradOptions? options = null) =>
        (Expression<Func<T1, T2, T3, (T1, T2, T3), (TResult Value, TResult Tangent)>>)Differentiator.Jvp(function, options, typeof(Func<T1, T2, T3, (T1, T2, T3), (TResult Value, TResult Tangent)>));

    /// <summary>The derivative along a direction (the Jacobian times a vector), in forward mode, for a function of four parameters.</summary>
    /// <param name="function">The function; its code is not run.</param>
    /// <param name="options">Rules and mode; null for the defaults.</param>
    /// <returns>A lambda of the parameters and one direction in their shape, a tuple, that returns the value and its tangent.</returns>
    /// <exception cref="AutogradException">The function cannot be differentiated; the message says where and what to write instead.</exception>
    public static Expression<Func<T1, T2, T3, T4, (T1, T2, T3, T4), (TResult Value, TResult Tangent)>> Jvp<T1, T2, T3, T4, TResult>(Expression<Func<T1, T2, T3, T4, TResult>> function, AutogradOptions? options = null) =>
        (Expression<Func<T1, T2, T3, T4, (T1, T2, T3, T4), (TResult Value, TResult Tangent)>>)Differentiator.Jvp(function, options, typeof(Func<T1, T2, T3, T4, (T1, T2, T3, T4), (TResult Value, TResult Tangent)>));

    /// <summary>The derivative along a direction (the Jacobian times a vector), in forward mode, for a function of five parameters.</summary>
    /// <param name="function">The function; its code is not run.</param>
    /// <param name="options">Rules and mode; null for the defaults.</param>
    /// <returns>A lambda of the parameters and one direction in their shape, a tuple, that returns the value and its tangent.</returns>
    /// <exception cref="AutogradException">The function cannot be differentiated; the message says where and what to write instead.</exception>
    public static Expression<Func<T1, T2, T3, T4, T5, (T1, T2, T3, T4, T5), (TResult Value, TResult Tangent)>> Jvp<T1, T2, T3, T4, T5, TResult>(Expression<Func<T1, T2, T3, T4, T5, TResult>> function, AutogradOptions? options = null) =>
        (Expression<Func<T1, T2, T3, T4, T5, (T1, T2, T3, T4, T5), (TResult Value, TResult Tangent)>>)Differentiator.Jvp(function, options, typeof(Func<T1, T2, T3, T4, T5, (T1, T2, T3, T4, T5), (TResult Value, TResult Tangent)>));

    /// <summary>The derivative along a direction (the Jacobian times a vector), in forward mode, for a function of six parameters.</summary>
    /// <param name="function">The function; its code is not run.</param>
    /// <param name="options">Rules and mode; null for the defaults.</param>
    /// <returns>A lambda of the parameters and one direction in their shape, a tuple, that returns the value and its tangent.</returns>
    /// <exception cref="AutogradException">The function cannot be differentiated; the message says where and what to write instead.</exception>
    public static Expression<Func<T1, T2, T3, T4, T5, T6, (T1, T2, T3, T4, T5, T6), (TResult Value, TResult Tangent)>> Jvp<T1, T2, T3, T4, T5, T6, TResult>(Expression<Func<T1, T2, T3, T4, T5, T6, TResult>> function, AutogradOptions? options = null) =>
        (Expression<Func<T1, T2, T3, T4, T5, T6, (T1, T2, T3, T4, T5, T6), (TResult Value, TResult Tangent)>>)Differentiator.Jvp(function, options, typeof(Func<T1, T2, T3, T4, T5, T6, (T1, T2, T3, T4, T5, T6), (TResult Value, TResult Tangent)>));

    /// <summary>The derivative along a direction (the Jacobian times a vector), in forward mode, for a function of seven parameters.</summary>
    /// <param name="function">The function; its code is not run.</param>
    /// <param name="options">Rules and mode; null for the defaults.</param>
    /// <returns>A lambda of the parameters and one direction in their shape, a tuple, that returns the value and its tangent.</returns>
    /// <exception cref="AutogradException">The function cannot be differentiated; the message says where and what to write instead.</exception>
    public static Expression<Func<T1, T2, T3, T4, T5, T6, T7, (T1, T2, T3, T4, T5, T6, T7), (TResult Value, TResult Tangent)>> Jvp<T1, T2, T3, T4, T5, T6, T7, TResult>(Expression<Func<T1, T2, T3, T4, T5, T6, T7, TResult>> function, AutogradOptions? options = null) =>
        (Expression<Func<T1, T2, T3, T4, T5, T6, T7, (T1, T2, T3, T4, T5, T6, T7), (TResult Value, TResult Tangent)>>)Differentiator.Jvp(function, options, typeof(Func<T1, T2, T3, T4, T5, T6, T7, (T1, T2, T3, T4, T5, T6, T7), (TResult Value, TResult Tangent)>));

    /// <summary>The derivative along a direction (the Jacobian times a vector), in forward mode, for a function of eight parameters.</summary>
    /// <param name="function">The function; its code is not run.</param>
    /// <param name="options">Rules and mode; null for the defaults.</param>
    /// <returns>A lambda of the parameters and one direction in their shape, a tuple, that returns the value and its tangent.</returns>
    /// <exception cref="AutogradException">The function cannot be differentiated; the message says where and what to write instead.</exception>
    public static Expression<Func<T1, T2, T3, T4, T5, T6, T7, T8, (T1, T2, T3, T4, T5, T6, T7, T8), (TResult Value, TResult Tangent)>> Jvp<T1, T2, T3, T4, T5, T6, T7, T8, TResult>(Expression<Func<T1, T2, T3, T4, T5, T6, T7, T8, TResult>> function, AutogradOptions? options = null) =>
        (Expression<Func<T1, T2, T3, T4, T5, T6, T7, T8, (T1, T2, T3, T4, T5, T6, T7, T8), (TResult Value, TResult Tangent)>>)Differentiator.Jvp(function, options, typeof(Func<T1, T2, T3, T4, T5, T6, T7, T8, (T1, T2, T3, T4, T5, T6, T7, T8), (TResult Value, TResult Tangent)>));
}
