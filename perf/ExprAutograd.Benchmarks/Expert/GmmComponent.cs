using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace ExprAutograd.Benchmarks.Expert;

using Lane = Vector512<double>;

/// <summary>One component's matrix Q, unpacked, and what is done with it once per component and not per point.</summary>
/// <remarks>
/// Q' is kept as a square of padded rows. A column of the strictly lower triangle is stored contiguously, and is a row of Q'; so products over rows of Q' read and write
/// the parameters' own layout.
/// </remarks>
internal sealed class GmmComponent(int d)
{
    private const int Lanes = 8;
    private const int RowsAtATime = 4;

    private readonly int width = Padded(d);
    private readonly AlignedLanes transposed = new(Padded(d) * Padded(d));
    private readonly AlignedLanes moments = new(Padded(d) * Padded(d));
    private readonly AlignedLanes product = new(Padded(d) * Padded(d));
    private readonly AlignedLanes mean = new(Padded(d));
    private readonly AlignedLanes pull = new(Padded(d));
    private readonly AlignedLanes diagonal = new(Padded(d));
    private readonly AlignedLanes sums = new(Padded(GmmBlock.LengthOfPairs(d + (d & 1))));

    /// <summary>Takes a component's parameters: d logarithms of the diagonal, then the columns below it.</summary>
    public void Unpack(ReadOnlySpan<double> factors)
    {
        factors[..d].CopyTo(diagonal.Span);
        for (var j = 0; j < width; j += Lanes) LaneMath.Exp(Vector512.LoadUnsafe(ref diagonal[j])).StoreUnsafe(ref diagonal[j]);
        var column = factors[d..];
        for (var j = 0; j < d; j++)
        {
            var row = transposed.Span.Slice(j * width, d);
            row[j] = diagonal[j];
            column[..(d - j - 1)].CopyTo(row[(j + 1)..]);
            column = column[(d - j - 1)..];
        }
    }

    /// <summary>The pairs of rows that <see cref="GmmBlock"/> reads: two neighbours of a row of Q'.</summary>
    public void WritePairs(ref double pairs)
    {
        for (var row = 0; row < d; row += 2)
        {
            for (var j = 0; j <= row; j++)
            {
                Vector128.LoadUnsafe(ref transposed[(j * width) + row]).StoreUnsafe(ref pairs);
                pairs = ref Unsafe.Add(ref pairs, 2);
            }
            pairs = transposed[((row + 1) * width) + row + 1];
            pairs = ref Unsafe.Add(ref pairs, 1);
        }
    }

    /// <summary>The sum of the squares of Q.</summary>
    public double Squares()
    {
        var sum = Lane.Zero;
        for (var k = 0; k < d * width; k += Lanes)
        {
            var q = Vector512.LoadUnsafe(ref transposed[k]);
            sum = Vector512.FusedMultiplyAdd(q, q, sum);
        }
        return Vector512.Sum(sum);
    }

    /// <summary>The moments' cotangents to the parameters, by way of dQ = -Q sum(w z z') below and on the diagonal, and dmean = Q' Q sum(w z).</summary>
    /// <param name="share">The sum of w.</param>
    /// <param name="first">d lanes of w z.</param>
    /// <param name="second">The lanes of w z z', in the order of the pairs.</param>
    /// <param name="gamma2">The prior's factor of Q.</param>
    /// <param name="m">The prior's factor of the logarithms of the diagonal.</param>
    /// <param name="dMean">Receives the mean's gradient.</param>
    /// <param name="factors">The parameters.</param>
    /// <param name="dFactors">Receives the gradient in the parameters' layout.</param>
    public void Pull(double share, ref double first, ref double second, double gamma2, double m, Span<double> dMean, ReadOnlySpan<double> factors, Span<double> dFactors)
    {
        for (var j = 0; j < d; j++) mean[j] = Vector512.Sum(Vector512.LoadUnsafe(ref Unsafe.Add(ref first, j * Lanes)));
        SumLanes(ref second);
        Multiply();
        PullMean(dMean);
        var column = factors[d..];
        var dColumn = dFactors[d..];
        for (var j = 0; j < d; j++)
        {
            var q = diagonal[j];
            var of = product.Span.Slice(j * width, d);
            dFactors[j] = share - m + (q * ((gamma2 * q) - of[j]));
            of = of[(j + 1)..];
            for (var r = 0; r < of.Length; r++) dColumn[r] = (gamma2 * column[r]) - of[r];
            column = column[of.Length..];
            dColumn = dColumn[of.Length..];
        }
    }

