using System.Linq.Expressions;

namespace ExprAutograd.Benchmarks.AdBench.HandTracking;

using Residuals = Func<double[], double[], double[]>;

/// <summary>The distances of points from their places on a hand, and their Jacobian over the pose and the places.</summary>
/// <remarks>
/// A point's residual depends on no place but its own: the columns of all first coordinates meet in no row, nor do those of all second ones,
/// and the sparse Jacobian fits into two columns. They are the derivatives along a shift that all places share.
/// </remarks>
internal sealed class HandAtPlacesProblem(HandInstance data) : Problem
{
    private readonly double[] places = data.Places ?? throw new ArgumentException("The instance has no places in triangles.", nameof(data));

    public override int Inputs => data.Theta.Length + places.Length;

    public override int Outputs => data.Points.Length;

    public override IImplementation ByHand()
    {
        var byHand = new HandByHand(data);
        var (residuals, columns) = (new double[Outputs], new double[byHand.Columns * Outputs]);
        return new HandImplementation(
            () => byHand.Value(data.Theta, places, residuals), () => byHand.ValueAndJacobian(data.Theta, places, residuals, columns), () => residuals, () => columns);
    }

    public override IImplementation Compile(Style style)
    {
        var function = Function(style);
        var (values, derivatives) = (CallersMemory.Values(function), CallersMemory.Jacobian(Shifted(function)));
        var (residuals, shift, jacobian) = (new double[Outputs], new double[2], new double[Outputs, 2 + data.Theta.Length]);
        return new HandImplementation(
            () => values(data.Theta, places, residuals), () => derivatives(shift, data.Theta, jacobian), () => residuals, () => HandImplementation.Columns(jacobian));
    }

    public override void CompileDerivative(Style style, double literal)
    {
        var function = Shifted(Function(style));
        CallersMemory.Jacobian(UnseenLiteral.In<Residuals>((shift, theta) => function.Compile()(shift, theta.Select(angle => angle + UnseenLiteral.Place).ToArray()), literal));
    }

    /// <summary>The residuals as a function of a shift of all places, and the pose.</summary>
    private Expression<Residuals> Shifted(Expression<Residuals> function)
    {
        var at = places;
        return (shift, theta) => function.Compile()(theta, at.Select((place, k) => place + shift[k % 2]).ToArray());
    }

    private Expression<Residuals> Function(Style style)
    {
        if (style == Style.Linq) return HandLinq.ResidualsAtPlaces(data);
        var method = Autograd.Lift<Func<double[], double[], int[], double[], double[], double[], int[], int[], double[], int[], int[], double[], double[]>>(HandMethod.ResidualsAtPlaces);
        var (parents, bases, inverseBases, vertices, first, bones, weights) = (data.Model.Parents, data.Model.Bases, data.Model.InverseBases, data.Model.Vertices, data.Model.First, data.Model.Bones, data.Model.Weights);
        var (triangles, correspondences, points) = (data.Model.Triangles, data.Correspondences, data.Points);
        return (theta, where) => method.Compile()(theta, where, parents, bases, inverseBases, vertices, first, bones, weights, triangles, correspondences, points);
    }
}
