using System.Numerics;

namespace ExprAutograd.Operators;

/// <summary>The exponential of a matrix by scaling and squaring of a Padé fraction, with the derivative along a direction.</summary>
/// <remarks>
/// Higham (2005), "The scaling and squaring method for the matrix exponential revisited", algorithm 2.3. The derivative is that of each of its
/// steps, as in Al-Mohy and Higham (2009), "Computing the Fréchet derivative of the matrix exponential", whose smaller bounds on the norm are used.
/// </remarks>
internal static class MatrixExponential
{
    /// <summary>Degrees of the fraction and the largest norm for which each is exact to rounding in value and derivative. Al-Mohy and Higham (2009), table 6.1.</summary>
    private static readonly (int Degree, double LargestNorm)[] Fractions = [(3, 1.08e-2), (5, 2.00e-1), (7, 7.83e-1), (9, 1.78), (13, 4.74)];

    public static MatrixTangent<T> Of<T>(T[] a, T[]? direction, int n)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var x = new MatrixTangent<T>(a, direction, n);
        var norm = OneNorm(a, n);
        foreach (var (degree, largest) in Fractions)
            if (norm <= largest) return Fraction(x, degree);

        // The fraction of A / 2^k, squared k times. A norm that is not finite is scaled no further: the result is not finite either.
        var (last, bound) = Fractions[^1];
        var squarings = double.IsFinite(norm) ? Math.Max(0, (int)Math.Ceiling(Math.Log2(norm / bound))) : 0;
        var power = Fraction(Math.ScaleB(1, -squarings) * x, last);
        for (var k = 0; k < squarings; k++) power *= power;
        return power;
    }

    /// <summary>The diagonal Padé fraction (V - U)⁻¹ (V + U), U odd and V even in X.</summary>
    private static MatrixTangent<T> Fraction<T>(MatrixTangent<T> x, int degree)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var c = Coefficients(degree);
        var identity = MatrixTangent<T>.Identity(x.Order, x.Tangent is not null);
        var square = x * x;
        var (u, v) = degree < 13 ? Sums(square, identity, c) : Sums13(square, identity, c);
        u = x * u;
        return MatrixTangent<T>.Solve(v - u, v + u);
    }

    private static (MatrixTangent<T> U, MatrixTangent<T> V) Sums<T>(MatrixTangent<T> square, MatrixTangent<T> identity, double[] c)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var (u, v, power) = (c[1] * identity, c[0] * identity, identity);
        for (var k = 2; k < c.Length; k += 2)
        {
            power = k == 2 ? square : power * square;
            (u, v) = (u + (c[k + 1] * power), v + (c[k] * power));
        }
        return (u, v);
    }

    /// <summary>Degree 13 in six products: powers up to the sixth, and the higher ones by one more product each.</summary>
    private static (MatrixTangent<T> U, MatrixTangent<T> V) Sums13<T>(MatrixTangent<T> x2, MatrixTangent<T> identity, double[] c)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var x4 = x2 * x2;
        var x6 = x4 * x2;
        var u = (x6 * ((c[13] * x6) + (c[11] * x4) + (c[9] * x2))) + (c[7] * x6) + (c[5] * x4) + (c[3] * x2) + (c[1] * identity);
        var v = (x6 * ((c[12] * x6) + (c[10] * x4) + (c[8] * x2))) + (c[6] * x6) + (c[4] * x4) + (c[2] * x2) + (c[0] * identity);
        return (u, v);
    }

    /// <summary>(2m - k)! m! / ((2m)! (m - k)! k!): the fraction's coefficients, the constant one being 1.</summary>
    private static double[] Coefficients(int degree)
    {
        var c = new double[degree + 1];
        c[0] = 1;
        for (var k = 1; k <= degree; k++) c[k] = c[k - 1] * (degree - k + 1) / ((2.0 * degree) - k + 1) / k;
        return c;
    }

    /// <summary>The largest column sum of magnitudes.</summary>
    private static double OneNorm<T>(T[] a, int n)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var largest = 0.0;
        for (var j = 0; j < n; j++)
        {
            var sum = 0.0;
            for (var i = 0; i < n; i++) sum += Math.Abs(double.CreateChecked(a[(j * n) + i]));
            largest = Math.Max(largest, sum);
        }
        return largest;
    }
}
