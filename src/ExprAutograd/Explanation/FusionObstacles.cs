using System.Linq.Expressions;
using ExprAutograd.Anf;

namespace ExprAutograd.Explanation;

/// <summary>Why two loops that stand one behind the other are two.</summary>
internal sealed class FusionObstacles(SizeFormulas sizes, SourceLoops sources)
{
    /// <summary>The reason, in words that tell what to change; null where there is none to tell.</summary>
    /// <param name="program">The program both stand in.</param>
    /// <param name="first">The position of the first.</param>
    /// <param name="second">The position of the second.</param>
    public string? Between(AnfProgram program, int first, int second)
    {
        var (one, other) = ((LoopRegion)program.Equations[first].Value, (LoopRegion)program.Equations[second].Value);
        if (one.While is not null || other.While is not null) return $"{(other.While is not null ? "it" : "the loop before it")} ends when a condition says so, and a loop that joins another has a count";
        var needed = NeededOf(program, first, second);
        if (needed.Any(v => !v.Type.IsArray)) return $"it needs the result of {Name(one)}, which is there only when that loop has ended";
        if (!sizes.AreSame(one.Count!, other.Count!)) return $"it runs {sizes.Of(other.Count!)} times, the loop before it {sizes.Of(one.Count!)} times";
        if (needed.Any(v => !IsReadAtIndexOnly(other, v))) return $"it reads what {Name(one)} writes at other places than its own index, where that loop may not have been yet";
        return null;
    }

    /// <summary>What the second reads, by itself or through what stands between, of the results of the first.</summary>
    private static List<ParameterExpression> NeededOf(AnfProgram program, int first, int second)
    {
        var causes = program.Equations[first].Variables.ToDictionary(v => v, v => v);
        for (var k = first + 1; k < second; k++)
        {
            ParameterExpression? cause = null;
            FreeVariables.ForEach(program.Equations[k].Value, v => cause ??= causes.GetValueOrDefault(v));
            if (cause is null) continue;
            foreach (var variable in program.Equations[k].Variables) causes[variable] = cause;
        }
        var needed = new List<ParameterExpression>();
        FreeVariables.ForEach(program.Equations[second].Value, v =>
        {
            if (causes.TryGetValue(v, out var cause) && !needed.Contains(cause)) needed.Add(cause);
        });
        return needed;
    }

    private static bool IsReadAtIndexOnly(LoopRegion loop, ParameterExpression array) => !loop.Initial.Contains(array) && loop.Body.Equations.All(e =>
        e.Value is BinaryExpression { NodeType: ExpressionType.ArrayIndex } load && load.Left == array ? load.Right == loop.Index
        : e.Value is UnaryExpression { NodeType: ExpressionType.ArrayLength } || !FreeVariables.IsRead(e.Value, array));

    private string Name(LoopRegion loop) => sources.Of(loop) is [.., var last] ? $"'{last}'" : "the loop before it";
}
