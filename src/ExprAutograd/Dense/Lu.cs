using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace ExprAutograd.Dense;

/// <summary>
/// P A = L U with partial pivoting, by halving the columns: the left half is factored, its exchanges and its L are applied to the right half,
/// whose lower part is then factored. Toledo (1997), "Locality of reference in LU decomposition with partial pivoting".
/// </summary>
/// <remarks>Allocates nothing after a thread's first calls. A column without a pivot is left as it is, and a solve then divides by its zero.</remarks>
internal static unsafe class Lu
{
    private const int PanelColumns = 8;

    /// <summary>Rows up to which numbers are quicker than vectors.</summary>
    private const int ScalarRows = 24;

    /// <summary>Replaces an order×order matrix by U and, below the diagonal, L without its unit diagonal; row k was exchanged with row pivots[k], k ascending.</summary>
    public static void Factor<T>(Span<T> a, int order, Span<int> pivots)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Extents.Require(a.Length, order, order, nameof(a));
        Extents.Require(pivots.Length, order, 1, nameof(pivots));
        fixed (T* origin = a)
        fixed (int* exchanges = pivots)
            Factor(origin, order, order, order, exchanges);
    }

    /// <summary>B := op(A)^-1 B for an A that has been factored: A^-1 = U^-1 L^-1 P, and A^-T = P^T L^-T U^-T.</summary>
    public static void Solve<T>(ReadOnlySpan<T> factors, int order, ReadOnlySpan<int> pivots, bool isTransposed, Span<T> b, int columns)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (!isTransposed) Exchange(pivots, b, order, columns, isBack: false);
        Triangular.Solve(factors, order, isLower: !isTransposed, isTransposed, isUnit: !isTransposed, b, columns);
        Triangular.Solve(factors, order, isLower: isTransposed, isTransposed, isUnit: isTransposed, b, columns);
        if (isTransposed) Exchange(pivots, b, order, columns, isBack: true);
    }

    /// <summary>Exchanges the rows of B as the factorisation did, or back.</summary>
    public static void Exchange<T>(ReadOnlySpan<int> pivots, Span<T> b, int order, int columns, bool isBack)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Extents.Require(pivots.Length, order, 1, nameof(pivots));
        Extents.Require(b.Length, order, columns, nameof(b));
        for (var column = 0; column < columns; column++)
        {
            var x = b.Slice(column * order, order);
            if (isBack)
                for (var k = order - 1; k >= 0; k--) (x[k], x[pivots[k]]) = (x[pivots[k]], x[k]);
            else
                for (var k = 0; k < order; k++) (x[k], x[pivots[k]]) = (x[pivots[k]], x[k]);
        }
    }

    /// <summary>Factors rows×columns, at least as many rows as columns.</summary>
    private static void Factor<T>(T* a, int stride, int rows, int columns, int* pivots)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (rows <= ScalarRows)
        {
            FactorByNumbers(a, stride, rows, columns, pivots);
            return;
        }
        if (columns <= PanelColumns)
        {
            FactorPanel(a, stride, rows, columns, pivots);
            return;
        }
        int left = (columns / 2 + PanelColumns - 1) / PanelColumns * PanelColumns, right = columns - left;
        var across = a + (nint)left * stride;
        Factor(a, stride, rows, left, pivots);
        Exchange(across, stride, right, pivots, left);
        Triangular.Solve(new Triangle<T>(a, stride, isLower: true, isTransposed: false, isUnit: true), left, across, stride, right);
        Product.Multiply(new ProductOperands<T>(a + left, stride, false, across, stride, false, across + left, stride, -T.One, true), rows - left, right, left);
        Factor(across + left, stride, rows - left, right, pivots + left);
        Exchange(a + left, stride, left, pivots + left, right);
        for (var k = left; k < columns; k++) pivots[k] += left;
    }

    private static void Exchange<T>(T* a, nint stride, int columns, int* pivots, int count)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (; columns > 0; columns--, a += stride)
            for (var k = 0; k < count; k++) (a[k], a[pivots[k]]) = (a[pivots[k]], a[k]);
    }

    /// <summary>Factors a few rows, where vectors would wait for the exchanged numbers to reach memory.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void FactorByNumbers<T>(T* a, nint stride, int rows, int columns, int* pivots)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (var column = 0; column < columns; column++)
        {
            var pivoted = a + column * stride;
            var pivot = column;
            var largest = T.Abs(pivoted[column]);
            for (var row = column + 1; row < rows; row++)
                if (T.Abs(pivoted[row]) > largest) (pivot, largest) = (row, T.Abs(pivoted[row]));
            pivots[column] = pivot;
            if (pivot != column)
                for (var k = 0; k < columns; k++) (a[column + k * stride], a[pivot + k * stride]) = (a[pivot + k * stride], a[column + k * stride]);
            var divisor = pivoted[column];
            if (divisor != T.Zero)
                for (var row = column + 1; row < rows; row++) pivoted[row] /= divisor;
            for (var k = column + 1; k < columns; k++)
            {
                var target = a + k * stride;
                var factor = -target[column];
                for (nint row = column + 1; row < rows; row++) target[row] = T.MultiplyAddEstimate(pivoted[row], factor, target[row]);
            }
        }
    }

    private static void FactorPanel<T>(T* a, int stride, int rows, int columns, int* pivots)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        switch (LaneWidth.Bits)
        {
            case 512: LuPanel<Lanes512<T>, Vector512<T>, T>.Factor(a, stride, rows, columns, pivots); break;
            case 256: LuPanel<Lanes256<T>, Vector256<T>, T>.Factor(a, stride, rows, columns, pivots); break;
            case 128: LuPanel<Lanes128<T>, Vector128<T>, T>.Factor(a, stride, rows, columns, pivots); break;
            default: LuPanel<SingleLane<T>, T, T>.Factor(a, stride, rows, columns, pivots); break;
        }
    }
}
