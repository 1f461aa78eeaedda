using System.Collections.Immutable;
using System.Linq.Expressions;
using ExprAutograd.Anf;
using ExprAutograd.Diagnostics;

namespace ExprAutograd.Rewriting;

/// <summary>A loop that takes its index apart into rows and columns becomes two: one over columns, one over the rows of a column, and nothing is divided.</summary>
/// <remarks>
/// <code>
/// for k below n:                              for j below (n - 1) / m + 1:
///     i = k % m; j = k / m; ...       =>          for i below Min(m, n - j * m): k = j * m + i; ...
/// </code>
/// <para>Transforms and fusion see the flat loop; this is for the emitter. Rows of z times b[column] plus c[row], stored and added to the row's sum, rows by columns 1000x10:
/// 0.53 ns an element as two loops, 0.67 with counters in one, 3.1 with divisions (2026-11).</para>
/// <para>A divisor that is not positive makes strips of one: then the division is made, and throws where it did.</para>
/// </remarks>
internal sealed class Strips
{
    private readonly ProgramBuilder builder = new();
    private readonly Extents extents = new();
    private bool hasChanged;

    private Strips()
    {
    }

    public static AnfProgram Run(AnfProgram program)
    {
        var pass = new Strips();
        var equations = pass.Walk(program);
        return pass.hasChanged ? program.With(equations) : program;
    }

    private ImmutableArray<Equation> Walk(AnfProgram program)
    {
        builder.Open();
        foreach (var equation in program.Equations)
        {
            extents.Note(equation);
            if (equation.Value is LoopRegion { Count: not null, While: null, IsRunAgain: false } loop && DivisorOf(loop) is { } divisor)
            {
                hasChanged = true;
                Split(equation, loop, divisor);
            }
            else if (equation.Value is Region region)
            {
                var programs = region.Programs.Select(p => StackGuard.Run(() => p.With(Walk(p)))).ToImmutableArray();
                builder.Add(new Equation(equation.Variables, region.With(region.Operands, programs)));
            }
            else builder.Add(equation);
        }
        return builder.Close();
    }

    /// <summary>What the index is divided by most often, of what is the same in all iterations; null where it is not, and where a loop in the body makes a division cheap.</summary>
    /// <remarks>In every iteration: one that is made in a branch alone may never be made, and never throw.</remarks>
    private static Expression? DivisorOf(LoopRegion loop)
    {
        if (HasLoop(loop.Body)) return null;
        var inside = new HashSet<Expression>(loop.Body.Parameters);
        foreach (var equation in loop.Body.Equations) inside.UnionWith(equation.Variables);
        return loop.Body.Equations
            .Where(e => IsDivision(e.Value, loop.Index))
            .Select(e => ((BinaryExpression)e.Value).Right)
            .Where(d => IsWorthIt(d, loop.Count!) && !inside.Contains(d))
            .GroupBy(d => d is ConstantExpression c ? c.Value : d).MaxBy(g => g.Count())?.First();
    }

    /// <summary>A strip of a few rows costs more than dividing by a constant; strips of unequal length are for lengths that are known when the loop runs.</summary>
    private static bool IsWorthIt(Expression divisor, Expression count)
    {
        const int ShortestStrip = 8;
        return !Atom.TryGetInteger(divisor, out var rows) || (rows >= ShortestStrip && Atom.TryGetInteger(count, out var all) && all > rows && all % rows == 0);
    }

    private static bool HasLoop(AnfProgram program) =>
        program.Equations.Any(e => e.Value is LoopRegion || (e.Value is Region region && region.Programs.Any(p => StackGuard.Run(() => HasLoop(p)))));

    private static bool IsDivision(Expression value, ParameterExpression index) =>
        value is BinaryExpression { NodeType: ExpressionType.Divide or ExpressionType.Modulo, Method: null } division && division.Left == index;

