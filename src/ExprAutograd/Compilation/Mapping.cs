using System.Collections.Immutable;
using System.Linq.Expressions;
using ExprAutograd.Anf;
using ExprAutograd.Expressions;
using ExprAutograd.Frontends;
using ExprAutograd.Lowering;
using ExprAutograd.Operators;

namespace ExprAutograd.Compilation;

/// <summary>A function of one point as a function of many: one loop over the points, whose iterations are independent of one another.</summary>
/// <remarks>
/// <code>
/// (x, w) => (x * w, x + w)      to (double[] x, double w) => (double[], double[])      becomes
///
/// t1 = x.Length; a = new double[t1]; b = new double[t1]
/// a', b' = for i below t1 from a, b: x_i = x[i]; t2 = x_i * w; t3 = x_i + w; Store(a, i, t2), Store(b, i, t3)
/// </code>
/// Arrays are of members, not of tuples, wherever the caller's type allows: a body then holds loads, arithmetic and stores and nothing else.
/// JAX calls this vmap (Frostig, Johnson, Leary 2018); the loop is its meaning, and what runs it in lanes comes after.
/// </remarks>
internal sealed class Mapping
{
    private readonly LambdaExpression function;
    private readonly Type delegateType;
    private readonly ImmutableArray<PointLayout> inputs;
    private readonly PointLayout output;

    private Mapping(LambdaExpression function, Type delegateType)
    {
        this.function = function;
        this.delegateType = delegateType;
        var invoke = delegateType.GetMethod("Invoke")!;
        var given = invoke.GetParameters();
        if (given.Length != function.Parameters.Count)
            throw Misfit($"It takes {given.Length} parameters, the function {function.Parameters.Count}.");
        inputs = [.. function.Parameters.Zip(given, (p, g) => PointLayout.TryFit(p.Type, g.ParameterType, mayShare: true) ?? throw Misfit(
            $"Its parameter for '{p.Name}' is {NumericTypes.Name(g.ParameterType)}: it must be {Arrays(p.Type)}, with one element for each point, or {NumericTypes.Name(p.Type)}, which all points share."))];
        if (inputs.All(i => !i.MappedLeaves.Any()))
            throw Misfit("All points share all of its parameters: at least one must be an array, with one element for each point.");
        output = function.ReturnType == typeof(void) || invoke.ReturnType == typeof(void) ? throw Misfit("Both must return something.")
            : PointLayout.TryFit(function.ReturnType, invoke.ReturnType, mayShare: false)
            ?? throw Misfit($"It returns {NumericTypes.Name(invoke.ReturnType)}: it must return {Arrays(function.ReturnType)}, with one element for each point.");
        if (output.FirstWithoutConstructor() is { } settable)
            throw Misfit($"A {settable.Name} cannot be an element of its result, for it has no constructor that takes all its members. Add one, or return a tuple.");
    }

    /// <summary>The function over many points, as a lambda of type <paramref name="delegateType"/>.</summary>
    /// <exception cref="ArgumentException">The type does not fit the function.</exception>
    public static LambdaExpression Run(LambdaExpression function, Type delegateType, AutogradOptions? options)
    {
        ArgumentNullException.ThrowIfNull(function);
        return new Mapping(function, delegateType).Run((options ?? AutogradOptions.Default).Rules);
    }

    private LambdaExpression Run(RuleSet rules)
    {
        var normal = Normalizer.Normalize(function);
        ImmutableArray<ParameterExpression> parameters = [.. delegateType.GetMethod("Invoke")!.GetParameters().Select((p, k) => Expression.Parameter(p.ParameterType, function.Parameters[k].Name))];
        ImmutableArray<ValueShape> shapes = [.. parameters.Select(p => ValueShape.Of(p.Type))];
        ImmutableArray<ImmutableArray<ParameterExpression>> leaves = [.. parameters.Zip(shapes, LeafParameters.Of)];
        var builder = new ProgramBuilder();
        var count = Count(builder, shapes, leaves);
        var results = Loop(builder, LeafParameters.Run(normal), count, leaves, normal.Source);
        var shape = new FunctionShape(parameters, shapes, ValueShape.Of(delegateType.GetMethod("Invoke")!.ReturnType));
        var program = Pipeline.Tidy(builder.ToProgram([.. leaves.SelectMany(l => l)], results), rules);
        var readable = Emitter.ToReadable(program, shape, delegateType, Pipeline.PurityUnder(rules));
        KnownPrograms.Add(readable, new NormalizedFunction(program, shape, normal.Source) { IsTidy = true });
        return readable;
    }