    /// <summary>The symmetric matrix of second moments.</summary>
    private void SumLanes(ref double second)
    {
        for (var k = 0; k < sums.Length; k += Lanes) Square.SumsOf(ref Unsafe.Add(ref second, k * Lanes)).StoreUnsafe(ref sums[k]);
        ref var sum = ref sums[0];
        for (var row = 0; row < d; row += 2)
        {
            for (var j = 0; j <= row; j++)
            {
                moments[(row * width) + j] = moments[(j * width) + row] = sum;
                moments[((row + 1) * width) + j] = moments[(j * width) + row + 1] = Unsafe.Add(ref sum, 1);
                sum = ref Unsafe.Add(ref sum, 2);
            }
            moments[((row + 1) * width) + row + 1] = sum;
            sum = ref Unsafe.Add(ref sum, 1);
        }
    }

    /// <summary>Moments times Q', right of and on the diagonal: the transpose of what the lower triangle gets.</summary>
    private void Multiply()
    {
        for (var j = 0; j < d; j += RowsAtATime)
        {
            for (var r = j & -Lanes; r < d; r += Lanes)
            {
                var (a0, a1, a2, a3) = (Lane.Zero, Lane.Zero, Lane.Zero, Lane.Zero);
                ref var moment = ref moments[j * width];
                ref var row = ref transposed[r];
                var end = Math.Min(r + Lanes, d);
                for (var i = 0; i < end; i++)
                {
                    var q = Vector512.LoadUnsafe(ref row);
                    a0 = Vector512.FusedMultiplyAdd(Vector512.Create(moment), q, a0);
                    a1 = Vector512.FusedMultiplyAdd(Vector512.Create(Unsafe.Add(ref moment, width)), q, a1);
                    a2 = Vector512.FusedMultiplyAdd(Vector512.Create(Unsafe.Add(ref moment, 2 * width)), q, a2);
                    a3 = Vector512.FusedMultiplyAdd(Vector512.Create(Unsafe.Add(ref moment, 3 * width)), q, a3);
                    moment = ref Unsafe.Add(ref moment, 1);
                    row = ref Unsafe.Add(ref row, width);
                }
                a0.StoreUnsafe(ref product[(j * width) + r]);
                a1.StoreUnsafe(ref product[((j + 1) * width) + r]);
                a2.StoreUnsafe(ref product[((j + 2) * width) + r]);
                a3.StoreUnsafe(ref product[((j + 3) * width) + r]);
            }
        }
    }

    private void PullMean(Span<double> dMean)
    {
        for (var r = 0; r < d; r += Lanes)
        {
            var sum = Lane.Zero;
            for (var i = 0; i < Math.Min(r + Lanes, d); i++) sum = Vector512.FusedMultiplyAdd(Vector512.Create(mean[i]), Vector512.LoadUnsafe(ref transposed[(i * width) + r]), sum);
            sum.StoreUnsafe(ref pull[r]);
        }
        for (var j = 0; j < d; j++)
        {
            var sum = Lane.Zero;
            for (var r = j & -Lanes; r < d; r += Lanes) sum = Vector512.FusedMultiplyAdd(Vector512.LoadUnsafe(ref transposed[(j * width) + r]), Vector512.LoadUnsafe(ref pull[r]), sum);
            dMean[j] = Vector512.Sum(sum);
        }
    }

    private static int Padded(int length) => (length + Lanes - 1) & -Lanes;
}
