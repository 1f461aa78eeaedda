using System.Text.Json;

namespace ExprAutograd.Tests.Cli;

public class EvalCommandTests
{
    [Theory]
    [InlineData("""{"id":"a","lambda":"(double x, double y) => x * x * y","points":[[3,5]]}""", """{"id":"a","point":0,"value":45,"gradient":[30,9]}""")]
    [InlineData("""{"id":7,"lambda":"(double x, double y) => x * x * y","points":[[3,5]],"wants":["value"]}""", """{"id":7,"point":0,"value":45}""")]
    [InlineData("""{"id":"a","lambda":"(double x, double y) => x * x * y","points":[[3,5]],"wants":["gradient","hessian"],"wrt":[1]}""", """{"id":"a","point":0,"gradient":[9],"hessian":[[0]]}""")]
    [InlineData("""{"id":"a","lambda":"(double x, double y) => x * x * y","points":[[3,5]],"wants":["gradient","hessian"],"wrt":[1,0]}""", """{"id":"a","point":0,"gradient":[9,30],"hessian":[[0,6],[6,10]]}""")]
    [InlineData("""{"id":"a","lambda":"(int n, double[] x) => n * x[0] * x[1]","points":[[2,[3,5]]],"wants":["value","gradient","hessian"]}""", """{"id":"a","point":0,"value":30,"gradient":[[10,6]],"hessian":[[0,2],[2,0]]}""")]
    [InlineData("""{"id":"a","lambda":"(double x, double y) => new[] { x * y, x, y * y }","points":[[3,5]],"wants":["value","jacobian"]}""", """{"id":"a","point":0,"value":[15,3,25],"jacobian":[[5,3],[1,0],[0,10]]}""")]
    [InlineData("""{"id":"a","lambda":"(double x, double y) => x * y","points":[[3,5]],"wants":["jacobian"]}""", """{"id":"a","point":0,"jacobian":[[5,3]]}""")]
    [InlineData("""{"id":"a","lambda":"(double x) => x","points":[["NaN"]],"wants":["value"]}""", """{"id":"a","point":0,"value":"NaN"}""")]
    [InlineData("""{"id":"a","lambda":"(double x) => 1 / x","points":[[0]]}""", """{"id":"a","point":0,"value":"Infinity","gradient":["-Infinity"]}""")]
    [InlineData("""{"id":"a","lambda":"(double x) => x","points":[["-Infinity"]],"wants":["value"]}""", """{"id":"a","point":0,"value":"-Infinity"}""")]
    [InlineData("""{"id":"a","lambda":"(double[][] a, double[,] b) => a[1][0] * b[0, 1]","points":[[[[1],[2]],[[3,4],[5,6]]]],"wants":["value"]}""", """{"id":"a","point":0,"value":8}""")]
    [InlineData("""{"id":"a","lambda":"((double A, double B) t) => t.A * t.B","points":[[[3,5]]],"wants":["value"]}""", """{"id":"a","point":0,"value":15}""")]
    [InlineData("""{"id":"a","lambda":"(Vector<double> v, Matrix<double> m) => (m * v).DotProduct(v)","points":[[[1,2],[[3,4],[5,6]]]],"wants":["value"]}""", """{"id":"a","point":0,"value":45}""")]
    [InlineData("""{"id":"a","lambda":"(Vector<double> v, Matrix<double> m) => m * v","points":[[[1,2],[[3,4],[5,6],[7,8]]]],"cotangent":[1,0,2]}""", """{"id":"a","point":0,"value":[11,17,23],"gradient":[[17,20],[[1,2],[0,0],[2,4]]]}""")]
    [InlineData("""{"id":"a","lambda":"(Matrix<double> m) => m.Transpose()","points":[[[[1,2,3],[4,5,6]]]],"cotangent":[[1,2],[3,4],[5,6]],"wants":["value","gradient"]}""", """{"id":"a","point":0,"value":[[1,4],[2,5],[3,6]],"gradient":[[[1,3,5],[2,4,6]]]}""")]
    [InlineData("""{"id":"a","lambda":"(Matrix<double> m) => m.Row(0)","points":[[[[1,2],[4,5]]],[[[7,8,9]]]],"wants":["gradient"],"cotangent":[1,2]}""", """{"id":"a","point":0,"gradient":[[[1,2],[0,0]]]}""")]
    [InlineData("""{"id":"a","lambda":"(Vector<double> v) => v.PointwiseMultiply(v)","points":[[[1,2]]],"wants":["value","jacobian"]}""", """{"id":"a","point":0,"value":[1,4],"jacobian":[[2,0],[0,4]]}""")]
    [InlineData("""{"id":"a","lambda":"(Vector<double> v) => v.DotProduct(v)","points":[[[1,2]]],"wants":["gradient","hessian"]}""", """{"id":"a","point":0,"gradient":[[2,4]],"hessian":[[2,0],[0,2]]}""")]
    [InlineData("""{"id":"a","lambda":"(double x) => x * x","points":[[3]],"cotangent":2}""", """{"id":"a","point":0,"value":9,"gradient":[12]}""")]
    [InlineData("""{"id":"a","lambda":"(double[] x) => new[] { x[0] * x[1], x[0] }","points":[[[3,5]]],"cotangent":[1,10]}""", """{"id":"a","point":0,"value":[15,3],"gradient":[[15,3]]}""")]
    [InlineData("""{"id":"a","lambda":"(DenseMatrix m, DenseVector v) => m * v","points":[[[[1,2]],[3,4]]],"cotangent":[2]}""", """{"id":"a","point":0,"value":[11],"gradient":[[[6,8]],[2,4]]}""")]
    [InlineData("""{"id":"a","method":"static Vector<double> f(Matrix<double> m) { var v = Vector<double>.Build.Dense(m.RowCount); for (var i = 0; i < m.RowCount; i++) v[i] = m[i, 0] * m[i, 1]; return v; }","points":[[[[1,2],[3,4]]]],"cotangent":[1,2]}""", """{"id":"a","point":0,"value":[2,12],"gradient":[[[2,1],[8,6]]]}""")]
    [InlineData("""{"id":"a","lambda":"(double x) => 0.1 * x // a comment","points":[[3]],"wants":"value"}""", """{"id":"a","point":0,"value":0.30000000000000004}""")]
    public void Each_point_gets_exactly_what_is_wanted(string @case, string expected) => Assert.Equal(expected, CommandRun.Eval($"[{@case}]")[0].GetRawText());

