using System.Linq.Expressions;
using ExprAutograd.Compilation;

namespace ExprAutograd;

/// <content>Hessian-vector products.</content>
public static partial class Autograd
{
    /// <summary>The Hessian of a scalar function times a direction, forward over reverse: at the cost of a few evaluations, for a function of one parameter.</summary>
    /// <param name="function">The function; its code is not run.</param>
    /// <param name="options">Rules and mode; null for the defaults.</param>
    /// <returns>A lambda of the parameters and one direction in their shape; the product has that shape too.</returns>
    /// <exception cref="AutogradException">The function cannot be differentiated; the message says where and what to write instead.</exception>
    public static Expression<Func<T1, T1, T1>> Hvp<T1, TResult>(Expression<Func<T1, TResult>> function, AutogradOptions? options = null) =>
        (Expression<Func<T1, T1, T1>>)Differentiator.Hvp(function, options, typeof(Func<T1, T1, T1>));

    /// <summary>The Hessian of a scalar function times a direction, forward over reverse: at the cost of a few evaluations, for a function of two parameters.</summary>
    /// <param name="function">The function; its code is not run.</param>
    /// <param name="options">Rules and mode; null for the defaults.</param>
    /// <returns>A lambda of the parameters and one direction in their shape; the product has that shape too.</returns>
    /// <exception cref="AutogradException">The function cannot be differentiated; the message says where and what to write instead.</exception>
    public static Expression<Func<T1, T2, (T1, T2), (T1, T2)>> Hvp<T1, T2, TResult>(Expression<Func<T1, T2, TResult>> function, AutogradOptions? options = null) =>
        (Expression<Func<T1, T2, (T1, T2), (T1, T2)>>)Differentiator.Hvp(function, options, typeof(Func<T1, T2, (T1, T2), (T1, T2)>));

    /// <summary>The Hessian of a scalar function times a direction, forward over reverse: at the cost of a few evaluations, for a function of three parameters.</summary>
    /// <param name="function">The function; its code is not run.</param>
    /// <param name="options">Rules and mode; null for the defaults.</param>
    /// <returns>A lambda of the parameters and one direction in their shape; the product has that shape too.</returns>
    /// <exception cref="AutogradException">The function cannot be differentiated; the message says where and what to write instead.</exception>
    public static Expression<Func<T1, T2, T3, (T1, T2, T3), (T1, T2, T3)>> Hvp<T1, T2, T3, TResult>(Expression<Func<T1, T2, T3, TResult>> function, AutogradOptions? options = null) =>
        (Expression<Func<T1, T2, T3, (T1, T2, T3), (T1, T2, T3)>>)Differentiator.Hvp(function, options, typeof(Func<T1, T2, T3, (T1, T2, T3), (T1, T2, T3)>));

    /// <summary>The Hessian of a scalar function times a direction, forward over reverse: at the cost of a few evaluations, for a function of four parameters.</summary>
    /// <param name="function">The function; its code is not run.</param>
    /// <param name="options">Rules and mode; null for the defaults.</param>
    /// <returns>A lambda of the parameters and one direction in their shape; the product has that shape too.</returns>
    /// <exception cref="AutogradException">The function cannot be differentiated; the message says where and what to write instead.</exception>
    public static Expression<Func<T1, T2, T3, T4, (T1, T2, T3, T4), (T1, T2, T3, T4)>> Hvp<T1, T2, T3, T4, TResult>(Expression<Func<T1, T2, T3, T4, TResult>> function, AutogradOptions? options = null) =>
        (Expression<Func<T1, T2, T3, T4, (T1, T2, T3, T4), (T1, T2, T3, T4)>>)Differentiator.Hvp(function, options, typeof(Func<T1, T2, T3, T4, (T1, T2, T3, T4), (T1, T2, T3, T4)>));

    /// <summary>The Hessian of a scalar function times a direction, forward over reverse: at the cost of a few evaluations, for a function of five parameters.</summary>
    /// <param name="function">The function; its code is not run.</param>
    /// <param name="options">Rules and mode; null for the defaults.</param>
    /// <returns>A lambda of the parameters and one direction in their shape; the product has that shape too.</returns>
    /// <exception cref="AutogradException">The function cannot be differentiated; the message says where and what to write instead.</exception>
    public static Expression<Func<T1, T2, T3, T4, T5, (T1, T2, T3, T4, T5), (T1, T2, T3, T4, T5)>> Hvp<T1, T2, T3, T4, T5, TResult>(Expression<Func<T1, T2, T3, T4, T5, TResult>> function, AutogradOptions? options = null) =>
        (Expression<Func<T1, T2, T3, T4, T5, (T1, T2, T3, T4, T5), (T1, T2, T3, T4, T5)>>)Differentiator.Hvp(function, options, typeof(Func<T1, T2, T3, T4, T5, (T1, T2, T3, T4, T5), (T1, T2, T3, T4, T5)>));

