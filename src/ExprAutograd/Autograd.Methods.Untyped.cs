using System.Linq.Expressions;
using System.Reflection;

namespace ExprAutograd;

/// <content>Transforms of methods whose type is known at run time only.</content>
public static partial class Autograd
{
    /// <summary>The gradient of a scalar method whose type is known at run time only.</summary>
    /// <param name="method">The method; its code is read and not run.</param>
    /// <param name="options">Rules, mode and parameters; null for the defaults.</param>
    /// <returns>A lambda of the same parameters. One differentiated parameter: its derivative; several: a tuple of them.</returns>
    /// <exception cref="AutogradException">The method cannot be lifted or differentiated; the message says where and what to write instead.</exception>
    public static LambdaExpression Gradient(MethodInfo method, AutogradOptions? options = null) => Gradient(Lift(method, options), options);

    /// <summary>The value and gradient of a scalar method whose type is known at run time only.</summary>
    /// <param name="method">The method; its code is read and not run.</param>
    /// <param name="options">Rules, mode and parameters; null for the defaults.</param>
    /// <returns>A lambda of the same parameters to a tuple of the value and the gradient.</returns>
    /// <exception cref="AutogradException">The method cannot be lifted or differentiated; the message says where and what to write instead.</exception>
    public static LambdaExpression ValueAndGradient(MethodInfo method, AutogradOptions? options = null) => ValueAndGradient(Lift(method, options), options);

    /// <summary>The Jacobian-vector product of a method whose type is known at run time only.</summary>
    /// <param name="method">The method; its code is read and not run.</param>
    /// <param name="options">Rules, mode and parameters; null for the defaults.</param>
    /// <returns>A lambda of the parameters and a direction (a tuple, where several are differentiated) to the value and its tangent.</returns>
    /// <exception cref="AutogradException">The method cannot be lifted or differentiated; the message says where and what to write instead.</exception>
    public static LambdaExpression Jvp(MethodInfo method, AutogradOptions? options = null) => Jvp(Lift(method, options), options);

    /// <summary>The vector-Jacobian product of a method whose type is known at run time only.</summary>
    /// <param name="method">The method; its code is read and not run.</param>
    /// <param name="options">Rules, mode and parameters; null for the defaults.</param>
    /// <returns>A lambda of the parameters and a cotangent of the result to the value and the parameters' cotangents.</returns>
    /// <exception cref="AutogradException">The method cannot be lifted or differentiated; the message says where and what to write instead.</exception>
    public static LambdaExpression Vjp(MethodInfo method, AutogradOptions? options = null) => Vjp(Lift(method, options), options);

    /// <summary>The Hessian-vector product of a scalar method whose type is known at run time only.</summary>
    /// <param name="method">The method; its code is read and not run.</param>
    /// <param name="options">Rules, mode and parameters; null for the defaults.</param>
    /// <returns>A lambda of the parameters and a direction to the product, in the direction's shape.</returns>
    /// <exception cref="AutogradException">The method cannot be lifted or differentiated; the message says where and what to write instead.</exception>
    public static LambdaExpression Hvp(MethodInfo method, AutogradOptions? options = null) => Hvp(Lift(method, options), options);

    /// <summary>The Jacobian of a method whose type is known at run time only.</summary>
    /// <param name="method">The method; its code is read and not run.</param>
    /// <param name="options">Rules, mode and parameters; null for the defaults.</param>
    /// <returns>A lambda of the same parameters to a matrix: a row per number of the result, a column per number of the differentiated parameters.</returns>
    /// <exception cref="AutogradException">The method cannot be lifted or differentiated; the message says where and what to write instead.</exception>
    public static LambdaExpression Jacobian(MethodInfo method, AutogradOptions? options = null) => Jacobian(Lift(method, options), options);

    /// <summary>The Hessian of a scalar method whose type is known at run time only.</summary>
    /// <param name="method">The method; its code is read and not run.</param>
    /// <param name="options">Rules, mode and parameters; null for the defaults.</param>
    /// <returns>A lambda of the same parameters to a square matrix over the differentiated numbers in order.</returns>
    /// <exception cref="AutogradException">The method cannot be lifted or differentiated; the message says where and what to write instead.</exception>
    public static LambdaExpression Hessian(MethodInfo method, AutogradOptions? options = null) => Hessian(Lift(method, options), options);
}
