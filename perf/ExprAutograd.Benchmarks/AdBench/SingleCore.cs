using System.Diagnostics;
using MathNet.Numerics;

namespace ExprAutograd.Benchmarks.AdBench;

/// <summary>Keeps this thread on the last of the cores that it may use, alone, until disposed of; where the system cannot, it stays free. Loops are not shared with other threads.</summary>
/// <remarks>Not for warming up: threads started meanwhile, such as the one that recompiles hot methods, would share the core.</remarks>
internal readonly ref struct SingleCore
{
    private readonly nint before;
    private readonly int threads;

    /// <summary>Binds the thread.</summary>
    public SingleCore()
    {
        threads = Control.MaxDegreeOfParallelism;
        Control.MaxDegreeOfParallelism = 1;
        if (!OperatingSystem.IsLinux() && !OperatingSystem.IsWindows()) return;
        using var process = Process.GetCurrentProcess();
        before = process.ProcessorAffinity;
        if (before != 0) process.ProcessorAffinity = (nint)(1UL << (int)ulong.Log2((ulong)before));
    }

    /// <summary>Lets it go.</summary>
    public void Dispose()
    {
        Control.MaxDegreeOfParallelism = threads;
        if (before == 0 || (!OperatingSystem.IsLinux() && !OperatingSystem.IsWindows())) return;
        using var process = Process.GetCurrentProcess();
        process.ProcessorAffinity = before;
    }
}
