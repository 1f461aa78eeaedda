using System.Collections.ObjectModel;
using System.Globalization;
using System.Linq.Expressions;
using System.Runtime.CompilerServices;
using System.Text;

namespace ExprAutograd.Expressions;

/// <summary>An expression tree as C# text: what a person would write, with parentheses only where C# needs them.</summary>
internal sealed class CSharpPrinter
{
    private readonly StringBuilder text = new();
    private readonly int depthLimit;
    private readonly Dictionary<ParameterExpression, string> names = [];
    private readonly HashSet<string> taken = [];
    private int depth;
    private int indent;

    private CSharpPrinter(int depthLimit) => this.depthLimit = depthLimit;

    /// <summary>The text of <paramref name="expression"/>; what is nested deeper than <paramref name="depthLimit"/> prints as <c>...</c>.</summary>
    public static string Print(Expression expression, int depthLimit = int.MaxValue)
    {
        var printer = new CSharpPrinter(depthLimit);
        printer.Write(expression, Precedence.Statement);
        return printer.text.ToString();
    }

    private void Write(Expression e, Precedence context)
    {
        if (depth >= depthLimit)
        {
            text.Append("...");
            return;
        }
        RuntimeHelpers.EnsureSufficientExecutionStack();
        depth++;
        var own = CSharpOperators.PrecedenceOf(e);
        var isParenthesised = own < context;
        if (isParenthesised) text.Append('(');
        WriteNode(e, own);
        if (isParenthesised) text.Append(')');
        depth--;
    }

    private void WriteNode(Expression e, Precedence own)
    {
        switch (e)
        {
            case ConstantExpression c: WriteConstant(c); break;
            case ParameterExpression p: text.Append(NameOf(p)); break;
            case LambdaExpression l: WriteLambda(l); break;
            case BinaryExpression { NodeType: ExpressionType.ArrayIndex } b: WriteIndex(b.Left, [b.Right]); break;
            case BinaryExpression { NodeType: ExpressionType.Power } b: WriteCall("Math.Pow", [b.Left, b.Right]); break;
            case BinaryExpression b:
                var isAssignment = own == Precedence.Assignment;
                Write(isAssignment ? b.Left : Bare(b.Left, b.Right), isAssignment ? Precedence.Unary : own);
                text.Append(' ').Append(CSharpOperators.Symbol(b.NodeType)).Append(' ');
                Write(isAssignment ? b.Right : Bare(b.Right, b.Left), isAssignment ? own : own + 1);
                break;
            case UnaryExpression u: WriteUnary(u, own); break;
            case ConditionalExpression c when c.Type == typeof(void): WriteIf(c); break;
            case ConditionalExpression c:
                Write(c.Test, Precedence.Coalesce);
                text.Append(" ? ");
                Write(c.IfTrue, Precedence.Conditional);
                text.Append(" : ");
                Write(c.IfFalse, Precedence.Conditional);
                break;
            case MemberExpression m: WriteMember(m); break;
            case MethodCallExpression m: WriteMethodCall(m); break;
            case IndexExpression i: WriteIndex(i.Object!, i.Arguments); break;
            case InvocationExpression i:
                Write(i.Expression, Precedence.Primary);
                WriteArguments(i.Arguments);
                break;
            case NewExpression n: WriteNew(n); break;
            case NewArrayExpression { NodeType: ExpressionType.NewArrayInit } n:
                text.Append("new").Append(n.Expressions.Count == 0 ? " " + NumericTypes.Name(n.Type.GetElementType()!) : "").Append("[] { ");
                WriteList(n.Expressions);
                text.Append(" }");
                break;
            case NewArrayExpression n:
                text.Append("new ").Append(NumericTypes.Name(n.Type.GetElementType()!)).Append('[');
                WriteList(n.Expressions);
                text.Append(']');
                break;
            case MemberInitExpression m:
                WriteNew(m.NewExpression);
                text.Append(" { ");
                for (var k = 0; k < m.Bindings.Count; k++)
                {
                    text.Append(k == 0 ? "" : ", ").Append(m.Bindings[k].Member.Name);
                    if (m.Bindings[k] is not MemberAssignment assignment) continue;
                    text.Append(" = ");
                    Write(assignment.Expression, Precedence.Assignment);
                }
                text.Append(" }");
                break;
            case ListInitExpression l:
                WriteNew(l.NewExpression);
                text.Append(" { ");
                WriteList([.. l.Initializers.Select(i => i.Arguments[0])]);
                text.Append(" }");
                break;
            case TypeBinaryExpression t:
                Write(t.Expression, Precedence.Relational);
                text.Append(" is ").Append(NumericTypes.Name(t.TypeOperand));
                break;
            case DefaultExpression d when d.Type == typeof(void): break;
            case DefaultExpression d: text.Append("default(").Append(NumericTypes.Name(d.Type)).Append(')'); break;
            case BlockExpression b: WriteBlock(b); break;
            case LoopExpression l:
                text.Append("while (true)");
                WriteBody(l.Body);
                break;
            case GotoExpression g:
                text.Append(g.Kind switch { GotoExpressionKind.Break => "break", GotoExpressionKind.Continue => "continue", GotoExpressionKind.Return => "return", _ => "goto " + g.Target.Name });
                if (g.Value is not null)
                {
                    text.Append(' ');
                    Write(g.Value, Precedence.Assignment);
                }
                break;
            case LabelExpression l: text.Append(l.Target.Name ?? "label").Append(':'); break;
            case SwitchExpression s:
                text.Append("switch (");
                Write(s.SwitchValue, Precedence.Statement);
                text.Append(") { ... }");
                break;
            case TryExpression t:
                text.Append("try { ");
                Write(t.Body, Precedence.Statement);
                text.Append(" } ...");
                break;
            case DynamicExpression d:
                text.Append("dynamic");
                WriteArguments(d.Arguments);
                break;
            case { CanReduce: true }: Write(e.Reduce(), Precedence.Statement); break;
            default: text.Append(e.NodeType); break;
        }
    }

