using System.Linq.Expressions;

namespace ExprAutograd.Tests.Sequences;

/// <summary>LINQ pipelines from random bytes: templates of one call each, put into one another.</summary>
internal static class RandomPipelines
{
    private const int MostSteps = 6;

    [ThreadStatic]
    private static int seen;

    private static readonly ParameterExpression Data = Expression.Parameter(typeof(SequenceData), "d");

    private static readonly Expression<Func<SequenceData, IEnumerable<double>>>[] Starts =
    [
        d => d.X,
        d => d.Y.Select(v => Seen(v) / 2),
        d => d.Items,
        d => d.List,
        d => Enumerable.Range(-1, d.Y.Length).Select(i => i * 0.5),
        d => d.Grid.Cast<double>(),
        d => d.Rows.SelectMany(r => r),
        d => d.X.Where(v => Seen(v) > 0),
        d => Enumerable.Repeat(d.A, 3),
    ];

    private static readonly Expression<Func<IEnumerable<double>, SequenceData, double, int, IEnumerable<double>>>[] Steps =
    [
        (s, d, c, k) => s.Select(x => Seen(x) * c),
        (s, d, c, k) => s.Select((x, i) => Seen(x) + i),
        (s, d, c, k) => s.Where(x => Seen(x) > c - 2),
        (s, d, c, k) => s.Where((x, i) => i % 3 != 1 && Seen(x) < c + 2),
        (s, d, c, k) => s.Take(k),
        (s, d, c, k) => s.Skip(k - 1),
        (s, d, c, k) => s.TakeWhile(x => Seen(x) < c + 2),
        (s, d, c, k) => s.TakeWhile((x, i) => Seen(x) < c + 3 && i < k + 2),
        (s, d, c, k) => s.SkipWhile(x => Seen(x) > c),
        (s, d, c, k) => s.Concat(d.Y.Where(y => Seen(y) > c)),
        (s, d, c, k) => d.X.Concat(s),
        (s, d, c, k) => s.Append(c),
        (s, d, c, k) => s.Prepend(c),
        (s, d, c, k) => s.Reverse(),
        (s, d, c, k) => s.Zip(d.Y, (a, b) => Seen(a) + b),
        (s, d, c, k) => s.Zip(d.Y.Where(y => y > -2), (a, b) => Seen(a) - b),
        (s, d, c, k) => d.X.Zip(s).Select(p => p.First - p.Second),
        (s, d, c, k) => s.Take(7).SelectMany(x => d.Y.Where(y => Seen(y) > x)),
        (s, d, c, k) => s.Take(7).SelectMany((x, i) => d.Y.Skip(i), (x, y) => Seen(x) * y),
        (s, d, c, k) => s.Take(7).SelectMany(x => d.N, (x, n) => Seen(x) / n),
        (s, d, c, k) => d.Y.Take(4).SelectMany(y => s.Take(5).Select(x => Seen(x) - y)),
        (s, d, c, k) => s.DefaultIfEmpty(c),
        (s, d, c, k) => s.OrderBy(x => Seen(x)),
        (s, d, c, k) => s.OrderByDescending(x => x > c).ThenBy(x => -x),
        (s, d, c, k) => s.TakeLast(k + 2),
        (s, d, c, k) => s.ToArray(),
        (s, d, c, k) => s.ToList(),
        (s, d, c, k) => from x in s let z = Seen(x) * c let w = d.Y.Where(y => y < z).Sum() select z + w,
        (s, d, c, k) => from x in s select new { x, Sum = d.X.Take(k).Sum(y => y * x) } into p where p.Sum > c select p.x - p.Sum,
        (s, d, c, k) => s.Take(5).Select(x => d.Y.Select(y => Seen(y) * x)).Select(r => r.Sum()),
        (s, d, c, k) => s.Take(5).Select(x => d.Y.Where(y => Seen(y) > x)).Select(r => r.Sum() + r.Count()),
        (s, d, c, k) => s.Take(5).Select((x, i) => d.Y.Skip(i).Select(y => Seen(y) * x)).SelectMany(r => r.Take(2)),
        (s, d, c, k) => s.Take(4).Select(x => d.X.Select(y => y - x)).Zip(d.Rows, (r, row) => r.Zip(row, (a, b) => a * b).Sum()),
        (s, d, c, k) => s.Take(4).Select(x => d.X.Select(y => y - x)).Concat(d.Rows).Reverse().Select(r => r.DefaultIfEmpty(c).Max()),
        (s, d, c, k) => s.Zip(d.Y, d.X).Select(t => Seen(t.First) + t.Second * t.Third),
    ];

