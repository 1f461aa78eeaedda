using ExprAutograd.Benchmarks.AdBench;

namespace ExprAutograd.Benchmarks.Expert;

using MappedInto = Action<double[], double[], double[], double[], double[], (double[] Value, (double[], double[], double[], double[], double[]) Gradient)>;

/// <summary>The book of <see cref="GreeksProblem"/> by the mapped gradient: one call for all options. Goal: a sixth of the scalar gradient's time.</summary>
internal sealed class MappedGreeksProblem(OptionBook book) : Problem
{
    /// <summary>Whether the library maps; the row stays away until it does.</summary>
    public static bool IsMeasured => CompileMapped is not null;

    /// <summary>The one place where the mapped function is compiled. The line is <c>() => Autograd.CompileInto&lt;MappedInto>(Autograd.Map&lt;Mapped>(Autograd.ValueAndGradient(BlackScholes.Function)))</c>.</summary>
    private static Func<MappedInto>? CompileMapped => null;

    public override int Inputs => 5 * book.Count;

    public override int Outputs => book.Count;

    public override IImplementation ByHand() => GreeksProblem.Implementation(book, () => GreeksExpert.Fill(book));

    public override IImplementation Compile(Style style)
    {
        var own = new OptionBook(book.Count);
        var mapped = CompileMapped!();
        return GreeksProblem.Implementation(own, () =>
        {
            mapped(own.Spots, own.Strikes, own.Rates, own.Volatilities, own.Times, (own.Prices, own.Gradient));
            return own.Prices[0];
        });
    }

    public override void CompileDerivative(Style style, double literal) => CompileMapped!();
}