    private void WriteLambda(LambdaExpression lambda)
    {
        text.Append('(');
        for (var k = 0; k < lambda.Parameters.Count; k++)
            text.Append(k == 0 ? "" : ", ").Append(NumericTypes.Name(lambda.Parameters[k].Type)).Append(' ').Append(NameOf(lambda.Parameters[k]));
        text.Append(") =>");
        if (lambda.Body is BlockExpression block && IsStatementBlock(block)) WriteBody(block, lambda.ReturnType != typeof(void));
        else
        {
            text.Append(' ');
            Write(lambda.Body, Precedence.Assignment);
        }
    }

    private static bool IsStatementBlock(BlockExpression block) => block.Expressions.Count > 1 || block.Variables.Count > 0;

    private void WriteBody(Expression body, bool returnsLast = false)
    {
        NewLine();
        text.Append('{');
        indent++;
        WriteStatements(body, returnsLast);
        indent--;
        NewLine();
        text.Append('}');
    }

    private void WriteBlock(BlockExpression block)
    {
        if (!IsStatementBlock(block))
        {
            Write(block.Expressions[0], Precedence.Statement);
            return;
        }
        text.Append('{');
        indent++;
        WriteStatements(block, false);
        indent--;
        NewLine();
        text.Append('}');
    }

    private void WriteStatements(Expression body, bool returnsLast)
    {
        var block = body as BlockExpression;
        var statements = block?.Expressions ?? new ReadOnlyCollection<Expression>([body]);
        var declaredAt = block is null ? [] : FirstAssignments(block);
        foreach (var group in (block?.Variables ?? []).Where(v => !declaredAt.ContainsKey(v)).GroupBy(v => v.Type))
        {
            NewLine();
            text.Append(NumericTypes.Name(group.Key)).Append(' ').AppendJoin(", ", group.Select(NameOf)).Append(';');
        }
        for (var k = 0; k < statements.Count; k++)
        {
            var statement = statements[k];
            if (statement is DefaultExpression { Type: var t } && t == typeof(void)) continue;
            NewLine();
            if (statement is BinaryExpression { Left: ParameterExpression v } && declaredAt.TryGetValue(v, out var at) && at == statement) text.Append("var ");
            if (returnsLast && k == statements.Count - 1) text.Append("return ");
            Write(statement, Precedence.Statement);
            if (text[^1] != '}' || statement is not (BlockExpression or LoopExpression or ConditionalExpression)) text.Append(';');
        }
    }

    /// <summary>The block's variables whose first mention is a statement <c>v = ...</c>: they are declared there, as a person would.</summary>
    private static Dictionary<ParameterExpression, Expression> FirstAssignments(BlockExpression block)
    {
        var mentioned = new HashSet<ParameterExpression>();
        var assignments = new Dictionary<ParameterExpression, Expression>();
        var own = block.Variables.ToHashSet();
        foreach (var statement in block.Expressions)
        {
            if (statement is BinaryExpression { NodeType: ExpressionType.Assign, Left: ParameterExpression v } assignment)
            {
                MentionedVariables.AddTo(mentioned, assignment.Right);
                if (own.Contains(v) && !mentioned.Contains(v)) assignments.TryAdd(v, statement);
                mentioned.Add(v);
            }
            else MentionedVariables.AddTo(mentioned, statement);
        }
        return assignments;
    }

