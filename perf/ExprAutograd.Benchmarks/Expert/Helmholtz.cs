using System.Linq.Expressions;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace ExprAutograd.Benchmarks.Expert;

using Lane = Vector512<double>;

/// <summary>The Helmholtz energy of a mixed fluid, Griewank's (1989) example, "On automatic differentiation". Goal: at most 1.1 of the vectorised adjoint.</summary>
/// <remarks>f(x) = RT sum x log(x / (1 - b'x)) - x'Ax log((1 + (1 + r) b'x) / (1 + (1 - r) b'x)) / (sqrt 8 b'x) with r the root of 2: an ideal gas and a quadratic form.</remarks>
internal sealed class Helmholtz
{
    private const int Lanes = 8;
    private const int RowsAtATime = 4;
    private const double Temperature = 8.31446 * 0.3;
    private static readonly double Root2 = Math.Sqrt(2);
    private static readonly double Root8 = Math.Sqrt(8);

    private readonly int n;
    private readonly double[] a;
    private readonly double[] b;
    private readonly AlignedLanes x;
    private readonly AlignedLanes columns;
    private readonly AlignedLanes rows;
    private readonly AlignedLanes lastRow;
    private readonly AlignedLanes lanesOfRows;

    private Helmholtz(double[] a, double[] b)
    {
        (this.a, this.b, n) = (a, b, b.Length);
        var padded = (n + Lanes - 1) & -Lanes;
        (x, columns, rows) = (new AlignedLanes(padded), new AlignedLanes(padded), new AlignedLanes(padded));
        (lastRow, lanesOfRows) = (new AlignedLanes(padded), new AlignedLanes(padded * Lanes));
    }

    /// <summary>The energy of <paramref name="n"/> components; the matrix is not symmetric.</summary>
    public static FlatFunction Of(int n)
    {
        double[] a = [.. Enumerable.Range(0, n * n).Select(k => 1 + (k * 0.6180339887498949 % 1))];
        double[] b = [.. Enumerable.Range(0, n).Select(i => (0.2 + (i * 0.7548776662466927 % 1)) / n)];
        double[] x = [.. Enumerable.Range(0, n).Select(i => 0.3 + (i * 0.5698402909980532 % 1))];

        Expression<Func<double[], double, double>> energy = (x, bx) =>
            (Temperature * x.Sum(xi => xi * Math.Log(xi / (1 - bx))))
            - (Enumerable.Range(0, n).Sum(i => x[i] * Enumerable.Range(0, n).Sum(j => a[(i * n) + j] * x[j]))
                * Math.Log((1 + ((1 + Root2) * bx)) / (1 + ((1 - Root2) * bx))) / (Root8 * bx));
        var method = Autograd.Lift<Func<double[], double[], double[], double>>(Energy);
        return new FlatFunction(
            x => energy.Compile()(x, b.Zip(x, (bi, xi) => bi * xi).Sum()), x => method.Compile()(x, a, b), x => Energy(x, a, b), new Helmholtz(a, b).ValueAndGradient, x);
    }

    private static double Energy(double[] x, double[] a, double[] b)
    {
        var bx = 0.0;
        for (var i = 0; i < x.Length; i++) bx += b[i] * x[i];
        var ideal = 0.0;
        for (var i = 0; i < x.Length; i++) ideal += x[i] * Math.Log(x[i] / (1 - bx));
        var form = 0.0;
        for (var i = 0; i < x.Length; i++)
        {
            var row = 0.0;
            for (var j = 0; j < x.Length; j++) row += a[(i * x.Length) + j] * x[j];
            form += x[i] * row;
        }
        return (Temperature * ideal) - (form * Math.Log((1 + ((1 + Math.Sqrt(2)) * bx)) / (1 + ((1 - Math.Sqrt(2)) * bx))) / (Math.Sqrt(8) * bx));
    }

    /// <summary>The matrix is read once: each vector of it is multiplied by the columns' x for Ax and by the row's x for A'x.</summary>
    private double ValueAndGradient(double[] point, double[] gradient)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(gradient.Length, n);
        point.CopyTo(x.Span);
        var (bx, sum) = (Lane.Zero, Lane.Zero);
        for (var i = 0; i < n; i += Lanes)
        {
            var xi = Vector512.LoadUnsafe(ref x[i]);
            bx = Vector512.FusedMultiplyAdd(Partial.Load(b, i), xi, bx);
            sum += xi;
        }
        var (volume, total) = (Vector512.Sum(bx), Vector512.Sum(sum));
        Multiply();

        var form = Lane.Zero;
        for (var i = 0; i < n; i += Lanes) form = Vector512.FusedMultiplyAdd(Vector512.LoadUnsafe(ref x[i]), Vector512.LoadUnsafe(ref rows[i]), form);
        var (quadratic, free) = (Vector512.Sum(form), 1 / (1 - volume));
        var (above, below) = (1 + ((1 + Root2) * volume), 1 + ((1 - Root2) * volume));
        var factor = Math.Log(above / below) / (Root8 * volume);
        var slope = ((((1 + Root2) / above) - ((1 - Root2) / below)) / (Root8 * volume)) - (factor / volume);

