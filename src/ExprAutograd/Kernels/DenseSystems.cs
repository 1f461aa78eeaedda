using System.Numerics;

namespace ExprAutograd.Kernels;

/// <summary>LU, Cholesky, triangular solves and products over spans, column after column: the one place through which every factorisation's arithmetic of that kind goes.</summary>
/// <remarks>Nothing is allocated, and operands may lie anywhere inside larger arrays. Golub and Van Loan (2013), Matrix Computations, sections 3.1, 3.4 and 4.2.</remarks>
internal static class DenseSystems
{
    /// <summary>P A = L U in place by columns with partial pivoting; row k was exchanged with row pivots[k]. A zero pivot is left where it is.</summary>
    public static void Lu<T>(Span<T> a, int n, Span<T> pivots)
        where T : unmanaged, INumber<T>
    {
        for (var k = 0; k < n; k++)
        {
            var column = a.Slice(k * n, n);
            var p = k;
            for (var i = k + 1; i < n; i++)
                if (T.Abs(column[i]) > T.Abs(column[p])) p = i;
            pivots[k] = T.CreateChecked(p);
            if (p != k)
                for (var j = 0; j < n; j++) (a[(j * n) + k], a[(j * n) + p]) = (a[(j * n) + p], a[(j * n) + k]);
            if (column[k] == T.Zero) continue;
            var below = column[(k + 1)..];
            for (var i = 0; i < below.Length; i++) below[i] /= column[k];
            for (var j = k + 1; j < n; j++) AddScaled(-a[(j * n) + k], below, a.Slice((j * n) + k + 1, below.Length));
        }
    }

    /// <summary>Solves A X = B in place of B, or Aᵀ X = B, from the factors of <see cref="Lu"/>.</summary>
    public static void LuSolve<T>(ReadOnlySpan<T> lu, ReadOnlySpan<T> pivots, int n, Span<T> b, int columns, bool isTransposed)
        where T : unmanaged, INumber<T>
    {
        if (!isTransposed) Exchange(pivots, n, b, columns, isReversed: false);
        SolveTriangular(lu, n, b, columns, isLower: !isTransposed, isTransposed, hasUnitDiagonal: !isTransposed);
        SolveTriangular(lu, n, b, columns, isLower: isTransposed, isTransposed, hasUnitDiagonal: isTransposed);
        if (isTransposed) Exchange(pivots, n, b, columns, isReversed: true);
    }

    /// <summary>A = L Lᵀ in place from the lower triangle, zeros above the diagonal; false when A is not positive definite.</summary>
    public static bool TryCholesky<T>(Span<T> a, int n)
        where T : unmanaged, IRootFunctions<T>, INumber<T>
    {
        for (var k = 0; k < n; k++)
        {
            var column = a.Slice((k * n) + k, n - k);
            if (!(column[0] > T.Zero)) return false;
            column[0] = T.Sqrt(column[0]);
            for (var i = 1; i < column.Length; i++) column[i] /= column[0];
            for (var j = 1; j < column.Length; j++) AddScaled(-column[j], column[j..], a.Slice(((k + j) * n) + k + j, column.Length - j));
            a.Slice(k * n, k).Clear();
        }
        return true;
    }

    /// <summary>Solves T X = B in place of B, or Tᵀ X = B; the other triangle of T is not read.</summary>
    public static void SolveTriangular<T>(ReadOnlySpan<T> t, int n, Span<T> b, int columns, bool isLower, bool isTransposed, bool hasUnitDiagonal)
        where T : unmanaged, INumber<T>
    {
        for (var c = 0; c < columns; c++)
        {
            var x = b.Slice(c * n, n);
            for (var step = 0; step < n; step++)
            {
                var j = isLower != isTransposed ? step : n - 1 - step;
                var others = isLower ? j + 1 : 0;
                var column = t.Slice((j * n) + others, isLower ? n - j - 1 : j);
                var rest = x.Slice(others, column.Length);
                if (isTransposed) x[j] -= Dot(column, rest);
                if (!hasUnitDiagonal) x[j] /= t[(j * n) + j];
                if (!isTransposed) AddScaled(-x[j], column, rest);
            }
        }
    }

    /// <summary>C = A B, with A of rows × inner and B of inner × columns; C may be neither.</summary>
    public static void Multiply<T>(ReadOnlySpan<T> a, int rows, int inner, ReadOnlySpan<T> b, int columns, Span<T> c)
        where T : unmanaged, INumber<T>
    {
        c.Clear();
        for (var j = 0; j < columns; j++)
            for (var k = 0; k < inner; k++) AddScaled(b[(j * inner) + k], a.Slice(k * rows, rows), c.Slice(j * rows, rows));
    }

    /// <summary>y += α x.</summary>
    public static void AddScaled<T>(T alpha, ReadOnlySpan<T> x, Span<T> y)
        where T : unmanaged, INumber<T>
    {
        var k = 0;
        for (; k <= x.Length - Vector<T>.Count; k += Vector<T>.Count)
            (new Vector<T>(y[k..]) + (new Vector<T>(x[k..]) * alpha)).CopyTo(y[k..]);
        for (; k < x.Length; k++) y[k] += alpha * x[k];
    }

    private static T Dot<T>(ReadOnlySpan<T> x, ReadOnlySpan<T> y)
        where T : unmanaged, INumber<T>
    {
        var sums = Vector<T>.Zero;
        var k = 0;
        for (; k <= x.Length - Vector<T>.Count; k += Vector<T>.Count) sums += new Vector<T>(x[k..]) * new Vector<T>(y[k..]);
        var sum = Vector.Sum(sums);
        for (; k < x.Length; k++) sum += x[k] * y[k];
        return sum;
    }

    /// <summary>P B, or Pᵀ B when reversed, in place.</summary>
    private static void Exchange<T>(ReadOnlySpan<T> pivots, int n, Span<T> b, int columns, bool isReversed)
        where T : unmanaged, INumber<T>
    {
        for (var c = 0; c < columns; c++)
        {
            var x = b.Slice(c * n, n);
            for (var step = 0; step < n; step++)
            {
                var k = isReversed ? n - 1 - step : step;
                var p = int.CreateChecked(pivots[k]);
                (x[k], x[p]) = (x[p], x[k]);
            }
        }
    }
}
