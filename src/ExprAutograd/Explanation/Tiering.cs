using System.Runtime;

namespace ExprAutograd.Explanation;

/// <summary>The runtime compiles a method again, and better, some thirty calls after it first ran, in the background: what is timed before that is slower than what users see.</summary>
internal static class Tiering
{
    private const int Calls = 40;
    private const int MillisecondsOfPause = 120;
    private const int FewestPauses = 2;
    private const int MostPauses = 6;
    private const int MostMillisecondsOfCalls = 30;

    /// <summary>Runs it, with pauses, until nothing is compiled any more.</summary>
    public static void Settle(Action<int> repeat)
    {
        for (var pause = 0; pause < MostPauses; pause++)
        {
            var compiled = JitInfo.GetCompiledMethodCount();
            var start = Environment.TickCount64;
            for (var call = 0; call < Calls && Environment.TickCount64 - start < MostMillisecondsOfCalls; call++) repeat(1);
            Thread.Sleep(MillisecondsOfPause);
            if (pause + 1 >= FewestPauses && JitInfo.GetCompiledMethodCount() == compiled) return;
        }
    }
}
