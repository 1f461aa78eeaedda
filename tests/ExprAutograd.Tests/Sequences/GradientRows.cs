using System.Linq.Expressions;

namespace ExprAutograd.Tests.Sequences;

/// <summary>A differentiable function in LINQ, and points to check it at.</summary>
/// <param name="Name">What is piped.</param>
/// <param name="Function">It returns one number, or several.</param>
/// <param name="Points">One argument per parameter each.</param>
internal sealed record GradientRow(string Name, LambdaExpression Function, params object[][] Points);

/// <summary>The table.</summary>
internal static class GradientRows
{
    private static readonly double[] X = [0.7, -1.3, 2.1, 0.4, -0.6];
    private static readonly double[] Y = [1.9, 0.3, -0.8];
    private static readonly double[] One = [1.25];
    private static readonly double[] None = [];
    private static readonly double[][] Rows = [[0.5, -1.5, 2.5], [1.1, 0.9], [], [-0.7, 0.2, 1.4, 3.1]];
    private static readonly double[,] Grid = { { 0.5, -1.5, 2.5 }, { 1.1, 0.9, -0.3 } };
    private static readonly List<double> Weights = [0.5, -1.25, 3, 0.75, 2, 9];
    private static readonly int[] Counts = [2, 0, 3, 1];

    public static GradientRow[] All { get; } = [.. Sources, .. Queries, .. Views, .. Filters, .. Choices, .. Extrema, .. Folds, .. Models];

    private static GradientRow[] Sources =>
    [
        Of("sum", x => x.Sum()),
        Of("sum of squares", x => x.Sum(v => v * v)),
        Of("average", x => x.Select(v => Math.Exp(v)).Average(), X, One),
        Of("sum over a range", x => Enumerable.Range(0, x.Length).Sum(i => x[i] * x[x.Length - 1 - i] * i)),
        Of("repeat", x => Enumerable.Repeat(x.Sum(), 3).Sum(v => v * v)),
        Of("empty", x => Enumerable.Empty<double>().Concat(x).Sum(v => v * v)),
        Of("captured list", x => x.Zip(Weights, (v, w) => v * v * w).Sum()),
        Of("captured array of counts", x => Counts.Sum(n => n * Math.Sin(x.Sum()))),
        Of("a list in between", x => x.Select(v => v * v).ToList().Sum(v => Math.Sin(v))),
        Of("an array in between", x => x.Select(v => v * v).ToArray().Sum(v => Math.Sin(v))),
        Of("an array in between, read twice", x => x.Select(v => v * v).ToArray().Select(v => v * x[0]).ToArray().Sum(v => Math.Sin(v)), X, One),
        OfRows("jagged array", r => r.Sum(row => row.Sum(v => v * v * v))),
        OfRows("jagged array, flattened", r => r.SelectMany(row => row).Sum(v => v * v * v)),
        OfRows("jagged array, averages", r => r.Where(row => row.Length > 0).Sum(row => row.Average() * row.Average())),
        OfGrid("rectangular array", g => g.Cast<double>().Sum(v => v * v * v)),
        OfGrid("rectangular array, chosen", g => g.Cast<double>().Where(v => v > 0).Select((v, i) => v * v * i).Sum()),
        OfFloats("floats", f => f.Sum(v => v * v)),
        Row("two arrays", (double[] x, double[] y) => x.Sum(v => y.Sum(w => v * v * w)), [X, Y], [X, None], [None, Y]),
        Row("a number and an array", (double a, double[] x) => x.Select((v, k) => v * Math.Pow(a, k)).Sum(), [1.3, X], [0.4, One]),
    ];

    private static GradientRow[] Queries =>
    [
        Of("from, where, select", x => (from v in x where v > 0 select v * v).Sum()),
        Of("let", x => (from v in x let z = v - x.Average() select z * z).Sum(), X, One),
        Of("let, let, where", x => (from v in x let z = v - 0.5 let w = z * z where w > 0.1 select w * z).Sum()),
        Of("let of a sequence", x => (from v in x let above = x.Where(w => w > v) select above.Sum() * v).Sum()),
        Of("let of an array", x => (from v in x let scaled = x.Select(w => w * v).ToArray() select scaled[0] * scaled[0]).Sum()),
        Of("from, from", x => (from v in x from w in x select v * v * w).Sum()),
        Of("from, from, where", x => (from v in x from w in x where v < w select v * v * w).Sum()),
        Of("from i, from j, of a triangle", x => (from i in Enumerable.Range(0, x.Length) from j in Enumerable.Range(0, i) select x[i] * x[j] * x[j]).Sum()),
        OfRows("from row, from item", r => (from row in r from v in row where v > 0 select v * v / row.Length).Sum()),
        Of("orderby", x => (from v in x orderby v descending select v * v).Select((v, i) => v * i).Sum()),
        Of("sums in a sum", x => x.Sum(a => x.Sum(b => x.Sum(c => a * b * b * c))), [0.7, -1.3, 2.1], One, None),
    ];

