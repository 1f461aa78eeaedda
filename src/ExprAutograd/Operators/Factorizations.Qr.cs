using System.Numerics;
using MathNet.Numerics;

namespace ExprAutograd.Operators;

/// <summary>A = Q R, and least squares from it.</summary>
internal static partial class Factorizations
{
    /// <summary>The thin Q, then R.</summary>
    /// <exception cref="ArgumentException">There are fewer rows than columns.</exception>
    [return: Shape("rows, columns", "columns, columns")]
    public static T[] QrFactors<T>([Shape("rows, columns")] T[] a, int rows, int columns)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var factors = new T[QrFactorsLength(rows, columns)];
        QrFactorsInto(factors, a, rows, columns);
        return factors;
    }

    public static int QrFactorsLength(int rows, int columns) => (rows + columns) * columns;

    public static void QrFactorsInto<T>(T[] destination, T[] a, int rows, int columns)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        RequireTall(rows, columns);
        if (columns == 0) return;
        var q = a.AsSpan(0, rows * columns).ToArray();
        var r = new T[columns * columns];
        Provider<T>().ThinQRFactor(q, rows, columns, r, new T[columns]);
        q.CopyTo(destination, 0);
        CopyUpperTriangle(r, columns, destination.AsSpan(q.Length), columns);
    }

    /// <summary>The thin Q of the factors, whichever signs they chose.</summary>
    [return: Shape("rows, columns")]
    public static T[] ThinQ<T>([Shape("rows, columns")] T[] a, T[] qr, int rows, int columns)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var q = new T[ThinQLength(rows, columns)];
        ThinQInto(q, a, qr, rows, columns);
        return q;
    }

    public static int ThinQLength(int rows, int columns) => rows * columns;

    public static void ThinQInto<T>(T[] destination, T[] a, T[] qr, int rows, int columns)
        where T : unmanaged, IFloatingPointIeee754<T> => qr.AsSpan(0, rows * columns).CopyTo(destination);

    /// <summary>The square R of the factors.</summary>
    [return: Shape("columns, columns")]
    public static T[] ThinR<T>([Shape("rows, columns")] T[] a, T[] qr, int rows, int columns)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var r = new T[ThinRLength(columns)];
        ThinRInto(r, a, qr, rows, columns);
        return r;
    }

    public static int ThinRLength(int columns) => columns * columns;

    public static void ThinRInto<T>(T[] destination, T[] a, T[] qr, int rows, int columns)
        where T : unmanaged, IFloatingPointIeee754<T> => qr.AsSpan(rows * columns, columns * columns).CopyTo(destination);

    /// <summary>The square Q, then R with rows of zeros below.</summary>
    /// <exception cref="ArgumentException">There are fewer rows than columns.</exception>
    [return: Shape("rows, rows", "rows, columns")]
    public static T[] FullQrFactors<T>([Shape("rows, columns")] T[] a, int rows, int columns)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var factors = new T[FullQrFactorsLength(rows, columns)];
        FullQrFactorsInto(factors, a, rows, columns);
        return factors;
    }

    public static int FullQrFactorsLength(int rows, int columns) => rows * (rows + columns);

    public static void FullQrFactorsInto<T>(T[] destination, T[] a, int rows, int columns)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        RequireTall(rows, columns);
        var r = a.AsSpan(0, rows * columns).ToArray();
        var q = new T[rows * rows];
        Provider<T>().QRFactor(r, rows, columns, q, new T[columns]);
        q.CopyTo(destination, 0);
        CopyUpperTriangle(r, rows, destination.AsSpan(q.Length), columns);
    }

    /// <summary>Q and R of the modified Gram-Schmidt process: the diagonal of R is positive.</summary>
    /// <exception cref="ArgumentException">There are fewer rows than columns, or the columns are dependent.</exception>
    [return: Shape("rows, columns", "columns, columns")]
    public static T[] GramSchmidtFactors<T>([Shape("rows, columns")] T[] a, int rows, int columns)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var factors = new T[GramSchmidtFactorsLength(rows, columns)];
        GramSchmidtFactorsInto(factors, a, rows, columns);
        return factors;
    }

    public static int GramSchmidtFactorsLength(int rows, int columns) => (rows + columns) * columns;

    public static void GramSchmidtFactorsInto<T>(T[] destination, T[] a, int rows, int columns)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        RequireTall(rows, columns);
        var q = destination.AsSpan(0, rows * columns);
        var r = destination.AsSpan(q.Length, columns * columns);
        a.AsSpan(0, q.Length).CopyTo(q);
        r.Clear();
        for (var k = 0; k < columns; k++)
        {
            var column = q.Slice(k * rows, rows);
            var norm = T.Sqrt(Dot<T>(column, column));
            if (norm == T.Zero) throw new ArgumentException("Matrix must not be rank deficient.");
            r[(k * columns) + k] = norm;
            for (var i = 0; i < rows; i++) column[i] /= norm;
            for (var j = k + 1; j < columns; j++)
            {
                var next = q.Slice(j * rows, rows);
                var dot = Dot<T>(column, next);
                r[(j * columns) + k] = dot;
                DenseSystems.AddScaled(-dot, column, next);
            }
        }
    }

    /// <summary>The X of least ‖A X - B‖, from the thin Q and R of A.</summary>
    [return: Shape("columns, count")]
    public static T[] LeastSquares<T>([Shape("rows, columns")] T[] a, T[] qr, [Shape("rows, count")] T[] b, int rows, int columns, int count)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var x = new T[LeastSquaresLength(columns, count)];
        LeastSquaresInto(x, a, qr, b, rows, columns, count);
        return x;
    }

    public static int LeastSquaresLength(int columns, int count) => columns * count;

    public static void LeastSquaresInto<T>(T[] destination, T[] a, T[] qr, T[] b, int rows, int columns, int count)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        // X = R⁻¹ Qᵀ B.
        for (var c = 0; c < count; c++)
            for (var j = 0; j < columns; j++) destination[(c * columns) + j] = Dot<T>(qr.AsSpan(j * rows, rows), b.AsSpan(c * rows, rows));
        DenseSystems.SolveTriangular<T>(qr.AsSpan(rows * columns, columns * columns), columns, destination.AsSpan(0, columns * count), count, isLower: false, isTransposed: false, hasUnitDiagonal: false);
    }

    /// <summary>True when no element on the diagonal of the thin R is zero up to rounding, as MathNet decides it.</summary>
    public static bool HasFullRank<T>(T[] qr, int rows, int columns)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (var k = 0; k < columns; k++)
            if (Precision.AlmostEqual(double.CreateChecked(qr[(rows * columns) + (k * columns) + k]), 0.0)) return false;
        return true;
    }

    private static void RequireTall(int rows, int columns)
    {
        if (rows < columns) throw new ArgumentException($"Matrix dimensions must agree: {rows}x{columns}. A QR factorisation needs at least as many rows as columns.");
    }

    private static void CopyUpperTriangle<T>(T[] r, int rows, Span<T> destination, int columns)
    {
        for (var j = 0; j < columns; j++)
        {
            var column = destination.Slice(j * rows, rows);
            r.AsSpan(j * rows, j + 1).CopyTo(column);
            column[(j + 1)..].Clear();
        }
    }

    private static T Dot<T>(ReadOnlySpan<T> x, ReadOnlySpan<T> y)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var sum = T.Zero;
        for (var k = 0; k < x.Length; k++) sum += x[k] * y[k];
        return sum;
    }
}
