using System.Collections.Immutable;
using System.Linq.Expressions;
using ExprAutograd.Anf;
using ExprAutograd.Diagnostics;
using ExprAutograd.Expressions;
using ExprAutograd.Operators;

namespace ExprAutograd.Lowering;

/// <summary>Which stores may write in place: the old version is the program's own and nobody reads it again.</summary>
/// <remarks>
/// <code>
/// g0 = ZerosLike(x)              g = new double[x.Length]
/// g1 = Store(g0, 0, a)    =>     g[0] = a
/// g2 = Store(g1, 1, b)           g[1] = b
/// </code>
/// An array that a loop carries is the loop's own when it was the program's own before it, or is copied once on entry, and every iteration
/// hands on one that is its own. The length of an old version is the length of the new one, so asking for it keeps nothing alive.
/// </remarks>
internal sealed class ArrayPlan
{
    private readonly ArrayLiveness liveness;
    private readonly HashSet<Equation> inPlace = [];
    private readonly HashSet<ParameterExpression> owned = [];
    private readonly HashSet<(Equation Loop, int State)> copiedOnEntry = [];
    private readonly Stack<Action> undo = new();
    private readonly Dictionary<ParameterExpression, ParameterExpression> sharesWith = [];
    private readonly HashSet<ParameterExpression> written = [];

    private ArrayPlan(ArrayLiveness liveness) => this.liveness = liveness;

    public static ArrayPlan Of(AnfProgram program)
    {
        var plan = new ArrayPlan(ArrayLiveness.Of(program));
        if (plan.liveness.IsEmpty) return plan;
        plan.Decide(program);
        plan.Share(program);
        return plan;
    }

    public bool IsInPlace(Equation equation) => inPlace.Contains(equation);

    /// <summary>True when a loop must start from a copy of the array it is given as this part of its state.</summary>
    public bool IsCopiedOnEntry(Equation loop, int state) => copiedOnEntry.Contains((loop, state));

    /// <summary>True when the array's storage is written after it is made: a load from it must happen where it stands.</summary>
    public bool IsMutable(Expression array) => array is not ParameterExpression p || written.Contains(StorageOf(p));

    /// <summary>True for an operation whose result nobody else has.</summary>
    private static bool IsMaker(Expression value) => value is NewArrayExpression || Destinations.IsOneOrInto(value) || ArrayMethods.IsUpdate(value)
        || (value is MethodCallExpression m && m.Type.IsArray && (m.Method.DeclaringType == typeof(MatrixOperators)
            || (m.Method.DeclaringType == typeof(SharedOperators) && m.Method.Name is nameof(SharedOperators.Written) or nameof(SharedOperators.Added))
            || (m.Method.DeclaringType == typeof(ArrayOperators) && m.Method.Name is not (nameof(ArrayOperators.Flatten) or nameof(ArrayOperators.Reshape)))));

    private void Add<T>(HashSet<T> set, T item)
    {
        if (set.Add(item)) undo.Push(() => set.Remove(item));
    }

    private bool IsOwnedAndDead(Expression atom, HashSet<ParameterExpression> dead) => atom is ConstantExpression || (atom is ParameterExpression p && owned.Contains(p) && dead.Contains(p));

    private void Decide(AnfProgram program)
    {
        foreach (var equation in program.Equations)
        {
            switch (equation.Value)
            {
                case IfRegion branch: Decide(equation, branch); break;
                case LoopRegion loop: Decide(equation, loop); break;
                default: DecideOperation(equation); break;
            }
        }
    }

    private void Decide(Equation equation, IfRegion branch)
    {
        foreach (var nested in branch.Programs) StackGuard.Run(() => { Decide(nested); return 0; });
        var dead = liveness.DeadAfter(equation);
        for (var k = 0; k < equation.Variables.Length; k++)
            if (equation.Variables[k].Type.IsArray && branch.Programs.All(p => IsOwnedAndDead(p.Results[k], dead))) Add(owned, equation.Variables[k]);
    }

