using System.Diagnostics;
using System.Globalization;
using Spectre.Console;

namespace ExprAutograd.Cli.Demo;

/// <summary>A network learns handwritten digits, each step recorded as it runs.</summary>
internal static class DigitsDemo
{
    private const int Seed = 1;
    private const int Epochs = 30;
    private const double RequiredAccuracy = 0.97;
    private const int MistakesShown = 4;

    /// <summary>True when at least 97 % of the digits that the network has not seen are recognised.</summary>
    public static bool Run(Session session)
    {
        var data = DigitsDataSet.Load();
        var training = new DigitsTraining(data, Epochs, Seed);
        var output = session.Out;
        output.WriteLine();
        output.WriteLine($"3. Handwritten digits: {data.Count - training.Test.Count} to learn from, {training.Test.Count} to be examined with, in batches of {DigitsTraining.BatchSize}");
        output.WriteLine($"   {training.Network}");
        output.WriteLine("   E. Alpaydin, C. Kaynak (1998), Optical Recognition of Handwritten Digits, UCI Machine Learning Repository, CC BY 4.0");
        output.WriteLine();
        output.WriteLine("   optimizer.ZeroGrad();");
        output.WriteLine("   var loss = network.Forward(images).CrossEntropy(labels);     // recorded; compiled at the first step");
        output.WriteLine("   loss.Backward();");
        output.WriteLine("   optimizer.Step();");
        output.WriteLine();

        var clock = Stopwatch.StartNew();
        var last = default(Epoch);
        var fastest = 0.0;
        DigitsProgress.Show(session, session.CreateConsole(), report =>
        {
            training.Run(
                epoch =>
                {
                    last = epoch;
                    fastest = Math.Max(fastest, epoch.StepsPerSecond);
                    report(epoch);
                },
                session.Cancellation);
        });
        var seconds = clock.Elapsed.TotalSeconds;

        WriteMistakes(output, data, training);
        output.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{last.TestAccuracy:P1} of {training.Test.Count} unseen digits recognised; {training.Steps} steps in {seconds:F1} s, compiling and examining included; {fastest:F0} steps/s at best."));
        if (last.TestAccuracy >= RequiredAccuracy) return true;
        session.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"exprautograd: the network recognises {last.TestAccuracy:P1} of the unseen digits; {RequiredAccuracy:P0} are expected."));
        return false;
    }

    /// <summary>Some digits that were taken for others, side by side.</summary>
    private static void WriteMistakes(TextWriter output, DigitsDataSet data, DigitsTraining training)
    {
        var classes = training.Classify([.. training.Test]);
        var wrong = training.Test.Zip(classes).Where(d => data.Label(d.First) != d.Second).ToList();
        if (wrong.Count == 0) return;
        var shown = wrong.Take(MistakesShown).ToList();
        output.WriteLine();
        output.WriteLine($"   {wrong.Count} of {classes.Length} are taken for another digit:");
        output.WriteLine();
        output.WriteLine("   " + string.Join("   ", shown.Select(d => $"a {data.Label(d.First)} taken for {d.Second}".PadRight(DigitPicture.Width))).TrimEnd());
        var pictures = shown.ConvertAll(d => DigitPicture.Lines(data.Pixels(d.First)));
        for (var row = 0; row < DigitsDataSet.Side; row++) output.WriteLine(("   " + string.Join("   ", pictures.Select(p => p[row]))).TrimEnd());
        output.WriteLine();
    }
}
