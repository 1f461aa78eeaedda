using System.Buffers;
using System.Numerics;
using ExprAutograd.Dense;

namespace ExprAutograd.Operators;

/// <summary>LU, Cholesky, triangular solves and products on parts of arrays: the one place where factorisations meet the kernels and the user's native provider.</summary>
internal static class DenseSystems
{
    /// <summary>P A = L U in place; row k was exchanged with row pivots[k]. A zero pivot is left where it is.</summary>
    /// <remarks>Allocates only for a native provider, which wants arrays of the exact length.</remarks>
    public static void Lu<T>(Span<T> a, int n, Span<T> pivots)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (DenseProvider.Native is not null)
        {
            var (factors, exchanges) = (a.ToArray(), new int[n]);
            DenseProvider.FactorLu(factors, n, exchanges);
            factors.CopyTo(a);
            for (var k = 0; k < n; k++) pivots[k] = T.CreateChecked(exchanges[k]);
            return;
        }
        var rented = ArrayPool<int>.Shared.Rent(n);
        Dense.Lu.Factor(a, n, rented.AsSpan(0, n));
        for (var k = 0; k < n; k++) pivots[k] = T.CreateChecked(rented[k]);
        ArrayPool<int>.Shared.Return(rented);
    }

    /// <summary>Solves A X = B in place of B, or Aᵀ X = B, from the factors of <see cref="Lu"/>.</summary>
    public static void LuSolve<T>(ReadOnlySpan<T> lu, ReadOnlySpan<T> pivots, int n, Span<T> b, int columns, bool isTransposed)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var rented = ArrayPool<int>.Shared.Rent(n);
        for (var k = 0; k < n; k++) rented[k] = int.CreateChecked(pivots[k]);
        Dense.Lu.Solve(lu, n, rented.AsSpan(0, n), isTransposed, b, columns);
        ArrayPool<int>.Shared.Return(rented);
    }

    /// <summary>A = L Lᵀ in place from the lower triangle, zeros above the diagonal; false when A is not positive definite.</summary>
    public static bool TryCholesky<T>(T[] a, int n)
        where T : unmanaged, IFloatingPointIeee754<T> => DenseProvider.FactorCholesky(a, n);

    /// <summary>Solves T X = B in place of B, or Tᵀ X = B; the other triangle of T is not read.</summary>
    public static void SolveTriangular<T>(ReadOnlySpan<T> t, int n, Span<T> b, int columns, bool isLower, bool isTransposed, bool hasUnitDiagonal)
        where T : unmanaged, IFloatingPointIeee754<T> => Triangular.Solve(t, n, isLower, isTransposed, hasUnitDiagonal, b, columns);

    /// <summary>C = A B of n × n matrices; C is neither.</summary>
    public static void Multiply<T>(T[] a, T[] b, int n, T[] c)
        where T : unmanaged, IFloatingPointIeee754<T> => DenseProvider.Multiply(a, isATransposed: false, b, isBTransposed: false, c, n, n, n, T.One, isAccumulated: false);

    /// <summary>y += α x.</summary>
    public static void AddScaled<T>(T alpha, ReadOnlySpan<T> x, Span<T> y)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var k = 0;
        for (; k <= x.Length - Vector<T>.Count; k += Vector<T>.Count)
            (new Vector<T>(y[k..]) + (new Vector<T>(x[k..]) * alpha)).CopyTo(y[k..]);
        for (; k < x.Length; k++) y[k] += alpha * x[k];
    }
}
