using System.Collections.Immutable;
using System.Linq.Expressions;
using System.Reflection.Metadata;

namespace ExprAutograd.Lifting;

/// <summary>The basic blocks of a method that can be reached, in reverse postorder.</summary>
internal static class FlowGraph
{
    private static readonly Expression NotReadYet = Expression.Empty();

    /// <summary>Cuts the instructions into blocks; the tests of branches are read later.</summary>
    public static List<BasicBlock> Split(ImmutableArray<Instruction> instructions)
    {
        var starts = new SortedSet<int> { 0 };
        for (var k = 0; k < instructions.Length; k++)
        {
            var targets = TargetsOf(instructions[k]);
            foreach (var target in targets) starts.Add(IndexAt(instructions, target));
            if (targets.Length > 0 || EndsFlow(instructions[k].Code)) starts.Add(k + 1);
        }
        starts.Remove(instructions.Length);

        var blocks = new Dictionary<int, BasicBlock>();
        var firsts = starts.ToArray();
        for (var k = 0; k < firsts.Length; k++)
            blocks[firsts[k]] = new BasicBlock(instructions[firsts[k]].Offset, firsts[k], k + 1 < firsts.Length ? firsts[k + 1] : instructions.Length);

        foreach (var block in blocks.Values)
        {
            var last = instructions[block.End - 1];
            var targets = TargetsOf(last).Select(t => blocks[IndexAt(instructions, t)]).ToArray();
            block.Exit = last.Code switch
            {
                ILOpCode.Ret => new Leave(null),
                ILOpCode.Throw or ILOpCode.Rethrow or ILOpCode.Endfinally => new Fail(NotReadYet),
                ILOpCode.Br or ILOpCode.Leave => new Jump(targets[0]),
                ILOpCode.Switch => new Select(NotReadYet, targets, blocks[block.End]),
                _ when targets.Length > 0 => new Branch(NotReadYet, targets[0], blocks[block.End]),
                _ => new Jump(blocks[block.End]),
            };
        }
        if (blocks[0].Predecessors.Count == 0) return InOrder(blocks[0]);

        // A method may start with a loop: nothing goes back to the entry.
        return InOrder(new BasicBlock(0, 0, 0) { Exit = new Jump(blocks[0]) });
    }

    /// <summary>Reverse postorder: every block after those that dominate it, and forward edges forward. Drops edges from blocks that are not reached.</summary>
    public static List<BasicBlock> InOrder(BasicBlock entry)
    {
        var order = new List<BasicBlock>();
        var seen = new HashSet<BasicBlock> { entry };
        var pending = new Stack<(BasicBlock Block, IReadOnlyList<BasicBlock> Targets, int Next)>();
        pending.Push((entry, entry.Exit.Targets, 0));
        while (pending.TryPop(out var top))
        {
            // The last target first: in the order that results the first way of a branch comes before the second.
            if (top.Next == top.Targets.Count)
            {
                order.Add(top.Block);
                continue;
            }
            pending.Push((top.Block, top.Targets, top.Next + 1));
            var target = top.Targets[top.Targets.Count - 1 - top.Next];
            if (seen.Add(target)) pending.Push((target, target.Exit.Targets, 0));
        }
        order.Reverse();
        for (var k = 0; k < order.Count; k++)
        {
            order[k].Order = k;
            order[k].Predecessors.RemoveAll(p => !seen.Contains(p));
        }
        return order;
    }

    private static int[] TargetsOf(Instruction instruction) => instruction.Code switch
    {
        >= ILOpCode.Br and <= ILOpCode.Blt_un or ILOpCode.Leave => [instruction.Index],
        ILOpCode.Switch => (int[])instruction.Operand!,
        _ => [],
    };

    private static bool EndsFlow(ILOpCode code) => code is ILOpCode.Ret or ILOpCode.Throw or ILOpCode.Rethrow or ILOpCode.Endfinally;

    /// <summary>The first instruction at the offset or after it: some are taken out before.</summary>
    private static int IndexAt(ImmutableArray<Instruction> instructions, int offset)
    {
        var low = 0;
        for (var high = instructions.Length; low < high;)
        {
            var middle = (low + high) / 2;
            if (instructions[middle].Offset < offset) low = middle + 1;
            else high = middle;
        }
        return low;
    }
}
