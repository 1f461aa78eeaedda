using System.Reflection;

namespace ExprAutograd.Lifting;

/// <summary>A natural loop: a block that dominates the jumps back to it, and all blocks on the ways from it to them.</summary>
internal sealed class NaturalLoop(BasicBlock header)
{
    public BasicBlock Header { get; } = header;

    public HashSet<BasicBlock> Blocks { get; } = [header];

    /// <summary>The smallest loop around this one.</summary>
    public NaturalLoop? Parent { get; set; }

    /// <summary>Where control goes when the loop's test fails; null for a loop left only by return or by outer jumps.</summary>
    public BasicBlock? Exit { get; set; }
}

/// <summary>The dominator tree and the loops of a method.</summary>
internal sealed class LoopForest
{
    private readonly BasicBlock[] dominators;
    private readonly Dictionary<BasicBlock, NaturalLoop> headed = [];
    private readonly NaturalLoop?[] innermost;

    private LoopForest(List<BasicBlock> order, MethodBase method)
    {
        dominators = FindDominators(order);
        innermost = new NaturalLoop?[order.Count];
        foreach (var block in order)
            foreach (var target in block.Exit.Targets)
                if (target.Order <= block.Order) AddBackEdge(block, target, method);

        // Inner loops are smaller: the last to claim a block is the innermost.
        foreach (var loop in headed.Values.OrderByDescending(l => l.Blocks.Count))
        {
            loop.Parent = innermost[loop.Header.Order];
            foreach (var block in loop.Blocks) innermost[block.Order] = loop;
        }
        foreach (var loop in headed.Values) loop.Exit = FindExit(loop);
    }

    public static LoopForest Of(List<BasicBlock> order, MethodBase method) => new(order, method);

    public BasicBlock Dominator(BasicBlock block) => dominators[block.Order];

    public NaturalLoop? HeadedBy(BasicBlock block) => headed.GetValueOrDefault(block);

    public NaturalLoop? Innermost(BasicBlock block) => innermost[block.Order];

    private void AddBackEdge(BasicBlock from, BasicBlock header, MethodBase method)
    {
        var dominator = from;
        while (dominator.Order > header.Order) dominator = dominators[dominator.Order];
        if (dominator != header)
        {
            throw LiftError.In(
                method,
                $"A goto jumps into the middle of a loop (control reaches IL_{header.Offset:x4} on more than one way), so that the loop has no single start.",
                "Write the loop with while, for or do.");
        }
        if (!headed.TryGetValue(header, out var loop)) headed[header] = loop = new NaturalLoop(header);
        var pending = new Stack<BasicBlock>([from]);
        while (pending.TryPop(out var next))
            if (loop.Blocks.Add(next))
                foreach (var predecessor in next.Predecessors) pending.Push(predecessor);
    }

    /// <summary>The way out that the source would show behind the loop: that of a test at the top, else at the bottom, else the code that comes after.</summary>
    private static BasicBlock? FindExit(NaturalLoop loop)
    {
        if (Out(loop.Header) is { } top) return top;
        foreach (var latch in loop.Header.Predecessors)
            if (loop.Blocks.Contains(latch) && Out(latch) is { } bottom) return bottom;
        var last = loop.Blocks.Max(b => b.Offset);
        return loop.Blocks.SelectMany(b => b.Exit.Targets).Where(t => !loop.Blocks.Contains(t) && t.Offset > last).MinBy(t => t.Offset);

        BasicBlock? Out(BasicBlock block) => block.Exit.Targets.FirstOrDefault(t => !loop.Blocks.Contains(t));
    }

    /// <summary>Cooper, Harvey, Kennedy (2001), "A simple, fast dominance algorithm".</summary>
    private static BasicBlock[] FindDominators(List<BasicBlock> order)
    {
        var found = new BasicBlock?[order.Count];
        found[0] = order[0];
        for (var isChanged = true; isChanged;)
        {
            isChanged = false;
            foreach (var block in order.Skip(1))
            {
                BasicBlock? common = null;
                foreach (var predecessor in block.Predecessors)
                    if (found[predecessor.Order] is not null) common = common is null ? predecessor : Meet(common, predecessor);
                isChanged |= found[block.Order] != common;
                found[block.Order] = common;
            }
        }
        return found!;

        BasicBlock Meet(BasicBlock a, BasicBlock b)
        {
            while (a != b)
            {
                if (a.Order > b.Order) a = found[a.Order]!;
                else b = found[b.Order]!;
            }
            return a;
        }
    }
}
