using System.Linq.Expressions;
using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.LinearAlgebra.Factorization;
using static ExprAutograd.Tests.Rules.MatrixData;

namespace ExprAutograd.Tests.LinearAlgebra;

/// <summary>MathNet's members on factorisations, and the functions it lacks: each one in a function that tells its elements apart.</summary>
internal static class FactorizationRows
{
    private static readonly double[] General = WellConditioned(1, 3);
    private static readonly double[] Definite = PositiveDefinite(2, 3);
    private static readonly double[] Indefinite = WithEigenvalues(3, -1.2, 0.4, 1.5);
    private static readonly double[] Tall = Random(4, 12);
    private static readonly double[] Wide = Random(5, 12);

    public static FactorizationRow[] All { get; } =
    [
        .. Squares("general", General, false),
        .. Squares("1x1", [1.3], false),
        .. Squares("ill-conditioned", WithSingularValues(6, 3, 3, 2, 1, 0.02), false),
        .. Definites("definite", Definite),
        .. Definites("1x1", [1.3]),
        .. Spectral("indefinite", Indefinite),
        .. Oblong("tall", Tall, 4, 3),
        .. Oblong("square", General, 3, 3),
        .. Singular("tall", Tall, 4, 3),
        .. Singular("wide", Wide, 3, 4),
        .. Singular("square", General, 3, 3),
        Row("Determinant, singular", (a, b) => a.Determinant() * b.RowSums().Sum(), WithSingularValues(7, 3, 3, 2, 1, 0), 3, 3),
        Row("Determinant, of rank one", (a, b) => a.Determinant() * a.Determinant() + a.Determinant(), WithSingularValues(8, 3, 3, 2, 0, 0), 3, 3),
        Row("Solve, A is not square", (a, b) => a.Solve(b).PointwiseMultiply(b.SubMatrix(0, 3, 0, 2)).RowSums().Sum(), Tall, 4, 4, 2),
        Row("Solve, a transpose that is not square", (a, b) => a.Transpose().Solve(b).PointwiseMultiply(b.SubMatrix(0, 3, 0, 2)).RowSums().Sum(), Wide, 3, 4, 2),
        Row("PseudoInverse, of lower rank than both dimensions", (a, b) => (a.Column(0).OuterProduct(a.Row(0)).PseudoInverse() * b).RowSums().Sum(), General, 3, 3),
        Row("SingularValues, equal ones together", (a, b) => MatrixFunctions.SingularValues(a).Sum(), Orthogonal(9, 3).ToColumnMajorArray(), 3, 3) with { HasHessian = false },
        Row("Eigenvalues, equal ones together", (a, b) => MatrixFunctions.SymmetricEigenvalues(a)[1] + MatrixFunctions.SymmetricEigenvalues(a)[2], WithEigenvalues(10, 1, 2, 2), 3, 3) with { IsSymmetric = true, HasHessian = false },
        Row(
            "Eigenvectors, the projector on equal ones",
            (a, b) => (MatrixFunctions.SymmetricEigenvectors(a).SubMatrix(0, 3, 1, 2) * MatrixFunctions.SymmetricEigenvectors(a).SubMatrix(0, 3, 1, 2).Transpose()).PointwiseMultiply(b).RowSums().Sum(),
            WithEigenvalues(11, 1, 2, 2), 3, 3) with { IsSymmetric = true, HasHessian = false },
        Row("Largest eigenvalue, the others equal", (a, b) => MatrixFunctions.SymmetricEigenvalues(a)[2], WithEigenvalues(12, 1, 1, 3), 3, 3) with { IsSymmetric = true, HasHessian = false },
        Row("Polar factor, equal singular values", (a, b) => (a.Svd(true).U * a.Svd(true).VT).PointwiseMultiply(b).RowSums().Sum(), (2 * Orthogonal(13, 3)).ToColumnMajorArray(), 3, 3) with { HasHessian = false },
        Row("SquareRoot, equal eigenvalues", (a, b) => MatrixFunctions.SquareRoot(a).PointwiseMultiply(b).RowSums().Sum(), Identity(3, 2), 3, 3) with { IsSymmetric = true },
        Row("Eigenvalues, complex", (a, b) => a.Evd(Symmetricity.Asymmetric).EigenValues[0].Real + (2 * a.Evd(Symmetricity.Asymmetric).EigenValues[0].Imaginary), [0.3, 1.2, 0.1, -1, 0.5, 0.2, 0, 0.4, 2], 3, 3) with { HasFloat = false },
        Row("D, complex", (a, b) => a.Evd(Symmetricity.Asymmetric).D.PointwiseMultiply(b).RowSums().Sum(), [0.3, 1.2, 0.1, -1, 0.5, 0.2, 0, 0.4, 2], 3, 3),
        Row("Eigenvalues, real parts", (a, b) => a.Evd(Symmetricity.Unknown).EigenValues.Real().PointwiseMultiply(b.Column(0)).Sum(), [1, 0.2, 0.3, -0.1, 2, 0.4, 0.2, -0.3, 3.5], 3, 3) with { HasFloat = false },
        Row("Eigenvalues, mapped", (a, b) => a.Evd(Symmetricity.Unknown).EigenValues.Map(z => z.Real, Zeros.Include).PointwiseMultiply(b.Column(0)).Sum(), [1, 0.2, 0.3, -0.1, 2, 0.4, 0.2, -0.3, 3.5], 3, 3) with { HasFloat = false },
        Row("Power of a product", (a, b) => (a * b).Power(4).Trace(), General, 3, 3),
        Row("log|det|, Schur complement", (a, b) => MatrixFunctions.LogDeterminant(a - (b * a.Solve(b))), General, 3, 3),
        Row("one factorisation, three uses", (a, b) => Math.Log(Math.Abs(a.Determinant())) + a.Solve(b).Trace() + a.Inverse().PointwiseMultiply(b).RowSums().Sum(), General, 3, 3),
    ];

