using System.Linq.Expressions;
using ExprAutograd.Compilation;

namespace ExprAutograd;

/// <content>Transforms with respect to chosen parameters: the result's type depends on the choice, so the caller names it.</content>
public static partial class Autograd
{
    /// <summary>The gradient of a scalar function with respect to chosen parameters, as a lambda of the delegate type that you name.</summary>
    /// <typeparam name="TDelegate">The function's parameters, to the gradient.</typeparam>
    /// <param name="function">The function; its code is not run.</param>
    /// <param name="options">The parameters (<see cref="AutogradOptions.WithRespectTo"/>), rules and mode; null for the defaults.</param>
    /// <returns>A lambda of type <typeparamref name="TDelegate"/>.</returns>
    /// <exception cref="ArgumentException"><typeparamref name="TDelegate"/> does not fit; the message says which type does.</exception>
    /// <exception cref="AutogradException">The function cannot be differentiated; the message says where and what to write instead.</exception>
    public static Expression<TDelegate> Gradient<TDelegate>(LambdaExpression function, AutogradOptions? options = null)
        where TDelegate : Delegate => (Expression<TDelegate>)Differentiator.Gradient(function, options, typeof(TDelegate));

    /// <summary>The value and gradient of a scalar function with respect to chosen parameters, as a lambda of the delegate type that you name.</summary>
    /// <typeparam name="TDelegate">The function's parameters, to the value and the gradient.</typeparam>
    /// <param name="function">The function; its code is not run.</param>
    /// <param name="options">The parameters (<see cref="AutogradOptions.WithRespectTo"/>), rules and mode; null for the defaults.</param>
    /// <returns>A lambda of type <typeparamref name="TDelegate"/>.</returns>
    /// <exception cref="ArgumentException"><typeparamref name="TDelegate"/> does not fit; the message says which type does.</exception>
    /// <exception cref="AutogradException">The function cannot be differentiated; the message says where and what to write instead.</exception>
    public static Expression<TDelegate> ValueAndGradient<TDelegate>(LambdaExpression function, AutogradOptions? options = null)
        where TDelegate : Delegate => (Expression<TDelegate>)Differentiator.ValueAndGradient(function, options, typeof(TDelegate));

    /// <summary>The Jacobian-vector product with respect to chosen parameters, as a lambda of the delegate type that you name.</summary>
    /// <typeparam name="TDelegate">The function's parameters and a direction, to the value and its tangent.</typeparam>
    /// <param name="function">The function; its code is not run.</param>
    /// <param name="options">The parameters (<see cref="AutogradOptions.WithRespectTo"/>), rules and mode; null for the defaults.</param>
    /// <returns>A lambda of type <typeparamref name="TDelegate"/>.</returns>
    /// <exception cref="ArgumentException"><typeparamref name="TDelegate"/> does not fit; the message says which type does.</exception>
    /// <exception cref="AutogradException">The function cannot be differentiated; the message says where and what to write instead.</exception>
    public static Expression<TDelegate> Jvp<TDelegate>(LambdaExpression function, AutogradOptions? options = null)
        where TDelegate : Delegate => (Expression<TDelegate>)Differentiator.Jvp(function, options, typeof(TDelegate));

    /// <summary>The vector-Jacobian product with respect to chosen parameters, as a lambda of the delegate type that you name.</summary>
    /// <typeparam name="TDelegate">The function's parameters and a cotangent, to the value and the cotangents.</typeparam>
    /// <param name="function">The function; its code is not run.</param>
    /// <param name="options">The parameters (<see cref="AutogradOptions.WithRespectTo"/>), rules and mode; null for the defaults.</param>
    /// <returns>A lambda of type <typeparamref name="TDelegate"/>.</returns>
    /// <exception cref="ArgumentException"><typeparamref name="TDelegate"/> does not fit; the message says which type does.</exception>
    /// <exception cref="AutogradException">The function cannot be differentiated; the message says where and what to write instead.</exception>
    public static Expression<TDelegate> Vjp<TDelegate>(LambdaExpression function, AutogradOptions? options = null)
        where TDelegate : Delegate => (Expression<TDelegate>)Differentiator.Vjp(function, options, typeof(TDelegate));

    /// <summary>The Hessian-vector product of a scalar function with respect to chosen parameters, as a lambda of the delegate type that you name.</summary>
    /// <typeparam name="TDelegate">The function's parameters and a direction, to the product.</typeparam>
    /// <param name="function">The function; its code is not run.</param>
    /// <param name="options">The parameters (<see cref="AutogradOptions.WithRespectTo"/>), rules and mode; null for the defaults.</param>
    /// <returns>A lambda of type <typeparamref name="TDelegate"/>.</returns>
    /// <exception cref="ArgumentException"><typeparamref name="TDelegate"/> does not fit; the message says which type does.</exception>
    /// <exception cref="AutogradException">The function cannot be differentiated; the message says where and what to write instead.</exception>
    public static Expression<TDelegate> Hvp<TDelegate>(LambdaExpression function, AutogradOptions? options = null)
        where TDelegate : Delegate => (Expression<TDelegate>)Differentiator.Hvp(function, options, typeof(TDelegate));

    /// <summary>The Jacobian with respect to chosen parameters, as a lambda of the delegate type that you name.</summary>
    /// <typeparam name="TDelegate">The function's parameters, to the matrix.</typeparam>
    /// <param name="function">The function; its code is not run.</param>
    /// <param name="options">The parameters (<see cref="AutogradOptions.WithRespectTo"/>), rules and mode; null for the defaults.</param>
    /// <returns>A lambda of type <typeparamref name="TDelegate"/>.</returns>
    /// <exception cref="ArgumentException"><typeparamref name="TDelegate"/> does not fit; the message says which type does.</exception>
    /// <exception cref="AutogradException">The function cannot be differentiated; the message says where and what to write instead.</exception>
    public static Expression<TDelegate> Jacobian<TDelegate>(LambdaExpression function, AutogradOptions? options = null)
        where TDelegate : Delegate => (Expression<TDelegate>)Differentiator.Jacobian(function, options, typeof(TDelegate));

    /// <summary>The Hessian of a scalar function with respect to chosen parameters, as a lambda of the delegate type that you name.</summary>
    /// <typeparam name="TDelegate">The function's parameters, to the matrix.</typeparam>
    /// <param name="function">The function; its code is not run.</param>
    /// <param name="options">The parameters (<see cref="AutogradOptions.WithRespectTo"/>), rules and mode; null for the defaults.</param>
    /// <returns>A lambda of type <typeparamref name="TDelegate"/>.</returns>
    /// <exception cref="ArgumentException"><typeparamref name="TDelegate"/> does not fit; the message says which type does.</exception>
    /// <exception cref="AutogradException">The function cannot be differentiated; the message says where and what to write instead.</exception>
    public static Expression<TDelegate> Hessian<TDelegate>(LambdaExpression function, AutogradOptions? options = null)
        where TDelegate : Delegate => (Expression<TDelegate>)Differentiator.Hessian(function, options, typeof(TDelegate));
}
