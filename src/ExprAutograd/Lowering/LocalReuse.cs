using System.Linq.Expressions;

namespace ExprAutograd.Lowering;

/// <summary>Locals whose lives do not overlap share one: the JIT tracks about a thousand, and optimises nothing past two thousand.</summary>
/// <remarks>
/// A life runs from the first to the last mention in text order; a mention inside a loop of what lives outside it reaches to the loop's end.
/// Below <see cref="FewLocals"/> nothing is changed: the register allocator does better with a name per value.
/// </remarks>
internal static class LocalReuse
{
    private const int FewLocals = 600;

    public static BlockExpression Run(BlockExpression block)
    {
        if (block.Variables.Count <= FewLocals) return block;
        var lives = new Lives(block.Variables);
        lives.Visit(Expression.Block(typeof(void), block.Expressions));

        var free = new Dictionary<Type, Stack<ParameterExpression>>();
        var expiring = new PriorityQueue<ParameterExpression, int>();
        var names = new Dictionary<ParameterExpression, ParameterExpression>();
        var kept = new List<ParameterExpression>();
        foreach (var variable in block.Variables.Where(v => lives.First.ContainsKey(v)).OrderBy(v => lives.First[v]))
        {
            while (expiring.TryPeek(out var expired, out var last) && last < lives.First[variable])
            {
                expiring.Dequeue();
                if (!free.TryGetValue(expired.Type, out var idle)) free[expired.Type] = idle = new();
                idle.Push(expired);
            }
            if (!variable.Type.IsPrimitive || !free.TryGetValue(variable.Type, out var stack) || !stack.TryPop(out var shared))
            {
                shared = variable;
                kept.Add(variable);
            }
            names[variable] = shared;
            expiring.Enqueue(shared, lives.Last[variable]);
        }
        var renamed = block.Expressions.Select(new Renaming(names).Visit);
        return Expression.Block(kept, renamed!);
    }

    private sealed class Lives(IEnumerable<ParameterExpression> variables) : ExpressionVisitor
    {
        private readonly HashSet<ParameterExpression> own = [.. variables];
        private int position;

        public Dictionary<ParameterExpression, int> First { get; } = [];

        public Dictionary<ParameterExpression, int> Last { get; } = [];

        protected override Expression VisitParameter(ParameterExpression node)
        {
            if (!own.Contains(node)) return node;
            First.TryAdd(node, position);
            Last[node] = position;
            return node;
        }

        protected override Expression VisitBinary(BinaryExpression node)
        {
            if (node.NodeType != ExpressionType.Assign) return base.VisitBinary(node);
            Visit(node.Right);
            position++;
            Visit(node.Left);
            return node;
        }

        protected override Expression VisitConditional(ConditionalExpression node)
        {
            if (node.Type != typeof(void)) return base.VisitConditional(node);
            Visit(node.Test);

            // What both sides assign is alive from here, or a side's own last read could share its local.
            position++;
            foreach (var assigned in Assigned(node.IfTrue).Concat(Assigned(node.IfFalse))) VisitParameter(assigned);
            position++;
            Visit(node.IfTrue);
            position++;
            Visit(node.IfFalse);
            position++;
            foreach (var assigned in Assigned(node.IfTrue)) VisitParameter(assigned);
            return node;
        }

        protected override Expression VisitLoop(LoopExpression node)
        {
            var start = position++;
            Visit(node.Body);
            position++;
            foreach (var outside in First.Where(f => f.Value <= start && Last[f.Key] > start).Select(f => f.Key).ToList()) Last[outside] = position;
            return node;
        }

        protected override Expression VisitBlock(BlockExpression node)
        {
            foreach (var statement in node.Expressions)
            {
                Visit(statement);
                position++;
            }
            return node;
        }

        private static IEnumerable<ParameterExpression> Assigned(Expression side) => side is BlockExpression b
            ? b.Expressions.OfType<BinaryExpression>().Where(a => a.NodeType == ExpressionType.Assign).Select(a => a.Left).OfType<ParameterExpression>()
            : [];
    }

    private sealed class Renaming(Dictionary<ParameterExpression, ParameterExpression> names) : ExpressionVisitor
    {
        protected override Expression VisitParameter(ParameterExpression node) => names.GetValueOrDefault(node, node);
    }
}
