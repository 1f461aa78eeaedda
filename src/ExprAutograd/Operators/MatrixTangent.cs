using System.Numerics;

namespace ExprAutograd.Operators;

/// <summary>A square matrix and its derivative along a direction; without a tangent only the value is computed.</summary>
/// <param name="Value">n × n.</param>
/// <param name="Tangent">n × n; null when it is not asked for.</param>
/// <param name="Order">n.</param>
internal readonly record struct MatrixTangent<T>(T[] Value, T[]? Tangent, int Order)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static MatrixTangent<T> Identity(int n, bool hasTangent)
    {
        var value = new T[n * n];
        for (var k = 0; k < n; k++) value[(k * n) + k] = T.One;
        return new(value, hasTangent ? new T[n * n] : null, n);
    }

    /// <summary>(X, X')(Y, Y') = (X Y, X' Y + X Y').</summary>
    public static MatrixTangent<T> operator *(MatrixTangent<T> x, MatrixTangent<T> y)
    {
        var tangent = x.Tangent is null ? null : Plus(x.Multiply(x.Tangent, y.Value), x.Multiply(x.Value, y.Tangent!), T.One);
        return new(x.Multiply(x.Value, y.Value), tangent, x.Order);
    }

    public static MatrixTangent<T> operator +(MatrixTangent<T> x, MatrixTangent<T> y) => x.Plus(y, T.One);

    public static MatrixTangent<T> operator -(MatrixTangent<T> x, MatrixTangent<T> y) => x.Plus(y, -T.One);

    public static MatrixTangent<T> operator *(double factor, MatrixTangent<T> x)
    {
        var scale = T.CreateChecked(factor);
        return new([.. x.Value.Select(v => scale * v)], x.Tangent is null ? null : [.. x.Tangent.Select(v => scale * v)], x.Order);
    }

    /// <summary>X with A X = B: X' solves A X' = B' - A' X.</summary>
    public static MatrixTangent<T> Solve(MatrixTangent<T> a, MatrixTangent<T> b)
    {
        var n = a.Order;
        var (lu, pivots, value) = ((T[])a.Value.Clone(), new T[n], (T[])b.Value.Clone());
        DenseSystems.Lu<T>(lu, n, pivots);
        DenseSystems.LuSolve<T>(lu, pivots, n, value, n, isTransposed: false);
        if (a.Tangent is null) return new(value, null, n);
        var tangent = Plus(b.Tangent!, a.Multiply(a.Tangent, value), -T.One);
        DenseSystems.LuSolve<T>(lu, pivots, n, tangent, n, isTransposed: false);
        return new(value, tangent, n);
    }

    private MatrixTangent<T> Plus(MatrixTangent<T> other, T factor) =>
        new(Plus(Value, other.Value, factor), Tangent is null ? null : Plus(Tangent, other.Tangent!, factor), Order);

    private static T[] Plus(T[] x, T[] y, T factor)
    {
        var sum = (T[])x.Clone();
        DenseSystems.AddScaled(factor, y, sum);
        return sum;
    }

    private T[] Multiply(T[] x, T[] y)
    {
        var product = new T[x.Length];
        DenseSystems.Multiply(x, y, Order, product);
        return product;
    }
}