    private static readonly LambdaExpression[] Ends =
    [
        End((s, d, c, k) => s.Sum()),
        End((s, d, c, k) => s.ToArray()),
        End((s, d, c, k) => s.ToList()),
        End((s, d, c, k) => s.Average()),
        End((s, d, c, k) => s.Min()),
        End((s, d, c, k) => s.Max(x => Seen(x))),
        End((s, d, c, k) => s.Sum(x => (float)Seen(x))),
        End((s, d, c, k) => s.Count()),
        End((s, d, c, k) => s.Count(x => Seen(x) > c)),
        End((s, d, c, k) => s.Any()),
        End((s, d, c, k) => s.All(x => Seen(x) > c)),
        End((s, d, c, k) => s.Contains(c)),
        End((s, d, c, k) => s.First()),
        End((s, d, c, k) => s.First(x => Seen(x) > c)),
        End((s, d, c, k) => s.LastOrDefault(c)),
        End((s, d, c, k) => s.SingleOrDefault(x => Seen(x) > c)),
        End((s, d, c, k) => s.ElementAt(k)),
        End((s, d, c, k) => s.MinBy(x => Math.Abs(Seen(x) - c))),
        End((s, d, c, k) => s.Aggregate((a, x) => Seen(x) - a / 2)),
        End((s, d, c, k) => s.Aggregate(new { Sum = c, Count = 0 }, (a, x) => new { Sum = a.Sum * 0.5 + x, Count = a.Count + 1 })),
        End((s, d, c, k) => d.Y.Take(3).Select(y => s.Take(4).Select(x => x * y).Sum()).ToArray()),
        End((s, d, c, k) => s.SequenceEqual(d.X)),
    ];

    /// <summary>How often a lambda of this thread has looked at an item.</summary>
    public static int LambdaRuns
    {
        get => seen;
        set => seen = value;
    }

    public static double Seen(double item)
    {
        seen++;
        return item;
    }

    public static LambdaExpression Decode(byte[] bytes)
    {
        var position = 0;
        var pipeline = Fill(Starts[Next() % Starts.Length], Data);
        for (var steps = Next() % (MostSteps + 1); steps > 0; steps--) pipeline = Fill(Steps[Next() % Steps.Length], pipeline, Data, Expression.Constant(Next() % 9 / 2.0 - 2), Expression.Constant(Next() % 6));
        return Expression.Lambda(Fill(Ends[Next() % Ends.Length], pipeline, Data, Expression.Constant(Next() % 9 / 2.0 - 2), Expression.Constant(Next() % 6)), Data);

        int Next() => position < bytes.Length ? bytes[position++] : 0;
    }

    private static LambdaExpression End<T>(Expression<Func<IEnumerable<double>, SequenceData, double, int, T>> end) => end;

    private static Expression Fill(LambdaExpression template, params Expression[] values) => new Filling(template.Parameters, values).Visit(template.Body);

    private sealed class Filling(IReadOnlyList<ParameterExpression> parameters, Expression[] values) : ExpressionVisitor
    {
        protected override Expression VisitParameter(ParameterExpression node)
        {
            for (var k = 0; k < values.Length; k++)
                if (parameters[k] == node) return values[k];
            return node;
        }
    }
}
