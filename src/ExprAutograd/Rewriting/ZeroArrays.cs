using System.Linq.Expressions;
using ExprAutograd.Anf;
using ExprAutograd.Operators;

namespace ExprAutograd.Rewriting;

/// <summary>Arrays that began as zeros, and the constant positions written since: the first addition at a position is a store.</summary>
/// <remarks>
/// <code>
/// g0 = ZerosLike(x)             g0 = ZerosLike(x)
/// g1 = AddAt(g0, 2, a)    =>    g1 = Store(g0, 2, a)
/// g2 = AddAt(g1, 2, b)          g2 = AddAt(g1, 2, b)
/// </code>
/// </remarks>
internal sealed class ZeroArrays
{
    private readonly Dictionary<ParameterExpression, (HashSet<int> Written, int Count)> known = [];

    public Expression Simplify(Expression value)
    {
        if (value is not MethodCallExpression { Method: { Name: nameof(ArrayOperators.AddAt) } m } call || m.DeclaringType != typeof(ArrayOperators)) return value;
        if (Find(call.Arguments[0]) is not { } written || !Atom.TryGetInteger(call.Arguments[1], out var k) || call.Arguments.Count != 3 || call.Type.GetElementType()!.IsArray || written.Contains(k)) return value;
        return Expression.Call(typeof(ArrayOperators), nameof(ArrayOperators.Store), [call.Arguments[2].Type], call.Arguments[0], call.Arguments[1], call.Arguments[2]);
    }

    public void Note(ParameterExpression variable, Expression value)
    {
        if (value is not MethodCallExpression call || call.Method.DeclaringType != typeof(ArrayOperators)) return;
        if (call.Method.Name == nameof(ArrayOperators.ZerosLike) && !call.Type.GetElementType()!.IsArray && call.Type.GetArrayRank() == 1) known[variable] = ([], 0);
        else if (call.Method.Name is nameof(ArrayOperators.Store) or nameof(ArrayOperators.AddAt) && Find(call.Arguments[0]) is { } written && Atom.TryGetInteger(call.Arguments[1], out var k))
        {
            written.Add(k);
            known[variable] = (written, written.Count);
        }
    }

    /// <summary>The positions written in this version; the set is shared along a chain and copied where the chain forks.</summary>
    private HashSet<int>? Find(Expression array)
    {
        if (array is not ParameterExpression p || !known.TryGetValue(p, out var version)) return null;
        if (version.Written.Count == version.Count) return version.Written;
        known.Remove(p); // A later version has written more; what this one had is no longer told apart.
        return null;
    }
}
