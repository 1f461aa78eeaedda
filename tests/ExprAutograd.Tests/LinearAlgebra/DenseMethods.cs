using MathNet.Numerics;
using MathNet.Numerics.LinearAlgebra;

namespace ExprAutograd.Tests.LinearAlgebra;

/// <summary>Functions written as statements over vectors and matrices: what changes them in place, loops over rows, locals.</summary>
internal static class DenseMethods
{
    public static Vector<double> Elements(Vector<double> x)
    {
        var y = Vector<double>.Build.Dense(x.Count);
        for (var i = 0; i < x.Count; i++) y[i] = x[i] * x[i];
        y[1] += 3 * y[0];
        y.At(0, y.At(1) * x.At(2));
        return y;
    }

    public static Matrix<double> Cells(Matrix<double> a)
    {
        var c = a.Clone();
        for (var i = 0; i < a.RowCount; i++)
        {
            for (var j = 0; j < a.ColumnCount; j++)
            {
                c[i, j] += a[i, j] * a[0, j];
                c[i, j] *= 0.5;
            }
        }
        c.At(0, 1, c.At(1, 0) * 2);
        return c;
    }

    public static Vector<double> InPlace(Vector<double> x, Vector<double> y, double s)
    {
        var r = Vector<double>.Build.Dense(x.Count);
        var t = x.Clone();
        x.Add(y, r);
        r.Add(s, t);
        t.Subtract(y, r);
        r.Subtract(s, r);
        r.SubtractFrom(s, t);
        t.Multiply(s, r);
        r.Divide(s, t);
        t.DivideByThis(s, r);
        r.Negate(t);
        t.Conjugate(r);
        r.PointwiseMultiply(y, t);
        t.PointwiseDivide(y, r);
        r.Modulus(3.0, t);
        t.ModulusByThis(7.0, r);
        r.Remainder(3.0, t);
        t.RemainderByThis(7.0, r);
        r.PointwiseModulus(y, t);
        x.PointwiseRemainder(y, r);
        return t + r;
    }

    public static Vector<double> FunctionsInPlace(Vector<double> x, Vector<double> y)
    {
        var r = x.Clone();
        var t = x.Clone();
        x.PointwiseSin(r);
        r.PointwiseCos(t);
        t.PointwiseTan(r);
        r.PointwiseAtan(t);
        t.PointwiseSinh(r);
        r.PointwiseTanh(t);
        t.PointwiseCosh(r);
        r.PointwiseExp(t);
        t.PointwiseLog(r);
        r.PointwiseAbs(t);
        t.PointwiseSqrt(r);
        r.PointwiseLog10(t);
        t.PointwiseAtan2(y, r);
        r.Multiply(0.1, r);
        r.PointwiseAsin(t);
        t.PointwiseAcos(r);
        r.PointwisePower(2.5, t);
        t.PointwiseAbs(t);
        t.PointwisePower(y, r);
        r.PointwiseMaximum(0.1, t);
        t.PointwiseMaximum(y, r);
        r.PointwiseMinimum(2.0, t);
        t.PointwiseMinimum(x, r);
        r.PointwiseAbsoluteMaximum(0.2, t);
        t.PointwiseAbsoluteMaximum(x, r);
        r.PointwiseAbsoluteMinimum(20.0, t);
        t.PointwiseAbsoluteMinimum(y, r);
        return r;
    }

    public static Vector<double> StepsInPlace(Vector<double> x)
    {
        var r = x.Clone();
        var t = x.Clone();
        x.PointwiseFloor(r);
        x.PointwiseCeiling(t);
        r.Add(t, r);
        x.PointwiseRound(t);
        r.Add(t, r);
        x.PointwiseSign(t);
        return r.PointwiseMultiply(t).PointwiseMultiply(x);
    }

