using System.Linq.Expressions;
using MathNet.Numerics.LinearAlgebra;
using static ExprAutograd.Tests.LinearAlgebra.DenseData;
using Complex = System.Numerics.Complex;

namespace ExprAutograd.Tests.LinearAlgebra;

/// <summary>Shapes that do not fit, places that are not there, members that are not followed: each error says what is wrong, where, and what to write.</summary>
public sealed class DenseErrorTests
{
    private static readonly Matrix<double>[] Two = [M(3, 4), M(2, 3)];
    private static readonly Dictionary<string, (LambdaExpression Function, object[] Arguments, string[] Saying)> Rows = new()
    {
        ["product"] = Row((Matrix<double> a, Matrix<double> b) => a * b, Two, "'a * b'", "3x4", "2x3", "columns (4)", "rows (2)"),
        ["transposed product"] = Row((Matrix<double> a, Matrix<double> b) => a.TransposeThisAndMultiply(b), Two, "'a.TransposeThisAndMultiply(b)'", "4x3", "2x3"),
        ["matrix times vector"] = Row((Matrix<double> a, Vector<double> x) => a * x, [M(3, 4), V(3)], "'a * x'", "3x4", "3x1"),
        ["vector times matrix"] = Row((Matrix<double> a, Vector<double> x) => x * a, [M(3, 4), V(4)], "'x * a'", "1x4", "3x4"),
        ["sum"] = Row((Matrix<double> a, Matrix<double> b) => a + b, Two, "'a + b'", "3x4", "2x3"),
        ["pointwise"] = Row((Matrix<double> a, Matrix<double> b) => a.PointwiseMultiply(b.PointwiseExp()), Two, "a.PointwiseMultiply(b.PointwiseExp())", "3x4", "2x3"),
        ["difference of vectors"] = Row((Vector<double> x, Vector<double> y) => x - y, [V(2), V(3)], "'x - y'", "2 elements", "3 elements"),
        ["one element"] = Row((Vector<double> x, Vector<double> y) => x - y, [V(1), V(3)], "1 element,", "3 elements"),
        ["dot"] = Row((Vector<double> x, Vector<double> y) => x.DotProduct(y), [V(2), V(3)], "'x.DotProduct(y)'", "2 elements", "3 elements"),
        ["map of two"] = Row((Vector<double> x, Vector<double> y) => x.Map2((a, b) => a * b, y, Zeros.Include), [V(2), V(3)], "Map2", "2 elements", "3 elements"),
        ["side by side"] = Row((Matrix<double> a, Matrix<double> b) => a.Append(b), Two, "'a.Append(b)'", "3 rows", "2"),
        ["one on the other"] = Row((Matrix<double> a, Matrix<double> b) => a.Stack(b), Two, "'a.Stack(b)'", "4 columns", "3"),
        ["trace"] = Row((Matrix<double> a) => a.Trace(), [M(2, 3)], "'a.Trace()'", "2x3", "square"),
        ["inserted row"] = Row((Matrix<double> a, Vector<double> x) => a.InsertRow(0, x), [M(2, 3), V(2)], "InsertRow", "3 columns", "2"),
        ["over an array"] = Row((double[] x) => Matrix<double>.Build.Dense(2, 2, x), [Numbers(3)], "Dense(2, 2, x)", "2x2", "4 elements", "3"),
        ["diagonal"] = Row((double[] x) => Matrix<double>.Build.DenseOfDiagonalArray(3, 3, x), [Numbers(2)], "DenseOfDiagonalArray", "2 elements", "3 elements"),
        ["in a long function"] = Row((Matrix<double> a, Matrix<double> b) => (2.0 * a.PointwiseExp()).RowSums().Sum() + (a * b).Trace(), Two, "'a * b'", "3x4", "2x3"),
        ["no such row"] = Row((Matrix<double> a) => a.Row(2), [M(2, 3)], "'a.Row(2)'", "2"),
        ["no such column"] = Row((Matrix<double> a) => a.Column(-1), [M(2, 3)], "'a.Column(-1)'", "-1"),
        ["no such stretch"] = Row((Vector<double> x) => x.SubVector(1, 3), [V(3)], "'x.SubVector(1, 3)'", "3"),
        ["no such block"] = Row((Matrix<double> a) => a.SubMatrix(0, 3, 0, 1), [M(2, 3)], "SubMatrix", "3 from 0", "2"),
    };

    public static TheoryData<string> Names => [.. Rows.Keys];

    public static TheoryData<int, int> Places => new() { { 2, 0 }, { -1, 0 }, { 0, 3 }, { 0, -1 }, { 5, 5 }, { 3, -1 } };

    [Theory]
    [MemberData(nameof(Names))]
    public void An_error_shows_both_shapes_and_the_expression(string name)
    {
        var (function, arguments, saying) = Rows[name];
        var value = Assert.ThrowsAny<ArgumentException>(() => CompiledDerivatives.Call(Autograd.Compile(function), arguments));
        foreach (var words in saying) Assert.Contains(words, value.Message, StringComparison.Ordinal);
        var jacobian = Assert.ThrowsAny<ArgumentException>(() => CompiledDerivatives.Call(Autograd.Compile(Autograd.Jacobian(function)), arguments));
        Assert.Equal(value.Message, jacobian.Message);
    }

