using System.Linq.Expressions;

namespace ExprAutograd.Tests;

/// <summary>Functions written statement by statement: each is what the same C# method computes, and its derivatives are that method's.</summary>
public sealed class FunctionBuilderTests
{
    private static readonly double[] Point = [0.7, -1.3, 0.4];

    public static TheoryData<string> Names => [.. Rows.Select(r => r.Name)];

    /// <summary>A function as it is built, and as it would be written.</summary>
    private static (string Name, Func<Expression<Func<double[], double>>> Build, Func<double[], double> Written)[] Rows { get; } =
    [
        Row(
            "for",
            (f, x) =>
            {
                var s = f.Let(0.0);
                f.For(0, x.Length, i => s.Value += x[i] * x[i]);
                f.Return(s);
            },
            x =>
            {
                var s = 0.0;
                for (var i = 0; i < x.Length; i++) s += x[i] * x[i];
                return s;
            }),
        Row(
            "for downwards by two",
            (f, x) =>
            {
                var s = f.Let(1.0);
                f.For(x.Length - 1, -1, i => s.Value = (s * x[i]) + i.To<double>(), step: -2);
                f.Return(s);
            },
            x =>
            {
                var s = 1.0;
                for (var i = x.Length - 1; i > -1; i -= 2) s = (s * x[i]) + i;
                return s;
            }),
        Row(
            "if, else and an early return",
            (f, x) =>
            {
                var s = f.Let(x[0]);
                f.If(x[1] < 0, () => s.Value *= 2.0, () => s.Value -= 1.0);
                f.If(s > 100.0 | x[0].IsEqualTo(5.0), () => f.Return(x[2]));
                f.Return(s * s);
            },
            x =>
            {
                var s = x[0];
                if (x[1] < 0) s *= 2;
                else s -= 1;
                if (s > 100 || x[0] == 5) return x[2];
                return s * s;
            }),
        Row(
            "while with break and continue",
            (f, x) =>
            {
                var (s, n) = (f.Let(x[0]), f.Let(0));
                f.While(n < 20 & !(s < -50.0), () =>
                {
                    n.Value += 1;
                    f.If((n % 3).IsEqualTo(0), () => f.Continue());
                    s.Value -= x[2] * s * s;
                    f.If(s > 3.0, () => f.Break());
                });
                f.Return(s + n.To<double>());
            },
            x =>
            {
                var s = x[0];
                var n = 0;
                while (n < 20 && !(s < -50))
                {
                    n++;
                    if (n % 3 == 0) continue;
                    s -= x[2] * s * s;
                    if (s > 3) break;
                }
                return s + n;
            }),
        Row(
            "do while, and continue to its test",
            (f, x) =>
            {
                var (s, n) = (f.Let(0.0), f.Let(0));
                f.DoWhile(
                    () =>
                    {
                        n.Value += 1;
                        f.If(n.IsEqualTo(2), () => f.Continue());
                        s.Value += x[0] / n.To<double>();
                    },
                    n < 4);
                f.Return(s * x[1]);
            },
            x =>
            {
                var s = 0.0;
                var n = 0;
                do
                {
                    n++;
                    if (n == 2) continue;
                    s += x[0] / n;
                }
                while (n < 4);
                return s * x[1];
            }),
        Row(
            "switch in a loop, continue in a for",
            (f, x) =>
            {
                var s = f.Let(0.0);
                f.For(0, 5, i =>
                {
                    f.If(i.IsEqualTo(1), () => f.Continue());
                    f.Switch(i & 3, () => s.Value += x[2], (0, () => s.Value += x[0]), (2, () => s.Value *= x[1]));
                });
                f.Return(s);
            },
            x =>
            {
                var s = 0.0;
                for (var i = 0; i < 5; i++)
                {
                    if (i == 1) continue;
                    switch (i & 3)
                    {
                        case 0: s += x[0]; break;
                        case 2: s *= x[1]; break;
                        default: s += x[2]; break;
                    }
                }
                return s;
            }),
        Row(
            "arrays: new, filled, copied, written",
            (f, x) =>
            {
                var squares = f.NewArray(x.Length, i => x[i] * x[i]);
                var copy = f.Copy(squares);
                var weights = f.ArrayOf(1.0, 2.0, x[0]);
                f.For(1, copy.Length, i => copy[i] += copy[i - 1] * weights[i]);
                f.Return(copy[2] + squares[2] + f.NewArray<double>(3)[1]);
            },
            x =>
            {
                double[] squares = [x[0] * x[0], x[1] * x[1], x[2] * x[2]], weights = [1.0, 2.0, x[0]];
                var copy = (double[])squares.Clone();
                for (var i = 1; i < copy.Length; i++) copy[i] += copy[i - 1] * weights[i];
                return copy[2] + squares[2];
            }),
        Row(
            "a matrix",
            (f, x) =>
            {
                var m = f.NewMatrix<double>(2, x.Length);
                f.For(0, m.RowCount, i => f.For(0, m.ColumnCount, j => m[i, j] = x[j] * (i + 1).To<double>()));
                m[0, 0] += m[1, 1];
                f.Return((m[0, 0] * m[1, 2]) - m[0, 1]);
            },
            x => ((x[0] + (2 * x[1])) * (2 * x[2])) - x[1]),
        Row("fold", (f, x) => f.Return(f.Fold(4, 0.5, (i, s) => s * x[0] + x[i % 3])), x => Enumerable.Range(0, 4).Aggregate(0.5, (s, i) => (s * x[0]) + x[i % 3])),
        Row(
            "scan",
            (f, x) =>
            {
                var states = f.Scan(4, x[0], (i, s) => s * x[1] + i.To<double>());
                f.Return(states[3] * states[1]);
            },
            x =>
            {
                double s1 = (((x[0] * x[1]) + 0) * x[1]) + 1, s3 = (((s1 * x[1]) + 2) * x[1]) + 3;
                return s3 * s1;
            }),
        Row(
            "calls of lambdas, operators and methods",
            (f, x) => f.Return(f.Call(v => Math.Exp(-v), x[0]) + f.Call(Math.Atan2, x[1], x[2]) + f.Call(Wave, x[2]) + f.Call((a, b) => a * b * a, x[0], x[1]) + f.Condition(x[0] > 0.0, x[1], 0.0)),
            x => Math.Exp(-x[0]) + Math.Atan2(x[1], x[2]) + Wave(x[2]) + (x[0] * x[1] * x[0]) + (x[0] > 0 ? x[1] : 0)),
    ];

