using System.Linq.Expressions;
using ExprAutograd.Anf;
using ExprAutograd.Diagnostics;
using ExprAutograd.Expressions;
using ExprAutograd.Operators;

namespace ExprAutograd.Lowering;

/// <summary>Which array names die where: at an update, at the end of a branch or iteration, on entry to a loop.</summary>
/// <remarks>What a row is read for keeps the array of arrays alive that it is a row of.</remarks>
internal sealed class ArrayLiveness
{
    private static readonly HashSet<ParameterExpression> None = [];

    private readonly Dictionary<Equation, HashSet<ParameterExpression>> deadAfter = [];
    private readonly Dictionary<Equation, HashSet<ParameterExpression>> deadOnEntry = [];
    private readonly HashSet<AnfProgram> touching = [];
    private readonly Dictionary<ParameterExpression, ParameterExpression> rowOf = [];

    public static ArrayLiveness Of(AnfProgram program)
    {
        var liveness = new ArrayLiveness();
        if (!liveness.NoteArrays(program)) return liveness;
        var live = new HashSet<ParameterExpression>();
        foreach (var result in program.Results) liveness.Read(result, live);
        liveness.Backward(program, live);
        return liveness;
    }

    /// <summary>True for a program without arrays.</summary>
    public bool IsEmpty => touching.Count == 0;

    /// <summary>Of the arrays an update takes, or a region's programs hand out, those that nobody reads after it.</summary>
    public HashSet<ParameterExpression> DeadAfter(Equation equation) => deadAfter.GetValueOrDefault(equation, None);

    /// <summary>Of the arrays that a loop starts from, those that nobody reads again, in it or after it.</summary>
    public HashSet<ParameterExpression> DeadOnEntry(Equation loop) => deadOnEntry.GetValueOrDefault(loop, None);

    private static bool ReadsShapeOnly(Expression value) =>
        value is UnaryExpression { NodeType: ExpressionType.ArrayLength }
        || (value is MethodCallExpression m && ((m.Method.DeclaringType == typeof(ArrayOperators) && m.Method.Name is nameof(ArrayOperators.ZerosLike)) || (m.Method.DeclaringType == typeof(Array) && m.Method.Name is nameof(Array.GetLength))
            || (m.Method.DeclaringType == typeof(TapeOperators) && m.Method.Name is nameof(TapeOperators.PushShape))));

    private void Read(Expression atom, HashSet<ParameterExpression> live)
    {
        if (atom is not ParameterExpression { Type.IsArray: true } p) return;
        live.Add(p);
        while (rowOf.TryGetValue(p, out var rows)) live.Add(p = rows);
    }

    /// <summary>Collects the programs that mention an array, themselves or inside, and the rows.</summary>
    private bool NoteArrays(AnfProgram program)
    {
        var touches = program.Results.Any(r => r.Type.IsArray) || program.Parameters.Any(p => p.Type.IsArray);
        foreach (var equation in program.Equations)
        {
            if (equation.Value is Region region)
            {
                foreach (var nested in region.Programs) touches |= StackGuard.Run(() => NoteArrays(nested));
                continue;
            }
            touches |= equation.Variable.Type.IsArray;
            for (int k = 0, count = Operation.OperandCount(equation.Value); k < count && !touches; k++) touches = Operation.Operand(equation.Value, k).Type.IsArray;
            if (equation.Value is BinaryExpression { NodeType: ExpressionType.ArrayIndex, Type.IsArray: true, Left: ParameterExpression rows }) rowOf[equation.Variable] = rows;
        }
        if (touches) touching.Add(program);
        return touches;
    }

    private void Backward(AnfProgram program, HashSet<ParameterExpression> live)
    {
        for (var k = program.Equations.Length - 1; k >= 0; k--)
        {
            var equation = program.Equations[k];
            switch (equation.Value)
            {
                case Region region:
                    if (!equation.Variables.Any(v => v.Type.IsArray) && !region.Programs.Any(touching.Contains)) break;
                    if (region is LoopRegion loop) Backward(equation, loop, live);
                    else Backward(equation, (IfRegion)region, live);
                    break;
                case var value:
                    if (ArrayMethods.IsUpdate(value)) deadAfter[equation] = [.. Operation.Operands(value).OfType<ParameterExpression>().Where(p => p.Type.IsArray && !live.Contains(p))];
                    if (ReadsShapeOnly(value)) break;
                    for (int o = 0, count = Operation.OperandCount(value); o < count; o++) Read(Operation.Operand(value, o), live);
                    break;
            }
        }
    }

    private void Backward(Equation equation, IfRegion branch, HashSet<ParameterExpression> live)
    {
        deadAfter[equation] = [.. branch.Programs.SelectMany(p => OnlyOnce(p.Results)).Where(r => !live.Contains(r) && branch.Programs.All(p => p.Results.Count(q => q == r) <= 1))];
        var before = new HashSet<ParameterExpression>(live);
        foreach (var side in branch.Programs)
        {
            var inner = new HashSet<ParameterExpression>(live);
            foreach (var result in side.Results) Read(result, inner);
            StackGuard.Run(() => { Backward(side, inner); return 0; });
            before.UnionWith(inner);
        }
        live.UnionWith(before);
    }

    private void Backward(Equation equation, LoopRegion loop, HashSet<ParameterExpression> live)
    {
        // What is read inside from outside is read again by the next iteration.
        var around = new HashSet<ParameterExpression>(live);
        foreach (var program in loop.Programs)
            foreach (var free in FreeVariables.Of(program)) Read(free, around);
        deadAfter[equation] = [.. OnlyOnce(loop.Body.Results).Where(r => !around.Contains(r))];
        deadOnEntry[equation] = [.. OnlyOnce(loop.Initial).Where(i => !around.Contains(i))];
        foreach (var program in loop.Programs)
        {
            var inner = new HashSet<ParameterExpression>(around);
            foreach (var result in program.Results) Read(result, inner);
            StackGuard.Run(() => { Backward(program, inner); return 0; });
        }
        live.UnionWith(around);
        foreach (var initial in loop.Initial) Read(initial, live);
    }

    /// <summary>The arrays among the atoms that stand there once: two names for one storage are not each its own.</summary>
    private static IEnumerable<ParameterExpression> OnlyOnce(IEnumerable<Expression> atoms) =>
        atoms.OfType<ParameterExpression>().Where(p => p.Type.IsArray).GroupBy(p => p).Where(g => g.Count() == 1).Select(g => g.Key);
}
