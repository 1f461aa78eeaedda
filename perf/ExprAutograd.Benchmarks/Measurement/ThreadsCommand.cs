using System.Globalization;
using System.Linq.Expressions;
using ExprAutograd.Benchmarks.Expert;
using ExprAutograd.Benchmarks.Functions;

namespace ExprAutograd.Benchmarks.Measurement;

/// <summary>Long loops on one thread and on more, interleaved in one process: milliseconds of a call and how many times faster than one. Goal: two threads at least 1.7 times one.</summary>
internal static class ThreadsCommand
{
    private const int Options = 1_000_000;
    private const int Numbers = 1_000_000;
    private const int Points = 100_000;
    private const int Weights = 16;
    private const int Rounds = 40;
    private const double MicrosecondsOfRound = 2000;

    /// <summary>Prints the table.</summary>
    public static int Run()
    {
        int[] degrees = [.. Enumerable.Range(1, Environment.ProcessorCount)];
        Print("Black-Scholes prices and Greeks of 1 000 000 options, by Map", degrees, Greeks);
        Print("sum(sin x exp(-x^2) + tanh x) of 1 000 000 numbers, with gradient", degrees, Sum);
        Print("logistic loss of 100 000 rows of 16, gradient in the weights", degrees, Regression);
        return 0;
    }

    private static Ruler.Side Greeks(AutogradOptions options)
    {
        var book = new OptionBook(Options);
        var mapped = MappedGreeksProblem.CompileMapped(BlackScholes.Function, options);
        return calls =>
        {
            for (var call = 0; call < calls; call++) mapped(book.Spots, book.Strikes, book.Rates, book.Volatilities, book.Times, (book.Prices, book.Gradient));
            return book.Prices[^1];
        };
    }

    private static Ruler.Side Sum(AutogradOptions options)
    {
        Expression<Func<double[], double>> sum = x => x.Sum(v => (Math.Sin(v) * Math.Exp(-v * v)) + Math.Tanh(v));
        var gradient = Autograd.CompileInto<Func<double[], double[], double>>(Autograd.ValueAndGradient(sum), options);
        double[] numbers = [.. Enumerable.Range(0, Numbers).Select(i => (i * 0.6180339887498949 % 1 * 8) - 4)], slope = new double[Numbers];
        return calls =>
        {
            var total = 0.0;
            for (var call = 0; call < calls; call++) total += gradient(numbers, slope);
            return total;
        };
    }

    private static Ruler.Side Regression(AutogradOptions options)
    {
        var gradient = Autograd.CompileInto<Func<double[], double[], double[], double[], double>>(Autograd.ValueAndGradient<Func<double[], double[], double[], (double, double[])>>(
            Autograd.Lift<Func<double[], double[], double[], double>>(Loss), new AutogradOptions { WithRespectTo = [0] }), options);
        double[] weights = [.. Enumerable.Range(0, Weights).Select(j => Math.Sin(j))], slope = new double[Weights];
        double[] rows = [.. Enumerable.Range(0, Points * Weights).Select(i => Math.Cos(1.7 * i))], labels = [.. Enumerable.Range(0, Points).Select(i => i % 3 == 0 ? 1.0 : -1.0)];
        return calls =>
        {
            var total = 0.0;
            for (var call = 0; call < calls; call++) total += gradient(weights, rows, labels, slope);
            return total;
        };
    }

    private static double Loss(double[] weights, double[] rows, double[] labels)
    {
        var loss = 0.0;
        for (var i = 0; i < labels.Length; i++)
        {
            var score = 0.0;
            for (var j = 0; j < weights.Length; j++) score += weights[j] * rows[(i * weights.Length) + j];
            loss += Math.Log(1 + Math.Exp(-labels[i] * score));
        }
        return loss;
    }

    private static void Print(string name, int[] degrees, Func<AutogradOptions, Ruler.Side> compiled)
    {
        var times = new Ruler(Rounds, MicrosecondsOfRound).Measure([.. degrees.Select(n => compiled(new AutogradOptions { MaxDegreeOfParallelism = n }))]);
        Console.WriteLine(name);
        for (var k = 0; k < degrees.Length; k++)
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {degrees[k],3} {(degrees[k] == 1 ? "thread " : "threads")}  {times[k] / 1e6,9:0.000} ms  {times[0] / times[k],6:0.00}"));
    }
}