    private void WriteIf(ConditionalExpression c)
    {
        text.Append("if (");
        Write(c.Test, Precedence.Statement);
        text.Append(')');
        WriteBody(c.IfTrue);
        if (c.IfFalse is DefaultExpression || IsEmpty(c.IfFalse)) return;
        NewLine();
        text.Append("else");
        WriteBody(c.IfFalse);
    }

    private static bool IsEmpty(Expression e) => e is DefaultExpression d ? d.Type == typeof(void) : e is BlockExpression b && b.Expressions.All(IsEmpty);

    private void WriteUnary(UnaryExpression u, Precedence own)
    {
        switch (u.NodeType)
        {
            case ExpressionType.ArrayLength:
                Write(u.Operand, Precedence.Primary);
                text.Append(".Length");
                break;
            case ExpressionType.Quote: Write(u.Operand, own); break;
            case ExpressionType.Convert or ExpressionType.ConvertChecked or ExpressionType.Unbox:
                text.Append('(').Append(NumericTypes.Name(u.Type)).Append(')');
                Write(u.Operand, Precedence.Unary);
                break;
            case ExpressionType.TypeAs:
                Write(u.Operand, Precedence.Relational);
                text.Append(" as ").Append(NumericTypes.Name(u.Type));
                break;
            case ExpressionType.Throw:
                text.Append("throw");
                if (u.Operand is null) break;
                text.Append(' ');
                Write(u.Operand, Precedence.Unary);
                break;
            case ExpressionType.Increment or ExpressionType.Decrement:
                Write(u.Operand, Precedence.Additive);
                text.Append(u.NodeType == ExpressionType.Increment ? " + 1" : " - 1");
                break;
            case ExpressionType.PostIncrementAssign or ExpressionType.PostDecrementAssign:
                Write(u.Operand, Precedence.Primary);
                text.Append(u.NodeType == ExpressionType.PostIncrementAssign ? "++" : "--");
                break;
            default:
                text.Append(u.NodeType switch
                {
                    ExpressionType.Negate or ExpressionType.NegateChecked => "-",
                    ExpressionType.UnaryPlus => "+",
                    ExpressionType.Not when u.Type == typeof(bool) => "!",
                    ExpressionType.Not or ExpressionType.OnesComplement => "~",
                    ExpressionType.PreIncrementAssign => "++",
                    ExpressionType.PreDecrementAssign => "--",
                    ExpressionType.IsFalse => "!",
                    _ => "",
                });
                if (u.Operand is UnaryExpression || (u.Operand is ConstantExpression && text[^1] == '-')) text.Append('(');
                var opened = text[^1] == '(';
                Write(u.Operand, opened ? Precedence.Statement : Precedence.Unary);
                if (opened) text.Append(')');
                break;
        }
    }

    /// <summary>An operand without the conversion that C# makes by itself, because the other operand is of the wider type already.</summary>
    private static Expression Bare(Expression operand, Expression other) =>
        operand is UnaryExpression { NodeType: ExpressionType.Convert } u && CSharpOperators.IsImplicit(u.Operand.Type, u.Type) && other.NodeType != ExpressionType.Convert ? u.Operand : operand;

    private void WriteMember(MemberExpression m)
    {
        // A captured variable is a field of a compiler-made object: its name is all the user wrote.
        if (m.Expression is ConstantExpression { Value: { } closure } && closure.GetType().IsDefined(typeof(CompilerGeneratedAttribute), false))
        {
            text.Append(m.Member.Name);
            return;
        }
        if (m.Expression is null) text.Append(NumericTypes.Name(m.Member.DeclaringType!));
        else Write(m.Expression, Precedence.Primary);
        text.Append('.').Append(m.Member.Name);
    }

    private void WriteMethodCall(MethodCallExpression m)
    {
        if (m.Method is { IsSpecialName: true } or { DeclaringType.IsArray: true } && m.Object is not null && m.Method.Name is "get_Item" or "Get")
        {
            WriteIndex(m.Object!, m.Arguments);
            return;
        }
        var isExtension = m.Object is null && m.Method.IsDefined(typeof(ExtensionAttribute), false);
        if (m.Object is not null || isExtension) Write(m.Object ?? m.Arguments[0], Precedence.Primary);
        else text.Append(NumericTypes.Name(m.Method.DeclaringType!));
        text.Append('.').Append(m.Method.Name);
        WriteArguments(isExtension ? [.. m.Arguments.Skip(1)] : m.Arguments);
    }

