using System.Collections.Immutable;
using System.Linq.Expressions;
using ExprAutograd.Anf;
using ExprAutograd.Expressions;
using ExprAutograd.Operators;

namespace ExprAutograd.Lowering;

/// <summary>Runs of writes at constant positions of one array, each version read by the next write only: their order is free, position by position.</summary>
/// <remarks>
/// <code>
/// g1 = Store(g0, 1, b)           g1 = Store(g0, 0, a)
/// g2 = Store(g1, 0, a)     =>    g2 = Store(g1, 1, b)      (the versions are renamed to the order of the writes)
/// </code>
/// </remarks>
internal sealed class StoreRuns
{
    private readonly Dictionary<int, Link> links = [];
    private readonly HashSet<int> starts = [];
    private readonly List<List<int>> runs = [];

    /// <summary>One write of a run.</summary>
    /// <param name="Run">The run's number.</param>
    /// <param name="Start">The array that the run starts from.</param>
    /// <param name="EarlierAtSamePosition">The run's last write before this one to the same position; -1 when there is none.</param>
    public sealed record Link(int Run, ParameterExpression Start, int EarlierAtSamePosition)
    {
        /// <summary>The version that the run ends with.</summary>
        public ImmutableArray<ParameterExpression> End { get; internal set; }
    }

    public static StoreRuns Of(AnfProgram program)
    {
        var found = new StoreRuns();
        if (!program.Equations.Any(e => IsPlainWrite(e.Value, out _))) return found;
        var reads = new Dictionary<ParameterExpression, int>();
        var home = new Dictionary<ParameterExpression, int>();
        var lastAt = new Dictionary<(int Run, int Position), int>();
        foreach (var equation in program.Equations)
            FreeVariables.ForEach(equation.Value, v => CountArray(v));
        foreach (var result in program.Results)
            if (result is ParameterExpression p) CountArray(p);

        for (var k = 0; k < program.Equations.Length; k++)
        {
            var equation = program.Equations[k];
            if (IsPlainWrite(equation.Value, out var position) && Operation.Operand(equation.Value, 0) is ParameterExpression old && reads[old] == 1 && home.TryGetValue(old, out var before))
                found.Extend(k, before, old, position, lastAt);
            foreach (var variable in equation.Variables)
                if (variable.Type.IsArray) home[variable] = k;
        }
        foreach (var link in found.links.Values) link.End = program.Equations[found.runs[link.Run][^1]].Variables;
        return found;

        void CountArray(ParameterExpression v)
        {
            if (v.Type.IsArray) reads[v] = reads.GetValueOrDefault(v) + 1;
        }
    }

    /// <summary>The write's place in its run; null when the equation is none.</summary>
    public Link? Find(int equation) => links.GetValueOrDefault(equation);

    /// <summary>True for the equation that makes the array a run starts from.</summary>
    public bool IsStart(int equation) => starts.Contains(equation);

    /// <summary>The equations in the new order, every run's versions renamed so that each write continues the one before it.</summary>
    public ImmutableArray<Equation> Rethread(AnfProgram program, List<int> order)
    {
        var equations = ImmutableArray.CreateBuilder<Equation>(order.Count);
        var written = new int[runs.Count];
        foreach (var k in order)
        {
            var equation = program.Equations[k];
            if (Find(k) is { } link)
            {
                var inTurn = program.Equations[runs[link.Run][written[link.Run]++]];
                var operands = Operation.Operands(equation.Value);
                operands[0] = Operation.Operand(inTurn.Value, 0);
                equation = new Equation(inTurn.Variables, Operation.With(equation.Value, operands));
            }
            equations.Add(equation);
        }
        return equations.MoveToImmutable();
    }

    private void Extend(int equation, int before, ParameterExpression old, int position, Dictionary<(int Run, int Position), int> lastAt)
    {
        var run = runs.Count;
        if (links.TryGetValue(before, out var previous)) (run, old) = (previous.Run, previous.Start);
        else
        {
            runs.Add([]);
            starts.Add(before);
        }
        runs[run].Add(equation);
        links[equation] = new Link(run, old, lastAt.GetValueOrDefault((run, position), -1));
        lastAt[(run, position)] = equation;
    }

    private static bool IsPlainWrite(Expression value, out int position)
    {
        position = 0;
        return value is MethodCallExpression { Method: { Name: nameof(ArrayOperators.Store) or nameof(ArrayOperators.AddAt) } method, Arguments.Count: 3 } call
            && method.DeclaringType == typeof(ArrayOperators) && Atom.TryGetInteger(call.Arguments[1], out position) && call.Arguments[2].Type.IsPrimitive;
    }
}
