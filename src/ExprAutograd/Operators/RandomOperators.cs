namespace ExprAutograd.Operators;

/// <summary>Random numbers by seed and position: any of them at any time, in any order, on any thread.</summary>
internal static class RandomOperators
{
    /// <summary>A number of [0, 1).  Steele, Lea, Flood (2014), "Fast splittable pseudorandom number generators": the generator started at a state of the seed.</summary>
    public static double Uniform(int seed, int position)
    {
        const ulong GoldenGamma = 0x9E3779B97F4A7C15;
        const double Unit = 1.0 / (1L << 53);
        return (Mix(Mix((ulong)(uint)seed * GoldenGamma) + (((ulong)(uint)position + 1) * GoldenGamma)) >> 11) * Unit;
    }

    private static ulong Mix(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
