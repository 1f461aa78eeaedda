using System.Linq.Expressions;

namespace ExprAutograd.Tests.Sequences;

/// <summary>A function of the data in LINQ.</summary>
internal sealed record SequenceRow(string Name, LambdaExpression Function);

/// <summary>The table.</summary>
internal static partial class SequenceRows
{
    public static SequenceRow[] All { get; } = [.. Sources, .. Reductions, .. Views, .. Filters, .. Choices, .. Queries, .. States];

    private static SequenceRow Row<T>(string name, Expression<Func<SequenceData, T>> function) => new(name, function);
}
