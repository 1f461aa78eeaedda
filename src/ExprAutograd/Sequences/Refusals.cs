using System.Linq.Expressions;
using ExprAutograd.Expressions;

namespace ExprAutograd.Sequences;

/// <summary>What LINQ has and the lowering has not, with what to write instead.</summary>
internal static class Refusals
{
    private const int DeepestShown = 12;

    public static UnsupportedExpressionException Of(MethodCallExpression call) => call.Method.Name switch
    {
        "GroupBy" or "ToLookup" or "CountBy" or "AggregateBy" => Of(call, "The number of groups, and their sizes, depend on the values.",
            "Number the groups and choose each group's items: Enumerable.Range(0, groups).Select(g => items.Where(x => key(x) == g).Sum(...))."),
        "Join" or "GroupJoin" or "LeftJoin" or "RightJoin" => Of(call, "A join looks its partners up in a table of keys.",
            "Write two from clauses and compare the keys in a where: from a in first from b in second where a.Key == b.Key select ..."),
        "Distinct" or "DistinctBy" or "Union" or "UnionBy" or "Intersect" or "IntersectBy" or "Except" or "ExceptBy" or "ToHashSet" or "ToDictionary" => Of(call, "Sets are made of equal keys, which carry no derivative.",
            "Make the set outside the function and pass it in as an array."),
        "Chunk" => Of(call, "Chunks are arrays of different lengths.", "Index into the array: Enumerable.Range(0, n / size).Select(c => items.Skip(c * size).Take(size)...)."),
        _ => Of(call, $"'Enumerable.{call.Method.Name}' has no equivalent in loops over arrays here.", "Write it with Select, Where, Zip, Aggregate and Sum, or compute it outside the function."),
    };

    public static UnsupportedExpressionException OfComparer(MethodCallExpression call) =>
        Of(call, "A comparer is code that is not part of the expression.", "Leave it out, or map the items to keys with an order and equality of their own.");

    public static UnsupportedExpressionException OfSkippedZeros(MethodCallExpression call) =>
        Of(call, "Which elements are zero decides what is enumerated.", "Enumerate with Zeros.Include, the default.");

    public static UnsupportedExpressionException OfType(MethodCallExpression call, Type type) =>
        Of(call, $"'{NumericTypes.Name(type)}' is not a type this is done for.", "Select numbers from the items first.");

    private static UnsupportedExpressionException Of(MethodCallExpression call, string reason, string remedy) =>
        new(call, CSharpPrinter.Print(call, DeepestShown).ReplaceLineEndings(" "), reason, remedy);
}
