using System.Linq.Expressions;
using ExprAutograd.Compilation;

namespace ExprAutograd;

/// <summary>Checks derivatives: reverse against forward mode, and both against a numerical derivative, along random directions.</summary>
/// <remarks>
/// <code>
/// GradientCheck.Run((double p, double q, double s) => (p + q) * s, 3.0, 5.0, 2.0).ThrowIfWrong();
/// </code>
/// <para>For whoever adds a rule. Directions have the arguments' own shape: doubles, floats, arrays, tuples and records of them; ints and
/// the like stay as they are. A result of several numbers is checked through random cotangents. What is allowed to differ follows from
/// the numerical derivative's own error estimate and from the rounding noise measured in the derivatives, so that a right rule passes
/// in any arithmetic and a wrong factor or sign does not.</para>
/// <para>A function that holds <see cref="Autograd.StopGradient"/> has another derivative than its values have, by intention, and fails. Numbers
/// beyond 1e150 either way are out of reach: their products overflow or vanish.</para>
/// </remarks>
public static class GradientCheck
{
    /// <summary>Checks the first derivatives of a function at a point.</summary>
    /// <param name="function">The function.</param>
    /// <param name="arguments">The point: one argument per parameter.</param>
    /// <returns>What was compared, and whether it agrees.</returns>
    /// <exception cref="ArgumentException">The arguments are not those of the function, or nothing in it carries a derivative.</exception>
    /// <exception cref="AutogradException">The function cannot be differentiated.</exception>
    public static GradientCheckReport Run<TDelegate>(Expression<TDelegate> function, params object[] arguments)
        where TDelegate : Delegate => Run((LambdaExpression)function, GradientCheckOptions.Default, arguments);

    /// <summary>Checks the derivatives of a function at a point, as the options say.</summary>
    /// <param name="function">The function.</param>
    /// <param name="options">Order, directions, seed, tolerance, rules and modes.</param>
    /// <param name="arguments">The point: one argument per parameter.</param>
    /// <returns>What was compared, and whether it agrees.</returns>
    /// <exception cref="ArgumentException">The arguments are not those of the function, or nothing in it carries a derivative.</exception>
    /// <exception cref="AutogradException">The function cannot be differentiated; or order 2 is asked of one that does not return one number.</exception>
    public static GradientCheckReport Run<TDelegate>(Expression<TDelegate> function, GradientCheckOptions options, params object[] arguments)
        where TDelegate : Delegate => Run((LambdaExpression)function, options, arguments);

    /// <summary>Checks the first derivatives of a function whose type is known at run time only, or that is written in place.</summary>
    /// <param name="function">The function.</param>
    /// <param name="arguments">The point: one argument per parameter.</param>
    /// <returns>What was compared, and whether it agrees.</returns>
    /// <exception cref="ArgumentException">The arguments are not those of the function, or nothing in it carries a derivative.</exception>
    /// <exception cref="AutogradException">The function cannot be differentiated.</exception>
    public static GradientCheckReport Run(LambdaExpression function, params object[] arguments) => Run(function, GradientCheckOptions.Default, arguments);

    /// <summary>Checks the derivatives of a function whose type is known at run time only.</summary>
    /// <param name="function">The function.</param>
    /// <param name="options">Order, directions, seed, tolerance, rules and modes.</param>
    /// <param name="arguments">The point: one argument per parameter.</param>
    /// <returns>What was compared, and whether it agrees.</returns>
    /// <exception cref="ArgumentException">The arguments are not those of the function, or nothing in it carries a derivative.</exception>
    /// <exception cref="AutogradException">The function cannot be differentiated; or order 2 is asked of one that does not return one number.</exception>
    public static GradientCheckReport Run(LambdaExpression function, GradientCheckOptions options, params object[] arguments)
    {
        ArgumentNullException.ThrowIfNull(function);
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        var flat = new FlatFunction(function, options.Differentiation, arguments);
        var checker = new GradientChecker(flat, options);
        return new GradientCheckReport(function.ToCSharp(), checker.Run(), checker.Culprit);
    }
}
