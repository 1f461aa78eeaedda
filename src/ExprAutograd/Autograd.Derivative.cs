using System.Linq.Expressions;
using ExprAutograd.Anf;
using ExprAutograd.Compilation;
using ExprAutograd.Expressions;

namespace ExprAutograd;

/// <content>Derivatives in one number.</content>
public static partial class Autograd
{
    /// <summary>The derivative of a scalar function of one number.</summary>
    /// <param name="function">The function; its code is not run.</param>
    /// <param name="options">Rules and mode; null for the defaults.</param>
    /// <returns>A lambda of the same parameter, to be read, differentiated again or compiled.</returns>
    /// <exception cref="AutogradException">The function cannot be differentiated; the message says where and what to write instead.</exception>
    public static Expression<Func<T, T>> Derivative<T>(Expression<Func<T, T>> function, AutogradOptions? options = null)
        where T : struct => (Expression<Func<T, T>>)PartialDerivative(function, 0, options, typeof(Func<T, T>));

    /// <summary>The partial derivative of a scalar function of two parameters in the parameter at <paramref name="position"/>.</summary>
    /// <param name="function">The function; its code is not run.</param>
    /// <param name="position">The parameter, from 0; a number of the result's type.</param>
    /// <param name="options">Rules and mode; null for the defaults.</param>
    /// <returns>A lambda of the same parameters.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no parameter at <paramref name="position"/>.</exception>
    /// <exception cref="AutogradException">The function cannot be differentiated; the message says where and what to write instead.</exception>
    public static Expression<Func<T1, T2, TResult>> Derivative<T1, T2, TResult>(Expression<Func<T1, T2, TResult>> function, int position, AutogradOptions? options = null) =>
        (Expression<Func<T1, T2, TResult>>)PartialDerivative(function, position, options, typeof(Func<T1, T2, TResult>));

    /// <summary>The partial derivative of a scalar function of three parameters in the parameter at <paramref name="position"/>.</summary>
    /// <param name="function">The function; its code is not run.</param>
    /// <param name="position">The parameter, from 0; a number of the result's type.</param>
    /// <param name="options">Rules and mode; null for the defaults.</param>
    /// <returns>A lambda of the same parameters.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no parameter at <paramref name="position"/>.</exception>
    /// <exception cref="AutogradException">The function cannot be differentiated; the message says where and what to write instead.</exception>
    public static Expression<Func<T1, T2, T3, TResult>> Derivative<T1, T2, T3, TResult>(Expression<Func<T1, T2, T3, TResult>> function, int position, AutogradOptions? options = null) =>
        (Expression<Func<T1, T2, T3, TResult>>)PartialDerivative(function, position, options, typeof(Func<T1, T2, T3, TResult>));

    /// <summary>The partial derivative of a scalar function of four parameters in the parameter at <paramref name="position"/>.</summary>
    /// <param name="function">The function; its code is not run.</param>
    /// <param name="position">The parameter, from 0; a number of the result's type.</param>
    /// <param name="options">Rules and mode; null for the defaults.</param>
    /// <returns>A lambda of the same parameters.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no parameter at <paramref name="position"/>.</exception>
    /// <exception cref="AutogradException">The function cannot be differentiated; the message says where and what to write instead.</exception>
    public static Expression<Func<T1, T2, T3, T4, TResult>> Derivative<T1, T2, T3, T4, TResult>(Expression<Func<T1, T2, T3, T4, TResult>> function, int position, AutogradOptions? options = null) =>
        (Expression<Func<T1, T2, T3, T4, TResult>>)PartialDerivative(function, position, options, typeof(Func<T1, T2, T3, T4, TResult>));

    /// <summary>The partial derivative of a scalar function of five parameters in the parameter at <paramref name="position"/>.</summary>
    /// <param name="function">The function; its code is not run.</param>
    /// <param name="position">The parameter, from 0; a number of the result's type.</param>
    /// <param name="options">Rules and mode; null for the defaults.</param>
    /// <returns>A lambda of the same parameters.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no parameter at <paramref name="position"/>.</exception>
    /// <exception cref="AutogradException">The function cannot be differentiated; the message says where and what to write instead.</exception>
    public static Expression<Func<T1, T2, T3, T4, T5, TResult>> Derivative<T1, T2, T3, T4, T5, TResult>(Expression<Func<T1, T2, T3, T4, T5, TResult>> function, int position, AutogradOptions? options = null) =>
        (Expression<Func<T1, T2, T3, T4, T5, TResult>>)PartialDerivative(function, position, options, typeof(Func<T1, T2, T3, T4, T5, TResult>));