    [Theory]
    [InlineData("reverse")]
    [InlineData("forward")]
    public void The_mode_changes_no_result(string mode)
    {
        var answer = CommandRun.Eval($$"""[{"id":"a","lambda":"(double x, double y) => Math.Exp(x) * y","points":[[0,5]],"wants":["value","gradient","hessian"],"mode":"{{mode}}"}]""")[0];
        Assert.Equal("""{"id":"a","point":0,"value":5,"gradient":[5,1],"hessian":[[5,1],[1,0]]}""", answer.GetRawText());
    }

    [Fact]
    public void Special_functions_are_those_of_MathNet()
    {
        var answer = CommandRun.Eval("""[{"id":"a","lambda":"(double x) => SpecialFunctions.Erf(x)","points":[[0.5]],"wants":["value"]}]""")[0];
        Assert.Equal(MathNet.Numerics.SpecialFunctions.Erf(0.5), answer.GetProperty("value").GetDouble());
    }

    [Fact]
    public void Cases_and_points_keep_their_order()
    {
        var answers = CommandRun.Eval("""[{"id":"b","lambda":"(double x) => x","points":[[1],[2]]},{"id":"a","lambda":"(double x) => -x","points":[[3]]}]""");
        Assert.Equal(["b0", "b1", "a0"], answers.Select(a => a.GetProperty("id").GetString() + a.GetProperty("point").GetInt32()));
    }