    private static FactorizationRow Row(
        string name, Expression<Func<Matrix<double>, Matrix<double>, double>> function, double[] a, int rows, int rowsOfB, int? columnsOfB = null) =>
        new(name, function, a, rows, Random(20, rowsOfB * (columnsOfB ?? rowsOfB)), rowsOfB);

    private static IEnumerable<FactorizationRow> Squares(string why, double[] a, bool isSymmetric)
    {
        var n = (int)Math.Sqrt(a.Length);
        var (step, tolerance) = why == "ill-conditioned" ? (1e-5, 1e-3) : (1e-3, 1e-6);
        return from row in new FactorizationRow[]
               {
                   Row("Solve", (a, b) => a.Solve(b).PointwiseMultiply(b).RowSums().Sum(), a, n, n),
                   Row("Solve a vector", (a, b) => a.Solve(b.Column(0)).DotProduct(b.Row(0)), a, n, n),
                   Row("Solve, transposed", (a, b) => a.Transpose().Solve(b).PointwiseMultiply(b).RowSums().Sum(), a, n, n),
                   Row("Inverse", (a, b) => a.Inverse().PointwiseMultiply(b).RowSums().Sum(), a, n, n),
                   Row("Determinant", (a, b) => a.Determinant() * b.RowSums().Sum(), a, n, n),
                   Row("LU.L", (a, b) => a.LU().L.PointwiseMultiply(b).RowSums().Sum(), a, n, n),
                   Row("LU.U", (a, b) => a.LU().U.PointwiseMultiply(b).RowSums().Sum(), a, n, n),
                   Row("LU.Determinant", (a, b) => a.LU().Determinant * b.RowSums().Sum(), a, n, n),
                   Row("LU.Solve", (a, b) => a.LU().Solve(b).PointwiseMultiply(b).RowSums().Sum(), a, n, n),
                   Row("LU.Inverse", (a, b) => a.LU().Inverse().PointwiseMultiply(b).RowSums().Sum(), a, n, n),
                   Row("LogDeterminant", (a, b) => MatrixFunctions.LogDeterminant(a) + b.RowSums().Sum(), a, n, n),
                   Row("QR.Determinant", (a, b) => a.QR(QRMethod.Thin).Determinant, a, n, n),
                   Row("Svd.Determinant", (a, b) => a.Svd(true).Determinant, a, n, n),
                   Row("Power", (a, b) => a.Power(3).PointwiseMultiply(b).RowSums().Sum(), a, n, n),
                   Row("Power, zero", (a, b) => a.Power(0).PointwiseMultiply(b).RowSums().Sum() + a.Power(1).Trace(), a, n, n),
                   Row("Exponential", (a, b) => MatrixFunctions.Exponential(a).PointwiseMultiply(b).RowSums().Sum(), a, n, n),
                   Row("SolveLower", (a, b) => MatrixFunctions.SolveLower(a, b).PointwiseMultiply(b).RowSums().Sum(), a, n, n),
                   Row("SolveUpper", (a, b) => MatrixFunctions.SolveUpper(a, b.Column(0)).DotProduct(b.Row(0)), a, n, n),
                   Row("SolveTriangular", (a, b) => MatrixFunctions.SolveTriangular(a, b, true, true, true).PointwiseMultiply(b).RowSums().Sum(), a, n, n),
               }
               select row with { Name = $"{row.Name}, {why}", IsSymmetric = isSymmetric, Step = step, Tolerance = tolerance, FloatTolerance = why == "ill-conditioned" ? 1e-1 : 2e-3 };
    }

