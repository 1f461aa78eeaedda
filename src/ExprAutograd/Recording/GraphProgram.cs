using System.Collections.Immutable;
using System.Linq.Expressions;
using ExprAutograd.Anf;
using ExprAutograd.Compilation;
using ExprAutograd.Differentiation;
using ExprAutograd.Operators;
using ExprAutograd.Rules;
using ExprAutograd.Sequences;

namespace ExprAutograd.Recording;

/// <summary>A recorded graph as a program, forward or forward and backward: numbers are scalars of it, everything else flat arrays.</summary>
/// <remarks>
/// <code>
/// t = (p + q) * s         parameters p, q, s
/// Backward()       =>     t1 = p + q;  t2 = t1 * s
///                         results t2;  s, s, t1
/// </code>
/// </remarks>
internal sealed class GraphProgram
{
    private readonly ProgramBuilder builder = new();
    private readonly List<ParameterExpression> parameters = [];
    private readonly Passes passes = Pipeline.Under(RuleSet.Default);
    private readonly IReadOnlyList<Node> nodes;
    private readonly GraphRequest request;
    private readonly GraphReader reader;
    private readonly Expression[] atoms;
    private readonly Dictionary<int, ImmutableArray<Expression>> derivatives = [];

    private GraphProgram(GraphReader reader, GraphRequest request)
    {
        this.reader = reader;
        this.request = request;
        nodes = reader.Nodes;
        atoms = new Expression[nodes.Count];
    }

    /// <summary>The places of the nodes whose arrays are the first parameters.</summary>
    public List<int> Inputs { get; } = [];

    /// <summary>The places of the nodes that the last parameters are numbers of.</summary>
    public List<int> Numbers { get; } = [];

    /// <summary>The roots, by number, whose cotangents are parameters, behind the inputs.</summary>
    public List<int> Cotangents { get; } = [];

    /// <summary>The places of the nodes whose values are the first results.</summary>
    public List<int> Values { get; } = [];

    /// <summary>The places of the nodes whose gradients are the last results; -1 for one that has none.</summary>
    public List<int> Gradients { get; } = [];

    /// <summary>The program, tidy: differentiable again.</summary>
    public AnfProgram Program { get; private set; } = null!;

    /// <summary>Reads the graph's meaning.</summary>
    public static GraphProgram Of(GraphReader reader, GraphRequest request)
    {
        var graph = new GraphProgram(reader, request);
        graph.Build();
        return graph;
    }

    private void Build()
    {
        var numbers = new List<ParameterExpression>();
        for (var place = 0; place < nodes.Count; place++) atoms[place] = Atom(place, numbers);
        var cotangents = ImmutableArray.CreateBuilder<Expression?>();
        if (request.IsGradient) AddCotangents(cotangents);
        CollectValues();
        var all = ImmutableArray.CreateBuilder<Expression>();
        if (request.IsGradient) all.AddRange(request.Roots.Select(r => atoms[reader.PlaceOf(r)]));
        all.AddRange(Values.Select(v => atoms[v]));
        var program = builder.ToProgram([.. parameters, .. numbers], all.ToImmutable());
        program = Pipeline.Tidy(request.IsGradient ? program : KnownValues.Use(program), passes.Rules);
        if (!request.IsGradient)
        {
            Program = program;
            return;
        }
        var targets = Targets();
        cotangents.AddRange(Values.Select(_ => (Expression?)null));
        var adjoint = ReverseMode.Run(program, [.. targets.Select(t => (ParameterExpression)atoms[t])], cotangents.ToImmutable(), passes, new SourceMap());
        adjoint = adjoint.With(adjoint.Equations, adjoint.Results.RemoveRange(0, request.Roots.Length));
        if (!request.IsRecorded) adjoint = KnownValues.Use(adjoint);
        Program = Pipeline.Tidy(adjoint, passes.Rules);
    }

