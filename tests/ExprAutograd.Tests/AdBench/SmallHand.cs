using ExprAutograd.Benchmarks.AdBench.HandTracking;

namespace ExprAutograd.Tests.AdBench;

/// <summary>A hand of 22 bones and a few vertices, made of random numbers; the maps are arbitrary, as no formula relies on their being rigid.</summary>
internal static class SmallHand
{
    private const int Bones = 22;
    private const int Vertices = 40;
    private const int Points = 7;

    public static HandInstance Make(bool hasPlaces)
    {
        var random = new Random(20261123);
        double[] Numbers(int count) => [.. Enumerable.Range(0, count).Select(_ => (2 * random.NextDouble()) - 1)];
        int[] Integers(int count, int below) => [.. Enumerable.Range(0, count).Select(_ => random.Next(below))];

        // Fingers are chains of four from the wrist, which also holds the forearm.
        int[] parents = [-1, .. Enumerable.Range(1, 20).Select(bone => bone % 4 == 1 ? 0 : bone - 1), 0];
        int[] first = [.. Enumerable.Range(0, Vertices + 1).Select(v => v * 2)];
        var model = new HandModel(parents, Numbers(12 * Bones), Numbers(12 * Bones), Numbers(3 * Vertices), first, Integers(2 * Vertices, Bones), Numbers(2 * Vertices), Integers(3 * Points, Vertices));
        return new HandInstance(model, Numbers(26), Integers(Points, hasPlaces ? Points : Vertices), Numbers(3 * Points), hasPlaces ? Numbers(2 * Points) : null);
    }
}
