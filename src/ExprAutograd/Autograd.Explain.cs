using System.Linq.Expressions;
using System.Reflection;
using System.Runtime.CompilerServices;
using ExprAutograd.Compilation;

namespace ExprAutograd;

/// <content>What compiled code does, and why it is not faster.</content>
public static partial class Autograd
{
    /// <summary>What <see cref="Compile(LambdaExpression, AutogradOptions?)"/> makes of a function, loop by loop.</summary>
    /// <param name="function">A function, or what a transform returned; its code is not run.</param>
    /// <param name="options">The rules, and whether the code is strict; <see cref="AutogradOptions.Default"/> unless given.</param>
    /// <returns>The loops: what was fused, what runs in lanes and what prevents it, what is stored, flops and bytes. It prints as a table.</returns>
    /// <exception cref="AutogradException">The function holds a construct that cannot be compiled.</exception>
    /// <remarks>
    /// <code>
    /// Console.WriteLine(Autograd.Explain(Autograd.ValueAndGradient(loss)));
    /// Console.WriteLine(Autograd.Explain(Autograd.ValueAndGradient(loss)).Measure(x, w));      // with counts, predicted and measured time
    /// </code>
    /// </remarks>
    public static CompilationReport Explain(LambdaExpression function, AutogradOptions? options = null) => CompilationReport.Of(function, options);

    /// <summary>What becomes of a method, loop by loop, compiled as <see cref="Compile(LambdaExpression, AutogradOptions?)"/> compiles its <see cref="Lift{TDelegate}"/>.</summary>
    /// <param name="method">A static method under the name of a delegate type, <c>(Func&lt;double[], double>)Loss</c>, or a lambda with statements; its code is read and not run.</param>
    /// <param name="options">The rules, and whether the code is strict; <see cref="AutogradOptions.Default"/> unless given.</param>
    /// <returns>The loops, with the lines they stand in where the method has symbols.</returns>
    /// <exception cref="AutogradException">The method's code cannot be lifted; the message says which instruction and what to write instead.</exception>
    [OverloadResolutionPriority(-1)]
    public static CompilationReport Explain(Delegate method, AutogradOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(method);
        return CompilationReport.Of(MethodLifting.Read(method, options), options);
    }

    /// <summary>What becomes of a method, loop by loop.</summary>
    /// <param name="method">The method; its code is read and not run.</param>
    /// <param name="options">The rules, and whether the code is strict; <see cref="AutogradOptions.Default"/> unless given.</param>
    /// <returns>The loops, with the lines they stand in where the method has symbols.</returns>
    /// <exception cref="AutogradException">The method's code cannot be lifted; the message says which instruction and what to write instead.</exception>
    public static CompilationReport Explain(MethodInfo method, AutogradOptions? options = null) => CompilationReport.Of(MethodLifting.Read(method, options), options);

    /// <summary>What <see cref="CompileInto{TDelegate}"/> makes of a function, loop by loop.</summary>
    /// <typeparam name="TDelegate">The function's parameters and, last, the destination.</typeparam>
    /// <param name="function">A function, most often what a transform returned; its code is not run.</param>
    /// <param name="options">The rules, and whether the code is strict; <see cref="AutogradOptions.Default"/> unless given.</param>
    /// <returns>The loops; <see cref="CompilationReport.Measure"/> takes the destination as its last argument.</returns>
    /// <exception cref="ArgumentException">The delegate's type does not fit.</exception>
    /// <exception cref="AutogradException">The function holds a construct that cannot be compiled.</exception>
    public static CompilationReport ExplainInto<TDelegate>(LambdaExpression function, AutogradOptions? options = null)
        where TDelegate : Delegate => CompilationReport.Of(Differentiator.IntoDestination(function, typeof(TDelegate), options ?? AutogradOptions.Default), options);
}