    private void WriteNew(NewExpression n)
    {
        if (n.Type.FullName!.StartsWith("System.ValueTuple`", StringComparison.Ordinal) && n.Arguments.Count > 1)
        {
            WriteArguments(FlattenTuple(n));
            return;
        }
        if (n.Members is not null && n.Type.Name.Contains("AnonymousType", StringComparison.Ordinal))
        {
            text.Append("new { ");
            for (var k = 0; k < n.Arguments.Count; k++)
            {
                text.Append(k == 0 ? "" : ", ").Append(n.Members[k].Name).Append(" = ");
                Write(n.Arguments[k], Precedence.Assignment);
            }
            text.Append(" }");
            return;
        }
        text.Append("new ").Append(NumericTypes.Name(n.Type));
        WriteArguments(n.Arguments);
    }

    private static List<Expression> FlattenTuple(NewExpression n)
    {
        var items = n.Arguments.ToList();
        while (items.Count == 8 && items[7] is NewExpression rest)
        {
            items.RemoveAt(7);
            items.AddRange(rest.Arguments);
        }
        return items;
    }

    private void WriteCall(string name, IReadOnlyList<Expression> arguments)
    {
        text.Append(name);
        WriteArguments(arguments);
    }

    private void WriteArguments(IReadOnlyList<Expression> arguments)
    {
        text.Append('(');
        WriteList(arguments);
        text.Append(')');
    }

    private void WriteIndex(Expression array, IReadOnlyList<Expression> indices)
    {
        Write(array, Precedence.Primary);
        text.Append('[');
        WriteList(indices);
        text.Append(']');
    }

    private void WriteList(IReadOnlyList<Expression> items)
    {
        for (var k = 0; k < items.Count; k++)
        {
            if (k > 0) text.Append(", ");
            Write(items[k], Precedence.Assignment);
        }
    }

    private void WriteConstant(ConstantExpression c) => text.Append(c.Value switch
    {
        null => "null",
        double d when double.IsNaN(d) => "double.NaN",
        double d when double.IsInfinity(d) => d > 0 ? "double.PositiveInfinity" : "double.NegativeInfinity",
        double d => WithPoint(d.ToString("R", CultureInfo.InvariantCulture)),
        float f when float.IsNaN(f) => "float.NaN",
        float f when float.IsInfinity(f) => f > 0 ? "float.PositiveInfinity" : "float.NegativeInfinity",
        float f => f.ToString("R", CultureInfo.InvariantCulture) + "f",
        bool b => b ? "true" : "false",
        string s => "\"" + s.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal) + "\"",
        char ch => $"'{ch}'",
        Enum e => $"{e.GetType().Name}.{e}",
        long l => l.ToString(CultureInfo.InvariantCulture) + "L",
        IFormattable number when c.Type.IsPrimitive => number.ToString(null, CultureInfo.InvariantCulture),
        var value when value.GetType().IsDefined(typeof(CompilerGeneratedAttribute), false) => "closure",
        var value => NumericTypes.Name(value.GetType()),
    });

    private static string WithPoint(string digits) => digits.AsSpan().ContainsAny(".E") ? digits : digits + ".0";

    private string NameOf(ParameterExpression p)
    {
        if (names.TryGetValue(p, out var name)) return name;
        var wanted = string.IsNullOrEmpty(p.Name) ? "t" : p.Name;
        name = wanted;
        for (var k = 1; !taken.Add(name); k++) name = wanted + k.ToString(CultureInfo.InvariantCulture);
        return names[p] = CSharpOperators.IsKeyword(name) ? "@" + name : name;
    }

    private void NewLine() => text.Append('\n').Append(' ', 4 * indent);
}

/// <summary>The variables a statement mentions.</summary>
file sealed class MentionedVariables(HashSet<ParameterExpression> found) : ExpressionVisitor
{
    public static void AddTo(HashSet<ParameterExpression> found, Expression e) => new MentionedVariables(found).Visit(e);

    protected override Expression VisitParameter(ParameterExpression node)
    {
        found.Add(node);
        return node;
    }

    protected override Expression VisitExtension(Expression node) => node.CanReduce ? Visit(node.Reduce())! : node;
}
