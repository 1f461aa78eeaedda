using System.Linq.Expressions;

namespace ExprAutograd.Benchmarks.AdBench.BundleAdjustment;

using Component = Func<Camera, Vector, double, double, double, double>;
using Gradient = (Camera Camera, Vector Point, double Weight);
using ResidualOf = Func<Camera, Vector, double, double, double, (double U, double V)>;
using Row = (double Value, (Camera Camera, Vector Point, double Weight) Gradient);
using RowOf = Func<Camera, Vector, double, double, double, (double Value, (Camera Camera, Vector Point, double Weight) Gradient)>;
using Rows = Func<Camera, Vector, double, double, double, ((double Value, (Camera Camera, Vector Point, double Weight) Gradient) U, (double Value, (Camera Camera, Vector Point, double Weight) Gradient) V)>;

/// <summary>All observations' residuals and their sparse Jacobian.</summary>
/// <remarks>The observation's function is compiled once, both rows of its Jacobian together, and called per observation: two outputs, fifteen inputs, so in reverse mode.</remarks>
internal sealed class BundleProblem(BundleInstance data) : Problem
{
    public override int Inputs => (Camera.Length * data.Cameras.Length) + (3 * data.Points.Length) + data.Observations;

    public override int Outputs => 3 * data.Observations;

    /// <inheritdoc/>
    /// <remarks>Of the matrix, row after row, that is ten observations, and the eleventh's first ten entries.</remarks>
    public override IReadOnlyList<Result> Shown(IReadOnlyList<Result> results) =>
        [.. results.Zip([20, 10, 310], (result, count) => result with { Numbers = [.. result.Numbers.Take(count)] })];

    public override IImplementation ByHand() => new BundleImplementation(data, BundleMethod.Residual, BundleMethod.WeightError, new BundleByHand(data).Jacobian);

    public override IImplementation Compile(Style style)
    {
        var (residual, weightError) = Functions(style);
        var (rows, weightDerivative) = (CompileRows(residual), Autograd.Compile(Autograd.ValueAndGradient(weightError)));
        return new BundleImplementation(data, Autograd.Compile(residual), Autograd.Compile(weightError), into => Fill(rows, weightDerivative, into));
    }

    public override void CompileDerivative(Style style, double literal)
    {
        var (residual, weightError) = Functions(style);
        CompileRows(UnseenLiteral.In<ResidualOf>((camera, point, weight, featureX, featureY) => residual.Compile()(camera, point, weight + UnseenLiteral.Place, featureX, featureY), literal));
        Autograd.Compile(Autograd.ValueAndGradient(UnseenLiteral.In<Func<double, double>>(weight => weightError.Compile()(weight) + UnseenLiteral.Place, literal)));
    }

    /// <summary>Both rows as one function: what they share is computed once.</summary>
    private static Rows CompileRows(Expression<ResidualOf> residual)
    {
        var (u, v) = (
            RowFor((camera, point, weight, featureX, featureY) => residual.Compile()(camera, point, weight, featureX, featureY).U),
            RowFor((camera, point, weight, featureX, featureY) => residual.Compile()(camera, point, weight, featureX, featureY).V));
        return Autograd.Compile<Rows>((camera, point, weight, featureX, featureY) => new ValueTuple<Row, Row>(
            u.Compile()(camera, point, weight, featureX, featureY), v.Compile()(camera, point, weight, featureX, featureY)));
    }

    private static Expression<RowOf> RowFor(Expression<Component> component) => Autograd.ValueAndGradient<RowOf>(component, new AutogradOptions { WithRespectTo = [0, 1, 2] });

    private static (Expression<ResidualOf> Residual, Expression<Func<double, double>> WeightError) Functions(Style style) => style == Style.Linq
        ? (BundleLinq.Residual, BundleLinq.WeightError)
        : (Autograd.Lift<ResidualOf>(BundleMethod.Residual), Autograd.Lift<Func<double, double>>(BundleMethod.WeightError));

    private void Fill(Rows rows, Func<double, (double Value, double Gradient)> weightDerivative, BundleJacobian into)
    {
        for (var i = 0; i < data.Observations; i++)
        {
            var (weight, feature) = (data.Weights[i], data.Features[i]);
            var (u, v) = rows(data.CameraOf(i), data.PointOf(i), weight, feature.X, feature.Y);
            into.Residuals[2 * i] = u.Value;
            into.Residuals[(2 * i) + 1] = v.Value;
            Store(u.Gradient, into.Rows.AsSpan(2 * BundleJacobian.Columns * i, BundleJacobian.Columns));
            Store(v.Gradient, into.Rows.AsSpan(((2 * i) + 1) * BundleJacobian.Columns, BundleJacobian.Columns));
            (into.WeightErrors[i], into.WeightDerivatives[i]) = weightDerivative(weight);
        }
    }

    private static void Store(in Gradient g, Span<double> row)
    {
        (row[0], row[1], row[2]) = (g.Camera.Rotation.X, g.Camera.Rotation.Y, g.Camera.Rotation.Z);
        (row[3], row[4], row[5]) = (g.Camera.Centre.X, g.Camera.Centre.Y, g.Camera.Centre.Z);
        (row[6], row[7], row[8]) = (g.Camera.Focal, g.Camera.PrincipalX, g.Camera.PrincipalY);
        (row[9], row[10]) = (g.Camera.Radial1, g.Camera.Radial2);
        (row[11], row[12], row[13]) = (g.Point.X, g.Point.Y, g.Point.Z);
        row[14] = g.Weight;
    }
}
