using System.Collections;
using System.Linq.Expressions;
using System.Runtime.CompilerServices;
using ExprAutograd.Sequences;

namespace ExprAutograd.Tests.Sequences;

/// <summary>A function with every LINQ call lowered, the outermost of a pipeline first, as the normalizer does it.</summary>
internal static class LoweredFunction
{
    public static LambdaExpression Of(LambdaExpression function) => (LambdaExpression)new Lowering().Visit(function);

    /// <summary>What is left of LINQ: its calls, and lambdas and delegates that are not invoked on the spot.</summary>
    public static IReadOnlyList<string> Residue(LambdaExpression function)
    {
        var search = new Search();
        search.Visit(function.Body);
        return search.Found;
    }

    /// <summary>Equal in every bit and every member.</summary>
    public static bool AreIdentical(object? a, object? b) => (a, b) switch
    {
        (null, null) => true,
        (null, _) or (_, null) => false,
        (double x, double y) => BitConverter.DoubleToInt64Bits(x) == BitConverter.DoubleToInt64Bits(y),
        (float x, float y) => BitConverter.SingleToInt32Bits(x) == BitConverter.SingleToInt32Bits(y),
        (string x, string y) => x == y,
        (Exception x, Exception y) => x.GetType() == y.GetType(),
        (IEnumerable x, IEnumerable y) => AreIdentical(Items(x), Items(y)),
        (ITuple x, ITuple y) => x.Length == y.Length && Enumerable.Range(0, x.Length).All(k => AreIdentical(x[k], y[k])),
        _ when a.GetType().Name.Contains("AnonymousType", StringComparison.Ordinal) =>
            a.GetType() == b.GetType() && a.GetType().GetProperties().All(p => AreIdentical(p.GetValue(a), p.GetValue(b))),
        _ => a.Equals(b),
    };

    /// <summary>The value with every lazy sequence run, or the exception.</summary>
    public static object? Outcome(Func<object?> function)
    {
        try
        {
            return Settled(function());
        }
        catch (Exception e)
        {
            return e;
        }
    }

    public static string Text(object? value) => value switch
    {
        string s => s,
        IEnumerable items => $"[{string.Join(", ", items.Cast<object?>().Select(Text))}]",
        Exception e => e.GetType().Name + ": " + e.Message,
        double d => d.ToString("R"),
        _ => value?.ToString() ?? "null",
    };

    private static bool AreIdentical(object?[] a, object?[] b) => a.Length == b.Length && a.Zip(b, AreIdentical).All(same => same);

    private static object?[] Items(IEnumerable sequence) => [.. sequence.Cast<object?>()];

    private static object? Settled(object? value) => value is IEnumerable items and not string ? Items(items).Select(Settled).ToArray() : value;

    private sealed class Lowering : ExpressionVisitor
    {
        protected override Expression VisitMethodCall(MethodCallExpression node) =>
            SequenceLowering.TryLower(node, _ => null) is { } lowered ? Visit(lowered) : base.VisitMethodCall(node);
    }

    private sealed class Search : ExpressionVisitor
    {
        public List<string> Found { get; } = [];

        protected override Expression VisitMethodCall(MethodCallExpression node)
        {
            if (node.Method.DeclaringType!.Namespace == "System.Linq" || node.Method.DeclaringType == typeof(MemoryExtensions)) Found.Add(node.ToString());
            return base.VisitMethodCall(node);
        }

        protected override Expression VisitInvocation(InvocationExpression node)
        {
            if (node.Expression is LambdaExpression lambda) Visit(lambda.Body);
            else Found.Add(node.ToString());
            foreach (var argument in node.Arguments) Visit(argument);
            return node;
        }

        protected override Expression VisitLambda<T>(Expression<T> node)
        {
            Found.Add(node.ToString());
            return node;
        }

        public override Expression? Visit(Expression? node)
        {
            if (node is not null && typeof(Delegate).IsAssignableFrom(node.Type) && node is not LambdaExpression) Found.Add(node.ToString());
            return base.Visit(node);
        }
    }
}
