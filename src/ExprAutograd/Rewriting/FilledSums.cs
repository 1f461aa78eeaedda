using System.Collections.Immutable;
using System.Linq.Expressions;
using ExprAutograd.Anf;
using ExprAutograd.Diagnostics;
using ExprAutograd.Expressions;
using ExprAutograd.Operators;

namespace ExprAutograd.Rewriting;

/// <summary>An array of zeros that every iteration adds to once, at its own index, is filled.</summary>
/// <remarks>
/// <code>
/// g = zeros; for i below n, state g: AddAt(g, i, v)    =>    for i below n, state g: Store(g, i, 0 + v)
/// </code>
/// The cotangent of what a loop read at its index. Nothing is loaded, nothing need be cleared, and a loop that reads it at its own index can join.
/// The zero is added to keep the sign of the sum: 0 + -0 is 0.
/// </remarks>
internal sealed class FilledSums
{
    private readonly HashSet<ParameterExpression> zeros = [];
    private bool hasChanged;

    public static AnfProgram Run(AnfProgram program)
    {
        if (!program.Equations.Any(e => e.Value is LoopRegion)) return program;
        var pass = new FilledSums();
        var result = pass.Walk(program);
        return pass.hasChanged ? result : program;
    }

    private AnfProgram Walk(AnfProgram program)
    {
        var equations = ImmutableArray.CreateBuilder<Equation>(program.Equations.Length);
        foreach (var equation in program.Equations)
        {
            if (equation.Value is not Region region)
            {
                if (IsZeros(equation.Value)) zeros.Add(equation.Variable);
                equations.Add(equation);
                continue;
            }
            region = region.With(region.Operands, [.. region.Programs.Select(p => StackGuard.Run(() => Walk(p)))]);
            if (region is LoopRegion { While: null } loop)
                for (var k = 0; k < loop.Initial.Length; k++)
                    if (loop.Initial[k] is ParameterExpression initial && zeros.Contains(initial)) region = loop = Filled(loop, k);
            equations.Add(new Equation(equation.Variables, region));
        }
        return program.With(equations.ToImmutable());
    }

    private static bool IsZeros(Expression value) => value is NewArrayExpression { NodeType: ExpressionType.NewArrayBounds, Expressions.Count: 1 }
        || (value is MethodCallExpression { Method: { Name: nameof(ArrayOperators.ZerosLike) } m } && m.DeclaringType == typeof(ArrayOperators));

    private LoopRegion Filled(LoopRegion loop, int state)
    {
        var array = loop.State[state];
        if (loop.Body.Results[state] is not ParameterExpression last || loop.Body.DefinitionOf(last) is not { } made
            || made.Value is not MethodCallExpression { Method: { Name: nameof(ArrayOperators.AddAt) } m, Arguments: [var target, var index, var value] } || m.DeclaringType != typeof(ArrayOperators)
            || target != array || index != loop.Index || !NumericTypes.IsFloating(value.Type)
            || loop.Body.Results.Count(r => r == last || r == array) != 1
            || loop.Body.Equations.Any(e => e != made && (FreeVariables.IsRead(e.Value, array) || FreeVariables.IsRead(e.Value, last)))) return loop;
        hasChanged = true;
        var sum = Expression.Variable(value.Type);
        var at = loop.Body.Equations.IndexOf(made);
        var equations = loop.Body.Equations
            .SetItem(at, made.WithValue(ArrayMethods.Call(nameof(ArrayOperators.Store), array, index, sum)))
            .Insert(at, new Equation(sum, Expression.Add(Atom.Zero(value.Type), value)));
        return new LoopRegion(loop.Count, loop.Initial, loop.While, loop.Body.With(equations), loop.IsRunAgain);
    }
}
