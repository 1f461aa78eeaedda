using System.Collections.Immutable;
using System.Linq.Expressions;
using ExprAutograd.Anf;
using ExprAutograd.Diagnostics;
using ExprAutograd.Expressions;

namespace ExprAutograd.Rewriting;

/// <summary>The iteration of one loop followed by that of another, in which what the second loaded is what the first left.</summary>
/// <param name="first">The loop that fills the arrays.</param>
/// <param name="second">The loop that reads them.</param>
/// <param name="arrays">All variables of the first that the body of the second reads.</param>
internal sealed class JoinedBody(LoopRegion first, LoopRegion second, Dictionary<ParameterExpression, FilledArray> arrays)
{
    private readonly Dictionary<ParameterExpression, Expression> names = [];

    /// <summary>True when the second reads nothing of the arrays but elements at its own index, and lengths.</summary>
    public bool CanReadAll() => CanRead(second.Body);

    /// <summary>The one loop.</summary>
    /// <param name="firstEquation">What the first loop binds.</param>
    /// <param name="secondEquation">What the second loop binds.</param>
    /// <param name="carried">States of the second that go on from states of the first.</param>
    public Equation Build(Equation firstEquation, Equation secondEquation, Dictionary<int, int> carried)
    {
        names[second.Index] = first.Index;
        foreach (var (state, position) in carried) names[second.State[state]] = first.Body.Results[position];
        var made = arrays.Values.SelectMany(a => a.Made).ToImmutableArray();
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

    private bool CanRead(AnfProgram program) => program.Equations.All(e => CanRead(e.Value)) && !program.Results.Any(IsArray);

    private bool CanRead(Expression value)
    {
        if (value is Region region) return !region.Operands.Any(IsArray) && region.Programs.All(p => StackGuard.Run(() => CanRead(p)));
        for (int k = 0, count = Operation.OperandCount(value); k < count; k++)
            if (IsArray(Operation.Operand(value, k)) && LoadOf(value) is null) return false;
        return true;
    }

    private bool IsArray(Expression atom) => atom is ParameterExpression p && arrays.ContainsKey(p);

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
