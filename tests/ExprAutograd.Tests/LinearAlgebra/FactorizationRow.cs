using System.Linq.Expressions;
using MathNet.Numerics.LinearAlgebra;

namespace ExprAutograd.Tests.LinearAlgebra;

/// <summary>A function of two matrices written in MathNet's API, at a point where it is hard.</summary>
/// <param name="Name">What it applies, and to what.</param>
/// <param name="Function">Of A and B to a number.</param>
/// <param name="A">Column after column.</param>
/// <param name="Rows">Of A.</param>
/// <param name="B">Column after column.</param>
/// <param name="RowsOfB">Of B.</param>
internal sealed record FactorizationRow(string Name, Expression<Func<Matrix<double>, Matrix<double>, double>> Function, double[] A, int Rows, double[] B, int RowsOfB)
{
    /// <summary>True where A is read as symmetric: it moves along symmetric directions only, and its gradient is symmetric.</summary>
    public bool IsSymmetric { get; init; }

    /// <summary>False where the second derivative does not exist, or has none here.</summary>
    public bool HasHessian { get; init; } = true;

    /// <summary>False where MathNet computes in double whatever the elements are.</summary>
    public bool HasFloat { get; init; } = true;

    /// <summary>Relative, of derivatives by differences.</summary>
    public double Tolerance { get; init; } = 1e-6;

    /// <summary>The largest step of the differences.</summary>
    public double Step { get; init; } = 1e-3;

    /// <summary>Relative, in float.</summary>
    public double FloatTolerance { get; init; } = 2e-3;
}
