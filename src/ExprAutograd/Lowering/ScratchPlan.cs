using System.Linq.Expressions;
using ExprAutograd.Anf;
using ExprAutograd.Diagnostics;
using ExprAutograd.Expressions;
using ExprAutograd.Operators;

namespace ExprAutograd.Lowering;

/// <summary>Which arrays are gone when the call ends, and when the iteration ends that makes them: one storage serves every time.</summary>
/// <remarks>
/// <code>
/// for ...: a = new double[n]; ...    =>    for ...: a = Scratch.Zeroed(scratch, 0, n); ...
/// </code>
/// An array escapes as a result, in another array or object, or through a call that may keep it. One that a loop carries is not made anew each time.
/// </remarks>
internal sealed class ScratchPlan
{
    private readonly ArrayPlan arrays;
    private readonly HashSet<ParameterExpression> escaped = [];
    private readonly List<(Equation Maker, LoopRegion[] Around)> makers = [];
    private readonly Dictionary<Equation, int> slots = [];
    private readonly HashSet<Equation> filled = [];

    private ScratchPlan(ArrayPlan arrays) => this.arrays = arrays;

    public static ScratchPlan Of(AnfProgram program, ArrayPlan arrays)
    {
        var plan = new ScratchPlan(arrays);
        foreach (var result in program.Results) plan.Escape(result);
        plan.Walk(program, []);
        foreach (var (maker, around) in plan.makers)
        {
            var storage = arrays.StorageOf(maker.Variable);
            if (plan.escaped.Contains(storage) || around.Any(l => l.State.Any(s => s.Type.IsArray && arrays.StorageOf(s) == storage))) continue;
            plan.slots[maker] = plan.slots.Count;
        }
        return plan;
    }

    public int SlotCount => slots.Count;

    /// <summary>The array's slot; false when it must be allocated.</summary>
    /// <param name="maker">The equation that makes it.</param>
    /// <param name="slot">Its slot.</param>
    /// <param name="isFilled">Whether all its elements are written before any is read.</param>
    public bool TryGetSlot(Equation maker, out int slot, out bool isFilled)
    {
        isFilled = filled.Contains(maker);
        return slots.TryGetValue(maker, out slot);
    }

    private void Escape(Expression atom)
    {
        if (atom is ParameterExpression { Type.IsArray: true } p) escaped.Add(arrays.StorageOf(p));
    }

    private void Walk(AnfProgram program, LoopRegion[] around)
    {
        for (var k = 0; k < program.Equations.Length; k++)
        {
            var equation = program.Equations[k];
            switch (equation.Value)
            {
                case Region region:
                    foreach (var nested in region.Programs) StackGuard.Run(() => { Walk(nested, region is LoopRegion loop ? [.. around, loop] : around); return 0; });
                    break;
                case var value when IsMaker(value):
                    makers.Add((equation, around));
                    if (value is MethodCallExpression operation && Destinations.IsOne(operation))
                    {
                        NoteEscapes(operation);
                        filled.Add(equation);
                    }
                    if (value is NewArrayExpression { NodeType: ExpressionType.NewArrayBounds } made && k + 1 < program.Equations.Length && program.Equations[k + 1].Value is LoopRegion next
                        && next.Initial.IndexOf(equation.Variable) is >= 0 and var position && FillingLoop.IsOne(next, position, made.Expressions[0])) filled.Add(equation);
                    break;
                case var value: NoteEscapes(value); break;
            }
        }
    }

    private static bool IsMaker(Expression value) => value.Type.IsArray && value.Type.GetArrayRank() == 1 && value.Type.GetElementType()!.IsPrimitive
        && (value is NewArrayExpression || Destinations.IsOne(value)
            || (value is MethodCallExpression { Method: { Name: nameof(ArrayOperators.ZerosLike) } method } && method.DeclaringType == typeof(ArrayOperators)));

    private void NoteEscapes(Expression value)
    {
        switch (value)
        {
            case BinaryExpression or UnaryExpression { NodeType: ExpressionType.ArrayLength } or MemberExpression: return;
            case MethodCallExpression { Method.DeclaringType: { } owner } call when owner == typeof(ArrayOperators) && call.Method.Name is not (nameof(ArrayOperators.Flatten) or nameof(ArrayOperators.Reshape)):
                if (call.Method.Name == nameof(ArrayOperators.Store)) Escape(call.Arguments[^1]);
                return;
            case MethodCallExpression { Method.DeclaringType: { } owner } when owner == typeof(MatrixOperators) || owner == typeof(SharedOperators) || owner == typeof(LaneOperators512) || owner == typeof(LaneOperators256) || owner == typeof(LaneOperators128): return;
            case MethodCallExpression call when Destinations.IsOneOrInto(call) || call.Method.DeclaringType == typeof(ProductOperators) || call.Method.Name is nameof(TapeOperators.PushShape) or nameof(ControlOperators.Deliver): return;
        }
        for (int k = 0, count = Operation.OperandCount(value); k < count; k++) Escape(Operation.Operand(value, k));
    }
}
