using System.Collections.Immutable;
using System.Linq.Expressions;
using ExprAutograd.Anf;
using ExprAutograd.Diagnostics;
using ExprAutograd.Operators;

namespace ExprAutograd.Compilation;

/// <summary>Array results written to memory of the caller's: the zeros they start from become the caller's array, cleared where nothing is written over.</summary>
/// <remarks>
/// <code>
/// (x) => { g = ZerosLike(x); g[0] = ...; return (y, g) }
///    =>
/// (x, destination) => { g = ClearedLike(destination, x, 1); g[0] = ...; Deliver(destination, g); return y }
/// </code>
/// A result that does not start from zeros is copied at the end; so is one whose updates could not be made in place.
/// </remarks>
internal static class Destination
{
    /// <summary>Moves the last result, an array, to a new last parameter.</summary>
    public static AnfProgram Run(AnfProgram program, ParameterExpression destination)
    {
        var result = program.Results[^1];
        var equations = program.Equations.ToBuilder();
        if (Root(program, result) is { } root)
        {
            var at = program.Equations.IndexOf(root);
            var cleared = Expression.Call(typeof(ArrayOperators).GetMethod(nameof(ArrayOperators.ClearedLike), [destination.Type, destination.Type, typeof(int)])!,
                destination, ((MethodCallExpression)root.Value).Arguments[0], Expression.Constant(Overwritten(program, at)));
            equations[at] = root.WithValue(cleared);
        }
        var delivered = Expression.Variable(typeof(bool), "delivered");
        equations.Add(new Equation(delivered, Expression.Call(typeof(ControlOperators).GetMethod(nameof(ControlOperators.Deliver), [destination.Type, destination.Type])!, destination, result)));
        return new AnfProgram(program.Parameters.Add(destination), equations.ToImmutable(), program.Results[..^1]);
    }

    /// <summary>How many elements, from the first, are all written before anyone reads them: they need no clearing.</summary>
    private static int Overwritten(AnfProgram program, int root)
    {
        var written = new HashSet<int>();
        var versions = new HashSet<ParameterExpression> { program.Equations[root].Variable };
        var current = program.Equations[root].Variable;
        foreach (var equation in program.Equations[(root + 1)..])
        {
            var isRead = false;
            FreeVariables.ForEach(equation.Value, v => isRead |= versions.Contains(v));
            if (!isRead) continue;
            if (equation.Value is not MethodCallExpression { Method: { Name: nameof(ArrayOperators.Store) } m, Arguments: [var array, var index, var value] }
                || m.DeclaringType != typeof(ArrayOperators) || array != current || value == current || !Atom.TryGetInteger(index, out var position)) break;
            written.Add(position);
            versions.Add(current = equation.Variable);
        }
        var count = 0;
        while (written.Contains(count)) count++;
        return count;
    }

    /// <summary>The equation whose zeros become the result, through any updates and branches; null when there is none.</summary>
    private static Equation? Root(AnfProgram program, Expression result)
    {
        var made = new Dictionary<ParameterExpression, (Equation Equation, AnfProgram Program)>();
        Note(program);
        while (result is ParameterExpression p && made.TryGetValue(p, out var definition))
        {
            var (equation, home) = definition;
            switch (equation.Value)
            {
                case IfRegion branch: result = branch.Then.Results[equation.Variables.IndexOf(p)]; break;
                case LoopRegion loop: result = loop.Initial[equation.Variables.IndexOf(p)]; break;
                case MethodCallExpression { Method: { } m } call when m.DeclaringType == typeof(ArrayOperators) && m.Name is nameof(ArrayOperators.Store) or nameof(ArrayOperators.AddAt) or nameof(ArrayOperators.Sum):
                    result = call.Arguments[0];
                    break;
                case MethodCallExpression { Method: { } m } when m.DeclaringType == typeof(ArrayOperators) && m.Name == nameof(ArrayOperators.ZerosLike) && home == program:
                    return equation;
                default: return null;
            }
        }
        return null;

        void Note(AnfProgram p)
        {
            foreach (var equation in p.Equations)
            {
                foreach (var variable in equation.Variables) made[variable] = (equation, p);
                if (equation.Value is IfRegion branch)
                    foreach (var nested in branch.Programs) StackGuard.Run(() => { Note(nested); return 0; });
            }
        }
    }
}
