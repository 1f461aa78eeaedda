namespace ExprAutograd.Tests.Rewriting;

/// <summary>Methods of two loops that stay two, each for another reason.</summary>
internal static class UnfusedMethods
{
    public static double ReadElsewhere(double[] x)
    {
        var t = new double[x.Length];
        for (var k = 0; k < x.Length; k++) t[k] = x[k] * x[k];
        var s = 0.0;
        for (var k = 0; k < x.Length; k++) s += t[x.Length - 1 - k] * x[k];
        return s;
    }

    public static double ReadAtOne(double[] x)
    {
        var t = new double[x.Length];
        for (var k = 0; k < x.Length; k++) t[k] = x[k] * x[k];
        var s = 0.0;
        for (var k = 0; k < x.Length; k++) s += t[0] * t[k];
        return s;
    }

    public static double StoredElsewhere(double[] x)
    {
        var t = new double[x.Length];
        for (var k = 0; k < x.Length; k++) t[x.Length - 1 - k] = x[k] * x[k];
        var s = 0.0;
        for (var k = 0; k < x.Length; k++) s += t[k] * x[k];
        return s;
    }

    public static double StoredSometimes(double[] x)
    {
        var t = new double[x.Length];
        for (var k = 0; k < x.Length; k++)
            if (x[k] > 0) t[k] = x[k] * x[k];
        var s = 0.0;
        for (var k = 0; k < x.Length; k++) s += t[k] * x[k];
        return s;
    }

    public static double SumNeeded(double[] x)
    {
        var t = new double[x.Length];
        var a = 0.0;
        for (var k = 0; k < x.Length; k++)
        {
            t[k] = x[k] * x[k];
            a += t[k];
        }
        var s = 0.0;
        for (var k = 0; k < x.Length; k++) s += t[k] / a;
        return s * x[0];
    }

    public static double NeededThroughOthers(double[] x)
    {
        var t = new double[x.Length];
        var a = 0.0;
        for (var k = 0; k < x.Length; k++)
        {
            t[k] = x[k] * x[k];
            a += x[k];
        }
        var b = Math.Sin(a);
        var s = 0.0;
        for (var k = 0; k < x.Length; k++) s += t[k] * b;
        return s;
    }

    public static double OtherCount(double[] x)
    {
        var t = new double[x.Length];
        for (var k = 0; k < x.Length; k++) t[k] = x[k] * x[k];
        var s = 0.0;
        for (var k = 0; k < x.Length - 1; k++) s += t[k] * x[k];
        return s;
    }

    public static double UnknownCount(double[] x, double[] y)
    {
        var t = new double[x.Length];
        for (var k = 0; k < x.Length; k++) t[k] = x[k] * x[k];
        var s = 0.0;
        for (var k = 0; k < y.Length; k++) s += t[k] * y[k];
        return s;
    }

    /// <summary>Without the array the store beyond its end would not throw.</summary>
    public static double OtherLength(double[] x, int length)
    {
        var t = new double[length];
        for (var k = 0; k < x.Length; k++) t[k] = x[k] * x[k];
        var s = 0.0;
        for (var k = 0; k < x.Length; k++) s += t[k] * x[k];
        return s;
    }

    /// <summary>One loop would have to update a copy.</summary>
    public static double UpdatedWhileRead(double[] x)
    {
        var (n, a, s) = (x.Length, new double[x.Length], 0.0);
        a[0] = x[0];
        for (var k = 0; k < n; k++) s += a[n - 1 - k] * x[k];
        for (var k = 0; k < n; k++) a[k] = x[k] * x[k];
        return s + a[1];
    }

    public static double UnknownEffect(double[] x)
    {
        var t = new double[x.Length];
        for (var k = 0; k < x.Length; k++) t[k] = x[k] * x[k];
        var c = Convert.ToInt32("2");
        var s = 0.0;
        for (var k = 0; k < x.Length; k++) s += t[k] * c;
        return s;
    }

    /// <summary>See CallChains.</summary>
    public static double CallAfterCall(double[] x)
    {
        var t = new double[x.Length];
        for (var k = 0; k < x.Length; k++) t[k] = Math.Exp(x[k]);
        var s = 0.0;
        for (var k = 0; k < x.Length; k++) s += Math.Tanh(t[k]);
        return s;
    }
}