    public static Matrix<double> MatrixInPlace(Matrix<double> a, Matrix<double> b, double s)
    {
        var r = a.Clone();
        var t = a.Clone();
        a.Add(b, r);
        r.Add(s, t);
        t.Subtract(b, r);
        r.Subtract(s, r);
        r.SubtractFrom(s, t);
        t.Multiply(s, r);
        r.Divide(s, t);
        t.DivideByThis(s, r);
        r.Negate(t);
        t.Conjugate(r);
        r.PointwiseMultiply(b, t);
        t.PointwiseDivide(b, r);
        var sum = t + r;
        a.Modulus(0.7, t);
        sum += t;
        a.ModulusByThis(2.3, r);
        sum += r;
        a.Remainder(0.7, t);
        sum += t;
        a.RemainderByThis(2.3, r);
        sum += r;
        a.PointwiseModulus(b, t);
        a.PointwiseRemainder(b, r);
        return t + r + sum;
    }

    public static Matrix<double> MatrixFunctionsInPlace(Matrix<double> a, Matrix<double> b)
    {
        var r = a.Clone();
        var t = a.Clone();
        a.PointwiseSin(r);
        r.PointwiseCos(t);
        t.PointwiseTan(r);
        r.PointwiseAtan(t);
        t.PointwiseSinh(r);
        r.PointwiseTanh(t);
        t.PointwiseCosh(r);
        r.PointwiseExp(t);
        t.PointwiseLog(r);
        r.PointwiseAbs(t);
        t.PointwiseSqrt(r);
        r.PointwiseLog10(t);
        t.PointwiseAtan2(b, r);
        r.Multiply(0.1, r);
        r.PointwiseAsin(t);
        t.PointwiseAcos(r);
        r.PointwisePower(2.5, t);
        t.PointwiseAbs(t);
        t.PointwisePower(b, r);
        r.PointwiseMaximum(0.1, t);
        t.PointwiseMaximum(b, r);
        r.PointwiseMinimum(2.0, t);
        t.PointwiseMinimum(a, r);
        r.PointwiseAbsoluteMaximum(0.2, t);
        t.PointwiseAbsoluteMaximum(a, r);
        r.PointwiseAbsoluteMinimum(20.0, t);
        t.PointwiseAbsoluteMinimum(b, r);
        return r;
    }

    public static Matrix<double> MatrixStepsInPlace(Matrix<double> x)
    {
        var r = x.Clone();
        var t = x.Clone();
        x.PointwiseFloor(r);
        x.PointwiseCeiling(t);
        r.Add(t, r);
        x.PointwiseRound(t);
        r.Add(t, r);
        x.PointwiseSign(t);
        return r.PointwiseMultiply(t).PointwiseMultiply(x);
    }

    public static Matrix<double> ProductsInPlace(Matrix<double> a, Matrix<double> b, Vector<double> x)
    {
        var c = Matrix<double>.Build.Dense(2, 2);
        var d = Matrix<double>.Build.Dense(2, 2);
        var y = Vector<double>.Build.Dense(2);
        a.Multiply(b, c);
        c.TransposeAndMultiply(b, d);
        d.ConjugateTransposeAndMultiply(c, c);
        c.TransposeThisAndMultiply(d, d);
        d.ConjugateTransposeThisAndMultiply(a, c);
        c.Multiply(x, y);
        d.LeftMultiply(y, y);
        a.TransposeThisAndMultiply(y, y);
        a.ConjugateTransposeThisAndMultiply(y, y);
        y.OuterProduct(x, d);
        return c + d;
    }

    public static Matrix<double> LayoutsInPlace(Matrix<double> a)
    {
        var wide = Matrix<double>.Build.Dense(2, 4);
        var tall = Matrix<double>.Build.Dense(4, 2);
        var square = Matrix<double>.Build.Dense(4, 4);
        var two = Matrix<double>.Build.Dense(2, 2);
        a.Append(a, wide);
        a.Stack(a, tall);
        a.DiagonalStack(a, square);
        a.KroneckerProduct(a, square);
        tall.Transpose(wide);
        wide.ConjugateTranspose(tall);
        a.LowerTriangle(two);
        square.SetSubMatrix(0, 0, two);
        a.UpperTriangle(two);
        square.SetSubMatrix(2, 2, 0, 2, two);
        a.StrictlyLowerTriangle(two);
        square.SetSubMatrix(0, 1, 1, 2, 0, 2, two);
        a.StrictlyUpperTriangle(two);
        var row = Vector<double>.Build.Dense(4);
        var part = Vector<double>.Build.Dense(2);
        square.Row(1, row);
        square.Row(2, 1, 2, part);
        row.Add(1.0, row);
        square.Column(3, row);
        square.Column(1, 2, 2, part);
        return square * (tall + 1.0) * two * row.Sum() * part.Sum();
    }

