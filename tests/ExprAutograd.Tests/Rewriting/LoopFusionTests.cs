using System.Linq.Expressions;
using ExprAutograd.Anf;
using ExprAutograd.Compilation;
using ExprAutograd.Frontends;
using ExprAutograd.Tests.Differentiation;
using MathNet.Numerics.LinearAlgebra;

namespace ExprAutograd.Tests.Rewriting;

/// <summary>How many loops and arrays are left of a function and of its gradient, with the values and derivatives that they must have.</summary>
public sealed class LoopFusionTests
{
    private const int Cases = 2000;
    private const int HessianCases = 300;

    private static readonly double[] X = [0.3, -0.8, 1.2, 0.7, -0.4, 0.9];
    private static readonly double[] Y = [1.1, 0.4, -0.6, 0.2, 0.8, -1.3];

    /// <summary>Loops and new arrays of the function, then of value and gradient together, results included; null where the value says it all.</summary>
    private sealed record Row(LambdaExpression Function, object[] Arguments, (int Loops, int Arrays) Value, (int Loops, int Arrays)? Gradient = null);

    private static Dictionary<string, Row> Chains { get; } = new()
    {
        ["sum of squared residuals"] = new(Autograd.Lift(FusedMethods.Residuals), [X, Y], (1, 0), (1, 2)),
        ["logarithm of row sums"] = new(Autograd.Lift(FusedMethods.LogOfRowSums), [X, 2, 3], (2, 1), (3, 3)),
        ["a layer"] = new(Autograd.Lift(FusedMethods.Layer), [X, new[] { 0.1, -0.2, 0.3 }, 2], (1, 0), (1, 2)),
        ["softmax"] = new(Autograd.Lift(FusedMethods.Softmax), [X], (2, 1), (3, 3)),
        ["layer normalisation"] = new(Autograd.Lift(FusedMethods.Normalised), [X, Y], (3, 1), (5, 4)),
        ["additions to zeros"] = new(Autograd.Lift(FusedMethods.AddedToZeros), [X], (1, 0), (1, 1)),
        ["updates in place"] = new(Autograd.Lift(FusedMethods.UpdatedInPlace), [X], (1, 0), (1, 1)),
        ["branches"] = new(Autograd.Lift(FusedMethods.WithBranches), [X], (1, 0), (1, 1)),
        ["an array read twice"] = new(Autograd.Lift(FusedMethods.ReadTwice), [X], (1, 0), (2, 1)),
        ["operations between"] = new(Autograd.Lift(FusedMethods.BetweenThem), [X], (1, 0), (2, 1)),
        ["loops in a loop"] = new(Autograd.Lift(FusedMethods.ByRows), [X, 2, 3], (2, 0), (3, 1)),
        ["single precision"] = new(Autograd.Lift(FusedMethods.Singles), [new[] { 0.5f, -1.5f, 2f }], (1, 0), (1, 1)),
        ["a constant length"] = new(Autograd.Lift(FusedMethods.Fixed), [X], (1, 0), (1, 1)),
        ["sums of one array"] = new(Autograd.Lift(FusedMethods.Siblings), [X], (1, 0), (3, 1)),
        ["a sequential loop after a parallel one"] = new(Autograd.Lift(FusedMethods.Recurrence), [X], (1, 0), (4, 3)),
        ["LINQ with an array that is read twice"] = new(
            (Expression<Func<double[], double>>)(x => x.Select(v => v * v).ToArray().Aggregate(new { S = 0.0, K = 0 }, (s, v) => new { S = s.S + v, K = s.K + 1 }).S), [X], (1, 0), (1, 1)),
    };

