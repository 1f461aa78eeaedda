using System.Linq.Expressions;
using ExprAutograd.Benchmarks.AdBench;
using ExprAutograd.Benchmarks.Functions;

namespace ExprAutograd.Benchmarks.Expert;

using Mapped = Func<double[], double[], double[], double[], double[], (double[] Value, (double[], double[], double[], double[], double[]) Gradient)>;
using MappedInto = Action<double[], double[], double[], double[], double[], (double[] Value, (double[], double[], double[], double[], double[]) Gradient)>;
using Price = Func<double, double, double, double, double, double>;

/// <summary>The book of <see cref="GreeksProblem"/> by the mapped gradient: one call for all options. Goal: a sixth of the scalar gradient's time.</summary>
internal sealed class MappedGreeksProblem(OptionBook book) : Problem
{
    public override int Inputs => 5 * book.Count;

    public override int Outputs => book.Count;

    public override IImplementation ByHand() => GreeksProblem.Implementation(book, () => GreeksExpert.Fill(book));

    public override IImplementation Compile(Style style)
    {
        var own = new OptionBook(book.Count);
        var mapped = CompileMapped(BlackScholes.Function);
        return GreeksProblem.Implementation(own, () =>
        {
            mapped(own.Spots, own.Strikes, own.Rates, own.Volatilities, own.Times, (own.Prices, own.Gradient));
            return own.Prices[0];
        });
    }

    public override void CompileDerivative(Style style, double literal)
    {
        var price = BlackScholes.Function;
        CompileMapped(UnseenLiteral.In<Price>(
            (spot, strike, rate, volatility, time) => price.Compile()(spot, strike, rate, volatility, time) + UnseenLiteral.Place, literal));
    }

    internal static MappedInto CompileMapped(Expression<Price> price, AutogradOptions? options = null) => Autograd.CompileInto<MappedInto>(Autograd.Map<Mapped>(Autograd.ValueAndGradient(price)), options);
}
