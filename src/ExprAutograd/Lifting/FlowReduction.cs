using System.Linq.Expressions;

namespace ExprAutograd.Lifting;

/// <summary>Makes expressions of small diamonds of control flow: <c>&amp;&amp;</c>, <c>||</c>, <c>?:</c>; joins blocks that follow one another.</summary>
/// <remarks>
/// <code>
/// B: if a goto N else F      N: if b goto T else F                          becomes   B: if a &amp;&amp; b goto T else F
/// B: if a goto X else Y      X: s = p; goto J      Y: s = q; goto J         becomes   B: s = a ? p : q; goto J
/// P: r = v; goto J           J: return r                                    becomes   P: return v
/// </code>
/// </remarks>
internal sealed class FlowReduction
{
    private readonly VariableUses uses;
    private readonly Variables variables;
    private readonly BasicBlock entry;
    private List<BasicBlock> order;

    private FlowReduction(List<BasicBlock> order, Variables variables)
    {
        this.order = order;
        this.variables = variables;
        entry = order[0];
        uses = new VariableUses(order);
    }

    public static List<BasicBlock> Run(List<BasicBlock> order, Variables variables)
    {
        do
        {
            var reduction = new FlowReduction(order, variables);
            do
            {
                reduction.Fixpoint(reduction.Reduce);
            }
            while (reduction.Once(reduction.ReturnHere));
            order = reduction.order;
        }
        while (CopyPropagation.Run(order, variables));
        return order;
    }

    private void Fixpoint(Func<BasicBlock, bool> step)
    {
        while (Once(step))
        {
        }
    }

    private bool Once(Func<BasicBlock, bool> step)
    {
        var isChanged = false;
        for (var k = order.Count - 1; k >= 0; k--)
        {
            var block = order[k];
            while ((block == entry || block.Predecessors.Count > 0) && step(block)) isChanged = true;
        }
        if (isChanged) order = FlowGraph.InOrder(entry);
        return isChanged;
    }

    private bool Reduce(BasicBlock block) => Forwarding.Run(block, uses, variables) || Thread(block) || JoinNext(block) || Straighten(block) || ShortCircuit(block) || Choose(block);

    /// <summary>Jumps to a block that only jumps go to where it jumps.</summary>
    private static bool Thread(BasicBlock block)
    {
        var isChanged = false;
        var exit = block.Exit.Retarget(target =>
        {
            if (target.Statements.Count > 0 || target.Exit is not Jump { Target: var further } || further == target) return target;
            isChanged = true;
            return further;
        });
        if (isChanged) Leave(block, exit);
        return isChanged;
    }

    private bool JoinNext(BasicBlock block)
    {
        if (block.Exit is not Jump { Target: var next } || next == block || next == entry || next.Predecessors.Count != 1) return false;
        block.Statements.AddRange(next.Statements);
        var exit = next.Exit;
        next.Exit = new Unreached();
        block.Exit = exit;
        return true;
    }

    private bool Straighten(BasicBlock block)
    {
        switch (block.Exit)
        {
            case Branch { Test: UnaryExpression { NodeType: ExpressionType.Not } not } b:
                block.Exit = new Branch(not.Operand, b.WhenFalse, b.WhenTrue);
                return true;
            case Branch { Test: ConstantExpression { Value: bool isTrue } } b:
                Leave(block, new Jump(isTrue ? b.WhenTrue : b.WhenFalse));
                return true;
            case Branch b when b.WhenTrue == b.WhenFalse:
                if (!Effects.Of(b.Test).IsPure) block.Statements.Add(b.Test);
                else uses.Add(b.Test, -1);
                block.Exit = new Jump(b.WhenTrue);
                return true;
            default: return false;
        }
    }

    /// <summary>Sets the exit, and takes blocks that nothing reaches any more out of the graph.</summary>
    private static void Leave(BasicBlock block, Exit exit)
    {
        var before = block.Exit.Targets;
        block.Exit = exit;
        foreach (var target in before)
            if (target.Predecessors.Count == 0) Leave(target, new Unreached());
    }

