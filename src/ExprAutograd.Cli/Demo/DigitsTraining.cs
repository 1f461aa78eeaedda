using System.Diagnostics;

namespace ExprAutograd.Cli.Demo;

/// <summary>What an epoch came to.</summary>
internal readonly record struct Epoch(int Number, double Loss, double TrainingAccuracy, double TestAccuracy, double StepsPerSecond);

/// <summary>A small convolutional network that learns digits, written as it would be in PyTorch.</summary>
internal sealed class DigitsTraining
{
    public const double TrainingPart = 0.8;
    public const int BatchSize = 32;

    private const int Filters = 32;
    private const int Window = 3;
    private const int Pool = 2;
    private const double LearningRate = 5e-3;

    /// <summary>How often a digit is seen one pixel beside where it is.</summary>
    private const double ShiftedPart = 0.3;

    private readonly int epochs;
    private readonly DigitsDataSet data;
    private readonly int[] training;
    private readonly int[] test;
    private readonly Random random;
    private readonly Optimizer optimizer;

    public DigitsTraining(DigitsDataSet data, int epochs, int seed)
    {
        this.epochs = epochs;
        this.data = data;
        (training, test) = data.Split(TrainingPart, seed);
        random = new Random(seed);
        Network = new Sequential(
            new Conv2d(channels: 1, Filters, Window, padding: 1, seed: seed),
            Activation.Relu,
            new MaxPool2d(Pool),
            Activation.Flatten,
            new Linear(Filters * DigitsDataSet.PixelCount / (Pool * Pool), DigitsDataSet.ClassCount, seed: seed + 1));
        optimizer = new AdamW(Network.Parameters(), LearningRate);
    }

    public Sequential Network { get; }

    /// <summary>The digits that the network is examined with.</summary>
    public IReadOnlyList<int> Test => test;

    /// <summary>How many steps were made.</summary>
    public int Steps { get; private set; }

    /// <summary>Trains to the end, and reports each epoch.</summary>
    public void Run(Action<Epoch> report, CancellationToken cancellation)
    {
        for (var k = 1; k <= epochs; k++) report(Run(k, cancellation));
    }

    /// <summary>Learns from every digit once, but for those that fill no batch: each epoch leaves out others.</summary>
    private Epoch Run(int number, CancellationToken cancellation)
    {
        var clock = Stopwatch.StartNew();
        var total = 0.0;
        var batches = training.Length / BatchSize;
        random.Shuffle(training);

        // Half a wave of the cosine: Loshchilov, Hutter (2017), "SGDR: stochastic gradient descent with warm restarts".
        optimizer.LearningRate = LearningRate * (1 + Math.Cos(Math.PI * (number - 1) / epochs)) / 2;
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
        var (images, labels) = data.Batch(digits, random, ShiftedPart);
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
