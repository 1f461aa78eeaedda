using System.Collections.Immutable;
using System.Linq.Expressions;
using ExprAutograd.Anf;
using ExprAutograd.Diagnostics;
using ExprAutograd.Differentiation;
using ExprAutograd.Expressions;
using ExprAutograd.Frontends;
using ExprAutograd.Lowering;
using ExprAutograd.Rules;

namespace ExprAutograd.Compilation;

/// <summary>The transforms: a function in, the function of its derivative out.</summary>
internal sealed class Differentiator
{
    private readonly LambdaExpression lambda;
    private readonly AutogradOptions options;
    private readonly string transform;
    private readonly FunctionShape shape;
    private readonly SourceMap source;
    private readonly AnfProgram program;
    private readonly ImmutableArray<int> wrt;
    private readonly StageLog? log;

    private Differentiator(LambdaExpression lambda, AutogradOptions? options, string transform, StageLog? log = null)
    {
        ArgumentNullException.ThrowIfNull(lambda, "function");
        this.log = log;
        this.lambda = lambda;
        this.options = options ?? AutogradOptions.Default;
        this.transform = transform;
        wrt = this.options.WithRespectTo ?? [.. Enumerable.Range(0, lambda.Parameters.Count)];
        if (wrt.IsEmpty)
            throw new ArgumentException($"There is no parameter to differentiate '{ErrorText.Of(lambda)}' with respect to. Give the function a parameter, and AutogradOptions.WithRespectTo at least one position.", "function");
        foreach (var position in wrt) RequireDifferentiable(position);
        var normal = Normalizer.Normalize(lambda);
        (shape, source) = (normal.Shape, normal.Source);
        program = Pipeline.Tidy(normal, Rules);
        log?.Add("normalised", normal.Program);
        log?.Add("tidied", program);
    }

    private static readonly Dictionary<Expression, int> NoUnits = [];

    private RuleSet Rules => options.Rules;

    private ValueShape ArgumentShape => ValueShape.Tuple([.. wrt.Select(k => shape.ParameterShapes[k])]);

    /// <summary>All leaves of the differentiated parameters, in order; those that carry no derivative included.</summary>
    private ImmutableArray<ParameterExpression> Leaves => [.. wrt.SelectMany(k => program.Parameters[shape.LeavesOf(k)])];

    private ImmutableArray<ParameterExpression> Inputs => [.. Leaves.Where(l => NumericTypes.IsDifferentiable(l.Type))];

    public static LambdaExpression Gradient(LambdaExpression f, AutogradOptions? options, Type? delegateType = null)
    {
        var d = new Differentiator(f, options, "gradient");
        d.RequireScalar();
        return d.Finish(d.GradientProgram(), valueFirst: false, d.ArgumentShape, delegateType);
    }

    public static LambdaExpression ValueAndGradient(LambdaExpression f, AutogradOptions? options, Type? delegateType = null, StageLog? log = null)
    {
        var d = new Differentiator(f, options, "gradient", log);
        d.RequireScalar();
        return d.Finish(d.GradientProgram(), valueFirst: true, ValueShape.Tuple([d.shape.Result, d.ArgumentShape]), delegateType);
    }

    /// <summary>(x..., direction) to (value, tangent).</summary>
    public static LambdaExpression Jvp(LambdaExpression f, AutogradOptions? options, Type? delegateType = null)
    {
        var d = new Differentiator(f, options, "Jacobian-vector product");
        var (direction, leaves, entry) = d.ArgumentLike("direction");
        var jvp = d.PushAlong(d.program, [leaves]);
        var values = jvp.Results[..d.shape.Result.LeafCount];
        jvp = jvp.With(jvp.Equations, [.. values, .. d.LikeResult(values, jvp.Results[values.Length..])]);
        jvp = d.CheckDirection(jvp, leaves);
        return d.Finish(jvp, valueFirst: true, ValueShape.Tuple([d.shape.Result, d.shape.Result]), delegateType, direction, entry);
    }

    /// <summary>(x..., cotangent) to (value, cotangents of x).</summary>
    public static LambdaExpression Vjp(LambdaExpression f, AutogradOptions? options, Type? delegateType = null, StageLog? log = null)
    {
        var d = new Differentiator(f, options, "vector-Jacobian product", log);
        var cotangent = Expression.Parameter(f.ReturnType, "cotangent");
        var (leaves, entry) = LeavesOf(d.shape.Result, cotangent);
        var vjp = ReverseMode.Run(d.program, d.Inputs, [.. leaves.Select(l => NumericTypes.IsDifferentiable(l.Type) ? l : null)], Pipeline.Under(d.Rules), d.source, d.options.CheckpointLevels);
        vjp = ShapeChecks.Insert(vjp, d.shape.Result, leaves, vjp.Results[..d.shape.Result.LeafCount], "cotangent", "the result");
        return d.Finish(vjp, valueFirst: true, ValueShape.Tuple([d.shape.Result, d.ArgumentShape]), delegateType, cotangent, (leaves, entry));
    }

