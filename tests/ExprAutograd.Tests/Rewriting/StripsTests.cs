using System.Linq.Expressions;
using ExprAutograd.Anf;
using ExprAutograd.Compilation;
using ExprAutograd.Frontends;
using MathNet.Numerics.LinearAlgebra;

namespace ExprAutograd.Tests.Rewriting;

/// <summary>Flat loops over rows and columns: what they compute for every divisor, and that none divides in its inner loop.</summary>
public sealed class StripsTests
{
    private static readonly int[] Divisors = [1, 2, 3, 5, 7, 100, int.MaxValue, -1, -3, int.MinValue];

    public static TheoryData<int> Counts => [0, 1, 2, 6, 7, 12];

    [Theory]
    [MemberData(nameof(Counts))]
    public void Rows_and_columns_are_those_of_the_divisions(int count)
    {
        var compiled = Autograd.Compile(Autograd.Lift(Places));
        var z = Enumerable.Range(0, count).Select(k => 0.25 * k).ToArray();
        foreach (var divisor in Divisors) Assert.Equal(Places(z, divisor), compiled(z, divisor));
        if (count == 0) Assert.Empty(compiled(z, 0));
        else Assert.Throws<DivideByZeroException>(() => compiled(z, 0));
    }

    [Fact]
    public void A_division_that_is_not_made_does_not_throw()
    {
        var compiled = Autograd.Compile(Autograd.Lift(Sometimes));
        Assert.Equal(3, compiled([1, 2], 0));
        Assert.Throws<DivideByZeroException>(() => compiled([1, -2], 0));
    }

    [Fact]
    public void No_inner_loop_divides()
    {
        Expression<Func<Matrix<double>, Vector<double>, Vector<double>, double>> layer = (x, a, b) => (x + a.OuterProduct(b)).PointwiseTanh().RowSums().Sum();
        foreach (var function in new LambdaExpression[] { Autograd.Lift(Places), Autograd.Lift(FusedMethods.LogOfRowSums), Autograd.Lift(FusedMethods.Layer), layer })
        {
            var derivative = function.ReturnType == typeof(double) ? Differentiator.ValueAndGradient(function, new AutogradOptions { WithRespectTo = [0] }) : function;
            var program = Pipeline.ForEmission(Pipeline.Tidy(Normalizer.Normalize(derivative), RuleSet.Default), RuleSet.Default);
            Assert.True(InnermostLoops(program).Any());
            Assert.All(InnermostLoops(program), loop => Assert.DoesNotContain(loop.Body.Equations, e => e.Value is BinaryExpression { NodeType: ExpressionType.Divide or ExpressionType.Modulo, Left.Type: { } type } && type == typeof(int)));
        }
    }

    [Fact]
    public void Gradients_are_right_for_counts_that_are_no_multiple() =>
        GradientCheck.Run(Autograd.Lift(Weighted), new GradientCheckOptions { Order = 2 }, (double[])[0.3, -0.8, 1.2, 0.7, -0.4], (double[])[0.5, 1.5, -2], 2).ThrowIfWrong();

    private static IEnumerable<LoopRegion> InnermostLoops(AnfProgram program)
    {
        foreach (var equation in program.Equations)
        {
            if (equation.Value is not Region region) continue;
            var inner = region.Programs.SelectMany(InnermostLoops).ToList();
            if (inner.Count == 0 && region is LoopRegion loop) yield return loop;
            foreach (var nested in inner) yield return nested;
        }
    }

    private static double[] Places(double[] z, int divisor)
    {
        var r = new double[z.Length];
        for (var k = 0; k < z.Length; k++) r[k] = z[k] + (100.0 * (k / divisor)) + (k % divisor);
        return r;
    }

    private static double Sometimes(double[] z, int divisor)
    {
        var s = 0.0;
        for (var k = 0; k < z.Length; k++) s += z[k] < 0 ? k / divisor : z[k];
        return s;
    }

    private static double Weighted(double[] z, double[] b, int rows)
    {
        var s = 0.0;
        for (var k = 0; k < z.Length; k++) s += z[k] * z[k] * b[k / rows] * ((k % rows) + 1);
        return s;
    }
}
