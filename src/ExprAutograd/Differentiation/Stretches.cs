using System.Collections.Immutable;
using System.Linq.Expressions;
using ExprAutograd.Anf;

namespace ExprAutograd.Differentiation;

/// <summary>Checkpoints: a long loop as a loop over stretches of it, whose first states alone are kept.</summary>
/// <remarks>
/// <code>
/// s = for i below n: f(s, i)    =>    s = for k below n / r: for j below r: f(s, k r + j)        r = the square root of n
/// </code>
/// The adjoint takes the stretches from the last to the first, and runs each again with a tape of its own: memory of the square root, one more run
/// forward. Stretches of stretches keep less and run more often (Griewank and Walther 2008, section 12.2).
/// </remarks>
internal static class Stretches
{
    /// <summary>The length of a stretch of a loop that does not say how often it runs.</summary>
    private const int UncountedLength = 1024;

    /// <summary>Divides the loops of the program itself that <paramref name="isDivided"/>, <paramref name="levels"/> times over.</summary>
    public static AnfProgram Of(AnfProgram program, int levels, SourceMap source, Func<Equation, LoopRegion, bool> isDivided)
    {
        if (levels == 0) return program;
        var builder = new ProgramBuilder();
        foreach (var equation in program.Equations)
        {
            if (equation.Value is LoopRegion loop && !ReadsIndex(loop.While) && isDivided(equation, loop)) builder.Add(new Equation(equation.Variables, Divide(builder, loop, levels, source)));
            else builder.Add(equation);
        }
        return builder.ToProgram(program.Parameters, program.Results);
    }

    /// <summary>A condition on the number of the iteration could hold again at the next stretch, after it ended one.</summary>
    private static bool ReadsIndex(AnfProgram? condition) => condition is not null && FreeVariables.Of(new AnfProgram([], condition.Equations, condition.Results)).Contains(condition.Parameters[0]);

    private static LoopRegion Divide(ProgramBuilder builder, LoopRegion loop, int levels, SourceMap source)
    {
        if (levels == 0) return loop;
        Expression length = loop.Count is null ? Expression.Constant(UncountedLength) : LengthOf(builder, loop.Count, levels);
        var stretches = loop.Count is null ? null : builder.Bind(Expression.Divide(builder.Bind(Expression.Subtract(builder.Bind(Expression.Add(loop.Count, length)), Expression.Constant(1))), length));
        ImmutableArray<ParameterExpression> parameters = [Expression.Variable(typeof(int), "stretch"), .. loop.State.Select(s => Expression.Variable(s.Type, s.Name))];

        builder.Open();
        var start = builder.Bind(Expression.Multiply(parameters[0], length));
        Expression count = loop.Count is null ? length : builder.Bind(Expression.Call(typeof(Math), nameof(Math.Min), null, length, builder.Bind(Expression.Subtract(loop.Count, start))));
        var inner = new LoopRegion(count, [.. parameters.Skip(1)], Renamed(loop.While), From(start, loop.Body, source));
        var results = builder.Bind(Divide(builder, inner, levels - 1, source));
        var body = new AnfProgram(parameters, builder.Close(), [.. results]);
        return new LoopRegion(stretches, loop.Initial, loop.While, body, isRunAgain: true);
    }

    private static AnfProgram? Renamed(AnfProgram? program) => program is null ? null : Substitution.Rename(program, []);

    /// <summary>The body on the index within the stretch.</summary>
    private static AnfProgram From(Expression start, AnfProgram body, SourceMap source)
    {
        var within = Expression.Variable(typeof(int), "j");
        var index = Expression.Variable(typeof(int), "i");
        var names = new Dictionary<ParameterExpression, Expression> { [body.Parameters[0]] = index };
        var renamed = Substitution.Rename(new AnfProgram([.. body.Parameters.Skip(1)], body.Equations, body.Results), names);
        names[body.Parameters[0]] = within;
        source.AddCopies(names);
        return new AnfProgram([within, .. renamed.Parameters], [new Equation(index, Expression.Add(start, within)), .. renamed.Equations], renamed.Results);
    }

    /// <summary>n^(levels / (levels + 1)), at least 1.</summary>
    private static ParameterExpression LengthOf(ProgramBuilder builder, Expression count, int levels)
    {
        var positive = builder.Bind(Expression.Convert(builder.Bind(Expression.Call(typeof(Math), nameof(Math.Max), null, count, Expression.Constant(1))), typeof(double)));
        var power = builder.Bind(Expression.Call(typeof(Math), nameof(Math.Pow), null, positive, Expression.Constant(levels / (levels + 1.0))));
        return builder.Bind(Expression.Convert(builder.Bind(Expression.Call(typeof(Math), nameof(Math.Ceiling), null, power)), typeof(int)));
    }
}