    /// <summary>(x..., direction) to the Hessian times the direction, in the parameters' shape: forward over reverse.</summary>
    public static LambdaExpression Hvp(LambdaExpression f, AutogradOptions? options, Type? delegateType = null)
    {
        var d = new Differentiator(f, options, "Hessian-vector product");
        d.RequireScalar();
        var gradient = Pipeline.Tidy(d.DropValue(d.GradientProgram()), d.Rules);
        var (direction, leaves, entry) = d.ArgumentLike("direction");
        var along = d.PushAlong(gradient, [leaves]);
        var product = d.CheckDirection(along.With(along.Equations, along.Results[gradient.Results.Length..]), leaves);
        return d.Finish(product, valueFirst: true, d.ArgumentShape, delegateType, direction, entry);
    }

    /// <summary>x... to the matrix of all first derivatives: results down, arguments across, both flattened in order.</summary>
    public static LambdaExpression Jacobian(LambdaExpression f, AutogradOptions? options, Type? delegateType = null)
    {
        var d = new Differentiator(f, options, "Jacobian");
        if (!d.shape.Result.LeafTypes.Any(NumericTypes.IsDifferentiable))
            throw ErrorText.Unsupported(f.Body, $"The function returns {NumericTypes.Name(f.ReturnType)}, which carries no derivative.", "Return double, or arrays or tuples of double.");
        return d.Finish(d.JacobianProgram(d.program, isSymmetric: false), valueFirst: true, ValueShape.Leaf(typeof(double[,])), delegateType);
    }

    /// <summary>x... to the matrix of all second derivatives.</summary>
    public static LambdaExpression Hessian(LambdaExpression f, AutogradOptions? options, Type? delegateType = null)
    {
        var d = new Differentiator(f, options, "Hessian");
        d.RequireScalar();
        var gradient = Pipeline.Tidy(d.DropValue(d.GradientProgram()), d.Rules);
        return d.Finish(d.JacobianProgram(gradient, isSymmetric: true), valueFirst: true, ValueShape.Leaf(typeof(double[,])), delegateType);
    }

    /// <summary>The same function, its last results written to memory that the caller passes last.</summary>
    /// <param name="function">What a transform returned, or any function.</param>
    /// <param name="delegateType">The function's parameters, then one of the type of the whole result, or of a pair's second part; it returns the rest of the result, and nothing (or true) where nothing is left.</param>
    /// <param name="options">Rules.</param>
    public static LambdaExpression IntoDestination(LambdaExpression function, Type delegateType, AutogradOptions? options)
    {
        var rules = (options ?? AutogradOptions.Default).Rules;
        var normal = Normalizer.Normalize(function);
        var invoke = delegateType.GetMethod("Invoke")!;
        var type = invoke.GetParameters()[^1].ParameterType;
        var whole = normal.Shape.Result;
        var (moved, rest) = whole.Type == type ? (whole, ValueShape.Leaf(typeof(bool)))
            : whole.Members is [var head, var tail] && tail.Type == type ? (tail, head)
            : throw new ArgumentException($"The function returns {NumericTypes.Name(whole.Type)}; its destination, the last parameter of {NumericTypes.Name(delegateType)}, must be of that type or of its second part's.", nameof(function));
        if (moved.LeafTypes.Zip(moved.AreDimensions).Any(l => !l.First.IsArray && !l.Second))
            throw new ArgumentException($"A {NumericTypes.Name(type)} cannot be written to: a number in it is passed by value. Use arrays, vectors and matrices, and tuples of them.", nameof(function));
        var destination = Expression.Parameter(type, "destination");
        ImmutableArray<ParameterExpression> leaves = moved.IsLeaf ? [destination] : [.. moved.LeafNames("destination").Zip(moved.LeafTypes, (name, leaf) => Expression.Parameter(leaf, name.Replace('.', '_')))];
        var program = Pipeline.Tidy(Destination.Run(normal.Program, leaves), rules);
        if (program.Results.IsEmpty) program = program.With(program.Equations, [Expression.Constant(true)]);
        var shape = new FunctionShape(normal.Shape.Parameters.Add(destination), normal.Shape.ParameterShapes.Add(moved), rest);
        var expected = Expression.GetDelegateType([.. shape.Parameters.Select(p => p.Type), invoke.ReturnType == typeof(void) && whole.Type == type ? typeof(void) : rest.Type]);
        if (!expected.GetMethod("Invoke")!.GetParameters().Select(p => p.ParameterType).SequenceEqual(invoke.GetParameters().Select(p => p.ParameterType)) || expected.GetMethod("Invoke")!.ReturnType != invoke.ReturnType)
            throw new ArgumentException($"With that destination the function is a {NumericTypes.Name(expected)}, not a {NumericTypes.Name(delegateType)}.", nameof(function));
        var readable = Emitter.ToReadable(program, shape, delegateType, Pipeline.PurityUnder(rules));
        KnownPrograms.Add(readable, new NormalizedFunction(program, shape, normal.Source) { IsTidy = true });
        return readable;
    }

