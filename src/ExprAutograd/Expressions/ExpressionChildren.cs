using System.Collections.ObjectModel;
using System.Linq.Expressions;

namespace ExprAutograd.Expressions;

/// <summary>The nodes directly below a node, of any kind, in order of evaluation.</summary>
internal static class ExpressionChildren
{
    public static void Push(Expression e, List<Expression> children)
    {
        switch (e)
        {
            case BinaryExpression b:
                children.Add(b.Left);
                children.Add(b.Right);
                Add(b.Conversion, children);
                break;
            case ParameterExpression or ConstantExpression or DefaultExpression: break;
            case UnaryExpression u: Add(u.Operand, children); break;
            case MethodCallExpression m:
                Add(m.Object, children);
                AddAll(m.Arguments, children);
                break;
            case MemberExpression m: Add(m.Expression, children); break;
            case ConditionalExpression c:
                children.Add(c.Test);
                children.Add(c.IfTrue);
                children.Add(c.IfFalse);
                break;
            case LambdaExpression l:
                AddAll(l.Parameters, children);
                children.Add(l.Body);
                break;
            case InvocationExpression i:
                children.Add(i.Expression);
                AddAll(i.Arguments, children);
                break;
            case NewExpression n: AddAll(n.Arguments, children); break;
            case NewArrayExpression n: AddAll(n.Expressions, children); break;
            case MemberInitExpression m:
                children.Add(m.NewExpression);
                children.AddRange(m.Bindings.OfType<MemberAssignment>().Select(a => a.Expression));
                break;
            case ListInitExpression l:
                children.Add(l.NewExpression);
                children.AddRange(l.Initializers.SelectMany(i => i.Arguments));
                break;
            case TypeBinaryExpression t: children.Add(t.Expression); break;
            case BlockExpression b:
                AddAll(b.Variables, children);
                AddAll(b.Expressions, children);
                break;
            case IndexExpression i:
                Add(i.Object, children);
                AddAll(i.Arguments, children);
                break;
            case LoopExpression l: children.Add(l.Body); break;
            case GotoExpression g: Add(g.Value, children); break;
            case LabelExpression l: Add(l.DefaultValue, children); break;
            case SwitchExpression s:
                children.Add(s.SwitchValue);
                foreach (var c in s.Cases)
                {
                    AddAll(c.TestValues, children);
                    children.Add(c.Body);
                }
                Add(s.DefaultBody, children);
                break;
            case TryExpression t:
                children.Add(t.Body);
                foreach (var h in t.Handlers) children.Add(h.Body);
                Add(t.Finally, children);
                Add(t.Fault, children);
                break;
            case DynamicExpression d: AddAll(d.Arguments, children); break;
            case { CanReduce: true }: children.Add(e.Reduce()); break;
        }
    }

    private static void Add(Expression? child, List<Expression> children)
    {
        if (child is not null) children.Add(child);
    }

    private static void AddAll<T>(ReadOnlyCollection<T> more, List<Expression> children)
        where T : Expression
    {
        for (var k = 0; k < more.Count; k++) children.Add(more[k]);
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