    private void AddCotangents(ImmutableArray<Expression?>.Builder cotangents)
    {
        for (var k = 0; k < request.Roots.Length; k++)
        {
            var type = TypeOf(request.Roots[k]);
            if (request.Cotangents?[k] is null)
            {
                cotangents.Add(Anf.Atom.Number(1, type));
                continue;
            }
            var cotangent = Expression.Parameter(type, $"cotangent{k}");
            parameters.Add(cotangent);
            Cotangents.Add(k);
            cotangents.Add(cotangent);
        }
    }

    /// <summary>What the roots are, unless it is known, and what will not be computable any more once its operands are overwritten.</summary>
    private void CollectValues()
    {
        if (request.IsRecorded) return;
        var roots = request.Roots.Select(reader.PlaceOf).ToHashSet();
        for (var place = 0; place < nodes.Count; place++)
        {
            var node = nodes[place];
            if (node.Value is not null || node.Primitive == RecordedDerivative.Call || request.EndsAt(node)) continue;
            if (request.IsKept(node) || roots.Contains(place) || reader.Repeated.Contains(place)) Values.Add(place);
        }
    }

    private List<int> Targets()
    {
        var reached = GradientReach.Of(nodes, request.Roots, reader.PlaceOf);
        var wanted = request.Targets is { } targets
            ? targets.Select(reader.PlaceOf)
            : Enumerable.Range(0, nodes.Count).Where(p => nodes[p].RequiresGradient && request.EndsAt(nodes[p]));
        Gradients.AddRange(wanted.Select(p => p >= 0 && reached[p] && ElementTypes.IsFloating(nodes[p].Type) ? p : -1));
        if (request.Targets is null) Gradients.RemoveAll(p => p < 0);
        return [.. Gradients.Where(p => p >= 0)];
    }

    private Expression Atom(int place, List<ParameterExpression> numbers)
    {
        var node = nodes[place];
        if (node.Primitive == Leaves.Number)
        {
            var number = Expression.Parameter(TypeOf(node), $"n{place}");
            numbers.Add(number);
            Numbers.Add(place);
            return number;
        }
        if (request.EndsAt(node)) return Input(place);
        var computed = Operation(place);
        return !request.IsKnown(node) ? computed : builder.Bind(KnownValues.Mark(computed, Input(place)));
    }

    private ParameterExpression Input(int place)
    {
        var input = Expression.Parameter(TypeOf(nodes[place]), $"x{place}");
        parameters.Add(input);
        Inputs.Add(place);
        return input;
    }

    private Expression Operation(int place)
    {
        var node = nodes[place];
        var operands = Enumerable.Range(0, node.InputCount).Select(k => reader.PlaceOf(node.Input(k))).ToArray();
        if (node.Primitive == RecordedDerivative.Call)
        {
            derivatives[place] = builder.Inline(((RecordedDerivative)node.Payload!).Program, [.. operands.Select(o => atoms[o])]);
            return Expression.Constant(true);
        }
        if (node.Primitive == RecordedDerivative.Result) return derivatives[operands[0]][node.Attributes![0]];
        var names = operands.Select(o => Stored(node, o)).ToArray();
        var formals = names.Select((o, k) => Expression.Parameter(atoms[o].Type, $"a{k}")).ToArray();
        var scope = new Scope();
        var call = new PrimitiveCall(node, [.. names.Select((o, k) => new TensorOperand(formals[k], nodes[o].Shape, isTransposed: o != operands[k]))]);
        var body = node.Primitive.Lower(call, scope);
        return passes.Splice(builder, Expression.Lambda(scope.ToExpression(body), formals), [.. names.Select(o => atoms[o])]);
    }

    /// <summary>What a factor of a product is the transpose of, else the factor: the product reads it as it is stored.</summary>
    private int Stored(Node product, int place)
    {
        var factor = nodes[place];
        return Products.ReadsTransposed(product, factor) && factor.Value is null && !request.EndsAt(factor) ? reader.PlaceOf(factor.Input(0)) : place;
    }

    /// <summary>A number of rank 0 is a scalar; anything else is an array, of however many elements.</summary>
    private static Type TypeOf(Node node) => node.Shape.Rank == 0 ? ElementTypes.ToType(node.Type) : ElementTypes.ToType(node.Type).MakeArrayType();
}