    /// <summary>Results: the value, then one derivative per leaf that carries one.</summary>
    private AnfProgram GradientProgram()
    {
        if (options.Mode == DifferentiationMode.Forward) return new BasisSweep(program, Inputs, Pipeline.Under(Rules), source).Gradient();
        var one = Atom.Number(1, program.Results[0].Type);
        return ReverseMode.Run(program, Inputs, [one], Pipeline.Under(Rules), source, options.CheckpointLevels);
    }

    private AnfProgram JacobianProgram(AnfProgram function, bool isSymmetric)
    {
        var sweep = new BasisSweep(function, Inputs, Pipeline.Under(Rules), source);
        return options.Mode == DifferentiationMode.Reverse && !isSymmetric ? sweep.JacobianByRows() : sweep.Jacobian(options.Mode, isSymmetric);
    }

    private AnfProgram PushAlong(AnfProgram function, ImmutableArray<ImmutableArray<Expression>> directions)
    {
        var leaves = Leaves;
        var seeds = new Dictionary<ParameterExpression, Expression?[]>();
        for (var k = 0; k < leaves.Length; k++)
            if (NumericTypes.IsDifferentiable(leaves[k].Type)) seeds[leaves[k]] = [.. directions.Select(d => d[k])];
        return ForwardMode.Run(function, seeds, NoUnits, Pipeline.Under(Rules), source);
    }

    private AnfProgram CheckDirection(AnfProgram alongDirection, ImmutableArray<Expression> direction) =>
        ShapeChecks.Insert(alongDirection, ArgumentShape, direction, [.. Leaves], "direction", "the argument");

    private AnfProgram DropValue(AnfProgram valueAndDerivatives) => valueAndDerivatives.With(valueAndDerivatives.Equations, valueAndDerivatives.Results[1..]);

    /// <summary>A parameter of the shape of what is differentiated, its leaves as variables and the equations that read them.</summary>
    private (ParameterExpression Parameter, ImmutableArray<Expression> Leaves, (ImmutableArray<Expression> Leaves, ImmutableArray<Equation> Entry) Read) ArgumentLike(string name)
    {
        var parameter = Expression.Parameter(ArgumentShape.Type, name);
        var read = LeavesOf(ArgumentShape, parameter);
        return (parameter, read.Leaves, read);
    }

    /// <summary>The leaves of an extra parameter; an aggregate is read by equations put first.</summary>
    private static (ImmutableArray<Expression> Leaves, ImmutableArray<Equation> Entry) LeavesOf(ValueShape shape, ParameterExpression parameter)
    {
        var builder = new ProgramBuilder();
        ImmutableArray<Expression> leaves = [.. shape.TakeApart(parameter).Select(l => Flatten(builder, l))];
        return (leaves, builder.ToProgram([], []).Equations);

        static Expression Flatten(ProgramBuilder builder, Expression e) =>
            Atom.Is(e) ? e : builder.Bind(Operation.With(e, [.. Operation.Operands(e).Select(o => Flatten(builder, o))]));
    }

