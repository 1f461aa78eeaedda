using System.Linq.Expressions;
using ExprAutograd.Compilation;

namespace ExprAutograd;

/// <content>Vector-Jacobian products: reverse mode.</content>
public static partial class Autograd
{
    /// <summary>A cotangent of the result pulled back to the parameters (a vector times the Jacobian), in reverse mode, for a function of one parameter.</summary>
    /// <param name="function">The function; its code is not run.</param>
    /// <param name="options">Rules and mode; null for the defaults.</param>
    /// <returns>A lambda of the parameters and a cotangent in the result's shape that returns the value and the parameters' cotangents.</returns>
    /// <exception cref="AutogradException">The function cannot be differentiated; the message says where and what to write instead.</exception>
    public static Expression<Func<T1, TResult, (TResult Value, T1 Gradient)>> Vjp<T1, TResult>(Expression<Func<T1, TResult>> function, AutogradOptions? options = null) =>
        (Expression<Func<T1, TResult, (TResult Value, T1 Gradient)>>)Differentiator.Vjp(function, options, typeof(Func<T1, TResult, (TResult Value, T1 Gradient)>));

    /// <summary>A cotangent of the result pulled back to the parameters (a vector times the Jacobian), in reverse mode, for a function of two parameters.</summary>
    /// <param name="function">The function; its code is not run.</param>
    /// <param name="options">Rules and mode; null for the defaults.</param>
    /// <returns>A lambda of the parameters and a cotangent in the result's shape that returns the value and the parameters' cotangents.</returns>
    /// <exception cref="AutogradException">The function cannot be differentiated; the message says where and what to write instead.</exception>
    public static Expression<Func<T1, T2, TResult, (TResult Value, (T1, T2) Gradient)>> Vjp<T1, T2, TResult>(Expression<Func<T1, T2, TResult>> function, AutogradOptions? options = null) =>
        (Expression<Func<T1, T2, TResult, (TResult Value, (T1, T2) Gradient)>>)Differentiator.Vjp(function, options, typeof(Func<T1, T2, TResult, (TResult Value, (T1, T2) Gradient)>));

    /// <summary>A cotangent of the result pulled back to the parameters (a vector times the Jacobian), in reverse mode, for a function of three parameters.</summary>
    /// <param name="function">The function; its code is not run.</param>
    /// <param name="options">Rules and mode; null for the defaults.</param>
    /// <returns>A lambda of the parameters and a cotangent in the result's shape that returns the value and the parameters' cotangents.</returns>
    /// <exception cref="AutogradException">The function cannot be differentiated; the message says where and what to write instead.</exception>
    public static Expression<Func<T1, T2, T3, TResult, (TResult Value, (T1, T2, T3) Gradient)>> Vjp<T1, T2, T3, TResult>(Expression<Func<T1, T2, T3, TResult>> function, AutogradOptions? options = null) =>
        (Expression<Func<T1, T2, T3, TResult, (TResult Value, (T1, T2, T3) Gradient)>>)Differentiator.Vjp(function, options, typeof(Func<T1, T2, T3, TResult, (TResult Value, (T1, T2, T3) Gradient)>));

    /// <summary>A cotangent of the result pulled back to the parameters (a vector times the Jacobian), in reverse mode, for a function of four parameters.</summary>
    /// <param name="function">The function; its code is not run.</param>
    /// <param name="options">Rules and mode; null for the defaults.</param>
    /// <returns>A lambda of the parameters and a cotangent in the result's shape that returns the value and the parameters' cotangents.</returns>
    /// <exception cref="AutogradException">The function cannot be differentiated; the message says where and what to write instead.</exception>
    public static Expression<Func<T1, T2, T3, T4, TResult, (TResult Value, (T1, T2, T3, T4) Gradient)>> Vjp<T1, T2, T3, T4, TResult>(Expression<Func<T1, T2, T3, T4, TResult>> function, AutogradOptions? options = null) =>
        (Expression<Func<T1, T2, T3, T4, TResult, (TResult Value, (T1, T2, T3, T4) Gradient)>>)Differentiator.Vjp(function, options, typeof(Func<T1, T2, T3, T4, TResult, (TResult Value, (T1, T2, T3, T4) Gradient)>));

