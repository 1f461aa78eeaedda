using System.Linq.Expressions;
using ExprAutograd.Anf;
using ExprAutograd.Diagnostics;
using ExprAutograd.Expressions;
using ExprAutograd.Operators;

namespace ExprAutograd.Rewriting;

/// <summary>Calls that wait for calls in one iteration: an array between them is faster.</summary>
/// <remarks>
/// A function that branches on its argument, as tanh does, is guessed ahead; where the argument is itself the result of a call, a wrong guess is found
/// out late and the iterations after it are begun again. Two loops do better, although they store and load: of 1,000 numbers one loop of tanh(exp(x)) takes 1.54 of
/// the time of two, tanh(tanh(x)) 1.37, and exp(exp(x)), which does not branch, 1.05 (2026-11).
/// </remarks>
internal sealed class CallChains
{
    private static readonly HashSet<string> WithoutBranches =
        [nameof(Math.Exp), nameof(Math.Log), nameof(Math.Pow), nameof(Math.Sqrt), nameof(Math.Abs), nameof(Math.Max), nameof(Math.Min), nameof(Math.FusedMultiplyAdd)];

    private readonly HashSet<Expression> dependents = [];
    private bool isStartedByCalls;
    private bool hasLateBranch;

    private CallChains()
    {
    }

    /// <summary>The variables of a loop's iteration that wait for a call.</summary>
    public static HashSet<Expression> WaitingIn(AnfProgram body)
    {
        var chains = new CallChains { isStartedByCalls = true };
        chains.Walk(body);
        return chains.dependents;
    }

    /// <summary>True where a call that branches waits for one of <paramref name="late"/>, or for what is loaded from an array of it.</summary>
    /// <param name="body">An iteration.</param>
    /// <param name="late">Values, and arrays of values, that take long to come.</param>
    public static bool HasBranchOn(AnfProgram body, IEnumerable<Expression> late)
    {
        var chains = new CallChains();
        chains.dependents.UnionWith(late);
        chains.Walk(body);
        return chains.hasLateBranch;
    }

    private void Walk(AnfProgram program)
    {
        foreach (var equation in program.Equations)
        {
            var value = equation.Value;
            if (value is Region region)
            {
                foreach (var nested in region.Programs) StackGuard.Run(() => { Walk(nested); return 0; });
                for (var k = 0; k < equation.Variables.Length; k++)
                    if (region.Programs.Any(p => k < p.Results.Length && dependents.Contains(p.Results[k]))) dependents.Add(equation.Variables[k]);
                continue;
            }
            var isLate = Operation.Operands(value).Any(dependents.Contains);
            var isCall = value is MethodCallExpression { Method: { } method } && NumericTypes.IsFloating(value.Type) && method.DeclaringType != typeof(ArrayOperators);
            hasLateBranch |= isLate && isCall && !IsWithoutBranches((MethodCallExpression)value);
            if (isLate || (isStartedByCalls && isCall && !IsInstruction((MethodCallExpression)value))) dependents.Add(equation.Variable);
        }
    }

    private static bool IsWithoutBranches(MethodCallExpression call) => call.Method.DeclaringType == typeof(Math) && WithoutBranches.Contains(call.Method.Name);

    private static bool IsInstruction(MethodCallExpression call) =>
        call.Method.DeclaringType == typeof(Math) && call.Method.Name is nameof(Math.Sqrt) or nameof(Math.Abs) or nameof(Math.Max) or nameof(Math.Min) or nameof(Math.FusedMultiplyAdd);
}
