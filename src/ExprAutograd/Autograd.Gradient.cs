using System.Linq.Expressions;
using ExprAutograd.Compilation;

namespace ExprAutograd;

/// <content>Gradients of scalar functions.</content>
public static partial class Autograd
{
    /// <summary>The gradient of a scalar function, as an expression that can be read, differentiated again and compiled, for a function of one parameter.</summary>
    /// <param name="function">The function; its code is not run.</param>
    /// <param name="options">Rules and mode; null for the defaults.</param>
    /// <returns>A lambda of the same parameters; each derivative has its parameter's own shape.</returns>
    /// <exception cref="AutogradException">The function cannot be differentiated; the message says where and what to write instead.</exception>
    public static Expression<Func<T1, T1>> Gradient<T1, TResult>(Expression<Func<T1, TResult>> function, AutogradOptions? options = null) =>
        (Expression<Func<T1, T1>>)Differentiator.Gradient(function, options, typeof(Func<T1, T1>));

    /// <summary>The gradient of a scalar function, as an expression that can be read, differentiated again and compiled, for a function of two parameters.</summary>
    /// <param name="function">The function; its code is not run.</param>
    /// <param name="options">Rules and mode; null for the defaults.</param>
    /// <returns>A lambda of the same parameters; each derivative has its parameter's own shape, in a tuple.</returns>
    /// <exception cref="AutogradException">The function cannot be differentiated; the message says where and what to write instead.</exception>
    public static Expression<Func<T1, T2, (T1, T2)>> Gradient<T1, T2, TResult>(Expression<Func<T1, T2, TResult>> function, AutogradOptions? options = null) =>
        (Expression<Func<T1, T2, (T1, T2)>>)Differentiator.Gradient(function, options, typeof(Func<T1, T2, (T1, T2)>));

    /// <summary>The gradient of a scalar function, as an expression that can be read, differentiated again and compiled, for a function of three parameters.</summary>
    /// <param name="function">The function; its code is not run.</param>
    /// <param name="options">Rules and mode; null for the defaults.</param>
    /// <returns>A lambda of the same parameters; each derivative has its parameter's own shape, in a tuple.</returns>
    /// <exception cref="AutogradException">The function cannot be differentiated; the message says where and what to write instead.</exception>
    public static Expression<Func<T1, T2, T3, (T1, T2, T3)>> Gradient<T1, T2, T3, TResult>(Expression<Func<T1, T2, T3, TResult>> function, AutogradOptions? options = null) =>
        (Expression<Func<T1, T2, T3, (T1, T2, T3)>>)Differentiator.Gradient(function, options, typeof(Func<T1, T2, T3, (T1, T2, T3)>));

    /// <summary>The gradient of a scalar function, as an expression that can be read, differentiated again and compiled, for a function of four parameters.</summary>
    /// <param name="function">The function; its code is not run.</param>
    /// <param name="options">Rules and mode; null for the defaults.</param>
    /// <returns>A lambda of the same parameters; each derivative has its parameter's own shape, in a tuple.</returns>
    /// <exception cref="AutogradException">The function cannot be differentiated; the message says where and what to write instead.</exception>
    public static Expression<Func<T1, T2, T3, T4, (T1, T2, T3, T4)>> Gradient<T1, T2, T3, T4, TResult>(Expression<Func<T1, T2, T3, T4, TResult>> function, AutogradOptions? options = null) =>
        (Expression<Func<T1, T2, T3, T4, (T1, T2, T3, T4)>>)Differentiator.Gradient(function, options, typeof(Func<T1, T2, T3, T4, (T1, T2, T3, T4)>));

