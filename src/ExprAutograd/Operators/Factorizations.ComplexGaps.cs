using System.Numerics;

namespace ExprAutograd.Operators;

/// <summary>The gaps of a complex spectrum.</summary>
internal static partial class Factorizations
{
    /// <summary>The real part of 1 / (λ[j] - λ[i]), zero where the two are equal up to rounding.</summary>
    [return: Shape("n, n")]
    public static T[] ComplexGapsReal<T>([Shape("n")] T[] re, [Shape("n")] T[] im, int n)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var gaps = new T[ComplexGapsRealLength(n)];
        ComplexGapsRealInto(gaps, re, im, n);
        return gaps;
    }

    public static int ComplexGapsRealLength(int n) => n * n;

    public static void ComplexGapsRealInto<T>(T[] destination, T[] re, T[] im, int n)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var smallest = SmallestGap(re, im, n);
        for (var j = 0; j < n; j++)
        {
            for (var i = 0; i < n; i++)
            {
                var (x, y) = (re[j] - re[i], im[j] - im[i]);
                destination[(j * n) + i] = T.Hypot(x, y) > smallest ? x / ((x * x) + (y * y)) : T.Zero;
            }
        }
    }

    /// <summary>The imaginary part of 1 / (λ[j] - λ[i]), zero where the two are equal up to rounding.</summary>
    [return: Shape("n, n")]
    public static T[] ComplexGapsImaginary<T>([Shape("n")] T[] re, [Shape("n")] T[] im, int n)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var gaps = new T[ComplexGapsImaginaryLength(n)];
        ComplexGapsImaginaryInto(gaps, re, im, n);
        return gaps;
    }

    public static int ComplexGapsImaginaryLength(int n) => n * n;

    public static void ComplexGapsImaginaryInto<T>(T[] destination, T[] re, T[] im, int n)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var smallest = SmallestGap(re, im, n);
        for (var j = 0; j < n; j++)
        {
            for (var i = 0; i < n; i++)
            {
                var (x, y) = (re[j] - re[i], im[j] - im[i]);
                destination[(j * n) + i] = T.Hypot(x, y) > smallest ? -y / ((x * x) + (y * y)) : T.Zero;
            }
        }
    }

    /// <summary>M itself, checked to be zero where the gap is: equal eigenvalues of a matrix that is not symmetric have derivatives of first order only.</summary>
    /// <exception cref="ArgumentException">It is not: the eigenvectors of equal eigenvalues have no derivative.</exception>
    [return: Shape("n, n")]
    public static T[] SimpleSpectrum<T>([Shape("n, n")] T[] m, [Shape("n")] T[] re, [Shape("n")] T[] im, int n)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var same = new T[SimpleSpectrumLength(n)];
        SimpleSpectrumInto(same, m, re, im, n);
        return same;
    }

    public static int SimpleSpectrumLength(int n) => n * n;

    public static void SimpleSpectrumInto<T>(T[] destination, T[] m, T[] re, T[] im, int n)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        m.AsSpan(0, n * n).CopyTo(destination);
        var (smallest, tolerance) = (SmallestGap(re, im, n), Significance<T>(m.AsSpan(0, n * n)));
        for (var j = 0; j < n; j++)
        {
            for (var i = 0; i < n; i++)
            {
                if (i == j || T.Hypot(re[j] - re[i], im[j] - im[i]) > smallest || T.Abs(m[(j * n) + i]) <= tolerance) continue;
                throw new ArgumentException(
                    $"The eigenvalues {Math.Min(i, j) + 1} and {Math.Max(i, j) + 1} of {n} are equal up to rounding ({re[i]:G6} + {im[i]:G6}i), and their eigenvectors, "
                    + "on which this derivative depends, have no derivative there. Move the matrix away from it, or declare a symmetric one Symmetricity.Symmetric.");
            }
        }
    }

    private static T SmallestGap<T>(T[] re, T[] im, int n)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var largest = T.Zero;
        for (var k = 0; k < n; k++) largest = T.Max(largest, T.Hypot(re[k], im[k]));
        return T.CreateChecked(16 * n) * Rounding<T>() * largest;
    }
}
