using System.Linq.Expressions;
using System.Reflection;
using ExprAutograd.Expressions;

namespace ExprAutograd.Lifting;

/// <summary>Structured statements as one expression; each variable is declared by the innermost block around all its mentions.</summary>
internal sealed class BodyBuilder
{
    private readonly Type type;
    private readonly LabelTarget end;
    private readonly Dictionary<List<Code>, List<ParameterExpression>> declared;
    private readonly HashSet<LabelTarget> used = [];

    private BodyBuilder(Type type, Dictionary<List<Code>, List<ParameterExpression>> declared)
    {
        this.type = type;
        this.declared = declared;
        end = Expression.Label(type, "end");
    }

    public static Expression Build(MethodBase method, List<BasicBlock> blocks, Variables variables)
    {
        var order = FlowReduction.Run(blocks, variables);
        var code = Structuring.Run(order, method);
        var builder = new BodyBuilder(method is MethodInfo m ? m.ReturnType : typeof(void), Declarations.Place(code, variables));
        return builder.BuildBody(code);
    }

    private Expression BuildBody(List<Code> code)
    {
        var isTail = IsTail(code);
        var statements = code.Take(isTail ? code.Count - 1 : code.Count).Select(Build).ToList();
        var value = isTail ? BuildTail(code[^1]) : Expression.Default(type);
        if (used.Contains(end)) statements.Add(Expression.Label(end, type == typeof(void) ? null : value));
        else if (type != typeof(void) || isTail) statements.Add(value);
        return Block(code, statements, type);
    }

    private Expression Block(List<Code> code, List<Expression> statements, Type blockType)
    {
        var own = declared.GetValueOrDefault(code) ?? [];
        statements = Flatten(statements, blockType == typeof(void), own);
        if (statements.Count == 0) return Expression.Empty();
        if (own.Count == 0 && statements.Count == 1 && (statements[0].Type == blockType || blockType == typeof(void))) return statements[0];
        return Expression.Block(blockType, own, statements);
    }

    /// <summary>Takes blocks apart that stand as statements, or whose value is assigned: the statements of methods that were taken in.</summary>
    private static List<Expression> Flatten(List<Expression> statements, bool isVoid, List<ParameterExpression> own)
    {
        var flat = new List<Expression>();
        for (var k = 0; k < statements.Count; k++) Add(statements[k], isLast: k == statements.Count - 1 && !isVoid);
        return flat;

        void Add(Expression statement, bool isLast)
        {
            switch (statement)
            {
                case DefaultExpression when statement.Type == typeof(void): break;
                case BlockExpression block when block.Type == typeof(void) || !isLast:
                    own.AddRange(block.Variables);
                    foreach (var inner in block.Expressions) Add(inner, isLast: false);
                    break;
                case BinaryExpression { NodeType: ExpressionType.Assign, Left: ParameterExpression variable, Right: BlockExpression block } when block.Result is not LabelExpression:
                    own.AddRange(block.Variables);
                    foreach (var inner in block.Expressions.SkipLast(1)) Add(inner, isLast: false);
                    flat.Add(Expression.Assign(variable, block.Result));
                    break;
                default: flat.Add(statement); break;
            }
        }
    }

    /// <summary>True when control never falls off the end and every return is at the end: the value of the last statement is that of the code.</summary>
    private static bool IsTail(List<Code> code)
    {
        return code.Count > 0 && EndsInReturn(code[^1]) && ReturnsOf(code[^1]) == TailReturnsOf(code[^1]);

        static bool EndsInReturn(Code last) => last switch
        {
            Return => true,
            Run { Statement.NodeType: ExpressionType.Throw } => true,
            If c => Ends(c.Then) && Ends(c.Else),
            Choice c => c.Cases.All(k => Ends(k.Body)) && Ends(c.Default),
            _ => false,
        };

        static bool Ends(List<Code> code) => code.Count > 0 && EndsInReturn(code[^1]);

        static int ReturnsOf(Code code) => code switch
        {
            Return => 1,
            If c => c.Then.Sum(ReturnsOf) + c.Else.Sum(ReturnsOf),
            Choice c => c.Cases.Sum(k => k.Body.Sum(ReturnsOf)) + c.Default.Sum(ReturnsOf),
            Repeat r => r.Body.Sum(ReturnsOf),
            _ => 0,
        };

        static int TailReturnsOf(Code last) => last switch
        {
            Return => 1,
            If c => Last(c.Then) + Last(c.Else),
            Choice c => c.Cases.Sum(k => Last(k.Body)) + Last(c.Default),
            _ => 0,
        };

        static int Last(List<Code> code) => TailReturnsOf(code[^1]);
    }

    private Expression BuildTail(Code last) => last switch
    {
        Return r => r.Value ?? Expression.Empty(),
        Run { Statement: UnaryExpression thrown } => Expression.Throw(thrown.Operand, type),
        If c when type != typeof(void) => Conditions.Choose(c.Test, BuildTail(c.Then), BuildTail(c.Else)),
        If c => Expression.IfThenElse(c.Test, BuildTail(c.Then), BuildTail(c.Else)),
        Choice c => Expression.Switch(type, c.Value, BuildTail(c.Default), null, c.Cases.Select(k => Expression.SwitchCase(BuildTail(k.Body), k.Labels.Select(l => Expression.Constant(l))))),
        _ => throw new InvalidOperationException($"{last.GetType().Name} is no tail."),
    };

    private Expression BuildTail(List<Code> code)
    {
        var statements = code.Take(code.Count - 1).Select(Build).ToList();
        statements.Add(BuildTail(code[^1]));
        return Block(code, statements, type);
    }

    private Expression Build(Code code)
    {
        switch (code)
        {
            case Run { Statement: GotoExpression jump }:
                used.Add(jump.Target);
                return jump;
            case Run r: return r.Statement;
            case Return r:
                used.Add(end);
                return r.Value is null ? Expression.Return(end) : Expression.Return(end, r.Value);
            case If c: return Expression.IfThenElse(c.Test, Build(c.Then), Build(c.Else));
            case Repeat r:
                var body = Build(r.Body);
                var loop = Expression.Loop(body, used.Contains(r.Break) ? r.Break : null, used.Contains(r.Continue) ? r.Continue : null);
                if (r.Line is not null) SourceLines.Add(loop, r.Line);
                return loop;
            case Choice c:
                if (c.Cases.Count == 0) return Expression.IfThenElse(Expression.Constant(true), Build(c.Default), Expression.Empty());
                return Expression.Switch(typeof(void), c.Value, Build(c.Default), null, c.Cases.Select(k => Expression.SwitchCase(Build(k.Body), k.Labels.Select(l => Expression.Constant(l)))));
            case Mark m: return Expression.Label(m.Label);
            default: throw new InvalidOperationException($"Unknown code {code.GetType().Name}.");
        }
    }

    private Expression Build(List<Code> code) => Block(code, [.. code.Select(Build)], typeof(void));
}
