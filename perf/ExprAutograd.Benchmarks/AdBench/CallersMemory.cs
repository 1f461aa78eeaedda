using System.Linq.Expressions;

namespace ExprAutograd.Benchmarks.AdBench;

/// <summary>The one place where compiled derivatives are made to write into the caller's arrays.</summary>
internal static class CallersMemory
{
    private static readonly AutogradOptions Forward = new() { Mode = DifferentiationMode.Forward };

    /// <summary>The value, returned, and the gradients, written to the two arrays passed last.</summary>
    public static Func<double[], double[], double[], double[], double> ValueAndGradient(Expression<Func<double[], double[], double>> function)
    {
        var compiled = Autograd.CompileInto<Func<double[], double[], (double[], double[]), double>>(Autograd.ValueAndGradient(function));
        return (a, b, da, db) => compiled(a, b, (da, db));
    }

    /// <summary>The value, returned, and the gradients, written to the three arrays passed last.</summary>
    public static Func<double[], double[], double[], double[], double[], double[], double> ValueAndGradient(Expression<Func<double[], double[], double[], double>> function)
    {
        var compiled = Autograd.CompileInto<Func<double[], double[], double[], (double[], double[], double[]), double>>(Autograd.ValueAndGradient(function));
        return (a, b, c, da, db, dc) => compiled(a, b, c, (da, db, dc));
    }

    /// <summary>The values, written to the array passed last.</summary>
    public static Action<double[], double[]> Values(Expression<Func<double[], double[]>> function) => Autograd.CompileInto<Action<double[], double[]>>(function);

    /// <summary>The values, written to the array passed last.</summary>
    public static Action<double[], double[], double[]> Values(Expression<Func<double[], double[], double[]>> function) => Autograd.CompileInto<Action<double[], double[], double[]>>(function);

    /// <summary>The Jacobian in forward mode, written row after row to the matrix passed last.</summary>
    public static Action<double[], double[,]> Jacobian(Expression<Func<double[], double[]>> function) => Autograd.CompileInto<Action<double[], double[,]>>(Autograd.Jacobian(function, Forward));

    /// <summary>The Jacobian in forward mode, written row after row to the matrix passed last.</summary>
    public static Action<double[], double[], double[,]> Jacobian(Expression<Func<double[], double[], double[]>> function) =>
        Autograd.CompileInto<Action<double[], double[], double[,]>>(Autograd.Jacobian(function, Forward));
}
