using System.Collections.Immutable;
using System.Linq.Expressions;
using ExprAutograd.Anf;
using ExprAutograd.Compilation;
using ExprAutograd.Frontends;
using ExprAutograd.Rules;

namespace ExprAutograd.Recording;

/// <summary>The code of one structure: arrays in, arrays out.</summary>
/// <remarks>Thread-safe; it refers to no node and no array.</remarks>
internal sealed class CompiledGraph
{
    private readonly Lazy<Func<object?[], double[], bool>> code;
    private readonly int[] inputs;
    private readonly int[] numbers;
    private readonly int[] cotangents;
    private readonly int frameLength;

    /// <summary>The arrays of a call that is over, for the next one.</summary>
    private Frame? pooled;

    private CompiledGraph(GraphProgram graph, GraphReader reader)
    {
        code = new Lazy<Func<object?[], double[], bool>>(() => Compile(graph.Program, inputs!.Length + cotangents!.Length));
        Derivative = new RecordedDerivative(graph.Program);
        inputs = [.. graph.Inputs];
        numbers = [.. graph.Numbers];
        cotangents = [.. graph.Cotangents];
        Values = [.. graph.Values];
        ValueTypes = [.. graph.Values.Select(v => (reader.Nodes[v].Type, reader.Nodes[v].Shape.Count))];
        Gradients = [.. graph.Gradients];
        SavesAnything = reader.Nodes.Any(n => n.RequiresGradient && n.Primitive.Saved != Saved.Nothing);
        Outputs = Values.Length + Gradients.Count(g => g >= 0);
        frameLength = inputs.Length + cotangents.Length + Outputs;
    }

    /// <summary>What is computed, to be differentiated again.</summary>
    public RecordedDerivative Derivative { get; }

    public int[] Inputs => inputs;

    public int[] Numbers => numbers;

    public int[] Cotangents => cotangents;

    /// <summary>The places of the nodes whose values come first.</summary>
    public int[] Values { get; }

    public (ElementType Type, int Count)[] ValueTypes { get; }

    /// <summary>The places of the nodes whose gradients come after; -1 where there is none.</summary>
    public int[] Gradients { get; }

    public int Outputs { get; }

    /// <summary>Whether a second backward pass needs what the first one had.</summary>
    public bool SavesAnything { get; }

    /// <summary>Compiles the graph that <paramref name="reader"/> has read.</summary>
    public static CompiledGraph Make(GraphReader reader, GraphRequest request)
    {
        var graph = GraphProgram.Of(reader, request);
        var compiled = new CompiledGraph(graph, reader);
        if (!request.IsRecorded) _ = compiled.code.Value;
        return compiled;
    }

    /// <summary>Runs on the arrays of <paramref name="nodes"/>, and writes to <paramref name="outputs"/>, one array for each value and each gradient.</summary>
    public void Run(List<Node> nodes, Node?[]? seeds, ReadOnlySpan<Array> outputs)
    {
        var frame = Interlocked.Exchange(ref pooled, null) ?? new Frame(new object?[frameLength], new double[numbers.Length]);
        var at = 0;
        foreach (var place in inputs) frame.Arrays[at++] = nodes[place].Value;
        foreach (var root in cotangents) frame.Arrays[at++] = seeds![root]!.Value;
        foreach (var output in outputs) frame.Arrays[at++] = output;
        for (var k = 0; k < numbers.Length; k++) frame.Numbers[k] = nodes[numbers[k]].Number;
        code.Value(frame.Arrays, frame.Numbers);
        Array.Clear(frame.Arrays);
        pooled = frame;
    }

    private static Func<object?[], double[], bool> Compile(AnfProgram program, int count)
    {
        var rules = RuleSet.Default;
        var scalars = program.Parameters[count..];
        var destinations = program.Results.Select((r, k) => Expression.Parameter(r.Type.IsArray ? r.Type : r.Type.MakeArrayType(), $"y{k}")).ToImmutableArray();
        program = Destination.Run(program, destinations, areApart: true);

        // Numbers of rank 0 arrive in arrays of one, and numbers of the program in one array.
        var entry = ImmutableArray.CreateBuilder<Equation>();
        var arrays = ImmutableArray.CreateBuilder<ParameterExpression>();
        foreach (var parameter in program.Parameters[..count])
        {
            if (parameter.Type.IsArray)
            {
                arrays.Add(parameter);
                continue;
            }
            var box = Expression.Parameter(parameter.Type.MakeArrayType(), parameter.Name);
            arrays.Add(box);
            entry.Add(new Equation(parameter, Expression.ArrayIndex(box, Expression.Constant(0))));
        }
        arrays.AddRange(destinations);
        var numbers = Expression.Parameter(typeof(double[]), "numbers");
        for (var k = 0; k < scalars.Length; k++)
        {
            var parameter = scalars[k];
            var read = Expression.Variable(typeof(double));
            var isDouble = parameter.Type == typeof(double);
            entry.Add(new Equation(isDouble ? parameter : read, Expression.ArrayIndex(numbers, Expression.Constant(k))));
            if (!isDouble) entry.Add(new Equation(parameter, Expression.Convert(read, parameter.Type)));
        }
        program = Pipeline.Tidy(new AnfProgram([.. arrays, numbers], [.. entry, .. program.Equations], [Expression.Constant(true)]), rules);

        var frame = Expression.Parameter(typeof(object[]), "arrays");
        var shape = new FunctionShape([frame, numbers], [ValueShape.Objects(arrays.Select(a => a.Type)), ValueShape.Leaf(typeof(double[]))], ValueShape.Leaf(typeof(bool)));
        var lambda = Expression.Lambda<Func<object?[], double[], bool>>(Expression.Constant(true), frame, numbers);
        KnownPrograms.Add(lambda, new NormalizedFunction(program, shape, new SourceMap()) { IsTidy = true });
        CompiledCode.Make(lambda, [], AutogradOptions.Default, out var function);
        return (Func<object?[], double[], bool>)function;
    }

    private sealed record Frame(object?[] Arrays, double[] Numbers);
}
