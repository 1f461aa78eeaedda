using System.Globalization;
using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.Optimization;
using Spectre.Console;

namespace ExprAutograd.Cli.Demo;

/// <summary>Fits a NIST data set from its far start to the certified parameters, by MathNet's Levenberg-Marquardt with the compiled Jacobian.</summary>
internal static class CurveFitDemo
{
    private const double RequiredDigits = 6;
    private const int MaxIterations = 500;
    private const double Tolerance = 1e-15;

    /// <summary>True when every parameter agrees with the certified one to six digits.</summary>
    public static bool Run(Session session)
    {
        var data = NistDataSet.LoadThurber();
        var objective = new ThurberObjective(data);
        var console = session.CreateConsole();
        var output = session.Out;

        output.WriteLine();
        output.WriteLine($"2. A curve fit: {data.Name}, {data.X.Length} observations, {ThurberObjective.ParameterCount} parameters");
        output.WriteLine($"   {data.Source}");
        output.WriteLine($"   {data.Model}");
        output.WriteLine();

        var parameters = data.Start;
        FitProgress.Show(session, console, report => parameters = Fit(data, objective, report, session.Cancellation));
        WriteParameters(console, data, parameters);
        WriteTiming(output, data, objective, session.Cancellation);

        var digits = data.DigitsOfAgreement(parameters);
        if (digits >= RequiredDigits) return true;
        session.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"exprautograd: the fit agrees with the certified parameters to {digits:F1} digits only; {RequiredDigits} are expected."));
        return false;
    }

    private static double[] Fit(NistDataSet data, ThurberObjective objective, Action<FitStep> report, CancellationToken cancellation)
    {
        var iteration = 0;
        var model = ObjectiveFunction.NonlinearModel(
            (b, _) => objective.Values(b),
            (b, _) =>
            {
                // The minimiser asks for the Jacobian at each point it accepts.
                cancellation.ThrowIfCancellationRequested();
                var point = b.ToArray();
                report(new FitStep(iteration++, objective.ResidualSumOfSquares(point), data.DigitsOfAgreement(point)));
                return objective.Jacobian(b);
            },
            Vector<double>.Build.Dense(data.X),
            Vector<double>.Build.Dense(data.Y));
        var minimizer = new LevenbergMarquardtMinimizer(gradientTolerance: Tolerance, stepTolerance: Tolerance, functionTolerance: 0, maximumIterations: MaxIterations);
        return minimizer.FindMinimum(model, Vector<double>.Build.Dense(data.Start)).MinimizingPoint.ToArray();
    }

    private static void WriteParameters(IAnsiConsole console, NistDataSet data, double[] parameters)
    {
        var table = new Table().Border(TableBorder.Rounded).AddColumn("parameter");
        foreach (var header in (string[])["fitted", "certified by NIST", "digits"]) table.AddColumn(new TableColumn(header).RightAligned());
        for (var k = 0; k < parameters.Length; k++)
        {
            var digits = NistDataSet.DigitsOfAgreement(parameters[k], data.Certified[k]);
            table.AddRow(
                $"b{k + 1}",
                parameters[k].ToString("G11", CultureInfo.InvariantCulture),
                data.Certified[k].ToString("G11", CultureInfo.InvariantCulture),
                digits.ToString("F1", CultureInfo.InvariantCulture));
        }
        console.Write(table);
    }

    private static void WriteTiming(TextWriter output, NistDataSet data, ThurberObjective objective, CancellationToken cancellation)
    {
        var b = (double[])data.Start.Clone();
        double[] compiled = new double[b.Length], differences = new double[b.Length];
        var timing = GradientTiming.Measure(() => objective.Gradient(b, compiled), () => objective.GradientByDifferences(b, differences), cancellation);
        var exact = objective.GradientInDecimal(b);
        output.WriteLine("The gradient of the residual sum of squares at the start, measured now:");
        output.WriteLine(Line("compiled", timing.Compiled, RelativeError(compiled, exact)));
        output.WriteLine(Line("central differences", timing.ByDifferences, RelativeError(differences, exact)));
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {timing.Ratio:F1} times as fast."));

        static string Line(string name, double nanoseconds, double error) =>
            string.Create(CultureInfo.InvariantCulture, $"  {name,-20} {nanoseconds,8:F0} ns   largest relative error {error:0.0e+00}");
    }

    private static double RelativeError(double[] gradient, double[] exact) => gradient.Zip(exact, (g, e) => Math.Abs(g - e) / Math.Abs(e)).Max();
}
