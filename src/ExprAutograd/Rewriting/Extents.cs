using System.Linq.Expressions;
using ExprAutograd.Anf;
using ExprAutograd.Operators;

namespace ExprAutograd.Rewriting;

/// <summary>Counts and lengths that are known to be equal: by the arrays that they are the lengths of, by what was checked, as equal products.</summary>
/// <remarks>
/// Each atom has a set of names; atoms that share one are equal. A check is behind every atom that owes a name to it, so whoever reads the atom comes after the check.
/// </remarks>
internal sealed class Extents
{
    /// <summary>Names beyond this are not worth the time.</summary>
    private const int MostNames = 16;

    private readonly Dictionary<ParameterExpression, Expression> definitions = [];
    private readonly Dictionary<ParameterExpression, HashSet<object>> known = [];
    private readonly ArrayLengths lengths = new();

    private sealed record LengthOf(Expression Array);

    private sealed record Product(object Left, object Right)
    {
        public bool Equals(Product? other) => other is not null && ((Left.Equals(other.Left) && Right.Equals(other.Right)) || (Left.Equals(other.Right) && Right.Equals(other.Left)));

        public override int GetHashCode() => Left.GetHashCode() ^ Right.GetHashCode();
    }

    /// <summary>Notes what later equations may read.</summary>
    public void Note(Equation equation)
    {
        if (equation.Value is LoopRegion loop)
        {
            for (var k = 0; k < loop.Initial.Length; k++)
                if (loop.Initial[k] is ParameterExpression { Type.IsArray: true } initial && UpdateChain.StartsAt(loop.Body, loop.Body.Results[k], loop.State[k]))
                    lengths.NoteSame(equation.Variables[k], initial);
        }
        else if (equation.Value is not Region)
        {
            definitions[equation.Variable] = equation.Value;
            lengths.Note(equation.Variable, equation.Value);
        }
    }

    /// <summary>The names of a number of iterations, rows, elements.</summary>
    public HashSet<object> Of(Expression count)
    {
        if (count is not ParameterExpression variable) return [((ConstantExpression)count).Value!];
        if (known.TryGetValue(variable, out var names)) return names;
        names = [variable];
        switch (definitions.GetValueOrDefault(variable))
        {
            case UnaryExpression { NodeType: ExpressionType.ArrayLength, Operand: var array }: names.UnionWith(OfLength(array)); break;
            case BinaryExpression { NodeType: ExpressionType.Multiply } product when product.Type == typeof(int): names.UnionWith(OfProduct(product.Left, product.Right)); break;
            case MethodCallExpression { Method: { Name: var name } method, Arguments: var a } when method.DeclaringType == typeof(DenseShapes):
                foreach (var equal in (name, a.Count) switch
                {
                    (nameof(DenseShapes.Same), 3) or (nameof(DenseShapes.Order), _) or (nameof(DenseShapes.Shared), _) => [Of(a[0]), Of(a[1])],
                    (nameof(DenseShapes.Same), 5) => [OfProduct(a[0], a[1]), OfProduct(a[2], a[3])],
                    (nameof(DenseShapes.Inner), _) => [Of(a[1]), Of(a[2])],
                    _ => Array.Empty<HashSet<object>>(),
                }) names.UnionWith(equal);
                break;
        }
        return known[variable] = names;
    }

    /// <summary>The atoms that are equal to <paramref name="dimension"/> wherever <paramref name="count"/> is read: a check behind it has compared them.</summary>
    public HashSet<Expression> EqualBehind(Expression count, Expression dimension)
    {
        var equal = new HashSet<Expression> { dimension };
        var open = new Stack<Expression>([count]);
        while (open.TryPop(out var atom))
        {
            if (atom is not ParameterExpression variable || definitions.GetValueOrDefault(variable) is not MethodCallExpression { Method: var method, Arguments: var a }
                || method.DeclaringType != typeof(DenseShapes) || method.Name != nameof(DenseShapes.Same)) continue;
            if (a.Count == 5)
            {
                Compare(a[0], a[2]);
                Compare(a[1], a[3]);
            }
            else
            {
                open.Push(a[0]);
                open.Push(a[1]);
            }
        }
        return equal;

        void Compare(Expression one, Expression other)
        {
            if (equal.Contains(one)) equal.Add(other);
            else if (equal.Contains(other)) equal.Add(one);
        }
    }

    /// <summary>True when the array has exactly that many elements.</summary>
    public bool IsLength(Expression array, Expression count) => OfLength(array).Overlaps(Of(count));

    /// <summary>The length of an array that is made with one, of zeros; null for any other.</summary>
    public Expression? NewLength(Expression array) =>
        array is ParameterExpression p && definitions.GetValueOrDefault(p) is NewArrayExpression { NodeType: ExpressionType.NewArrayBounds, Expressions: [var length] } ? length : null;

    /// <summary>True for an array of zeros, as nothing has been written to it.</summary>
    public bool IsZero(Expression array) => array is ParameterExpression p && definitions.TryGetValue(p, out var made) && (made is NewArrayExpression { NodeType: ExpressionType.NewArrayBounds }
        || (made is MethodCallExpression { Method: { Name: nameof(ArrayOperators.ZerosLike) } method } && method.DeclaringType == typeof(ArrayOperators)));

    private HashSet<object> OfLength(Expression array)
    {
        if (lengths.OriginOf(array) is not ParameterExpression origin) return [];
        return definitions.GetValueOrDefault(origin) switch
        {
            NewArrayExpression { NodeType: ExpressionType.NewArrayBounds, Expressions: [var length] } => Of(length),
            NewArrayExpression { NodeType: ExpressionType.NewArrayInit } made => [made.Expressions.Count],
            MethodCallExpression { Method: { Name: nameof(ProductOperators.Multiply) } method, Arguments: var a } when method.DeclaringType == typeof(ProductOperators) => OfProduct(a[4], a[5]),
            _ => [new LengthOf(origin)],
        };
    }

    private HashSet<object> OfProduct(Expression left, Expression right)
    {
        if (Atom.TryGetInteger(left, out var one) && one == 1) return Of(right);
        if (Atom.TryGetInteger(right, out one) && one == 1) return Of(left);
        return [.. (from x in Of(left) from y in Of(right) select (object)new Product(x, y)).Take(MostNames)];
    }
}
