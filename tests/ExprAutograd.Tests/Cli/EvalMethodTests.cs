using System.Text.Json;

namespace ExprAutograd.Tests.Cli;

/// <summary><c>eval</c> of functions written as static methods.</summary>
public sealed class EvalMethodTests
{
    [Theory]
    [InlineData("""{"id":"a","method":"public static double f(double x, double y) { double t = x * x; return t * y; }","points":[[3,5]]}""", """{"id":"a","point":0,"value":45,"gradient":[30,9]}""")]
    [InlineData("""{"id":"a","method":"static double f(double x) { double t = x; t *= x; return t; }","points":[[3],[4]],"wants":["value"],"build":"debug"}""", """{"id":"a","point":0,"value":9}""")]
    [InlineData("""{"id":"a","method":"static double f(double x) => g(x) * x; static double g(double x) => x * x;","points":[[2]],"wants":["gradient","hessian"],"build":"release"}""", """{"id":"a","point":0,"gradient":[12],"hessian":[[12]]}""")]
    [InlineData("""{"id":"a","method":"static double g(double x) => x * x; public static double f(double x) => g(x) * x;","points":[[2]],"wants":["gradient"],"build":null}""", """{"id":"a","point":0,"gradient":[12]}""")]
    [InlineData("""{"id":"a","method":"static double f(double x) => f(x, 2); static double f(double x, int n) => n * x;","points":[[3]]}""", """{"id":"a","point":0,"value":6,"gradient":[2]}""")]
    [InlineData("""{"id":"a","method":"public static double f(int n, double[] x, bool negated) { double v = n * x[0] * x[1]; return negated ? -v : v; }","points":[[2,[3,5],true]],"wants":["value","gradient","hessian"]}""", """{"id":"a","point":0,"value":-30,"gradient":[[-10,-6]],"hessian":[[0,-2],[-2,0]]}""")]
    [InlineData("""{"id":"a","method":"public static double f(double[,] a, double[][] b, int[] k) => a[1, 0] * b[0][k[1]];","points":[[[[1,2],[3,4]],[[5,6],[7]],[0,1]]]}""", """{"id":"a","point":0,"value":18,"gradient":[[[0,0],[6,0]],[[0,3],[0]]]}""")]
    [InlineData("""{"id":"a","method":"public static double f(double[] x, double[] y) => x[0] * y[1];","points":[[[3],[4,5]]],"wrt":[0]}""", """{"id":"a","point":0,"value":15,"gradient":[[5]]}""")]
    [InlineData("""{"id":"a","method":"public static float f(float x) => x * x;","points":[[1.5]]}""", """{"id":"a","point":0,"value":2.25,"gradient":[3]}""")]
    [InlineData("""{"id":"a","method":"public static double[] f(double[] x) { double[] r = new double[2]; r[0] = x[0] * x[1]; r[1] = x[1]; return r; }","points":[[[3,5]]]}""", """{"id":"a","point":0,"value":[15,5],"jacobian":[[5,3],[0,1]]}""")]
    [InlineData("""{"id":"a","method":"using System.Globalization;\nusing static System.Math;\nconst double Half = 0.5;\npublic static double f(double x) => Half * Sqrt(x);","points":[[4]]}""", """{"id":"a","point":0,"value":1,"gradient":[0.125]}""")]
    [InlineData("""{"id":"a","method":"public static class Objectives { static double Twice(double x) => 2 * x; public static double F(double x) => Twice(x) * x; }","points":[[3]]}""", """{"id":"a","point":0,"value":18,"gradient":[12]}""")]
    [InlineData("""{"id":"a","method":"public static double f(double x) => SpecialFunctions.Logistic(x); // a comment","points":[[0]]}""", """{"id":"a","point":0,"value":0.5,"gradient":[0.25]}""")]
    public void A_point_gets_exactly_what_is_wanted(string @case, string expected) => Assert.Equal(expected, CommandRun.Eval($"[{@case}]")[0].GetRawText());