    /// <summary>Supposes that the loop owns every array it carries, and takes back what an iteration does not keep up.</summary>
    private void Decide(Equation equation, LoopRegion loop)
    {
        var arrays = Enumerable.Range(0, loop.Initial.Length).Where(k => loop.Initial[k].Type.IsArray).ToList();
        if (!HasUpdate(loop.Body)) arrays.Clear();
        while (true)
        {
            var mark = undo.Count;
            foreach (var k in arrays) Add(owned, loop.State[k]);
            foreach (var nested in loop.Programs) StackGuard.Run(() => { Decide(nested); return 0; });
            var dead = liveness.DeadAfter(equation);
            var kept = arrays.Where(k => IsOwnedAndDead(loop.Body.Results[k], dead)).ToList();
            if (kept.Count == arrays.Count) break;
            while (undo.Count > mark) undo.Pop()();
            arrays = kept;
        }
        foreach (var k in arrays)
        {
            Add(owned, equation.Variables[k]);
            if (!IsOwnedAndDead(loop.Initial[k], liveness.DeadOnEntry(equation))) Add(copiedOnEntry, (equation, k));
        }
    }

    private static bool HasUpdate(AnfProgram program) => program.Equations.Any(e => e.Value is Region region
        ? StackGuard.Run(() => region.Programs.Any(HasUpdate))
        : ArrayMethods.IsUpdate(e.Value));

    private void DecideOperation(Equation equation)
    {
        if (!equation.Variable.Type.IsArray) return;
        var dead = ArrayMethods.IsUpdate(equation.Value) ? liveness.DeadAfter(equation) : [];

        // A row that others have too makes the whole not its own.
        var isDeep = !ArrayMethods.IsUpdate(equation.Value) || equation.Value is not MethodCallExpression { Method.Name: nameof(ArrayOperators.Store) } store || !store.Arguments[^1].Type.IsArray || IsOwnedAndDead(store.Arguments[^1], dead);
        if (IsMaker(equation.Value) && isDeep) Add(owned, equation.Variable);
        if (ArrayMethods.IsUpdate(equation.Value) && Operation.Operand(equation.Value, 0) is ParameterExpression before && owned.Contains(before) && dead.Contains(before)) Add(inPlace, equation);
    }

    /// <summary>One name for all names of the array's storage.</summary>
    public ParameterExpression StorageOf(ParameterExpression array)
    {
        while (sharesWith.TryGetValue(array, out var other)) array = other;
        return array;
    }

    private void Share(Expression a, Expression b)
    {
        if (a is not ParameterExpression { Type.IsArray: true } p || b is not ParameterExpression q || (p = StorageOf(p)) == (q = StorageOf(q))) return;
        sharesWith[p] = q;
        if (written.Contains(p)) written.Add(q);
    }

    /// <summary>Names of one storage, and which storages are written.</summary>
    private void Share(AnfProgram program)
    {
        foreach (var equation in program.Equations)
        {
            if (equation.Value is Region region)
            {
                foreach (var nested in region.Programs) StackGuard.Run(() => { Share(nested); return 0; });
                for (var k = 0; k < equation.Variables.Length; k++)
                {
                    if (!equation.Variables[k].Type.IsArray) continue;
                    if (region is IfRegion branch)
                    {
                        foreach (var side in branch.Programs) Share(side.Results[k], equation.Variables[k]);
                        continue;
                    }
                    var loop = (LoopRegion)region;
                    foreach (var nested in loop.Programs) Share(nested.Parameters[k + 1], equation.Variables[k]);
                    Share(loop.Body.Results[k], equation.Variables[k]);
                    if (!IsCopiedOnEntry(equation, k)) Share(loop.Initial[k], equation.Variables[k]);
                }
                continue;
            }
            if (equation.Value is BinaryExpression { NodeType: ExpressionType.ArrayIndex, Type.IsArray: true } row) Share(equation.Variable, row.Left);
            if (!ArrayMethods.IsUpdate(equation.Value)) continue;
            if (IsInPlace(equation)) Share(Operation.Operand(equation.Value, 0), equation.Variable);
            if (equation.Value is MethodCallExpression { Method.Name: nameof(ArrayOperators.Store) } store) Share(store.Arguments[^1], equation.Variable);
            written.Add(StorageOf(equation.Variable));
        }
    }
}
