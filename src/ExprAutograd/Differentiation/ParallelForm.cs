using System.Linq.Expressions;
using ExprAutograd.Anf;
using ExprAutograd.Diagnostics;
using ExprAutograd.Expressions;
using ExprAutograd.Operators;

namespace ExprAutograd.Differentiation;

/// <summary>What iterations of a loop do with a state that none of them reads.</summary>
[Flags]
internal enum StateUse
{
    /// <summary>They hand it on.</summary>
    None = 0,

    /// <summary>Each stores at its own index.</summary>
    Filled = 1,

    /// <summary>Each adds at its own index.</summary>
    AddedToAtIndex = 2,

    /// <summary>They add to it, wherever they like.</summary>
    AddedTo = 4,
}

/// <summary>Whether the derivative of each iteration of a loop stands on its own: then no tape is needed, and any order will do.</summary>
/// <remarks>
/// So it is where every differentiated state is only added to (<c>s + t</c>, <c>AddAt(a, k, t)</c>) or filled at the index
/// (<c>Store(a, i, t)</c>), and read nowhere else: its cotangent is the same in all iterations. State that carries no derivative may do what it
/// likes: it is computed again. Schenck, Rønning, Henriksen, Oancea (2022), "AD for an array language with nested parallelism".
/// </remarks>
internal sealed class ParallelForm
{
    private readonly HashSet<ParameterExpression> versions = [];
    private readonly HashSet<ParameterExpression> dependents = [];
    private readonly ParameterExpression index;
    private int references;
    private StateUse use;

    private ParallelForm(ParameterExpression index) => this.index = index;

    /// <summary>True when iterations of <paramref name="loop"/> are independent as far as <paramref name="isActive"/> values go.</summary>
    public static bool IsOf(LoopRegion loop, Equation equation, Func<Expression, bool> isActive)
    {
        for (var k = 0; k < loop.Initial.Length; k++)
        {
            if (!isActive(loop.State[k]) && !isActive(equation.Variables[k])) continue;
            if (UseOf(loop, k) is not { } use) return false;
            // An element that is added to in one iteration may be overwritten in another: what was added is then lost.
            if (use.HasFlag(StateUse.Filled) && (use != StateUse.Filled || isActive(loop.Initial[k]))) return false;
        }
        return true;
    }

    /// <summary>What iterations do with a state; null where they read it, or make it in another way than from what it was.</summary>
    public static StateUse? UseOf(LoopRegion loop, int state)
    {
        var form = new ParallelForm(loop.Index);
        form.dependents.Add(loop.State[state]);
        form.NoteDependents(loop.Body);
        if (form.Follow(loop.Body, loop.Body.Results[state], isTop: true) != loop.State[state]) return null;
        return loop.Programs.Sum(form.CountReads) == form.references ? form.use : null;
    }

    /// <summary>From a version back to the one that <paramref name="program"/> found; null when something else than adding made it.</summary>
    private ParameterExpression? Follow(AnfProgram program, Expression version, bool isTop)
    {
        while (true)
        {
            if (version is not ParameterExpression p) return null;
            versions.Add(p);
            references++;
            if (program.DefinitionOf(p) is not { } made) return p;
            switch (made.Value)
            {
                case IfRegion branch:
                    var at = made.Variables.IndexOf(p);
                    var sides = branch.Programs.Select(side => StackGuard.Run(() => Follow(side, side.Results[at], isTop: false))).ToList();
                    if (sides[0] is null || sides[0] != sides[1]) return null;
                    // Both sides go on from the same version; it was counted in each of them, and is looked at once more here.
                    references--;
                    version = sides[0]!;
                    break;
                case LoopRegion loop:
                    var k = made.Variables.IndexOf(p);
                    versions.Add(loop.State[k]);
                    if (StackGuard.Run(() => Follow(loop.Body, loop.Body.Results[k], isTop: false)) != loop.State[k]) return null;
                    version = loop.Initial[k];
                    break;
                case BinaryExpression { Method: null, NodeType: ExpressionType.Add or ExpressionType.Subtract } sum when NumericTypes.IsFloating(sum.Type):
                    use |= StateUse.AddedTo;
                    version = sum.NodeType == ExpressionType.Add && DependsOnState(sum.Right) ? sum.Right : sum.Left;
                    break;
                case MethodCallExpression call when ArrayOperation.IsOne(call, nameof(ArrayOperators.AddAt)):
                    use |= isTop && call.Arguments[1] == index ? StateUse.AddedToAtIndex : StateUse.AddedTo;
                    version = call.Arguments[0];
                    break;
                case MethodCallExpression call when ArrayOperation.IsOne(call, nameof(ArrayOperators.Sum)):
                    use |= StateUse.AddedTo;
                    version = call.Arguments[DependsOnState(call.Arguments[1]) ? 1 : 0];
                    break;
                case MethodCallExpression call when isTop && ArrayOperation.IsOne(call, nameof(ArrayOperators.Store)) && call.Arguments[1] == index:
                    use |= StateUse.Filled;
                    version = call.Arguments[0];
                    break;
                default: return null;
            }
        }
    }

    /// <summary>Notes what is computed from the state.</summary>
    private void NoteDependents(AnfProgram program)
    {
        foreach (var equation in program.Equations)
        {
            switch (equation.Value)
            {
                case LoopRegion loop:
                    int before;
                    do
                    {
                        before = dependents.Count;
                        for (var k = 0; k < loop.Initial.Length; k++)
                            if (DependsOnState(loop.Initial[k]) || DependsOnState(loop.Body.Results[k])) dependents.Add(loop.State[k]);
                        StackGuard.Run(() => { NoteDependents(loop.Body); return 0; });
                    }
                    while (dependents.Count > before);
                    for (var k = 0; k < loop.Initial.Length; k++)
                        if (DependsOnState(loop.State[k]) || DependsOnState(loop.Body.Results[k])) dependents.Add(equation.Variables[k]);
                    break;
                case IfRegion branch:
                    foreach (var side in branch.Programs)
                    {
                        StackGuard.Run(() => { NoteDependents(side); return 0; });
                        for (var k = 0; k < equation.Variables.Length; k++)
                            if (DependsOnState(branch.Test) || DependsOnState(side.Results[k])) dependents.Add(equation.Variables[k]);
                    }
                    break;
                case var value:
                    for (int k = 0, count = Operation.OperandCount(value); k < count; k++)
                        if (DependsOnState(Operation.Operand(value, k))) dependents.Add(equation.Variable);
                    break;
            }
        }
    }

    private bool DependsOnState(Expression atom) => atom is ParameterExpression p && dependents.Contains(p);

    private int CountReads(AnfProgram program) => program.Results.Count(IsVersion) + program.Equations.Sum(e => e.Value is Region region
        ? region.Operands.Count(IsVersion) + StackGuard.Run(() => region.Programs.Sum(CountReads))
        : ReadsOf(e.Value));

    private int ReadsOf(Expression value)
    {
        var reads = 0;
        for (int k = 0, count = Operation.OperandCount(value); k < count; k++)
            if (IsVersion(Operation.Operand(value, k))) reads++;
        return value is UnaryExpression { NodeType: ExpressionType.ArrayLength } || ArrayOperation.DependsOnShapeOnly(value) ? 0 : reads;
    }

    private bool IsVersion(Expression atom) => atom is ParameterExpression p && versions.Contains(p);
}
