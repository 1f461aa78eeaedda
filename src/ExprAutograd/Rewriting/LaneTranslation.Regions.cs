using System.Collections.Immutable;
using System.Linq.Expressions;
using ExprAutograd.Anf;
using ExprAutograd.Operators;

namespace ExprAutograd.Rewriting;

/// <content>Programs, branches and loops inside the loop.</content>
internal sealed partial class LaneTranslation
{
    private bool Walk(AnfProgram program)
    {
        foreach (var equation in program.Equations)
        {
            switch (equation.Value)
            {
                case IfRegion branch:
                    if (!(Of(branch.Test).Kind == LaneKind.Uniform ? Alike(equation, branch) : Chosen(equation, branch))) return false;
                    break;
                case LoopRegion inner:
                    if (!Inner(equation, inner)) return false;
                    break;
                case Region: return Refuse("it holds what has no meaning in lanes");
                default:
                    if (Translated(equation) is not { } lane) return Obstacle is null && Refuse($"{NameOf(equation.Value)} has no meaning in lanes");
                    lanes[equation.Variable] = lane;
                    break;
            }
        }
        return true;
    }

    private static string NameOf(Expression value) => value is MethodCallExpression call ? call.Method.Name : $"{value.NodeType} of {value.Type.Name}";

    /// <summary>Both sides, and in each lane what its own test chose.</summary>
    private bool Chosen(Equation equation, IfRegion branch)
    {
        if (Of(branch.Test).Kind != LaneKind.Mask) return Refuse("a branch asks for more than numbers");
        var outer = isInBranch;
        isInBranch = true;
        if (!Walk(branch.Then) || !Walk(branch.Else)) return false;
        isInBranch = outer;
        for (var k = 0; k < equation.Variables.Length; k++)
        {
            var isTruth = equation.Variables[k].Type == typeof(bool);
            if (!isTruth && equation.Variables[k].Type != words.Number) return Refuse("a branch that differs between iterations gives more than numbers");
            var (then, @else) = isTruth ? (MaskOf(branch.Then.Results[k]), MaskOf(branch.Else.Results[k])) : (VectorOf(branch.Then.Results[k]), VectorOf(branch.Else.Results[k]));
            if (then is null || @else is null) return Refuse("a branch that differs between iterations gives more than numbers");
            var chosen = ReferenceEquals(then, @else) ? new Lane(LaneKind.Vector, then) : Bound(ExpressionType.Conditional, Of(branch.Test).Atom, then, @else);
            lanes[equation.Variables[k]] = chosen with { Kind = isTruth ? LaneKind.Mask : LaneKind.Vector };
        }
        return true;
    }

    /// <summary>A branch that all iterations take.</summary>
    private bool Alike(Equation equation, IfRegion branch)
    {
        if (isInBranch) return Refuse("a branch stands inside one that differs between iterations");
        var kinds = new Lane[equation.Variables.Length];
        if (Side(branch.Then, hasKinds: false) is not { } then || Side(branch.Else, hasKinds: true) is not { } @else) return false;
        var variables = equation.Variables.Select((v, k) => scopes.Declare(then.Results[k].Type, v.Name)).ToImmutableArray();
        scopes.Add(new Equation(variables, new IfRegion(Of(branch.Test).Atom, then, @else)));
        for (var k = 0; k < kinds.Length; k++) lanes[equation.Variables[k]] = kinds[k] with { Atom = variables[k] };
        return true;

        AnfProgram? Side(AnfProgram side, bool hasKinds)
        {
            scopes.Open();
            if (!Walk(side)) return null;
            var results = new Expression[kinds.Length];
            for (var k = 0; k < kinds.Length; k++)
            {
                if (!hasKinds) kinds[k] = KindOf(equation.Variables[k], Of(side.Results[k]));
                if (Converted(side.Results[k], kinds[k]) is not { } result) return Refused<AnfProgram>("the two sides of a branch give what cannot be told apart in lanes");
                results[k] = result;
            }
            return new AnfProgram([], scopes.Close(), [.. results]);
        }
    }

    /// <summary>A loop that runs equally long in all iterations.</summary>
    private bool Inner(Equation equation, LoopRegion inner)
    {
        if (isInBranch || (inner.Count is { } n && Of(n).Kind != LaneKind.Uniform)) return Refuse("a loop inside it runs longer in some iterations than in others");
        var kinds = inner.State.Select((s, k) => KindOf(s, Of(inner.Initial[k]))).ToArray();
        var initial = new Expression[kinds.Length];
        for (var k = 0; k < kinds.Length; k++)
        {
            if (Converted(inner.Initial[k], kinds[k]) is not { } start) return Refuse("a loop inside it starts from what has no meaning in lanes");
            initial[k] = start;
        }
        AnfProgram? condition = null;
        if (inner.While is not null)
        {
            scopes.Open();
            var entered = Entered(inner.While);
            if (!Walk(inner.While)) return false;
            if (Of(inner.While.Results[0]) is not { Kind: LaneKind.Uniform } test) return Refuse("a loop inside it runs longer in some iterations than in others");
            condition = new AnfProgram(entered, scopes.Close(), [test.Atom]);
        }
        scopes.Open();
        var parameters = Entered(inner.Body);
        if (!Walk(inner.Body)) return false;
        var results = new Expression[kinds.Length];
        for (var k = 0; k < kinds.Length; k++)
        {
            if (Converted(inner.Body.Results[k], kinds[k]) is not { } next) return Refuse("a loop inside it carries on what has no meaning in lanes");
            results[k] = next;
        }
        var body = new AnfProgram(parameters, scopes.Close(), [.. results]);
        var variables = equation.Variables.Select((v, k) => scopes.Declare(initial[k].Type, v.Name)).ToImmutableArray();
        scopes.Add(new Equation(variables, new LoopRegion(inner.Count is null ? null : Of(inner.Count).Atom, [.. initial], condition, body, inner.IsRunAgain)));
        for (var k = 0; k < kinds.Length; k++) lanes[equation.Variables[k]] = kinds[k] with { Atom = variables[k] };
        return true;

        ImmutableArray<ParameterExpression> Entered(AnfProgram program)
        {
            var entered = program.Parameters.Select((p, k) => scopes.Declare(k == 0 ? p.Type : initial[k - 1].Type, p.Name)).ToImmutableArray();
            for (var k = 0; k < entered.Length; k++) lanes[program.Parameters[k]] = k == 0 ? new Lane(LaneKind.Uniform, entered[0]) : kinds[k - 1] with { Atom = entered[k] };
            return entered;
        }
    }

    /// <summary>What a variable is that a region carries or gives, of which <paramref name="one"/> is one value.</summary>
    private Lane KindOf(ParameterExpression variable, Lane one)
    {
        if (one.Kind == LaneKind.Sum || variable.Type.IsArray || LaneVariance.IsTape(variable.Type)) return one;
        if (!variance.Varies(variable) && one.Kind == LaneKind.Uniform) return one;
        return new Lane(variable.Type == typeof(bool) ? LaneKind.Mask : LaneKind.Vector, one.Atom);
    }

    private Expression? Converted(Expression atom, Lane kind)
    {
        switch (kind.Kind)
        {
            case LaneKind.Vector: return VectorOf(atom);
            case LaneKind.Mask: return MaskOf(atom);
            default:
                var lane = Of(atom);
                return lane.Kind == kind.Kind && lane.State == kind.State ? lane.Atom : null;
        }
    }
}