    private static bool ShortCircuit(BasicBlock block)
    {
        if (block.Exit is not Branch outer) return false;
        if (IsTestAlone(outer.WhenFalse, block, out var inner))
        {
            if (inner.WhenTrue == outer.WhenTrue) return Replace(outer.WhenFalse, new Branch(Conditions.Or(outer.Test, inner.Test), outer.WhenTrue, inner.WhenFalse));
            if (inner.WhenFalse == outer.WhenTrue) return Replace(outer.WhenFalse, new Branch(Conditions.Or(outer.Test, Conditions.Negate(inner.Test)), outer.WhenTrue, inner.WhenTrue));
        }
        if (IsTestAlone(outer.WhenTrue, block, out inner))
        {
            if (inner.WhenFalse == outer.WhenFalse) return Replace(outer.WhenTrue, new Branch(Conditions.And(outer.Test, inner.Test), inner.WhenTrue, outer.WhenFalse));
            if (inner.WhenTrue == outer.WhenFalse) return Replace(outer.WhenTrue, new Branch(Conditions.And(outer.Test, Conditions.Negate(inner.Test)), inner.WhenFalse, outer.WhenFalse));
        }
        if (IsTestAlone(outer.WhenTrue, block, out var first) && IsTestAlone(outer.WhenFalse, block, out var second))
        {
            if (first.WhenTrue == second.WhenTrue && first.WhenFalse == second.WhenFalse) return ReplaceBoth(first.Test, second.Test, first);
            if (first.WhenTrue == second.WhenFalse && first.WhenFalse == second.WhenTrue) return ReplaceBoth(first.Test, Conditions.Negate(second.Test), first);
        }
        return false;

        bool Replace(BasicBlock merged, Branch exit)
        {
            merged.Exit = new Unreached();
            block.Exit = exit;
            return true;
        }

        bool ReplaceBoth(Expression whenTrue, Expression whenFalse, Branch exit)
        {
            outer.WhenTrue.Exit = new Unreached();
            outer.WhenFalse.Exit = new Unreached();
            block.Exit = exit with { Test = Conditions.Choose(outer.Test, whenTrue, whenFalse) };
            return true;
        }
    }

    private static bool IsTestAlone(BasicBlock block, BasicBlock before, out Branch branch)
    {
        branch = (block.Exit as Branch)!;
        return branch is not null && block.Statements.Count == 0 && block.Predecessors.Count == 1 && block != before && branch.WhenTrue != block && branch.WhenFalse != block;
    }

    /// <summary>Only for variables that stand for a value on the stack: an if statement of the user stays one.</summary>
    private bool Choose(BasicBlock block)
    {
        if (block.Exit is not Branch branch || !IsSetAlone(branch.WhenTrue, out var a, out var join) || !IsSetAlone(branch.WhenFalse, out var b, out var other)) return false;
        if (join != other || a.Left != b.Left || branch.WhenTrue == branch.WhenFalse || !variables.Added.Contains((ParameterExpression)a.Left)) return false;
        branch.WhenTrue.Exit = new Unreached();
        branch.WhenFalse.Exit = new Unreached();
        uses.Add(branch.Test, -1);
        uses.Add(a, -1);
        uses.Add(b, -1);
        var chosen = Expression.Assign(a.Left, Conditions.Choose(branch.Test, StackTypes.To(a.Right, a.Left.Type), StackTypes.To(b.Right, b.Left.Type)));
        uses.Add(chosen, 1);
        block.Statements.Add(chosen);
        block.Exit = new Jump(join);
        return true;
    }

    private static bool IsSetAlone(BasicBlock block, out BinaryExpression assignment, out BasicBlock next)
    {
        assignment = null!;
        next = null!;
        if (block.Predecessors.Count != 1 || block.Exit is not Jump jump || block.Statements is not [BinaryExpression { NodeType: ExpressionType.Assign, Left: ParameterExpression } only]) return false;
        assignment = only;
        next = jump.Target;
        return true;
    }

    /// <summary>A block that only returns a variable is repeated where the variable is set; one that returns nothing, everywhere.</summary>
    private bool ReturnHere(BasicBlock block)
    {
        if (block.Exit is not Jump { Target: { Statements.Count: 0, Exit: Leave leave } target }) return false;
        var isSetHere = block.Statements.LastOrDefault() is BinaryExpression { NodeType: ExpressionType.Assign } last && last.Left == leave.Value;
        if (leave.Value is not null and not ConstantExpression && !isSetHere) return false;
        Leave(block, leave);
        if (leave.Value is not null && target.Predecessors.Count > 0) uses.Add(leave.Value, 1);
        Forwarding.Run(block, uses, variables);
        return true;
    }
}
