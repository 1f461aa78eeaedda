using System.Linq.Expressions;
using ExprAutograd.Compilation;

namespace ExprAutograd;

/// <content>What the compiler does, to look at.</content>
public static partial class Autograd
{
    /// <summary>The stages a function goes through on its way to compiled code for its value and gradient.</summary>
    /// <param name="function">The function; its code is not run.</param>
    /// <param name="options">Rules, mode and parameters; null for the defaults.</param>
    /// <returns>Each stage with its name, number of operations and text. Where the result is no single number, the derivative is the vector-Jacobian product.</returns>
    /// <exception cref="AutogradException">The function cannot be differentiated; the message says where and what to write instead.</exception>
    public static CompilationTrace Trace(LambdaExpression function, AutogradOptions? options = null)
    {
        var log = new StageLog();
        var derivative = StageLog.Differentiate(function, options, log);
        return new CompilationTrace(function, derivative, [.. log.Stages.Select(s => new CompilationStage(s.Name, s.OperationCount, s.Text))]);
    }

    /// <summary>A function's operations as a picture, in Graphviz's DOT language: what flows into what, the values at a point, and the derivatives of the result.</summary>
    /// <param name="function">The function.</param>
    /// <param name="arguments">The point, one argument per parameter; none for the structure alone.</param>
    /// <returns>
    /// A node for each input and operation with its expression, value, and the gradient of the result with respect to it; of several
    /// results, of their sum. Conditionals are a diamond and two frames, the branch that is taken highlighted.
    /// </returns>
    /// <exception cref="ArgumentException">The arguments are not those of the function.</exception>
    /// <exception cref="AutogradException">There are arguments, and the function cannot be differentiated.</exception>
    /// <remarks>Runs the function once, operation by operation. Render it with <c>dot -Tsvg</c>.</remarks>
    public static string ToDot(LambdaExpression function, params object[] arguments) => FunctionPicture.ToDot(function, arguments, AutogradOptions.Default);
}
