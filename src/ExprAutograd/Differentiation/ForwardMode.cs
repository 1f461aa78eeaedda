using System.Collections.Immutable;
using System.Linq.Expressions;
using ExprAutograd.Anf;
using ExprAutograd.Diagnostics;
using ExprAutograd.Expressions;
using ExprAutograd.Operators;
using ExprAutograd.Rules;

namespace ExprAutograd.Differentiation;

/// <summary>The tangents, along one or several directions at once: each operation is followed by its linearisation.</summary>
/// <remarks>
/// <code>
/// t = sin(x)             t  = sin(x)
/// y = t * x       =>     t' = x' * cos(x)
/// results y              y  = t * x
///                        y' = t' * x + x' * t
///                        results y, y'
/// </code>
/// A pushforward is a pullback read the other way: a scalar operation's Jacobian is one number per operand, and the pullback
/// multiplies by it whatever it is given.
/// </remarks>
internal sealed class ForwardMode
{
    /// <summary>The lengths of arrays as they were made.</summary>
    private readonly Dictionary<ParameterExpression, IReadOnlyList<Expression>> made = [];
    private readonly ProgramBuilder builder = new();
    private readonly Dictionary<ParameterExpression, Expression?[]> tangents = [];
    private readonly Passes passes;
    private readonly Activity activity;
    private readonly int directions;
    private readonly IReadOnlyDictionary<Expression, int> units;

    private ForwardMode(Passes passes, Activity activity, int directions, IReadOnlyDictionary<Expression, int> units)
    {
        this.units = units;
        this.passes = passes;
        this.activity = activity;
        this.directions = directions;
    }

    /// <summary>Adds tangents to <paramref name="program"/>.</summary>
    /// <param name="program">The function.</param>
    /// <param name="seeds">Per differentiated parameter its tangent atom along each direction; null for a zero.</param>
    /// <param name="units">Array tangents that are one at a known position and zero elsewhere: elsewhere no tangent flows at all.</param>
    /// <param name="passes">Where pushforwards come from, and what reads them.</param>
    /// <param name="source">The user's words, for errors.</param>
    /// <returns>The same parameters; the program's results, then for each direction one tangent per result (zero where none flows).</returns>
    public static AnfProgram Run(AnfProgram program, IReadOnlyDictionary<ParameterExpression, Expression?[]> seeds, IReadOnlyDictionary<Expression, int> units, Passes passes, SourceMap source)
    {
        var directions = seeds.Values.First().Length;
        var outputs = program.Results.Where(r => NumericTypes.IsDifferentiable(r.Type));
        var forward = new ForwardMode(passes, Activity.Of(program, seeds.Keys, outputs, passes.Rules, source), directions, units);
        foreach (var (parameter, tangent) in seeds) forward.tangents[parameter] = tangent;
        forward.Walk(program.Equations);
        var results = program.Results.ToBuilder();
        for (var d = 0; d < directions; d++)
            foreach (var result in program.Results)
                results.Add(forward.Tangent(result, d) ?? (NumericTypes.IsDifferentiable(result.Type) ? forward.Zero(result) : Expression.Constant(0.0)));
        return forward.builder.ToProgram(program.Parameters, results.ToImmutable());
    }

    private void Note(Equation equation)
    {
        switch (equation.Value)
        {
            case NewArrayExpression { NodeType: ExpressionType.NewArrayBounds } array: made[equation.Variable] = array.Expressions; break;
            case NewArrayExpression array when !array.Type.GetElementType()!.IsArray: made[equation.Variable] = [Atom.Constant(array.Expressions.Count)]; break;
        }
    }

    private Expression? Tangent(Expression atom, int direction) =>
        atom is ParameterExpression p && activity.IsActive(p) && tangents.TryGetValue(p, out var t) ? t[direction] : null;

