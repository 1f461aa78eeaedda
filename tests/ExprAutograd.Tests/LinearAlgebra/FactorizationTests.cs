using System.Linq.Expressions;
using MathNet.Numerics.LinearAlgebra;
using static ExprAutograd.Tests.Rules.MatrixData;

namespace ExprAutograd.Tests.LinearAlgebra;

/// <summary>Factorisations in functions written with MathNet's API: values are MathNet's, derivatives those of differences, in both modes, twice, and in float.</summary>
public sealed class FactorizationTests
{
    public static TheoryData<string> Rows => [.. FactorizationRows.All.Select(r => r.Name)];

    public static TheoryData<string> TwiceDifferentiable => [.. FactorizationRows.All.Where(r => r.HasHessian).Select(r => r.Name)];

    public static TheoryData<string> InFloat => [.. FactorizationRows.All.Where(r => r.HasFloat).Select(r => r.Name)];

    [Theory]
    [MemberData(nameof(Rows))]
    public void Value_and_gradient(string name)
    {
        var row = Row(name);
        var (a, b) = Point(row);
        var reference = row.Function.Compile();
        var (value, (da, db)) = Autograd.Compile(Autograd.ValueAndGradient(row.Function))(a, b);
        AssertClose(reference(a, b), value, 1e-10, name);
        for (var seed = 1; seed <= 3; seed++)
        {
            var (e, f) = Direction(row, seed);
            AssertClose(Difference(row.Step, t => reference(a + (t * e), b)), Dot(da, e), row.Tolerance, $"{name}, along A");
            AssertClose(Difference(row.Step, t => reference(a, b + (t * f))), Dot(db, f), row.Tolerance, $"{name}, along B");
        }
        if (row.IsSymmetric) Assert.True((da - da.Transpose()).L2Norm() <= 1e-12 * (1 + da.L2Norm()), $"{name}: the gradient is not symmetric.");
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public void Forward_is_reverse(string name)
    {
        // Forward mode cannot see that a function depends on a shared space only.
        if (name is "Eigenvectors, the projector on equal ones" or "Polar factor, equal singular values") return;
        var row = Row(name);
        var (a, b) = Point(row);
        var (da, db) = Autograd.Compile(Autograd.Gradient(row.Function))(a, b);
        var jvp = Autograd.Compile(Autograd.Jvp(row.Function));
        for (var seed = 1; seed <= 3; seed++)
        {
            var (e, f) = Direction(row, seed);
            AssertClose(Dot(da, e) + Dot(db, f), jvp(a, b, (e, f)).Tangent, 1e-9, name);
        }
    }

    [Theory]
    [MemberData(nameof(TwiceDifferentiable))]
    public void Second_derivatives_are_differences_of_gradients(string name)
    {
        var row = Row(name);
        var (a, b) = Point(row);
        var gradient = Autograd.Compile(Autograd.Gradient(row.Function));
        var hvp = Autograd.Compile(Autograd.Hvp(row.Function));
        var (e, f) = Direction(row, 1);
        var (ha, hb) = hvp(a, b, (e, f));
        for (var seed = 2; seed <= 4; seed++)
        {
            var (g, h) = Direction(row, seed);
            double Along(double t) => gradient(a + (t * e), b + (t * f)) is var (x, y) ? Dot(x, g) + Dot(y, h) : 0;
            AssertClose(Difference(row.Step, Along), Dot(ha, g) + Dot(hb, h), 10 * row.Tolerance, name);
        }
    }

    [Theory]
    [MemberData(nameof(InFloat))]
    public void Float_is_double_up_to_rounding(string name)
    {
        var row = Row(name);
        var (a, b) = Point(row);
        var (_, (da, db)) = Autograd.Compile(Autograd.ValueAndGradient(row.Function))(a, b);
        var function = (Expression<Func<Matrix<float>, Matrix<float>, float>>)FloatForm.Of(row.Function);
        var (_, (single, other)) = Autograd.Compile(Autograd.ValueAndGradient(function))(a.ToSingle(), b.ToSingle());
        Assert.True((single.ToDouble() - da).L2Norm() <= row.FloatTolerance * (1 + da.L2Norm()), $"{name}: {single} and {da}.");
        Assert.True((other.ToDouble() - db).L2Norm() <= row.FloatTolerance * (1 + db.L2Norm()), $"{name}: {other} and {db}.");
    }

    private static FactorizationRow Row(string name) => FactorizationRows.All.Single(r => r.Name == name);

    private static (Matrix<double> A, Matrix<double> B) Point(FactorizationRow row) => (AsMatrix(row.A, row.Rows, row.A.Length / row.Rows), AsMatrix(row.B, row.RowsOfB, row.B.Length / row.RowsOfB));

    private static (Matrix<double> A, Matrix<double> B) Direction(FactorizationRow row, int seed)
    {
        var e = Random(100 + seed, row.A.Length);
        return (AsMatrix(row.IsSymmetric ? SymmetricPart(e, row.Rows) : e, row.Rows, row.A.Length / row.Rows), AsMatrix(Random(200 + seed, row.B.Length), row.RowsOfB, row.B.Length / row.RowsOfB));
    }

    private static double Dot(Matrix<double> x, Matrix<double> y) => x.PointwiseMultiply(y).RowSums().Sum();

    /// <summary>Central differences with three steps, extrapolated. Ridders (1982).</summary>
    private static double Difference(double step, Func<double, double> f)
    {
        var d = new[] { 1.0, 0.5, 0.25 }.Select(s => (f(s * step) - f(-s * step)) / (2 * s * step)).ToArray();
        var (first, second) = (((4 * d[1]) - d[0]) / 3, ((4 * d[2]) - d[1]) / 3);
        return ((16 * second) - first) / 15;
    }

    private static void AssertClose(double expected, double found, double tolerance, string what) =>
        Assert.True(Math.Abs(expected - found) <= tolerance * (1 + Math.Abs(expected)), $"{what}: expected {expected:R}, found {found:R}.");
}
