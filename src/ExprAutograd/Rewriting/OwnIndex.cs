using System.Linq.Expressions;
using ExprAutograd.Anf;
using ExprAutograd.Diagnostics;
using ExprAutograd.Expressions;
using ExprAutograd.Operators;

namespace ExprAutograd.Rewriting;

/// <summary>Arrays that a loop touches, in every iteration, only at the iteration's own index.</summary>
internal static class OwnIndex
{
    /// <summary>The updates of an array state from its value before an iteration to that after, each at the own index and in every iteration; null for any other way.</summary>
    public static List<MethodCallExpression>? Updates(LoopRegion loop, int position)
    {
        if (loop.Initial[position].Type is not { IsSZArray: true } type || type.GetElementType()!.IsArray) return null;
        var updates = new List<MethodCallExpression>();
        for (var version = loop.Body.Results[position]; version != loop.State[position];)
        {
            if (version is not ParameterExpression p || loop.Body.DefinitionOf(p)?.Value is not MethodCallExpression { Arguments: [var before, var index, _], Method: { } method } update) return null;
            if (index != loop.Index || method.DeclaringType != typeof(ArrayOperators) || method.Name is not (nameof(ArrayOperators.Store) or nameof(ArrayOperators.AddAt))) return null;
            updates.Add(update);
            version = before;
        }
        updates.Reverse();
        return updates;
    }

    /// <summary>True where the loop reads the array, too, at the own index alone.</summary>
    public static bool IsAll(LoopRegion loop, int position)
    {
        if (Updates(loop, position) is not { } updates) return false;
        var versions = new HashSet<Expression> { loop.State[position], loop.Body.Results[position] };
        foreach (var update in updates) versions.Add(update.Arguments[0]);
        var others = loop.Body.Results.RemoveAt(position);
        return !others.Any(versions.Contains) && loop.Body.Equations.All(e => IsAllIn(e.Value));

        bool IsAllIn(Expression value)
        {
            if (value is Region region)
                return !region.Operands.Any(versions.Contains) && region.Programs.All(p => StackGuard.Run(() => !p.Results.Any(versions.Contains) && p.Equations.All(e => IsAllIn(e.Value))));
            if (updates.Contains(value)) return !versions.Contains(Operation.Operand(value, 2));
            if (value is BinaryExpression { NodeType: ExpressionType.ArrayIndex } load && load.Right == loop.Index) return true;
            return value is UnaryExpression { NodeType: ExpressionType.ArrayLength } || !Operation.Operands(value).Any(versions.Contains);
        }
    }
}
