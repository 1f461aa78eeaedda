using System.Collections.Immutable;
using System.Linq.Expressions;
using ExprAutograd.Anf;
using ExprAutograd.Diagnostics;
using ExprAutograd.Expressions;

namespace ExprAutograd.Rewriting;

/// <summary>The iteration of one loop followed by that of another, in which what the second loaded is what the first left.</summary>
/// <param name="first">The loop that fills the arrays.</param>
/// <param name="second">The loop that reads them.</param>
/// <param name="arrays">The arrays of the first that may be read at the own index.</param>
internal sealed class JoinedBody(LoopRegion first, LoopRegion second, Dictionary<ParameterExpression, FilledArray> arrays)
{
    private readonly Dictionary<ParameterExpression, Expression> names = [];
    private readonly HashSet<ParameterExpression> read = [];

    /// <summary>True when the second reads an element of the first's, so that an array less is read.</summary>
    public bool HasLoad { get; private set; }

    /// <summary>True when the second reads nothing that the first binds but elements at its own index, and states that it goes on from.</summary>
    public bool CanReadAll(ImmutableArray<ParameterExpression> bound, IEnumerable<int> carried)
    {
        var variables = bound.ToHashSet();
        var going = carried.Select(k => bound[k]).ToHashSet();
        return !second.Initial.Any(i => i is ParameterExpression p && variables.Contains(p) && !going.Contains(p)) && CanRead(second.Body, variables);
    }

    /// <summary>The one loop.</summary>
    /// <param name="firstEquation">What the first loop binds.</param>
    /// <param name="secondEquation">What the second loop binds.</param>
    /// <param name="carried">States of the second that go on from states of the first.</param>
    public Equation Build(Equation firstEquation, Equation secondEquation, Dictionary<int, int> carried)
    {
        names[second.Index] = first.Index;
        foreach (var (state, position) in carried) names[second.State[state]] = first.Body.Results[position];
        var made = arrays.Where(a => read.Contains(a.Key)).SelectMany(a => a.Value.Made).ToImmutableArray();
        var body = Renamed(second.Body);

        var isOwn = Enumerable.Range(0, second.Initial.Length).Where(k => !carried.ContainsKey(k)).ToArray();
        var results = first.Body.Results.ToBuilder();
        var variables = firstEquation.Variables.ToBuilder();
        foreach (var (state, position) in carried)
        {
            results[position] = body.Results[state];
            variables[position] = secondEquation.Variables[state];
        }
        var loop = new LoopRegion(
            first.Count,
            [.. first.Initial, .. isOwn.Select(k => second.Initial[k])],
            null,
            new AnfProgram(
                [.. first.Body.Parameters, .. isOwn.Select(k => second.State[k])],
                [.. first.Body.Equations, .. made, .. body.Equations],
                [.. results, .. isOwn.Select(k => body.Results[k])]));
        return new Equation([.. variables, .. isOwn.Select(k => secondEquation.Variables[k])], loop);
    }

    private bool CanRead(AnfProgram program, HashSet<ParameterExpression> bound) =>
        program.Equations.All(e => CanRead(e.Value, bound)) && !program.Results.Any(r => r is ParameterExpression p && bound.Contains(p));

    private bool CanRead(Expression value, HashSet<ParameterExpression> bound)
    {
        if (value is Region region)
            return !region.Operands.Any(o => o is ParameterExpression p && bound.Contains(p)) && region.Programs.All(p => StackGuard.Run(() => CanRead(p, bound)));
        for (int k = 0, count = Operation.OperandCount(value); k < count; k++)
        {
            if (Operation.Operand(value, k) is not ParameterExpression p || !bound.Contains(p)) continue;
            if (LoadOf(value) is not { } array) return false;
            read.Add(array);
            HasLoad = true;
        }
        return true;
    }

    /// <summary>The array of the first loop whose element at the own index, or whose length, the operation is.</summary>
    private ParameterExpression? LoadOf(Expression value) => value switch
    {
        BinaryExpression { NodeType: ExpressionType.ArrayIndex, Left: ParameterExpression array } load when load.Right == second.Index && arrays.ContainsKey(array) => array,
        UnaryExpression { NodeType: ExpressionType.ArrayLength, Operand: ParameterExpression array } when arrays.ContainsKey(array) => array,
        _ => null,
    };

    private AnfProgram Renamed(AnfProgram program)
    {
        var equations = ImmutableArray.CreateBuilder<Equation>(program.Equations.Length);
        foreach (var equation in program.Equations)
        {
            if (equation.Value is Region region)
            {
                var operands = region.Operands.Select(o => Substitution.Atom(names, o)).ToImmutableArray();
                equations.Add(new Equation(equation.Variables, region.With(operands, [.. region.Programs.Select(p => StackGuard.Run(() => Renamed(p)))])));
            }
            else if (LoadOf(equation.Value) is { } array) names[equation.Variable] = equation.Value is BinaryExpression ? arrays[array].Value : first.Count!;
            else equations.Add(equation.WithValue(Substitution.Apply(names, equation.Value)));
        }
        return new AnfProgram(program.Parameters, equations.ToImmutable(), [.. program.Results.Select(r => Substitution.Atom(names, r))]);
    }
}
