using System.Globalization;
using System.Linq.Expressions;
using System.Text;

namespace ExprAutograd.Tests.Methods;

/// <summary>The functions of <see cref="Loops.RandomLoops"/> as a programmer would write them: for, while and do loops, break and continue, goto for the rest.</summary>
internal sealed class MethodText
{
    private static readonly Dictionary<ExpressionType, string> Assignments = new()
    {
        [ExpressionType.Assign] = "=",
        [ExpressionType.AddAssign] = "+=",
        [ExpressionType.SubtractAssign] = "-=",
        [ExpressionType.MultiplyAssign] = "*=",
        [ExpressionType.DivideAssign] = "/=",
    };

    private static readonly Dictionary<ExpressionType, string> Operators = new()
    {
        [ExpressionType.Add] = "+",
        [ExpressionType.Subtract] = "-",
        [ExpressionType.Multiply] = "*",
        [ExpressionType.Divide] = "/",
        [ExpressionType.Modulo] = "%",
        [ExpressionType.And] = "&",
        [ExpressionType.AndAlso] = "&&",
        [ExpressionType.OrElse] = "||",
        [ExpressionType.LessThan] = "<",
        [ExpressionType.LessThanOrEqual] = "<=",
        [ExpressionType.GreaterThan] = ">",
        [ExpressionType.GreaterThanOrEqual] = ">=",
        [ExpressionType.Equal] = "==",
    };

    private readonly StringBuilder text = new();
    private readonly HashSet<LabelTarget> written = [];

    /// <summary>The loops around, with what break and continue mean there; null for a switch, which takes break for itself.</summary>
    private readonly Stack<(LabelTarget Break, LabelTarget Continue)?> around = new();

    private int names;

    private MethodText()
    {
    }

    public static string Of(LambdaExpression function, string name = "f")
    {
        var method = new MethodText();
        method.text.Append($"public static double {name}({string.Join(", ", function.Parameters.Select(p => $"{TypeOf(p.Type)} {p.Name}"))})\n");
        var body = (BlockExpression)function.Body;
        method.Statement(Expression.Block(body.Variables, body.Expressions));
        return method.text.ToString();
    }

    private static string TypeOf(Type type) =>
        type == typeof(double) ? "double"
        : type == typeof(int) ? "int"
        : type == typeof(bool) ? "bool"
        : type == typeof((double, double)) ? "(double Item1, double Item2)"
        : type == typeof(double[]) ? "double[]"
        : type == typeof(double[][]) ? "double[][]"
        : "double[,]";

    private void Statement(Expression e)
    {
        switch (e)
        {
            case DefaultExpression: text.Append(";\n"); break;
            case BlockExpression { Variables: [var counter], Expressions: [BinaryExpression start, LoopExpression loop] } when start.Left == counter: CountedLoop(counter, start, loop); break;
            case BlockExpression b:
                var undeclared = b.Variables.ToHashSet();
                text.Append("{\n");
                foreach (var statement in b.Expressions)
                {
                    if (statement is BinaryExpression { NodeType: ExpressionType.Assign, Left: ParameterExpression p } && undeclared.Remove(p)) text.Append(TypeOf(p.Type)).Append(' ');
                    Statement(statement);
                }
                text.Append("}\n");
                break;
            case ConditionalExpression c:
                text.Append($"if ({Of(c.Test)})\n");
                Statement(c.IfTrue is BlockExpression ? c.IfTrue : Expression.Block(c.IfTrue));
                if (c.IfFalse is not DefaultExpression)
                {
                    text.Append("else\n");
                    Statement(c.IfFalse is BlockExpression ? c.IfFalse : Expression.Block(c.IfFalse));
                }
                break;
            case SwitchExpression s: Switch(s); break;
            case GotoExpression g: Jump(g); break;
            case LabelExpression { DefaultValue: { } value }: text.Append($"return {Of(value)};\n"); break;
            case LabelExpression l: Label(l.Target); break;
            case BinaryExpression { NodeType: ExpressionType.AddAssign, Right: BlockExpression { Expressions: [_, LoopExpression loop] } value } sum: ValuedLoop(sum.Left, value, loop); break;
            default: text.Append(Of(e)).Append(";\n"); break;
        }
    }

    private void Label(LabelTarget target)
    {
        if (written.Add(target)) text.Append($"{target.Name}: ;\n");
    }

    private void Jump(GotoExpression g)
    {
        if (g.Value is not null) text.Append($"return {Of(g.Value)};\n");
        else if (around.TryPeek(out var innermost) && innermost?.Break == g.Target) text.Append("break;\n");
        else if (around.FirstOrDefault(a => a is not null)?.Continue == g.Target) text.Append("continue;\n");
        else text.Append($"goto {g.Target.Name};\n");
    }

    private void Switch(SwitchExpression s)
    {
        around.Push(null);
        text.Append($"switch ({Of(s.SwitchValue)})\n{{\n");
        foreach (var branch in s.Cases)
        {
            foreach (var value in branch.TestValues) text.Append($"case {Of(value)}:\n");
            Statement(branch.Body);
            text.Append("break;\n");
        }
        text.Append("default:\n");
        Statement(s.DefaultBody!);
        text.Append("break;\n}\n");
        around.Pop();
    }

