using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.LinearAlgebra.Factorization;

namespace ExprAutograd.Expressions;

/// <summary>What a factorisation object of MathNet's is inside a program: the matrix that it is of. Its factors are computed where they are read, and equal ones once.</summary>
/// <param name="Of">The matrix.</param>
/// <param name="Option">The QRMethod or Symmetricity that was asked for, as a number; zero for the others.</param>
internal sealed record FactoredMatrix<T>(Matrix<T> Of, int Option)
    where T : struct, IEquatable<T>, IFormattable;

/// <summary>Reads a <see cref="FactoredMatrix{T}"/>; from an object of MathNet's that comes from outside, the product of its factors.</summary>
internal static class FactoredMatrix
{
    public static Matrix<T> Of<T>(ISolver<T> factorization)
        where T : struct, IEquatable<T>, IFormattable => factorization switch
        {
            LU<T> lu => Permuted(lu.L * lu.U, lu.P.Inverse()),
            Cholesky<T> cholesky => cholesky.Factor * cholesky.Factor.Transpose(),
            QR<T> qr => qr.Q * qr.R,
            Svd<T> svd => svd.U * svd.W * svd.VT,
            Evd<T> { IsSymmetric: true } evd => evd.EigenVectors * evd.D * evd.EigenVectors.Transpose(),
            Evd<T> evd => evd.EigenVectors * evd.D * evd.EigenVectors.Inverse(),
            _ => throw new NotSupportedException($"{factorization.GetType().Name} is no factorisation of MathNet's."),
        };

    public static int Option<T>(ISolver<T> factorization)
        where T : struct, IEquatable<T>, IFormattable => factorization switch
        {
            QR<T> qr => (int)(qr.Q.RowCount == qr.Q.ColumnCount ? QRMethod.Full : QRMethod.Thin),
            Evd<T> evd => (int)(evd.IsSymmetric ? Symmetricity.Symmetric : Symmetricity.Asymmetric),
            _ => 0,
        };

    private static Matrix<T> Permuted<T>(Matrix<T> matrix, MathNet.Numerics.Permutation permutation)
        where T : struct, IEquatable<T>, IFormattable
    {
        matrix.PermuteRows(permutation);
        return matrix;
    }
}