    private static IEnumerable<FactorizationRow> Definites(string why, double[] a)
    {
        var n = (int)Math.Sqrt(a.Length);
        return from row in new FactorizationRow[]
               {
                   Row("Cholesky.Factor", (a, b) => a.Cholesky().Factor.PointwiseMultiply(b).RowSums().Sum(), a, n, n),
                   Row("Cholesky.Solve", (a, b) => a.Cholesky().Solve(b).PointwiseMultiply(b).RowSums().Sum(), a, n, n),
                   Row("Cholesky.Solve a vector", (a, b) => a.Cholesky().Solve(b.Column(0)).DotProduct(b.Row(0)), a, n, n),
                   Row("Cholesky.Determinant", (a, b) => a.Cholesky().Determinant, a, n, n),
                   Row("Cholesky.DeterminantLn", (a, b) => a.Cholesky().DeterminantLn, a, n, n),
                   Row("SquareRoot", (a, b) => MatrixFunctions.SquareRoot(a).PointwiseMultiply(b).RowSums().Sum(), a, n, n),
               }
               select row with { Name = $"{row.Name}, {why}", IsSymmetric = true };
    }

    private static IEnumerable<FactorizationRow> Spectral(string why, double[] a)
    {
        var n = (int)Math.Sqrt(a.Length);
        return from row in new FactorizationRow[]
               {
                   Row("Evd.EigenValues", (a, b) => a.Evd(Symmetricity.Symmetric).EigenValues.Real().PointwiseMultiply(b.Column(0)).Sum(), a, n, n) with { HasFloat = false },
                   Row("Evd.EigenVectors", (a, b) => a.Evd(Symmetricity.Symmetric).EigenVectors.PointwiseMultiply(b).PointwiseMultiply(a.Evd(Symmetricity.Symmetric).EigenVectors).RowSums().Sum(), a, n, n),
                   Row("Evd.EigenVectors, found symmetric", (a, b) => a.Evd(Symmetricity.Unknown).EigenVectors.PointwiseMultiply(b).PointwiseMultiply(a.Evd(Symmetricity.Unknown).EigenVectors).RowSums().Sum(), a, n, n),
                   Row("Evd.D", (a, b) => a.Evd(Symmetricity.Symmetric).D.PointwiseMultiply(b).RowSums().Sum(), a, n, n),
                   Row("Evd.Determinant", (a, b) => a.Evd(Symmetricity.Symmetric).Determinant, a, n, n),
                   Row("Evd.Solve", (a, b) => a.Evd(Symmetricity.Symmetric).Solve(b).PointwiseMultiply(b).RowSums().Sum(), a, n, n),
                   Row("Evd.Solve, found symmetric", (a, b) => a.Evd(Symmetricity.Unknown).Solve(b.Column(0)).DotProduct(b.Row(0)), a, n, n),
                   Row("SymmetricEigenvalues", (a, b) => MatrixFunctions.SymmetricEigenvalues(a).PointwiseMultiply(b.Column(0)).Sum(), a, n, n),
                   Row("V f(Λ) Vᵀ", (a, b) => (MatrixFunctions.SymmetricEigenvectors(a) * Matrix<double>.Build.DenseOfDiagonalVector(MatrixFunctions.SymmetricEigenvalues(a).PointwiseExp()) * MatrixFunctions.SymmetricEigenvectors(a).Transpose()).PointwiseMultiply(b).RowSums().Sum(), a, n, n),
               }
               select row with { Name = $"{row.Name}, {why}", IsSymmetric = true };
    }