    [Theory]
    [InlineData("debug", "reverse")]
    [InlineData("debug", "forward")]
    [InlineData("release", "reverse")]
    [InlineData("release", "forward")]
    public void Loops_in_every_build_and_mode(string build, string mode)
    {
        const string Method = "public static double f(double[] x) { double s = 0; for (int i = 0; i < x.Length; i++) { if (x[i] < 0) continue; s += x[i] * x[i]; } return s; }";
        var answer = CommandRun.Eval($$"""[{"id":"a","method":"{{Method}}","points":[[[3,-1,5]]],"wants":["value","gradient","hessian"],"mode":"{{mode}}","build":"{{build}}"}]""")[0];
        Assert.Equal("""{"id":"a","point":0,"value":34,"gradient":[[6,0,10]],"hessian":[[2,0,0],[0,0,0],[0,0,2]]}""", answer.GetRawText());
    }

    [Fact]
    public void Lambdas_and_methods_of_both_builds_keep_their_order()
    {
        var answers = CommandRun.Eval("""
            [{"id":1,"method":"static double f(double x) => x;","points":[[1]]},
             {"id":2,"lambda":"(double x) => x","points":[[2]]},
             {"id":3,"method":"static double f(double x) => x;","points":[[3]],"build":"debug"},
             {"id":4,"method":"static double f(double x) => x;","points":[[4]]}]
            """);
        Assert.Equal([1, 2, 3, 4], answers.Select(a => a.GetProperty("id").GetInt32()));
        Assert.Equal([1, 2, 3, 4], answers.Select(a => a.GetProperty("value").GetDouble()));
    }

    [Theory]
    [InlineData("\"method\":\"static double f(double x) => x +;\"", "does not compile")]
    [InlineData("\"method\":\"static double f(double x) => foo(x);\"", "'foo'")]
    [InlineData("\"method\":\"static double f(double x) => x; } static class X {\"", "no methods")]
    [InlineData("\"method\":\"\"", "no methods")]
    [InlineData("\"method\":\"static double Five = 5;\"", "no methods")]
    [InlineData("\"method\":\"(double x) => x\"", "does not compile")]
    [InlineData("\"method\":\"double f(double x) => x;\"", "static")]
    [InlineData("\"method\":\"static T f<T>(T x) => x;\"", "type parameters")]
    [InlineData("\"method\":5", "'method'")]
    [InlineData("\"method\":\"static double f(double x) => x;\",\"lambda\":\"(double x) => x\"", "'lambda'")]
    [InlineData("\"method\":\"static double f(double x) => x;\",\"build\":\"fast\"", "'build'")]
    [InlineData("\"method\":\"static double f(int n) => n;\"", "derivative")]
    [InlineData("\"method\":\"static double f(double x) => x > 1 ? f(x - 1) : x;\"", "f")]
    [InlineData("\"method\":\"static double f(double[] x) => x[7];\",\"points\":[[[1]],[[2]]]", "IndexOutOfRange")]
    [InlineData("\"method\":\"static double f(double x) { System.Console.Write(x); return x; }\"", "Console")]
    public void A_bad_method_gets_an_error_per_point_and_stops_no_other(string bad, string saying)
    {
        const string Good = "{\"id\":\"good\",\"method\":\"static double f(double x) => x * x;\",\"points\":[[3]]}";
        var points = bad.Contains("\"points\"", StringComparison.Ordinal) ? "" : ",\"points\":[[1],[2]]";
        var answers = CommandRun.Eval($"[{Good},{{\"id\":\"bad\",{bad}{points}}},{Good}]");
        Assert.Equal(4, answers.Count);
        foreach (var good in (JsonElement[])[answers[0], answers[3]]) Assert.Equal("""{"id":"good","point":0,"value":9,"gradient":[6]}""", good.GetRawText());
        for (var point = 0; point < 2; point++)
        {
            Assert.Equal(["id", "point", "error"], answers[1 + point].EnumerateObject().Select(p => p.Name));
            Assert.Contains(saying, answers[1 + point].GetProperty("error").GetString(), StringComparison.Ordinal);
        }
    }
}
