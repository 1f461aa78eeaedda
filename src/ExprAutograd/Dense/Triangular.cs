using System.Numerics;
using System.Runtime.Intrinsics;

namespace ExprAutograd.Dense;

/// <summary>
/// Triangular systems by halving: the halves of the triangle are solved one after the other, and the first half's solution is taken out of
/// the second's right-hand sides by a product, where nearly all of the work is.
/// </summary>
/// <remarks>Allocates nothing after a thread's first calls. A zero on the diagonal divides as IEEE says.</remarks>
internal static unsafe class Triangular
{
    /// <summary>Triangles up to this order are solved by substitution.</summary>
    private const int SubstitutedOrder = 16;

    /// <summary>B := op(T)^-1 B for the lower or upper triangle of an order×order T; the other triangle, and a unit diagonal, are not read.</summary>
    public static void Solve<T>(ReadOnlySpan<T> t, int order, bool isLower, bool isTransposed, bool isUnit, Span<T> b, int columns)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Extents.Require(t.Length, order, order, nameof(t));
        Extents.Require(b.Length, order, columns, nameof(b));
        fixed (T* pt = t, pb = b) Solve(new Triangle<T>(pt, order, isLower, isTransposed, isUnit), order, pb, order, columns);
    }

    /// <summary>The same for a block of a larger matrix.</summary>
    public static void Solve<T>(in Triangle<T> t, int order, T* b, int bStride, int columns)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (order <= SubstitutedOrder)
        {
            Substitute(in t, order, b, bStride, columns);
            return;
        }
        int first = FirstHalf(order), second = order - first;
        if (t.IsForward)
        {
            Solve(in t, first, b, bStride, columns);
            Product.Multiply(new ProductOperands<T>(t.At(first, 0), t.Stride, t.IsTransposed, b, bStride, false, b + first, bStride, -T.One, true), second, columns, first);
            Solve(t.From(first), second, b + first, bStride, columns);
        }
        else
        {
            Solve(t.From(first), second, b + first, bStride, columns);
            Product.Multiply(new ProductOperands<T>(t.At(0, first), t.Stride, t.IsTransposed, b + first, bStride, false, b, bStride, -T.One, true), first, columns, second);
            Solve(in t, first, b, bStride, columns);
        }
    }

    /// <summary>B := B L^-T for the lower triangle of an order×order L: what is left of a column of blocks in a Cholesky factorisation.</summary>
    public static void SolveTransposedFromRight<T>(T* l, int lStride, int order, T* b, int bStride, int rows)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (order <= SubstitutedOrder)
        {
            switch (LaneWidth.Bits)
            {
                case 512: Substitution<Lanes512<T>, Vector512<T>, T>.TransposedFromRight(l, lStride, order, b, bStride, rows); break;
                case 256: Substitution<Lanes256<T>, Vector256<T>, T>.TransposedFromRight(l, lStride, order, b, bStride, rows); break;
                case 128: Substitution<Lanes128<T>, Vector128<T>, T>.TransposedFromRight(l, lStride, order, b, bStride, rows); break;
                default: Substitution<SingleLane<T>, T, T>.TransposedFromRight(l, lStride, order, b, bStride, rows); break;
            }
            return;
        }
        int first = FirstHalf(order), second = order - first;
        var rest = b + (nint)first * bStride;
        SolveTransposedFromRight(l, lStride, first, b, bStride, rows);
        Product.Multiply(new ProductOperands<T>(b, bStride, false, l + first, lStride, true, rest, bStride, -T.One, true), rows, second, first);
        SolveTransposedFromRight(l + first + (nint)first * lStride, lStride, second, rest, bStride, rows);
    }

    /// <summary>About half of an order, in whole pieces that substitution takes.</summary>
    private static int FirstHalf(int order) => (order / 2 + SubstitutedOrder - 1) / SubstitutedOrder * SubstitutedOrder;

    private static void Substitute<T>(in Triangle<T> t, int order, T* b, int bStride, int columns)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        switch (LaneWidth.Bits)
        {
            case 512: Substitution<Lanes512<T>, Vector512<T>, T>.FromLeft(in t, order, b, bStride, columns); break;
            case 256: Substitution<Lanes256<T>, Vector256<T>, T>.FromLeft(in t, order, b, bStride, columns); break;
            case 128: Substitution<Lanes128<T>, Vector128<T>, T>.FromLeft(in t, order, b, bStride, columns); break;
            default: Substitution<SingleLane<T>, T, T>.FromLeft(in t, order, b, bStride, columns); break;
        }
    }
}
