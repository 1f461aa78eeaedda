using System.Collections.Immutable;
using System.Linq.Expressions;
using System.Runtime.CompilerServices;
using ExprAutograd.Cli.Reading;

namespace ExprAutograd.Cli.Evaluation;

/// <summary>A function compiled for just what is wanted of it, called at one point after another.</summary>
internal sealed class FunctionDerivatives
{
    private readonly Delegate? value;
    private readonly Delegate? gradient;
    private readonly Delegate? valueAndGradient;
    private readonly Delegate? hessian;
    private readonly Delegate? jacobian;
    private readonly Delegate? vjp;
    private readonly object? cotangent;
    private readonly Wants wants;

    /// <exception cref="InputException">No parameter carries a derivative, <paramref name="withRespectTo"/> names none of the function's, or <paramref name="cotangent"/> is not of its result's type.</exception>
    /// <exception cref="AutogradException">The function cannot be differentiated.</exception>
    public FunctionDerivatives(LambdaExpression function, Wants wants, ImmutableArray<int>? withRespectTo, DifferentiationMode mode, ArgumentValue? cotangent = null)
    {
        Function = function;
        this.wants = wants;
        var needsDerivative = (wants & ~Wants.Value) != 0;
        if (needsDerivative) Differentiated = Choose(function, withRespectTo);

        var options = new AutogradOptions { Mode = mode, WithRespectTo = Differentiated };
        if (cotangent is not null && wants.HasFlag(Wants.Gradient))
        {
            this.cotangent = ArgumentReader.Read(cotangent, function.ReturnType, "cotangent");
            vjp = Autograd.Compile(Autograd.Vjp(function, options));
        }
        else if (wants.HasFlag(Wants.Gradient) && !TypeName.IsScalar(function.ReturnType))
            throw new InputException($"The function returns {TypeName.Of(function.ReturnType)}, which has no gradient. Give a \"cotangent\" of the result's shape, for the gradient of sum(cotangent * result), or ask for the \"jacobian\".");
        else if (wants.HasFlag(Wants.Value | Wants.Gradient)) valueAndGradient = Autograd.Compile(Autograd.ValueAndGradient(function, options));
        else if (wants.HasFlag(Wants.Gradient)) gradient = Autograd.Compile(Autograd.Gradient(function, options));
        else if (wants.HasFlag(Wants.Value)) value = Autograd.Compile(function);
        if (wants.HasFlag(Wants.Hessian)) hessian = Autograd.Compile(Autograd.Hessian(function, options));
        if (wants.HasFlag(Wants.Jacobian)) jacobian = Autograd.Compile(Autograd.Jacobian(function, options));
    }

    public LambdaExpression Function { get; }

    /// <summary>Positions of the differentiated parameters, in the order of the gradient's entries.</summary>
    public ImmutableArray<int> Differentiated { get; } = [];

    /// <summary>Everything wanted at one point; what is not wanted is null.</summary>
    /// <exception cref="System.Reflection.TargetInvocationException">The function threw.</exception>
    public PointResult At(object?[] arguments)
    {
        object? valueHere = value?.DynamicInvoke(arguments), gradientHere = gradient?.DynamicInvoke(arguments);
        if ((valueAndGradient?.DynamicInvoke(arguments) ?? vjp?.DynamicInvoke([.. arguments, cotangent])) is ITuple pair)
        {
            valueHere = wants.HasFlag(Wants.Value) ? pair[0] : null;
            gradientHere = pair[1];
        }
        return new PointResult(valueHere, Entries(gradientHere), hessian?.DynamicInvoke(arguments), jacobian?.DynamicInvoke(arguments));
    }

    /// <summary>Positions of the parameters to differentiate: those named, else all that carry a derivative.</summary>
    /// <exception cref="InputException">There is none, or a position is none of the function's.</exception>
    public static ImmutableArray<int> Choose(LambdaExpression function, ImmutableArray<int>? withRespectTo)
    {
        var parameters = function.Parameters;
        if (withRespectTo is { } chosen)
        {
            foreach (var k in chosen)
                if (k < 0 || k >= parameters.Count) throw new InputException($"'wrt' names parameter {k}; the function has {parameters.Count}, counted from 0.");
            return chosen;
        }
        ImmutableArray<int> all = [.. Enumerable.Range(0, parameters.Count).Where(k => TypeName.IsDifferentiable(parameters[k].Type))];
        return all.Length > 0 ? all : throw new InputException("No parameter carries a derivative. Give the function a double, a float or an array of them.");
    }

    /// <summary>One entry per differentiated parameter.</summary>
    private object?[]? Entries(object? gradientHere)
    {
        if (gradientHere is null) return null;
        if (Differentiated.Length == 1) return [gradientHere];
        var members = (ITuple)gradientHere;
        return [.. Enumerable.Range(0, members.Length).Select(k => members[k])];
    }
}

/// <summary>What a function yields at a point; null for what was not wanted.</summary>
internal sealed record PointResult(object? Value, object?[]? Gradient, object? Hessian, object? Jacobian);