    private void Walk(ImmutableArray<Equation> equations)
    {
        foreach (var equation in equations)
        {
            if (equation.Value is IfRegion branch)
            {
                Push(equation, branch);
                continue;
            }
            if (equation.Value is LoopRegion loop)
            {
                Push(equation, loop);
                continue;
            }
            builder.Add(equation);
            Note(equation);
            if (TapeOperation.TryMatch(equation.Value, out var name, out var call, out var tape))
            {
                PushTape(equation, name, call, tape);
                continue;
            }
            if (!activity.IsActive(equation.Variable)) continue;
            var tangent = new Expression?[directions];
            for (var d = 0; d < directions; d++) tangent[d] = Push(equation, d);
            tangents[equation.Variable] = tangent;
        }
    }

    private Expression? Push(Equation equation, int d)
    {
        var value = equation.Value;
        switch (value)
        {
            case UnaryExpression { NodeType: ExpressionType.Convert or ExpressionType.ConvertChecked } u:
                return Tangent(u.Operand, d) is { } t && NumericTypes.IsFloating(t.Type) ? builder.Bind(Expression.Convert(t, u.Type)) : null;
            case BinaryExpression { NodeType: ExpressionType.ArrayIndex } load:
                if (Tangent(load.Left, d) is not { } array) return null;
                if (units.TryGetValue(array, out var hot) && Atom.TryGetInteger(load.Right, out var position)) return hot == position ? Atom.Number(1, load.Type) : null;
                return builder.Bind(Expression.ArrayIndex(array, load.Right));
            case NewArrayExpression { NodeType: ExpressionType.NewArrayInit } init:
                return init.Expressions.All(e => Tangent(e, d) is null) ? null
                    : builder.Bind(Expression.NewArrayInit(init.Type.GetElementType()!, init.Expressions.Select(e => TangentOrZero(e, d)).ToArray()));
            case MethodCallExpression call when ArrayOperation.IsAny(call):
                return PushArray(call, d);
        }

        var rule = passes.Rules.Find(value)!;
        var operands = Operation.Operands(value);
        if (operands.All(o => Tangent(o, d) is null)) return null;
        if (rule.Pushforward is { } pushforward)
        {
            var inputs = operands.Where(o => NumericTypes.IsDifferentiable(o.Type)).Select(o => Tangent(o, d) ?? Zero(o));
            return passes.Splice(builder, pushforward, [.. operands, equation.Variable, .. inputs]);
        }
        Expression? sum = null;
        for (var k = 0; k < operands.Length; k++)
        {
            if (Tangent(operands[k], d) is not { } dx || rule.Pullbacks[k] is not { } pullback) continue;
            var term = passes.Splice(builder, pullback, [.. operands, equation.Variable, dx.Type == value.Type ? dx : builder.Bind(Expression.Convert(dx, value.Type))]);
            if (term.Type != value.Type) term = builder.Bind(Expression.Convert(term, value.Type));
            sum = sum is null ? term : builder.Bind(Expression.Add(sum, term));
        }
        return sum;
    }

    private Expression? PushArray(MethodCallExpression call, int d)
    {
        var arguments = call.Arguments;
        var inputs = arguments.Select(a => Tangent(a, d)).ToArray();
        if (inputs.All(t => t is null)) return null;
        if (!ArrayOperation.IsLinear(call)) throw ErrorText.Unsupported(call, $"'{call.Method.Name}' has no tangent.", "Report this as a defect.");

        // Linear: the same operation on tangents. An addition of nothing is nothing; indices and shapes stay.
        if (call.Method.Name == nameof(ArrayOperators.AddAt) && inputs[^1] is null) return inputs[0];
        if (call.Method.Name == nameof(ArrayOperators.Sum) && (inputs[0] ?? inputs[1]) is { } only && (inputs[0] is null || inputs[1] is null)) return only;
        var isShape = call.Method.Name == nameof(ArrayOperators.Reshape);
        return builder.Bind(Expression.Call(call.Method, arguments.Select((a, k) =>
            inputs[k] ?? (NumericTypes.IsDifferentiable(a.Type) && !(isShape && k == 1) ? Zero(a) : a))));
    }

