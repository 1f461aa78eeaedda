namespace ExprAutograd.Tests.Sequences;

/// <summary>Query syntax, states that are folded, and programs of several pipelines.</summary>
internal static partial class SequenceRows
{
    private static SequenceRow[] Queries =>
    [
        Row("from, select", d => (from x in d.X select x * 2).Sum()),
        Row("from, where, select", d => (from x in d.X where x > 0 select x * x).Sum()),
        Row("from, from", d => (from x in d.X from y in d.Y select x * y).Sum()),
        Row("from, from, where", d => (from x in d.X from y in d.Y where x < y select x * y).ToArray()),
        Row("from, from, from", d => (from x in d.X.Take(4) from y in d.Y.Take(4) from n in d.N.Take(4) where n > 0 select x * y + n).ToArray()),
        Row("from i, from j, of a triangle", d => (from i in Enumerable.Range(0, d.X.Length) from j in Enumerable.Range(0, i) select d.X[i] * d.X[j]).Sum()),
        Row("from row, from item", d => (from r in d.Rows from v in r where v > 0 select v / r.Length).ToArray()),
        Row("let", d => (from x in d.X let z = x - d.A select z * z).Sum()),
        Row("let, let, where", d => (from x in d.X let z = x - d.A let w = z * z where w > 0.5 select w - z).ToArray()),
        Row("let of a sequence", d => (from x in d.X let above = d.Y.Where(y => y > x) select above.Sum() + above.Count()).ToArray()),
        Row("let of an array", d => (from x in d.X let scaled = d.Y.Select(y => y * x).ToArray() select scaled.Length > 1 ? scaled[1] : x).ToArray()),
        Row("orderby", d => (from x in d.X orderby x descending, -x select x + 1).ToArray()),
        Row("squared distances", d => (from x in d.X let nearest = (from y in d.Y select (x - y) * (x - y)).DefaultIfEmpty(4).Min() select nearest).Sum()),
        Row("selected sequences, then reduced", d => d.X.Select(x => d.Y.Select(y => x * y)).Select(r => r.Sum()).ToArray()),
        Row("product of a matrix and a vector", d => d.Rows.Select(r => r.Zip(d.X, (w, x) => w * x).Sum()).ToArray()),
        Row("softmax", d => d.X.Select(x => Math.Exp(x - d.X.Max())).Select(e => e / d.X.Sum(x => Math.Exp(x - d.X.Max()))).ToArray()),
        Row("moving average", d => Enumerable.Range(0, Math.Max(0, d.X.Length - 2)).Select(i => d.X.Skip(i).Take(3).Average()).ToArray()),
        Row("variance", d => d.X.Sum(x => (x - d.X.Average()) * (x - d.X.Average())) / d.X.Count()),
        Row("convolution", d => Enumerable.Range(0, d.X.Length).Select(n => Enumerable.Range(0, d.Y.Length).Where(k => n - k >= 0).Sum(k => d.X[n - k] * d.Y[k])).ToArray()),
        Row("polynomial", d => d.Y.Select((c, k) => c * Math.Pow(d.A, k)).Sum()),
        Row("pairs of unequal things", d => d.X.Zip(d.N).Where(p => p.Second > 0).Select(p => p.First / p.Second).Where(v => v < 1).Sum()),
        Row("cumulative sums", d => Enumerable.Range(1, d.X.Length).Select(i => d.X.Take(i).Sum()).ToArray()),
        Row("five deep", d => d.X.Take(2).Sum(a => d.X.Take(2).Sum(b => d.X.Take(2).Sum(c => d.X.Take(2).Sum(e => d.X.Take(2).Sum(f => a * b + c * e - f)))))),
    ];

    private static SequenceRow[] States =>
    [
        Row("Aggregate", d => d.X.Aggregate((a, b) => a * 0.5 + b)),
        Row("Aggregate of what is chosen", d => d.X.Where(v => v > 0).Aggregate((a, b) => a * 0.5 + b)),
        Row("Aggregate from a seed", d => d.X.Aggregate(d.A, (a, b) => a * 0.5 + b)),
        Row("Aggregate to a result", d => d.X.Aggregate(1.0, (a, b) => a * b, a => a + 1)),
        Row("Aggregate of another type", d => d.X.Aggregate(0, (n, v) => v > 0 ? n + 1 : n - 1)),
        Row("Aggregate of a tuple", d => d.X.Aggregate(ValueTuple.Create(0.0, 1.0), (s, v) => ValueTuple.Create(s.Item1 + v, s.Item2 * v))),
        Row("Aggregate of an anonymous object", d => d.X.Aggregate(new { Sum = 0.0, Count = 0 }, (s, v) => new { Sum = s.Sum + v, Count = s.Count + 1 }, s => s.Sum / s.Count)),
        Row("Aggregate of a record", d => d.X.Aggregate(new Moments(0, 0), (s, v) => new Moments(s.First + v, s.Second + v * v))),
        Row("Aggregate of an array", d => d.Rows.Aggregate(d.X, (h, r) => r.Zip(h, (a, b) => a * b).ToArray())),
        Row("Aggregate of a sequence", d => d.Rows.Aggregate((IEnumerable<double>)d.X, (h, r) => h.Select((v, i) => v * r.Length + i)).ToArray()),
        Row("Aggregate in a Select", d => d.Rows.Select(r => r.Aggregate(0.0, (a, v) => a * d.A + v)).ToArray()),
        Row("Aggregate over pairs", d => d.X.Zip(d.Y).Aggregate(0.0, (a, p) => a + p.First * p.Second)),
        Row("Horner", d => d.Y.Reverse().Aggregate(0.0, (acc, c) => acc * d.A + c)),
        Row("layers", d => Enumerable.Range(0, 3).Aggregate(d.X, (h, layer) => Enumerable.Range(0, h.Length).Select(i => Math.Tanh(h.Take(i + 1).Sum() + layer)).ToArray()).Sum()),
        Row("recurrence until", d => Enumerable.Range(0, 20).Aggregate(Tuple.Create(d.A, 0), (s, i) => s.Item1 > 5 ? s : Tuple.Create(s.Item1 * 1.5, s.Item2 + 1)).Item2),
    ];

    internal sealed record Moments(double First, double Second);
}
