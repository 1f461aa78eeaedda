using System.Diagnostics;
using System.Globalization;
using System.Runtime.Intrinsics;
using MathNet.Numerics;
using MathNet.Numerics.Providers.LinearAlgebra;

namespace ExprAutograd.Benchmarks.LinearAlgebra;

/// <summary><c>linalg</c>: products and factorisations on our provider, on MathNet's managed one and on OpenBLAS, in one table.</summary>
/// <remarks>The sides take turns and each keeps the minimum of its rounds: a shared machine only ever adds time. Factorisations include copying the matrix, on every side.</remarks>
internal static class LinearAlgebraCommand
{
    private const double SecondsOfCase = 0.5;
    private const double SecondsOfTurn = 100e-6;
    private const double SecondsOfWarmUp = 0.05;
    private const int FewestRounds = 3;
    private static readonly TimeSpan PauseOfWarmUp = TimeSpan.FromMilliseconds(120);

    public static int Run(string[] options)
    {
        var only = options is ["--only", var name, ..] ? name : "";
        if (options.Length > 0 && only.Length == 0) return Explain();
        LinearAlgebraControl.UseManaged();
        SimdLinearAlgebraProvider.Use();
        Console.WriteLine($"vectors of {Dense.LaneWidth.Bits} bits; OpenBLAS: {OpenBlas.Core ?? "not installed, left out"}; ratios are times of the other side to ours");
        Console.WriteLine($"{"",-38}{"threads",8}{"GFLOP/s",10}{"microseconds",14}{"MathNet",10}{"OpenBLAS",10}");
        foreach (var each in LinearAlgebraCase.All<double>().Concat(LinearAlgebraCase.All<float>()))
            if (each.Name.Contains(only, StringComparison.OrdinalIgnoreCase)) Print(each, Measure(each));
        return 0;
    }

    private static int Explain()
    {
        Console.Error.WriteLine("usage: linalg [--only TEXT]   the rows whose name contains the text");
        return 2;
    }

    private static void Print(LinearAlgebraCase row, double[] seconds)
    {
        string Ratio(int side) => side < seconds.Length ? (seconds[side] / seconds[0]).ToString("0.00", CultureInfo.InvariantCulture) : "-";
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{row.Name,-38}{row.Threads,8}{row.Flops / seconds[0] * 1e-9,10:0.0}{seconds[0] * 1e6,14:0.000}{Ratio(1),10}{Ratio(2),10}"));
    }

    /// <summary>Seconds per call of each side.</summary>
    private static double[] Measure(LinearAlgebraCase row)
    {
        Control.MaxDegreeOfParallelism = row.Threads;
        OpenBlas.UseThreads(row.Threads);
        Action[] sides = row.OpenBlas is { } openBlas ? [row.Ours, row.Managed, openBlas] : [row.Ours, row.Managed];
        foreach (var side in sides) WarmUp(side);
        var calls = Array.ConvertAll(sides, CallsOfTurn);
        var best = new double[sides.Length];
        Array.Fill(best, double.PositiveInfinity);
        var all = Stopwatch.StartNew();
        for (var round = 0; round < FewestRounds || all.Elapsed.TotalSeconds < SecondsOfCase; round++)
            for (var side = 0; side < sides.Length; side++) best[side] = Math.Min(best[side], Time(sides[side], calls[side]));
        return best;
    }

    /// <summary>The runtime compiles what is called often again, in the background and after a pause.</summary>
    private static void WarmUp(Action side)
    {
        var clock = Stopwatch.StartNew();
        side();
        if (clock.Elapsed.TotalSeconds > SecondsOfWarmUp) return;
        for (var pass = 0; pass < 2; pass++)
        {
            clock.Restart();
            while (clock.Elapsed.TotalSeconds < SecondsOfWarmUp) side();
            Thread.Sleep(PauseOfWarmUp);
        }
    }

    private static int CallsOfTurn(Action side)
    {
        var calls = 1;
        while (Time(side, calls) * calls < SecondsOfTurn) calls *= 2;
        return calls;
    }

    private static double Time(Action side, int calls)
    {
        var start = Stopwatch.GetTimestamp();
        for (var call = 0; call < calls; call++) side();
        return Stopwatch.GetElapsedTime(start).TotalSeconds / calls;
    }
}