    private static GradientRow[] Views =>
    [
        Array("select to an array", x => x.Select(v => v * v).ToArray()),
        Array("select with index", x => x.Select((v, i) => v * v * i).ToArray()),
        Of("zip", x => x.Zip(x.Reverse(), (a, b) => a * a * b).Sum()),
        Of("zip without selector", x => x.Zip(x.Skip(1)).Sum(p => p.First * p.Second * p.Second)),
        Of("zip of three", x => x.Zip(x.Skip(1), x.Skip(2)).Sum(t => t.First * t.Second * t.Third)),
        Of("take and skip", x => x.Skip(1).Take(3).Sum(v => v * v)),
        Array("take last, skip last", x => x.TakeLast(4).SkipLast(1).Select(v => Math.Sin(v)).ToArray()),
        Array("concat", x => x.Concat(x.Select(v => v * v)).ToArray()),
        Array("concat, then a stretch", x => x.Concat(x.Select(v => v * v)).Skip(2).Take(5).ToArray()),
        Array("append and prepend", x => x.Append(x.Sum()).Prepend(x.Sum(v => v * v)).ToArray()),
        Array("reverse", x => x.Reverse().Select((v, i) => v * v * i).ToArray()),
        Of("default if empty", x => x.Where(v => v > 2).DefaultIfEmpty(3).Average() * x.Sum()),
        Array("select many", x => x.SelectMany(a => x.Take(2), (a, b) => a * a * b).ToArray()),
        Array("select many of unequal lengths", x => x.SelectMany((a, i) => x.Take(i), (a, b) => a * a * b).ToArray()),
        Array("orderby to an array", x => x.OrderBy(v => v).Select((v, i) => v * v * i).ToArray()),
        Array("orderby a key", x => x.OrderBy(v => v * v).ThenBy(v => v).Select((v, i) => v * v * i).ToArray()),
        Array("orderby with pairs", x => x.Zip(x.Reverse(), (a, b) => new { a, b = a * b }).OrderByDescending(p => p.a).Select((p, i) => p.b * i).ToArray()),
        Array("moving averages", x => Enumerable.Range(0, Math.Max(0, x.Length - 2)).Select(i => x.Skip(i).Take(3).Average()).ToArray()),
        Array("cumulative sums", x => Enumerable.Range(1, x.Length).Select(i => x.Take(i).Sum(v => v * v)).ToArray()),
    ];

    private static GradientRow[] Filters =>
    [
        Array("where", x => x.Where(v => v > 0).Select(v => v * v).ToArray()),
        Array("where with index", x => x.Where((v, i) => i % 2 == 0).Select((v, i) => v * v * i).ToArray()),
        Array("where of a product", x => x.SelectMany(a => x.Where(b => b > a).Select(b => a * b * b)).ToArray()),
        Array("take while", x => x.TakeWhile(v => v < 2).Select(v => v * v).ToArray()),
        Of("take while to a sum", x => x.TakeWhile(v => v < 2).Sum(v => v * v)),
        Array("skip while", x => x.SkipWhile(v => v > 0).Select(v => v * v).ToArray()),
        Of("take of what is chosen", x => x.Where(v => v < 1).Take(2).Sum(v => v * v)),
        Of("zip with what is chosen", x => x.Where(v => v > 0).Zip(x.Where(v => v < 1), (a, b) => a * a * b).Sum()),
        Of("take while of what is nested", x => x.SelectMany(a => x.Where(b => b > a), (a, b) => a * b).TakeWhile(v => v < 1.4).Sum(v => v * v)),
        OfRows("rows chosen", r => r.Where(row => row.Length > 2).ToArray().Sum(row => row[0] * row[1] * row[1])),
        Of("count times sum", x => x.Count(v => v > 0) * x.Sum(v => v * v)),
        Of("any, all", x => x.Any(v => v > 2) && !x.All(v => v > 0) ? x.Sum(v => v * v) : x.Sum(v => v * v * v)),
    ];

    private static GradientRow[] Choices =>
    [
        Of("first", x => x.Select(v => v * v).First(), X, One),
        Of("first of a test", x => x.First(v => v > x[0] - 1) * x.Sum(), X, One),
        Of("first or default", x => x.FirstOrDefault(v => v > 2, 0.5) * x.Sum()),
        Of("last", x => x.Select(v => v * v).Last(), X, One),
        Of("last of a test", x => x.Where(v => v > 0).Select(v => v * v).Last(), X, One),
        Of("element at", x => x.Select(v => v * v).ElementAt(2) * x.ElementAt(1), X),
        Of("element of what is chosen", x => x.Where(v => v > 0).Select(v => v * v * x[0]).ElementAt(1), X),
        Of("single", x => x.Single(v => v == x.Max()) * x.Sum(), X, One),
        Of("median", x => x.OrderBy(v => v).ElementAt(x.Length / 2) * x.Sum(), X, One),
        Of("nearest", x => x.MinBy(v => Math.Abs(v - 0.5)) * x.Sum(), X, One),
    ];

