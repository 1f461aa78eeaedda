using System.Linq.Expressions;
using System.Runtime.InteropServices;
using ExprAutograd.Anf;

namespace ExprAutograd.Lowering;

/// <summary>What a large method reads of its values, and the locals it gives to one value after another.</summary>
/// <remarks>
/// <code>
/// var t1 = p * q;                 var t1 = p * q;
/// var t2 = t1 + p;          =>    var t2 = t1 + p;
/// ...                             ...
/// var t900 = t899 * q;            t1 = t899 * q;       (t1 was last read long ago)
/// </code>
/// The JIT tracks about a thousand locals and optimises nothing past two thousand.
/// </remarks>
internal sealed class LocalPool
{
    /// <summary>Up to this many equations every value has a local of its own: the register allocator does better with a name per value.</summary>
    public const int FewLocals = 800;

    private readonly Dictionary<ParameterExpression, (int Count, int Last)> reads = [];
    private readonly Dictionary<ParameterExpression, ParameterExpression> names = [];
    private readonly Dictionary<Type, Stack<ParameterExpression>> idle = [];
    private readonly PriorityQueue<ParameterExpression, int> busy = new();
    private readonly int patience;

    /// <summary>Reads the equations from <paramref name="segment"/>'s start to its end, the regions in them included.</summary>
    /// <param name="program">The program.</param>
    /// <param name="segment">Its part that becomes a method.</param>
    /// <param name="patience">How many equations after its last read a value may still be mentioned, in an expression that waits.</param>
    public LocalPool(AnfProgram program, MethodPlan.Segment segment, int patience)
    {
        this.patience = patience;
        for (var k = segment.Start; k < segment.End; k++) FreeVariables.ForEach(program.Equations[k].Value, v => Read(v, k));
        if (segment.End < program.Equations.Length) return;
        foreach (var result in program.Results)
            if (result is ParameterExpression p) Read(p, int.MaxValue - patience);
    }

    /// <summary>How often the method reads the variable.</summary>
    public int CountReads(ParameterExpression variable) => reads.GetValueOrDefault(variable).Count;

    /// <summary>The local that the variable shares; null when it has its own name.</summary>
    public ParameterExpression? Find(ParameterExpression variable) => names.GetValueOrDefault(variable);

    /// <summary>A local for the value of <paramref name="variable"/>, assigned by equation <paramref name="at"/>: an idle one, or its own.</summary>
    public ParameterExpression Take(ParameterExpression variable, int at)
    {
        while (busy.TryPeek(out var expired, out var last) && last < at)
        {
            busy.Dequeue();
            (CollectionsMarshal.GetValueRefOrAddDefault(idle, expired.Type, out _) ??= new()).Push(expired);
        }
        var local = idle.TryGetValue(variable.Type, out var stack) && stack.TryPop(out var shared) ? shared : variable;
        names[variable] = local;
        busy.Enqueue(local, reads.TryGetValue(variable, out var read) ? read.Last + patience : at);
        return local;
    }

    private void Read(ParameterExpression variable, int at)
    {
        ref var read = ref CollectionsMarshal.GetValueRefOrAddDefault(reads, variable, out _);
        read = (read.Count + 1, at);
    }
}
