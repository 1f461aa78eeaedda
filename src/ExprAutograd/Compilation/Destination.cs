using System.Collections.Immutable;
using System.Linq.Expressions;
using ExprAutograd.Anf;
using ExprAutograd.Diagnostics;
using ExprAutograd.Expressions;
using ExprAutograd.Operators;

namespace ExprAutograd.Compilation;

/// <summary>Array results written to memory of the caller's: the zeros they start from become the caller's array, cleared where nothing is written over.</summary>
/// <remarks>
/// <code>
/// (x) => { g = ZerosLike(x); g[0] = ...; return (y, g) }
///    =>
/// (x, destination) => { g = ClearedLike(destination, x, 1); g[0] = ...; Deliver(destination, g); return y }
/// </code>
/// A result that does not start from zeros, and is not made by an operator that can write to given memory, is copied at the end; so is one whose
/// updates could not be made in place.
/// </remarks>
internal static class Destination
{
    /// <summary>Moves the last results to new last parameters: arrays are written there, dimensions must be those that are there already.</summary>
    /// <param name="program">The program.</param>
    /// <param name="destinations">One parameter for each of the last results, of its type; or, for a number, an array of one.</param>
    /// <param name="areApart">Whether it is known that they are neither inputs nor one another.</param>
    public static AnfProgram Run(AnfProgram program, ImmutableArray<ParameterExpression> destinations, bool areApart = false)
    {
        var first = program.Results.Length - destinations.Length;
        var equations = program.Equations.ToBuilder();
        var delivered = new List<Equation>();
        var entered = new List<Equation>();
        var rooted = new HashSet<int>();
        for (var k = 0; k < destinations.Length; k++)
        {
            var (destination, result) = (destinations[k], program.Results[first + k]);
            if (destination.Type.IsArray && !result.Type.IsArray)
            {
                delivered.Add(Check(Expression.Call(typeof(ControlOperators), nameof(ControlOperators.Deliver), [result.Type], destination, result)));
                continue;
            }
            if (!destination.Type.IsArray)
            {
                delivered.Add(Check(Expression.Call(typeof(ControlOperators), nameof(ControlOperators.RequireDimension), null, destination, result)));
                continue;
            }
            foreach (var other in areApart ? [] : program.Parameters.Concat(destinations.Take(k)).Where(p => p.Type == destination.Type))
                entered.Add(Check(Expression.Call(typeof(ControlOperators), nameof(ControlOperators.RequireApart), [destination.Type.GetElementType()!], destination, other)));
            var hasRows = destination.Type.GetElementType()!.IsArray;
            if (!hasRows && Root(program, result) is { } root && program.Equations.IndexOf(root) is var at && rooted.Add(at)) equations[at] = root.WithValue(Given(program, at, destination));
            delivered.Add(Check(Delivery(destination, result)));
        }
        return new AnfProgram(program.Parameters.AddRange(destinations), [.. entered, .. equations, .. delivered], program.Results[..first]);
    }

    private static MethodCallExpression Delivery(ParameterExpression destination, Expression result) =>
        typeof(ControlOperators).GetMethod(nameof(ControlOperators.Deliver), [destination.Type, destination.Type]) is { } own
            ? Expression.Call(own, destination, result)
            : Expression.Call(typeof(ControlOperators), nameof(ControlOperators.Deliver), [destination.Type.GetElementType()!], destination, result);

    private static Equation Check(Expression call) => new(Expression.Variable(call.Type), call);

    /// <summary>The operation at <paramref name="at"/> that makes an array, on the caller's.</summary>
    private static Expression Given(AnfProgram program, int at, ParameterExpression destination) => program.Equations[at].Value switch
    {
        NewArrayExpression { Expressions: [var rows, var columns] } => Matrix(nameof(ArrayOperators.Cleared), destination, rows, columns),
        MethodCallExpression { Method: { Name: nameof(MatrixOperators.Zeros) } method, Arguments: [var rows, var columns] } when method.DeclaringType == typeof(MatrixOperators) =>
            Matrix(nameof(ArrayOperators.Cleared), destination, rows, columns),
        NewArrayExpression { Expressions: [var length] } => Expression.Call(typeof(ArrayOperators), nameof(ArrayOperators.Cleared), [destination.Type.GetElementType()!], destination, length, Expression.Constant(IsFilled(program, at))),
        MethodCallExpression call when Destinations.IsOne(call) => Destinations.Into(call, destination),
        MethodCallExpression { Arguments: [{ Type: var type } like] } when type.GetArrayRank() == 2 => Matrix(nameof(ArrayOperators.ClearedLike), destination, like),
        var zeros => Expression.Call(typeof(ArrayOperators).GetMethod(nameof(ArrayOperators.ClearedLike), [destination.Type, destination.Type, typeof(int)])!,
            destination, ((MethodCallExpression)zeros).Arguments[0], Expression.Constant(Overwritten(program, at))),
    };

    private static MethodCallExpression Matrix(string operation, ParameterExpression destination, params Expression[] shape) =>
        Expression.Call(typeof(ArrayOperators), operation, [destination.Type.GetElementType()!], [destination, .. shape]);

    /// <summary>True when the array goes to a loop that stores at every index of it, and nowhere else.</summary>
    private static bool IsFilled(AnfProgram program, int made)
    {
        var array = program.Equations[made].Variable;
        var readers = program.Equations.Where(e => FreeVariables.IsRead(e.Value, array)).ToList();
        return readers is [{ Value: LoopRegion loop }] && loop.Initial.IndexOf(array) is >= 0 and var state && FillingLoop.IsOne(loop, state, ((NewArrayExpression)program.Equations[made].Value).Expressions[0]);
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

    /// <summary>The equation that makes the array which becomes the result, through any updates and branches; null when there is none.</summary>
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
                case MethodCallExpression { Method: { } m } call when m.DeclaringType == typeof(MatrixOperators) && ArrayMethods.IsUpdate(call):
                    result = call.Arguments[0];
                    break;
                case MethodCallExpression { Method: { Name: nameof(MatrixOperators.Zeros) } m } when m.DeclaringType == typeof(MatrixOperators) && home == program: return equation;
                case MethodCallExpression { Method: { } m } when m.DeclaringType == typeof(ArrayOperators) && m.Name == nameof(ArrayOperators.ZerosLike) && home == program:
                    return equation;
                case NewArrayExpression { NodeType: ExpressionType.NewArrayBounds, Expressions.Count: 1 or 2 } when home == program: return equation;
                case MethodCallExpression call when Destinations.IsOne(call) && Destinations.Returns(call) && home == program: return equation;
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
