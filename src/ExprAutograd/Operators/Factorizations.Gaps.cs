using System.Numerics;

namespace ExprAutograd.Operators;

/// <summary>What the derivatives of eigenvectors and singular vectors divide by: the gaps of a spectrum, and what happens where there is none.</summary>
/// <remarks>
/// <para>Equal eigenvalues have an eigenspace and no eigenvectors of their own. A function of the space alone still has a derivative, and there the
/// reciprocal of the gap is taken as zero. A function of the vectors that happened to be computed has none: the cotangent shows it, for then a
/// rotation inside the space changes the function.</para>
/// <para>Where the values are used beside the vectors, as in V f(Λ) Vᵀ, the derivative at equal values depends on f', which no cotangent shows.</para>
/// </remarks>
internal static partial class Factorizations
{
    /// <summary>G with G[i, j] = 1 / (v[j] - v[i]), zero where the two are equal up to rounding. Beyond the <paramref name="count"/> values there are zeros up to <paramref name="n"/>.</summary>
    [return: Shape("n, n")]
    public static T[] GapReciprocals<T>([Shape("count")] T[] values, int count, int n)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var gaps = new T[GapReciprocalsLength(n)];
        GapReciprocalsInto(gaps, values, count, n);
        return gaps;
    }

    public static int GapReciprocalsLength(int n) => n * n;

    public static void GapReciprocalsInto<T>(T[] destination, T[] values, int count, int n)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var smallest = SmallestGap<T>(values.AsSpan(0, count), n);
        for (var j = 0; j < n; j++)
        {
            for (var i = 0; i < n; i++)
            {
                var gap = At(values, count, j) - At(values, count, i);
                destination[(j * n) + i] = T.Abs(gap) > smallest ? T.One / gap : T.Zero;
            }
        }
    }

    /// <summary>H with H[i, j] = 1 / (v[i] + v[j]), zero on the diagonal and where both are zero up to rounding.</summary>
    [return: Shape("n, n")]
    public static T[] SumReciprocals<T>([Shape("count")] T[] values, int count, int n)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var sums = new T[SumReciprocalsLength(n)];
        SumReciprocalsInto(sums, values, count, n);
        return sums;
    }

    public static int SumReciprocalsLength(int n) => n * n;

    public static void SumReciprocalsInto<T>(T[] destination, T[] values, int count, int n)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var smallest = SmallestGap<T>(values.AsSpan(0, count), n);
        for (var j = 0; j < n; j++)
        {
            for (var i = 0; i < n; i++)
            {
                var sum = At(values, count, i) + At(values, count, j);
                destination[(j * n) + i] = i != j && sum > smallest ? T.One / sum : T.Zero;
            }
        }
    }

    /// <summary>½(K - Kᵀ) of the vectors' cotangent K in their own basis: what turns them, checked where the gap is zero.</summary>
    /// <param name="k">n × n.</param>
    /// <param name="values">The eigenvalues or singular values; zeros beyond <paramref name="count"/>.</param>
    /// <param name="valuesCotangent">The cotangent of the values.</param>
    /// <param name="use">One number: not zero where the values are used beside the vectors.</param>
    /// <param name="count">How many values there are.</param>
    /// <param name="n">The order.</param>
    /// <param name="isSum">True to look at sums of values instead of gaps: where a zero singular value meets another.</param>
    /// <exception cref="ArgumentException">The function depends on which vectors of a shared space were computed, or on values and vectors both.</exception>
    [return: Shape("n, n")]
    public static T[] InvariantCotangent<T>(
        [Shape("n, n")] T[] k, [Shape("count")] T[] values, [Shape("count")] T[] valuesCotangent, [Shape("1")] T[] use, int count, int n, bool isSum)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var cotangent = new T[InvariantCotangentLength(n)];
        InvariantCotangentInto(cotangent, k, values, valuesCotangent, use, count, n, isSum);
        return cotangent;
    }

    public static int InvariantCotangentLength(int n) => n * n;

    public static void InvariantCotangentInto<T>(T[] destination, T[] k, T[] values, T[] valuesCotangent, T[] use, int count, int n, bool isSum)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        WriteHalf(k, n, -T.One, destination);
        var (smallest, tolerance) = (SmallestGap<T>(values.AsSpan(0, count), n), Significance<T>(k.AsSpan(0, n * n)));
        for (var j = 0; j < n; j++)
        {
            for (var i = j + 1; i < n; i++)
            {
                var (first, second) = (At(values, count, j), At(values, count, i));
                if (T.Abs(isSum ? first + second : first - second) > smallest) continue;
                if (T.Abs(k[(j * n) + i] - k[(i * n) + j]) > tolerance)
                {
                    throw new ArgumentException(
                        $"{Equal(values, count, j, i)}, so their vectors are any basis of the space they share, and the function depends on which one was computed: "
                        + "it has no derivative here. Make it depend on the space only, as a sum over all vectors of the space does, or move the matrix away from it.");
                }
                var isUsed = use[0] != T.Zero || (j < count && valuesCotangent[j] != T.Zero) || (i < count && valuesCotangent[i] != T.Zero);
                if (!isSum && i < count && isUsed && T.Abs(k[(j * n) + i] + k[(i * n) + j]) > tolerance)
                {
                    throw new ArgumentException(
                        $"{Equal(values, count, j, i)}, and the function uses the values beside their vectors: what its derivative is here cannot be told from "
                        + "the vectors. Use MatrixFunctions (Exponential, SquareRoot, LogDeterminant) or Solve instead, which have derivatives here, or move the matrix away from it.");
                }
            }
        }
    }

    /// <summary>½(M + Mᵀ), or ½(M - Mᵀ) for sums, of the matrix's tangent M in the basis of the vectors: what turns them, checked where the gap is zero.</summary>
    /// <remarks>Vectors beyond the values turn freely: there the tangent is one of many, and right for every function of the space that they span.</remarks>
    /// <exception cref="ArgumentException">Along this tangent equal values part, and which vectors they part into depends on the tangent.</exception>
    [return: Shape("n, n")]
    public static T[] InvariantTangent<T>([Shape("n, n")] T[] m, [Shape("count")] T[] values, int count, int n, bool isSum)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var tangent = new T[InvariantTangentLength(n)];
        InvariantTangentInto(tangent, m, values, count, n, isSum);
        return tangent;
    }

    public static int InvariantTangentLength(int n) => n * n;

    public static void InvariantTangentInto<T>(T[] destination, T[] m, T[] values, int count, int n, bool isSum)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        WriteHalf(m, n, isSum ? -T.One : T.One, destination);
        var (smallest, tolerance) = (SmallestGap<T>(values.AsSpan(0, count), n), Significance<T>(m.AsSpan(0, n * n)));
        for (var j = 0; j < count; j++)
        {
            for (var i = j + 1; i < n; i++)
            {
                var (first, second) = (At(values, count, j), At(values, count, i));
                if (T.Abs(isSum ? first + second : first - second) > smallest) continue;
                if (T.Abs(destination[(j * n) + i]) <= tolerance) continue;
                throw new ArgumentException(
                    $"{Equal(values, count, j, i)}, and along this direction they part: their vectors have no derivative along it. "
                    + "Forward mode cannot see whether the function depends on the space they share only; reverse mode can.");
            }
        }
    }

    /// <summary>½(M + sign Mᵀ).</summary>
    private static void WriteHalf<T>(T[] m, int n, T sign, T[] destination)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var half = T.One / (T.One + T.One);
        for (var j = 0; j < n; j++)
            for (var i = 0; i < n; i++) destination[(j * n) + i] = half * (m[(j * n) + i] + (sign * m[(i * n) + j]));
    }

    private static T At<T>(T[] values, int count, int k)
        where T : unmanaged, IFloatingPointIeee754<T> => k < count ? values[k] : T.Zero;

    /// <summary>The gap that rounding alone makes between equal values.</summary>
    private static T SmallestGap<T>(ReadOnlySpan<T> values, int n)
        where T : unmanaged, IFloatingPointIeee754<T> => T.CreateChecked(16 * n) * Rounding<T>() * LargestMagnitude(values);

    /// <summary>What of a cotangent is more than rounding.</summary>
    private static T Significance<T>(ReadOnlySpan<T> values)
        where T : unmanaged, IFloatingPointIeee754<T> => T.Cbrt(Rounding<T>() * Rounding<T>()) * LargestMagnitude(values);

    private static string Equal<T>(T[] values, int count, int first, int second)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        second < count
            ? $"The eigenvalues or singular values {first + 1} and {second + 1} of {count} are equal up to rounding ({At(values, count, first):G6} and {At(values, count, second):G6})"
            : $"The vectors {first + 1} and {second + 1} only complete a basis of what the matrix does not reach";
}
