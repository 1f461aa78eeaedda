using System.Linq.Expressions;
using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.LinearAlgebra.Factorization;
using static ExprAutograd.Tests.Rules.MatrixData;
using M = MathNet.Numerics.LinearAlgebra.Matrix<double>;

namespace ExprAutograd.Tests.LinearAlgebra;

/// <summary>Equal eigenvalues and singular values: the right number where there is one, else an error that says so; never a NaN.</summary>
public sealed class DegenerateSpectrumTests
{
    private static readonly M Weights = AsMatrix(Random(1, 9), 3, 3);

    public static TheoryData<string> Refused => [.. Refusals.Keys];

    /// <summary>Functions without a derivative at the matrix.</summary>
    private static readonly Dictionary<string, (Expression<Func<M, double>> Function, M A)> Refusals = new()
    {
        ["one eigenvector of two"] = (a => MatrixFunctions.SymmetricEigenvectors(a)[0, 1], AsMatrix(WithEigenvalues(2, 1, 2, 2), 3, 3)),
        ["elements of eigenvectors of the identity"] = (a => a.Evd(Symmetricity.Symmetric).EigenVectors.PointwiseMultiply(Weights).RowSums().Sum(), M.Build.DenseIdentity(3)),
        ["V f(Λ) Vᵀ"] = (
            a => (MatrixFunctions.SymmetricEigenvectors(a) * M.Build.DenseOfDiagonalVector(MatrixFunctions.SymmetricEigenvalues(a).PointwiseSqrt()) * MatrixFunctions.SymmetricEigenvectors(a).Transpose()).PointwiseMultiply(Weights).RowSums().Sum(),
            2 * M.Build.DenseIdentity(3)),
        ["an element of V f(Λ) Vᵀ that no eigenvalue moves"] = (
            a => (MatrixFunctions.SymmetricEigenvectors(a) * M.Build.DenseOfDiagonalVector(MatrixFunctions.SymmetricEigenvalues(a).PointwiseSqrt()) * MatrixFunctions.SymmetricEigenvectors(a).Transpose())[0, 1],
            2 * M.Build.DenseIdentity(3)),
        ["one left singular vector of two"] = (a => a.Svd(true).U[0, 0], AsMatrix(WithSingularValues(3, 3, 3, 2, 2, 1), 3, 3)),
        ["one right singular vector of two"] = (a => a.Svd(true).VT[0, 0], AsMatrix(WithSingularValues(4, 3, 3, 2, 2, 1), 3, 3)),
        ["left vectors alone of a null space of two"] = (a => a.Svd(true).U[0, 1], AsMatrix(WithSingularValues(5, 3, 3, 2, 0, 0), 3, 3)),
        ["columns that complete a basis"] = (a => a.SubMatrix(0, 3, 0, 1).QR(QRMethod.Full).Q[0, 1], AsMatrix(WellConditioned(6, 3), 3, 3)),
        ["columns of U beyond the singular values"] = (a => a.SubMatrix(0, 3, 0, 1).Svd(true).U[0, 1], AsMatrix(WellConditioned(7, 3), 3, 3)),
        ["eigenvectors of a matrix that is not symmetric"] = (a => a.Evd(Symmetricity.Unknown).EigenVectors[0, 0], AsMatrix(WellConditioned(8, 3), 3, 3)),
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public void A_function_that_depends_on_the_basis_is_refused(string name)
    {
        var (function, a) = Refusals[name];
        Assert.Throws<ArgumentException>(() => Autograd.Compile(Autograd.Gradient(function))(a));
    }

    [Fact]
    public void The_error_names_the_pair_and_the_remedy()
    {
        var error = Assert.Throws<ArgumentException>(() => Autograd.Compile(Autograd.Gradient((M a) => MatrixFunctions.SymmetricEigenvectors(a)[0, 1]))(AsMatrix(WithEigenvalues(2, 1, 2, 2), 3, 3)));
        Assert.Contains("2 and 3 of 3 are equal", error.Message, StringComparison.Ordinal);
        Assert.Contains("space", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Forwards_a_vector_that_parts_is_refused()
    {
        var jvp = Autograd.Compile(Autograd.Jvp((M a) => MatrixFunctions.SymmetricEigenvectors(a)[0, 1]));
        Assert.Throws<ArgumentException>(() => jvp(AsMatrix(WithEigenvalues(2, 1, 2, 2), 3, 3), AsMatrix(Symmetric(9, 3), 3, 3)));
    }

    [Fact]
    public void Forwards_values_need_no_vectors()
    {
        var jvp = Autograd.Compile(Autograd.Jvp((M a) => MatrixFunctions.SymmetricEigenvalues(a).Sum()));
        var e = AsMatrix(Symmetric(10, 3), 3, 3);
        Assert.Equal(e.Trace(), jvp(2 * M.Build.DenseIdentity(3), e).Tangent, 12);
    }

    [Fact]
    public void The_gradient_of_a_sum_of_equal_eigenvalues_is_the_projector_on_their_space()
    {
        var gradient = Autograd.Compile(Autograd.Gradient((M a) => MatrixFunctions.SymmetricEigenvalues(a).Sum()));
        Assert.True((gradient(3 * M.Build.DenseIdentity(4)) - M.Build.DenseIdentity(4)).L2Norm() < 1e-14);
    }

    [Fact]
    public void The_second_derivative_of_equal_eigenvalues_is_refused()
    {
        var hvp = Autograd.Compile(Autograd.Hvp((M a) => MatrixFunctions.SymmetricEigenvalues(a).PointwiseSqrt().Sum()));
        Assert.Throws<ArgumentException>(() => hvp(3 * M.Build.DenseIdentity(3), AsMatrix(Symmetric(10, 3), 3, 3)));
    }

    [Fact]
    public void The_square_root_has_derivatives_where_its_eigenvectors_have_none()
    {
        // (A^½)' = ½ A^-½ dA at a multiple of the identity.
        var gradient = Autograd.Compile(Autograd.Gradient((M a) => MatrixFunctions.SquareRoot(a)[0, 1]));
        var found = gradient(4 * M.Build.DenseIdentity(2));
        Assert.Equal(0.125, found[0, 1], 12);
        Assert.Equal(0.125, found[1, 0], 12);
    }

    [Fact]
    public void A_pseudo_inverse_of_lower_rank_has_the_derivative_along_its_rank()
    {
        var a = AsMatrix(WithSingularValues(11, 4, 3, 2, 1, 0), 4, 3);
        var gradient = Autograd.Compile(Autograd.Gradient((M x) => x.PseudoInverse()[0, 0]))(a);
        Assert.All(gradient.ToColumnMajorArray(), v => Assert.True(double.IsFinite(v)));

        // (I + tX) A (I + tY) has the rank of A.
        var (x, y) = (AsMatrix(Random(12, 16), 4, 4), AsMatrix(Random(13, 9), 3, 3));
        double Along(double t) => ((M.Build.DenseIdentity(4) + (t * x)) * a * (M.Build.DenseIdentity(3) + (t * y))).PseudoInverse()[0, 0];
        Assert.Equal((Along(1e-5) - Along(-1e-5)) / 2e-5, gradient.PointwiseMultiply((x * a) + (a * y)).RowSums().Sum(), 7);
    }
}
