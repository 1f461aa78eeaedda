using System.Linq.Expressions;
using ExprAutograd.Compilation;
using ExprAutograd.Expressions;
using ExprAutograd.Operators;

namespace ExprAutograd;

/// <summary>Derivatives of C# lambdas: transforms that return expressions, and the compiler that turns them into fast delegates.</summary>
/// <remarks>
/// <code>
/// var gradient = Autograd.Gradient((double p, double q, double s) => (p + q) * s);   // (p, q, s) => (s, s, p + q)
/// var compiled = Autograd.Compile(gradient);                                         // compiled(3, 5, 2) is (2, 2, 8)
/// </code>
/// All members are thread-safe.
/// </remarks>
public static partial class Autograd
{
    /// <summary>Compiles a function, or what a transform returned, to a delegate whose machine code is ready when this returns.</summary>
    /// <param name="function">The function.</param>
    /// <param name="options">The rules, and whether the code is strict; <see cref="AutogradOptions.Default"/> unless given.</param>
    /// <returns>A thread-safe delegate. Captured variables are read at each call.</returns>
    /// <exception cref="AutogradException">The function holds a construct that cannot be compiled.</exception>
    /// <remarks>Functions of the same structure share one piece of compiled code, whatever they capture.</remarks>
    public static TDelegate Compile<TDelegate>(Expression<TDelegate> function, AutogradOptions? options = null)
        where TDelegate : Delegate => (TDelegate)FunctionCompiler.Compile(function, options ?? AutogradOptions.Default);

    /// <summary>Compiles a lambda whose type is known at run time only.</summary>
    /// <param name="function">The function.</param>
    /// <param name="options">The rules, and whether the code is strict; <see cref="AutogradOptions.Default"/> unless given.</param>
    /// <returns>A delegate of the lambda's type.</returns>
    /// <exception cref="AutogradException">The function holds a construct that cannot be compiled.</exception>
    public static Delegate Compile(LambdaExpression function, AutogradOptions? options = null) => FunctionCompiler.Compile(function, options ?? AutogradOptions.Default);

    /// <summary>Compiles a function that writes the arrays, vectors and matrices of its result to memory of the caller's.</summary>
    /// <typeparam name="TDelegate">
    /// The function's parameters and, last, the destination: of the type of the whole result (then it returns nothing), or of the second part of a pair
    /// such as <see cref="ValueAndGradient(LambdaExpression, AutogradOptions?)"/> returns (then it returns the first).
    /// </typeparam>
    /// <param name="function">A function, most often what a transform returned.</param>
    /// <param name="options">The rules, and whether the code is strict; <see cref="AutogradOptions.Default"/> unless given.</param>
    /// <returns>A thread-safe delegate. It allocates nothing after the first call at the same shapes.</returns>
    /// <exception cref="ArgumentException">The delegate's type does not fit. When called: a destination has another shape than the result, or is an input.</exception>
    /// <exception cref="AutogradException">The function holds a construct that cannot be compiled.</exception>
    /// <remarks>
    /// <code>
    /// var step = Autograd.CompileInto&lt;Func&lt;Matrix&lt;double>, Vector&lt;double>, (Matrix&lt;double>, Vector&lt;double>), double>>(Autograd.ValueAndGradient(loss));
    /// var value = step(w, b, (dw, db));
    /// </code>
    /// </remarks>
    public static TDelegate CompileInto<TDelegate>(LambdaExpression function, AutogradOptions? options = null)
        where TDelegate : Delegate => (TDelegate)FunctionCompiler.Compile(Differentiator.IntoDestination(function, typeof(TDelegate), options ?? AutogradOptions.Default), options ?? AutogradOptions.Default);

    /// <summary>The value, as a constant to every derivative: forward it is <paramref name="value"/>, its derivative is zero.</summary>
    /// <param name="value">Any value.</param>
    [Canonical(typeof(DerivativeOperators))]
    public static T StopGradient<T>(T value) => value;

    /// <summary>The lambda as C# source, with parentheses only where C# needs them.</summary>
    /// <param name="function">A function, or what a transform returned.</param>
    public static string ToCSharp(this LambdaExpression function)
    {
        ArgumentNullException.ThrowIfNull(function);
        return ReadableText.Of(function);
    }