    /// <summary>Chooses the results, tidies, and gives the program its new signature.</summary>
    private LambdaExpression Finish(
        AnfProgram derivative,
        bool valueFirst,
        ValueShape result,
        Type? delegateType,
        ParameterExpression? extra = null,
        (ImmutableArray<Expression> Leaves, ImmutableArray<Equation> Entry) read = default)
    {
        var values = program.Results.Length;
        var results = valueFirst ? derivative.Results : derivative.Results[values..];

        if (result.LeafCount != results.Length) results = Fill(result, results);
        var parameters = derivative.Parameters;
        ImmutableArray<ParameterExpression> userParameters = shape.Parameters;
        var shapes = shape.ParameterShapes;
        var equations = derivative.Equations;
        if (extra is not null)
        {
            // The extra parameter is a leaf of the signature as a whole; its own leaves are read by equations.
            parameters = parameters.Add(extra);
            userParameters = userParameters.Add(extra);
            shapes = shapes.Add(ValueShape.Leaf(extra.Type));
            equations = read.Entry.AddRange(equations);
        }
        var untidy = new AnfProgram(parameters, equations, results);
        var tidy = Pipeline.Tidy(untidy, Rules);
        var kind = options.Mode == DifferentiationMode.Forward && extra is null ? "tangents" : "adjoint";
        log?.Add(kind, untidy);
        log?.Add("tidied " + kind, tidy);
        var signature = new FunctionShape(userParameters, shapes, result);
        var type = delegateType ?? Expression.GetDelegateType([.. userParameters.Select(p => p.Type), result.Type]);
        RequireFit(type, userParameters, result);
        var readable = Emitter.ToReadable(tidy, signature, type, Pipeline.PurityUnder(Rules));
        KnownPrograms.Add(readable, new NormalizedFunction(tidy, signature, source) { IsTidy = true });
        return readable;
    }

    private void RequireFit(Type type, ImmutableArray<ParameterExpression> parameters, ValueShape result)
    {
        var invoke = type.GetMethod("Invoke")!;
        if (invoke.ReturnType == result.Type && invoke.GetParameters().Select(p => p.ParameterType).SequenceEqual(parameters.Select(p => p.Type))) return;
        var fitting = NumericTypes.Name(Expression.GetDelegateType([.. parameters.Select(p => p.Type), result.Type]));
        throw new ArgumentException($"The {transform} of '{ErrorText.Of(lambda)}' with respect to {string.Join(", ", wrt.Select(k => lambda.Parameters[k].Name))} is a {fitting}, not a {NumericTypes.Name(type)}. Name that type as the transform's one type argument, or leave AutogradOptions.WithRespectTo unset.");
    }

    /// <summary>A gradient in the shape of the parameters, behind what else there is: leaves without a derivative (an int in a record) are default, dimensions the parameter's own.</summary>
    private ImmutableArray<Expression> Fill(ValueShape result, ImmutableArray<Expression> results)
    {
        var leaves = Leaves;
        var areDimensions = ArgumentShape.AreDimensions.ToArray();
        var filled = ImmutableArray.CreateBuilder<Expression>();
        var next = result.LeafCount - leaves.Length;
        filled.AddRange(results[..next]);
        for (var k = 0; k < leaves.Length; k++)
            filled.Add(NumericTypes.IsDifferentiable(leaves[k].Type) ? results[next++] : areDimensions[k] ? leaves[k] : DefaultOf(leaves[k].Type));
        return filled.ToImmutable();
    }

    private static ConstantExpression DefaultOf(Type type) => Expression.Constant(type.IsValueType ? Activator.CreateInstance(type) : null, type);

    /// <summary>The tangent of a result in the result's shape.</summary>
    private ImmutableArray<Expression> LikeResult(ImmutableArray<Expression> values, ImmutableArray<Expression> tangents) =>
        [.. shape.Result.AreDimensions.Select((isDimension, k) => isDimension ? values[k] : NumericTypes.IsDifferentiable(values[k].Type) ? tangents[k] : DefaultOf(values[k].Type))];

    private void RequireScalar()
    {
        if (shape.Result.IsLeaf && NumericTypes.IsFloating(shape.Result.Type)) return;
        throw ErrorText.Unsupported(lambda.Body, $"A {transform} needs a function that returns one number; this one returns {NumericTypes.Name(lambda.ReturnType)}.",
            NumericTypes.IsInteger(lambda.ReturnType) ? "Convert the result to double, if its derivative is not zero by nature." : "Use Autograd.Jacobian or Autograd.Vjp, or return a single double.");
    }

    private void RequireDifferentiable(int position)
    {
        if (position < 0 || position >= lambda.Parameters.Count)
            throw new ArgumentOutOfRangeException(nameof(AutogradOptions.WithRespectTo), position, $"The function has {lambda.Parameters.Count} parameters, numbered from 0.");
        var parameter = lambda.Parameters[position];
        if (ValueShape.Of(parameter.Type).LeafTypes.Any(NumericTypes.IsDifferentiable)) return;
        throw new UnsupportedExpressionException(parameter, ErrorText.Of(lambda), $"The {transform} with respect to '{parameter.Name}' is not defined: {NumericTypes.Name(parameter.Type)} carries no derivative.",
            "Make it a double, capture it instead of passing it, or leave it out with AutogradOptions.WithRespectTo.");
    }
}
