using System.Linq.Expressions;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;
using ExprAutograd.Compilation;
using ExprAutograd.Rules;

namespace ExprAutograd.Tests;

/// <summary>Value, gradient and Hessian of a function of numbers or of one array, compiled through the public API in one mode.</summary>
internal sealed class CompiledDerivatives
{
    private readonly bool isOfArray;
    private readonly Delegate valueAndGradient;
    private readonly Lazy<Delegate> hessian;

    public CompiledDerivatives(LambdaExpression function, DifferentiationMode mode, RuleSet? rules = null)
    {
        var options = new AutogradOptions { Mode = mode, Rules = rules ?? RuleSet.Default };
        isOfArray = function.Parameters[0].Type.IsArray;
        valueAndGradient = Autograd.Compile(Autograd.ValueAndGradient(function, options));
        hessian = new Lazy<Delegate>(() => Autograd.Compile(Autograd.Hessian(function, options)));
    }

    public static DifferentiationMode[] BothModes { get; } = [DifferentiationMode.Reverse, DifferentiationMode.Forward];

    public (double Value, double[] Gradient) ValueAndGradient(params double[] x)
    {
        var result = (ITuple)Call(valueAndGradient, Arguments(x))!;
        return (Convert.ToDouble(result[0]), Flatten(result[1]));
    }

    public double[,] Hessian(params double[] x) => (double[,])Call(hessian.Value, Arguments(x))!;

    /// <summary>Calls a delegate of any type; what it throws comes out as it is.</summary>
    public static object? Call(Delegate function, params object?[] arguments)
    {
        try
        {
            return function.DynamicInvoke(arguments);
        }
        catch (TargetInvocationException e)
        {
            ExceptionDispatchInfo.Throw(e.InnerException!);
            throw;
        }
    }

    /// <summary>The numbers in a gradient: a number, an array, or a tuple of these.</summary>
    public static double[] Flatten(object? gradient) => gradient switch
    {
        double d => [d],
        float f => [f],
        double[] array => array,
        float[] array => [.. array.Select(f => (double)f)],
        ITuple tuple => [.. Enumerable.Range(0, tuple.Length).SelectMany(k => Flatten(tuple[k]))],
        _ => throw new ArgumentException($"No numbers in '{gradient}'."),
    };

    private object?[] Arguments(double[] x)
    {
        if (isOfArray) return [x];
        var parameters = valueAndGradient.GetType().GetMethod("Invoke")!.GetParameters();
        return [.. x.Select((v, k) => parameters[k].ParameterType == typeof(float) ? (object)(float)v : v)];
    }
}
