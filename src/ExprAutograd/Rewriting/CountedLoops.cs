using System.Collections.Immutable;
using System.Linq.Expressions;
using ExprAutograd.Anf;
using ExprAutograd.Diagnostics;

namespace ExprAutograd.Rewriting;

/// <summary>Loops that count become loops with a count, and whatever counts in step is computed from the index.</summary>
/// <remarks>
/// <code>
/// s, i = loop from 0.0, a, state (s, i)            n = b - a
///        while i &lt; b                         =>    s = for k below n from 0.0, state s
///        do ... x[i] ...; results s', i + 1             i = a + k; ... x[i] ...; results s'
/// </code>
/// A condition beyond the bound (<c>i &lt; b &amp;&amp; c</c>, or a jump out) stays as the loop's condition.
/// </remarks>
internal sealed class CountedLoops
{
    private readonly ProgramBuilder builder = new();
    private readonly Dictionary<ParameterExpression, Expression> replaced = [];
    private bool hasChanged;

    public static AnfProgram Run(AnfProgram program)
    {
        var pass = new CountedLoops();
        var equations = pass.Walk(program);
        return pass.hasChanged ? new AnfProgram(program.Parameters, equations, [.. program.Results.Select(r => Substitution.Atom(pass.replaced, r))]) : program;
    }

    private ImmutableArray<Equation> Walk(AnfProgram program)
    {
        builder.Open();
        foreach (var equation in program.Equations)
        {
            if (equation.Value is not Region region)
            {
                builder.Add(equation.WithValue(Substitution.Apply(replaced, equation.Value)));
                continue;
            }
            region = region.With(
                [.. region.Operands.Select(o => Substitution.Atom(replaced, o))],
                [.. region.Programs.Select(p => StackGuard.Run(() => new AnfProgram(p.Parameters, Walk(p), [.. p.Results.Select(r => Substitution.Atom(replaced, r))])))]);
            if (region is LoopRegion loop) Place(equation, loop);
            else builder.Add(new Equation(equation.Variables, region));
        }
        return builder.Close();
    }

    private void Place(Equation equation, LoopRegion loop)
    {
        var steps = loop.Body.Results.Select((r, k) => StepOf(loop.Body, loop.State[k], r)).ToArray();
        if (steps.All(s => s == 0))
        {
            builder.Add(new Equation(equation.Variables, loop));
            return;
        }
        hasChanged = true;
        var isCounted = loop.Count is not null;
        if (!isCounted && loop.While is { } condition && LoopBound.Find(condition, k => steps[k]) is { } bound) loop = Count(loop, bound, steps[bound.State]);

        // What counts is an expression of the index inside; after a loop that runs its full count, of the count.
        loop = (LoopRegion)loop.With(loop.Operands, [.. loop.Programs.Select(p => Express(p, loop.Initial, steps))]);
        builder.Add(new Equation(equation.Variables, loop));
        if (loop.While is not null || loop.Count is null) return;
        for (var k = 0; k < steps.Length; k++)
        {
            if (steps[k] == 0) continue;
            var trips = loop.Count is ConstantExpression ? loop.Count : builder.Bind(Expression.Call(typeof(Math), nameof(Math.Max), null, loop.Count, Expression.Constant(0)));
            replaced[equation.Variables[k]] = Affine(builder, loop.Initial[k], trips, steps[k]);
        }
    }

    /// <summary>What the state grows by in every iteration; 0 when it does anything else.</summary>
    private static int StepOf(AnfProgram body, ParameterExpression state, Expression result)
    {
        if (state.Type != typeof(int) || result is not ParameterExpression p) return 0;
        var step = 0;
        while (!ReferenceEquals(p, state))
        {
            var made = body.Equations.FirstOrDefault(e => e.Variables.Contains(p));
            if (made?.Value is not BinaryExpression { NodeType: ExpressionType.Add or ExpressionType.Subtract, Method: null } b) return 0;
            if (b.Left is ParameterExpression left && Atom.TryGetInteger(b.Right, out var right)) (p, step) = (left, b.NodeType == ExpressionType.Add ? step + right : step - right);
            else if (b is { NodeType: ExpressionType.Add, Right: ParameterExpression other } && Atom.TryGetInteger(b.Left, out var constant)) (p, step) = (other, step + constant);
            else return 0;
        }
        return step;
    }

    /// <summary>The loop with the bound as its count, and the condition without it.</summary>
    private LoopRegion Count(LoopRegion loop, LoopBound bound, int step)
    {
        foreach (var equation in bound.Invariant) builder.Add(equation);
        var start = loop.Initial[bound.State];
        var (low, high) = step > 0 ? (start, bound.Limit) : (bound.Limit, start);
        var distance = Bind(ExpressionType.Subtract, high, low);
        var size = Math.Abs(step);
        var rounded = bound.IsInclusive ? size : size - 1;
        var count = rounded == 0 ? distance : Bind(ExpressionType.Add, distance, Expression.Constant(rounded));
        if (size > 1) count = Bind(ExpressionType.Divide, count, Expression.Constant(size));
        return new LoopRegion(count, loop.Initial, bound.Rest, loop.Body);
    }

    private Expression Bind(ExpressionType kind, Expression a, Expression b) => Bind(builder, kind, a, b);

    private static Expression Bind(ProgramBuilder builder, ExpressionType kind, Expression a, Expression b)
    {
        var value = Expression.MakeBinary(kind, a, b);
        return ConstantFolder.TryFold(value) ?? (Atom.TryGetInteger(b, out var zero) && zero == 0 && kind != ExpressionType.Divide ? a : builder.Bind(value));
    }

    private static Expression Affine(ProgramBuilder builder, Expression start, Expression index, int step)
    {
        var scaled = step == 1 ? index : step == -1 ? null : Bind(builder, ExpressionType.Multiply, index, Expression.Constant(step));
        if (scaled is null) return Bind(builder, ExpressionType.Subtract, start, index);
        return Atom.TryGetInteger(start, out var first) && first == 0 ? scaled : Bind(builder, ExpressionType.Add, start, scaled);
    }

    private AnfProgram Express(AnfProgram program, ImmutableArray<Expression> initial, int[] steps)
    {
        builder.Open();
        var names = new Dictionary<ParameterExpression, Expression>();
        for (var k = 0; k < steps.Length; k++)
            if (steps[k] != 0) names[program.Parameters[k + 1]] = Affine(builder, initial[k], program.Parameters[0], steps[k]);
        var renamed = Substitution.Apply(names, program);
        builder.AddRange(renamed.Equations);
        return new AnfProgram(program.Parameters, builder.Close(), renamed.Results);
    }
}
