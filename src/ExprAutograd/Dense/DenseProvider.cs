using System.Numerics;
using MathNet.Numerics.Providers.LinearAlgebra;

namespace ExprAutograd.Dense;

/// <summary>Implemented by the provider that offers these kernels to MathNet: what runs on it runs on the kernels at once.</summary>
internal interface IOwnKernels;

/// <summary>Dense linear algebra as compiled code calls it: the native provider that the user has given MathNet, and without one the kernels of this folder.</summary>
/// <remarks>Column-major storage, no operand overlaps a result. The kernels allocate nothing after a thread's first calls.</remarks>
internal static class DenseProvider
{
    /// <summary>The user's provider, when it is neither MathNet's managed one nor the one over these kernels.</summary>
    public static ILinearAlgebraProvider? Native => LinearAlgebraControl.Provider is var provider and not (ManagedLinearAlgebraProvider or IOwnKernels) ? provider : null;

    /// <summary>C = [C +] alpha op(A) op(B), where op(A) is m×k, op(B) is k×n and C is m×n.</summary>
    public static void Multiply<T>(T[] a, bool isATransposed, T[] b, bool isBTransposed, T[] c, int m, int n, int k, T alpha, bool isAccumulated)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (Native is ILinearAlgebraProvider<T> native && Fits(a, m, k) && Fits(b, k, n) && Fits(c, m, n))
            native.MatrixMultiplyWithUpdate(
                Flag(isATransposed), Flag(isBTransposed), alpha, a, isATransposed ? k : m, isATransposed ? m : k, b, isBTransposed ? n : k, isBTransposed ? k : n, isAccumulated ? T.One : T.Zero, c);
        else Product.Multiply<T>(a, isATransposed, b, isBTransposed, c, m, n, k, alpha, isAccumulated);
    }

    /// <summary>y = [y +] alpha op(A) x for an A stored as rows×columns.</summary>
    public static void Multiply<T>(T[] a, bool isTransposed, T[] x, T[] y, int rows, int columns, T alpha, bool isAccumulated)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (Native is ILinearAlgebraProvider<T> native && Fits(a, rows, columns) && Fits(x, isTransposed ? rows : columns, 1) && Fits(y, isTransposed ? columns : rows, 1))
            native.MatrixMultiplyWithUpdate(Flag(isTransposed), Transpose.DontTranspose, alpha, a, rows, columns, x, x.Length, 1, isAccumulated ? T.One : T.Zero, y);
        else MatrixVector.Multiply<T>(a, isTransposed, x, y, rows, columns, alpha, isAccumulated);
    }

    /// <summary>Replaces A by its lower Cholesky factor, zeros above; false when A is not positive definite, whose contents are then undefined.</summary>
    public static bool FactorCholesky<T>(T[] a, int order)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (Native is not ILinearAlgebraProvider<T> native || !Fits(a, order, order)) return Cholesky.Factor<T>(a, order);
        try
        {
            native.CholeskyFactor(a, order);
            return true;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    /// <summary>B := A^-1 B for an A that <see cref="FactorCholesky"/> has factored.</summary>
    public static void SolveCholesky<T>(T[] factor, int order, T[] b, int columns)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (Native is ILinearAlgebraProvider<T> native && Fits(factor, order, order) && Fits(b, order, columns)) native.CholeskySolveFactored(factor, order, b, columns);
        else Cholesky.Solve<T>(factor, order, b, columns);
    }

    /// <summary>Replaces A by U and, below the diagonal, L; row k was exchanged with row pivots[k], k ascending.</summary>
    public static void FactorLu<T>(T[] a, int order, int[] pivots)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (Native is ILinearAlgebraProvider<T> native && Fits(a, order, order) && Fits(pivots, order, 1)) native.LUFactor(a, order, pivots);
        else Lu.Factor<T>(a, order, pivots);
    }

    /// <summary>B := op(A)^-1 B for an A that <see cref="FactorLu"/> has factored.</summary>
    public static void SolveLu<T>(T[] factors, int order, int[] pivots, bool isTransposed, T[] b, int columns)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (!isTransposed && Native is ILinearAlgebraProvider<T> native && Fits(factors, order, order) && Fits(pivots, order, 1) && Fits(b, order, columns))
            native.LUSolveFactored(columns, factors, order, pivots, b);
        else Lu.Solve<T>(factors, order, pivots, isTransposed, b, columns);
    }

    /// <summary>B := op(T)^-1 B for the lower or upper triangle of T. No provider has it: the kernels do.</summary>
    public static void SolveTriangular<T>(T[] t, int order, bool isLower, bool isTransposed, bool isUnit, T[] b, int columns)
        where T : unmanaged, IFloatingPointIeee754<T> => Triangular.Solve<T>(t, order, isLower, isTransposed, isUnit, b, columns);

    /// <summary>Providers want arrays of the exact length, and not all of them know empty matrices.</summary>
    private static bool Fits(Array array, int rows, int columns) => array.Length == (long)rows * columns && array.Length > 0;

    private static Transpose Flag(bool isTransposed) => isTransposed ? Transpose.Transpose : Transpose.DontTranspose;
}