    public static Matrix<double> Setters(Matrix<double> a, Vector<double> v)
    {
        var c = a.Clone();
        c.SetRow(0, v);
        c.SetRow(1, new[] { v[1], v[0], v[2] });
        c.SetRow(2, 0, 2, v);
        c.SetColumn(0, c.Column(1) * 2.0);
        c.SetColumn(1, new[] { v[2], v[0], a[0, 0] });
        c.SetColumn(2, 0, 2, v);
        var d = a.Clone();
        d.SetDiagonal(v);
        c.SetDiagonal(new[] { v[0] * v[1], v[1], v[2] });
        d.SetSubMatrix(1, 1, c.SubMatrix(0, 2, 0, 2));
        return c * d;
    }

    public static Matrix<double> Clears(Matrix<double> a)
    {
        var c = a.Clone();
        c.ClearRow(0);
        c.ClearColumn(1);
        var d = a.PointwiseMultiply(a);
        d.ClearRows(0, 2);
        var e = a.PointwiseExp();
        e.ClearColumns(1);
        var f = a.PointwiseSin();
        f.ClearSubMatrix(0, 2, 1, 1);
        var g = a.Clone();
        g.Clear();
        return c + d + e + f + g;
    }

    public static Vector<double> Stretches(Vector<double> x)
    {
        var y = x.Clone();
        y.SetSubVector(1, 2, x.PointwiseMultiply(x));
        y.CopySubVectorTo(y, 0, 1, 3);
        var z = x.Clone();
        z.ClearSubVector(0, 2);
        var w = x.Clone();
        w.Clear();
        w.SetValues(z.ToArray());
        z.CopyTo(w);
        w.Add(y, w);
        return w;
    }

    public static Vector<double> MapsInPlace(Vector<double> x, Vector<double> y, double s)
    {
        var r = x.Clone();
        x.Map(v => v * s, r, Zeros.Include);
        r.MapInplace(v => Math.Sin(v) + s, Zeros.Include);
        r.MapIndexedInplace((i, v) => v * (i + s), Zeros.Include);
        var t = x.Clone();
        r.MapIndexed((i, v) => v * v * i, t, Zeros.Include);
        t.Map2((a, b) => a * b, y, r, Zeros.Include);
        r.MapConvert(v => v * v, t, Zeros.Include);
        t.MapIndexedConvert((i, v) => v * v * i, r, Zeros.Include);
        return r + t;
    }

    public static Matrix<double> MatrixMapsInPlace(Matrix<double> x, Matrix<double> y, double s)
    {
        var r = x.Clone();
        x.Map(v => v * s, r, Zeros.Include);
        r.MapInplace(v => Math.Sin(v) + s, Zeros.Include);
        r.MapIndexedInplace((i, j, v) => v * (i + s + j), Zeros.Include);
        var t = x.Clone();
        r.MapIndexed((i, j, v) => v * v * (i - j), t, Zeros.Include);
        t.Map2((a, b) => a * b, y, r, Zeros.Include);
        r.MapConvert(v => v * v, t, Zeros.Include);
        t.MapIndexedConvert((i, j, v) => v * v * (i + j), r, Zeros.Include);
        return r + t;
    }

    public static Vector<double> Coerced(Vector<double> x)
    {
        var y = x.Clone();
        y.CoerceZero(0.5);
        var z = x.Clone();
        z.CoerceZero(v => v < 0);
        return y + (z * 2.0);
    }

    public static Matrix<double> CoercedMatrix(Matrix<double> x)
    {
        var y = x.Clone();
        y.CoerceZero(0.5);
        var z = x.Clone();
        z.CoerceZero(v => v < 0);
        z.CopyTo(y);
        return y + (z * 2.0);
    }

