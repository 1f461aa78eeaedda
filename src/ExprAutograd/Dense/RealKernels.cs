using System.Buffers;
using System.Numerics;
using System.Runtime.CompilerServices;
using MathNet.Numerics.Providers.LinearAlgebra;

namespace ExprAutograd.Dense;

/// <summary>The members of a MathNet provider that run on the kernels.</summary>
/// <remarks>
/// Arguments that do not fit together go to the provider underneath, whose exceptions are the ones that MathNet's users know.
/// What is quick for short arrays is inlined into the provider: a call more would make it slower than the managed loop.
/// </remarks>
internal sealed class RealKernels<T>(ILinearAlgebraProvider<T> inner)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void AddVectorToScaledVector(T[] y, T alpha, T[] x, T[] result)
    {
        if (alpha == T.Zero || !IsAlike(x, y, result)) inner.AddVectorToScaledVector(y, alpha, x, result);
        else Elementwise.Apply<ScaledSum, T>(y, x, alpha, result);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void ScaleArray(T alpha, T[] x, T[] result)
    {
        if (alpha == T.Zero || alpha == T.One || !IsAlike(x, x, result)) inner.ScaleArray(alpha, x, result);
        else Elementwise.Apply<Scaled, T>(x, x, alpha, result);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T DotProduct(T[] x, T[] y) => IsAlike(x, y, y) ? MatrixVector.Dot<T>(x, y) : inner.DotProduct(x, y);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void AddArrays(T[] x, T[] y, T[] result)
    {
        if (IsAlike(x, y, result)) Elementwise.Apply<Sum, T>(x, y, T.One, result);
        else inner.AddArrays(x, y, result);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void SubtractArrays(T[] x, T[] y, T[] result)
    {
        if (IsAlike(x, y, result)) Elementwise.Apply<Difference, T>(x, y, T.One, result);
        else inner.SubtractArrays(x, y, result);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void PointWiseMultiplyArrays(T[] x, T[] y, T[] result)
    {
        if (IsAlike(x, y, result)) Elementwise.Apply<PairProduct, T>(x, y, T.One, result);
        else inner.PointWiseMultiplyArrays(x, y, result);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void PointWiseDivideArrays(T[] x, T[] y, T[] result)
    {
        if (IsAlike(x, y, result)) Elementwise.Apply<Quotient, T>(x, y, T.One, result);
        else inner.PointWiseDivideArrays(x, y, result);
    }

    /// <summary>The Frobenius norm is the root of a dot product: the managed provider multiplies the matrix by its transpose.</summary>
    public double MatrixNorm(Norm norm, int rows, int columns, T[] matrix) => norm == Norm.FrobeniusNorm && Fits(matrix, rows, columns)
        ? double.CreateChecked(T.Sqrt(MatrixVector.Dot<T>(matrix, matrix)))
        : inner.MatrixNorm(norm, rows, columns, matrix);

    public void MatrixMultiply(T[] x, int rowsX, int columnsX, T[] y, int rowsY, int columnsY, T[] result)
    {
        if (columnsX != rowsY || !Fits(x, rowsX, columnsX) || !Fits(y, rowsY, columnsY) || !Fits(result, rowsX, columnsY)) inner.MatrixMultiply(x, rowsX, columnsX, y, rowsY, columnsY, result);
        else Product.Multiply<T>(x, false, y, false, result, rowsX, columnsY, columnsX, T.One, false);
    }

    public void MatrixMultiplyWithUpdate(Transpose transposeA, Transpose transposeB, T alpha, T[] a, int rowsA, int columnsA, T[] b, int rowsB, int columnsB, T beta, T[] c)
    {
        bool isATransposed = transposeA != Transpose.DontTranspose, isBTransposed = transposeB != Transpose.DontTranspose;
        var (m, k) = isATransposed ? (columnsA, rowsA) : (rowsA, columnsA);
        var (depth, n) = isBTransposed ? (columnsB, rowsB) : (rowsB, columnsB);
        if (alpha == T.Zero || k != depth || !Fits(a, m, k) || !Fits(b, k, n) || !Fits(c, m, n))
        {
            inner.MatrixMultiplyWithUpdate(transposeA, transposeB, alpha, a, rowsA, columnsA, b, rowsB, columnsB, beta, c);
            return;
        }
        if (beta != T.Zero && beta != T.One) Elementwise.Apply<Scaled, T>(c, c, beta, c);
        Product.Multiply<T>(a, isATransposed, b, isBTransposed, c, m, n, k, alpha, beta != T.Zero);
    }

    public void LUFactor(T[] data, int order, int[] ipiv)
    {
        if (Fits(data, order, order) && IsOfLength(ipiv, order)) Lu.Factor<T>(data, order, ipiv);
        else inner.LUFactor(data, order, ipiv);
    }

    public void LUInverse(T[] a, int order)
    {
        if (!Fits(a, order, order))
        {
            inner.LUInverse(a, order);
            return;
        }
        var pivots = ArrayPool<int>.Shared.Rent(order);
        Lu.Factor<T>(a, order, pivots);
        Invert(a, order, pivots.AsSpan(0, order));
        ArrayPool<int>.Shared.Return(pivots);
    }

    public void LUInverseFactored(T[] a, int order, int[] ipiv)
    {
        if (Fits(a, order, order) && IsOfLength(ipiv, order)) Invert(a, order, ipiv);
        else inner.LUInverseFactored(a, order, ipiv);
    }

    private static void Invert(T[] factors, int order, ReadOnlySpan<int> pivots)
    {
        var inverse = ArrayPool<T>.Shared.Rent(factors.Length);
        var columns = inverse.AsSpan(0, factors.Length);
        columns.Clear();
        for (var k = 0; k < order; k++) columns[k + k * order] = T.One;
        Lu.Solve(factors, order, pivots, isTransposed: false, columns, order);
        columns.CopyTo(factors);
        ArrayPool<T>.Shared.Return(inverse);
    }

    public void LUSolve(int columnsOfB, T[] a, int order, T[] b)
    {
        if (!Fits(a, order, order) || !Fits(b, order, columnsOfB) || ReferenceEquals(a, b))
        {
            inner.LUSolve(columnsOfB, a, order, b);
            return;
        }
        var factors = Copy(a);
        var pivots = ArrayPool<int>.Shared.Rent(order);
        Lu.Factor<T>(factors, order, pivots);
        Lu.Solve<T>(factors, order, pivots.AsSpan(0, order), isTransposed: false, b, columnsOfB);
        ArrayPool<int>.Shared.Return(pivots);
        ArrayPool<T>.Shared.Return(factors);
    }

    public void LUSolveFactored(int columnsOfB, T[] a, int order, int[] ipiv, T[] b)
    {
        if (!Fits(a, order, order) || !IsOfLength(ipiv, order) || !Fits(b, order, columnsOfB) || ReferenceEquals(a, b)) inner.LUSolveFactored(columnsOfB, a, order, ipiv, b);
        else Lu.Solve<T>(a, order, ipiv, isTransposed: false, b, columnsOfB);
    }

    public void CholeskyFactor(T[] a, int order)
    {
        if (!Fits(a, order, order)) inner.CholeskyFactor(a, order);
        else if (!Cholesky.Factor<T>(a, order)) throw NotPositiveDefinite();
    }

    public void CholeskySolve(T[] a, int orderA, T[] b, int columnsB)
    {
        if (!Fits(a, orderA, orderA) || !Fits(b, orderA, columnsB) || ReferenceEquals(a, b))
        {
            inner.CholeskySolve(a, orderA, b, columnsB);
            return;
        }
        var factor = Copy(a);
        var isPositiveDefinite = Cholesky.Factor<T>(factor, orderA);
        if (isPositiveDefinite) Cholesky.Solve<T>(factor, orderA, b, columnsB);
        ArrayPool<T>.Shared.Return(factor);
        if (!isPositiveDefinite) throw NotPositiveDefinite();
    }

    public void CholeskySolveFactored(T[] a, int orderA, T[] b, int columnsB)
    {
        if (!Fits(a, orderA, orderA) || !Fits(b, orderA, columnsB) || ReferenceEquals(a, b)) inner.CholeskySolveFactored(a, orderA, b, columnsB);
        else Cholesky.Solve<T>(a, orderA, b, columnsB);
    }

    private static T[] Copy(T[] a)
    {
        var copy = ArrayPool<T>.Shared.Rent(a.Length);
        a.AsSpan().CopyTo(copy);
        return copy;
    }

    /// <summary>In the managed provider's words.</summary>
    private static ArgumentException NotPositiveDefinite() => new("Matrix must be positive definite.");

    private static bool IsAlike(T[]? x, T[]? y, T[]? result) => x is not null && y is not null && result is not null && x.Length == y.Length && x.Length == result.Length;

    private static bool IsOfLength(int[]? array, int length) => array is not null && array.Length == length;

    private static bool Fits(T[]? array, int rows, int columns) => array is not null && rows >= 0 && columns >= 0 && array.Length == (long)rows * columns;
}
