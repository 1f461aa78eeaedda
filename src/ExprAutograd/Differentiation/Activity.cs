using System.Collections.Immutable;
using System.Linq.Expressions;
using ExprAutograd.Anf;
using ExprAutograd.Diagnostics;
using ExprAutograd.Expressions;
using ExprAutograd.Operators;
using ExprAutograd.Rules;

namespace ExprAutograd.Differentiation;

/// <summary>Which variables a derivative flows through: those that depend on an input (varied) and that an output depends on (useful).</summary>
/// <remarks>
/// Griewank and Walther (2008), section 6.2; Tapenade's activity. Integers are followed too, though they carry no derivative: a floating
/// input that reaches a floating output through one is an error, where following floats alone would give a silent zero. A tape is active when
/// anything active passes through it.
/// </remarks>
internal sealed class Activity
{
    private readonly HashSet<ParameterExpression> varied = [];
    private readonly HashSet<ParameterExpression> useful = [];
    private readonly RuleSet rules;
    private readonly SourceMap source;
    private readonly bool isReverse;

    private Activity(RuleSet rules, SourceMap source, bool isReverse)
    {
        this.rules = rules;
        this.source = source;
        this.isReverse = isReverse;
    }

    /// <summary>Analyses <paramref name="program"/> and checks that every active operation can be differentiated.</summary>
    /// <param name="program">The function.</param>
    /// <param name="inputs">What it is differentiated with respect to.</param>
    /// <param name="outputs">What is differentiated.</param>
    /// <param name="rules">Where derivatives come from.</param>
    /// <param name="source">The user's words, for errors.</param>
    /// <param name="isReverse">True when cotangents flow: to an operand whose rule has a pushforward and no pullback for it, such as factors handed on, none does.</param>
    /// <exception cref="MissingRuleException">An active operation has no rule.</exception>
    /// <exception cref="UnsupportedExpressionException">A derivative would have to pass through an integer or an object.</exception>
    public static Activity Of(AnfProgram program, IEnumerable<ParameterExpression> inputs, IEnumerable<Expression> outputs, RuleSet rules, SourceMap source, bool isReverse = false)
    {
        var activity = new Activity(rules, source, isReverse);
        foreach (var input in inputs) activity.varied.Add(input);
        activity.Forward(program);
        foreach (var output in outputs) activity.Use(output);
        activity.Backward(program);
        return activity;
    }

    public bool IsActive(Expression atom) => atom is ParameterExpression p && varied.Contains(p) && useful.Contains(p);

    private bool IsVaried(Expression atom) => atom is ParameterExpression p && varied.Contains(p);

    private void Use(Expression atom)
    {
        if (atom is ParameterExpression p) useful.Add(p);
    }

    private void Forward(AnfProgram program)
    {
        foreach (var equation in program.Equations)
        {
            if (equation.Value is LoopRegion loop)
            {
                Forward(equation, loop);
                continue;
            }
            if (equation.Value is Region region)
            {
                foreach (var nested in region.Programs) StackGuard.Run(() => { Forward(nested); return 0; });
                for (var k = 0; k < equation.Variables.Length; k++)
                    if (region.Programs.Any(p => k < p.Results.Length && IsVaried(p.Results[k]))) varied.Add(equation.Variables[k]);
                continue;
            }
            if (TapeOperation.TryMatch(equation.Value, out var name, out var call, out var tape))
            {
                if (name == nameof(TapeOperators.Pop) ? IsVaried(tape!) : call.Arguments.Count > 1 && IsVaried(call.Arguments[1])) varied.Add(name == nameof(TapeOperators.Pop) ? equation.Variable : tape!);
                continue;
            }
            if (IsStop(equation.Value)) continue;
            for (int k = 0, count = Operation.OperandCount(equation.Value); k < count; k++)
                if (IsVaried(Operation.Operand(equation.Value, k))) varied.Add(equation.Variable);
        }
    }

    private void Backward(AnfProgram program)
    {
        for (var k = program.Equations.Length - 1; k >= 0; k--)
        {
            var equation = program.Equations[k];
            if (equation.Value is LoopRegion loop)
            {
                Backward(equation, loop);
                continue;
            }
            if (equation.Value is Region region)
            {
                foreach (var nested in region.Programs)
                {
                    for (var r = 0; r < equation.Variables.Length; r++)
                        if (useful.Contains(equation.Variables[r])) Use(nested.Results[r]);
                    StackGuard.Run(() => { Backward(nested); return 0; });
                }
                continue;
            }
            if (TapeOperation.TryMatch(equation.Value, out var name, out var call, out var tape))
            {
                if (name == nameof(TapeOperators.Pop) && useful.Contains(equation.Variable)) Use(tape!);
                else if (call.Arguments.Count > 1 && useful.Contains(tape!)) Use(call.Arguments[1]);
                continue;
            }
            if (!useful.Contains(equation.Variable) || IsStop(equation.Value)) continue;
            var rule = isReverse && equation.Value is MethodCallExpression ? rules.Find(equation.Value) : null;
            for (int o = 0, count = Operation.OperandCount(equation.Value); o < count; o++)
                if (rule is not { Pushforward: not null } || rule.Pullbacks[o] is not null) Use(Operation.Operand(equation.Value, o));
            if (varied.Contains(equation.Variable)) Check(equation);
        }
    }

