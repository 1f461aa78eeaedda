namespace ExprAutograd.Tests.Rewriting;

/// <summary>Methods whose loops become fewer.</summary>
internal static class FusedMethods
{
    public static double Residuals(double[] y, double[] p)
    {
        var r = new double[y.Length];
        for (var k = 0; k < y.Length; k++) r[k] = y[k] - p[k];
        var s = 0.0;
        for (var k = 0; k < y.Length; k++) s += r[k] * r[k];
        return s / 8;
    }

    public static double LogOfRowSums(double[] z, int rows, int columns)
    {
        var n = rows * columns;
        var e = new double[n];
        for (var k = 0; k < n; k++) e[k] = Math.Exp(z[k]);
        var s = new double[rows];
        for (var k = 0; k < n; k++) s[k % rows] += e[k];
        var l = new double[rows];
        for (var k = 0; k < rows; k++) l[k] = Math.Log(s[k]);
        var t = 0.0;
        for (var k = 0; k < rows; k++) t += l[k];
        return t;
    }

    public static double Layer(double[] p, double[] b, int rows)
    {
        var n = p.Length;
        var t = new double[n];
        for (var k = 0; k < n; k++) t[k] = b[k / rows];
        var u = new double[n];
        for (var k = 0; k < n; k++) u[k] = p[k] + t[k];
        var v = new double[n];
        for (var k = 0; k < n; k++) v[k] = Math.Tanh(u[k]);
        var s = 0.0;
        for (var k = 0; k < n; k++) s += v[k] * v[k];
        return s;
    }

    public static double[] LayerItself(double[] p, double[] b, int rows)
    {
        var n = p.Length;
        var u = new double[n];
        for (var k = 0; k < n; k++) u[k] = p[k] + b[k / rows];
        var v = new double[n];
        for (var k = 0; k < n; k++) v[k] = Math.Tanh(u[k]);
        return v;
    }

    public static double Softmax(double[] z)
    {
        var e = new double[z.Length];
        for (var k = 0; k < z.Length; k++) e[k] = Math.Exp(z[k]);
        var s = 0.0;
        for (var k = 0; k < z.Length; k++) s += e[k];
        var p = new double[z.Length];
        for (var k = 0; k < z.Length; k++) p[k] = e[k] / s;
        var q = 0.0;
        for (var k = 0; k < z.Length; k++) q += p[k] * p[k];
        return q;
    }

    public static double Normalised(double[] x, double[] w)
    {
        var n = x.Length;
        var mean = 0.0;
        for (var k = 0; k < n; k++) mean += x[k];
        mean /= n;
        var c = new double[n];
        for (var k = 0; k < n; k++) c[k] = x[k] - mean;
        var variance = 0.0;
        for (var k = 0; k < n; k++) variance += c[k] * c[k];
        var scale = 1 / Math.Sqrt((variance / n) + 1e-5);
        var y = new double[n];
        for (var k = 0; k < n; k++) y[k] = c[k] * scale;
        var s = 0.0;
        for (var k = 0; k < n; k++) s += y[k] * w[k] * y[k];
        return s;
    }

    public static double AddedToZeros(double[] x)
    {
        var t = new double[x.Length];
        for (var k = 0; k < x.Length; k++)
        {
            t[k] += x[k] * x[k];
            t[k] -= x[k];
        }
        var s = 0.0;
        for (var k = 0; k < x.Length; k++) s += t[k] * x[k];
        return s;
    }

    public static double UpdatedInPlace(double[] x)
    {
        var t = new double[x.Length];
        for (var k = 0; k < x.Length; k++) t[k] = x[k] * x[k];
        for (var k = 0; k < x.Length; k++) t[k] *= 3;
        for (var k = 0; k < x.Length; k++) t[k] += x[k];
        var s = 0.0;
        for (var k = 0; k < x.Length; k++) s += t[k] * t[k];
        return s;
    }

    public static double WithBranches(double[] x)
    {
        var t = new double[x.Length];
        for (var k = 0; k < x.Length; k++) t[k] = x[k] > 0 ? x[k] * x[k] : -x[k];
        var s = 0.0;
        for (var k = 0; k < x.Length; k++)
            if (t[k] > 0.5) s += t[k] * 2;
            else s -= t[k] * t[k] * t[k];
        return s;
    }

    public static double ReadTwice(double[] x)
    {
        var t = new double[x.Length];
        for (var k = 0; k < x.Length; k++) t[k] = x[k] * 3;
        var a = 0.0;
        for (var k = 0; k < x.Length; k++) a += t[k] * t[k];
        var b = 0.0;
        for (var k = 0; k < x.Length; k++) b += t[k] * x[k];
        return a * b;
    }

    /// <summary>What the second loop needs moves before both; what reads the first moves behind them.</summary>
    public static double BetweenThem(double[] x)
    {
        var t = new double[x.Length];
        var a = 0.0;
        for (var k = 0; k < x.Length; k++)
        {
            t[k] = x[k] * x[k];
            a += x[k];
        }
        var root = Math.Sqrt(a * a);
        var factor = Math.Exp(x[0]);
        var s = 0.0;
        for (var k = 0; k < x.Length; k++) s += t[k] * factor;
        return s + root;
    }

    public static double ByRows(double[] z, int rows, int columns)
    {
        var total = 0.0;
        for (var j = 0; j < columns; j++)
        {
            var e = new double[rows];
            for (var i = 0; i < rows; i++) e[i] = Math.Exp(z[(j * rows) + i]);
            var s = 0.0;
            for (var i = 0; i < rows; i++) s += e[i];
            total += Math.Log(s);
        }
        return total;
    }

    public static float Singles(float[] x)
    {
        var t = new float[x.Length];
        for (var k = 0; k < x.Length; k++) t[k] = x[k] * x[k];
        var s = 0f;
        for (var k = 0; k < x.Length; k++) s += t[k] * x[k];
        return s;
    }

    public static double Fixed(double[] x)
    {
        var t = new double[3];
        for (var k = 0; k < 3; k++) t[k] = x[k] * x[k];
        var s = 0.0;
        for (var k = 0; k < t.Length; k++) s += t[k] * x[k];
        return s;
    }

    public static double Checked(double[] x, double[] y)
    {
        var t = new double[x.Length];
        for (var k = 0; k < x.Length; k++) t[k] = x[k] * x[k];
        if (y.Length != x.Length) throw new ArgumentException("Lengths differ.");
        var s = 0.0;
        for (var k = 0; k < x.Length; k++) s += t[k] * y[k];
        return s;
    }

    public static double Siblings(double[] x)
    {
        var a = 0.0;
        for (var k = 0; k < x.Length; k++) a += x[k];
        var b = 0.0;
        for (var k = 0; k < x.Length; k++) b += x[k] * x[k];
        return a * b;
    }

    /// <summary>Parallel, then not: one loop only where no derivative is taken of it any more.</summary>
    public static double Recurrence(double[] x)
    {
        var t = new double[x.Length];
        for (var k = 0; k < x.Length; k++) t[k] = x[k] * x[k];
        var s = 1.0;
        for (var k = 0; k < x.Length; k++) s = (s * 0.5) + (s * t[k]);
        return s;
    }
}
