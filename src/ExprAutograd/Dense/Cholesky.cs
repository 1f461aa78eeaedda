using System.Numerics;

namespace ExprAutograd.Dense;

/// <summary>
/// A = L L^T by halving: A11 = L11 L11^T, L21 = A21 L11^-T, and L22 is the factor of A22 - L21 L21^T.
/// Golub and Van Loan (2013), "Matrix Computations", 4.2.
/// </summary>
/// <remarks>Allocates nothing after a thread's first calls.</remarks>
internal static unsafe class Cholesky
{
    private const int DirectOrder = 16;

    /// <summary>Orders up to which a symmetric update is written in full: half of it is not wanted, but one product is quicker than several smaller ones.</summary>
    private const int SquareUpdateOrder = 64;

    /// <summary>Replaces the lower triangle of a symmetric order×order matrix by its Cholesky factor and the rest by zeros; what was above the diagonal is not read.</summary>
    /// <returns>False when the matrix is not positive definite; its contents are then undefined.</returns>
    public static bool Factor<T>(Span<T> a, int order)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Extents.Require(a.Length, order, order, nameof(a));
        fixed (T* origin = a)
        {
            if (!Factor(origin, order, order)) return false;
            for (var column = 1; column < order; column++) new Span<T>(origin + (nint)column * order, column).Clear();
            return true;
        }
    }

    /// <summary>B := A^-1 B for an A that has been factored.</summary>
    public static void Solve<T>(ReadOnlySpan<T> factor, int order, Span<T> b, int columns)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Triangular.Solve(factor, order, isLower: true, isTransposed: false, isUnit: false, b, columns);
        Triangular.Solve(factor, order, isLower: true, isTransposed: true, isUnit: false, b, columns);
    }

    private static bool Factor<T>(T* a, int stride, int order)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (order <= DirectOrder) return FactorDirectly(a, stride, order);
        int first = (order / 2 + DirectOrder - 1) / DirectOrder * DirectOrder, second = order - first;
        T* below = a + first, rest = below + (nint)first * stride;
        if (!Factor(a, stride, first)) return false;
        Triangular.SolveTransposedFromRight(a, stride, first, below, stride, second);
        Subtract(below, stride, second, first, rest);
        return Factor(rest, stride, second);
    }

    /// <summary>C -= X X^T in the lower triangle; above the diagonal C is overwritten by whatever is convenient.</summary>
    private static void Subtract<T>(T* x, int stride, int order, int depth, T* c)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (order <= SquareUpdateOrder)
        {
            Product.Multiply(new ProductOperands<T>(x, stride, false, x, stride, true, c, stride, -T.One, true), order, order, depth);
            return;
        }
        int first = (order / 2 + DirectOrder - 1) / DirectOrder * DirectOrder, second = order - first;
        Subtract(x, stride, first, depth, c);
        Product.Multiply(new ProductOperands<T>(x + first, stride, false, x, stride, true, c + first, stride, -T.One, true), second, first, depth);
        Subtract(x + first, stride, second, depth, c + first + (nint)first * stride);
    }

    private static bool FactorDirectly<T>(T* a, nint stride, int order)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (var column = 0; column < order; column++, a += stride + 1)
        {
            if (!(*a > T.Zero)) return false;
            var pivot = T.Sqrt(*a);
            *a = pivot;
            var below = order - column;
            for (var row = 1; row < below; row++) a[row] /= pivot;
            for (var right = 1; right < below; right++)
            {
                var factor = -a[right];
                var target = a + right * stride;
                for (var row = right; row < below; row++) target[row] = T.MultiplyAddEstimate(a[row], factor, target[row]);
            }
        }
        return true;
    }
}
