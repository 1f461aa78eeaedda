using System.Collections.Immutable;
using System.Linq.Expressions;
using System.Reflection;
using ExprAutograd.Anf;
using ExprAutograd.Expressions;
using ExprAutograd.Operators;

namespace ExprAutograd.Lowering;

/// <summary>Equations in an order that keeps few values alive: each runs as soon as it ends the lives of as many values as it starts.</summary>
/// <remarks>
/// <code>
/// a  = f(x0)               a  = f(x0)
/// b  = f(x1)               g0 = f'(x0) * a       (nothing to wait for: the cotangent of a sum is known from the start)
/// y  = a + b        =>     b  = f(x1)
/// g1 = f'(x1) * b          y  = a + b
/// g0 = f'(x0) * a          g1 = f'(x1) * b
/// </code>
/// The adjoint of a sum of many terms then lives in registers; in the order of its two sweeps every value of the first is stored and loaded
/// again by the second (Rosenbrock, n = 100: 2.64 of the hand-written loop before, 1.15 after; 2026-11). What is computed is the same, bit for bit.
/// Writes to different constant positions of one array may change places. A program with effects keeps its order.
/// </remarks>
internal sealed class Schedule
{
    /// <summary>Below this the machine's registers and the JIT do well in any order.</summary>
    private const int FewEquations = 64;

    private readonly AnfProgram program;
    private readonly StoreRuns runs;
    private readonly Dictionary<ParameterExpression, int> numbers;
    private readonly List<int> reads;
    private readonly int[] firstRead;
    private readonly int[] readers;
    private readonly int[] firstReader;
    private readonly int[] pendingReads;
    private readonly int[] pendingWrites;
    private readonly int[] blockers;
    private readonly bool[] isDone;
    private readonly Dictionary<int, List<int>> orderedAfter = [];
    private readonly Stack<int> candidates = new();
    private readonly List<int> order;

    private Schedule(AnfProgram program)
    {
        this.program = program;
        var count = program.Equations.Length;
        runs = StoreRuns.Of(program);
        numbers = new Dictionary<ParameterExpression, int>(count + program.Parameters.Length);
        reads = new List<int>(2 * count);
        firstRead = new int[count + 1];
        blockers = new int[count];
        isDone = new bool[count];
        order = new List<int>(count);
        foreach (var equation in program.Equations)
            foreach (var variable in equation.Variables) numbers.Add(variable, numbers.Count);
        ListReads();
        (firstReader, readers) = ListReaders();
        pendingReads = new int[numbers.Count];
        pendingWrites = new int[numbers.Count];
        CountPending();
        OrderWrites();
    }

    /// <summary>The same equations in another order; programs inside regions keep theirs.</summary>
    public static AnfProgram Run(AnfProgram program, Func<MethodInfo, bool> isPure) =>
        program.Equations.Length >= FewEquations && program.Equations.All(e => IsMovable(e.Value, isPure))
            ? program.With(new Schedule(program).Place())
            : program;

    /// <summary>False for effects, and for updates of arrays of arrays or of several dimensions, whose parts other names may share.</summary>
    private static bool IsMovable(Expression value, Func<MethodInfo, bool> isPure) => value switch
    {
        Region region => region.Programs.All(p => p.Equations.All(e => IsMovable(e.Value, isPure))),
        MethodCallExpression call => (isPure(call.Method) || IsDelivery(call)) && (!ArrayMethods.IsUpdate(call) || IsFlat(call.Type)),
        _ => value.Type != typeof(void),
    };

    /// <summary>Handing a result over waits for the result, and for nothing else.</summary>
    private static bool IsDelivery(MethodCallExpression call) => call.Method.DeclaringType == typeof(ControlOperators) && call.Method.Name == nameof(ControlOperators.Deliver);

    private static bool IsFlat(Type array) => array.GetArrayRank() == 1 && array.GetElementType()!.IsPrimitive;

    /// <summary>Numbers what each equation reads, each variable once; a write of a run reads what the run starts from.</summary>
    private void ListReads()
    {
        for (var k = 0; k < program.Equations.Length; k++)
        {
            firstRead[k] = reads.Count;
            var value = program.Equations[k].Value;
            if (runs.Find(k) is { } run)
            {
                AddRead(k, run.Start);
                for (int o = 1, count = Operation.OperandCount(value); o < count; o++) AddRead(k, Operation.Operand(value, o));
            }
            else if (value is Region) FreeVariables.ForEach(value, v => AddRead(k, v));
            else
            {
                for (int o = 0, count = Operation.OperandCount(value); o < count; o++) AddRead(k, Operation.Operand(value, o));
            }
        }
        firstRead[^1] = reads.Count;
    }

