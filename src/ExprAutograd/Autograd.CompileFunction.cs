using System.Linq.Expressions;

namespace ExprAutograd;

/// <content>Functions of flat arrays, compiled with their derivatives.</content>
public static partial class Autograd
{
    /// <summary>Compiles a scalar function of one array, of any length, with all its derivatives.</summary>
    /// <param name="function">The function R^n to R.</param>
    /// <param name="options">Rules; null for the defaults.</param>
    /// <returns>An object whose members write into the caller's memory.</returns>
    /// <exception cref="AutogradException">The function cannot be differentiated; the message says where and what to write instead.</exception>
    public static CompiledFunction CompileFunction(Expression<Func<double[], double>> function, AutogradOptions? options = null) => new(function, options);
}
