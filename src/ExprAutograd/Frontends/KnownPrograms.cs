using System.Linq.Expressions;
using System.Runtime.CompilerServices;

namespace ExprAutograd.Frontends;

/// <summary>The programs behind lambdas that transforms returned: differentiated or compiled again, they need not be read from the tree.</summary>
internal static class KnownPrograms
{
    private static readonly ConditionalWeakTable<LambdaExpression, NormalizedFunction> Table = [];

    public static void Add(LambdaExpression lambda, NormalizedFunction function) => Table.AddOrUpdate(lambda, function);

    public static NormalizedFunction? Find(LambdaExpression lambda) => Table.TryGetValue(lambda, out var function) ? function : null;
}
