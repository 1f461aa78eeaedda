using System.Numerics;

namespace ExprAutograd.Operators;

/// <summary>Triangular systems, and A = L Lᵀ with what is computed from it.</summary>
internal static partial class Factorizations
{
    /// <summary>X with T X = B, or Tᵀ X = B; the other triangle of T is not read, and with a unit diagonal the diagonal is not either.</summary>
    [return: Shape("n, columns")]
    public static T[] TriangularSolve<T>([Shape("n, n")] T[] t, [Shape("n, columns")] T[] b, int n, int columns, bool isLower, bool isTransposed, bool hasUnitDiagonal)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var x = new T[TriangularSolveLength(n, columns)];
        TriangularSolveInto(x, t, b, n, columns, isLower, isTransposed, hasUnitDiagonal);
        return x;
    }

    public static int TriangularSolveLength(int n, int columns) => Square(n) * columns;

    public static void TriangularSolveInto<T>(T[] destination, T[] t, T[] b, int n, int columns, bool isLower, bool isTransposed, bool hasUnitDiagonal)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        b.AsSpan(0, n * columns).CopyTo(destination);
        DenseSystems.SolveTriangular<T>(t, n, destination.AsSpan(0, n * columns), columns, isLower, isTransposed, hasUnitDiagonal);
    }

    /// <summary>L, lower triangular with a positive diagonal. A is read as symmetric: its upper triangle is not read.</summary>
    /// <exception cref="ArgumentException">A is not positive definite.</exception>
    [return: Shape("n, n")]
    public static T[] CholeskyFactor<T>([Shape("n, n")] T[] a, int n)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var factor = new T[CholeskyFactorLength(n)];
        CholeskyFactorInto(factor, a, n);
        return factor;
    }

    public static int CholeskyFactorLength(int n) => Square(n) * n;

    public static void CholeskyFactorInto<T>(T[] destination, T[] a, int n)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        a.AsSpan(0, n * n).CopyTo(destination);

        // MathNet's own words.
        if (!DenseSystems.TryCholesky(destination, n)) throw new ArgumentException("Matrix must be positive definite.");
    }

    /// <summary>X with A X = B, A symmetric and positive definite.</summary>
    [return: Shape("n, columns")]
    public static T[] CholeskySolve<T>([Shape("n, n")] T[] a, T[] factor, [Shape("n, columns")] T[] b, int n, int columns)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var x = new T[CholeskySolveLength(n, columns)];
        CholeskySolveInto(x, a, factor, b, n, columns);
        return x;
    }

    public static int CholeskySolveLength(int n, int columns) => n * columns;

    public static void CholeskySolveInto<T>(T[] destination, T[] a, T[] factor, T[] b, int n, int columns)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        b.AsSpan(0, n * columns).CopyTo(destination);
        DenseSystems.SolveTriangular<T>(factor, n, destination.AsSpan(0, n * columns), columns, isLower: true, isTransposed: false, hasUnitDiagonal: false);
        DenseSystems.SolveTriangular<T>(factor, n, destination.AsSpan(0, n * columns), columns, isLower: true, isTransposed: true, hasUnitDiagonal: false);
    }

    /// <summary>det A, A symmetric and positive definite.</summary>
    public static T CholeskyDeterminant<T>([Shape("n, n")] T[] a, T[] factor, int n)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var determinant = T.One;
        for (var k = 0; k < n; k++) determinant *= factor[(k * n) + k] * factor[(k * n) + k];
        return determinant;
    }

    /// <summary>ln det A, A symmetric and positive definite.</summary>
    public static T CholeskyLogDeterminant<T>([Shape("n, n")] T[] a, T[] factor, int n)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var sum = T.Zero;
        var two = T.One + T.One;
        for (var k = 0; k < n; k++) sum += two * T.Log(factor[(k * n) + k]);
        return sum;
    }
}
