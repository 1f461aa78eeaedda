using System.Linq.Expressions;

namespace ExprAutograd.Benchmarks.AdBench;

/// <summary>The one place where compiled derivatives are made to write into the caller's arrays.</summary>
internal static class CallersMemory
{
    /// <summary>The value, returned, and the gradients, written to the two arrays passed last.</summary>
    public static Func<double[], double[], double[], double[], double> ValueAndGradient(Expression<Func<double[], double[], double>> function)
    {
        var compiled = Autograd.Compile(Autograd.ValueAndGradient(function));
        return (a, b, da, db) =>
        {
            var (value, (forA, forB)) = compiled(a, b);
            forA.CopyTo(da, 0);
            forB.CopyTo(db, 0);
            return value;
        };
    }

    /// <summary>The value, returned, and the gradients, written to the three arrays passed last.</summary>
    public static Func<double[], double[], double[], double[], double[], double[], double> ValueAndGradient(Expression<Func<double[], double[], double[], double>> function)
    {
        var compiled = Autograd.Compile(Autograd.ValueAndGradient(function));
        return (a, b, c, da, db, dc) =>
        {
            var (value, (forA, forB, forC)) = compiled(a, b, c);
            forA.CopyTo(da, 0);
            forB.CopyTo(db, 0);
            forC.CopyTo(dc, 0);
            return value;
        };
    }

    /// <summary>The values, written to the array passed last.</summary>
    public static Action<double[], double[]> Values(Expression<Func<double[], double[]>> function)
    {
        var compiled = Autograd.Compile(function);
        return (x, values) => compiled(x).CopyTo(values, 0);
    }

    /// <summary>The values, written to the array passed last.</summary>
    public static Action<double[], double[], double[]> Values(Expression<Func<double[], double[], double[]>> function)
    {
        var compiled = Autograd.Compile(function);
        return (x, y, values) => compiled(x, y).CopyTo(values, 0);
    }

    /// <summary>The Jacobian in forward mode, written row after row to the matrix passed last.</summary>
    public static Action<double[], double[,]> Jacobian(Expression<Func<double[], double[]>> function)
    {
        var compiled = Autograd.Compile(Autograd.Jacobian(function, new AutogradOptions { Mode = DifferentiationMode.Forward }));
        return (x, jacobian) => Array.Copy(compiled(x), jacobian, jacobian.Length);
    }

    /// <summary>The Jacobian in forward mode, written row after row to the matrix passed last.</summary>
    public static Action<double[], double[], double[,]> Jacobian(Expression<Func<double[], double[], double[]>> function)
    {
        var compiled = Autograd.Compile(Autograd.Jacobian(function, new AutogradOptions { Mode = DifferentiationMode.Forward }));
        return (x, y, jacobian) => Array.Copy(compiled(x, y), jacobian, jacobian.Length);
    }
}