        // What the volume b'x gets, and what each row of the quadratic form does.
        var dVolume = Vector512.Create((Temperature * total * free) - (quadratic * slope));
        var (minusFactor, temperature) = (Vector512.Create(-factor), Vector512.Create(Temperature));
        var ideal = Lane.Zero;
        for (var i = 0; i < n; i += Lanes)
        {
            // What pads the end has a logarithm that is not a number: it is a one instead, and its product a zero.
            var xi = Vector512.LoadUnsafe(ref x[i]);
            var log = Vector512.Log(Vector512.ConditionalSelect(Partial.Mask(n - i), xi * Vector512.Create(free), Lane.One));
            ideal = Vector512.FusedMultiplyAdd(xi, log, ideal);
            var derivative = Vector512.FusedMultiplyAdd(temperature, log, temperature);
            derivative = Vector512.FusedMultiplyAdd(minusFactor, Vector512.LoadUnsafe(ref rows[i]) + Vector512.LoadUnsafe(ref columns[i]), derivative);
            Vector512.FusedMultiplyAdd(dVolume, Partial.Load(b, i), derivative).StoreUnsafe(ref columns[i]);
        }
        columns.Span[..n].CopyTo(gradient);
        return (Temperature * Vector512.Sum(ideal)) - (quadratic * factor);
    }

    private void Multiply()
    {
        columns.Span.Clear();

        // A row's last vector may reach into the next row, but the last row's not beyond the array: that row is copied.
        a.AsSpan((n - 1) * n).CopyTo(lastRow.Span);
        var i = 0;
        for (; i + RowsAtATime <= n; i += RowsAtATime)
        {
            ref var fourth = ref i + RowsAtATime == n ? ref lastRow[0] : ref a[(i + 3) * n];
            AddRows(ref a[i * n], n, ref fourth, ref x[0], ref x[i], ref columns[0], ref lanesOfRows[i * Lanes]);
        }
        for (; i < n; i++)
        {
            var (xi, row) = (Vector512.Create(x[i]), Lane.Zero);
            for (var j = 0; j < n; j += Lanes)
            {
                var aj = Partial.Load(a, (i * n) + j);
                row = Vector512.FusedMultiplyAdd(aj, Vector512.LoadUnsafe(ref x[j]), row);
                Vector512.FusedMultiplyAdd(aj, xi, Vector512.LoadUnsafe(ref columns[j])).StoreUnsafe(ref columns[j]);
            }
            row.StoreUnsafe(ref lanesOfRows[i * Lanes]);
        }
        for (var r = 0; r < n; r += Lanes) Square.SumsOf(ref lanesOfRows[r * Lanes]).StoreUnsafe(ref rows[r]);
    }

    /// <summary>Four rows: their products with x, eight lanes each, and what they add to the products of the columns.</summary>
    /// <remarks>Beyond a row's end is the next row's start: times a zero for the rows, and for the columns in lanes that nobody reads.</remarks>
    private static void AddRows(ref double a, int n, ref double d, ref double x, ref double ofRows, ref double columns, ref double lanes)
    {
        var (r0, r1, r2, r3) = (Lane.Zero, Lane.Zero, Lane.Zero, Lane.Zero);
        var (x0, x1) = (Vector512.Create(ofRows), Vector512.Create(Unsafe.Add(ref ofRows, 1)));
        var (x2, x3) = (Vector512.Create(Unsafe.Add(ref ofRows, 2)), Vector512.Create(Unsafe.Add(ref ofRows, 3)));
        ref var b = ref Unsafe.Add(ref a, n);
        ref var c = ref Unsafe.Add(ref b, n);
        for (nuint j = 0; j < (nuint)n; j += Lanes)
        {
            var (a0, a1, a2, a3) = (Vector512.LoadUnsafe(ref a, j), Vector512.LoadUnsafe(ref b, j), Vector512.LoadUnsafe(ref c, j), Vector512.LoadUnsafe(ref d, j));
            var (xj, column) = (Vector512.LoadUnsafe(ref x, j), Vector512.LoadUnsafe(ref columns, j));
            (r0, r1) = (Vector512.FusedMultiplyAdd(a0, xj, r0), Vector512.FusedMultiplyAdd(a1, xj, r1));
            (r2, r3) = (Vector512.FusedMultiplyAdd(a2, xj, r2), Vector512.FusedMultiplyAdd(a3, xj, r3));
            column = Vector512.FusedMultiplyAdd(a1, x1, Vector512.FusedMultiplyAdd(a0, x0, column));
            Vector512.FusedMultiplyAdd(a3, x3, Vector512.FusedMultiplyAdd(a2, x2, column)).StoreUnsafe(ref columns, j);
        }
        r0.StoreUnsafe(ref lanes);
        r1.StoreUnsafe(ref lanes, 1 * Lanes);
        r2.StoreUnsafe(ref lanes, 2 * Lanes);
        r3.StoreUnsafe(ref lanes, 3 * Lanes);
    }
}