    public static Matrix<double> Permuted(Matrix<double> a)
    {
        var b = a.Clone();
        b.PermuteRows(new Permutation([2, 0, 1]));
        b.PermuteColumns(new Permutation([1, 0]));
        return b.PointwiseMultiply(a);
    }

    public static double RowLoop(Matrix<double> a, Vector<double> w)
    {
        var sum = 0.0;
        for (var i = 0; i < a.RowCount; i++)
        {
            var row = a.Row(i);
            sum += Math.Log(1 + Math.Exp(row.DotProduct(w)));
        }
        return sum;
    }

    public static double RowsOfEach(Matrix<double> a, Vector<double> w)
    {
        var sum = 0.0;
        foreach (var row in a.EnumerateRows()) sum += Math.Tanh(row.DotProduct(w));
        foreach (var (i, column) in a.EnumerateColumnsIndexed()) sum += i * column.L2Norm();
        foreach (var v in w) sum += v * v;
        foreach (var v in a.Enumerate()) sum -= v * v;
        return sum;
    }

    public static Vector<double> PowerIteration(Matrix<double> a, Vector<double> x)
    {
        var y = x;
        for (var k = 0; k < 4; k++)
        {
            y = a * y;
            y /= y.L2Norm();
        }
        return y;
    }

    public static Vector<double> Chosen(Matrix<double> a, Matrix<double> b, Vector<double> x)
    {
        var m = x[0] > 0 ? a : b;
        if (m[0, 0] > 0) m = m.Transpose();
        else m *= 2.0;
        return m * x;
    }

    public static Matrix<double> Recurrence(Matrix<double> inputs, Matrix<double> w, Vector<double> h)
    {
        var states = Matrix<double>.Build.Dense(inputs.RowCount, h.Count);
        for (var t = 0; t < inputs.RowCount; t++)
        {
            h = ((w * h) + inputs.Row(t)).PointwiseTanh();
            states.SetRow(t, h);
        }
        return states;
    }

    public static Matrix<double> GramSchmidt(Matrix<double> a)
    {
        var q = Matrix<double>.Build.Dense(a.RowCount, a.ColumnCount);
        for (var j = 0; j < a.ColumnCount; j++)
        {
            var v = a.Column(j);
            for (var k = 0; k < j; k++)
            {
                var other = q.Column(k);
                v -= other * other.DotProduct(a.Column(j));
            }
            q.SetColumn(j, v.Normalize(2));
        }
        return q;
    }

    public static Vector<double> CholeskyByHand(Matrix<double> a)
    {
        var n = a.RowCount;
        var l = Matrix<double>.Build.Dense(n, n);
        for (var j = 0; j < n; j++)
        {
            for (var i = j; i < n; i++)
            {
                var s = a[i, j];
                for (var k = 0; k < j; k++) s -= l[i, k] * l[j, k];
                l[i, j] = i == j ? Math.Sqrt(s) : s / l[j, j];
            }
        }
        return l.Diagonal().PointwiseLog();
    }

    public static (Vector<double> Mean, Matrix<double> Covariance) KalmanStep(Vector<double> m, Matrix<double> p, Matrix<double> f, Vector<double> z)
    {
        var predicted = f * m;
        var covariance = (f * p * f.Transpose()) + Matrix<double>.Build.DenseIdentity(m.Count);
        var gain = covariance.Column(0) / (covariance[0, 0] + 0.5);
        var mean = predicted + (gain * (z[0] - predicted[0]));
        return (mean, covariance - gain.OuterProduct(covariance.Row(0)));
    }

    public static Matrix<double> Aliased(Matrix<double> a)
    {
        var b = a.Clone();
        var same = b;
        same[0, 0] = a[1, 1] * 2;
        var numbers = b.AsColumnMajorArray();
        numbers[1] = a[0, 0] * 3;
        var copy = b.Clone();
        copy[0, 1] = 7;
        b.Multiply(b, b);
        return b;
    }
}