    /// <summary>The gradient of a scalar function whose type is known at run time only.</summary>
    /// <param name="function">The function; its code is not run.</param>
    /// <param name="options">Rules, mode and parameters; null for the defaults.</param>
    /// <returns>A lambda of the same parameters. One differentiated parameter: its derivative; several: a tuple of them.</returns>
    /// <exception cref="AutogradException">The function cannot be differentiated; the message says where and what to write instead.</exception>
    public static LambdaExpression Gradient(LambdaExpression function, AutogradOptions? options = null) => Differentiator.Gradient(function, options);

    /// <summary>The value and gradient of a scalar function whose type is known at run time only.</summary>
    /// <param name="function">The function; its code is not run.</param>
    /// <param name="options">Rules, mode and parameters; null for the defaults.</param>
    /// <returns>A lambda of the same parameters to a tuple of the value and the gradient.</returns>
    /// <exception cref="AutogradException">The function cannot be differentiated; the message says where and what to write instead.</exception>
    public static LambdaExpression ValueAndGradient(LambdaExpression function, AutogradOptions? options = null) => Differentiator.ValueAndGradient(function, options);

    /// <summary>The Jacobian-vector product of a function whose type is known at run time only.</summary>
    /// <param name="function">The function; its code is not run.</param>
    /// <param name="options">Rules and parameters; null for the defaults.</param>
    /// <returns>A lambda of the parameters and a direction (a tuple, where several are differentiated) to the value and its tangent.</returns>
    /// <exception cref="AutogradException">The function cannot be differentiated; the message says where and what to write instead.</exception>
    public static LambdaExpression Jvp(LambdaExpression function, AutogradOptions? options = null) => Differentiator.Jvp(function, options);

    /// <summary>The vector-Jacobian product of a function whose type is known at run time only.</summary>
    /// <param name="function">The function; its code is not run.</param>
    /// <param name="options">Rules and parameters; null for the defaults.</param>
    /// <returns>A lambda of the parameters and a cotangent of the result to the value and the parameters' cotangents.</returns>
    /// <exception cref="AutogradException">The function cannot be differentiated; the message says where and what to write instead.</exception>
    public static LambdaExpression Vjp(LambdaExpression function, AutogradOptions? options = null) => Differentiator.Vjp(function, options);

    /// <summary>The Hessian-vector product of a scalar function whose type is known at run time only.</summary>
    /// <param name="function">The function; its code is not run.</param>
    /// <param name="options">Rules and parameters; null for the defaults.</param>
    /// <returns>A lambda of the parameters and a direction to the product, in the direction's shape.</returns>
    /// <exception cref="AutogradException">The function cannot be differentiated; the message says where and what to write instead.</exception>
    public static LambdaExpression Hvp(LambdaExpression function, AutogradOptions? options = null) => Differentiator.Hvp(function, options);

    /// <summary>The Jacobian of a function whose type is known at run time only.</summary>
    /// <param name="function">The function; its code is not run.</param>
    /// <param name="options">Rules, mode and parameters; null for the defaults.</param>
    /// <returns>A lambda of the same parameters to a matrix: a row per number of the result, a column per number of the differentiated parameters.</returns>
    /// <exception cref="AutogradException">The function cannot be differentiated; the message says where and what to write instead.</exception>
    public static LambdaExpression Jacobian(LambdaExpression function, AutogradOptions? options = null) => Differentiator.Jacobian(function, options);

    /// <summary>The Hessian of a scalar function whose type is known at run time only.</summary>
    /// <param name="function">The function; its code is not run.</param>
    /// <param name="options">Rules, mode and parameters; null for the defaults.</param>
    /// <returns>A lambda of the same parameters to a square matrix over the differentiated numbers in order.</returns>
    /// <exception cref="AutogradException">The function cannot be differentiated; the message says where and what to write instead.</exception>
    public static LambdaExpression Hessian(LambdaExpression function, AutogradOptions? options = null) => Differentiator.Hessian(function, options);
}