    [Theory]
    [InlineData("\"lambda\":\"(double x) => x +\",\"points\":[[1],[2]]", "does not compile")]
    [InlineData("\"lambda\":\"(double x) => foo(x)\",\"points\":[[1],[2]]", "'foo'")]
    [InlineData("\"lambda\":\"(double x) => x; } static class X { static int Y => 1\",\"points\":[[1],[2]]", "no lambda")]
    [InlineData("\"lambda\":\"x => x\",\"points\":[[1],[2]]", "types")]
    [InlineData("\"lambda\":\"42\",\"points\":[[1],[2]]", "no lambda")]
    [InlineData("\"lambda\":\"\",\"points\":[[1],[2]]", "does not compile")]
    [InlineData("\"lambda\":5,\"points\":[[1],[2]]", "'lambda'")]
    [InlineData("\"points\":[[1],[2]]", "'lambda'")]
    [InlineData("\"lambda\":\"(Vector<double> x) => x\",\"cotangent\":1,\"points\":[[[1]],[[2]]]", "'cotangent'")]
    [InlineData("\"lambda\":\"(Vector<double> x) => x\",\"cotangent\":[1,2],\"points\":[[[1]],[[2]]]", "cotangent")]
    [InlineData("\"lambda\":\"(Matrix<double> x) => x\",\"cotangent\":[[1,2],[3]],\"points\":[[[[1]]],[[[2]]]]", "'cotangent'")]
    [InlineData("\"lambda\":\"(Matrix<double> x) => x * x\",\"points\":[[[[1,2]]],[[[2],[3]]]],\"cotangent\":[[1]]", "x * x")]
    [InlineData("\"lambda\":\"(Vector<double> x) => x\",\"wants\":[\"gradient\"],\"points\":[[[1]],[[2]]]", "cotangent")]
    [InlineData("\"lambda\":\"(int n) => n\",\"points\":[[1],[2]]", "derivative")]
    [InlineData("\"lambda\":\"(double x) => x\",\"points\":[[1,2],[]]", "1 argument")]
    [InlineData("\"lambda\":\"(double x) => x\",\"points\":[[[1]],[[2,3]]]", "double")]
    [InlineData("\"lambda\":\"(double x) => x\",\"points\":[[null],[{}]]", "An argument is a number")]
    [InlineData("\"lambda\":\"(double x) => x\",\"points\":[[\"one\"],[true]]", "double")]
    [InlineData("\"lambda\":\"(double x) => x\",\"points\":[1,{}]", "A point is a list")]
    [InlineData("\"lambda\":\"(double[,] x) => x[0, 0]\",\"wants\":\"value\",\"points\":[[[[1,2],[3]]],[[1]]]", "'x'")]
    [InlineData("\"lambda\":\"(double[] x) => x[2]\",\"points\":[[[1]],[[1,2]]]", "IndexOutOfRange")]
    [InlineData("\"lambda\":\"(double x) => checked((int)x) * 2.0\",\"wants\":[\"value\"],\"points\":[[1e300],[-1e300]]", "Overflow")]
    [InlineData("\"lambda\":\"(double x) => x\",\"wrt\":[1],\"points\":[[1],[2]]", "'wrt'")]
    [InlineData("\"lambda\":\"(double x) => x\",\"wrt\":[],\"points\":[[1],[2]]", "'wrt'")]
    [InlineData("\"lambda\":\"(double x) => x\",\"wrt\":[0,0],\"points\":[[1],[2]]", "twice")]
    [InlineData("\"lambda\":\"(double x) => x\",\"mode\":\"sideways\",\"points\":[[1],[2]]", "'mode'")]
    [InlineData("\"lambda\":\"(double x) => x\",\"wants\":[\"grad\"],\"points\":[[1],[2]]", "'wants'")]
    [InlineData("\"lambda\":\"(double x) => x\",\"wants\":[],\"points\":[[1],[2]]", "'wants'")]
    public void A_bad_case_gets_an_error_per_point_and_stops_no_other(string bad, string saying)
    {
        const string Good = "{\"id\":\"good\",\"lambda\":\"(double x) => x * x\",\"points\":[[3]]}";
        var answers = CommandRun.Eval($"[{Good},{{\"id\":\"bad\",{bad}}},{Good}]");
        Assert.Equal(4, answers.Count);
        foreach (var good in (JsonElement[])[answers[0], answers[3]]) Assert.Equal("""{"id":"good","point":0,"value":9,"gradient":[6]}""", good.GetRawText());
        for (var point = 0; point < 2; point++)
        {
            Assert.Equal(["id", "point", "error"], answers[1 + point].EnumerateObject().Select(p => p.Name));
            Assert.Equal(point, answers[1 + point].GetProperty("point").GetInt32());
            Assert.Contains(saying, answers[1 + point].GetProperty("error").GetString(), StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("5", "null")]
    [InlineData("{\"id\":\"a\"}", "\"a\"")]
    [InlineData("{\"id\":\"a\",\"lambda\":\"(double x) => foo\",\"points\":[]}", "\"a\"")]
    [InlineData("{\"id\":\"a\",\"lambda\":\"(double x) => x\"}", "\"a\"")]
    public void A_bad_case_without_points_gets_one_error(string @case, string id)
    {
        var answer = Assert.Single(CommandRun.Eval($"[{@case}]"));
        Assert.Equal(id, answer.GetProperty("id").GetRawText());
        Assert.Equal(0, answer.GetProperty("point").GetInt32());
        Assert.True(answer.TryGetProperty("error", out _));
    }

    [Fact]
    public void A_lambda_nested_beyond_reason_stops_no_other()
    {
        const int Depth = 3_000;
        var deep = string.Concat(Enumerable.Repeat("-(", Depth)) + "x" + new string(')', Depth);
        var answers = CommandRun.Eval($$"""[{"id":"deep","lambda":"(double x) => {{deep}}","points":[[2]],"wants":["value"]},{"id":"a","lambda":"(double x) => x * x","points":[[3]]}]""");
        Assert.Equal("a", answers[^1].GetProperty("id").GetString());
        Assert.Equal(9, answers[^1].GetProperty("value").GetDouble());
    }

    [Theory]
    [InlineData("0.1")]
    [InlineData("-0")]
    [InlineData("5E-324")]
    [InlineData("1.7976931348623157E+308")]
    [InlineData("0.30000000000000004")]
    public void Numbers_round_trip(string number)
    {
        var value = CommandRun.Eval($$"""[{"id":"a","lambda":"(double x) => x","points":[[{{number}}]],"wants":["value"]}]""")[0].GetProperty("value").GetDouble();
        Assert.Equal(BitConverter.DoubleToInt64Bits(double.Parse(number, System.Globalization.CultureInfo.InvariantCulture)), BitConverter.DoubleToInt64Bits(value));
    }

    [Fact]
    public void No_cases_give_no_answers() => Assert.Empty(CommandRun.Eval("[]"));

    [Fact]
    public void Files_are_read_and_written()
    {
        var directory = Directory.CreateTempSubdirectory();
        try
        {
            string input = Path.Combine(directory.FullName, "in.json"), output = Path.Combine(directory.FullName, "out.json");
            File.WriteAllText(input, """[{"id":"a","lambda":"(double x) => x * x","points":[[3]]}]""", new System.Text.UTF8Encoding(encoderShouldEmitUTF8Identifier: true));
            var run = CommandRun.Of("eval", input, "--out", output);
            Assert.Equal((0, "", ""), (run.ExitCode, run.Out, run.Error));
            Assert.Equal("[\n{\"id\":\"a\",\"point\":0,\"value\":9,\"gradient\":[6]}\n]\n", File.ReadAllText(output));
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("[{]")]
    [InlineData("{}")]
    [InlineData("\"text\"")]
    [InlineData("[NaN]")]
    public void What_is_no_JSON_array_is_refused(string input) => CommandRun.WithInput(input, "eval", "-").AssertRefused("JSON");

    [Fact]
    public void A_missing_file_is_refused() => CommandRun.Of("eval", Path.Combine(Path.GetTempPath(), Path.GetRandomFileName())).AssertRefused("cannot be read");

    [Fact]
    public void An_output_that_cannot_be_written_is_refused() =>
        CommandRun.WithInput("[]", "eval", "-", "--out", Path.Combine(Path.GetTempPath(), Path.GetRandomFileName(), "out.json")).AssertRefused("cannot be written");
}
