using System.Linq.Expressions;
using ExprAutograd.Anf;
using ExprAutograd.Expressions;
using ExprAutograd.Operators;

namespace ExprAutograd.Rewriting;

/// <summary>What differs between iterations of a loop: everything that depends on its index or on what earlier iterations left.</summary>
/// <remarks>
/// A loop that is inside the loop runs alike in all iterations where its count does. An array that hands its memory on, by an update, a loop or a branch, is one
/// array under many names: it varies as a whole. Under a test that varies every update does. Facts only grow, so the visits end.
/// </remarks>
internal sealed class LaneVariance
{
    private readonly HashSet<ParameterExpression> varying = [];
    private readonly Dictionary<ParameterExpression, ParameterExpression> heirs = [];
    private bool hasGrown;

    private LaneVariance()
    {
    }

    public static LaneVariance Of(LoopRegion loop)
    {
        var variance = new LaneVariance();
        variance.varying.Add(loop.Index);
        for (var k = 0; k < loop.State.Length; k++)
        {
            if (IsHandedOn(loop.State[k].Type)) variance.Join(loop.State[k], loop.Body.Results[k]);
            else variance.varying.Add(loop.State[k]);
        }
        do
        {
            variance.hasGrown = false;
            variance.Visit(loop.Body, isDivergent: false);
        }
        while (variance.hasGrown);
        return variance;
    }

    public bool Varies(Expression atom) => atom is ParameterExpression variable && varying.Contains(One(variable));

    /// <summary>The one name of an array or a tape that has many.</summary>
    public ParameterExpression One(ParameterExpression variable)
    {
        while (heirs.TryGetValue(variable, out var next)) variable = next;
        return variable;
    }

    public static bool IsTape(Type type) => type.IsGenericType && type.GetGenericTypeDefinition() == typeof(Tape<>);

    private static bool IsHandedOn(Type type) => type.IsArray || IsTape(type);

    private void Visit(AnfProgram program, bool isDivergent)
    {
        foreach (var equation in program.Equations)
        {
            switch (equation.Value)
            {
                case IfRegion branch: Visit(equation, branch, isDivergent || Varies(branch.Test)); break;
                case LoopRegion loop: Visit(equation, loop, isDivergent); break;
                case MethodCallExpression call when ArrayMethods.IsUpdate(call):
                    Join(equation.Variable, call.Arguments[0]);
                    if (isDivergent || call.Arguments.Skip(1).Any(Varies)) Mark(equation.Variable);
                    break;
                case MethodCallExpression { Arguments: [ParameterExpression tape, var value] } call when IsPush(call):
                    if (isDivergent || Varies(value)) Mark(tape);
                    break;
                case UnaryExpression { NodeType: ExpressionType.ArrayLength }: break;
                case NewExpression or NewArrayExpression { NodeType: ExpressionType.NewArrayBounds }: break;
                case MethodCallExpression { Method.Name: nameof(ArrayOperators.ZerosLike) } call when call.Method.DeclaringType == typeof(ArrayOperators): break;
                default:
                    if (Operation.Operands(equation.Value).Any(Varies)) Mark(equation.Variable);
                    break;
            }
        }
    }

    private void Visit(Equation equation, IfRegion branch, bool isDivergent)
    {
        Visit(branch.Then, isDivergent);
        Visit(branch.Else, isDivergent);
        for (var k = 0; k < equation.Variables.Length; k++)
        {
            var (result, then, @else) = (equation.Variables[k], branch.Then.Results[k], branch.Else.Results[k]);
            if (IsHandedOn(result.Type)) (_, _) = (Join(result, then), Join(result, @else));
            if (Varies(branch.Test) || Varies(then) || Varies(@else)) Mark(result);
        }
    }

    private void Visit(Equation equation, LoopRegion loop, bool isDivergent)
    {
        for (var k = 0; k < loop.State.Length; k++)
        {
            var (result, state, initial, next) = (equation.Variables[k], loop.State[k], loop.Initial[k], loop.Body.Results[k]);
            if (IsHandedOn(state.Type)) (_, _, _) = (Join(state, initial), Join(state, next), Join(state, result));
            else if (Varies(state) || Varies(initial) || Varies(next)) (_, _) = (Mark(state), Mark(result));
            if (loop.While is null) continue;
            if (IsHandedOn(state.Type)) Join(state, loop.While.Parameters[k + 1]);
            else if (Varies(state)) Mark(loop.While.Parameters[k + 1]);
        }
        if (loop.While is not null) Visit(loop.While, isDivergent);
        Visit(loop.Body, isDivergent);
    }

    private bool Mark(ParameterExpression variable) => varying.Add(One(variable)) && (hasGrown = true);

    private bool Join(ParameterExpression variable, Expression other)
    {
        if (other is not ParameterExpression atom) return false;
        var (a, b) = (One(variable), One(atom));
        if (a == b) return false;
        heirs[b] = a;
        if (varying.Contains(b)) varying.Add(a);
        return hasGrown = true;
    }

    public static bool IsPush(MethodCallExpression call) =>
        call.Method.DeclaringType == typeof(TapeOperators) && call.Method.Name is nameof(TapeOperators.Push) or nameof(TapeOperators.PushShape);
}
