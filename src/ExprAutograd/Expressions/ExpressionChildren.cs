using System.Linq.Expressions;

namespace ExprAutograd.Expressions;

/// <summary>The nodes directly below a node, of any kind, in order of evaluation.</summary>
internal static class ExpressionChildren
{
    public static void Push(Expression e, List<Expression> children)
    {
        void Add(Expression? child)
        {
            if (child is not null) children.Add(child);
        }

        void AddAll(IEnumerable<Expression> more)
        {
            foreach (var child in more) children.Add(child);
        }

        switch (e)
        {
            case BinaryExpression b:
                Add(b.Left);
                Add(b.Right);
                Add(b.Conversion);
                break;
            case UnaryExpression u: Add(u.Operand); break;
            case MethodCallExpression m:
                Add(m.Object);
                AddAll(m.Arguments);
                break;
            case MemberExpression m: Add(m.Expression); break;
            case ConditionalExpression c:
                Add(c.Test);
                Add(c.IfTrue);
                Add(c.IfFalse);
                break;
            case LambdaExpression l:
                AddAll(l.Parameters);
                Add(l.Body);
                break;
            case InvocationExpression i:
                Add(i.Expression);
                AddAll(i.Arguments);
                break;
            case NewExpression n: AddAll(n.Arguments); break;
            case NewArrayExpression n: AddAll(n.Expressions); break;
            case MemberInitExpression m:
                Add(m.NewExpression);
                AddAll(m.Bindings.OfType<MemberAssignment>().Select(a => a.Expression));
                break;
            case ListInitExpression l:
                Add(l.NewExpression);
                AddAll(l.Initializers.SelectMany(i => i.Arguments));
                break;
            case TypeBinaryExpression t: Add(t.Expression); break;
            case BlockExpression b:
                AddAll(b.Variables);
                AddAll(b.Expressions);
                break;
            case IndexExpression i:
                Add(i.Object);
                AddAll(i.Arguments);
                break;
            case LoopExpression l: Add(l.Body); break;
            case GotoExpression g: Add(g.Value); break;
            case LabelExpression l: Add(l.DefaultValue); break;
            case SwitchExpression s:
                Add(s.SwitchValue);
                foreach (var c in s.Cases)
                {
                    AddAll(c.TestValues);
                    Add(c.Body);
                }
                Add(s.DefaultBody);
                break;
            case TryExpression t:
                Add(t.Body);
                foreach (var h in t.Handlers) Add(h.Body);
                Add(t.Finally);
                Add(t.Fault);
                break;
            case DynamicExpression d: AddAll(d.Arguments); break;
            case { CanReduce: true }: Add(e.Reduce()); break;
        }
    }
}

/// <summary>Whether a tree is one to print as it is: how deep it nests, and how large it is with every shared part written out.</summary>
internal static class ExpressionSize
{
    public static bool IsAtMost(int depth, int nodes, Expression root)
    {
        var pending = new Stack<(Expression Node, int Depth)>([(root, 0)]);
        var children = new List<Expression>();
        while (pending.TryPop(out var next))
        {
            if (next.Depth > depth || nodes-- == 0) return false;
            children.Clear();
            ExpressionChildren.Push(next.Node, children);
            foreach (var child in children) pending.Push((child, next.Depth + 1));
        }
        return true;
    }
}