    private void Split(Equation equation, LoopRegion loop, Expression divisor)
    {
        if (Atom.TryGetInteger(divisor, out var constant))
        {
            SplitEvenly(equation, loop, divisor, constant);
            return;
        }
        var divisors = extents.EqualBehind(loop.Count!, divisor);
        var isPositive = builder.Bind(Expression.GreaterThan(divisor, Expression.Constant(0)));
        var length = builder.Bind(Choice(isPositive, new AnfProgram([], [], [divisor]), new AnfProgram([], [], [Expression.Constant(1)])))[0];
        var all = builder.Bind(Expression.Call(typeof(Math), nameof(Math.Max), null, loop.Count!, Expression.Constant(0)));
        var last = builder.Bind(Expression.Subtract(all, Expression.Constant(1)));
        var whole = builder.Bind(Expression.Divide(last, length));
        var count = builder.Bind(Expression.Add(whole, Expression.Constant(1)));

        var number = Expression.Variable(typeof(int), "strip");
        ImmutableArray<ParameterExpression> state = [.. loop.State.Select(s => Expression.Variable(s.Type, s.Name))];
        builder.Open();
        var start = builder.Bind(Expression.Multiply(number, length));
        var left = builder.Bind(Expression.Subtract(all, start));
        var rows = builder.Bind(Expression.Call(typeof(Math), nameof(Math.Min), null, length, left));
        var (quotient, remainder) = (Expression.Variable(typeof(int)), Expression.Variable(typeof(int)));
        var divided = new AnfProgram([], [new Equation(quotient, Expression.Divide(start, divisor)), new Equation(remainder, Expression.Modulo(start, divisor))], [quotient, remainder]);
        var parts = builder.Bind(Choice(isPositive, new AnfProgram([], [], [number, Expression.Constant(0)]), divided));
        var inner = builder.Bind(new LoopRegion(rows, [.. state], null, Strip(loop, divisors, start, parts[0], parts[1])));
        builder.Add(new Equation(equation.Variables, new LoopRegion(count, loop.Initial, null, new AnfProgram([number, .. state], builder.Close(), [.. inner]))));
    }

    /// <summary>Strips that are all of one length, known now.</summary>
    private void SplitEvenly(Equation equation, LoopRegion loop, Expression divisor, int length)
    {
        Atom.TryGetInteger(loop.Count!, out var all);
        HashSet<Expression> divisors = [.. loop.Body.Equations.Where(e => IsDivision(e.Value, loop.Index)).Select(e => ((BinaryExpression)e.Value).Right).Where(d => Atom.AreSame(d, divisor))];
        var number = Expression.Variable(typeof(int), "strip");
        ImmutableArray<ParameterExpression> state = [.. loop.State.Select(s => Expression.Variable(s.Type, s.Name))];
        builder.Open();
        var start = builder.Bind(Expression.Multiply(number, divisor));
        var inner = builder.Bind(new LoopRegion(divisor, [.. state], null, Strip(loop, divisors, start, number, Expression.Constant(0))));
        builder.Add(new Equation(equation.Variables, new LoopRegion(Expression.Constant(all / length), loop.Initial, null, new AnfProgram([number, .. state], builder.Close(), [.. inner]))));
    }

    private static IfRegion Choice(Expression test, AnfProgram then, AnfProgram otherwise) => new(test, then, otherwise);

    /// <summary>The body over the rows of one strip: it starts at <paramref name="start"/>, at <paramref name="column"/> and <paramref name="row"/>.</summary>
    private AnfProgram Strip(LoopRegion loop, HashSet<Expression> divisors, Expression start, Expression column, Expression row)
    {
        var index = Expression.Variable(typeof(int), "row");
        builder.Open();
        var names = new Dictionary<ParameterExpression, Expression> { [loop.Index] = builder.Bind(Expression.Add(start, index)) };
        var place = builder.Bind(Expression.Add(row, index));
        var body = Renamed(loop.Body);
        builder.AddRange(body.Equations);
        return new AnfProgram([index, .. loop.State], builder.Close(), body.Results);

        AnfProgram Renamed(AnfProgram program)
        {
            var equations = ImmutableArray.CreateBuilder<Equation>(program.Equations.Length);
            foreach (var equation in program.Equations)
            {
                if (equation.Value is Region region)
                {
                    var operands = region.Operands.Select(o => Substitution.Atom(names, o)).ToImmutableArray();
                    equations.Add(new Equation(equation.Variables, region.With(operands, [.. region.Programs.Select(p => StackGuard.Run(() => Renamed(p)))])));
                }
                else if (IsDivision(equation.Value, loop.Index) && divisors.Contains(((BinaryExpression)equation.Value).Right))
                    names[equation.Variable] = equation.Value.NodeType == ExpressionType.Divide ? column : place;
                else equations.Add(equation.WithValue(Substitution.Apply(names, equation.Value)));
            }
            return new AnfProgram(program.Parameters, equations.ToImmutable(), [.. program.Results.Select(r => Substitution.Atom(names, r))]);
        }
    }
}
