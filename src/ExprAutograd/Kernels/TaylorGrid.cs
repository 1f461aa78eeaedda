namespace ExprAutograd.Kernels;

/// <summary>Truncated Taylor series in two increments, Σ c[i,j] ε^i δ^j, kept row by row in a span.</summary>
/// <remarks>
/// A grid of one column is a series in ε alone. A destination may not overlap an operand unless said. Nothing is allocated.
/// Griewank and Walther, "Evaluating Derivatives" (2008), chapter 13.
/// </remarks>
internal static class TaylorGrid
{
    /// <summary>At most this many coefficients are kept on the stack by the callers.</summary>
    internal const int StackCoefficients = 64;

    /// <summary>Makes <paramref name="grid"/> the series value + byEpsilon ε + byDelta δ.</summary>
    internal static void SetLinear(Span<double> grid, int columns, double value, double byEpsilon, double byDelta)
    {
        grid.Clear();
        grid[0] = value;
        if (columns > 1)
            grid[1] = byDelta;
        if (grid.Length > columns)
            grid[columns] = byEpsilon;
    }

    /// <summary>product = x y.</summary>
    internal static void Multiply(Span<double> product, ReadOnlySpan<double> x, ReadOnlySpan<double> y, int columns)
    {
        for (int place = 0; place < product.Length; place++)
            product[place] = Convolve(x, y, place, columns, skipLeading: false);
    }

    /// <summary>grid = grid (value + byEpsilon ε + byDelta δ), in place.</summary>
    internal static void MultiplyLinear(Span<double> grid, int columns, double value, double byEpsilon, double byDelta)
    {
        for (int place = grid.Length - 1; place >= 0; place--)
        {
            double sum = grid[place] * value;
            if (place >= columns)
                sum += grid[place - columns] * byEpsilon;
            if (place % columns > 0)
                sum += grid[place - 1] * byDelta;
            grid[place] = sum;
        }
    }

    /// <summary>grid = grid / (value + byEpsilon ε + byDelta δ), in place.</summary>
    internal static void DivideLinear(Span<double> grid, int columns, double value, double byEpsilon, double byDelta)
    {
        for (int place = 0; place < grid.Length; place++)
        {
            double sum = grid[place];
            if (place >= columns)
                sum -= grid[place - columns] * byEpsilon;
            if (place % columns > 0)
                sum -= grid[place - 1] * byDelta;
            grid[place] = sum / value;
        }
    }

    /// <summary>quotient = x / y; <paramref name="quotient"/> may be <paramref name="x"/> itself.</summary>
    internal static void Divide(Span<double> quotient, ReadOnlySpan<double> x, ReadOnlySpan<double> y, int columns)
    {
        double leading = y[0];
        for (int place = 0; place < quotient.Length; place++)
            quotient[place] = (x[place] - Convolve(y, quotient, place, columns, skipLeading: true)) / leading;
    }

    /// <summary>Y = e^X from its first-order equation: Y' = X' Y along the rows, and along the first row.</summary>
    internal static void Exp(Span<double> y, ReadOnlySpan<double> x, int columns)
    {
        y[0] = Math.Exp(x[0]);
        for (int place = 1; place < y.Length; place++)
        {
            int row = place / columns, column = place % columns;
            double sum = 0;
            for (int i = 0; i <= row; i++)
            {
                for (int j = 0; j <= column; j++)
                {
                    int weight = row > 0 ? i : j;
                    if (weight > 0)
                        sum += weight * x[i * columns + j] * y[(row - i) * columns + column - j];
                }
            }
            y[place] = sum / (row > 0 ? row : column);
        }
    }

    /// <summary>The derivative at the grid's last place, i! j! c[i,j].</summary>
    internal static double LastDerivative(ReadOnlySpan<double> grid, int columns)
    {
        double derivative = grid[^1];
        for (int k = 2; k <= columns - 1; k++)
            derivative *= k;
        for (int k = 2; k <= grid.Length / columns - 1; k++)
            derivative *= k;
        return derivative;
    }

    /// <summary>Whether every coefficient of <paramref name="step"/> is below <paramref name="tolerance"/> of its partner in <paramref name="total"/>.</summary>
    internal static bool IsNegligible(ReadOnlySpan<double> step, ReadOnlySpan<double> total, double tolerance)
    {
        for (int place = 0; place < step.Length; place++)
        {
            if (Math.Abs(step[place]) > tolerance * Math.Abs(total[place]))
                return false;
        }
        return true;
    }

    private static double Convolve(ReadOnlySpan<double> x, ReadOnlySpan<double> y, int place, int columns, bool skipLeading)
    {
        int row = place / columns, column = place % columns;
        double sum = 0;
        for (int i = 0; i <= row; i++)
        {
            for (int j = i == 0 && skipLeading ? 1 : 0; j <= column; j++)
                sum += x[i * columns + j] * y[(row - i) * columns + column - j];
        }
        return sum;
    }
}