    [Theory]
    [MemberData(nameof(Names))]
    public void The_value_is_that_of_the_method(string name)
    {
        var (_, build, written) = Rows.Single(r => r.Name == name);
        var built = build();
        Assert.Equal(written(Point), built.Compile()(Point), 1e-14);
        Assert.Equal(built.Compile()(Point), Autograd.Compile(built)(Point));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void The_derivatives_are_right_to_second_order(string name) =>
        GradientCheck.Run(Rows.Single(r => r.Name == name).Build(), new GradientCheckOptions { Order = 2 }, Point).ThrowIfWrong();

    [Fact]
    public void Parameters_of_every_kind()
    {
        var function = FunctionBuilder.Create<Func<double[,], double[][], int, double, double>>(f =>
        {
            var (m, rows, n, x) = (f.MatrixParameter<double>("m"), f.ArrayParameter<double[]>("rows"), f.Parameter<int>("n"), f.Parameter<double>("x"));
            f.Return(m[0, n] * f.AsArray(rows[1])[0] * x);
        });
        Assert.Equal(["m", "rows", "n", "x"], function.Parameters.Select(p => p.Name));
        Assert.Equal(2 * 5 * 7, function.Compile()(new double[,] { { 1, 2 } }, [[3, 4], [5]], 1, 7));
    }

    [Fact]
    public void A_formula_is_evaluated_where_it_is_used_and_a_local_keeps_its_value()
    {
        var function = FunctionBuilder.Create<Func<double, double>>(f =>
        {
            var s = f.Let(f.Parameter<double>("x"));
            Formula<double> formula = s + 1.0;
            var kept = f.Let(s);
            s.Value = 10.0;
            f.Return((formula * 100.0) + kept);
        });
        Assert.Equal(1102, function.Compile()(2));
    }

    [Fact]
    public void A_function_of_one_expression_is_that_expression() =>
        Assert.Equal("(double x) => x * 2.0", FunctionBuilder.Create<Func<double, double>>(f => f.Return(f.Parameter<double>("x") * 2.0)).ToCSharp());

    [Fact]
    public void Mistakes_are_refused_when_the_function_is_built()
    {
        Refused<ArgumentException>("(double)", f => f.Return(f.Parameter<int>("n").To<double>()));
        Refused<ArgumentException>("one of each", f => f.Return<double>(1.0));
        Refused<ArgumentException>("returns double", f => f.Return(f.Parameter<double>("x") > 0.0));
        Refused<InvalidOperationException>("Return", f => f.Parameter<double>("x"));
        Refused<InvalidOperationException>("Return", f => f.If(f.Parameter<double>("x") > 0.0, () => f.Return<double>(1.0)));
        Refused<InvalidOperationException>("never reached", f =>
        {
            f.Return(f.Parameter<double>("x"));
            f.Let(1.0);
        });
        Refused<InvalidOperationException>("never reached", f => f.While(f.Parameter<double>("x") > 0.0, () =>
        {
            f.Break();
            f.Continue();
        }));
        Refused<InvalidOperationException>("no loop", f => f.Break());
        Refused<InvalidOperationException>("no loop", f => f.For(0, 3, i => f.If(i > 1, () => { }, () => f.Continue()), 1), f => f.Continue());
        Refused<ArgumentOutOfRangeException>("zero", f => f.For(0, 3, _ => { }, step: 0));
        Refused<ArgumentException>("case", f => f.Switch(1, null));
        Refused<ArgumentException>("one for each", f => f.Switch(1, null, (1, () => { }), (1, () => { })));
        Assert.Throws<ArgumentException>(() => new Formula<int>(Expression.Constant(1.0)));
    }

    private static void Refused<TException>(string saying, params Action<FunctionBuilder>[] bodies)
        where TException : Exception =>
        Assert.Contains(saying, Assert.Throws<TException>(() => FunctionBuilder.Create<Func<double, double>>(f => Array.ForEach(bodies, body => body(f)))).Message, StringComparison.OrdinalIgnoreCase);

    private static (string, Func<Expression<Func<double[], double>>>, Func<double[], double>) Row(string name, Action<FunctionBuilder, ArrayFormula<double>> build, Func<double[], double> written) =>
        (name, () => FunctionBuilder.Create<Func<double[], double>>(f => build(f, f.ArrayParameter<double>("x"))), written);

    private static double Wave(double x)
    {
        var s = Math.Sin(x);
        return s * x;
    }
}
