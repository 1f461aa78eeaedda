using System.Text.Json;
using System.Text.Json.Nodes;
using ExprAutograd.Tests.Cli;

namespace ExprAutograd.Tests.Cases;

/// <summary>Linear algebra from public collections, through the eval command: values and gradients of sum(cotangent * output), from 90-digit arithmetic.</summary>
public sealed class LinearCases
{
    // As for the scalar cases: |lib - ref| <= max(1, |ref|) (1e-10 + 50 err64).
    private const double Tolerance = 1e-10;
    private const double RoundingErrors = 50;

    /// <summary>The cases that come without C#: the same mathematics through MathNet's API, as lambdas over the inputs or as methods.</summary>
    private static readonly Dictionary<string, string> Texts = new()
    {
        ["la_qr_q"] = "A.QR(QRMethod.Thin).Q * Matrix<double>.Build.DenseOfDiagonalVector(A.QR(QRMethod.Thin).R.Diagonal().PointwiseSign())",
        ["la_eigvalsh"] = "((A + A.Transpose()) * 0.5).Evd(Symmetricity.Symmetric).EigenValues.Real()",
        ["la_largest_eig"] = "((A + A.Transpose()) * 0.5).Evd(Symmetricity.Symmetric).EigenValues.Real()[A.RowCount - 1]",
        ["la_matrix_sqrt_trace"] = "((A + A.Transpose()) * 0.5).Evd(Symmetricity.Symmetric).EigenValues.Real().PointwiseSqrt().Sum()",
        ["la_pca_reconstruction"] = "X.TransposeThisAndMultiply(X).Evd(Symmetricity.Symmetric).EigenValues.Real().SubVector(0, 2).Sum()",
        ["la_pca_projector"] = """
            static double f(Matrix<double> X, Vector<double> z)
            {
                var axes = (X.Transpose() * X).Evd(Symmetricity.Symmetric).EigenVectors.SubMatrix(0, X.ColumnCount, 2, 2);
                var coordinates = axes.TransposeThisAndMultiply(z);
                return coordinates * coordinates;
            }
            """,
        ["la_matrix_factorization_loss"] = "Math.Pow((R - U.TransposeAndMultiply(V)).FrobeniusNorm(), 2) + 0.05 * (U.PointwiseMultiply(U).RowSums().Sum() + V.Enumerate().Sum(v => v * v))",
        ["la_attention"] = "(Q * K.Transpose() / Math.Sqrt(3.0)).PointwiseExp().NormalizeRows(1.0) * V",
        ["la_gru_cell"] = """
            static Vector<double> f(Vector<double> x, Vector<double> h, Matrix<double> W, Matrix<double> U, Vector<double> b, Vector<double> bh)
            {
                var a = W * x + b;
                var u = U * h + bh;
                var r = Sigmoid(a.SubVector(0, 2) + u.SubVector(0, 2));
                var z = Sigmoid(a.SubVector(2, 2) + u.SubVector(2, 2));
                var n = (a.SubVector(4, 2) + r.PointwiseMultiply(u.SubVector(4, 2))).PointwiseTanh();
                return (1 - z).PointwiseMultiply(n) + z.PointwiseMultiply(h);
            }

            static Vector<double> Sigmoid(Vector<double> q) => 1 / (1 + (-q).PointwiseExp());
            """,
    };

    private static readonly Dictionary<string, JsonElement> Cases = Read();
    private static readonly Lazy<Dictionary<string, JsonElement>> Answers = new(() =>
        CommandRun.Eval(new JsonArray([.. Cases.Values.Select(ToEval)]).ToJsonString()).ToDictionary(a => a.GetProperty("id").GetString()!));

    public static TheoryData<string> Names => [.. Cases.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Value_and_gradient_are_exact(string name)
    {
        var (known, answer) = (Cases[name], Answers.Value[name]);
        Assert.False(answer.TryGetProperty("error", out var error), error.ToString());
        var error64 = known.GetProperty("err64");
        AssertClose(known.GetProperty("output"), answer.GetProperty("value"), Tolerance + (RoundingErrors * error64[0].GetDouble()), "value");
        foreach (var ((input, gradient), k) in Differentiated(known).Select((d, k) => (d, k)))
            AssertClose(gradient, answer.GetProperty("gradient")[k], Tolerance + (RoundingErrors * error64[1].GetDouble()), $"gradient in {input}");
    }

    private static void AssertClose(JsonElement expected, JsonElement actual, double tolerance, string what)
    {
        Assert.Equal(expected.ValueKind, actual.ValueKind);
        if (expected.ValueKind == JsonValueKind.Array)
        {
            Assert.Equal(expected.GetArrayLength(), actual.GetArrayLength());
            for (var k = 0; k < expected.GetArrayLength(); k++) AssertClose(expected[k], actual[k], tolerance, $"{what}[{k}]");
        }
        else Assert.Null(Closeness.Difference(what, actual.GetDouble(), expected.GetDouble(), tolerance));
    }

    private static IEnumerable<(string Input, JsonElement Gradient)> Differentiated(JsonElement c) =>
        from input in c.GetProperty("inputs").EnumerateObject()
        where c.GetProperty("not_differentiated").EnumerateArray().All(n => n.GetString() != input.Name)
        select (input.Name, c.GetProperty("grad").GetProperty(input.Name));

    private static JsonNode ToEval(JsonElement c)
    {
        var inputs = c.GetProperty("inputs").EnumerateObject().ToList();
        var names = Differentiated(c).Select(d => d.Input).ToHashSet();
        var id = c.GetProperty("id").GetString()!;
        var text = c.GetProperty("cs").GetString() ?? Texts[id];
        var isMethod = text.Contains("static ", StringComparison.Ordinal);
        return new JsonObject
        {
            ["id"] = id,
            [isMethod ? "method" : "lambda"] = isMethod ? text : $"({string.Join(", ", inputs.Select(i => $"{TypeOf(i.Value)} {i.Name}"))}) => {text}",
            ["points"] = new JsonArray(new JsonArray([.. inputs.Select(i => Node(i.Value))])),
            ["wrt"] = new JsonArray([.. Enumerable.Range(0, inputs.Count).Where(k => names.Contains(inputs[k].Name)).Select(k => (JsonNode)k)]),
            ["cotangent"] = Node(c.GetProperty("cotangent")),
        };
    }

    private static JsonNode? Node(JsonElement e) => JsonNode.Parse(e.GetRawText());

    private static string TypeOf(JsonElement value) => value.ValueKind != JsonValueKind.Array ? "double" : value[0].ValueKind == JsonValueKind.Array ? "Matrix<double>" : "Vector<double>";

    private static Dictionary<string, JsonElement> Read()
    {
        using var document = JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Cases", "linalg.json")));
        return document.RootElement.EnumerateArray().ToDictionary(c => c.GetProperty("id").GetString()!, c => c.Clone());
    }
}
