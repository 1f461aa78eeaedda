using System.Linq.Expressions;
using ExprAutograd.Anf;
using ExprAutograd.Diagnostics;
using ExprAutograd.Expressions;
using ExprAutograd.Operators;

namespace ExprAutograd.Lowering;

/// <summary>Which arrays are gone when the call ends, and how many of a place may be alive at once: their storage serves again.</summary>
/// <remarks>
/// <code>
/// for ...: a = new double[n]; ...                        =>    for ...: a = Scratch.Zeroed(scratch, 0, n); ...
/// for ...: a = new double[n]; rows = Store(rows, i, a)   =>    Restart(scratch, 0); for ...: a = Scratch.NextZeroed(scratch, 0, n); ...
/// </code>
/// An array escapes as a result, in another object, or through a call that may keep it. One that no loop around carries is dead when the next of its place is made: one storage serves every time.
/// What a loop carries, in an array of arrays or as its state, and what is on a tape lives until that loop has ended and everything after it in the iteration around: there the storages start again with the first.
/// </remarks>
internal sealed class ScratchPlan
{
    /// <summary>How many equations after an array is made the loop that fills it is looked for.</summary>
    private const int FarthestReader = 8;

    private readonly ArrayPlan arrays;
    private readonly HashSet<ParameterExpression> escaped = [];
    private readonly List<(Equation Maker, int Result, LoopRegion[] Around)> makers = [];
    private readonly Dictionary<(Equation Maker, int Result), ScratchPlace> places = [];
    private readonly Dictionary<LoopRegion, List<int>> restarts = [];
    private readonly HashSet<Equation> filled = [];
    private readonly Dictionary<ParameterExpression, ParameterExpression> livesAs = [];
    private readonly Dictionary<ParameterExpression, (int Depth, ParameterExpression? Kept)> tapes = [];

    private ScratchPlan(ArrayPlan arrays) => this.arrays = arrays;

    public static ScratchPlan Of(AnfProgram program, ArrayPlan arrays)
    {
        var plan = new ScratchPlan(arrays);
        foreach (var result in program.Results) plan.Escape(result);
        foreach (var parameter in program.Parameters) plan.EscapeInto(parameter);
        plan.Walk(program, []);
        var depths = new Dictionary<ParameterExpression, int>();
        foreach (var (depth, kept) in plan.tapes.Values)
            if (kept is not null) depths[plan.GroupOf(kept)] = Math.Min(depth, depths.GetValueOrDefault(plan.GroupOf(kept), int.MaxValue));
        var left = plan.escaped.Select(plan.GroupOf).ToHashSet();
        foreach (var (maker, result, around) in plan.makers)
        {
            var group = plan.GroupOf(maker.Variables[result]);
            if (left.Contains(group)) continue;
            var carrier = Array.FindIndex(around, l => l.State.Any(s => s.Type.IsArray && plan.GroupOf(s) == group));
            var outlived = Math.Min(carrier < 0 ? around.Length : carrier, depths.GetValueOrDefault(group, int.MaxValue));
            plan.Place((maker, result), around, outlived);
        }
        return plan;
    }

    /// <summary>How many places have one storage.</summary>
    public int SlotCount { get; private set; }

    /// <summary>How many places have many.</summary>
    public int RowCount { get; private set; }

    public bool IsEmpty => places.Count == 0;

    /// <summary>The places whose storages start again at the start of the call.</summary>
    public List<int> RestartsOfCall { get; } = [];

    /// <summary>The places whose storages start again at the start of an iteration.</summary>
    public IReadOnlyList<int> RestartsOf(LoopRegion loop) => restarts.TryGetValue(loop, out var rows) ? rows : [];

    /// <summary>The array's place; null where it must be allocated.</summary>
    /// <param name="maker">The equation that makes it, or the loop that starts from a copy.</param>
    /// <param name="result">Which of what the equation binds it is.</param>
    public ScratchPlace? PlaceOf(Equation maker, int result = 0) => places.TryGetValue((maker, result), out var place) ? place : null;

    /// <summary>Finds a place for arrays that are dead at the end of an iteration of the loops up to <paramref name="outlived"/>, and may not be at that of those inside.</summary>
    private void Place((Equation Equation, int Result) maker, LoopRegion[] around, int outlived)
    {
        var isRow = outlived < around.Length;
        places[maker] = new ScratchPlace(isRow ? RowCount++ : SlotCount++, isRow, filled.Contains(maker.Equation));
        if (!isRow) return;
        var row = RowCount - 1;
        if (outlived == 0) RestartsOfCall.Add(row);
        else if (restarts.TryGetValue(around[outlived - 1], out var others)) others.Add(row);
        else restarts[around[outlived - 1]] = [row];
    }

    /// <summary>One name for all arrays that live as long as this one: of its storage, kept in it, or on the same tape.</summary>
    private ParameterExpression GroupOf(ParameterExpression array)
    {
        array = arrays.StorageOf(array);
        while (livesAs.TryGetValue(array, out var other)) array = arrays.StorageOf(other);
        return array;
    }

    private void Join(Expression a, Expression b)
    {
        if (a is ParameterExpression { Type.IsArray: true } p && b is ParameterExpression { Type.IsArray: true } q && GroupOf(p) is var one && GroupOf(q) is var other && one != other) livesAs[one] = other;
    }

