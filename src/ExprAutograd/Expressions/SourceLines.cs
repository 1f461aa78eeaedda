using System.Linq.Expressions;
using System.Runtime.CompilerServices;

namespace ExprAutograd.Expressions;

/// <summary>Where expressions that were read from compiled code stand in the source.</summary>
internal static class SourceLines
{
    private static readonly ConditionalWeakTable<Expression, string> Table = [];

    public static void Add(Expression node, string line) => Table.AddOrUpdate(node, line);

    /// <summary>File and line, such as <c>Loss.cs, line 12</c>; null where they are not known.</summary>
    public static string? Find(Expression node) => Table.TryGetValue(node, out var line) ? line : null;
}