    /// <summary>A cotangent of the result pulled back to the parameters (a vector times the Jacobian), in reverse mode, for a function of five parameters.</summary>
    /// <param name="function">The function; its code is not run.</param>
    /// <param name="options">Rules and mode; null for the defaults.</param>
    /// <returns>A lambda of the parameters and a cotangent in the result's shape that returns the value and the parameters' cotangents.</returns>
    /// <exception cref="AutogradException">The function cannot be differentiated; the message says where and what to write instead.</exception>
    public static Expression<Func<T1, T2, T3, T4, T5, TResult, (TResult Value, (T1, T2, T3, T4, T5) Gradient)>> Vjp<T1, T2, T3, T4, T5, TResult>(Expression<Func<T1, T2, T3, T4, T5, TResult>> function, AutogradOptions? options = null) =>
        (Expression<Func<T1, T2, T3, T4, T5, TResult, (TResult Value, (T1, T2, T3, T4, T5) Gradient)>>)Differentiator.Vjp(function, options, typeof(Func<T1, T2, T3, T4, T5, TResult, (TResult Value, (T1, T2, T3, T4, T5) Gradient)>));

    /// <summary>A cotangent of the result pulled back to the parameters (a vector times the Jacobian), in reverse mode, for a function of six parameters.</summary>
    /// <param name="function">The function; its code is not run.</param>
    /// <param name="options">Rules and mode; null for the defaults.</param>
    /// <returns>A lambda of the parameters and a cotangent in the result's shape that returns the value and the parameters' cotangents.</returns>
    /// <exception cref="AutogradException">The function cannot be differentiated; the message says where and what to write instead.</exception>
    public static Expression<Func<T1, T2, T3, T4, T5, T6, TResult, (TResult Value, (T1, T2, T3, T4, T5, T6) Gradient)>> Vjp<T1, T2, T3, T4, T5, T6, TResult>(Expression<Func<T1, T2, T3, T4, T5, T6, TResult>> function, AutogradOptions? options = null) =>
        (Expression<Func<T1, T2, T3, T4, T5, T6, TResult, (TResult Value, (T1, T2, T3, T4, T5, T6) Gradient)>>)Differentiator.Vjp(function, options, typeof(Func<T1, T2, T3, T4, T5, T6, TResult, (TResult Value, (T1, T2, T3, T4, T5, T6) Gradient)>));

    /// <summary>A cotangent of the result pulled back to the parameters (a vector times the Jacobian), in reverse mode, for a function of seven parameters.</summary>
    /// <param name="function">The function; its code is not run.</param>
    /// <param name="options">Rules and mode; null for the defaults.</param>
    /// <returns>A lambda of the parameters and a cotangent in the result's shape that returns the value and the parameters' cotangents.</returns>
    /// <exception cref="AutogradException">The function cannot be differentiated; the message says where and what to write instead.</exception>
    public static Expression<Func<T1, T2, T3, T4, T5, T6, T7, TResult, (TResult Value, (T1, T2, T3, T4, T5, T6, T7) Gradient)>> Vjp<T1, T2, T3, T4, T5, T6, T7, TResult>(Expression<Func<T1, T2, T3, T4, T5, T6, T7, TResult>> function, AutogradOptions? options = null) =>
        (Expression<Func<T1, T2, T3, T4, T5, T6, T7, TResult, (TResult Value, (T1, T2, T3, T4, T5, T6, T7) Gradient)>>)Differentiator.Vjp(function, options, typeof(Func<T1, T2, T3, T4, T5, T6, T7, TResult, (TResult Value, (T1, T2, T3, T4, T5, T6, T7) Gradient)>));

    /// <summary>A cotangent of the result pulled back to the parameters (a vector times the Jacobian), in reverse mode, for a function of eight parameters.</summary>
    /// <param name="function">The function; its code is not run.</param>
    /// <param name="options">Rules and mode; null for the defaults.</param>
    /// <returns>A lambda of the parameters and a cotangent in the result's shape that returns the value and the parameters' cotangents.</returns>
    /// <exception cref="AutogradException">The function cannot be differentiated; the message says where and what to write instead.</exception>
    public static Expression<Func<T1, T2, T3, T4, T5, T6, T7, T8, TResult, (TResult Value, (T1, T2, T3, T4, T5, T6, T7, T8) Gradient)>> Vjp<T1, T2, T3, T4, T5, T6, T7, T8, TResult>(Expression<Func<T1, T2, T3, T4, T5, T6, T7, T8, TResult>> function, AutogradOptions? options = null) =>
        (Expression<Func<T1, T2, T3, T4, T5, T6, T7, T8, TResult, (TResult Value, (T1, T2, T3, T4, T5, T6, T7, T8) Gradient)>>)Differentiator.Vjp(function, options, typeof(Func<T1, T2, T3, T4, T5, T6, T7, T8, TResult, (TResult Value, (T1, T2, T3, T4, T5, T6, T7, T8) Gradient)>));
}