    private static Dictionary<string, Row> Unfused { get; } = new()
    {
        ["read at another index"] = new(Autograd.Lift(UnfusedMethods.ReadElsewhere), [X], (2, 1)),
        ["read at a fixed index as well"] = new(Autograd.Lift(UnfusedMethods.ReadAtOne), [X], (2, 1)),
        ["stored at another index"] = new(Autograd.Lift(UnfusedMethods.StoredElsewhere), [X], (2, 1)),
        ["stored in some iterations"] = new(Autograd.Lift(UnfusedMethods.StoredSometimes), [X], (2, 1)),
        ["a sum is needed"] = new(Autograd.Lift(UnfusedMethods.SumNeeded), [X], (2, 1)),
        ["a sum is needed by what is between"] = new(Autograd.Lift(UnfusedMethods.NeededThroughOthers), [X], (2, 1)),
        ["another count"] = new(Autograd.Lift(UnfusedMethods.OtherCount), [X], (2, 1)),
        ["a count not known to be equal"] = new(Autograd.Lift(UnfusedMethods.UnknownCount), [X, Y], (2, 1)),
        ["an array not known to be of that length"] = new(Autograd.Lift(UnfusedMethods.OtherLength), [X, 7], (2, 1)),
        ["updated by the second while the first reads"] = new(Autograd.Lift(UnfusedMethods.UpdatedWhileRead), [X], (2, 1)),
        ["an unknown effect between"] = new(Autograd.Lift(UnfusedMethods.UnknownEffect), [X], (2, 1)),
        ["a call that waits for a call"] = new(Autograd.Lift(UnfusedMethods.CallAfterCall), [X], (2, 1)),
    };