    private void Escape(Expression atom)
    {
        if (atom is ParameterExpression { Type.IsArray: true } p) escaped.Add(p);
    }

    private void Walk(AnfProgram program, LoopRegion[] around)
    {
        for (var k = 0; k < program.Equations.Length; k++)
        {
            var equation = program.Equations[k];
            switch (equation.Value)
            {
                case Region region:
                    for (var state = 0; state < equation.Variables.Length; state++)
                        if (arrays.IsCopiedOnEntry(equation, state) && equation.Variables[state].Type is { IsSZArray: true } array && array.GetElementType()!.IsPrimitive) makers.Add((equation, state, around));
                    foreach (var nested in region.Programs) StackGuard.Run(() => { Walk(nested, region is LoopRegion loop ? [.. around, loop] : around); return 0; });
                    break;
                case MethodCallExpression call when call.Method.DeclaringType == typeof(TapeOperators): NoteTape(equation, call, around.Length); break;
                case var value when IsMaker(value):
                    makers.Add((equation, 0, around));
                    if (value is NewArrayExpression { NodeType: ExpressionType.NewArrayInit, Type: var rows } kept && rows.GetElementType()!.IsArray)
                        foreach (var row in kept.Expressions) Join(equation.Variable, row);
                    if (value is MethodCallExpression operation && Destinations.IsOne(operation))
                    {
                        NoteEscapes(operation);
                        filled.Add(equation);
                    }
                    if (value is NewArrayExpression { NodeType: ExpressionType.NewArrayBounds } made && IsFilled(program, k, made)) filled.Add(equation);
                    break;
                case var value:
                    NoteEscapes(value);
                    if (!ArrayMethods.IsUpdate(value) && value.NodeType != ExpressionType.ArrayIndex) EscapeInto(equation.Variable);
                    break;
            }
        }
    }

    /// <summary>What is put into an array of arrays that somebody else may have is gone.</summary>
    private void EscapeInto(ParameterExpression array)
    {
        if (array.Type.IsArray && array.Type.GetElementType()!.IsArray) Escape(array);
    }

    /// <summary>True where the first to read the array is a loop that stores at every index of it.</summary>
    private static bool IsFilled(AnfProgram program, int maker, NewArrayExpression made)
    {
        var array = program.Equations[maker].Variable;
        for (var k = maker + 1; k < Math.Min(program.Equations.Length, maker + FarthestReader); k++)
        {
            if (!FreeVariables.IsRead(program.Equations[k].Value, array)) continue;
            return program.Equations[k].Value is LoopRegion loop && loop.Initial.IndexOf(array) is >= 0 and var position && loop.Initial.LastIndexOf(array) == position
                && FillingLoop.IsOne(loop, position, made.Expressions[0]);
        }
        return false;
    }

    /// <summary>Arrays on a tape live as long as the tape, and are what is read back from it.</summary>
    private void NoteTape(Equation equation, MethodCallExpression call, int depth)
    {
        if (call.Method.Name == nameof(TapeOperators.New))
        {
            tapes[equation.Variable] = (depth, null);
            return;
        }
        var array = call.Method.Name switch { nameof(TapeOperators.Push) => call.Arguments[1], nameof(TapeOperators.Pop) => equation.Variable, _ => null };
        if (array is not ParameterExpression { Type.IsArray: true } p) return;
        if (call.Arguments[0] is not ParameterExpression tape || !tapes.TryGetValue(tape, out var known)) Escape(p);
        else if (known.Kept is { } other) Join(other, p);
        else tapes[tape] = (known.Depth, p);
    }

    private static bool IsMaker(Expression value) => value.Type.IsArray && value.Type.GetArrayRank() == 1 && (value.Type.GetElementType() is { IsPrimitive: true } || (value is NewArrayExpression && value.Type.GetElementType() is { IsSZArray: true }))
        && (value is NewArrayExpression || Destinations.IsOne(value)
            || (value is MethodCallExpression { Method: { Name: nameof(ArrayOperators.ZerosLike) } method } && method.DeclaringType == typeof(ArrayOperators)));

    private void NoteEscapes(Expression value)
    {
        switch (value)
        {
            case BinaryExpression or UnaryExpression { NodeType: ExpressionType.ArrayLength } or MemberExpression: return;
            case MethodCallExpression { Method.DeclaringType: { } owner } call when owner == typeof(ArrayOperators) && call.Method.Name is not (nameof(ArrayOperators.Flatten) or nameof(ArrayOperators.Reshape)): return;
            case MethodCallExpression { Method.DeclaringType: { } owner } when owner == typeof(MatrixOperators) || owner == typeof(SharedOperators) || owner == typeof(LaneOperators512) || owner == typeof(LaneOperators256) || owner == typeof(LaneOperators128): return;
            case MethodCallExpression call when Destinations.IsOneOrInto(call) || call.Method.DeclaringType == typeof(ProductOperators) || call.Method.Name is nameof(ControlOperators.Deliver): return;
        }
        for (int k = 0, count = Operation.OperandCount(value); k < count; k++) Escape(Operation.Operand(value, k));
    }
}

/// <summary>Where an array that ends with the call is taken from.</summary>
/// <param name="Number">The number of the slot or row.</param>
/// <param name="IsRow">Whether many of the place may be alive at once.</param>
/// <param name="IsFilled">Whether all its elements are written before any is read.</param>
internal readonly record struct ScratchPlace(int Number, bool IsRow, bool IsFilled);
