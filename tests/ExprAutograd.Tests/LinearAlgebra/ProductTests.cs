using System.Linq.Expressions;
using ExprAutograd.Operators;
using MathNet.Numerics.LinearAlgebra;

namespace ExprAutograd.Tests.LinearAlgebra;

/// <summary>What becomes of products: one for equal ones, accumulated where they are added, as stored where the matrix is sparse.</summary>
public sealed class ProductTests
{
    private static readonly Matrix<double> A = Matrix<double>.Build.Random(5, 5, 1);
    private static readonly Matrix<double> B = Matrix<double>.Build.Random(5, 5, 2);

    /// <summary>The cotangent of the sum is a factor of what is added to it: it must not be written while it is read.</summary>
    [Fact]
    public void A_product_is_not_accumulated_in_its_own_factor() =>
        GradientCheck.Run((Expression<Func<Matrix<double>, Matrix<double>, double>>)((a, b) => (a * b + a).PointwiseMultiply(a * b + a).RowSums().Sum()), A, B).ThrowIfWrong();

    [Fact]
    public void Products_into_one_cotangent_are_accumulated()
    {
        var trace = Autograd.Trace((Expression<Func<Matrix<double>, Matrix<double>, double>>)((a, b) => (a * b * a).RowSums().Sum()));
        Assert.Contains(nameof(ProductOperators.AddProductTo), trace.Stages[^1].Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Equal_products_and_loops_are_one()
    {
        var trace = Autograd.Trace((Expression<Func<Matrix<double>, Vector<double>, Vector<double>, double>>)((x, w, y) => (y - x * w).PointwiseTanh().DotProduct((y - x * w).PointwiseTanh())));
        Assert.Equal(1, Count(trace.Stages[^1].Text, "Math.Tanh("));
        Assert.Equal(1, Count(trace.Stages[^1].Text, "(scratch, 0, StoredProducts.MultiplyLeftLength("));
    }

    public static TheoryData<string> Kinds => ["sparse", "diagonal", "dense"];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_matrix_is_taken_as_it_is_stored(string kind)
    {
        var stored = Stored(kind);
        var dense = Matrix<double>.Build.DenseOfMatrix(stored);
        Expression<Func<Matrix<double>, Matrix<double>, double>> f = (s, b) =>
            (s * b).PointwiseTanh().Trace() + (b * s).RowSums().Sum() + s.TransposeThisAndMultiply(b)[1, 2] + b.TransposeAndMultiply(s)[2, 1];
        var gradient = Autograd.Compile(Autograd.ValueAndGradient(f));
        var (value, (ds, db)) = gradient(stored, B);
        var (expected, (es, eb)) = gradient(dense, B);
        Assert.Equal(expected, value, 1e-13);
        Assert.Equal(0, (ds - es).FrobeniusNorm(), 1e-12);
        Assert.Equal(0, (db - eb).FrobeniusNorm(), 1e-12);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_captured_matrix_is_taken_as_it_is_stored(string kind)
    {
        var stored = Stored(kind);
        var dense = Matrix<double>.Build.DenseOfMatrix(stored);
        var found = Autograd.Compile(Autograd.Gradient((Vector<double> x) => (stored * x).DotProduct(x) + (x * stored).PointwiseExp().Sum()))(B.Column(0));
        var expected = Autograd.Compile(Autograd.Gradient((Vector<double> x) => (dense * x).DotProduct(x) + (x * dense).PointwiseExp().Sum()))(B.Column(0));
        Assert.Equal(0, (found - expected).L2Norm(), 1e-12);
    }

    /// <summary>A product with 20,000 rows and columns of which nearly all are zero: dense it would take gigabytes.</summary>
    [Fact]
    public void A_large_sparse_matrix_is_not_made_dense()
    {
        const int Order = 20_000;
        var matrix = Matrix<double>.Build.SparseDiagonal(Order, 2.0);
        var gradient = Autograd.Gradient<Func<Matrix<double>, Vector<double>, Vector<double>>>(
            (Matrix<double> s, Vector<double> x) => (s * x).DotProduct(s * x), new AutogradOptions { WithRespectTo = [1] });
        var result = Autograd.Compile(gradient)(matrix, Vector<double>.Build.Dense(Order, 1.0));
        Assert.All(result, g => Assert.Equal(8, g));
    }

    private static Matrix<double> Stored(string kind) => kind switch
    {
        "sparse" => Matrix<double>.Build.Sparse(5, 5, (i, j) => (i + (2 * j)) % 4 == 1 ? A[i, j] : 0),
        "diagonal" => Matrix<double>.Build.DiagonalOfDiagonalVector(A.Diagonal()),
        _ => A,
    };

    private static int Count(string text, string word) => text.Split(word).Length - 1;
}
