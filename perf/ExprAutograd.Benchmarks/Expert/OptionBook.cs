namespace ExprAutograd.Benchmarks.Expert;

/// <summary>Many options, an array per input of the Black-Scholes price, and what is computed of them.</summary>
internal sealed class OptionBook
{
    /// <summary><paramref name="count"/> options, no two alike.</summary>
    public OptionBook(int count)
    {
        Count = count;
        (Spots, Strikes, Rates) = (Spread(0.6180339887498949, 80, 120), Spread(0.7548776662466927, 80, 120), Spread(0.5698402909980532, 0.01, 0.05));
        (Volatilities, Times) = (Spread(0.8191725133961645, 0.1, 0.5), Spread(0.6710436067037893, 0.1, 2));
        Prices = new double[count];
        Gradient = (new double[count], new double[count], new double[count], new double[count], new double[count]);

        // An irrational step fills the range evenly.
        double[] Spread(double step, double from, double to) => [.. Enumerable.Range(1, count).Select(i => from + ((to - from) * (i * step % 1)))];
    }

    public int Count { get; }

    public double[] Spots { get; }

    public double[] Strikes { get; }

    public double[] Rates { get; }

    public double[] Volatilities { get; }

    public double[] Times { get; }

    public double[] Prices { get; }

    /// <summary>The derivatives with respect to the five inputs, in order.</summary>
    public (double[] Spots, double[] Strikes, double[] Rates, double[] Volatilities, double[] Times) Gradient { get; }
}
