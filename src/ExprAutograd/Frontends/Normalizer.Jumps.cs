using System.Linq.Expressions;
using ExprAutograd.Anf;

namespace ExprAutograd.Frontends;

/// <content>
/// Blocks and jumps. A jump sets a flag that is a variable like any other, so that branches and loops carry it; the statements between a
/// possible jump and its label become the other side of a conditional on the flag.
/// <code>
/// { if (c) goto L; s; L: t; }    becomes    if c { } else { s }; t
/// </code>
/// </content>
internal sealed partial class Normalizer
{
    /// <summary>The pseudo-variable that is true from a jump to its label.</summary>
    private static readonly object Exited = new();

    private static readonly AtomValue True = new(Expression.Constant(true));
    private static readonly AtomValue False = new(Expression.Constant(false));

    /// <summary>The pseudo-variable that is true from a jump to this label, until it is reached.</summary>
    private sealed record JumpTo(LabelTarget Label);

    /// <summary>The value that a jump takes to its label, or that falls through to it.</summary>
    private sealed record ValueAt(LabelTarget Label);

    private static bool AlwaysExits(Dictionary<object, Value> changes) => changes.TryGetValue(Exited, out var flag) && IsKnown(flag, true);

    private static bool IsKnown(Value? flag, bool value) => flag is AtomValue { Atom: ConstantExpression { Value: bool known } } && known == value;

    private IEnumerator<Expression> LowerBlock(BlockExpression node)
    {
        var shadowed = node.Variables.Select(bindings.Find).ToArray();
        foreach (var variable in node.Variables) bindings.Set(variable, new UnassignedValue(variable.Type));
        var steps = node.Expressions.SelectMany(Steps).ToList();
        var labels = steps.Where(s => s.Label is not null).Select(s => s.Label!).ToList();
        foreach (var label in labels) Declare(label);

        var statements = LowerSteps(node, steps, 0, steps.Count);
        while (statements.MoveNext()) yield return statements.Current;
        var value = result;
        foreach (var label in labels) Forget(label);
        for (var k = 0; k < shadowed.Length; k++) bindings.Restore(node.Variables[k], shadowed[k]);
        result = value;
    }

    /// <summary>A statement; or the arrival at a label.</summary>
    private readonly record struct Step(Expression? Statement, LabelTarget? Label);

    /// <summary>A label's default is what falls through to it: a jump of its own.</summary>
    private static IEnumerable<Step> Steps(Expression statement)
    {
        if (statement is not LabelExpression label)
        {
            yield return new Step(statement, null);
            yield break;
        }
        if (label.DefaultValue is not null) yield return new Step(label.DefaultValue, label.Target);
        yield return new Step(null, label.Target);
    }

    private void Declare(LabelTarget? label)
    {
        if (label is null) return;
        bindings.Set(new JumpTo(label), False);
        if (label.Type != typeof(void)) bindings.Set(new ValueAt(label), DefaultOf(label.Type));
    }

    private void Forget(LabelTarget? label)
    {
        if (label is null) return;
        bindings.Remove(new JumpTo(label));
        if (label.Type != typeof(void)) bindings.Remove(new ValueAt(label));
    }

    private IEnumerator<Expression> LowerSteps(Expression node, List<Step> steps, int first, int end)
    {
        for (var k = first; k < end; k++)
        {
            var (statement, label) = steps[k];
            if (statement is null)
            {
                Arrive(label!);
                Forget(label); // From here on a jump to it would be a jump back.
            }
            else
            {
                yield return statement;
                if (label is not null && !IsKnown(bindings.Find(Exited), true)) bindings.Set(new ValueAt(label), result);
            }
            if (IsKnown(bindings.Find(Exited), false)) continue;

            // Up to the next label that may have been jumped to, the rest runs only where nothing jumped.
            var next = k + 1;
            while (next < end && !(steps[next].Statement is null && !IsKnown(bindings.Find(new JumpTo(steps[next].Label!)), false))) next++;
            if (next > k + 1 && !IsKnown(bindings.Find(Exited), true))
            {
                var exited = ToAtom(bindings.Find(Exited)!);
                OpenProgram(node, out var outer);
                bindings.Mark();
                Assume(exited, true);
                result = DefaultOf(typeof(void));
                var gone = new Branch(result, bindings.Undo(), this, outer);

                OpenProgram(node, out outer);
                bindings.Mark();
                Assume(exited, false);
                var rest = LowerSteps(node, steps, k + 1, next);
                while (rest.MoveNext()) yield return rest.Current;
                var stayed = new Branch(result, bindings.Undo(), this, outer);
                result = Join(node, exited, gone, stayed, hasValue: next == steps.Count && node.Type != typeof(void));
            }
            k = next - 1;
        }
    }