    private void AddRead(int equation, Expression atom)
    {
        if (atom is not ParameterExpression p || !numbers.TryGetValue(p, out var number)) return;
        for (var r = firstRead[equation]; r < reads.Count; r++)
            if (reads[r] == number) return;
        reads.Add(number);
    }

    private (int[] First, int[] Readers) ListReaders()
    {
        var first = new int[numbers.Count + 1];
        foreach (var number in reads) first[number + 1]++;
        for (var v = 0; v < numbers.Count; v++) first[v + 1] += first[v];
        var next = first.AsSpan(0, numbers.Count).ToArray();
        var all = new int[reads.Count];
        for (var k = 0; k < program.Equations.Length; k++)
            for (var r = firstRead[k]; r < firstRead[k + 1]; r++) all[next[reads[r]]++] = k;
        return (first, all);
    }

    private void CountPending()
    {
        for (var v = 0; v < pendingReads.Length; v++) pendingReads[v] = firstReader[v + 1] - firstReader[v];
        foreach (var result in program.Results)
            if (result is ParameterExpression p && numbers.TryGetValue(p, out var number)) pendingReads[number]++;
        for (var k = 0; k < blockers.Length; k++)
        {
            blockers[k] = firstRead[k + 1] - firstRead[k];
            foreach (var variable in Written(k)) pendingWrites[numbers[variable]]++;
        }
    }

    /// <summary>The variables that an equation makes available: a run's last version is there when all its writes are done.</summary>
    private ImmutableArray<ParameterExpression> Written(int k) => runs.Find(k) is { } run ? run.End : program.Equations[k].Variables;

    /// <summary>A write in place comes after the earlier reads of the old version, and after earlier writes to the same position.</summary>
    private void OrderWrites()
    {
        for (var k = 0; k < program.Equations.Length; k++)
        {
            if (runs.Find(k) is { } run)
            {
                if (run.EarlierAtSamePosition >= 0) Order(run.EarlierAtSamePosition, k);
                continue;
            }
            if (!ArrayMethods.IsUpdate(program.Equations[k].Value) || Operation.Operand(program.Equations[k].Value, 0) is not ParameterExpression old || !numbers.TryGetValue(old, out var number)) continue;
            for (var r = firstReader[number]; r < firstReader[number + 1] && readers[r] < k; r++) Order(readers[r], k);
        }
    }

    private void Order(int first, int second)
    {
        if (!orderedAfter.TryGetValue(first, out var after)) orderedAfter[first] = after = [];
        after.Add(second);
        blockers[second]++;
    }

    private ImmutableArray<Equation> Place()
    {
        for (var k = blockers.Length - 1; k >= 0; k--)
            if (blockers[k] == 0) candidates.Push(k);
        PlaceCandidates();
        for (var k = 0; k < blockers.Length; k++)
        {
            if (isDone[k]) continue;
            Emit(k);
            PlaceCandidates();
        }
        return runs.Rethread(program, order);
    }

    private void PlaceCandidates()
    {
        while (candidates.TryPop(out var next))
            if (!isDone[next] && blockers[next] == 0 && LowersPressure(next)) Emit(next);
    }

    private void Emit(int k)
    {
        isDone[k] = true;
        order.Add(k);
        foreach (var variable in Written(k))
        {
            var number = numbers[variable];
            if (--pendingWrites[number] > 0) continue;
            for (var r = firstReader[number]; r < firstReader[number + 1]; r++) Unblock(readers[r]);
        }
        if (orderedAfter.TryGetValue(k, out var after))
            foreach (var next in after) Unblock(next);
        for (var r = firstRead[k]; r < firstRead[k + 1]; r++)
            if (--pendingReads[reads[r]] == 1) PushLastReader(reads[r]);
    }

    private void Unblock(int k)
    {
        if (--blockers[k] == 0) candidates.Push(k);
    }

    private void PushLastReader(int number)
    {
        for (var r = firstReader[number]; r < firstReader[number + 1]; r++)
            if (!isDone[readers[r]]) candidates.Push(readers[r]);
    }

    /// <summary>True when the equation ends the lives of as many values as it starts. An array to be filled is made first: nothing then waits for it.</summary>
    private bool LowersPressure(int k)
    {
        if (runs.IsStart(k)) return true;
        var started = runs.Find(k) is null ? program.Equations[k].Variables.Length : 0;
        for (var r = firstRead[k]; r < firstRead[k + 1]; r++)
            if (pendingReads[reads[r]] == 1) started--;
        return started <= 0;
    }
}
