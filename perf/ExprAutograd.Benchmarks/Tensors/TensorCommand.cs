using System.Globalization;
using ExprAutograd.Benchmarks.AdBench;
using MathNet.Numerics;

namespace ExprAutograd.Benchmarks.Tensors;

/// <summary>What define-by-run costs: recording, replaying, and whole training steps, against the same step as a lambda and against PyTorch.</summary>
internal static class TensorCommand
{
    private const double RecordingGoal = 100;
    private const double LambdaGoal = 1.2;
    private const double SmallGoal = 20;
    private const double NetworkGoal = 1.5;

    public static int Run()
    {
        Control.MaxDegreeOfParallelism = 1;
        var peer = PyTorchPeer.Measure();
        Console.WriteLine("one thread, minimum of interleaved rounds; goals: recording under 100 ns an operation, at most 1.2 of a lambda from batch 32 up,");
        Console.WriteLine("20 times faster than PyTorch on scalar graphs, 1.5 times on the perceptron");
        var isMet = SmallGraphs.All.Aggregate(true, (met, graph) => Measure(graph, peer) & met);
        isMet &= Networks(peer);
        Console.WriteLine(Tensor.Statistics);
        return isMet ? 0 : 1;
    }

    private static bool Measure(SmallGraph graph, Dictionary<string, double>? peer)
    {
        graph.Check(peer);
        var best = InterleavedRounds.Fastest(graph.Record, graph.Step);
        var bytes = GC.GetAllocatedBytesForCurrentThread();
        graph.Step();
        bytes = GC.GetAllocatedBytesForCurrentThread() - bytes;
        var recording = best[0] / graph.Operations;
        var ratio = peer?[graph.Name] / best[1];
        Print($"{graph.Name,-14} record {recording,6:F1} ns an operation   step {best[1],9:F0} ns   {bytes,6} bytes   PyTorch {peer?[graph.Name] ?? double.NaN,9:F0} ns   {ratio ?? double.NaN,5:F1} times");
        return recording <= RecordingGoal && !(graph.IsScalar && ratio < SmallGoal);
    }

    private static bool Networks(Dictionary<string, double>? peer)
    {
        var isMet = true;
        foreach (var batch in (int[])[32, 256, 1024])
        {
            isMet &= Compare(new RecordedPerceptron<double>(batch), $"mlp-{batch}-float64", peer);
            isMet &= Compare(new RecordedPerceptron<float>(batch), $"mlp-{batch}-float32", peer);
        }
        return isMet;
    }

    private static bool Compare<T>(RecordedPerceptron<T> network, string name, Dictionary<string, double>? peer)
        where T : unmanaged, System.Numerics.IFloatingPointIeee754<T>
    {
        network.Check();
        var best = InterleavedRounds.Fastest(network.Step, network.LambdaStep);
        var bytes = GC.GetAllocatedBytesForCurrentThread();
        network.Step();
        bytes = GC.GetAllocatedBytesForCurrentThread() - bytes;
        var (toLambda, toPeer) = (best[0] / best[1], peer?[name] / best[0]);
        Print($"{name,-18} step {best[0] / 1000,8:F1} us   {bytes,6} bytes   lambda {best[1] / 1000,8:F1} us, ratio {toLambda:F2}   PyTorch {peer?[name] / 1000 ?? double.NaN,8:F1} us   {toPeer ?? double.NaN,5:F2} times");
        return toLambda <= LambdaGoal && !(toPeer < NetworkGoal);
    }

    private static void Print(FormattableString line) => Console.WriteLine(line.ToString(CultureInfo.InvariantCulture));
}
