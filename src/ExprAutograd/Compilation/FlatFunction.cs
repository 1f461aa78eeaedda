using System.Collections.Immutable;
using System.Linq.Expressions;
using ExprAutograd.Anf;
using ExprAutograd.Expressions;
using ExprAutograd.Frontends;

namespace ExprAutograd.Compilation;

/// <summary>A function and its compiled derivatives near a point, over flat vectors: x of all differentiated numbers, y of all numbers of the result.</summary>
/// <remarks>Each derivative is built when it is first asked for. Values come from the function as it was written, compiled by LINQ itself.</remarks>
internal sealed class FlatFunction
{
    private const int DeepestForLinq = 400;

    private readonly LambdaExpression function;
    private readonly AutogradOptions options;
    private readonly object?[] arguments;
    private readonly ImmutableArray<int> wrt;
    private readonly NumberLayout[] parameterLayouts;
    private readonly NumberLayout inputLayout;
    private readonly NumberLayout resultLayout;
    private readonly object?[] inputLeaves;
    private readonly object?[] resultLeaves;
    private readonly Func<object?[], object?> value;
    private readonly Lazy<Func<object?[], object?>> jvp;
    private readonly Lazy<Func<object?[], object?>> vjp;
    private readonly Lazy<Func<object?[], object?>> hvp;
    private readonly Dictionary<DifferentiationMode, Func<object?[], object?>> hessians = [];

    /// <exception cref="ArgumentException">The arguments are not those of the function.</exception>
    public FlatFunction(LambdaExpression function, AutogradOptions options, object?[] arguments)
    {
        this.function = function;
        this.options = options;
        this.arguments = ArgumentList.Of(function, arguments);
        wrt = options.WithRespectTo ?? [.. Enumerable.Range(0, function.Parameters.Count).Where(k => ValueShape.Of(function.Parameters[k].Type).LeafTypes.Any(NumericTypes.IsDifferentiable))];
        if (wrt.IsEmpty) throw new ArgumentException("No parameter of the function carries a derivative: there is nothing to check.", nameof(function));
        var positioned = options with { WithRespectTo = wrt };

        var shapes = wrt.Select(k => ValueShape.Of(function.Parameters[k].Type)).ToImmutableArray();
        parameterLayouts = [.. shapes.Select(s => new NumberLayout(s))];
        var inputShape = ValueShape.Tuple(shapes);
        var resultShape = ValueShape.Of(function.ReturnType);
        (inputLayout, resultLayout) = (new NumberLayout(inputShape), new NumberLayout(resultShape));
        inputLeaves = [.. wrt.SelectMany((k, i) => parameterLayouts[i].Leaves(this.arguments[k]))];
        Start = inputLayout.Numbers(inputLayout.Value(inputLeaves));
        Parts = [.. PartsOf(shapes)];
        Precision = PrecisionOf(Normalizer.Normalize(function).Program);

        value = Invoker(ExpressionSize.IsAtMost(DeepestForLinq, int.MaxValue, function) ? function.Compile() : FunctionCompiler.Compile(function, options));
        resultLeaves = resultLayout.Leaves(value(this.arguments));
        ResultLength = resultLayout.Numbers(value(ArgumentsAt(Start))).Length;
        IsScalar = resultShape.IsLeaf && NumericTypes.IsFloating(resultShape.Type);
        jvp = new(() => Derivative(Differentiator.Jvp(function, positioned), resultShape, resultShape));
        vjp = new(() => Derivative(Differentiator.Vjp(function, positioned), resultShape, inputShape));
        hvp = new(() => Invoker(FunctionCompiler.Compile(Differentiator.Hvp(function, positioned), options)));
    }

    /// <summary>The point: all differentiated numbers, in order.</summary>
    public double[] Start { get; }

    /// <summary>The leaves that hold them: a name and a range of positions each.</summary>
    public ImmutableArray<(string Name, int Offset, int Length)> Parts { get; }

    public int ResultLength { get; }

    /// <summary>True when the result is one floating number, and no array or tuple of one.</summary>
    public bool IsScalar { get; }

    /// <summary>The rounding unit of the coarsest arithmetic in the function.</summary>
    public double Precision { get; }

    /// <summary>The name of the number at <paramref name="position"/>, such as <c>w[3]</c>.</summary>
    public string NameOf(int position)
    {
        var leaf = -1;
        foreach (var count in inputLayout.Counts(inputLeaves))
        {
            leaf++;
            if (position < count) break;
            position -= count;
        }
        return NumberLayout.NameOf(LeafNames(wrt.Select(k => ValueShape.Of(function.Parameters[k].Type))).ElementAt(leaf), inputLeaves[leaf], position);
    }

    /// <summary>The name of a number of the result, such as <c>result[2]</c>.</summary>
    public string ResultNameOf(int position)
    {
        var names = ValueShape.Of(function.ReturnType).LeafNames("result").ToArray();
        var counts = resultLayout.Counts(resultLeaves).ToArray();
        var leaf = 0;
        for (; position >= counts[leaf]; leaf++) position -= counts[leaf];
        return NumberLayout.NameOf(names[leaf], resultLeaves[leaf], position);
    }

