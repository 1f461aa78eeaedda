using System.Linq.Expressions;
using System.Runtime.CompilerServices;
using ExprAutograd.Compilation;

namespace ExprAutograd;

/// <summary>A scalar function of one flat array, R^n to R, with its derivatives, compiled: the form that optimisers and samplers want.</summary>
/// <remarks>
/// <para>Immutable and thread-safe. Each derivative is compiled at its first use. Every call writes into the caller's memory and allocates
/// nothing after the first. Results may not alias inputs.</para>
/// <code>
/// var f = Autograd.CompileFunction(x => Math.Pow(1 - x[0], 2) + 100 * Math.Pow(x[1] - x[0] * x[0], 2));
/// var value = f.ValueAndGradient([-1.2, 1], gradient);
/// </code>
/// </remarks>
public sealed class CompiledFunction
{
    private readonly Expression<Func<double[], double>> function;
    private readonly AutogradOptions options;
    private readonly Lazy<Func<double[], double>> value;
    private readonly Lazy<Func<double[], double[], double>> valueAndGradient;
    private readonly Lazy<Func<double[], double[], (double Value, double Tangent)>> jvp;
    private readonly Lazy<Func<double[], double[], double[], bool>> hvp;
    private Workspace? idle;

    internal CompiledFunction(Expression<Func<double[], double>> function, AutogradOptions? options)
    {
        ArgumentNullException.ThrowIfNull(function);
        this.function = function;
        this.options = options ?? AutogradOptions.Default;
        value = new(() => (Func<double[], double>)FunctionCompiler.Compile(function, this.options));
        var adjoint = Differentiator.ValueAndGradient(function, this.options);
        valueAndGradient = new(() => Into<Func<double[], double[], double>>(adjoint));
        jvp = new(() => (Func<double[], double[], (double, double)>)FunctionCompiler.Compile(
            Differentiator.Jvp(function, this.options, typeof(Func<double[], double[], (double, double)>)), this.options));
        hvp = new(() => Into<Func<double[], double[], double[], bool>>(Differentiator.Hvp(function, this.options)));
    }

    /// <summary>The function as it was given.</summary>
    public Expression<Func<double[], double>> Function => function;

    /// <summary>f(x).</summary>
    /// <param name="x">The point, of any length n the function accepts.</param>
    public double Value(double[] x) => value.Value(x);

    /// <summary>Writes the gradient, of length n, and returns f(x).</summary>
    /// <param name="x">The point, of length n.</param>
    /// <param name="gradient">Where the gradient goes, of length n; not <paramref name="x"/> itself.</param>
    /// <exception cref="ArgumentException"><paramref name="gradient"/> has another length, or is <paramref name="x"/>.</exception>
    /// <remarks>Allocates nothing after the first call.</remarks>
    [OverloadResolutionPriority(1)]
    public double ValueAndGradient(double[] x, double[] gradient)
    {
        RequireOutput(x, gradient, nameof(gradient));
        return valueAndGradient.Value(x, gradient);
    }

    /// <summary>Writes the gradient, of length n, and returns f(x).</summary>
    /// <param name="x">The point, of length n; copied.</param>
    /// <param name="gradient">Where the gradient goes, of length n; it may overlap <paramref name="x"/>.</param>
    /// <exception cref="ArgumentException"><paramref name="gradient"/> has another length.</exception>
    /// <remarks>Allocates nothing after the first call at this length.</remarks>
    public double ValueAndGradient(ReadOnlySpan<double> x, Span<double> gradient)
    {
        if (gradient.Length != x.Length) throw new ArgumentException($"The gradient has room for {gradient.Length} numbers; x has {x.Length}.", nameof(gradient));
        var workspace = Rent(x.Length);
        x.CopyTo(workspace.Point);
        var f = valueAndGradient.Value(workspace.Point, workspace.Row);
        workspace.Row.CopyTo(gradient);
        idle = workspace;
        return f;
    }

    /// <summary>f(x) and its derivative along <paramref name="direction"/>, in forward mode.</summary>
    /// <param name="x">The point, of length n.</param>
    /// <param name="direction">The direction, of length n.</param>
    public (double Value, double Tangent) Jvp(double[] x, double[] direction)
    {
        RequireSameLength(x, direction, nameof(direction));
        return jvp.Value(x, direction);
    }

    /// <summary>Writes the Hessian times <paramref name="direction"/>, of length n.</summary>
    /// <param name="x">The point, of length n.</param>
    /// <param name="direction">The direction, of length n.</param>
    /// <param name="product">Where the product goes, of length n; neither of the others.</param>
    /// <exception cref="ArgumentException">A length differs, or the product is one of the inputs.</exception>
    /// <remarks>Costs a few evaluations, whatever n is. Allocates one temporary array of length n where the gradient needs it.</remarks>
    public void Hvp(double[] x, double[] direction, double[] product)
    {
        RequireSameLength(x, direction, nameof(direction));
        RequireOutput(x, product, nameof(product));
        RequireOutput(direction, product, nameof(product));
        hvp.Value(x, direction, product);
    }

    /// <summary>Writes the Hessian, n by n, one Hessian-vector product per column.</summary>
    /// <param name="x">The point, of length n.</param>
    /// <param name="hessian">Where the Hessian goes, n by n.</param>
    /// <exception cref="ArgumentException"><paramref name="hessian"/> is not n by n.</exception>
    public void Hessian(double[] x, double[,] hessian)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(hessian);
        var n = x.Length;
        if (hessian.GetLength(0) != n || hessian.GetLength(1) != n)
            throw new ArgumentException($"The Hessian is {n} by {n}; the array given is {hessian.GetLength(0)} by {hessian.GetLength(1)}.", nameof(hessian));
        var workspace = Rent(n);
        var direction = workspace.Point;
        Array.Clear(direction);
        for (var j = 0; j < n; j++)
        {
            direction[j] = 1;
            hvp.Value(x, direction, workspace.Row);
            direction[j] = 0;
            for (var i = 0; i < n; i++) hessian[i, j] = workspace.Row[i];
        }
        idle = workspace;
    }

    private TDelegate Into<TDelegate>(LambdaExpression derivative)
        where TDelegate : Delegate => (TDelegate)FunctionCompiler.Compile(Differentiator.IntoDestination(derivative, typeof(TDelegate), options), options);

    private Workspace Rent(int length)
    {
        var workspace = Interlocked.Exchange(ref idle, null);
        return workspace is not null && workspace.Point.Length == length ? workspace : new Workspace(length);
    }

    private static void RequireSameLength(double[] x, double[] other, string name)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(other, name);
        if (other.Length != x.Length) throw new ArgumentException($"'{name}' has {other.Length} elements; x has {x.Length}.", name);
    }

    private static void RequireOutput(double[] x, double[] output, string name)
    {
        RequireSameLength(x, output, name);
        if (ReferenceEquals(x, output)) throw new ArgumentException($"'{name}' is also an input; give it an array of its own.", name);
    }

    private sealed class Workspace(int length)
    {
        public double[] Point { get; } = new double[length];

        public double[] Row { get; } = new double[length];
    }
}
