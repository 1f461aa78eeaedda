using System.Diagnostics;

namespace ExprAutograd.Cli.Demo;

/// <summary>What an epoch came to.</summary>
internal readonly record struct Epoch(int Number, double Loss, double TrainingAccuracy, double TestAccuracy, double StepsPerSecond);

/// <summary>A network of 64 inputs, 64 rectified units and 10 classes that learns digits, written as it would be in PyTorch.</summary>
internal sealed class DigitsTraining
{
    public const double TrainingPart = 0.8;
    public const int BatchSize = 32;
    public const int HiddenUnits = 64;

    private const double LearningRate = 2e-3;
    private const double WeightDecay = 0.1;

    private readonly DigitsDataSet data;
    private readonly int[] training;
    private readonly int[] test;
    private readonly Random random;
    private readonly Optimizer optimizer;

    public DigitsTraining(DigitsDataSet data, int seed)
    {
        this.data = data;
        (training, test) = data.Split(TrainingPart, seed);
        random = new Random(seed);
        Network = new Sequential(
            new Linear(DigitsDataSet.PixelCount, HiddenUnits, seed: seed),
            Activation.Relu,
            new Linear(HiddenUnits, DigitsDataSet.ClassCount, seed: seed + 1));
        optimizer = new AdamW(Network.Parameters(), LearningRate, weightDecay: WeightDecay);
    }

    public Sequential Network { get; }

    /// <summary>The digits that the network is examined with.</summary>
    public IReadOnlyList<int> Test => test;

    /// <summary>How many steps were made.</summary>
    public int Steps { get; private set; }

    /// <summary>Learns from every digit once, but for those that fill no batch: each epoch leaves out others.</summary>
    public Epoch Run(int number, CancellationToken cancellation)
    {
        var clock = Stopwatch.StartNew();
        var total = 0.0;
        var batches = training.Length / BatchSize;
        random.Shuffle(training);
        for (var k = 0; k < batches; k++)
        {
            cancellation.ThrowIfCancellationRequested();
            total += Step(training.AsSpan(k * BatchSize, BatchSize));
        }
        var rate = batches / clock.Elapsed.TotalSeconds;
        return new Epoch(number, total / batches, Accuracy(training), Accuracy(test), rate);
    }

    /// <summary>What the network takes each of these digits for.</summary>
    public int[] Classify(ReadOnlySpan<int> digits)
    {
        using (Autograd.NoGrad())
        {
            var logits = Network.Forward(data.Batch(digits).Images).AsSpan<double>();
            var classes = new int[digits.Length];
            for (var k = 0; k < classes.Length; k++) classes[k] = IndexOfLargest(logits.Slice(k * DigitsDataSet.ClassCount, DigitsDataSet.ClassCount));
            return classes;
        }
    }

    private double Step(ReadOnlySpan<int> digits)
    {
        var (images, labels) = data.Batch(digits);
        optimizer.ZeroGrad();
        var loss = Network.Forward(images).CrossEntropy(labels);
        loss.Backward();
        optimizer.Step();
        Steps++;
        return loss.Item();
    }

    private double Accuracy(int[] digits) => Classify(digits).Where((c, k) => c == data.Label(digits[k])).Count() / (double)digits.Length;

    private static int IndexOfLargest(ReadOnlySpan<double> values)
    {
        var best = 0;
        for (var k = 1; k < values.Length; k++)
            if (values[k] > values[best]) best = k;
        return best;
    }
}