    /// <summary>The Hessian of a scalar function times a direction, forward over reverse: at the cost of a few evaluations, for a function of six parameters.</summary>
    /// <param name="function">The function; its code is not run.</param>
    /// <param name="options">Rules and mode; null for the defaults.</param>
    /// <returns>A lambda of the parameters and one direction in their shape; the product has that shape too.</returns>
    /// <exception cref="AutogradException">The function cannot be differentiated; the message says where and what to write instead.</exception>
    public static Expression<Func<T1, T2, T3, T4, T5, T6, (T1, T2, T3, T4, T5, T6), (T1, T2, T3, T4, T5, T6)>> Hvp<T1, T2, T3, T4, T5, T6, TResult>(Expression<Func<T1, T2, T3, T4, T5, T6, TResult>> function, AutogradOptions? options = null) =>
        (Expression<Func<T1, T2, T3, T4, T5, T6, (T1, T2, T3, T4, T5, T6), (T1, T2, T3, T4, T5, T6)>>)Differentiator.Hvp(function, options, typeof(Func<T1, T2, T3, T4, T5, T6, (T1, T2, T3, T4, T5, T6), (T1, T2, T3, T4, T5, T6)>));

    /// <summary>The Hessian of a scalar function times a direction, forward over reverse: at the cost of a few evaluations, for a function of seven parameters.</summary>
    /// <param name="function">The function; its code is not run.</param>
    /// <param name="options">Rules and mode; null for the defaults.</param>
    /// <returns>A lambda of the parameters and one direction in their shape; the product has that shape too.</returns>
    /// <exception cref="AutogradException">The function cannot be differentiated; the message says where and what to write instead.</exception>
    public static Expression<Func<T1, T2, T3, T4, T5, T6, T7, (T1, T2, T3, T4, T5, T6, T7), (T1, T2, T3, T4, T5, T6, T7)>> Hvp<T1, T2, T3, T4, T5, T6, T7, TResult>(Expression<Func<T1, T2, T3, T4, T5, T6, T7, TResult>> function, AutogradOptions? options = null) =>
        (Expression<Func<T1, T2, T3, T4, T5, T6, T7, (T1, T2, T3, T4, T5, T6, T7), (T1, T2, T3, T4, T5, T6, T7)>>)Differentiator.Hvp(function, options, typeof(Func<T1, T2, T3, T4, T5, T6, T7, (T1, T2, T3, T4, T5, T6, T7), (T1, T2, T3, T4, T5, T6, T7)>));

    /// <summary>The Hessian of a scalar function times a direction, forward over reverse: at the cost of a few evaluations, for a function of eight parameters.</summary>
    /// <param name="function">The function; its code is not run.</param>
    /// <param name="options">Rules and mode; null for the defaults.</param>
    /// <returns>A lambda of the parameters and one direction in their shape; the product has that shape too.</returns>
    /// <exception cref="AutogradException">The function cannot be differentiated; the message says where and what to write instead.</exception>
    public static Expression<Func<T1, T2, T3, T4, T5, T6, T7, T8, (T1, T2, T3, T4, T5, T6, T7, T8), (T1, T2, T3, T4, T5, T6, T7, T8)>> Hvp<T1, T2, T3, T4, T5, T6, T7, T8, TResult>(Expression<Func<T1, T2, T3, T4, T5, T6, T7, T8, TResult>> function, AutogradOptions? options = null) =>
        (Expression<Func<T1, T2, T3, T4, T5, T6, T7, T8, (T1, T2, T3, T4, T5, T6, T7, T8), (T1, T2, T3, T4, T5, T6, T7, T8)>>)Differentiator.Hvp(function, options, typeof(Func<T1, T2, T3, T4, T5, T6, T7, T8, (T1, T2, T3, T4, T5, T6, T7, T8), (T1, T2, T3, T4, T5, T6, T7, T8)>));
}
