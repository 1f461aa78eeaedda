using System.Linq.Expressions;

namespace ExprAutograd.Anf;

/// <summary>A loop that stores at every index of an array it carries, and reads none of it.</summary>
internal static class FillingLoop
{
    /// <summary>True for a loop over all of the <paramref name="length"/> elements of state <paramref name="position"/>.</summary>
    public static bool IsOne(LoopRegion loop, int position, Expression length)
    {
        if (loop.While is not null || loop.Count is not { } count || !Atom.AreSame(count, length) || loop.Body.Results[position] is not ParameterExpression result) return false;
        var state = loop.State[position];
        Equation? store = null;
        foreach (var equation in loop.Body.Equations)
        {
            if (equation.Variables.Contains(result)) store = equation;
            else if (FreeVariables.IsRead(equation.Value, state)) return false;
            else if (store is not null && FreeVariables.IsRead(equation.Value, result)) return false;
        }
        return store?.Value is MethodCallExpression { Method.Name: "Store", Arguments: [var array, var index, _] } && array == state && index == loop.Index
            && loop.Body.Results.Count(r => r == result) == 1 && !loop.Body.Results.Contains(state);
    }
}
