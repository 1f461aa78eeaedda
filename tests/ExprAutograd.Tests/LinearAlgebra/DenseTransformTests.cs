using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.LinearAlgebra.Double;
using static ExprAutograd.Tests.LinearAlgebra.DenseData;

namespace ExprAutograd.Tests.LinearAlgebra;

/// <summary>What the transforms return for vectors and matrices, and what they leave alone.</summary>
public sealed class DenseTransformTests
{
    [Fact]
    public void One_delegate_runs_at_every_shape()
    {
        var gradient = Autograd.Compile(Autograd.ValueAndGradient((Matrix<double> x, Vector<double> w, Vector<double> y) => ((x * w) - y).PointwiseTanh().DotProduct(y)));
        foreach (var (rows, columns) in new[] { (3, 2), (1, 1), (5, 7), (0, 2), (2, 0), (3, 2) })
        {
            var (x, w, y) = (M(rows, columns), V(columns, 2), V(rows, 3));
            var (value, (ofX, ofW, ofY)) = gradient(x, w, y);
            var t = ((x * w) - y).PointwiseTanh();
            var d = y.PointwiseMultiply(1 - t.PointwiseMultiply(t));
            Assert.Null(Closeness.Difference("value", value, t.DotProduct(y), 1e-13));
            Assert.Null(Closeness.Difference("w", ofW.ToArray(), x.TransposeThisAndMultiply(d).ToArray(), 1e-13));
            Assert.Null(Closeness.Difference("X", ofX.ToColumnMajorArray(), d.OuterProduct(w).ToColumnMajorArray(), 1e-13));
            Assert.Null(Closeness.Difference("y", ofY.ToArray(), (t - d).ToArray(), 1e-13));
        }
    }

    [Fact]
    public void A_Jacobian_of_vectors_is_rectangular()
    {
        var a = M(2, 3);
        var jacobian = Autograd.Compile(Autograd.Jacobian((Vector<double> x) => a * x))(V(3));
        Assert.Equal(a.ToArray().Cast<double>(), jacobian.Cast<double>());
        Assert.Equal((2, 3), (jacobian.GetLength(0), jacobian.GetLength(1)));
    }

    [Fact]
    public void A_gradient_has_the_parameters_class()
    {
        DenseMatrix ofMatrix = Autograd.Compile(Autograd.Gradient((DenseMatrix a) => a.FrobeniusNorm()))(DenseMatrix.OfMatrix(M(2, 3)));
        DenseVector ofVector = Autograd.Compile(Autograd.Gradient((DenseVector x) => x.L2Norm()))(DenseVector.OfVector(V(3)));
        Assert.Equal((2, 3, 3), (ofMatrix.RowCount, ofMatrix.ColumnCount, ofVector.Count));
    }

    [Fact]
    public void A_gradient_of_a_sparse_matrix_is_dense_and_whole()
    {
        var a = Matrix<double>.Build.SparseOfArray(new double[,] { { 0, 2 }, { 0, 0 } });
        var gradient = Autograd.Compile(Autograd.Gradient((Matrix<double> m) => m.PointwiseExp().RowSums().Sum()))(a);
        Assert.IsType<DenseMatrix>(gradient);
        Assert.Equal(1, gradient[1, 1]);
        Assert.Equal(Math.Exp(2), gradient[0, 1]);
    }

    [Fact]
    public void An_argument_that_the_function_changes_stays_as_it_was_given()
    {
        var x = V(3);
        var before = x.ToArray();
        Autograd.Compile(Autograd.Gradient<Vector<double>, double>(ChangesItsArgument))(x);
        Assert.Equal(before, x.ToArray());
    }

    [Fact]
    public void A_gradient_of_a_gradient_norm_follows()
    {
        var gradient = Autograd.Gradient((Vector<double> x) => x.PointwisePower(3).Sum());
        var norm = Autograd.Compile(Autograd.Gradient((Vector<double> x) => gradient.Compile()(x).DotProduct(gradient.Compile()(x))));
        Assert.Null(Closeness.Difference("gradient", norm(V(1, 2.0)).ToArray(), [36, 36 * 8], 1e-12));
    }

    [Fact]
    public void Elements_are_assigned_in_trees_built_by_hand()
    {
        var x = System.Linq.Expressions.Expression.Parameter(typeof(Vector<double>), "x");
        var y = System.Linq.Expressions.Expression.Variable(typeof(Vector<double>), "y");
        var first = System.Linq.Expressions.Expression.Property(y, "Item", System.Linq.Expressions.Expression.Constant(0));
        var body = System.Linq.Expressions.Expression.Block(
            [y],
            System.Linq.Expressions.Expression.Assign(y, System.Linq.Expressions.Expression.Call(x, "Clone", null)),
            System.Linq.Expressions.Expression.Assign(first, System.Linq.Expressions.Expression.Multiply(first, first)),
            System.Linq.Expressions.Expression.Call(y, "Sum", null));
        var f = System.Linq.Expressions.Expression.Lambda<Func<Vector<double>, double>>(body, x);
        Assert.Equal([6.0, 1], Autograd.Compile(Autograd.Gradient(f))(V(3, 2.0)).ToArray());
    }

    private static double ChangesItsArgument(Vector<double> x)
    {
        x[0] = x[1] * x[2];
        return x[0] * x[0];
    }
}
