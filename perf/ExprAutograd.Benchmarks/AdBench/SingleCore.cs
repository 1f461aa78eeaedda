using System.Diagnostics;

namespace ExprAutograd.Benchmarks.AdBench;

/// <summary>Keeps the measurement from moving between cores.</summary>
internal static class SingleCore
{
    /// <summary>Binds this thread to the last of the cores that it may use; where the system cannot, it stays free.</summary>
    public static void Pin()
    {
        if (!OperatingSystem.IsLinux() && !OperatingSystem.IsWindows()) return;
        using var process = Process.GetCurrentProcess();
        var allowed = (ulong)process.ProcessorAffinity;
        if (allowed != 0) process.ProcessorAffinity = (nint)(1UL << (int)ulong.Log2(allowed));
    }
}
