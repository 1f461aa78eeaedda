using System.Collections.Immutable;
using System.Numerics;
using System.Reflection.Metadata;

namespace ExprAutograd.Lifting;

/// <summary>Tells apart the variables that share a slot: the compiler gives one slot to several of the same type where their lives do not overlap.</summary>
/// <remarks>
/// Two writes are one variable when some read may see either. At the start of every block a slot that is live has a node of its own, united
/// with what the blocks before leave in it; each write is a node; a read belongs to the node in force. A write whose statement reads the slot,
/// as <c>s = s + x</c> does, goes on with the same variable.
/// </remarks>
internal sealed class LocalWebs
{
    private const int BitsPerWord = 64;

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
        for (var s = 0; s < slots; s++) webs.NewNode(); // Node s is all of slot s, where it is whole.
        var live = LiveAtStart(order, instructions, slots);
        var atStart = live.Select(words => Slots(words).ToDictionary(s => s, s => isWhole[s] ? s : webs.NewNode())).ToArray();
        foreach (var block in order)
        {
            var current = new Dictionary<int, int>(atStart[block.Order]);
            webs.ReadBlock(block, instructions, isWhole, current);
            foreach (var target in block.Exit.Targets)
                foreach (var (slot, node) in atStart[target.Order])
                    if (current.TryGetValue(slot, out var last)) webs.Unite(node, last);
        }
        return webs;
    }

    private void ReadBlock(BasicBlock block, ImmutableArray<Instruction> instructions, bool[] isWhole, Dictionary<int, int> current)
    {
        var readInStatement = new Dictionary<int, int>();
        for (var k = block.First; k < block.End; k++)
        {
            if (EndsStatement(instructions[k].Code)) readInStatement.Clear();
            if (instructions[k].Code is not (ILOpCode.Ldloc or ILOpCode.Stloc or ILOpCode.Ldloca)) continue;
            var slot = instructions[k].Index;
            if (instructions[k].Code == ILOpCode.Stloc)
            {
                current[slot] = isWhole[slot] ? slot : NewNode();
                if (readInStatement.TryGetValue(slot, out var read)) Unite(current[slot], read);
                readInStatement.Clear();
            }
            else
            {
                if (!current.ContainsKey(slot)) current[slot] = isWhole[slot] ? slot : NewNode();
                readInStatement[slot] = current[slot];
            }
            nodeAt[k] = current[slot];
        }
    }

    private static bool EndsStatement(ILOpCode code) =>
        code is ILOpCode.Nop or ILOpCode.Pop or ILOpCode.Starg or ILOpCode.Stfld or (>= ILOpCode.Stelem_i and <= ILOpCode.Stelem_ref) or (>= ILOpCode.Stind_ref and <= ILOpCode.Stind_r8);

    private static ulong[][] LiveAtStart(List<BasicBlock> order, ImmutableArray<Instruction> instructions, int slots)
    {
        var words = (slots / BitsPerWord) + 1;
        var live = order.Select(_ => new ulong[words]).ToArray();
        var current = new ulong[words];
        for (var isChanged = true; isChanged;)
        {
            isChanged = false;
            for (var b = order.Count - 1; b >= 0; b--)
            {
                Array.Clear(current);
                foreach (var target in order[b].Exit.Targets)
                    for (var w = 0; w < words; w++) current[w] |= live[target.Order][w];
                for (var k = order[b].End - 1; k >= order[b].First; k--)
                {
                    if (instructions[k].Code is not (ILOpCode.Ldloc or ILOpCode.Stloc or ILOpCode.Ldloca)) continue;
                    var bit = 1UL << (instructions[k].Index % BitsPerWord);
                    if (instructions[k].Code == ILOpCode.Stloc) current[instructions[k].Index / BitsPerWord] &= ~bit;
                    else current[instructions[k].Index / BitsPerWord] |= bit;
                }
                if (current.AsSpan().SequenceEqual(live[b])) continue;
                current.CopyTo(live[b], 0);
                isChanged = true;
            }
        }
        return live;
    }

    private static IEnumerable<int> Slots(ulong[] words)
    {
        for (var w = 0; w < words.Length; w++)
            for (var bits = words[w]; bits != 0; bits &= bits - 1) yield return (w * BitsPerWord) + BitOperations.TrailingZeroCount(bits);
    }

    private int NewNode()
    {
        parents.Add(parents.Count);
        return parents.Count - 1;
    }

    private void Unite(int a, int b) => parents[Root(a)] = Root(b);

    private int Root(int node)
    {
        while (parents[node] != node) node = parents[node] = parents[parents[node]];
        return node;
    }
}
