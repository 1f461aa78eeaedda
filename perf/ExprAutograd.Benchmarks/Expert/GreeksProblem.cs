using System.Linq.Expressions;
using ExprAutograd.Benchmarks.AdBench;
using ExprAutograd.Benchmarks.Functions;

namespace ExprAutograd.Benchmarks.Expert;

using Price = Func<double, double, double, double, double, double>;
using PriceAndGreeks = Func<double, double, double, double, double, (double Value, (double, double, double, double, double) Gradient)>;

/// <summary>Prices and sensitivities of a book of options, by the scalar gradient of <see cref="BlackScholes.Function"/>, compiled and called option by option.</summary>
internal sealed class GreeksProblem(OptionBook book) : Problem
{
    public override int Inputs => 5 * book.Count;

    public override int Outputs => book.Count;

    public override IImplementation ByHand() => Implementation(book, () => GreeksExpert.Fill(book));

    public override IImplementation Compile(Style style)
    {
        var own = new OptionBook(book.Count);
        var compiled = Autograd.Compile(Autograd.ValueAndGradient(BlackScholes.Function));
        return Implementation(own, () => Fill(compiled, own));
    }

    public override void CompileDerivative(Style style, double literal)
    {
        var price = BlackScholes.Function;
        Autograd.Compile(Autograd.ValueAndGradient(UnseenLiteral.In<Price>(
            (spot, strike, rate, volatility, time) => price.Compile()(spot, strike, rate, volatility, time) + UnseenLiteral.Place, literal)));
    }

    /// <summary>What fills a book is measured; its numbers are shown.</summary>
    public static IImplementation Implementation(OptionBook book, Func<double> fill)
    {
        var g = book.Gradient;
        return new ExpertImplementation(fill, _ =>
        [
            new("prices", book.Prices), new("spots", g.Spots), new("strikes", g.Strikes), new("rates", g.Rates), new("volatilities", g.Volatilities), new("times", g.Times),
        ]);
    }

    private static double Fill(PriceAndGreeks compiled, OptionBook book)
    {
        var g = book.Gradient;
        for (var i = 0; i < book.Count; i++)
        {
            var (price, greeks) = compiled(book.Spots[i], book.Strikes[i], book.Rates[i], book.Volatilities[i], book.Times[i]);
            book.Prices[i] = price;
            (g.Spots[i], g.Strikes[i], g.Rates[i], g.Volatilities[i], g.Times[i]) = greeks;
        }
        return book.Prices[0];
    }
}
