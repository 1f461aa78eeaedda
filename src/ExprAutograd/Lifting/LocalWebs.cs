using System.Collections.Immutable;
using System.Reflection.Metadata;

namespace ExprAutograd.Lifting;

/// <summary>Tells apart the variables that share a slot: the compiler gives one slot to several of the same type where their lives do not overlap.</summary>
/// <remarks>
/// Two writes are one variable when some read may see either. At the start of every block a slot that is live has a node of its own, united
/// with what the blocks before leave in it; each write is a node; a read belongs to the node in force.
/// </remarks>
internal sealed class LocalWebs
{
    private readonly Dictionary<int, int> nodeAt = [];
    private readonly List<int> parents = [];

    private LocalWebs()
    {
    }

    /// <summary>The number of the variable that the instruction at <paramref name="index"/>, a load or a store, is about.</summary>
    public int VariableAt(int index) => Root(nodeAt[index]);

    /// <param name="order">The blocks in reverse postorder.</param>
    /// <param name="instructions">The method's instructions.</param>
    /// <param name="isWhole">True for a slot whose address is taken: it is one variable.</param>
    public static LocalWebs Find(List<BasicBlock> order, ImmutableArray<Instruction> instructions, bool[] isWhole)
    {
        var webs = new LocalWebs();
        var slots = isWhole.Length;
        var whole = new int[slots];
        for (var s = 0; s < slots; s++) whole[s] = webs.NewNode();
        var live = LiveAtStart(order, instructions, slots);
        var atStart = new int[order.Count, slots];
        for (var b = 0; b < order.Count; b++)
            for (var s = 0; s < slots; s++) atStart[b, s] = isWhole[s] ? whole[s] : live[b, s] ? webs.NewNode() : -1;

        var current = new int[slots];
        foreach (var block in order)
        {
            for (var s = 0; s < slots; s++) current[s] = atStart[block.Order, s];
            for (var k = block.First; k < block.End; k++)
            {
                if (instructions[k].Code is not (ILOpCode.Ldloc or ILOpCode.Stloc or ILOpCode.Ldloca)) continue;
                var slot = instructions[k].Index;
                if ((instructions[k].Code == ILOpCode.Stloc || current[slot] < 0) && !isWhole[slot]) current[slot] = webs.NewNode();
                webs.nodeAt[k] = current[slot];
            }
            foreach (var target in block.Exit.Targets)
                for (var s = 0; s < slots; s++)
                    if (atStart[target.Order, s] >= 0 && current[s] >= 0) webs.parents[webs.Root(atStart[target.Order, s])] = webs.Root(current[s]);
        }
        return webs;
    }

    private static bool[,] LiveAtStart(List<BasicBlock> order, ImmutableArray<Instruction> instructions, int slots)
    {
        var live = new bool[order.Count, slots];
        var current = new bool[slots];
        for (var isChanged = true; isChanged;)
        {
            isChanged = false;
            for (var b = order.Count - 1; b >= 0; b--)
            {
                Array.Clear(current);
                foreach (var target in order[b].Exit.Targets)
                    for (var s = 0; s < slots; s++) current[s] |= live[target.Order, s];
                for (var k = order[b].End - 1; k >= order[b].First; k--)
                {
                    if (instructions[k].Code == ILOpCode.Stloc) current[instructions[k].Index] = false;
                    else if (instructions[k].Code is ILOpCode.Ldloc or ILOpCode.Ldloca) current[instructions[k].Index] = true;
                }
                for (var s = 0; s < slots; s++)
                {
                    isChanged |= current[s] != live[b, s];
                    live[b, s] = current[s];
                }
            }
        }
        return live;
    }

    private int NewNode()
    {
        parents.Add(parents.Count);
        return parents.Count - 1;
    }

    private int Root(int node)
    {
        while (parents[node] != node) node = parents[node] = parents[parents[node]];
        return node;
    }
}