    private static IEnumerable<FactorizationRow> Oblong(string why, double[] a, int rows, int columns) =>
        from row in new FactorizationRow[]
        {
            Row("QR.Q, thin", (a, b) => a.QR(QRMethod.Thin).Q.PointwiseMultiply(b).RowSums().Sum(), a, rows, rows, columns),
            Row("QR.R, thin", (a, b) => a.QR(QRMethod.Thin).R.PointwiseMultiply(b.SubMatrix(0, 3, 0, 3)).RowSums().Sum(), a, rows, rows, columns),
            Row("QR.Q, full", (a, b) => (a.QR(QRMethod.Full).Q * b).PointwiseMultiply(b).RowSums().Sum(), a, rows, rows, columns),
            Row("QR.R, full", (a, b) => a.QR(QRMethod.Full).R.PointwiseMultiply(b).RowSums().Sum(), a, rows, rows, columns),
            Row("QR.Solve", (a, b) => a.QR(QRMethod.Thin).Solve(b).PointwiseMultiply(b.SubMatrix(0, 3, 0, 3)).RowSums().Sum(), a, rows, rows, columns),
            Row("QR.Solve a vector, full", (a, b) => a.QR(QRMethod.Full).Solve(b.Column(0)).DotProduct(b.Row(0)), a, rows, rows, columns),
            Row("GramSchmidt.Q", (a, b) => a.GramSchmidt().Q.PointwiseMultiply(b).RowSums().Sum(), a, rows, rows, columns),
            Row("GramSchmidt.R", (a, b) => a.GramSchmidt().R.PointwiseMultiply(b.SubMatrix(0, 3, 0, 3)).RowSums().Sum(), a, rows, rows, columns),
            Row("GramSchmidt.Solve", (a, b) => a.GramSchmidt().Solve(b).PointwiseMultiply(b.SubMatrix(0, 3, 0, 3)).RowSums().Sum(), a, rows, rows, columns),
            Row("LeastSquares", (a, b) => MatrixFunctions.LeastSquares(a, b.Column(0)).DotProduct(b.Row(0)), a, rows, rows, columns),
        }
        select row with { Name = $"{row.Name}, {why}" };

    private static IEnumerable<FactorizationRow> Singular(string why, double[] a, int rows, int columns) =>
        from row in new FactorizationRow[]
        {
            Row("Svd.S", (a, b) => a.Svd(true).S.PointwiseMultiply(b.Column(0).SubVector(0, 3)).Sum(), a, rows, rows, columns),
            Row("Svd.U", (a, b) => a.Svd(true).U.SubMatrix(0, 3, 0, 3).PointwiseMultiply(b.SubMatrix(0, 3, 0, 3)).PointwiseMultiply(a.Svd(true).U.SubMatrix(0, 3, 0, 3)).RowSums().Sum(), a, rows, rows, columns),
            Row("Svd.VT", (a, b) => a.Svd(true).VT.SubMatrix(0, 3, 0, 3).PointwiseMultiply(b.SubMatrix(0, 3, 0, 3)).PointwiseMultiply(a.Svd(true).VT.SubMatrix(0, 3, 0, 3)).RowSums().Sum(), a, rows, rows, columns),
            Row("Svd.W", (a, b) => a.Svd(true).W.PointwiseMultiply(b).RowSums().Sum(), a, rows, rows, columns),
            Row("Svd.L2Norm", (a, b) => a.Svd(true).L2Norm, a, rows, rows, columns),
            Row("Svd.ConditionNumber", (a, b) => a.Svd(true).ConditionNumber, a, rows, rows, columns),
            Row("Svd.Solve", (a, b) => a.Svd(true).Solve(b).PointwiseMultiply(a.PseudoInverse() * b).RowSums().Sum(), a, rows, rows, columns),
            Row("PseudoInverse", (a, b) => a.PseudoInverse().PointwiseMultiply(b.Transpose()).RowSums().Sum(), a, rows, rows, columns),
            Row("ConditionNumber", (a, b) => a.ConditionNumber(), a, rows, rows, columns),
            Row("L2Norm", (a, b) => a.L2Norm(), a, rows, rows, columns),
            Row("Rank", (a, b) => a.Rank() * a[0, 0] + a.Nullity() + a.Svd(true).Rank, a, rows, rows, columns),
            Row("SingularValues", (a, b) => MatrixFunctions.SingularValues(a).PointwiseLog().Sum(), a, rows, rows, columns),
        }
        select row with { Name = $"{row.Name}, {why}" };
}
