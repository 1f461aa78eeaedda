using System.Linq.Expressions;
using ExprAutograd.Operators;
using ExprAutograd.Sequences;

namespace ExprAutograd.LinearAlgebra;

/// <summary>Norms of vectors, of matrices, and of their rows and columns.</summary>
/// <remarks>The root of a sum that is zero has the derivative zero here, as PyTorch's norms have: <see cref="NormOperators.Root(double)"/>.</remarks>
internal static class Norms
{
    public static Expression? TryLower(DenseCall call, Scope scope) => (call.Name, call.Kinds) switch
    {
        ("L1Norm" or "SumMagnitudes", "V") => SumOf(call.Dense(0, scope), scope, Magnitude),
        ("L2Norm", "V") or ("FrobeniusNorm", "M") => Euclidean(call.Dense(0, scope), scope),
        ("InfinityNorm", "V") => Largest(call.Dense(0, scope), scope),
        ("Norm", "VN") => OfVector(call.Dense(0, scope), call.Scalar(1, scope), scope),
        ("L1Norm", "M") => LargestSum(call.Dense(0, scope), scope, isByRow: false),
        ("InfinityNorm", "M") => LargestSum(call.Dense(0, scope), scope, isByRow: true),
        ("RowNorms", "MN") => DenseOperand.Vector(OfLines(call.Dense(0, scope), call.Scalar(1, scope), scope, isByRow: true)),
        ("ColumnNorms", "MN") => DenseOperand.Vector(OfLines(call.Dense(0, scope), call.Scalar(1, scope), scope, isByRow: false)),
        ("NormalizeRows", "MN") => Normalized(call, scope, isByRow: true),
        ("NormalizeColumns", "MN") => Normalized(call, scope, isByRow: false),
        _ => null,
    };

    /// <summary>The p-norm, a double whatever the elements are.</summary>
    public static Expression OfVector(DenseOperand x, Expression p, Scope scope) => ByOrder(
        p, scope,
        inner => SumOf(x, inner, Magnitude),
        inner => Euclidean(x, inner),
        inner => Largest(x, inner),
        inner => Root(SumOf(x, inner, e => Power(e, p)), p));

    /// <summary>What a norm is for p of 1, 2, infinity and every other; p is most often a constant, and three of the four never exist.</summary>
    private static Expression ByOrder(Expression p, Scope scope, Func<Scope, Expression> one, Func<Scope, Expression> two, Func<Scope, Expression> infinity, Func<Scope, Expression> other)
    {
        if (p is ConstantExpression { Value: double known })
            return (known switch { 1 => one, 2 => two, double.PositiveInfinity => infinity, _ => other })(scope);
        return Expression.Condition(Is(1), In(one), Expression.Condition(Is(2), In(two), Expression.Condition(Is(double.PositiveInfinity), In(infinity), In(other))));

        Expression Is(double order) => Expression.Equal(p, Expression.Constant(order));

        Expression In(Func<Scope, Expression> norm)
        {
            var inner = scope.Nested();
            var result = norm(inner);
            return inner.ToExpression(result);
        }
    }

    private static Expression Magnitude(Expression x) => Number.Exact(nameof(Math.Abs), x);

    private static Expression Square(Expression x) => Expression.Multiply(x, x);

    private static Expression Power(Expression x, Expression p) => Expression.Call(typeof(Math), nameof(Math.Pow), null, Number.As(typeof(double), Magnitude(x)), p);

    private static Expression Root(Expression sum) => Expression.Call(typeof(NormOperators), nameof(NormOperators.Root), null, Number.As(typeof(double), sum));

    private static Expression Root(Expression sum, Expression p) => Expression.Call(typeof(NormOperators), nameof(NormOperators.Root), null, Number.As(typeof(double), sum), p);

    /// <summary>The sum over the elements, added up as doubles whatever they are.</summary>
    private static Expression SumOf(DenseOperand x, Scope scope, Func<Expression, Expression> term) =>
        DenseLoops.Sum(scope, typeof(double), x.Count, (body, k) => term(body.Let(x.At(k), "x")));

    private static Expression Euclidean(DenseOperand x, Scope scope) => Root(SumOf(x, scope, Square));

    private static Expression Largest(DenseOperand x, Scope scope) => Number.As(typeof(double),
        DenseLoops.Fold(scope, Number.Of(0, x.Element), x.Count, (_, largest, k) => Number.Exact(nameof(Math.Max), largest, Magnitude(x.At(k)))));

    /// <summary>The largest of the sums of magnitudes of the rows, or of the columns.</summary>
    private static Expression LargestSum(DenseOperand x, Scope scope, bool isByRow)
    {
        var sums = scope.Let(Reductions.Lines(x, scope, isByRow, Magnitude), "sums");
        return Number.As(typeof(double),
            DenseLoops.Fold(scope, Number.Of(0, x.Element), Expression.ArrayLength(sums), (_, largest, k) => Number.Exact(nameof(Math.Max), largest, Expression.ArrayIndex(sums, k))));
    }

    /// <summary>The norm of each row, or of each column, as an array of doubles.</summary>
    private static Expression OfLines(DenseOperand x, Expression p, Scope scope, bool isByRow) => ByOrder(
        p, scope,
        inner => Reductions.Lines(x, inner, isByRow, Magnitude, typeof(double)),
        inner => Mapped(inner, Reductions.Lines(x, inner, isByRow, Square, typeof(double)), Root),
        inner => LargestOfLines(x, inner, isByRow),
        inner => Mapped(inner, Reductions.Lines(x, inner, isByRow, e => Power(e, p), typeof(double)), s => Root(s, p)));

    private static Expression Mapped(Scope scope, Expression array, Func<Expression, Expression> function)
    {
        array = scope.Let(array, "sums");
        return DenseLoops.Fill(scope, typeof(double), Expression.ArrayLength(array), (_, k) => function(Expression.ArrayIndex(array, k)));
    }

    private static Expression LargestOfLines(DenseOperand x, Scope scope, bool isByRow)
    {
        var (rows, columns) = (scope.Let(x.Rows, "rows"), scope.Let(x.Columns, "columns"));
        return DenseLoops.Fill(scope, typeof(double), isByRow ? rows : columns, (body, line) =>
            DenseLoops.Fold(body, Number.Of(0, x.Element), isByRow ? columns : rows, (_, largest, k) =>
                Number.Exact(nameof(Math.Max), largest, Magnitude(x.At(isByRow ? Layouts.Flat(line, k, rows) : Layouts.Flat(k, line, rows))))));
    }

    /// <summary>Rows or columns over their norms; one of norm zero stays as it is.</summary>
    private static Expression Normalized(DenseCall call, Scope scope, bool isByRow)
    {
        var x = call.Dense(0, scope);
        var norms = scope.Let(OfLines(x, call.Scalar(1, scope), scope, isByRow), "norms");
        var rows = scope.Let(x.Rows, "rows");
        var (zero, one) = (Expression.Constant(0.0), Expression.Constant(1.0));
        var factors = DenseLoops.Fill(scope, x.Element, Expression.ArrayLength(norms), (body, k) =>
        {
            var norm = body.Let(Expression.ArrayIndex(norms, k), "norm");
            return Expression.Condition(Expression.Equal(norm, zero), one, Expression.Divide(one, norm));
        });
        return x.Like(DenseLoops.Fill(scope, x.Element, x.Count, (_, k) => Expression.Multiply(Expression.ArrayIndex(factors, isByRow ? Expression.Modulo(k, rows) : Expression.Divide(k, rows)), x.At(k))));
    }
}
