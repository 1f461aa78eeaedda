using System.Linq.Expressions;

namespace ExprAutograd.Tests.Differentiation;

/// <content>Statements: loops and jumps, and the integers and flags that steer them.</content>
internal sealed partial class Interpreter
{
    /// <summary>Where a jump under way goes; null when none is.</summary>
    private LabelTarget? target;

    /// <summary>What the jump takes along.</summary>
    private object? carried;

    private object? Block(BlockExpression b, Scope scope)
    {
        var block = new Scope(scope);
        foreach (var variable in b.Variables) block.Declare(variable, null);
        object? last = null;
        for (var k = 0; k < b.Expressions.Count; k++)
        {
            last = Evaluate(b.Expressions[k], block);
            if (target is null) continue;
            while (++k < b.Expressions.Count && (b.Expressions[k] as LabelExpression)?.Target != target) { }
            if (k == b.Expressions.Count) return null;
            last = Arrive();
        }
        return last;
    }

    private object? Loop(LoopExpression l, Scope scope)
    {
        while (true)
        {
            Evaluate(l.Body, scope);
            if (target is not null && target == l.BreakLabel) return Arrive();
            if (target is not null && target == l.ContinueLabel) Arrive();
            if (target is not null) return null;
        }
    }

    private object? Jump(GotoExpression g, Scope scope)
    {
        carried = g.Value is null ? null : Evaluate(g.Value, scope);
        target = g.Target;
        return null;
    }

    private object? Land(LabelExpression l, Scope scope)
    {
        var value = l.DefaultValue is null ? null : Evaluate(l.DefaultValue, scope);
        return target == l.Target ? Arrive() : value;
    }

    private object? Arrive()
    {
        target = null;
        return carried;
    }

    private Array NewArray(NewArrayExpression n, Scope scope) =>
        Array.CreateInstance(n.Type.GetElementType() is { IsArray: true } ? typeof(HyperDual).MakeArrayType() : typeof(HyperDual), [.. n.Expressions.Select(e => (int)Evaluate(e, scope)!)]);

    /// <summary>The array and the place in it that an index expression names.</summary>
    private (Array Array, int[] Index) Element(IndexExpression i, Scope scope) =>
        ((Array)Evaluate(i.Object!, scope)!, [.. i.Arguments.Select(a => (int)Evaluate(a, scope)!)]);

    private (int Before, int After) IntegerUpdate(Expression place, Scope scope, Func<int, int> step)
    {
        var (read, write) = Place(place, scope);
        var before = (int)read()!;
        var after = step(before);
        write(after);
        return (before, after);
    }

    private object? IntegerStep(UnaryExpression u, Scope scope) => u.NodeType switch
    {
        ExpressionType.PreIncrementAssign => IntegerUpdate(u.Operand, scope, v => v + 1).After,
        ExpressionType.PreDecrementAssign => IntegerUpdate(u.Operand, scope, v => v - 1).After,
        ExpressionType.PostIncrementAssign => IntegerUpdate(u.Operand, scope, v => v + 1).Before,
        ExpressionType.PostDecrementAssign => IntegerUpdate(u.Operand, scope, v => v - 1).Before,
        _ => null,
    };

    private static object Inactive(ExpressionType operation, object left, object right) => (operation, left, right) switch
    {
        (ExpressionType.Add, int a, int b) => unchecked(a + b),
        (ExpressionType.Subtract, int a, int b) => unchecked(a - b),
        (ExpressionType.Multiply, int a, int b) => unchecked(a * b),
        (ExpressionType.Divide, int a, int b) => a / b,
        (ExpressionType.Modulo, int a, int b) => a % b,
        (ExpressionType.And, int a, int b) => a & b,
        (ExpressionType.LessThan, int a, int b) => a < b,
        (ExpressionType.LessThanOrEqual, int a, int b) => a <= b,
        (ExpressionType.GreaterThan, int a, int b) => a > b,
        (ExpressionType.GreaterThanOrEqual, int a, int b) => a >= b,
        (ExpressionType.Equal, _, _) => Equals(left, right),
        (ExpressionType.NotEqual, _, _) => !Equals(left, right),
        _ => throw new NotSupportedException($"{operation} of {left} and {right}"),
    };
}
