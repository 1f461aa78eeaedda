using System.Collections.Immutable;
using System.Linq.Expressions;
using ExprAutograd.Anf;
using ExprAutograd.Diagnostics;
using ExprAutograd.Differentiation;
using ExprAutograd.Expressions;
using ExprAutograd.Operators;
using ExprAutograd.Rules;

namespace ExprAutograd.Compilation;

/// <summary>The derivative of a function's result (the sum, of several) with respect to every intermediate value, at a point.</summary>
/// <remarks>
/// <code>
/// t = p + q            u = p + q
///                      t = u + e1
/// y = t * s     =>     v = t * s
///                      y = v + e2
/// results y            results y          the gradient in e1 and e2, at zero, is that in t and y
/// </code>
/// One ordinary reverse sweep, then, over a function of more inputs; branches need nothing of their own.
/// </remarks>
internal sealed class IntermediateGradients
{
    private readonly Activity activity;
    private readonly ProgramEvaluator point;
    private readonly List<(ParameterExpression Of, ParameterExpression Nudge, object Zero)> nudges = [];

    private IntermediateGradients(Activity activity, ProgramEvaluator point)
    {
        this.activity = activity;
        this.point = point;
    }

    /// <summary>The gradient for each parameter and each variable that has one: a number, or an array in the variable's shape.</summary>
    /// <exception cref="AutogradException">The function cannot be differentiated.</exception>
    public static Dictionary<ParameterExpression, object?> Of(AnfProgram program, ProgramEvaluator point, RuleSet rules, SourceMap source)
    {
        var inputs = program.Parameters.Where(CanNudge).ToImmutableArray();
        var seeds = program.Results.Select(r => Seed(r, point)).ToImmutableArray();
        var gradients = new Dictionary<ParameterExpression, object?>();
        if (inputs.IsEmpty || seeds.All(s => s is null)) return gradients;

        var outputs = program.Results.Where((_, k) => seeds[k] is not null);
        var nudger = new IntermediateGradients(Activity.Of(program, inputs, outputs, rules, source), point);
        var nudged = nudger.Nudge(program);
        nudged = new AnfProgram([.. program.Parameters, .. nudger.nudges.Select(n => n.Nudge)], nudged.Equations, nudged.Results);
        AnfValidator.Check(nudged);
        var wrt = inputs.AddRange(nudger.nudges.Select(n => n.Nudge));
        var adjoint = ReverseMode.Run(nudged, wrt, seeds, Pipeline.Under(rules), source);
        AnfValidator.Check(adjoint);
        var evaluated = ProgramEvaluator.Run(adjoint, [.. program.Parameters.Select(point.ValueOf), .. nudger.nudges.Select(n => n.Zero)]);
        var results = adjoint.Results[program.Results.Length..];
        for (var k = 0; k < wrt.Length; k++)
            gradients[k < inputs.Length ? inputs[k] : nudger.nudges[k - inputs.Length].Of] = evaluated.ValueOf(results[k]);
        return gradients;
    }

    private static bool CanNudge(ParameterExpression v) => v.Type == typeof(double) || v.Type == typeof(float) || v.Type == typeof(double[]) || v.Type == typeof(float[]);

    /// <summary>One, or an array of ones; null for a result without a derivative.</summary>
    private static Expression? Seed(Expression result, ProgramEvaluator point) => (result.Type, point.ValueOf(result)) switch
    {
        (var t, _) when t == typeof(double) || t == typeof(float) => Atom.Number(1, t),
        (_, double[] a) => Expression.Constant(Enumerable.Repeat(1.0, a.Length).ToArray()),
        (_, float[] a) => Expression.Constant(Enumerable.Repeat(1f, a.Length).ToArray()),
        _ => null,
    };

    private AnfProgram Nudge(AnfProgram program)
    {
        var equations = ImmutableArray.CreateBuilder<Equation>();
        foreach (var equation in program.Equations)
        {
            var value = equation.Value is IfRegion branch
                ? new IfRegion(branch.Test, StackGuard.Run(() => Nudge(branch.Then)), StackGuard.Run(() => Nudge(branch.Else)))
                : equation.Value;
            var bare = equation.Variables.ToBuilder();
            var sums = new List<Equation>();
            for (var k = 0; k < bare.Count; k++)
            {
                var variable = bare[k];
                if (!activity.IsActive(variable) || !CanNudge(variable) || !point.TryGetValue(variable, out var known)) continue;
                var nudge = Expression.Parameter(variable.Type);
                bare[k] = Expression.Variable(variable.Type);
                sums.Add(new Equation(variable, variable.Type.IsArray ? Expression.Call(typeof(ArrayOperators), nameof(ArrayOperators.Sum), null, bare[k], nudge) : Expression.Add(bare[k], nudge)));
                nudges.Add((variable, nudge, known is Array a ? Array.CreateInstance(a.GetType().GetElementType()!, a.Length) : Atom.Zero(variable.Type).Value!));
            }
            equations.Add(new Equation(bare.ToImmutable(), value));
            equations.AddRange(sums);
        }
        return program.With(equations.ToImmutable());
    }
}