    private void CountedLoop(ParameterExpression counter, BinaryExpression start, LoopExpression loop)
    {
        var first = Of(start.Right);
        switch (loop.Body)
        {
            // for, with the step at the end behind its label.
            case BlockExpression { Expressions: [ConditionalExpression { Test: UnaryExpression leave }, var body, LabelExpression next, var step] }:
                Trip($"for (int {counter.Name} = {first}; {Of(leave.Operand)}; {Of(step)})", body, loop.BreakLabel!, next.Target, null);
                break;

            // for, its last statement the step in place of ++.
            case ConditionalExpression { IfTrue: BlockExpression { Expressions: [var body, LabelExpression next, BinaryExpression step] } } c:
                Trip($"for (int {counter.Name} = {first}; {Of(c.Test)}; {Of(step)})", body, loop.BreakLabel!, next.Target, null);
                break;

            // for, with the step in the test.
            case BlockExpression { Expressions: [UnaryExpression step, ConditionalExpression { Test: UnaryExpression leave }, var body] }:
                Trip($"for (int {counter.Name} = {first}; {Of(leave.Operand).Replace(counter.Name!, $"{Of(step)}", StringComparison.Ordinal)};)", body, loop.BreakLabel!, loop.ContinueLabel!, null);
                break;
            case ConditionalExpression c:
                text.Append($"{{\nint {counter.Name} = {first};\n");
                Trip($"while ({Of(c.Test)})", c.IfTrue, loop.BreakLabel!, loop.ContinueLabel!, null);
                text.Append("}\n");
                break;
            case BlockExpression { Expressions: [var body, LabelExpression next, ConditionalExpression { Test: UnaryExpression leave }] }:
                text.Append($"{{\nint {counter.Name} = {first};\n");
                Trip("do", body, loop.BreakLabel!, next.Target, $"while ({Of(leave.Operand)});\n");
                text.Append("}\n");
                break;
            default: throw new NotSupportedException(loop.Body.ToString());
        }
    }

    private void Trip(string head, Expression body, LabelTarget end, LabelTarget next, string? tail)
    {
        around.Push((end, next));
        text.Append($"{head}\n{{\n");
        Statement(body);
        Label(next);
        text.Append($"}}\n{tail}");
        around.Pop();
        Label(end);
    }

    /// <summary>target += loop: what it was before, and the value that break takes along.</summary>
    private void ValuedLoop(Expression target, BlockExpression value, LoopExpression loop)
    {
        var (before, found) = ($"before{names}", $"found{names++}");
        var trip = (BlockExpression)loop.Body;
        var leave = (ConditionalExpression)trip.Expressions[1];
        text.Append($"{{\ndouble {before} = {Of(target)}, {found};\nint {value.Variables[0].Name} = 0;\nwhile (true)\n{{\n");
        Statement(trip.Expressions[0]);
        text.Append($"if ({Of(leave.Test)})\n{{\n{found} = {Of(((GotoExpression)leave.IfTrue).Value!)};\nbreak;\n}}\n}}\n{Of(target)} = {before} + {found};\n}}\n");
    }

    private static string Of(Expression e) => e switch
    {
        ConstantExpression { Value: double d } => string.Create(CultureInfo.InvariantCulture, $"({d:R}d)"),
        ConstantExpression c => c.ToString(),
        ParameterExpression p => p.Name!,
        MemberExpression m => $"{Of(m.Expression!)}.{m.Member.Name}",
        NewExpression n => $"({Of(n.Arguments[0])}, {Of(n.Arguments[1])})",
        NewArrayExpression { NodeType: ExpressionType.NewArrayBounds } n => $"new double[{string.Join(", ", n.Expressions.Select(Of))}]",
        NewArrayExpression n => $"new {TypeOf(n.Type)} {{ {string.Join(", ", n.Expressions.Select(Of))} }}",
        IndexExpression i => $"{Of(i.Object!)}[{string.Join(", ", i.Arguments.Select(Of))}]",
        BinaryExpression { NodeType: ExpressionType.ArrayIndex } b => $"{Of(b.Left)}[{Of(b.Right)}]",
        MethodCallExpression { Object: { } array } => $"{Of(array)}.Clone()",
        MethodCallExpression m => $"Math.{m.Method.Name}({string.Join(", ", m.Arguments.Select(Of))})",
        ConditionalExpression c => $"({Of(c.Test)} ? {Of(c.IfTrue)} : {Of(c.IfFalse)})",
        UnaryExpression { NodeType: ExpressionType.ArrayLength } u => $"{Of(u.Operand)}.Length",
        UnaryExpression { NodeType: ExpressionType.PreIncrementAssign } u => $"++{Of(u.Operand)}",
        UnaryExpression { NodeType: ExpressionType.Convert } u => $"(({TypeOf(u.Type)}){Of(u.Operand)})",
        UnaryExpression u => $"({(u.NodeType == ExpressionType.Not ? "!" : "-")}{Of(u.Operand)})",
        BinaryExpression b when Assignments.TryGetValue(b.NodeType, out var symbol) => $"{Of(b.Left)} {symbol} {Of(b.Right)}",
        BinaryExpression b => $"({Of(b.Left)} {Operators[b.NodeType]} {Of(b.Right)})",
        _ => throw new NotSupportedException(e.ToString()),
    };
}