    /// <summary>Inside a conditional on the flag, what the flag is; and that no jump is under way where it is false.</summary>
    private void Assume(Expression exited, bool value)
    {
        foreach (var key in bindings.Flags(k => k == Exited || k is JumpTo))
        {
            var isSame = bindings.Find(key) is AtomValue { Atom: var atom } && ReferenceEquals(atom, exited);
            if (isSame || (!value && !IsKnown(bindings.Find(key), false))) bindings.Set(key, value ? True : False);
        }
    }

    /// <summary>At the label: whoever jumped to it goes on here.</summary>
    private void Arrive(LabelTarget label)
    {
        var flag = bindings.Find(new JumpTo(label))!;
        if (!IsKnown(flag, false))
        {
            bindings.Set(new JumpTo(label), False);
            SetExited(bindings.Flags(k => k is JumpTo));
        }
        result = label.Type == typeof(void) ? DefaultOf(typeof(void)) : bindings.Find(new ValueAt(label))!;
    }

    /// <summary>Whether a jump is still under way: whether any flag is up.</summary>
    private void SetExited(IEnumerable<object> flags)
    {
        Expression? any = null;
        foreach (var flag in flags.Select(f => ToAtom(bindings.Find(f)!)))
        {
            if (flag is ConstantExpression { Value: false } || ReferenceEquals(flag, any)) continue;
            any = any is null || flag is ConstantExpression ? flag : any is ConstantExpression ? any : builder.Bind(Expression.Or(any, flag));
        }
        bindings.Set(Exited, any is null ? False : new AtomValue(any));
    }

    private IEnumerator<Expression> LowerGoto(GotoExpression node)
    {
        RequireReachable(node);
        if (node.Value is not null)
        {
            yield return node.Value;
            if (node.Target.Type != typeof(void)) bindings.Set(new ValueAt(node.Target), result);
        }
        bindings.Set(new JumpTo(node.Target), True);
        bindings.Set(Exited, True);
        result = DefaultOf(node.Type);
    }

    /// <summary>A jump leaves statements; in the middle of an expression it would leave operands half computed.</summary>
    private void RequireReachable(GotoExpression node)
    {
        if (bindings.Find(new JumpTo(node.Target)) is null)
            throw Refuse(node, $"A jump goes to '{node.Target.Name ?? "a label"}', which does not stand ahead of it in a block or loop around it.", "Write a jump back as a loop.");
        foreach (var (_, around, _) in pending.Skip(1))
        {
            if (around is LoopExpression loop && (loop.BreakLabel == node.Target || loop.ContinueLabel == node.Target)) return;
            if (around is BlockExpression block && block.Expressions.Any(e => e is LabelExpression l && l.Target == node.Target)) return;
            if (around is not (BlockExpression or ConditionalExpression or LoopExpression or SwitchExpression or GotoExpression or DefaultExpression))
                throw Refuse(around, "A jump leaves in the middle of an expression.", "Compute the operand in a statement of its own first.");
        }
    }

    /// <summary>A label outside a block is where its own value arrives.</summary>
    private IEnumerator<Expression> LowerLabel(LabelExpression node)
    {
        yield return Expression.Block(node.Type, node);
    }
}
