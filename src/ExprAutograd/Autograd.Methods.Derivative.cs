using System.Linq.Expressions;
using System.Runtime.CompilerServices;

namespace ExprAutograd;

/// <content>Derivatives of methods in one number.</content>
public static partial class Autograd
{
    /// <summary>The derivative of a scalar method of one number.</summary>
    /// <param name="method">The method, as a delegate; its code is read and not run.</param>
    /// <param name="options">Rules and mode; null for the defaults.</param>
    /// <returns>A lambda of the same parameter, to be read, differentiated again or compiled.</returns>
    /// <exception cref="AutogradException">The method cannot be lifted or differentiated; the message says where and what to write instead.</exception>
    [OverloadResolutionPriority(-1)]
    public static Expression<Func<T, T>> Derivative<T>(Func<T, T> method, AutogradOptions? options = null)
        where T : struct => Derivative(Lift(method, options), options);

    /// <summary>The partial derivative of a scalar method of two parameters in the parameter at <paramref name="position"/>.</summary>
    /// <param name="method">The method, as a delegate; its code is read and not run.</param>
    /// <param name="position">The parameter, from 0; a number of the result's type.</param>
    /// <param name="options">Rules and mode; null for the defaults.</param>
    /// <returns>A lambda of the same parameters.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no parameter at <paramref name="position"/>.</exception>
    /// <exception cref="AutogradException">The method cannot be lifted or differentiated; the message says where and what to write instead.</exception>
    [OverloadResolutionPriority(-1)]
    public static Expression<Func<T1, T2, TResult>> Derivative<T1, T2, TResult>(Func<T1, T2, TResult> method, int position, AutogradOptions? options = null) =>
        Derivative(Lift(method, options), position, options);

    /// <summary>The partial derivative of a scalar method of three parameters in the parameter at <paramref name="position"/>.</summary>
    /// <param name="method">The method, as a delegate; its code is read and not run.</param>
    /// <param name="position">The parameter, from 0; a number of the result's type.</param>
    /// <param name="options">Rules and mode; null for the defaults.</param>
    /// <returns>A lambda of the same parameters.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no parameter at <paramref name="position"/>.</exception>
    /// <exception cref="AutogradException">The method cannot be lifted or differentiated; the message says where and what to write instead.</exception>
    [OverloadResolutionPriority(-1)]
    public static Expression<Func<T1, T2, T3, TResult>> Derivative<T1, T2, T3, TResult>(Func<T1, T2, T3, TResult> method, int position, AutogradOptions? options = null) =>
        Derivative(Lift(method, options), position, options);

    /// <summary>The partial derivative of a scalar method of four parameters in the parameter at <paramref name="position"/>.</summary>
    /// <param name="method">The method, as a delegate; its code is read and not run.</param>
    /// <param name="position">The parameter, from 0; a number of the result's type.</param>
    /// <param name="options">Rules and mode; null for the defaults.</param>
    /// <returns>A lambda of the same parameters.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no parameter at <paramref name="position"/>.</exception>
    /// <exception cref="AutogradException">The method cannot be lifted or differentiated; the message says where and what to write instead.</exception>
    [OverloadResolutionPriority(-1)]
    public static Expression<Func<T1, T2, T3, T4, TResult>> Derivative<T1, T2, T3, T4, TResult>(Func<T1, T2, T3, T4, TResult> method, int position, AutogradOptions? options = null) =>
        Derivative(Lift(method, options), position, options);

    /// <summary>The partial derivative of a scalar method of five parameters in the parameter at <paramref name="position"/>.</summary>
    /// <param name="method">The method, as a delegate; its code is read and not run.</param>
    /// <param name="position">The parameter, from 0; a number of the result's type.</param>
    /// <param name="options">Rules and mode; null for the defaults.</param>
    /// <returns>A lambda of the same parameters.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no parameter at <paramref name="position"/>.</exception>
    /// <exception cref="AutogradException">The method cannot be lifted or differentiated; the message says where and what to write instead.</exception>
    [OverloadResolutionPriority(-1)]
    public static Expression<Func<T1, T2, T3, T4, T5, TResult>> Derivative<T1, T2, T3, T4, T5, TResult>(Func<T1, T2, T3, T4, T5, TResult> method, int position, AutogradOptions? options = null) =>
        Derivative(Lift(method, options), position, options);

    /// <summary>The partial derivative of a scalar method of six parameters in the parameter at <paramref name="position"/>.</summary>
    /// <param name="method">The method, as a delegate; its code is read and not run.</param>
    /// <param name="position">The parameter, from 0; a number of the result's type.</param>
    /// <param name="options">Rules and mode; null for the defaults.</param>
    /// <returns>A lambda of the same parameters.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no parameter at <paramref name="position"/>.</exception>
    /// <exception cref="AutogradException">The method cannot be lifted or differentiated; the message says where and what to write instead.</exception>
    [OverloadResolutionPriority(-1)]
    public static Expression<Func<T1, T2, T3, T4, T5, T6, TResult>> Derivative<T1, T2, T3, T4, T5, T6, TResult>(Func<T1, T2, T3, T4, T5, T6, TResult> method, int position, AutogradOptions? options = null) =>
        Derivative(Lift(method, options), position, options);

    /// <summary>The partial derivative of a scalar method of seven parameters in the parameter at <paramref name="position"/>.</summary>
    /// <param name="method">The method, as a delegate; its code is read and not run.</param>
    /// <param name="position">The parameter, from 0; a number of the result's type.</param>
    /// <param name="options">Rules and mode; null for the defaults.</param>
    /// <returns>A lambda of the same parameters.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no parameter at <paramref name="position"/>.</exception>
    /// <exception cref="AutogradException">The method cannot be lifted or differentiated; the message says where and what to write instead.</exception>
    [OverloadResolutionPriority(-1)]
    public static Expression<Func<T1, T2, T3, T4, T5, T6, T7, TResult>> Derivative<T1, T2, T3, T4, T5, T6, T7, TResult>(Func<T1, T2, T3, T4, T5, T6, T7, TResult> method, int position, AutogradOptions? options = null) =>
        Derivative(Lift(method, options), position, options);

    /// <summary>The partial derivative of a scalar method of eight parameters in the parameter at <paramref name="position"/>.</summary>
    /// <param name="method">The method, as a delegate; its code is read and not run.</param>
    /// <param name="position">The parameter, from 0; a number of the result's type.</param>
    /// <param name="options">Rules and mode; null for the defaults.</param>
    /// <returns>A lambda of the same parameters.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no parameter at <paramref name="position"/>.</exception>
    /// <exception cref="AutogradException">The method cannot be lifted or differentiated; the message says where and what to write instead.</exception>
    [OverloadResolutionPriority(-1)]
    public static Expression<Func<T1, T2, T3, T4, T5, T6, T7, T8, TResult>> Derivative<T1, T2, T3, T4, T5, T6, T7, T8, TResult>(Func<T1, T2, T3, T4, T5, T6, T7, T8, TResult> method, int position, AutogradOptions? options = null) =>
        Derivative(Lift(method, options), position, options);
}
