using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace ExprAutograd.Benchmarks.Expert;

using Lane = Vector512<double>;

/// <summary>Prices of call options and their five sensitivities in closed form, eight options at a time. Black and Scholes (1973), Merton (1973).</summary>
/// <remarks>With the discounted strike k = K exp(-rT) the derivatives by way of d1 and d2 cancel: S n(d1) = k n(d2). One logarithm, three exponentials, two polynomials per option.</remarks>
internal static class GreeksExpert
{
    private const int Lanes = 8;

    /// <summary>Writes all prices and sensitivities; returns one of them. Allocates nothing.</summary>
    /// <exception cref="ArgumentException">The number of options is no multiple of eight.</exception>
    public static double Fill(OptionBook book)
    {
        if (book.Count % Lanes != 0) throw new ArgumentException($"{book.Count} options are no whole vectors.", nameof(book));
        ref var spots = ref MemoryMarshal.GetArrayDataReference(book.Spots);
        ref var strikes = ref MemoryMarshal.GetArrayDataReference(book.Strikes);
        ref var rates = ref MemoryMarshal.GetArrayDataReference(book.Rates);
        ref var volatilities = ref MemoryMarshal.GetArrayDataReference(book.Volatilities);
        ref var times = ref MemoryMarshal.GetArrayDataReference(book.Times);
        ref var prices = ref MemoryMarshal.GetArrayDataReference(book.Prices);
        ref var dSpots = ref MemoryMarshal.GetArrayDataReference(book.Gradient.Spots);
        ref var dStrikes = ref MemoryMarshal.GetArrayDataReference(book.Gradient.Strikes);
        ref var dRates = ref MemoryMarshal.GetArrayDataReference(book.Gradient.Rates);
        ref var dVolatilities = ref MemoryMarshal.GetArrayDataReference(book.Gradient.Volatilities);
        ref var dTimes = ref MemoryMarshal.GetArrayDataReference(book.Gradient.Times);
        var half = Vector512.Create(0.5);
        for (nuint i = 0; i < (nuint)book.Count; i += Lanes)
        {
            var (spot, strike, rate) = (Vector512.LoadUnsafe(ref spots, i), Vector512.LoadUnsafe(ref strikes, i), Vector512.LoadUnsafe(ref rates, i));
            var (volatility, time) = (Vector512.LoadUnsafe(ref volatilities, i), Vector512.LoadUnsafe(ref times, i));
            var root = Vector512.Sqrt(time);
            var deviation = volatility * root;
            var drift = Vector512.FusedMultiplyAdd(half * volatility, volatility, rate) * time;
            var d1 = (Vector512.Log(spot / strike) + drift) / deviation;
            var (above, density) = NormalLanes.Of(d1);
            var (exercised, _) = NormalLanes.Of(d1 - deviation);
            var discount = LaneMath.Exp(-(rate * time));
            var paid = strike * discount * exercised;
            var spotDensity = spot * density;

            Vector512.FusedMultiplyAdd(spot, above, -paid).StoreUnsafe(ref prices, i);
            above.StoreUnsafe(ref dSpots, i);
            (-(discount * exercised)).StoreUnsafe(ref dStrikes, i);
            (paid * time).StoreUnsafe(ref dRates, i);
            (spotDensity * root).StoreUnsafe(ref dVolatilities, i);
            Vector512.FusedMultiplyAdd(half * spotDensity, volatility / root, rate * paid).StoreUnsafe(ref dTimes, i);
        }
        return prices;
    }
}
