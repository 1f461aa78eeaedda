using System.Linq.Expressions;
using ExprAutograd.Sequences;

namespace ExprAutograd.Tests.Sequences;

/// <summary>What a lowered pipeline is made of: how many loops, how many arrays; and what is refused.</summary>
public sealed class SequenceShapeTests
{
    /// <summary>A function, the loops it becomes, and the arrays those make.</summary>
    internal sealed record ShapeRow(string Name, LambdaExpression Function, int Loops, int Arrays);

    private static readonly ShapeRow[] Shapes =
    [
        Shape("a sum", d => d.X.Sum(), loops: 1, arrays: 0),
        Shape("a pipeline", d => d.X.Where(v => v > 0).Select((v, i) => v * i).Zip(d.Y, (a, b) => a + b).Take(5).Sum(), loops: 1, arrays: 0),
        Shape("a zip of three and a slice", d => d.X.Skip(1).Zip(d.Y.Reverse(), d.List).Sum(t => t.First * t.Second + t.Third), loops: 1, arrays: 0),
        Shape("a query with let", d => (from x in d.X let z = x * x where z > 1 select z - x).Sum(), loops: 1, arrays: 0),
        Shape("two from clauses", d => (from x in d.X from y in d.Y where x < y select x * y).Sum(), loops: 2, arrays: 0),
        Shape("sums in a sum", d => d.X.Sum(x => d.Y.Sum(y => d.X.Sum(z => x * y * z))), loops: 3, arrays: 0),
        Shape("the items of rows", d => d.Rows.SelectMany(r => r.Where(v => v > 0)).Max(), loops: 2, arrays: 1),
        Shape("a concatenation", d => d.X.Concat(d.Y).Sum(), loops: 2, arrays: 0),
        Shape("an array of known length", d => d.X.Select(v => v * 2).ToArray(), loops: 1, arrays: 1),
        Shape("an array of products", d => d.X.SelectMany(x => d.Y, (x, y) => x * y).ToArray(), loops: 2, arrays: 1),
        Shape("a maximum of an array", d => d.X.Max(), loops: 0, arrays: 0),
        Shape("an item", d => d.X.Select(v => v * 2).Skip(1).ElementAt(3), loops: 0, arrays: 0),
        Shape("the last item", d => d.X.Concat(d.Y).Last(), loops: 0, arrays: 0),
        Shape("a count that needs no counting", d => d.X.Zip(d.Y).Select(p => p.First).Count(), loops: 0, arrays: 0),
        Shape("pairs, in an array for each member", d => d.X.Where(v => v > 0).Zip(d.Y, (x, y) => new { x, y }).OrderBy(p => p.y).First().x, loops: 2, arrays: 3),
        Shape("sequences of sequences", d => d.X.Select(x => d.Y.Select(y => x * y)).Select(r => r.Sum()).Sum(), loops: 2, arrays: 0),
        Shape("a matrix times a vector", d => d.Rows.Select(r => r.Zip(d.X, (w, x) => w * x)).Select(p => p.Sum()).ToArray(), loops: 2, arrays: 1),
    ];

    private static readonly Dictionary<string, (LambdaExpression Function, string Remedy)> Refused = new()
    {
        ["GroupBy"] = (Function(d => d.X.GroupBy(v => v > 0).Count()), "Number the groups"),
        ["Join"] = (Function(d => d.X.Join(d.Y, a => a, b => b, (a, b) => a * b).Sum()), "two from clauses"),
        ["Distinct"] = (Function(d => d.X.Distinct().Sum()), "Make the set outside"),
        ["ToHashSet"] = (Function(d => d.X.ToHashSet().Count), "Make the set outside"),
        ["Chunk"] = (Function(d => d.X.Chunk(2).Count()), "Index into the array"),
        ["OfType"] = (Function(d => d.X.OfType<double>().Sum()), "Select, Where, Zip"),
        ["Sum of nullables"] = (Function(d => d.X.Sum(v => (double?)v)), "Select numbers"),
        ["Max of text"] = (Function(d => d.X.Max(v => v.ToString())), "Select numbers"),
        ["a comparer"] = (Function(d => d.X.OrderBy(v => v, Comparer<double>.Default).First()), "Leave it out"),
    };