    [Theory]
    [MemberData(nameof(Places))]
    public void An_element_that_is_not_there_is_no_other_element(int i, int j)
    {
        var read = Autograd.Compile(Autograd.ValueAndGradient((Matrix<double> a) => a[i, j] * 2));
        Func<Matrix<double>, double> setOutside = a => SetOutside(a, i, j);
        var written = Autograd.Compile(Autograd.ValueAndGradient(setOutside));
        foreach (var gradient in new[] { read, written })
        {
            var thrown = Assert.ThrowsAny<Exception>(() => gradient(M(2, 3)));
            Assert.True(thrown is ArgumentOutOfRangeException or IndexOutOfRangeException, thrown.ToString());
        }
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(3)]
    public void An_element_of_a_vector_that_is_not_there_is_refused(int i) => Assert.ThrowsAny<Exception>(() => Autograd.Compile(Autograd.Gradient((Vector<double> x) => x[i]))(V(3)));

    [Fact]
    public void A_cotangent_has_the_shape_of_the_result()
    {
        var ofVector = Autograd.Compile(Autograd.Vjp((Vector<double> x) => x.PointwiseExp()));
        Says(() => ofVector(V(3), V(2)), "cotangent", "2 elements", "3");
        var ofMatrix = Autograd.Compile(Autograd.Vjp((Matrix<double> a) => a.Transpose()));
        Says(() => ofMatrix(M(2, 3), M(2, 3)), "cotangent", "2 rows", "3");
        Says(() => ofMatrix(M(2, 3), M(3, 1)), "cotangent", "1 columns", "2");
        var ofArray = Autograd.Compile(Autograd.Vjp((double[] x) => x.Select(v => v * v).ToArray()));
        Says(() => ofArray([1, 2], [1]), "cotangent", "1 elements", "2");
        var ofTuple = Autograd.Compile(Autograd.Vjp((Matrix<double> a) => ValueTuple.Create(a.Row(0), a * 2.0)));
        Says(() => ofTuple(M(2, 3), (V(3), M(2, 2))), "cotangent", "2 columns", "3");
    }

    [Fact]
    public void A_direction_has_the_shape_of_the_argument()
    {
        var jvp = Autograd.Compile(Autograd.Jvp((Vector<double> x) => x.PointwiseExp()));
        Says(() => jvp(V(3), V(4)), "direction", "4 elements", "3");
        var hvp = Autograd.Compile(Autograd.Hvp((Matrix<double> a) => a.FrobeniusNorm()));
        Says(() => hvp(M(2, 3), M(3, 2)), "direction", "3 rows", "2");
        var ofTwo = Autograd.Compile(Autograd.Jvp((Matrix<double> a, Vector<double> x) => a * x));
        Says(() => ofTwo(M(2, 3), V(3), (M(2, 3), V(2))), "direction", "2 elements", "3");
    }

    [Fact]
    public void A_null_is_refused_by_name()
    {
        var gradient = Autograd.Compile(Autograd.Gradient((Matrix<double> a, Vector<double> x) => (a * x).Sum()));
        Assert.Throws<ArgumentNullException>(() => gradient(null!, V(2)));
        Assert.Throws<ArgumentNullException>(() => gradient(M(2, 2), null!));
    }

    [Fact]
    public void Complex_matrices_are_refused()
    {
        var parameter = Assert.Throws<UnsupportedExpressionException>(() => Autograd.Gradient((Matrix<Complex> a) => a[0, 0].Real));
        Assert.Contains("carries no derivative", parameter.Message, StringComparison.Ordinal);
        var inside = Assert.ThrowsAny<AutogradException>(() => Autograd.Gradient((Vector<double> x) => x.ToComplex().Real().Sum()));
        Assert.Contains("real and imaginary parts", inside.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_written_to_has_the_shape_of_what_is_written()
    {
        var gradient = Autograd.Compile(Autograd.Gradient<Matrix<double>, double>(IntoAnother));
        Says(() => gradient(M(2, 3)), "a.Transpose(", "3x2", "2x3");
    }

    private static double SetOutside(Matrix<double> a, int i, int j)
    {
        var b = a.Clone();
        b[i, j] = a[0, 0];
        return b[1, 1];
    }

    private static double IntoAnother(Matrix<double> a)
    {
        var b = a.Clone();
        a.Transpose(b);
        return b[0, 0];
    }

    private static void Says(Func<object?> call, params string[] saying)
    {
        var thrown = Assert.ThrowsAny<ArgumentException>(() => call());
        foreach (var words in saying) Assert.Contains(words, thrown.Message, StringComparison.Ordinal);
    }

    private static (LambdaExpression, object[], string[]) Row<TA, TR>(Expression<Func<TA, TR>> f, object[] arguments, params string[] saying) => (f, arguments, saying);

    private static (LambdaExpression, object[], string[]) Row<TA, TB, TR>(Expression<Func<TA, TB, TR>> f, object[] arguments, params string[] saying) => (f, arguments, saying);
}
