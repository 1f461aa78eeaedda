using System.Linq.Expressions;
using CsCheck;

namespace ExprAutograd.Tests;

/// <summary>Random cases from random bytes: as many as the setting says, growing, and shrunk where one fails.</summary>
internal static class Fuzz
{
    /// <summary>The environment variable that sets how many new random cases each random test runs; without it the cases are fixed.</summary>
    public const string Setting = "EXPRAUTOGRAD_FUZZ";

    private static readonly int[] Lengths = [12, 40, 120, 300];

    /// <summary>Runs <paramref name="check"/> on random bytes of growing length; it returns what is wrong, or null.</summary>
    public static void Run(int cases, Func<byte[], string?> check, Func<byte[], LambdaExpression> decode)
    {
        var isSearch = int.TryParse(Environment.GetEnvironmentVariable(Setting), out var wanted);
        foreach (var length in Lengths)
        {
            if (isSearch) Gen.Byte.Array[0, length].Sample(Require, iter: Math.Max(1, wanted / Lengths.Length), print: bytes => $"{bytes.Length} bytes");
            else
            {
                // The same cases every time, so that a run of the suite says something about the change and not about the draw.
                Parallel.For(0, Math.Max(1, cases / Lengths.Length), k =>
                {
                    var random = new Random((length * 1_000_003) + k);
                    var bytes = new byte[random.Next(length + 1)];
                    random.NextBytes(bytes);
                    Require(bytes);
                });
            }
        }

        void Require(byte[] bytes)
        {
            if (Outcome(check, bytes) is null) return;
            var smallest = Shrink(bytes, b => Outcome(check, b) is not null);
            throw new Xunit.Sdk.XunitException($"{Outcome(check, smallest)}\nof {Describe(decode(smallest))}\nfrom [{string.Join(", ", smallest)}]");
        }
    }

    /// <summary>Drops and zeroes ever smaller stretches while the failure stays.</summary>
    private static byte[] Shrink(byte[] bytes, Func<byte[], bool> fails)
    {
        for (var isSmaller = true; isSmaller;)
        {
            isSmaller = false;
            for (var stretch = bytes.Length; stretch > 0; stretch /= 2)
                for (var start = 0; start + stretch <= bytes.Length; start++)
                {
                    byte[] without = [.. bytes[..start], .. bytes[(start + stretch)..]];
                    byte[] zeroed = [.. bytes[..start], .. new byte[stretch], .. bytes[(start + stretch)..]];
                    var candidate = fails(without) ? without : !zeroed.AsSpan().SequenceEqual(bytes) && fails(zeroed) ? zeroed : null;
                    if (candidate is null) continue;
                    bytes = candidate;
                    isSmaller = true;
                }
        }
        return bytes;
    }

    private static string? Outcome(Func<byte[], string?> check, byte[] bytes)
    {
        try
        {
            return check(bytes);
        }
        catch (Exception e)
        {
            var frames = e.StackTrace!.Split('\n').Where(l => l.Contains("ExprAutograd", StringComparison.Ordinal)).Take(4);
            return $"{e.GetType().Name}: {e.Message}\n{string.Join('\n', frames)}";
        }
    }

    private static string Describe(LambdaExpression lambda) => (string)typeof(Expression).GetProperty("DebugView", System.Reflection.BindingFlags.NonPublic | System.Reflection.BindingFlags.Instance)!.GetValue(lambda)!;
}