    /// <summary>The number of points, once it is known that all mapped arrays have as many elements.</summary>
    private ParameterExpression Count(ProgramBuilder builder, ImmutableArray<ValueShape> shapes, ImmutableArray<ImmutableArray<ParameterExpression>> leaves)
    {
        ParameterExpression? count = null;
        string? counted = null;
        for (var k = 0; k < inputs.Length; k++)
        {
            var names = shapes[k].LeafNames(function.Parameters[k].Name ?? $"parameter {k}").ToArray();
            foreach (var leaf in inputs[k].MappedLeaves)
            {
                var length = builder.Bind(Expression.ArrayLength(leaves[k][leaf]));
                if (count is null) (count, counted) = (length, names[leaf]);
                else builder.Bind(Expression.Call(typeof(ControlOperators), nameof(ControlOperators.RequireSame), null,
                    length, count, Expression.Constant("elements"), Expression.Constant($"array '{names[leaf]}'"), Expression.Constant($"'{counted}'")));
            }
        }
        return count!;
    }

    private ImmutableArray<Expression> Loop(ProgramBuilder builder, AnfProgram point, ParameterExpression count, ImmutableArray<ImmutableArray<ParameterExpression>> leaves, SourceMap source)
    {
        ImmutableArray<Type> types = [.. ValueShape.Of(delegateType.GetMethod("Invoke")!.ReturnType).LeafTypes];
        ImmutableArray<Expression> initial = [.. types.Select(t => builder.Bind(Expression.NewArrayBounds(t.GetElementType()!, count)))];
        var index = Expression.Parameter(typeof(int), "i");
        source.AddLoop(index, function);
        ImmutableArray<ParameterExpression> state = [.. types.Select(t => Expression.Parameter(t))];

        builder.Open();
        var names = new Dictionary<ParameterExpression, Expression>();
        var read = inputs.SelectMany((layout, k) => layout.Read(builder, leaves[k].ToArray(), index)).ToArray();
        for (var k = 0; k < read.Length; k++) names[point.Parameters[k]] = read[k];

        // The point's own variables keep their names: the source map tells what the user wrote for them.
        var body = Substitution.Apply(names, new AnfProgram([], point.Equations, point.Results));
        builder.AddRange(body.Equations);
        ImmutableArray<Expression> next = [.. output.Write(builder, state.ToArray(), index, Unshared(builder, body))];
        var loop = new LoopRegion(count, initial, null, new AnfProgram([index, .. state], builder.Close(), next));
        return [.. builder.Bind(loop)];
    }

    /// <summary>The results, with copies of the arrays that are no point's own: a row of the result can then be written where it stands.</summary>
    private static Expression[] Unshared(ProgramBuilder builder, AnfProgram body)
    {
        var seen = new HashSet<Expression>();
        return [.. body.Results.Select(r => r.Type.IsArray && !(seen.Add(r) && IsMadeBy(body, r)) ? builder.Bind(ArrayMethods.Call(nameof(ArrayOperators.Copy), r)) : r)];
    }

    private static bool IsMadeBy(AnfProgram body, Expression array)
    {
        if (array is not ParameterExpression p || body.DefinitionOf(p) is not { } made) return false;
        var at = made.Variables.IndexOf(p);
        return made.Value switch
        {
            LoopRegion loop => IsMadeBy(body, loop.Initial[at]),
            IfRegion branch => branch.Programs.All(side => IsMadeBy(side, side.Results[at]) || IsMadeBy(body, side.Results[at])),
            NewArrayExpression => true,
            MethodCallExpression call => Destinations.IsOne(call) || ArrayMethods.IsUpdate(call) || call.Method.DeclaringType == typeof(MatrixOperators)
                || (call.Method.DeclaringType == typeof(ArrayOperators) && call.Method.Name is nameof(ArrayOperators.ZerosLike) or nameof(ArrayOperators.Copy)),
            _ => false,
        };
    }

    private ArgumentException Misfit(string reason)
    {
        var fitting = Expression.GetDelegateType([.. function.Parameters.Select(p => PointLayout.ArraysOf(p.Type)), function.ReturnType == typeof(void) ? typeof(void) : PointLayout.ArraysOf(function.ReturnType)]);
        return new ArgumentException($"'{ErrorText.Of(function)}' over many points is no {NumericTypes.Name(delegateType)}. {reason} With all parameters mapped it is a {NumericTypes.Name(fitting)}.");
    }

    private static string Arrays(Type point)
    {
        var (members, elements) = (NumericTypes.Name(PointLayout.ArraysOf(point)), NumericTypes.Name(point.MakeArrayType()));
        return members == elements ? elements : $"{members} or {elements}";
    }
}