    public double[] Value(double[] x) => Try(() => resultLayout.Numbers(value(ArgumentsAt(x))), ResultLength);

    /// <summary>J v, in forward mode.</summary>
    public double[] Push(double[] x, double[] v) =>
        Try(() => resultLayout.Numbers(jvp.Value([.. ArgumentsAt(x), inputLayout.Value(inputLayout.With(inputLeaves, v))])), ResultLength);

    /// <summary>J' u, in reverse mode.</summary>
    public double[] Pull(double[] x, double[] u) =>
        Try(() => inputLayout.Numbers(vjp.Value([.. ArgumentsAt(x), resultLayout.Value(resultLayout.With(resultLeaves, u))])), Start.Length);

    /// <summary>H v, forward over reverse.</summary>
    public double[] PushGradient(double[] x, double[] v) =>
        Try(() => inputLayout.Numbers(hvp.Value([.. ArgumentsAt(x), inputLayout.Value(inputLayout.With(inputLeaves, v))])), Start.Length);

    /// <summary>H, carried the way <paramref name="mode"/> says.</summary>
    public double[,] Hessian(double[] x, DifferentiationMode mode)
    {
        if (!hessians.TryGetValue(mode, out var hessian))
            hessians[mode] = hessian = Invoker(FunctionCompiler.Compile(Differentiator.Hessian(function, options with { WithRespectTo = wrt, Mode = mode }), options));
        return (double[,])hessian(ArgumentsAt(x))!;
    }

    /// <summary>NaN where the function rejects its arguments: away from the point it may.</summary>
    private static double[] Try(Func<double[]> compute, int length)
    {
        try
        {
            return compute();
        }
        catch (Exception e) when (e is ArgumentException or ArithmeticException)
        {
            return [.. Enumerable.Repeat(double.NaN, length)];
        }
    }

    private object?[] ArgumentsAt(double[] x)
    {
        var leaves = inputLayout.With(inputLeaves, x);
        var at = (object?[])arguments.Clone();
        var next = 0;
        for (var k = 0; k < wrt.Length; k++)
        {
            var count = ValueShape.Of(function.Parameters[wrt[k]].Type).LeafCount;
            at[wrt[k]] = parameterLayouts[k].Value(leaves[next..(next + count)]);
            next += count;
        }
        return at;
    }

    private IEnumerable<string> LeafNames(IEnumerable<ValueShape> shapes) =>
        shapes.SelectMany((s, k) => s.LeafNames(function.Parameters[wrt[k]].Name ?? $"parameter {wrt[k]}"));

    private IEnumerable<(string, int, int)> PartsOf(ImmutableArray<ValueShape> shapes)
    {
        var offset = 0;
        foreach (var (name, count) in LeafNames(shapes).Zip(inputLayout.Counts(inputLeaves)))
        {
            if (count > 0) yield return (name, offset, count);
            offset += count;
        }
    }

    /// <summary>A compiled (value, derivative) pair as a function to the derivative alone.</summary>
    private Func<object?[], object?> Derivative(LambdaExpression pair, ValueShape result, ValueShape derivative)
    {
        var both = Invoker(FunctionCompiler.Compile(pair, options));
        var second = ValueShape.Tuple(result, derivative).Aggregate!;
        var tuple = Expression.Parameter(typeof(object));
        var read = Expression.Lambda<Func<object?, object?>>(Expression.Convert(second.Read(Expression.Convert(tuple, second.Type), 1), typeof(object)), tuple).Compile();
        return all => read(both(all));
    }

    /// <summary>The delegate as a function of boxed arguments whose exceptions come through as they are.</summary>
    private static Func<object?[], object?> Invoker(Delegate target)
    {
        var all = Expression.Parameter(typeof(object[]));
        var parameters = target.GetType().GetMethod("Invoke")!.GetParameters();
        var typed = parameters.Select((p, k) => Expression.Convert(Expression.ArrayIndex(all, Expression.Constant(k)), p.ParameterType));
        return Expression.Lambda<Func<object?[], object?>>(Expression.Convert(Expression.Invoke(Expression.Constant(target), typed), typeof(object)), all).Compile();
    }

    private static double PrecisionOf(AnfProgram program)
    {
        var precision = Math.ScaleB(1, -52);
        Walk(program);
        return precision;

        void Walk(AnfProgram p)
        {
            foreach (var parameter in p.Parameters) See(parameter.Type);
            foreach (var equation in p.Equations)
            {
                foreach (var variable in equation.Variables) See(variable.Type);
                if (equation.Value is Region region)
                    foreach (var nested in region.Programs) Diagnostics.StackGuard.Run(() => { Walk(nested); return 0; });
            }
        }

        void See(Type type)
        {
            while (type.IsArray) type = type.GetElementType()!;
            if (type == typeof(float)) precision = Math.Max(precision, Math.ScaleB(1, -23));
            if (type == typeof(Half)) precision = Math.Max(precision, Math.ScaleB(1, -10));
        }
    }
}