    public static TheoryData<string> Names => [.. Chains.Keys, .. Unfused.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Loops_and_arrays_that_are_left(string name)
    {
        var row = Find(name);
        Assert.Equal(row.Value, Count(Fused(row.Function)));
        if (row.Gradient is { } expected) Assert.Equal(expected, Count(Fused(ValueAndGradient(row))));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Values_are_those_of_the_lambda_and_derivatives_right(string name)
    {
        var row = Find(name);
        var expected = CompiledDerivatives.Call(row.Function.Compile(), row.Arguments);
        Assert.Equal(expected, CompiledDerivatives.Call(Autograd.Compile(row.Function), row.Arguments));
        Assert.Equal(expected, ((System.Runtime.CompilerServices.ITuple)CompiledDerivatives.Call(FunctionCompiler.Compile(ValueAndGradient(row), AutogradOptions.Default), row.Arguments)!)[0]);
        GradientCheck.Run(row.Function, new GradientCheckOptions { Order = 2 }, row.Arguments).ThrowIfWrong();
    }

    /// <summary>The cotangent's shape can be checked only when the result's is known, and no adjoint runs before.</summary>
    [Fact]
    public void A_result_is_filled_once_and_its_cotangent_checked_before_the_adjoint_runs()
    {
        var layer = Autograd.Lift(FusedMethods.LayerItself);
        Assert.Equal((1, 1), Count(Fused(layer)));
        Assert.Equal((2, 3), Count(Fused(Differentiator.Vjp(layer, new AutogradOptions { WithRespectTo = [0, 1] }))));
    }

    [Fact]
    public void Sums_allocate_nothing()
    {
        var (residuals, rows) = (Autograd.Compile(Autograd.Lift(FusedMethods.Residuals)), Autograd.Compile(Autograd.Lift(FusedMethods.LogOfRowSums)));
        Run();
        var before = GC.GetAllocatedBytesForCurrentThread();
        Run();
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);

        void Run()
        {
            for (var k = 0; k < 100; k++) _ = residuals(X, Y) + rows(X, 2, 3);
        }
    }

    [Fact]
    public void Transforms_see_parallel_loops_apart_from_sequential_ones()
    {
        var normal = Normalizer.Normalize(Autograd.Lift(FusedMethods.Recurrence));
        var tidy = Pipeline.Tidy(normal, RuleSet.Default);
        Assert.Equal((2, 1), Count(tidy));
        Assert.Equal((1, 0), Count(Pipeline.Fused(tidy, RuleSet.Default)));
    }

    [Fact]
    public void A_check_is_made_before_the_loop_that_it_is_for() =>
        Assert.Throws<ArgumentException>(() => Autograd.Compile(Autograd.Lift(FusedMethods.Checked))(X, [1]));

    [Fact]
    public void Checks_of_shapes_are_made_though_nothing_needs_their_results()
    {
        Expression<Func<Matrix<double>, Vector<double>, Vector<double>, double>> layer = (x, a, b) => (x + a.OuterProduct(b)).PointwiseTanh().RowSums().Sum();
        var (x, a, b) = (Matrix<double>.Build.Random(3, 2, seed: 1), Vector<double>.Build.Random(3, 2), Vector<double>.Build.Random(2, 3));
        Assert.Equal((2, 1), Count(Fused(layer)));
        Assert.Equal(layer.Compile()(x, a, b), Autograd.Compile(layer)(x, a, b), 14);
        GradientCheck.Run(layer, x, a, b).ThrowIfWrong();
        Assert.Throws<ArgumentException>(() => Autograd.Compile(layer)(Matrix<double>.Build.Random(2, 3, seed: 1), a, b));
        Assert.Throws<ArgumentException>(() => Autograd.Compile(Autograd.Gradient(layer))(Matrix<double>.Build.Random(2, 3, seed: 1), a, b));
    }

    [Fact]
    public void An_expression_that_is_written_twice_is_one_loop()
    {
        Expression<Func<Matrix<double>, Vector<double>, Vector<double>, double>> loss = (x, w, y) => (y - (x * w)).DotProduct(y - (x * w)) / 8;
        Assert.Equal((1, 0), Count(Fused(loss)));
        Assert.Equal((1, 2), Count(Fused(Differentiator.ValueAndGradient(loss, null))));
    }

    [Fact]
    public void A_store_beyond_the_end_throws() =>
        Assert.Throws<IndexOutOfRangeException>(() => Autograd.Compile(Autograd.Lift(UnfusedMethods.OtherLength))(X, 2));

    [Fact]
    public void A_loop_does_not_grow_without_end()
    {
        var x = Expression.Parameter(typeof(double[]), "x");
        var program = Fused(Expression.Lambda<Func<double[], double[]>>(ManyMaps(x, 200), x));
        Assert.InRange(Count(program).Loops, 2, 10);
    }

    [Fact]
    public void Random_functions_have_the_value_of_the_lambda_bit_for_bit() => Fuzz.Run(Cases, bytes => RandomChecks.WrongValue(RandomArrayLoops.Decode(bytes)), RandomArrayLoops.Decode);

    [Fact]
    public void Random_functions_have_the_gradient_of_the_oracle() => Fuzz.Run(Cases, bytes => RandomChecks.WrongGradient(RandomArrayLoops.Decode(bytes)), RandomArrayLoops.Decode);

    [Fact]
    public void Random_functions_have_the_Hessian_of_the_oracle() => Fuzz.Run(HessianCases, bytes => RandomChecks.WrongHessian(RandomArrayLoops.Decode(bytes)), RandomArrayLoops.Decode);

    private static Row Find(string name) => Chains.TryGetValue(name, out var row) ? row : Unfused[name];

    private static LambdaExpression ValueAndGradient(Row row) => Differentiator.ValueAndGradient(row.Function, new AutogradOptions
    {
        WithRespectTo = [.. Enumerable.Range(0, row.Arguments.Length).Where(k => row.Arguments[k] is Array)],
    });

    private static AnfProgram Fused(LambdaExpression function) => Pipeline.Fused(Pipeline.Tidy(Normalizer.Normalize(function), RuleSet.Default), RuleSet.Default);

    private static (int Loops, int Arrays) Count(AnfProgram program)
    {
        var (loops, arrays) = (0, 0);
        foreach (var equation in program.Equations)
        {
            if (equation.Value is LoopRegion) loops++;
            if (equation.Value is NewArrayExpression or MethodCallExpression { Method.Name: "ZerosLike" }) arrays++;
            if (equation.Value is not Region region) continue;
            foreach (var nested in region.Programs.Select(Count)) (loops, arrays) = (loops + nested.Loops, arrays + nested.Arrays);
        }
        return (loops, arrays);
    }

    /// <summary>x = 0.5 * x + 1, as many times, each in a loop of its own.</summary>
    private static Expression ManyMaps(Expression x, int count)
    {
        Expression<Func<double[], double[]>> map = a => a.Select(v => (0.5 * v) + 1).ToArray();
        var statements = new List<Expression>();
        var variables = new List<ParameterExpression>();
        for (var k = 0; k < count; k++)
        {
            variables.Add(Expression.Variable(typeof(double[])));
            statements.Add(Expression.Assign(variables[k], Expression.Invoke(map, k == 0 ? x : variables[k - 1])));
        }
        return Expression.Block(variables, [.. statements, variables[^1]]);
    }
}
