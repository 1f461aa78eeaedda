namespace ExprAutograd.Tests.Cli;

public class GradientCommandTests
{
    [Theory]
    [InlineData("(double p, double q, double s) => (p + q) * s")]
    [InlineData("(p, q, s) => (p + q) * s")]
    [InlineData("(p + q) * s")]
    [InlineData("(double p, double q, double s) => (p + q) * s;")]
    public void Json_is_exactly_the_documented_object(string text)
    {
        var run = CommandRun.Of("gradient", text, "--at", "p=3,q=5,s=2", "--json");
        Assert.Equal("", run.Error);
        Assert.Equal(0, run.ExitCode);
        Assert.Equal("{\"value\":16,\"gradient\":{\"p\":2,\"q\":2,\"s\":8}}", run.Out.TrimEnd());
    }

    [Theory]
    [InlineData("x * x * y", "x=3,y=5", "{\"value\":45,\"gradient\":{\"x\":30,\"y\":9},\"hessian\":[[10,6],[6,0]]}")]
    [InlineData("x[0] * x[1] * x[2]", "x=[2,3,5]", "{\"value\":30,\"gradient\":{\"x\":[15,10,6]},\"hessian\":[[0,5,3],[5,0,2],[3,2,0]]}")]
    [InlineData("(int n, bool b, double x) => b ? n * x : x", "n=3,b=true,x=2", "{\"value\":6,\"gradient\":{\"x\":3},\"hessian\":[[0]]}")]
    [InlineData("-x*x", "x=-3", "{\"value\":-9,\"gradient\":{\"x\":6},\"hessian\":[[-2]]}")]
    public void The_hessian_is_nested_arrays(string text, string at, string expected) =>
        Assert.Equal(expected, CommandRun.Of("gradient", text, "--at", at, "--json", "--hessian").Out.TrimEnd());

    [Fact]
    public void Non_finite_numbers_are_texts()
    {
        Assert.Equal("{\"value\":\"-Infinity\",\"gradient\":{\"x\":\"Infinity\"}}", CommandRun.Of("gradient", "Math.Log(x)", "--at", "x=0", "--json").Out.TrimEnd());
        Assert.Equal("{\"value\":\"NaN\",\"gradient\":{\"x\":\"NaN\"}}", CommandRun.Of("gradient", "x * x", "--at", "x=NaN", "--json").Out.TrimEnd());
    }

    [Fact]
    public void Numbers_are_the_shortest_that_read_back() =>
        Assert.Equal("{\"value\":0.30000000000000004,\"gradient\":{\"x\":1,\"y\":1}}", CommandRun.Of("gradient", "x + y", "--at", "x=0.1", "--at", "y=0.2", "--json").Out.TrimEnd());

    [Theory]
    [InlineData("(double x) => Math.Sin(x)", "Math.Cos(x)")]
    [InlineData("x => Math.Sin(x)", "Math.Cos(x)")]
    [InlineData("(int n, double x) => n * Math.Sin(x)", "Math.Cos(x)")]
    public void Without_a_point_the_gradient_is_printed_as_csharp(string text, string expected)
    {
        var run = CommandRun.Of("gradient", text);
        Assert.Equal("", run.Error);
        Assert.Equal(0, run.ExitCode);
        Assert.Contains(expected, run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public void The_table_shows_value_gradient_and_hessian()
    {
        var run = CommandRun.Of("gradient", "x[0] * x[1]", "--at", "x=[7,11]", "--hessian", "--csharp");
        Assert.Equal("", run.Error);
        foreach (var shown in (string[])["value 77", "x[0]", "x[1]", "gradient", "Hessian", "=>"]) Assert.Contains(shown, run.Out, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', run.Out);
    }

    [Fact]
    public void The_picture_goes_to_its_file()
    {
        var file = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName() + ".dot");
        try
        {
            var run = CommandRun.Of("gradient", "(p + q) * s", "--at", "p=3,q=5,s=2", "--json", "--dot", file);
            Assert.Equal("{\"value\":16,\"gradient\":{\"p\":2,\"q\":2,\"s\":8}}", run.Out.TrimEnd());
            Assert.StartsWith("digraph", File.ReadAllText(file), StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public void The_picture_has_every_intermediate_with_value_and_gradient()
    {
        var picture = CommandRun.Of("gradient", "(p + q) * s", "--at", "p=3,q=5,s=2", "--dot", "-").Out;
        Assert.Equal(Autograd.ToDot((double p, double q, double s) => (p + q) * s, 3.0, 5.0, 2.0), picture, ignoreLineEndingDifferences: true);
    }

    [Theory]
    [InlineData("(p + q", "p=1,q=2", "does not compile")]
    [InlineData("p + ", "p=1", "does not compile")]
    [InlineData("", "p=1", "does not compile")]
    [InlineData("(double p) => p; } static class X { static int Y => 1", "p=1", "no lambda")]
    [InlineData("p + r", "p=1", "'r'", "--at")]
    [InlineData("p.Foo()", "p=1", "Foo")]
    [InlineData("(double p, double q) => p * q", "p=1", "'q'", "q=1")]
    [InlineData("(double p) => p", "p=1,z=2", "'z'")]
    [InlineData("p", "p=abc", "'abc' is not a number")]
    [InlineData("p", "p=", "name=value")]
    [InlineData("p", "p", "name=value")]
    [InlineData("p", "", "name=value")]
    [InlineData("p", "1=2", "name=value")]
    [InlineData("p", "p=1,p=2", "twice")]
    [InlineData("p", "p=[1,2", "brackets")]
    [InlineData("p", "p=1]", "brackets")]
    [InlineData("p[0]", "p=[1,x]", "'x' is not a number")]
    [InlineData("(int n, double x) => n * x", "n=3.5,x=1", "'n'", "int")]
    [InlineData("(double x) => x", "x=[1,2]", "'x'", "double")]
    [InlineData("(double[] x) => x[0]", "x=1", "'x'", "list")]
    [InlineData("(int n) => n", "n=1", "derivative")]
    [InlineData("(double x) => { return x; }", "x=1", "statement body")]
    [InlineData("x[3]", "x=[1]", "IndexOutOfRange")]
    public void Bad_input_is_refused_in_one_line(string text, string at, params string[] saying) => CommandRun.Of("gradient", text, "--at", at).AssertRefused(saying);

    [Fact]
    public void A_bare_expression_without_a_point_is_refused() => CommandRun.Of("gradient", "x * y").AssertRefused("--at");

    [Theory]
    [InlineData("--json")]
    [InlineData("--hessian")]
    public void Numbers_without_a_point_are_refused(string option) => CommandRun.Of("gradient", "(double x) => x", option).AssertRefused("--at x=1");

    [Fact]
    public void A_picture_that_cannot_be_written_is_refused() =>
        CommandRun.Of("gradient", "x", "--at", "x=1", "--dot", Path.Combine(Path.GetTempPath(), Path.GetRandomFileName(), "a.dot")).AssertRefused("cannot be written");
}
