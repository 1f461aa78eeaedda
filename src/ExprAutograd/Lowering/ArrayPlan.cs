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
/// The length of an old version is the length of the new one, so asking for it keeps nothing alive.
/// </remarks>
internal sealed class ArrayPlan
{
    private readonly HashSet<Equation> inPlace = [];
    private readonly HashSet<ParameterExpression> owned = [];
    private readonly HashSet<ParameterExpression> mutated = [];

    public static ArrayPlan Of(AnfProgram program)
    {
        var plan = new ArrayPlan();
        var live = new HashSet<ParameterExpression>();
        var deadAfter = new Dictionary<Equation, HashSet<ParameterExpression>>();
        foreach (var result in program.Results) Read(result, live);
        var touching = new HashSet<AnfProgram>();
        if (!NoteArrays(program, touching)) return plan;
        Backward(program, live, deadAfter, touching);
        plan.Forward(program, deadAfter);
        return plan;
    }

    public bool IsInPlace(Equation equation) => inPlace.Contains(equation);

    /// <summary>True when the array's storage is written after it is made: a load from it must happen where it stands.</summary>
    public bool IsMutable(Expression array) => array is not ParameterExpression p || mutated.Contains(p);

    public static bool IsUpdate(Expression value) =>
        value is MethodCallExpression { Method: { } m }
        && ((m.DeclaringType == typeof(ArrayOperators) && m.Name is nameof(ArrayOperators.Store) or nameof(ArrayOperators.AddAt) or nameof(ArrayOperators.Sum))
            || (m.DeclaringType == typeof(MatrixOperators) && m.Name.StartsWith(nameof(MatrixOperators.With), StringComparison.Ordinal)));

    private static bool ReadsLengthOnly(Expression value) =>
        value is UnaryExpression { NodeType: ExpressionType.ArrayLength }
        || (value is MethodCallExpression m && m.Method.DeclaringType == typeof(ArrayOperators) && m.Method.Name == nameof(ArrayOperators.ZerosLike));

    private static void Read(Expression atom, HashSet<ParameterExpression> live)
    {
        if (atom is ParameterExpression { Type.IsArray: true } p) live.Add(p);
    }

    /// <summary>Collects the programs that mention an array, themselves or inside.</summary>
    private static bool NoteArrays(AnfProgram program, HashSet<AnfProgram> touching)
    {
        var touches = program.Results.Any(r => r.Type.IsArray);
        foreach (var equation in program.Equations)
        {
            if (equation.Value is Region region)
            {
                foreach (var nested in region.Programs) touches |= StackGuard.Run(() => NoteArrays(nested, touching));
                continue;
            }
            touches |= equation.Variable.Type.IsArray;
            for (int k = 0, count = Operation.OperandCount(equation.Value); k < count && !touches; k++) touches = Operation.Operand(equation.Value, k).Type.IsArray;
        }
        if (touches) touching.Add(program);
        return touches;
    }

    /// <summary>Notes for each update, and each branch, which of the arrays it reads die there.</summary>
    private static void Backward(AnfProgram program, HashSet<ParameterExpression> live, Dictionary<Equation, HashSet<ParameterExpression>> deadAfter, HashSet<AnfProgram> touching)
    {
        for (var k = program.Equations.Length - 1; k >= 0; k--)
        {
            var equation = program.Equations[k];
            if (equation.Value is Region region)
            {
                if (!equation.Variables.Any(v => v.Type.IsArray) && !region.Programs.Any(touching.Contains)) continue;
                deadAfter[equation] = [.. region.Programs.SelectMany(p => p.Results).OfType<ParameterExpression>().Where(r => !live.Contains(r))];
                var before = new HashSet<ParameterExpression>(live);
                foreach (var nested in region.Programs)
                {
                    var inner = new HashSet<ParameterExpression>(live);
                    foreach (var result in nested.Results) Read(result, inner);
                    if (region is not IfRegion) foreach (var free in FreeVariables.Of(nested)) Read(free, inner); // The next iteration reads it too.
                    StackGuard.Run(() => { Backward(nested, inner, deadAfter, touching); return 0; });
                    before.UnionWith(inner);
                }
                live.UnionWith(before);
                continue;
            }
            if (IsUpdate(equation.Value)) deadAfter[equation] = Operation.Operand(equation.Value, 0) is ParameterExpression p && !live.Contains(p) ? [p] : [];
            if (ReadsLengthOnly(equation.Value)) continue;
            for (int o = 0, count = Operation.OperandCount(equation.Value); o < count; o++) Read(Operation.Operand(equation.Value, o), live);
        }
    }

    private void Forward(AnfProgram program, Dictionary<Equation, HashSet<ParameterExpression>> deadAfter)
    {
        foreach (var equation in program.Equations)
        {
            if (equation.Value is Region region)
            {
                foreach (var nested in region.Programs) StackGuard.Run(() => { Forward(nested, deadAfter); return 0; });
                if (!deadAfter.TryGetValue(equation, out var dead)) continue;
                for (var k = 0; k < equation.Variables.Length; k++)
                {
                    var sources = region.Programs.Where(p => k < p.Results.Length).Select(p => p.Results[k]).ToList();
                    if (sources.All(s => s is ParameterExpression p && owned.Contains(p) && dead.Contains(p))) owned.Add(equation.Variables[k]);
                    if (sources.Any(IsMutable)) mutated.Add(equation.Variables[k]);
                }
                continue;
            }
            if (!equation.Variable.Type.IsArray) continue;
            if (Purity.Allocates(equation.Value) && (equation.Value is NewArrayExpression || (equation.Value is MethodCallExpression m && (m.Method.DeclaringType == typeof(ArrayOperators) || m.Method.DeclaringType == typeof(MatrixOperators)))))
                owned.Add(equation.Variable);
            if (!IsUpdate(equation.Value)) continue;
            mutated.Add(equation.Variable);
            if (Operation.Operand(equation.Value, 0) is not ParameterExpression before || !owned.Contains(before) || !deadAfter[equation].Contains(before)) continue;
            inPlace.Add(equation);
            mutated.Add(before);
        }
    }
}
