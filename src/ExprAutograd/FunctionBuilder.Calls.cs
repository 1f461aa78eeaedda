using System.Linq.Expressions;
using System.Runtime.CompilerServices;
using ExprAutograd.Compilation;

namespace ExprAutograd;

/// <content>Calls of functions written elsewhere.</content>
public sealed partial class FunctionBuilder
{
    /// <summary>A function of one value, written as a lambda: <c>f.Call(v => Math.Exp(-v), x)</c>.</summary>
    /// <param name="function">The function; it becomes part of the one under construction.</param>
    /// <param name="a">Its argument.</param>
    public Formula<TResult> Call<T1, TResult>(Expression<Func<T1, TResult>> function, Formula<T1> a) => Invoke<TResult>(function, a?.Expression);

    /// <summary>A function of two values, written as a lambda.</summary>
    /// <param name="function">The function; it becomes part of the one under construction.</param>
    /// <param name="a">Its first argument.</param>
    /// <param name="b">Its second argument.</param>
    public Formula<TResult> Call<T1, T2, TResult>(Expression<Func<T1, T2, TResult>> function, Formula<T1> a, Formula<T2> b) => Invoke<TResult>(function, a?.Expression, b?.Expression);

    /// <summary>A function of three values, written as a lambda.</summary>
    /// <param name="function">The function; it becomes part of the one under construction.</param>
    /// <param name="a">Its first argument.</param>
    /// <param name="b">Its second argument.</param>
    /// <param name="c">Its third argument.</param>
    public Formula<TResult> Call<T1, T2, T3, TResult>(Expression<Func<T1, T2, T3, TResult>> function, Formula<T1> a, Formula<T2> b, Formula<T3> c) =>
        Invoke<TResult>(function, a?.Expression, b?.Expression, c?.Expression);

    /// <summary>A method of one value: <c>f.Call(Math.Sqrt, x)</c>.</summary>
    /// <param name="method">The method; one that has a rule stays a call, another is lifted from its code, as <see cref="Autograd.Lift{TDelegate}"/> does.</param>
    /// <param name="a">Its argument.</param>
    /// <exception cref="AutogradException">The method's code cannot be lifted.</exception>
    [OverloadResolutionPriority(-1)]
    public Formula<TResult> Call<T1, TResult>(Func<T1, TResult> method, Formula<T1> a) => InvokeMethod<TResult>(method, a?.Expression);

    /// <summary>A method of two values: <c>f.Call(Math.Atan2, y, x)</c>.</summary>
    /// <param name="method">The method; one that has a rule stays a call, another is lifted from its code.</param>
    /// <param name="a">Its first argument.</param>
    /// <param name="b">Its second argument.</param>
    /// <exception cref="AutogradException">The method's code cannot be lifted.</exception>
    [OverloadResolutionPriority(-1)]
    public Formula<TResult> Call<T1, T2, TResult>(Func<T1, T2, TResult> method, Formula<T1> a, Formula<T2> b) => InvokeMethod<TResult>(method, a?.Expression, b?.Expression);

    /// <summary>A method of three values.</summary>
    /// <param name="method">The method; one that has a rule stays a call, another is lifted from its code.</param>
    /// <param name="a">Its first argument.</param>
    /// <param name="b">Its second argument.</param>
    /// <param name="c">Its third argument.</param>
    /// <exception cref="AutogradException">The method's code cannot be lifted.</exception>
    [OverloadResolutionPriority(-1)]
    public Formula<TResult> Call<T1, T2, T3, TResult>(Func<T1, T2, T3, TResult> method, Formula<T1> a, Formula<T2> b, Formula<T3> c) =>
        InvokeMethod<TResult>(method, a?.Expression, b?.Expression, c?.Expression);

    private static Formula<TResult> Invoke<TResult>(LambdaExpression function, params Expression?[] arguments)
    {
        ArgumentNullException.ThrowIfNull(function);
        foreach (var argument in arguments) ArgumentNullException.ThrowIfNull(argument, nameof(arguments));
        return new Formula<TResult>(Expression.Invoke(function, arguments!));
    }

    private static Formula<TResult> InvokeMethod<TResult>(Delegate method, params Expression?[] arguments)
    {
        ArgumentNullException.ThrowIfNull(method);
        if (!method.Method.IsStatic || !MethodLifting.StaysCall(method.Method)) return Invoke<TResult>(MethodLifting.Read(method, null), arguments);
        foreach (var argument in arguments) ArgumentNullException.ThrowIfNull(argument, nameof(arguments));
        return new Formula<TResult>(Expression.Call(method.Method, arguments!));
    }
}