    /// <summary>State varies when it starts so, or when an iteration makes it so: repeated until nothing new varies.</summary>
    private void Forward(Equation equation, LoopRegion loop)
    {
        for (var k = 0; k < loop.Initial.Length; k++)
            if (IsVaried(loop.Initial[k])) varied.Add(loop.State[k]);
        int before;
        do
        {
            before = varied.Count;
            StackGuard.Run(() => { Forward(loop.Body); return 0; });
            for (var k = 0; k < loop.Initial.Length; k++)
                if (IsVaried(loop.Body.Results[k])) varied.Add(loop.State[k]);
        }
        while (varied.Count > before);
        for (var k = 0; k < loop.Initial.Length; k++)
            if (IsVaried(loop.State[k])) varied.Add(equation.Variables[k]);
    }

    /// <summary>State is useful when it is after the loop, or when an iteration makes something useful of it.</summary>
    private void Backward(Equation equation, LoopRegion loop)
    {
        for (var k = 0; k < loop.Initial.Length; k++)
            if (useful.Contains(equation.Variables[k])) Use(loop.Body.Results[k]);
        int before;
        do
        {
            before = useful.Count;
            for (var k = 0; k < loop.Initial.Length; k++)
                if (useful.Contains(loop.State[k])) Use(loop.Body.Results[k]);
            StackGuard.Run(() => { Backward(loop.Body); return 0; });
        }
        while (useful.Count > before);
        for (var k = 0; k < loop.Initial.Length; k++)
            if (useful.Contains(loop.State[k]) || useful.Contains(equation.Variables[k])) Use(loop.Initial[k]);
    }

    /// <summary>True where no derivative passes: comparisons and logic, lengths, and what a rule declares to be zero.</summary>
    private bool IsStop(Expression value) =>
        value.Type == typeof(bool) || value.Type == typeof(void) || IsLength(value)
        || ArrayOperation.DependsOnShapeOnly(value) || rules.Find(value) is { IsZero: true };

    private static bool IsLength(Expression value) =>
        NumericTypes.IsInteger(value.Type) && Operation.OperandCount(value) > 0 && Operation.Operand(value, 0).Type.IsArray;

    private void Check(Equation equation)
    {
        var value = equation.Value;
        if (value is UnaryExpression { NodeType: ExpressionType.Convert or ExpressionType.ConvertChecked } conversion && !NumericTypes.IsDifferentiable(value.Type))
        {
            if (!NumericTypes.IsFloating(conversion.Operand.Type) || !IsVaried(conversion.Operand)) return;
            var type = NumericTypes.Name(value.Type);
            throw Refuse(equation,
                $"A differentiated value is converted to {type}, which carries no derivative, and the result depends on it.",
                $"If a derivative of zero is meant, say so: ({type})Math.Floor(...) or ({type})Autograd.StopGradient(...).");
        }
        if (!NumericTypes.IsDifferentiable(value.Type))
        {
            if (NumericTypes.IsInteger(value.Type)) return; // What made it vary is refused where the number became an integer.
            throw MissingRule(equation);
        }
        if (value is UnaryExpression { NodeType: ExpressionType.Convert or ExpressionType.ConvertChecked, Operand.Type: var from } && (NumericTypes.IsFloating(from) || NumericTypes.IsInteger(from))) return;
        if (ArrayOperation.IsAny(value)) return;
        if (rules.Find(value) is not { } rule)
        {
            if (value is not MemberExpression { Expression: { } owner }) throw MissingRule(equation);
            throw Refuse(equation, $"A differentiated value passes through an object of type {NumericTypes.Name(owner.Type)}, where no derivative can follow it.",
                DenseRemedies.Of(value) ?? "Use a tuple, a record, or a type whose public members are all its state.");
        }
        for (int k = 0, count = Operation.OperandCount(value); k < count; k++)
        {
            if (!IsVaried(Operation.Operand(value, k)) || !NumericTypes.IsDifferentiable(Operation.Operand(value, k).Type)) continue;
            if (rule.Refusals.TryGetValue(k, out var reason)) throw Refuse(equation, $"The derivative in operand {k + 1} of '{OperatorKey.Of(value).Name}' is not available.", reason);
            if (rule.Pullbacks[k] is null && rule.Pushforward is null)
                throw Refuse(equation, $"The rule of '{OperatorKey.Of(value).Name}' has no pullback for operand {k + 1}.", "Add one with RuleSet.With(...), or keep that operand constant.");
        }
    }

    private UnsupportedExpressionException Refuse(Equation equation, string reason, string remedy) =>
        new(source.NodeOf(equation.Variable) ?? equation.Value, source.Where(equation.Variable, equation.Value), reason, remedy);

    /// <summary>The elements of a vector that a call returned have no rule because the call has none.</summary>
    private MissingRuleException MissingRule(Equation equation)
    {
        var node = source.NodeOf(equation.Variable) ?? equation.Value;
        var blamed = equation.Value is MethodCallExpression { Method.DeclaringType: var owner } && owner == typeof(DenseStorage) && node is MethodCallExpression ? node : equation.Value;
        return new MissingRuleException(
            node, OperatorKey.Of(blamed).Name, source.Where(equation.Variable, equation.Value),
            DenseRemedies.Of(blamed) ?? "Add one with RuleSet.Default.With(...), or declare it constant with WithZeroDerivative(...).");
    }
}