    /// <summary>The partial derivative of a scalar function of six parameters in the parameter at <paramref name="position"/>.</summary>
    /// <param name="function">The function; its code is not run.</param>
    /// <param name="position">The parameter, from 0; a number of the result's type.</param>
    /// <param name="options">Rules and mode; null for the defaults.</param>
    /// <returns>A lambda of the same parameters.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no parameter at <paramref name="position"/>.</exception>
    /// <exception cref="AutogradException">The function cannot be differentiated; the message says where and what to write instead.</exception>
    public static Expression<Func<T1, T2, T3, T4, T5, T6, TResult>> Derivative<T1, T2, T3, T4, T5, T6, TResult>(Expression<Func<T1, T2, T3, T4, T5, T6, TResult>> function, int position, AutogradOptions? options = null) =>
        (Expression<Func<T1, T2, T3, T4, T5, T6, TResult>>)PartialDerivative(function, position, options, typeof(Func<T1, T2, T3, T4, T5, T6, TResult>));

    /// <summary>The partial derivative of a scalar function of seven parameters in the parameter at <paramref name="position"/>.</summary>
    /// <param name="function">The function; its code is not run.</param>
    /// <param name="position">The parameter, from 0; a number of the result's type.</param>
    /// <param name="options">Rules and mode; null for the defaults.</param>
    /// <returns>A lambda of the same parameters.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no parameter at <paramref name="position"/>.</exception>
    /// <exception cref="AutogradException">The function cannot be differentiated; the message says where and what to write instead.</exception>
    public static Expression<Func<T1, T2, T3, T4, T5, T6, T7, TResult>> Derivative<T1, T2, T3, T4, T5, T6, T7, TResult>(Expression<Func<T1, T2, T3, T4, T5, T6, T7, TResult>> function, int position, AutogradOptions? options = null) =>
        (Expression<Func<T1, T2, T3, T4, T5, T6, T7, TResult>>)PartialDerivative(function, position, options, typeof(Func<T1, T2, T3, T4, T5, T6, T7, TResult>));

    /// <summary>The partial derivative of a scalar function of eight parameters in the parameter at <paramref name="position"/>.</summary>
    /// <param name="function">The function; its code is not run.</param>
    /// <param name="position">The parameter, from 0; a number of the result's type.</param>
    /// <param name="options">Rules and mode; null for the defaults.</param>
    /// <returns>A lambda of the same parameters.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no parameter at <paramref name="position"/>.</exception>
    /// <exception cref="AutogradException">The function cannot be differentiated; the message says where and what to write instead.</exception>
    public static Expression<Func<T1, T2, T3, T4, T5, T6, T7, T8, TResult>> Derivative<T1, T2, T3, T4, T5, T6, T7, T8, TResult>(Expression<Func<T1, T2, T3, T4, T5, T6, T7, T8, TResult>> function, int position, AutogradOptions? options = null) =>
        (Expression<Func<T1, T2, T3, T4, T5, T6, T7, T8, TResult>>)PartialDerivative(function, position, options, typeof(Func<T1, T2, T3, T4, T5, T6, T7, T8, TResult>));

    private static LambdaExpression PartialDerivative(LambdaExpression function, int position, AutogradOptions? options, Type type)
    {
        ArgumentNullException.ThrowIfNull(function);
        if (position < 0 || position >= function.Parameters.Count)
            throw new ArgumentOutOfRangeException(nameof(position), position, $"The function has {function.Parameters.Count} parameters, numbered from 0.");
        if (function.Parameters[position].Type != function.ReturnType)
            throw ErrorText.Unsupported(
                function.Parameters[position],
                $"The derivative in '{function.Parameters[position].Name}' is no {NumericTypes.Name(function.ReturnType)}: the parameter is {NumericTypes.Name(function.Parameters[position].Type)}.",
                "Use Autograd.Gradient, whose result has the parameter's own shape.");
        return Differentiator.Gradient(function, (options ?? AutogradOptions.Default) with { WithRespectTo = [position] }, type);
    }
}