    /// <summary>The tangents of what is on a tape are on a tape of their own, in step with it.</summary>
    private void PushTape(Equation equation, string name, MethodCallExpression call, ParameterExpression? tape)
    {
        if (!activity.IsActive(tape ?? equation.Variable)) return;
        var tangent = new Expression?[directions];
        for (var d = 0; d < directions; d++)
        {
            tangent[d] = builder.Bind(name switch
            {
                nameof(TapeOperators.New) => TapeOperation.New(TapeOperation.ItemOf(equation.Variable)),
                nameof(TapeOperators.Pop) => TapeOperation.Pop(tangents[tape!][d]!),
                nameof(TapeOperators.Release) => TapeOperation.Release(tangents[tape!][d]!),
                _ => TapeOperation.Push(tangents[tape!][d]!, TangentOrZero(call.Arguments[1], d)),
            });
        }
        tangents[equation.Variable] = tangent;
    }

    /// <summary>One branch that carries values and tangents together.</summary>
    private void Push(Equation equation, IfRegion region)
    {
        var programs = region.Programs.Select(side => StackGuard.Run(() =>
        {
            builder.Open();
            Walk(side.Equations);
            var results = side.Results.ToBuilder();
            for (var k = 0; k < side.Results.Length; k++)
                if (activity.IsActive(equation.Variables[k]))
                    for (var d = 0; d < directions; d++) results.Add(TangentOrZero(side.Results[k], d));
            return new AnfProgram([], builder.Close(), results.ToImmutable());
        })).ToImmutableArray();

        var variables = equation.Variables.ToBuilder();
        foreach (var variable in equation.Variables)
        {
            if (!activity.IsActive(variable)) continue;
            var tangent = new Expression?[directions];
            for (var d = 0; d < directions; d++)
            {
                var v = Expression.Variable(variable.Type);
                variables.Add(v);
                tangent[d] = v;
            }
            tangents[variable] = tangent;
        }
        builder.Add(new Equation(variables.ToImmutable(), region.With(region.Operands, programs)));
    }

    /// <summary>One loop that carries values and tangents together: the tangents of the state are state.</summary>
    private void Push(Equation equation, LoopRegion loop)
    {
        var active = Enumerable.Range(0, loop.Initial.Length).Where(k => activity.IsActive(equation.Variables[k]) || activity.IsActive(loop.State[k])).ToList();
        var initial = loop.Initial.AddRange(active.SelectMany(k => Enumerable.Range(0, directions).Select(d => TangentOrZero(loop.Initial[k], d))));
        var more = active.SelectMany(k => Fresh(loop.State[k])).ToImmutableArray();
        var variables = equation.Variables.AddRange(active.SelectMany(k => Fresh(equation.Variables[k])));
        var condition = loop.While is null ? null
            : new AnfProgram(loop.While.Parameters.AddRange(more.Select(p => Expression.Parameter(p.Type))), loop.While.Equations, loop.While.Results);
        builder.Open();
        Walk(loop.Body.Equations);
        var results = loop.Body.Results.AddRange(active.SelectMany(k => Enumerable.Range(0, directions).Select(d => TangentOrZero(loop.Body.Results[k], d))));
        var body = new AnfProgram(loop.Body.Parameters.AddRange(more), builder.Close(), results);
        builder.Add(new Equation(variables, new LoopRegion(loop.Count, initial, condition, body)));
    }

    /// <summary>New variables for the tangents of one that is known by name.</summary>
    private ParameterExpression[] Fresh(ParameterExpression variable)
    {
        var tangent = Enumerable.Range(0, directions).Select(_ => Expression.Variable(variable.Type)).ToArray();
        tangents[variable] = tangent;
        return tangent;
    }

    private Expression TangentOrZero(Expression atom, int d) => Tangent(atom, d) ?? (atom is ConstantExpression { Value: null } ? atom : Zero(atom));

    /// <summary>A zero like the atom; like an array that was just made, one that is made alike.</summary>
    private Expression Zero(Expression like) =>
        like is ParameterExpression p && made.TryGetValue(p, out var lengths) ? builder.Bind(Expression.NewArrayBounds(like.Type.GetElementType()!, lengths)) : ArrayOperation.Zero(builder, like);
}
