using System.Text.Json;

namespace ExprAutograd.Cli.Demo;

/// <summary>A data set of NIST's Statistical Reference Datasets with its certified answer (11 digits).</summary>
internal sealed class NistDataSet
{
    private NistDataSet(JsonElement json)
    {
        Name = json.GetProperty("name").GetString()!;
        Source = json.GetProperty("source").GetString()!;
        Model = json.GetProperty("model").GetString()!;
        Start = Numbers("start1");
        Certified = Numbers("certified");
        CertifiedResidualSumOfSquares = json.GetProperty("certifiedResidualSumOfSquares").GetDouble();
        X = Numbers("x");
        Y = Numbers("y");

        double[] Numbers(string name) => [.. json.GetProperty(name).EnumerateArray().Select(x => x.GetDouble())];
    }

    public string Name { get; }

    public string Source { get; }

    /// <summary>The model in NIST's notation.</summary>
    public string Model { get; }

    /// <summary>NIST's first start, the one farther from the answer.</summary>
    public double[] Start { get; }

    public double[] Certified { get; }

    public double CertifiedResidualSumOfSquares { get; }

    public double[] X { get; }

    public double[] Y { get; }

    /// <summary>Thurber: electron mobility against the logarithm of density, 37 observations, 7 parameters; higher level of difficulty.</summary>
    public static NistDataSet LoadThurber()
    {
        using var stream = typeof(NistDataSet).Assembly.GetManifestResourceStream("Thurber.json")!;
        using var document = JsonDocument.Parse(stream);
        return new NistDataSet(document.RootElement);
    }

    /// <summary>The significant digits of the worst parameter, NIST's log relative error; at most the 11 that are certified.</summary>
    public double DigitsOfAgreement(IReadOnlyList<double> parameters) => parameters.Select((b, k) => DigitsOfAgreement(b, Certified[k])).Min();

    public static double DigitsOfAgreement(double value, double certified)
    {
        const double CertifiedDigits = 11;
        var relativeError = Math.Abs(value - certified) / Math.Abs(certified);
        return double.IsNaN(relativeError) ? 0 : Math.Clamp(-Math.Log10(relativeError), 0, CertifiedDigits);
    }
}
