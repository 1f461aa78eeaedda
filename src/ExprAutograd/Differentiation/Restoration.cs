using System.Collections.Immutable;
using System.Linq.Expressions;
using ExprAutograd.Anf;
using ExprAutograd.Expressions;
using ExprAutograd.Operators;

namespace ExprAutograd.Differentiation;

/// <summary>How the adjoint of an iteration gets back what it reads of the iteration: computed again where that is cheap, else from a tape.</summary>
/// <remarks>
/// <code>
/// a = x[i]; b = exp(a); s' = s * b        the adjoint reads s, b:   push s, b;   pop b, s
///                                         and x[i]:                 computed again from i
/// </code>
/// Tapenade's to-be-recorded analysis (Hascoët, Pascual 2013): only what the adjoint reads is written down, and not what follows from the
/// index, from outside the loop, or from what is written down anyway.
/// </remarks>
internal sealed class Restoration
{
    /// <summary>More operations than this are not done again for a value that could be read back.</summary>
    private const int MostOperationsAgain = 8;

    private readonly AnfProgram body;
    private readonly Func<ParameterExpression, bool> isStable;
    private readonly Dictionary<ParameterExpression, (Expression Value, int Position)> definitions = [];
    private readonly Dictionary<ParameterExpression, int> cost = [];
    private readonly HashSet<ParameterExpression> bound;
    private readonly Dictionary<ParameterExpression, int> positions = [];

    /// <param name="body">The iteration as it runs forward.</param>
    /// <param name="isStable">Whether an array from outside still holds what it held in the loop when the adjoint runs.</param>
    public Restoration(AnfProgram body, Func<ParameterExpression, bool> isStable)
    {
        this.body = body;
        this.isStable = isStable;
        bound = [.. body.Parameters];
        for (var k = 0; k < body.Parameters.Length; k++) positions[body.Parameters[k]] = k - body.Parameters.Length;
        cost[body.Parameters[0]] = 0;
        for (var k = 0; k < body.Equations.Length; k++)
        {
            var equation = body.Equations[k];
            foreach (var variable in equation.Variables)
            {
                bound.Add(variable);
                positions[variable] = k;
            }
            if (equation.Value is Region || !IsCheap(equation.Value)) continue;
            definitions[equation.Variable] = (equation.Value, k);
            var total = 1;
            for (int o = 0, count = Operation.OperandCount(equation.Value); o < count; o++) total += CostOf(Operation.Operand(equation.Value, o));
            if (total <= MostOperationsAgain) cost[equation.Variable] = total;
        }
    }

    /// <summary>The values to write down, in the order of their making.</summary>
    public ImmutableArray<ParameterExpression> Taped { get; private set; }

    /// <summary>The values to compute again, in order.</summary>
    public ImmutableArray<Equation> Recomputed { get; private set; }

    /// <summary>Decides for what <paramref name="adjoint"/> reads.</summary>
    public void Decide(AnfProgram adjoint)
    {
        var needed = FreeVariables.Of(adjoint).Where(bound.Contains).ToHashSet();
        needed.Remove(body.Parameters[0]);
        var taped = new HashSet<ParameterExpression>();
        foreach (var variable in needed.OrderByDescending(v => positions[v]))
            if (!cost.ContainsKey(variable) && !FollowsFrom(variable, needed)) taped.Add(variable);

        var recomputed = new SortedDictionary<int, Equation>();
        foreach (var variable in needed) Recompute(variable, taped, recomputed);
        Taped = [.. taped.OrderBy(v => positions[v])];
        Recomputed = [.. recomputed.Values];
    }

    private bool FollowsFrom(ParameterExpression variable, HashSet<ParameterExpression> needed)
    {
        if (!definitions.TryGetValue(variable, out var definition)) return false;
        for (int k = 0, count = Operation.OperandCount(definition.Value); k < count; k++)
            if (Operation.Operand(definition.Value, k) is ParameterExpression p && CostOf(p) > MostOperationsAgain && !needed.Contains(p)) return false;
        return true;
    }

    private void Recompute(ParameterExpression variable, HashSet<ParameterExpression> taped, SortedDictionary<int, Equation> recomputed)
    {
        if (!bound.Contains(variable) || taped.Contains(variable) || variable == body.Parameters[0] || !definitions.TryGetValue(variable, out var definition) || recomputed.ContainsKey(definition.Position)) return;
        recomputed[definition.Position] = body.Equations[definition.Position];
        for (int k = 0, count = Operation.OperandCount(definition.Value); k < count; k++)
            if (Operation.Operand(definition.Value, k) is ParameterExpression p) Recompute(p, taped, recomputed);
    }

    private int CostOf(Expression atom) => atom is ParameterExpression p && bound.Contains(p) ? cost.GetValueOrDefault(p, MostOperationsAgain + 1) : 0;

    private bool IsCheap(Expression value) => value switch
    {
        BinaryExpression { NodeType: ExpressionType.ArrayIndex } load => IsReadable(load.Left),
        BinaryExpression { Method: null, NodeType: ExpressionType.Divide or ExpressionType.Modulo } b => NumericTypes.IsInteger(b.Type),
        BinaryExpression { Method: null } b => b.Type.IsPrimitive && b.Left.Type.IsPrimitive,
        UnaryExpression { Method: null, NodeType: ExpressionType.ArrayLength } u => IsReadable(u.Operand),
        UnaryExpression { Method: null } u => u.Type.IsPrimitive && u.Operand.Type.IsPrimitive,
        MethodCallExpression call when ArrayOperation.IsOne(call, nameof(ArrayOperators.Load)) => IsReadable(call.Arguments[0]),
        _ => false,
    };

    /// <summary>Rows of stable arrays are stable too: they are computed in the body, and cheap.</summary>
    private bool IsReadable(Expression array) => array is not ParameterExpression p || (bound.Contains(p) ? definitions.ContainsKey(p) : isStable(p));
}
