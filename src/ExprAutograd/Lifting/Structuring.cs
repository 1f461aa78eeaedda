using System.Linq.Expressions;
using System.Reflection;
using ExprAutograd.Diagnostics;

namespace ExprAutograd.Lifting;

/// <summary>Blocks and jumps as nested loops and conditionals, by the dominator tree.</summary>
/// <remarks>
/// After Ramsey (2022), "Beyond Relooper: recursive translation of unstructured control flow to structured control flow" (ICFP): a block's code is
/// followed by the code of the blocks it dominates where ways join, in reverse postorder; every jump then goes forward to one of these, back to the
/// start of a loop around, or out of one. Most jumps go to what comes next anyway and vanish. What lies behind a loop is put behind it.
/// </remarks>
internal sealed class Structuring
{
    private readonly MethodBase method;
    private readonly LoopForest forest;
    private readonly Dictionary<BasicBlock, List<BasicBlock>> joins = [];
    private readonly Dictionary<NaturalLoop, List<BasicBlock>> followers = [];
    private readonly Dictionary<BasicBlock, LabelTarget> labels = [];
    private readonly HashSet<BasicBlock> placed = [];
    private readonly Stack<Frame> frames = new();

    private Structuring(List<BasicBlock> order, MethodBase method)
    {
        this.method = method;
        forest = LoopForest.Of(order, method);
        foreach (var block in order.Skip(1))
        {
            var isJoin = block.Predecessors.Where(p => p.Order < block.Order).Distinct().Skip(1).Any();
            var dominator = forest.Dominator(block);
            NaturalLoop? left = null;
            for (var loop = forest.Innermost(dominator); loop is not null && !loop.Blocks.Contains(block); loop = loop.Parent) left = loop;
            if (left is not null && (isJoin || left.Exit == block)) Add(followers, left, block);
            else if (isJoin) Add(joins, dominator, block);
        }
    }

    private sealed record Frame(NaturalLoop Loop, BasicBlock? After, LabelTarget Break, LabelTarget Continue);

    public static List<Code> Run(List<BasicBlock> order, MethodBase method)
    {
        var code = new List<Code>();
        new Structuring(order, method).Write(order[0], code, follow: null);
        return code;
    }

    private static void Add<TKey>(Dictionary<TKey, List<BasicBlock>> lists, TKey key, BasicBlock block)
        where TKey : notnull
    {
        if (!lists.TryGetValue(key, out var list)) lists[key] = list = [];
        list.Add(block);
    }

    /// <summary>Writes a block and all it dominates; control that falls off the end goes on to <paramref name="follow"/>.</summary>
    private void Write(BasicBlock block, List<Code> code, BasicBlock? follow) => StackGuard.Run(() => WriteBlock(block, code, follow));

    private bool WriteBlock(BasicBlock block, List<Code> code, BasicBlock? follow)
    {
        if (forest.HeadedBy(block) is not { } loop)
        {
            WriteWithin(block, code, follow);
            return true;
        }
        var behind = followers.GetValueOrDefault(loop) ?? [];
        var frame = new Frame(loop, behind.FirstOrDefault() ?? follow, Expression.Label("exit"), Expression.Label("next"));
        foreach (var follower in behind) placed.Add(follower);
        frames.Push(frame);
        var body = new List<Code>();
        WriteWithin(block, body, follow: block);
        frames.Pop();
        code.Add(new Repeat(body, frame.Break, frame.Continue, SourceSymbols.Of(method.Module).LineOf(method, block.Offset)));
        WriteInTurn(behind, code, follow);
        return true;
    }

    private void WriteWithin(BasicBlock block, List<Code> code, BasicBlock? follow)
    {
        var joined = joins.GetValueOrDefault(block) ?? [];
        foreach (var join in joined) placed.Add(join);
        foreach (var statement in block.Statements) code.Add(new Run(statement));
        WriteExit(block, code, joined.FirstOrDefault() ?? follow);
        WriteInTurn(joined, code, follow);
    }

    private void WriteInTurn(List<BasicBlock> blocks, List<Code> code, BasicBlock? follow)
    {
        for (var k = 0; k < blocks.Count; k++)
        {
            // The label is made by the first jump to it; code before it has been written by now, except that behind it.
            if (labels.TryGetValue(blocks[k], out var label)) code.Add(new Mark(label));
            Write(blocks[k], code, k + 1 < blocks.Count ? blocks[k + 1] : follow);
        }
    }

    private void WriteExit(BasicBlock block, List<Code> code, BasicBlock? follow)
    {
        switch (block.Exit)
        {
            case Jump j: WriteJump(j.Target, code, follow); break;
            case Leave l: code.Add(new Return(l.Value)); break;
            case Fail f: code.Add(new Run(Expression.Throw(f.Exception))); break;
            case Branch b: WriteBranch(block, b, code, follow); break;
            case Select s:
                var cases = new List<(int[], List<Code>)>();
                foreach (var group in s.Cases.Select((target, k) => (Target: target, Label: k)).Where(c => c.Target != s.Default).GroupBy(c => c.Target, c => c.Label))
                    cases.Add(([.. group], Arm(group.Key, follow)));
                code.Add(new Choice(s.Value, cases, Arm(s.Default, follow)));
                break;
        }
    }

    private void WriteBranch(BasicBlock block, Branch branch, List<Code> code, BasicBlock? follow)
    {
        var whenTrue = Arm(branch.WhenTrue, follow);
        var whenFalse = Arm(branch.WhenFalse, follow);
        if (IsTurned(block, branch, whenTrue, whenFalse)) code.Add(new If(Conditions.Negate(branch.Test), whenFalse, whenTrue));
        else code.Add(new If(branch.Test, whenTrue, whenFalse));
    }

    /// <summary>In a loop's first test the body comes first; elsewhere the arm that does something, or that stands first in the source.</summary>
    private bool IsTurned(BasicBlock block, Branch branch, List<Code> whenTrue, List<Code> whenFalse)
    {
        if (forest.Innermost(block) is { } loop && loop.Header == block && loop.Blocks.Contains(branch.WhenTrue) != loop.Blocks.Contains(branch.WhenFalse))
            return loop.Blocks.Contains(branch.WhenFalse);
        if (whenTrue.Count == 0 || whenFalse.Count == 0) return whenTrue.Count == 0;
        return branch.WhenFalse.Offset < branch.WhenTrue.Offset;
    }

    private List<Code> Arm(BasicBlock target, BasicBlock? follow)
    {
        var arm = new List<Code>();
        WriteJump(target, arm, follow);
        return arm;
    }

    private void WriteJump(BasicBlock target, List<Code> code, BasicBlock? follow)
    {
        if (target == follow) return;
        foreach (var frame in frames)
        {
            if (frame.Loop.Header == target)
            {
                code.Add(new Run(Expression.Continue(frame.Continue)));
                return;
            }
            if (frame.After == target)
            {
                code.Add(new Run(Expression.Break(frame.Break)));
                return;
            }
        }
        if (!placed.Contains(target))
        {
            Write(target, code, follow);
            return;
        }
        if (!labels.TryGetValue(target, out var label)) labels[target] = label = Expression.Label("then");
        code.Add(new Run(Expression.Goto(label)));
    }
}