    private static GradientRow[] Extrema =>
    [
        Of("max", x => x.Max() * x.Sum(), X, One),
        Of("min, selected", x => x.Min(v => v * v - v) * x.Sum(), X, One),
        Of("max of what is chosen", x => x.Where(v => v < 2).Max() * x.Sum(), X, One),
        OfRows("sum of maxima", r => r.Where(row => row.Length > 0).Sum(row => row.Max() * row.Max())),
        OfGrid("max of a rectangular array", g => g.Cast<double>().Max(v => v * v)),
        OfFloats("max of floats", f => f.Max() * f.Sum()),
        Of("softmax", x => x.Select(v => Math.Exp(v - x.Max())).Select(e => e * e / x.Sum(v => Math.Exp(v - x.Max()))).Sum(), X, One),
        Of("squared distances", x => (from v in Weights let nearest = (from w in x select (v - w) * (v - w)).Min() select nearest).Sum(), X, One),
    ];

    private static GradientRow[] Folds =>
    [
        Of("aggregate", x => x.Aggregate((a, b) => a * 0.5 + b * b), X, One),
        Of("aggregate from a seed", x => x.Aggregate(1.5, (a, b) => Math.Sin(a) + b * a)),
        Of("aggregate to a result", x => x.Aggregate(1.0, (a, b) => a * b, a => a * a)),
        Of("aggregate of a tuple", x => x.Aggregate(ValueTuple.Create(0.5, 1.0), (s, v) => ValueTuple.Create(s.Item1 + v * s.Item2, s.Item2 * v), s => s.Item1 * s.Item2)),
        Of("aggregate of an anonymous object", x => x.Aggregate(new { Sum = 0.5, Count = 0 }, (s, v) => new { Sum = s.Sum + v * v, Count = s.Count + 1 }, s => s.Sum / s.Count), X, One),
        Of("aggregate of a record", x => x.Aggregate(new SequenceRows.Moments(0, 0), (s, v) => new SequenceRows.Moments(s.First + v, s.Second + v * v), s => s.Second - s.First * s.First)),
        Of("Horner", x => x.Reverse().Aggregate(0.0, (a, c) => a * x[0] + c), X, One),
        Of("layers", x => Enumerable.Range(0, 3).Aggregate(x, (h, layer) => Enumerable.Range(0, h.Length).Select(i => Math.Tanh(h.Take(i + 1).Sum() + layer)).ToArray()).Sum()),
        Of("recurrence", x => Enumerable.Range(0, 6).Aggregate(ValueTuple.Create(x.Sum(), 0), (s, i) => s.Item1 > 5 ? s : ValueTuple.Create(s.Item1 * 1.5 + x.Sum(v => v * v), s.Item2 + 1)).Item1),
        OfRows("aggregate of an array", r => r.Where(row => row.Length > 2).Aggregate(new[] { 1.0, 2, 3 }, (h, row) => row.Zip(h, (a, b) => a * b).ToArray()).Sum()),
    ];

    private static GradientRow[] Models =>
    [
        Of("variance", x => x.Sum(v => (v - x.Average()) * (v - x.Average())) / x.Count(), X, One),
        Row("matrix times vector", (double[][] w, double[] x) => w.Select(row => row.Zip(x, (a, b) => a * b).Sum()).ToArray(), [Rows, X], [Rows, None]),
        Row("logistic regression", (double[] w, double[][] x) => x.Select((row, i) => Math.Log(1 + Math.Exp((i % 2 == 0 ? 1 : -1) * row.Zip(w, (a, b) => a * b).Sum()))).Average(), [Y, Rows]),
        Row("convolution", (double[] x, double[] y) => Enumerable.Range(0, x.Length).Select(n => Enumerable.Range(0, y.Length).Where(k => n - k >= 0).Sum(k => x[n - k] * y[k])).ToArray(), [X, Y], [None, Y]),
        Row("polynomial fit", (double a, double b, double c) => Weights.Select((w, i) => a * i * i + b * i + c - w).Sum(e => e * e), [0.5, -1.0, 2.0]),
        Row("log-sum-exp", (double[] x) => x.Max() + Math.Log(x.Sum(v => Math.Exp(v - x.Max()))), [X], [One]),
        Row("distances of points", (double[][] p) => (from i in Enumerable.Range(0, p.Length) from j in Enumerable.Range(0, i) select p[i].Zip(p[j], (a, b) => (a - b) * (a - b)).Sum()).Sum(s => s * s), [Rows]),
    ];

    private static GradientRow Of(string name, Expression<Func<double[], double>> function) => Of(name, function, X, One, None);

    private static GradientRow Of(string name, Expression<Func<double[], double>> function, params double[][] points) => new(name, function, [.. points.Select(p => (object[])[p])]);

    private static GradientRow Array(string name, Expression<Func<double[], double[]>> function) => new(name, function, [X], [One]);

    private static GradientRow OfRows(string name, Expression<Func<double[][], double>> function) => new(name, function, [[Rows]]);

    private static GradientRow OfGrid(string name, Expression<Func<double[,], double>> function) => new(name, function, [[Grid]]);

    private static GradientRow OfFloats(string name, Expression<Func<float[], float>> function) => new(name, function, [[(float[])[0.75f, -1.25f, 2.5f]]]);

    private static GradientRow Row(string name, LambdaExpression function, params object[][] points) => new(name, function, points);
}
