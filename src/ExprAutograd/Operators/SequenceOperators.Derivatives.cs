namespace ExprAutograd.Operators;

/// <content>What the derivatives of the operators on arrays are made of: each is linear in its first operand.</content>
internal static partial class SequenceOperators
{
    /// <summary>dy in equal parts at the items that equal the extremum, zero at the others: the cotangent of an extremum's items.</summary>
    /// <remarks>PyTorch's amax and amin. Zeros of both signs tie, and where the extremum is NaN the items that are NaN do.</remarks>
    public static double[] SpreadOverTies(double dy, double[] items, double extremum) => SpreadOverTiesInto(new double[SpreadOverTiesLength(items)], dy, items, extremum);

    /// <inheritdoc cref="SpreadOverTies(double, double[], double)"/>
    public static double[] SpreadOverTiesInto(double[] spread, double dy, double[] items, double extremum)
    {
        var ties = 0;
        foreach (var item in items)
            if (item.Equals(extremum)) ties++;
        for (var k = 0; k < items.Length; k++) spread[k] = items[k].Equals(extremum) ? dy / ties : 0;
        return spread;
    }

    /// <summary>The length of <see cref="SpreadOverTies(double, double[], double)"/>.</summary>
    public static int SpreadOverTiesLength(Array items) => items.Length;

    /// <summary>The mean of dx over the items that equal the extremum: the tangent of an extremum.</summary>
    public static double MeanOverTies(double[] dx, double[] items, double extremum)
    {
        var ties = 0;
        var sum = 0.0;
        for (var k = 0; k < items.Length; k++)
        {
            if (!items[k].Equals(extremum)) continue;
            ties++;
            sum += dx[k];
        }
        return sum / ties;
    }

    /// <inheritdoc cref="SpreadOverTies(double, double[], double)"/>
    public static float[] SpreadOverTies(float dy, float[] items, float extremum) => SpreadOverTiesInto(new float[SpreadOverTiesLength(items)], dy, items, extremum);

    /// <inheritdoc cref="SpreadOverTies(float, float[], float)"/>
    public static float[] SpreadOverTiesInto(float[] spread, float dy, float[] items, float extremum)
    {
        var ties = 0;
        foreach (var item in items)
            if (item.Equals(extremum)) ties++;
        for (var k = 0; k < items.Length; k++) spread[k] = items[k].Equals(extremum) ? dy / ties : 0;
        return spread;
    }

    /// <inheritdoc cref="MeanOverTies(double[], double[], double)"/>
    public static float MeanOverTies(float[] dx, float[] items, float extremum)
    {
        var ties = 0;
        var sum = 0f;
        for (var k = 0; k < items.Length; k++)
        {
            if (!items[k].Equals(extremum)) continue;
            ties++;
            sum += dx[k];
        }
        return sum / ties;
    }

    /// <summary>The items, followed by zeros up to <paramref name="length"/>: the cotangent of the first of many.</summary>
    public static double[] Padded(double[] items, int length)
    {
        var padded = new double[length];
        items.CopyTo(padded, 0);
        return padded;
    }

    /// <inheritdoc cref="Padded(double[], int)"/>
    public static float[] Padded(float[] items, int length)
    {
        var padded = new float[length];
        items.CopyTo(padded, 0);
        return padded;
    }

    /// <summary>The rows, followed by rows of zeros of the lengths of those in <paramref name="like"/>, whose first ones they are like.</summary>
    public static double[][] Padded(double[][] rows, double[][] like)
    {
        var padded = ArrayOperators.ZerosLike(like);
        rows.CopyTo(padded, 0);
        return padded;
    }
}
