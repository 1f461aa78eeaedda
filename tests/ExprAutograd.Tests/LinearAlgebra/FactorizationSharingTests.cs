using System.Linq.Expressions;
using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.LinearAlgebra.Factorization;
using static ExprAutograd.Tests.Rules.MatrixData;
using M = MathNet.Numerics.LinearAlgebra.Matrix<double>;
using V = MathNet.Numerics.LinearAlgebra.Vector<double>;

namespace ExprAutograd.Tests.LinearAlgebra;

/// <summary>A matrix is factored once per call, whatever value and derivatives make of it; and factorisation objects may be kept in variables.</summary>
public sealed class FactorizationSharingTests
{
    public static TheoryData<string> Names => [.. Functions.Keys];

    /// <summary>Functions and the factorisation that they may compute once.</summary>
    private static readonly Dictionary<string, (LambdaExpression Function, string Factors)> Functions = new()
    {
        ["Solve"] = ((M a, V b) => a.Solve(b).DotProduct(b), "LuFactors"),
        ["Solve, where A may not be square"] = ((M a, V b) => a.Solve(b).DotProduct(a.Solve(b)), "QrFactors"),
        ["Solve, Determinant and Inverse"] = ((M a, V b) => Math.Log(Math.Abs(a.Determinant())) + a.Solve(b).DotProduct(b) + a.Inverse().Trace(), "LuFactors"),
        ["LU"] = ((M a, V b) => a.LU().Solve(b).DotProduct(b) + a.LU().Determinant + a.LU().L[1, 0], "LuFactors"),
        ["Cholesky"] = ((M a, V b) => a.Cholesky().Solve(b).DotProduct(b) + a.Cholesky().DeterminantLn, "CholeskyFactor"),
        ["QR"] = ((M a, V b) => a.QR(QRMethod.Thin).Solve(b).DotProduct(b) + a.QR(QRMethod.Thin).R[0, 0], "QrFactors"),
        ["Svd"] = ((M a, V b) => a.Svd(true).S[0] + a.PseudoInverse()[0, 0] + a.ConditionNumber(), "SvdFactors"),
        ["Evd"] = ((M a, V b) => a.Evd(Symmetricity.Symmetric).EigenValues[0].Real + a.Evd(Symmetricity.Symmetric).EigenVectors[0, 0], "SymmetricEigenFactors"),
    };

    [Theory]
    [MemberData(nameof(Names))]
    public void Value_and_gradient_factor_once(string name)
    {
        var (function, factors) = Functions[name];
        Assert.Equal(1, Count(Autograd.ValueAndGradient(function).ToCSharp(), factors + "("));
    }

    [Fact]
    public void A_factorisation_kept_in_a_variable_is_one()
    {
        var (a, b) = (AsMatrix(PositiveDefinite(1, 3), 3, 3), V.Build.Dense(Random(2, 3)));
        var (value, (da, db)) = Autograd.Compile(Autograd.ValueAndGradient<M, V, double>(LogDensity))(a, b);
        var (expected, (ea, eb)) = Autograd.Compile(Autograd.ValueAndGradient((M s, V x) => (-0.5 * s.Cholesky().DeterminantLn) - (0.5 * x.DotProduct(s.Cholesky().Solve(x)))))(a, b);
        Assert.Equal(expected, value, 12);
        Assert.True((da - ea).L2Norm() < 1e-12);
        Assert.True((db - eb).L2Norm() < 1e-12);
    }

    [Fact]
    public void A_factorisation_from_outside_is_a_constant()
    {
        var a = AsMatrix(WellConditioned(3, 3), 3, 3);
        var (lu, qr, cholesky) = (a.LU(), a.QR(), AsMatrix(PositiveDefinite(4, 3), 3, 3).Cholesky());
        var b = V.Build.Dense(Random(5, 3));
        var (value, gradient) = Autograd.Compile(Autograd.ValueAndGradient((V x) => lu.Solve(x).DotProduct(x) + qr.Solve(x).Sum() + cholesky.Solve(x).DotProduct(x)))(b);
        var inverse = a.Inverse();
        Assert.Equal((b * (inverse * b)) + (inverse * b).Sum() + (b * cholesky.Solve(b)), value, 10);
        Assert.True((gradient - (inverse * b) - (inverse.Transpose() * b) - inverse.ColumnSums() - (2 * cholesky.Solve(b))).L2Norm() < 1e-10);
    }

    [Fact]
    public void A_matrix_that_is_not_square_is_refused_in_MathNets_words()
    {
        var gradient = Autograd.Compile(Autograd.Gradient((M a) => a.Determinant()));
        Assert.Contains("square", Assert.Throws<ArgumentException>(() => gradient(AsMatrix(Random(6, 6), 2, 3))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_right_hand_side_of_another_length_is_refused_with_the_users_words()
    {
        var gradient = Autograd.Compile(Autograd.Gradient((M a, V b) => a.Solve(b).Sum()));
        Assert.Contains("a.Solve(b)", Assert.Throws<ArgumentException>(() => gradient(AsMatrix(WellConditioned(7, 3), 3, 3), V.Build.Dense(4))).Message, StringComparison.Ordinal);
    }

    private static double LogDensity(M s, V x)
    {
        var cholesky = s.Cholesky();
        return (-0.5 * cholesky.DeterminantLn) - (0.5 * x.DotProduct(cholesky.Solve(x)));
    }

    private static int Count(string text, string part) => (text.Length - text.Replace(part, "", StringComparison.Ordinal).Length) / part.Length;
}
