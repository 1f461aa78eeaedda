using System.Linq.Expressions;
using ExprAutograd.Compilation;

namespace ExprAutograd;

/// <content>Matrices of second derivatives.</content>
public static partial class Autograd
{
    /// <summary>The matrix of all second derivatives of a scalar function, for a function of one parameter.</summary>
    /// <param name="function">The function; its code is not run.</param>
    /// <param name="options">Rules and mode; null for the defaults.</param>
    /// <returns>A lambda of the same parameters; a row and a column per number of the parameters, flattened in order.</returns>
    /// <exception cref="AutogradException">The function cannot be differentiated; the message says where and what to write instead.</exception>
    public static Expression<Func<T1, double[,]>> Hessian<T1, TResult>(Expression<Func<T1, TResult>> function, AutogradOptions? options = null) =>
        (Expression<Func<T1, double[,]>>)Differentiator.Hessian(function, options, typeof(Func<T1, double[,]>));

    /// <summary>The matrix of all second derivatives of a scalar function, for a function of two parameters.</summary>
    /// <param name="function">The function; its code is not run.</param>
    /// <param name="options">Rules and mode; null for the defaults.</param>
    /// <returns>A lambda of the same parameters; a row and a column per number of the parameters, flattened in order.</returns>
    /// <exception cref="AutogradException">The function cannot be differentiated; the message says where and what to write instead.</exception>
    public static Expression<Func<T1, T2, double[,]>> Hessian<T1, T2, TResult>(Expression<Func<T1, T2, TResult>> function, AutogradOptions? options = null) =>
        (Expression<Func<T1, T2, double[,]>>)Differentiator.Hessian(function, options, typeof(Func<T1, T2, double[,]>));

    /// <summary>The matrix of all second derivatives of a scalar function, for a function of three parameters.</summary>
    /// <param name="function">The function; its code is not run.</param>
    /// <param name="options">Rules and mode; null for the defaults.</param>
    /// <returns>A lambda of the same parameters; a row and a column per number of the parameters, flattened in order.</returns>
    /// <exception cref="AutogradException">The function cannot be differentiated; the message says where and what to write instead.</exception>
    public static Expression<Func<T1, T2, T3, double[,]>> Hessian<T1, T2, T3, TResult>(Expression<Func<T1, T2, T3, TResult>> function, AutogradOptions? options = null) =>
        (Expression<Func<T1, T2, T3, double[,]>>)Differentiator.Hessian(function, options, typeof(Func<T1, T2, T3, double[,]>));

    /// <summary>The matrix of all second derivatives of a scalar function, for a function of four parameters.</summary>
    /// <param name="function">The function; its code is not run.</param>
    /// <param name="options">Rules and mode; null for the defaults.</param>
    /// <returns>A lambda of the same parameters; a row and a column per number of the parameters, flattened in order.</returns>
    /// <exception cref="AutogradException">The function cannot be differentiated; the message says where and what to write instead.</exception>
    public static Expression<Func<T1, T2, T3, T4, double[,]>> Hessian<T1, T2, T3, T4, TResult>(Expression<Func<T1, T2, T3, T4, TResult>> function, AutogradOptions? options = null) =>
        (Expression<Func<T1, T2, T3, T4, double[,]>>)Differentiator.Hessian(function, options, typeof(Func<T1, T2, T3, T4, double[,]>));

    /// <summary>The matrix of all second derivatives of a scalar function, for a function of five parameters.</summary>
    /// <param name="function">The function; its code is not run.</param>
    /// <param name="options">Rules and mode; null for the defaults.</param>
    /// <returns>A lambda of the same parameters; a row and a column per number of the parameters, flattened in order.</returns>
    /// <exception cref="AutogradException">The function cannot be differentiated; the message says where and what to write instead.</exception>
    public static Expression<Func<T1, T2, T3, T4, T5, double[,]>> Hessian<T1, T2, T3, T4, T5, TResult>(Expression<Func<T1, T2, T3, T4, T5, TResult>> function, AutogradOptions? options = null) =>
        (Expression<Func<T1, T2, T3, T4, T5, double[,]>>)Differentiator.Hessian(function, options, typeof(Func<T1, T2, T3, T4, T5, double[,]>));

    /// <summary>The matrix of all second derivatives of a scalar function, for a function of six parameters.</summary>
    /// <param name="function">The function; its code is not run.</param>
    /// <param name="options">Rules and mode; null for the defaults.</param>
    /// <returns>A lambda of the same parameters; a row and a column per number of the parameters, flattened in order.</returns>
    /// <exception cref="AutogradException">The function cannot be differentiated; the message says where and what to write instead.</exception>
    public static Expression<Func<T1, T2, T3, T4, T5, T6, double[,]>> Hessian<T1, T2, T3, T4, T5, T6, TResult>(Expression<Func<T1, T2, T3, T4, T5, T6, TResult>> function, AutogradOptions? options = null) =>
        (Expression<Func<T1, T2, T3, T4, T5, T6, double[,]>>)Differentiator.Hessian(function, options, typeof(Func<T1, T2, T3, T4, T5, T6, double[,]>));

    /// <summary>The matrix of all second derivatives of a scalar function, for a function of seven parameters.</summary>
    /// <param name="function">The function; its code is not run.</param>
    /// <param name="options">Rules and mode; null for the defaults.</param>
    /// <returns>A lambda of the same parameters; a row and a column per number of the parameters, flattened in order.</returns>
    /// <exception cref="AutogradException">The function cannot be differentiated; the message says where and what to write instead.</exception>
    public static Expression<Func<T1, T2, T3, T4, T5, T6, T7, double[,]>> Hessian<T1, T2, T3, T4, T5, T6, T7, TResult>(Expression<Func<T1, T2, T3, T4, T5, T6, T7, TResult>> function, AutogradOptions? options = null) =>
        (Expression<Func<T1, T2, T3, T4, T5, T6, T7, double[,]>>)Differentiator.Hessian(function, options, typeof(Func<T1, T2, T3, T4, T5, T6, T7, double[,]>));

    /// <summary>The matrix of all second derivatives of a scalar function, for a function of eight parameters.</summary>
    /// <param name="function">The function; its code is not run.</param>
    /// <param name="options">Rules and mode; null for the defaults.</param>
    /// <returns>A lambda of the same parameters; a row and a column per number of the parameters, flattened in order.</returns>
    /// <exception cref="AutogradException">The function cannot be differentiated; the message says where and what to write instead.</exception>
    public static Expression<Func<T1, T2, T3, T4, T5, T6, T7, T8, double[,]>> Hessian<T1, T2, T3, T4, T5, T6, T7, T8, TResult>(Expression<Func<T1, T2, T3, T4, T5, T6, T7, T8, TResult>> function, AutogradOptions? options = null) =>
        (Expression<Func<T1, T2, T3, T4, T5, T6, T7, T8, double[,]>>)Differentiator.Hessian(function, options, typeof(Func<T1, T2, T3, T4, T5, T6, T7, T8, double[,]>));
}