    public static TheoryData<string> ShapeNames => [.. Shapes.Select(s => s.Name)];

    public static TheoryData<string> RefusedNames => [.. Refused.Keys];

    [Theory]
    [MemberData(nameof(ShapeNames))]
    public void A_pipeline_is_as_many_loops_and_arrays_as_it_needs(string name)
    {
        var row = Shapes.Single(s => s.Name == name);
        var lowered = LoweredFunction.Of(row.Function);
        var count = new Counts();
        count.Visit(lowered);
        Assert.True((row.Loops, row.Arrays) == (count.Loops, count.Arrays), $"{count.Loops} loops, {count.Arrays} arrays in {ExprAutograd.Expressions.CSharpPrinter.Print(lowered)}");
    }

    [Fact]
    public void A_loop_tests_its_index_at_the_top_and_raises_it_at_the_end()
    {
        Expression<Func<double[], double>> function = xs => xs.Sum();
        var block = Assert.IsAssignableFrom<BlockExpression>(Lower(function.Body));
        var loop = Assert.Single(block.Expressions.OfType<LoopExpression>());
        var choice = Assert.IsAssignableFrom<ConditionalExpression>(loop.Body);
        Assert.Equal(ExpressionType.LessThan, choice.Test.NodeType);
        var statements = Assert.IsAssignableFrom<BlockExpression>(choice.IfTrue).Expressions;
        Assert.Equal(["(sum = (sum + source[i]))", "(i = (i + 1))"], statements.Select(s => s.ToString()));
        Assert.Equal(loop.BreakLabel, Assert.IsAssignableFrom<GotoExpression>(choice.IfFalse).Target);
    }

    [Theory]
    [MemberData(nameof(RefusedNames))]
    public void What_has_no_equivalent_is_refused_with_a_remedy(string name)
    {
        var error = Assert.Throws<UnsupportedExpressionException>(() => LoweredFunction.Of(Refused[name].Function));
        Assert.Contains(Refused[name].Remedy, error.Remedy, StringComparison.Ordinal);
        Assert.Contains("d.X", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_call_that_is_not_LINQ_is_left_alone()
    {
        Expression<Func<double, double>> function = x => Math.Sin(x);
        Assert.Null(SequenceLowering.TryLower((MethodCallExpression)function.Body, _ => null));
    }

    [Fact]
    public void An_argument_that_stands_for_a_lambda_is_resolved()
    {
        Expression<Func<double[], Func<double, IEnumerable<double>>, double>> function = (xs, g) => xs.SelectMany(g).Sum();
        Expression<Func<double, IEnumerable<double>>> g = x => Enumerable.Repeat(x, 3).Where(v => v > 1);
        var lowered = Lower(function.Body, e => e == function.Parameters[1] ? g : null);
        var whole = LoweredFunction.Of(Expression.Lambda(lowered, function.Parameters[0]));
        Assert.Empty(LoweredFunction.Residue(whole));
        Assert.Equal(15.0, whole.Compile().DynamicInvoke(new double[] { 1, 2, 3 }));
    }

    [Fact]
    public void An_argument_that_is_not_resolved_is_invoked()
    {
        Expression<Func<double[], Func<double, double>, double>> function = (xs, g) => xs.Select(g).Sum();
        var lowered = Expression.Lambda<Func<double[], Func<double, double>, double>>(Lower(function.Body), function.Parameters).Compile();
        Assert.Equal(14, lowered([1, 2, 3], x => x * x));
    }

    private static Expression Lower(Expression call, Func<Expression, LambdaExpression?>? resolve = null) => SequenceLowering.TryLower((MethodCallExpression)call, resolve ?? (_ => null))!;

    private static ShapeRow Shape<T>(string name, Expression<Func<SequenceData, T>> function, int loops, int arrays) => new(name, function, loops, arrays);

    private static LambdaExpression Function<T>(Expression<Func<SequenceData, T>> function) => function;

    private sealed class Counts : ExpressionVisitor
    {
        public int Loops { get; private set; }

        public int Arrays { get; private set; }

        protected override Expression VisitLoop(LoopExpression node)
        {
            Loops++;
            return base.VisitLoop(node);
        }

        protected override Expression VisitNewArray(NewArrayExpression node)
        {
            Arrays++;
            return base.VisitNewArray(node);
        }
    }
}
