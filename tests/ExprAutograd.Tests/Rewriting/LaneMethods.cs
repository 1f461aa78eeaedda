namespace ExprAutograd.Tests.Rewriting;

/// <summary>Functions whose outer loops run over points, with loops, arrays and branches in each.</summary>
internal static class LaneMethods
{
    private const int Width = 3;

    /// <summary>The logarithm of sums of exponentials of distances: arrays of each point's own, a maximum, two inner loops.</summary>
    public static double Mixture(double[] x, double[] centres)
    {
        var (n, k) = (x.Length / Width, centres.Length / Width);
        var total = 0.0;
        for (var i = 0; i < n; i++)
        {
            var terms = new double[k];
            for (var c = 0; c < k; c++)
            {
                var distance = 0.0;
                for (var j = 0; j < Width; j++)
                {
                    var d = x[(i * Width) + j] - centres[(c * Width) + j];
                    distance += d * d;
                }
                terms[c] = -0.5 * distance;
            }
            var max = terms[0];
            for (var c = 1; c < k; c++) max = Math.Max(max, terms[c]);
            var sum = 0.0;
            for (var c = 0; c < k; c++) sum += Math.Exp(terms[c] - max);
            total += max + Math.Log(sum);
        }
        return total;
    }

    /// <summary>A quadratic form by rows.</summary>
    public static double Form(double[] x, double[] a)
    {
        var form = 0.0;
        for (var i = 0; i < x.Length; i++)
        {
            var row = 0.0;
            for (var j = 0; j < x.Length; j++) row += a[((i * x.Length) + j) % a.Length] * x[j];
            form += x[i] * row;
        }
        return form;
    }

    /// <summary>A recurrence in each point, started by it.</summary>
    public static double Recurrence(double[] x, double[] a)
    {
        var s = 0.0;
        for (var i = 0; i < x.Length; i++)
        {
            var y = x[i];
            for (var j = 0; j < a.Length; j++) y = (a[j] * y) + Math.Sin(y);
            s += y * y;
        }
        return s;
    }

    /// <summary>Branches of the point's own, and branches that all points take alike.</summary>
    public static double Branches(double[] x, double[] a)
    {
        var s = 0.0;
        for (var i = 0; i < x.Length; i++)
        {
            var y = x[i];
            for (var j = 0; j < a.Length; j++)
            {
                if (j % 2 == 0) y += a[j];
                else if (y > 0.5) y *= a[j];
                else y -= Math.Exp(-y * y);
                if (i == j) y += 2;
            }
            s += y > 1 ? Math.Log(y) : y;
        }
        return s;
    }

    /// <summary>A polynomial's Horner scheme, from the highest coefficient down.</summary>
    public static double Horner(double[] x, double[] a)
    {
        var s = 0.0;
        for (var i = 0; i < x.Length; i++)
        {
            var p = 0.0;
            for (var j = a.Length - 1; j >= 0; j--) p = (p * x[i]) + a[j];
            s += p * p;
        }
        return s;
    }

    /// <summary>Neighbours in a window, and each point's own length of loop: no lanes.</summary>
    public static double Triangle(double[] x, double[] a)
    {
        var s = 0.0;
        for (var i = 0; i < x.Length; i++)
            for (var j = 0; j <= i; j++) s += x[i] * x[j] * a[j % a.Length];
        return s;
    }

    /// <summary>An array of each point's own that is read back in another order.</summary>
    public static double Reversed(double[] x, double[] a)
    {
        var s = 0.0;
        for (var i = 0; i < x.Length; i++)
        {
            var t = new double[a.Length];
            for (var j = 0; j < t.Length; j++) t[j] = a[j] * x[i];
            for (var j = 0; j < t.Length; j++) t[j] += t[t.Length - 1 - j] * x[i];
            var p = 1.0;
            for (var j = 0; j < t.Length; j++) p *= 1 + (0.1 * t[j]);
            s += p;
        }
        return s;
    }

    /// <summary>As many numbers as there are parameters, for a Jacobian by directions.</summary>
    public static double[] Residuals(double[] p, double[] t)
    {
        var r = new double[t.Length];
        for (var i = 0; i < t.Length; i++)
        {
            var s = 0.0;
            for (var j = 0; j < p.Length; j++) s += p[j] * Math.Cos(j * t[i]);
            r[i] = s > 0 ? s * p[0] : Math.Exp(s) * p[p.Length - 1];
        }
        return r;
    }

    /// <summary>Rows of numbers for each point, read across one another.</summary>
    public static double Rows(double[] x, double[] a)
    {
        var total = 0.0;
        for (var i = 0; i < x.Length; i++)
        {
            var rows = new double[a.Length][];
            for (var j = 0; j < rows.Length; j++)
            {
                var row = new double[a.Length + 3];
                for (var k = 0; k < row.Length; k++) row[k] = Math.Sin(x[i] * (k + 1)) * a[j];
                rows[j] = row;
            }
            for (var j = 0; j < rows.Length; j++) total += (rows[j][0] * rows[rows.Length - 1 - j][3]) + (rows[j][1] * rows[j][2]);
        }
        return total;
    }

    /// <summary>Residuals of rows of numbers, some of them the same for every direction.</summary>
    public static double[] RowResiduals(double[] p, double[] t)
    {
        var rows = new double[t.Length][];
        for (var i = 0; i < rows.Length; i++)
        {
            var row = new double[p.Length];
            for (var j = 0; j < row.Length; j++) row[j] = p[j] * Math.Cos(j * t[i]);
            rows[i] = row;
        }
        var r = new double[t.Length];
        for (var i = 0; i < r.Length; i++)
            for (var j = 0; j < p.Length; j++) r[i] += rows[i][j] * rows[rows.Length - 1 - i][p.Length - 1 - j];
        return r;
    }

    /// <summary>A loop of three inside a loop over points.</summary>
    public static double Triples(double[] x)
    {
        var total = 0.0;
        for (var i = 0; i < x.Length / 3; i++)
        {
            var s = 1.0;
            for (var j = 0; j < 3; j++) s = (s * x[(3 * i) + j]) + (j / 2);
            total += Math.Sin(s);
        }
        return total;
    }
}
