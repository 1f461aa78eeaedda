using System.Linq.Expressions;

namespace ExprAutograd.Benchmarks.AdBench.HandTracking;

using Residuals = Func<double[], double[]>;

/// <summary>The distances of points from a hand, and their Jacobian over the pose.</summary>
internal sealed class HandProblem(HandInstance data) : Problem
{
    public override int Inputs => data.Theta.Length;

    public override int Outputs => data.Points.Length;

    public override IImplementation ByHand()
    {
        var byHand = new HandByHand(data);
        var (residuals, columns) = (new double[Outputs], new double[byHand.Columns * Outputs]);
        return new HandImplementation(
            () => byHand.Value(data.Theta, null, residuals), () => byHand.ValueAndJacobian(data.Theta, null, residuals, columns), () => residuals, () => columns);
    }

    public override IImplementation Compile(Style style)
    {
        var function = Function(style);
        var (values, derivatives) = (CallersMemory.Values(function), CallersMemory.Jacobian(function));
        var (residuals, jacobian) = (new double[Outputs], new double[Outputs, Inputs]);
        return new HandImplementation(() => values(data.Theta, residuals), () => derivatives(data.Theta, jacobian), () => residuals, () => HandImplementation.Columns(jacobian));
    }

    public override void CompileDerivative(Style style, double literal)
    {
        var function = Function(style);
        CallersMemory.Jacobian(UnseenLiteral.In<Residuals>(theta => function.Compile()(theta.Select(angle => angle + UnseenLiteral.Place).ToArray()), literal));
    }

    private Expression<Residuals> Function(Style style)
    {
        if (style == Style.Linq) return HandLinq.Residuals(data);
        var method = Autograd.Lift<Func<double[], int[], double[], double[], double[], int[], int[], double[], int[], double[], double[]>>(HandMethod.Residuals);
        var (parents, bases, inverseBases, vertices, first, bones, weights) = (data.Model.Parents, data.Model.Bases, data.Model.InverseBases, data.Model.Vertices, data.Model.First, data.Model.Bones, data.Model.Weights);
        var (correspondences, points) = (data.Correspondences, data.Points);
        return theta => method.Compile()(theta, parents, bases, inverseBases, vertices, first, bones, weights, correspondences, points);
    }
}
