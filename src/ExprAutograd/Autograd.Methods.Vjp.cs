using System.Linq.Expressions;
using System.Runtime.CompilerServices;

namespace ExprAutograd;

/// <content>Vector-Jacobian products of methods.</content>
public static partial class Autograd
{
    /// <summary>A cotangent of the result pulled back to the parameters (a vector times the Jacobian), in reverse mode, for a method of one parameter.</summary>
    /// <param name="method">The method, as a delegate; its code is read and not run.</param>
    /// <param name="options">Rules and mode; null for the defaults.</param>
    /// <returns>A lambda of the parameters and a cotangent in the result's shape that returns the value and the parameters' cotangents.</returns>
    /// <exception cref="AutogradException">The method cannot be lifted or differentiated; the message says where and what to write instead.</exception>
    [OverloadResolutionPriority(-1)]
    public static Expression<Func<T1, TResult, (TResult Value, T1 Gradient)>> Vjp<T1, TResult>(Func<T1, TResult> method, AutogradOptions? options = null) =>
        Vjp(Lift(method, options), options);

    /// <summary>A cotangent of the result pulled back to the parameters (a vector times the Jacobian), in reverse mode, for a method of two parameters.</summary>
    /// <param name="method">The method, as a delegate; its code is read and not run.</param>
    /// <param name="options">Rules and mode; null for the defaults.</param>
    /// <returns>A lambda of the parameters and a cotangent in the result's shape that returns the value and the parameters' cotangents.</returns>
    /// <exception cref="AutogradException">The method cannot be lifted or differentiated; the message says where and what to write instead.</exception>
    [OverloadResolutionPriority(-1)]
    public static Expression<Func<T1, T2, TResult, (TResult Value, (T1, T2) Gradient)>> Vjp<T1, T2, TResult>(Func<T1, T2, TResult> method, AutogradOptions? options = null) =>
        Vjp(Lift(method, options), options);

    /// <summary>A cotangent of the result pulled back to the parameters (a vector times the Jacobian), in reverse mode, for a method of three parameters.</summary>
    /// <param name="method">The method, as a delegate; its code is read and not run.</param>
    /// <param name="options">Rules and mode; null for the defaults.</param>
    /// <returns>A lambda of the parameters and a cotangent in the result's shape that returns the value and the parameters' cotangents.</returns>
    /// <exception cref="AutogradException">The method cannot be lifted or differentiated; the message says where and what to write instead.</exception>
    [OverloadResolutionPriority(-1)]
    public static Expression<Func<T1, T2, T3, TResult, (TResult Value, (T1, T2, T3) Gradient)>> Vjp<T1, T2, T3, TResult>(Func<T1, T2, T3, TResult> method, AutogradOptions? options = null) =>
        Vjp(Lift(method, options), options);

    /// <summary>A cotangent of the result pulled back to the parameters (a vector times the Jacobian), in reverse mode, for a method of four parameters.</summary>
    /// <param name="method">The method, as a delegate; its code is read and not run.</param>
    /// <param name="options">Rules and mode; null for the defaults.</param>
    /// <returns>A lambda of the parameters and a cotangent in the result's shape that returns the value and the parameters' cotangents.</returns>
    /// <exception cref="AutogradException">The method cannot be lifted or differentiated; the message says where and what to write instead.</exception>
    [OverloadResolutionPriority(-1)]
    public static Expression<Func<T1, T2, T3, T4, TResult, (TResult Value, (T1, T2, T3, T4) Gradient)>> Vjp<T1, T2, T3, T4, TResult>(Func<T1, T2, T3, T4, TResult> method, AutogradOptions? options = null) =>
        Vjp(Lift(method, options), options);

    /// <summary>A cotangent of the result pulled back to the parameters (a vector times the Jacobian), in reverse mode, for a method of five parameters.</summary>
    /// <param name="method">The method, as a delegate; its code is read and not run.</param>
    /// <param name="options">Rules and mode; null for the defaults.</param>
    /// <returns>A lambda of the parameters and a cotangent in the result's shape that returns the value and the parameters' cotangents.</returns>
    /// <exception cref="AutogradException">The method cannot be lifted or differentiated; the message says where and what to write instead.</exception>
    [OverloadResolutionPriority(-1)]
    public static Expression<Func<T1, T2, T3, T4, T5, TResult, (TResult Value, (T1, T2, T3, T4, T5) Gradient)>> Vjp<T1, T2, T3, T4, T5, TResult>(Func<T1, T2, T3, T4, T5, TResult> method, AutogradOptions? options = null) =>
        Vjp(Lift(method, options), options);

    /// <summary>A cotangent of the result pulled back to the parameters (a vector times the Jacobian), in reverse mode, for a method of six parameters.</summary>
    /// <param name="method">The method, as a delegate; its code is read and not run.</param>
    /// <param name="options">Rules and mode; null for the defaults.</param>
    /// <returns>A lambda of the parameters and a cotangent in the result's shape that returns the value and the parameters' cotangents.</returns>
    /// <exception cref="AutogradException">The method cannot be lifted or differentiated; the message says where and what to write instead.</exception>
    [OverloadResolutionPriority(-1)]
    public static Expression<Func<T1, T2, T3, T4, T5, T6, TResult, (TResult Value, (T1, T2, T3, T4, T5, T6) Gradient)>> Vjp<T1, T2, T3, T4, T5, T6, TResult>(Func<T1, T2, T3, T4, T5, T6, TResult> method, AutogradOptions? options = null) =>
        Vjp(Lift(method, options), options);

    /// <summary>A cotangent of the result pulled back to the parameters (a vector times the Jacobian), in reverse mode, for a method of seven parameters.</summary>
    /// <param name="method">The method, as a delegate; its code is read and not run.</param>
    /// <param name="options">Rules and mode; null for the defaults.</param>
    /// <returns>A lambda of the parameters and a cotangent in the result's shape that returns the value and the parameters' cotangents.</returns>
    /// <exception cref="AutogradException">The method cannot be lifted or differentiated; the message says where and what to write instead.</exception>
    [OverloadResolutionPriority(-1)]
    public static Expression<Func<T1, T2, T3, T4, T5, T6, T7, TResult, (TResult Value, (T1, T2, T3, T4, T5, T6, T7) Gradient)>> Vjp<T1, T2, T3, T4, T5, T6, T7, TResult>(Func<T1, T2, T3, T4, T5, T6, T7, TResult> method, AutogradOptions? options = null) =>
        Vjp(Lift(method, options), options);

    /// <summary>A cotangent of the result pulled back to the parameters (a vector times the Jacobian), in reverse mode, for a method of eight parameters.</summary>
    /// <param name="method">The method, as a delegate; its code is read and not run.</param>
    /// <param name="options">Rules and mode; null for the defaults.</param>
    /// <returns>A lambda of the parameters and a cotangent in the result's shape that returns the value and the parameters' cotangents.</returns>
    /// <exception cref="AutogradException">The method cannot be lifted or differentiated; the message says where and what to write instead.</exception>
    [OverloadResolutionPriority(-1)]
    public static Expression<Func<T1, T2, T3, T4, T5, T6, T7, T8, TResult, (TResult Value, (T1, T2, T3, T4, T5, T6, T7, T8) Gradient)>> Vjp<T1, T2, T3, T4, T5, T6, T7, T8, TResult>(Func<T1, T2, T3, T4, T5, T6, T7, T8, TResult> method, AutogradOptions? options = null) =>
        Vjp(Lift(method, options), options);
}