    /// <summary>The gradient of a scalar function, as an expression that can be read, differentiated again and compiled, for a function of five parameters.</summary>
    /// <param name="function">The function; its code is not run.</param>
    /// <param name="options">Rules and mode; null for the defaults.</param>
    /// <returns>A lambda of the same parameters; each derivative has its parameter's own shape, in a tuple.</returns>
    /// <exception cref="AutogradException">The function cannot be differentiated; the message says where and what to write instead.</exception>
    public static Expression<Func<T1, T2, T3, T4, T5, (T1, T2, T3, T4, T5)>> Gradient<T1, T2, T3, T4, T5, TResult>(Expression<Func<T1, T2, T3, T4, T5, TResult>> function, AutogradOptions? options = null) =>
        (Expression<Func<T1, T2, T3, T4, T5, (T1, T2, T3, T4, T5)>>)Differentiator.Gradient(function, options, typeof(Func<T1, T2, T3, T4, T5, (T1, T2, T3, T4, T5)>));

    /// <summary>The gradient of a scalar function, as an expression that can be read, differentiated again and compiled, for a function of six parameters.</summary>
    /// <param name="function">The function; its code is not run.</param>
    /// <param name="options">Rules and mode; null for the defaults.</param>
    /// <returns>A lambda of the same parameters; each derivative has its parameter's own shape, in a tuple.</returns>
    /// <exception cref="AutogradException">The function cannot be differentiated; the message says where and what to write instead.</exception>
    public static Expression<Func<T1, T2, T3, T4, T5, T6, (T1, T2, T3, T4, T5, T6)>> Gradient<T1, T2, T3, T4, T5, T6, TResult>(Expression<Func<T1, T2, T3, T4, T5, T6, TResult>> function, AutogradOptions? options = null) =>
        (Expression<Func<T1, T2, T3, T4, T5, T6, (T1, T2, T3, T4, T5, T6)>>)Differentiator.Gradient(function, options, typeof(Func<T1, T2, T3, T4, T5, T6, (T1, T2, T3, T4, T5, T6)>));

    /// <summary>The gradient of a scalar function, as an expression that can be read, differentiated again and compiled, for a function of seven parameters.</summary>
    /// <param name="function">The function; its code is not run.</param>
    /// <param name="options">Rules and mode; null for the defaults.</param>
    /// <returns>A lambda of the same parameters; each derivative has its parameter's own shape, in a tuple.</returns>
    /// <exception cref="AutogradException">The function cannot be differentiated; the message says where and what to write instead.</exception>
    public static Expression<Func<T1, T2, T3, T4, T5, T6, T7, (T1, T2, T3, T4, T5, T6, T7)>> Gradient<T1, T2, T3, T4, T5, T6, T7, TResult>(Expression<Func<T1, T2, T3, T4, T5, T6, T7, TResult>> function, AutogradOptions? options = null) =>
        (Expression<Func<T1, T2, T3, T4, T5, T6, T7, (T1, T2, T3, T4, T5, T6, T7)>>)Differentiator.Gradient(function, options, typeof(Func<T1, T2, T3, T4, T5, T6, T7, (T1, T2, T3, T4, T5, T6, T7)>));

    /// <summary>The gradient of a scalar function, as an expression that can be read, differentiated again and compiled, for a function of eight parameters.</summary>
    /// <param name="function">The function; its code is not run.</param>
    /// <param name="options">Rules and mode; null for the defaults.</param>
    /// <returns>A lambda of the same parameters; each derivative has its parameter's own shape, in a tuple.</returns>
    /// <exception cref="AutogradException">The function cannot be differentiated; the message says where and what to write instead.</exception>
    public static Expression<Func<T1, T2, T3, T4, T5, T6, T7, T8, (T1, T2, T3, T4, T5, T6, T7, T8)>> Gradient<T1, T2, T3, T4, T5, T6, T7, T8, TResult>(Expression<Func<T1, T2, T3, T4, T5, T6, T7, T8, TResult>> function, AutogradOptions? options = null) =>
        (Expression<Func<T1, T2, T3, T4, T5, T6, T7, T8, (T1, T2, T3, T4, T5, T6, T7, T8)>>)Differentiator.Gradient(function, options, typeof(Func<T1, T2, T3, T4, T5, T6, T7, T8, (T1, T2, T3, T4, T5, T6, T7, T8)>));
}
