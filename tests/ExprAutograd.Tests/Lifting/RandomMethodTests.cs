using System.Globalization;
using System.Reflection;
using ExprAutograd.Expressions;
using ExprAutograd.Lifting;
using Microsoft.CodeAnalysis;

namespace ExprAutograd.Tests.Lifting;

/// <summary>Random methods, in debug and in release builds: lifted and compiled they give the same bits, the same arrays and the same exceptions.</summary>
public sealed class RandomMethodTests
{
    private const int Methods = 60;
    private const int Inputs = 6;

    [Theory]
    [InlineData(OptimizationLevel.Debug)]
    [InlineData(OptimizationLevel.Release)]
    public void A_random_method_is_lifted_to_what_it_computes(OptimizationLevel level)
    {
        var isSearch = int.TryParse(Environment.GetEnvironmentVariable(Fuzz.Setting), out var wanted);
        var first = isSearch ? Random.Shared.Next() : 0;
        var texts = Enumerable.Range(first, isSearch ? wanted : Methods).ToDictionary(seed => $"M{seed.ToString(CultureInfo.InvariantCulture)}", seed => RandomMethod.Write($"M{seed}", seed));
        var type = CompiledSource.Members(RandomMethod.Callees + string.Join('\n', texts.Values), level);
        foreach (var method in type.GetMethods(BindingFlags.Public | BindingFlags.Static | BindingFlags.DeclaredOnly))
        {
            var lifted = MethodLifter.Lift(method, Primitives.IsPrimitive);
            var compiled = lifted.Compile();
            for (var seed = 0; seed < Inputs; seed++)
            {
                var difference = Sameness.Difference(method, compiled, () => Sameness.Arguments(method, seed));
                Assert.True(difference is null, $"{difference}\n{texts[method.Name]}\n{(difference is null ? "" : CSharpPrinter.Print(lifted))}");
            }
        }
    }
}
