using System.Linq.Expressions;

namespace ExprAutograd.Cli.Evaluation;

/// <summary>Numbers the floating-point parts of a function, inputs once each, and wraps each part.</summary>
internal sealed class GraphReader : ExpressionVisitor
{
    private readonly LambdaExpression original;
    private readonly Func<int, Expression, Expression> wrap;
    private readonly List<Node> nodes = [];
    private readonly Dictionary<string, int> inputs = [];
    private readonly Stack<List<int>> operandsOfOpenParts = new([[]]);

    /// <param name="function">The function.</param>
    /// <param name="wrap">Node number and part to what takes the part's place, of the same type.</param>
    public GraphReader(LambdaExpression function, Func<int, Expression, Expression> wrap)
    {
        original = function;
        this.wrap = wrap;
        Function = Expression.Lambda(function.Type, Visit(function.Body), function.Parameters);
    }

    /// <summary>A part of the function: what it is called, whether it is an input, and the nodes it is computed from.</summary>
    public sealed record Node(string Label, bool IsInput, IReadOnlyList<int> Operands);

    /// <summary>In the order they are computed.</summary>
    public IReadOnlyList<Node> Nodes => nodes;

    /// <summary>The function with every part wrapped.</summary>
    public LambdaExpression Function { get; }

    [return: System.Diagnostics.CodeAnalysis.NotNullIfNotNull(nameof(node))]
    public override Expression? Visit(Expression? node)
    {
        if (node is null || (node.Type != typeof(double) && node.Type != typeof(float)) || node is ConstantExpression or UnaryExpression { NodeType: ExpressionType.Convert }) return base.Visit(node);
        if (IsInput(node)) return wrap(Input(node.ToString()), node);
        if (node is ParameterExpression) return node;

        operandsOfOpenParts.Push([]);
        var visited = base.Visit(node);
        return wrap(Add(new Node(LabelOf(node), IsInput: false, operandsOfOpenParts.Pop())), visited);
    }

    /// <summary>A parameter, or a fixed element or member of one.</summary>
    private bool IsInput(Expression node) => node switch
    {
        ParameterExpression p => original.Parameters.Contains(p),
        BinaryExpression { NodeType: ExpressionType.ArrayIndex, Right: ConstantExpression } index => IsInput(index.Left),
        MemberExpression { Expression: { } owner } => IsInput(owner),
        _ => false,
    };

    private int Input(string name)
    {
        if (inputs.TryGetValue(name, out var known))
        {
            operandsOfOpenParts.Peek().Add(known);
            return known;
        }
        return inputs[name] = Add(new Node(name, IsInput: true, []));
    }

    private int Add(Node node)
    {
        nodes.Add(node);
        operandsOfOpenParts.Peek().Add(nodes.Count - 1);
        return nodes.Count - 1;
    }

    private static string LabelOf(Expression node) => node switch
    {
        MethodCallExpression call => call.Method.Name + WithConstants(call.Arguments),
        BinaryExpression binary => SymbolOf(node.NodeType) + WithConstants([binary.Left, binary.Right]),
        MemberExpression member => member.Member.Name,
        _ => SymbolOf(node.NodeType),
    };

    /// <summary>Constants are no nodes; they stand in the label: <c>Pow(·, 2)</c>.</summary>
    private static string WithConstants(IReadOnlyList<Expression> operands) =>
        operands.Any(o => o is ConstantExpression) ? $"({string.Join(", ", operands.Select(o => o is ConstantExpression c ? Leaves.Show(c.Value) : "·"))})" : "";

    private static string SymbolOf(ExpressionType kind) => kind switch
    {
        ExpressionType.Add or ExpressionType.AddChecked => "+",
        ExpressionType.Subtract or ExpressionType.SubtractChecked => "−",
        ExpressionType.Multiply or ExpressionType.MultiplyChecked => "×",
        ExpressionType.Divide => "/",
        ExpressionType.Negate => "negate",
        ExpressionType.Conditional => "?:",
        ExpressionType.ArrayIndex => "element",
        _ => kind.ToString().ToLowerInvariant(),
    };
}
