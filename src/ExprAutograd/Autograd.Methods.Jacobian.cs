using System.Linq.Expressions;
using System.Runtime.CompilerServices;

namespace ExprAutograd;

/// <content>Matrices of first derivatives of methods.</content>
public static partial class Autograd
{
    /// <summary>The matrix of all first derivatives, for a method of one parameter.</summary>
    /// <param name="method">The method, as a delegate; its code is read and not run.</param>
    /// <param name="options">Rules and mode; null for the defaults.</param>
    /// <returns>A lambda of the same parameters; a row per number of the result and a column per number of the parameters, both flattened in order.</returns>
    /// <exception cref="AutogradException">The method cannot be lifted or differentiated; the message says where and what to write instead.</exception>
    [OverloadResolutionPriority(-1)]
    public static Expression<Func<T1, double[,]>> Jacobian<T1, TResult>(Func<T1, TResult> method, AutogradOptions? options = null) =>
        Jacobian(Lift(method, options), options);

    /// <summary>The matrix of all first derivatives, for a method of two parameters.</summary>
    /// <param name="method">The method, as a delegate; its code is read and not run.</param>
    /// <param name="options">Rules and mode; null for the defaults.</param>
    /// <returns>A lambda of the same parameters; a row per number of the result and a column per number of the parameters, both flattened in order.</returns>
    /// <exception cref="AutogradException">The method cannot be lifted or differentiated; the message says where and what to write instead.</exception>
    [OverloadResolutionPriority(-1)]
    public static Expression<Func<T1, T2, double[,]>> Jacobian<T1, T2, TResult>(Func<T1, T2, TResult> method, AutogradOptions? options = null) =>
        Jacobian(Lift(method, options), options);

    /// <summary>The matrix of all first derivatives, for a method of three parameters.</summary>
    /// <param name="method">The method, as a delegate; its code is read and not run.</param>
    /// <param name="options">Rules and mode; null for the defaults.</param>
    /// <returns>A lambda of the same parameters; a row per number of the result and a column per number of the parameters, both flattened in order.</returns>
    /// <exception cref="AutogradException">The method cannot be lifted or differentiated; the message says where and what to write instead.</exception>
    [OverloadResolutionPriority(-1)]
    public static Expression<Func<T1, T2, T3, double[,]>> Jacobian<T1, T2, T3, TResult>(Func<T1, T2, T3, TResult> method, AutogradOptions? options = null) =>
        Jacobian(Lift(method, options), options);

    /// <summary>The matrix of all first derivatives, for a method of four parameters.</summary>
    /// <param name="method">The method, as a delegate; its code is read and not run.</param>
    /// <param name="options">Rules and mode; null for the defaults.</param>
    /// <returns>A lambda of the same parameters; a row per number of the result and a column per number of the parameters, both flattened in order.</returns>
    /// <exception cref="AutogradException">The method cannot be lifted or differentiated; the message says where and what to write instead.</exception>
    [OverloadResolutionPriority(-1)]
    public static Expression<Func<T1, T2, T3, T4, double[,]>> Jacobian<T1, T2, T3, T4, TResult>(Func<T1, T2, T3, T4, TResult> method, AutogradOptions? options = null) =>
        Jacobian(Lift(method, options), options);

    /// <summary>The matrix of all first derivatives, for a method of five parameters.</summary>
    /// <param name="method">The method, as a delegate; its code is read and not run.</param>
    /// <param name="options">Rules and mode; null for the defaults.</param>
    /// <returns>A lambda of the same parameters; a row per number of the result and a column per number of the parameters, both flattened in order.</returns>
    /// <exception cref="AutogradException">The method cannot be lifted or differentiated; the message says where and what to write instead.</exception>
    [OverloadResolutionPriority(-1)]
    public static Expression<Func<T1, T2, T3, T4, T5, double[,]>> Jacobian<T1, T2, T3, T4, T5, TResult>(Func<T1, T2, T3, T4, T5, TResult> method, AutogradOptions? options = null) =>
        Jacobian(Lift(method, options), options);

    /// <summary>The matrix of all first derivatives, for a method of six parameters.</summary>
    /// <param name="method">The method, as a delegate; its code is read and not run.</param>
    /// <param name="options">Rules and mode; null for the defaults.</param>
    /// <returns>A lambda of the same parameters; a row per number of the result and a column per number of the parameters, both flattened in order.</returns>
    /// <exception cref="AutogradException">The method cannot be lifted or differentiated; the message says where and what to write instead.</exception>
    [OverloadResolutionPriority(-1)]
    public static Expression<Func<T1, T2, T3, T4, T5, T6, double[,]>> Jacobian<T1, T2, T3, T4, T5, T6, TResult>(Func<T1, T2, T3, T4, T5, T6, TResult> method, AutogradOptions? options = null) =>
        Jacobian(Lift(method, options), options);

    /// <summary>The matrix of all first derivatives, for a method of seven parameters.</summary>
    /// <param name="method">The method, as a delegate; its code is read and not run.</param>
    /// <param name="options">Rules and mode; null for the defaults.</param>
    /// <returns>A lambda of the same parameters; a row per number of the result and a column per number of the parameters, both flattened in order.</returns>
    /// <exception cref="AutogradException">The method cannot be lifted or differentiated; the message says where and what to write instead.</exception>
    [OverloadResolutionPriority(-1)]
    public static Expression<Func<T1, T2, T3, T4, T5, T6, T7, double[,]>> Jacobian<T1, T2, T3, T4, T5, T6, T7, TResult>(Func<T1, T2, T3, T4, T5, T6, T7, TResult> method, AutogradOptions? options = null) =>
        Jacobian(Lift(method, options), options);

    /// <summary>The matrix of all first derivatives, for a method of eight parameters.</summary>
    /// <param name="method">The method, as a delegate; its code is read and not run.</param>
    /// <param name="options">Rules and mode; null for the defaults.</param>
    /// <returns>A lambda of the same parameters; a row per number of the result and a column per number of the parameters, both flattened in order.</returns>
    /// <exception cref="AutogradException">The method cannot be lifted or differentiated; the message says where and what to write instead.</exception>
    [OverloadResolutionPriority(-1)]
    public static Expression<Func<T1, T2, T3, T4, T5, T6, T7, T8, double[,]>> Jacobian<T1, T2, T3, T4, T5, T6, T7, T8, TResult>(Func<T1, T2, T3, T4, T5, T6, T7, T8, TResult> method, AutogradOptions? options = null) =>
        Jacobian(Lift(method, options), options);
}
