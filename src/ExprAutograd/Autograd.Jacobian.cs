using System.Linq.Expressions;
using ExprAutograd.Compilation;

namespace ExprAutograd;

/// <content>Matrices of first derivatives.</content>
public static partial class Autograd
{
    /// <summary>The matrix of all first derivatives, for a function of one parameter.</summary>
    /// <param name="function">The function; its code is not run.</param>
    /// <param name="options">Rules and mode; null for the defaults.</param>
    /// <returns>A lambda of the same parameters; a row per number of the result and a column per number of the parameters, both flattened in order.</returns>
    /// <exception cref="AutogradException">The function cannot be differentiated; the message says where and what to write instead.</exception>
    public static Expression<Func<T1, double[,]>> Jacobian<T1, TResult>(Expression<Func<T1, TResult>> function, AutogradOptions? options = null) =>
        (Expression<Func<T1, double[,]>>)Differentiator.Jacobian(function, options, typeof(Func<T1, double[,]>));

    /// <summary>The matrix of all first derivatives, for a function of two parameters.</summary>
    /// <param name="function">The function; its code is not run.</param>
    /// <param name="options">Rules and mode; null for the defaults.</param>
    /// <returns>A lambda of the same parameters; a row per number of the result and a column per number of the parameters, both flattened in order.</returns>
    /// <exception cref="AutogradException">The function cannot be differentiated; the message says where and what to write instead.</exception>
    public static Expression<Func<T1, T2, double[,]>> Jacobian<T1, T2, TResult>(Expression<Func<T1, T2, TResult>> function, AutogradOptions? options = null) =>
        (Expression<Func<T1, T2, double[,]>>)Differentiator.Jacobian(function, options, typeof(Func<T1, T2, double[,]>));

    /// <summary>The matrix of all first derivatives, for a function of three parameters.</summary>
    /// <param name="function">The function; its code is not run.</param>
    /// <param name="options">Rules and mode; null for the defaults.</param>
    /// <returns>A lambda of the same parameters; a row per number of the result and a column per number of the parameters, both flattened in order.</returns>
    /// <exception cref="AutogradException">The function cannot be differentiated; the message says where and what to write instead.</exception>
    public static Expression<Func<T1, T2, T3, double[,]>> Jacobian<T1, T2, T3, TResult>(Expression<Func<T1, T2, T3, TResult>> function, AutogradOptions? options = null) =>
        (Expression<Func<T1, T2, T3, double[,]>>)Differentiator.Jacobian(function, options, typeof(Func<T1, T2, T3, double[,]>));

    /// <summary>The matrix of all first derivatives, for a function of four parameters.</summary>
    /// <param name="function">The function; its code is not run.</param>
    /// <param name="options">Rules and mode; null for the defaults.</param>
    /// <returns>A lambda of the same parameters; a row per number of the result and a column per number of the parameters, both flattened in order.</returns>
    /// <exception cref="AutogradException">The function cannot be differentiated; the message says where and what to write instead.</exception>
    public static Expression<Func<T1, T2, T3, T4, double[,]>> Jacobian<T1, T2, T3, T4, TResult>(Expression<Func<T1, T2, T3, T4, TResult>> function, AutogradOptions? options = null) =>
        (Expression<Func<T1, T2, T3, T4, double[,]>>)Differentiator.Jacobian(function, options, typeof(Func<T1, T2, T3, T4, double[,]>));

    /// <summary>The matrix of all first derivatives, for a function of five parameters.</summary>
    /// <param name="function">The function; its code is not run.</param>
    /// <param name="options">Rules and mode; null for the defaults.</param>
    /// <returns>A lambda of the same parameters; a row per number of the result and a column per number of the parameters, both flattened in order.</returns>
    /// <exception cref="AutogradException">The function cannot be differentiated; the message says where and what to write instead.</exception>
    public static Expression<Func<T1, T2, T3, T4, T5, double[,]>> Jacobian<T1, T2, T3, T4, T5, TResult>(Expression<Func<T1, T2, T3, T4, T5, TResult>> function, AutogradOptions? options = null) =>
        (Expression<Func<T1, T2, T3, T4, T5, double[,]>>)Differentiator.Jacobian(function, options, typeof(Func<T1, T2, T3, T4, T5, double[,]>));

    /// <summary>The matrix of all first derivatives, for a function of six parameters.</summary>
    /// <param name="function">The function; its code is not run.</param>
    /// <param name="options">Rules and mode; null for the defaults.</param>
    /// <returns>A lambda of the same parameters; a row per number of the result and a column per number of the parameters, both flattened in order.</returns>
    /// <exception cref="AutogradException">The function cannot be differentiated; the message says where and what to write instead.</exception>
    public static Expression<Func<T1, T2, T3, T4, T5, T6, double[,]>> Jacobian<T1, T2, T3, T4, T5, T6, TResult>(Expression<Func<T1, T2, T3, T4, T5, T6, TResult>> function, AutogradOptions? options = null) =>
        (Expression<Func<T1, T2, T3, T4, T5, T6, double[,]>>)Differentiator.Jacobian(function, options, typeof(Func<T1, T2, T3, T4, T5, T6, double[,]>));

    /// <summary>The matrix of all first derivatives, for a function of seven parameters.</summary>
    /// <param name="function">The function; its code is not run.</param>
    /// <param name="options">Rules and mode; null for the defaults.</param>
    /// <returns>A lambda of the same parameters; a row per number of the result and a column per number of the parameters, both flattened in order.</returns>
    /// <exception cref="AutogradException">The function cannot be differentiated; the message says where and what to write instead.</exception>
    public static Expression<Func<T1, T2, T3, T4, T5, T6, T7, double[,]>> Jacobian<T1, T2, T3, T4, T5, T6, T7, TResult>(Expression<Func<T1, T2, T3, T4, T5, T6, T7, TResult>> function, AutogradOptions? options = null) =>
        (Expression<Func<T1, T2, T3, T4, T5, T6, T7, double[,]>>)Differentiator.Jacobian(function, options, typeof(Func<T1, T2, T3, T4, T5, T6, T7, double[,]>));

    /// <summary>The matrix of all first derivatives, for a function of eight parameters.</summary>
    /// <param name="function">The function; its code is not run.</param>
    /// <param name="options">Rules and mode; null for the defaults.</param>
    /// <returns>A lambda of the same parameters; a row per number of the result and a column per number of the parameters, both flattened in order.</returns>
    /// <exception cref="AutogradException">The function cannot be differentiated; the message says where and what to write instead.</exception>
    public static Expression<Func<T1, T2, T3, T4, T5, T6, T7, T8, double[,]>> Jacobian<T1, T2, T3, T4, T5, T6, T7, T8, TResult>(Expression<Func<T1, T2, T3, T4, T5, T6, T7, T8, TResult>> function, AutogradOptions? options = null) =>
        (Expression<Func<T1, T2, T3, T4, T5, T6, T7, T8, double[,]>>)Differentiator.Jacobian(function, options, typeof(Func<T1, T2, T3, T4, T5, T6, T7, T8, double[,]>));
}
