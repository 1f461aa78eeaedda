using System.Reflection;
using System.Text.Json;
using ExprAutograd.Lifting;
using Microsoft.CodeAnalysis;

namespace ExprAutograd.Tests.Lifting;

/// <summary>Methods from published collections: differential equations, filters, sorts, root finders, More-Garbow-Hillstrom, posterior densities.</summary>
public sealed class PublishedMethodTests
{
    private const int Inputs = 4;

    private static readonly (string Id, string Text)[] Methods = Read();

    public static TheoryData<string> Ids => [.. Methods.Select(m => m.Id)];

    [Theory]
    [MemberData(nameof(Ids))]
    public void The_lifted_tree_computes_what_the_method_computes(string id)
    {
        var text = Methods.Single(m => m.Id == id).Text;
        foreach (var level in new[] { OptimizationLevel.Debug, OptimizationLevel.Release })
        {
            var method = CompiledSource.Members(text, level).GetMethods(BindingFlags.Public | BindingFlags.Static | BindingFlags.DeclaredOnly).Single();
            var lifted = MethodLifter.Lift(method, Primitives.IsPrimitive).Compile();
            for (var seed = 0; seed < Inputs; seed++) Assert.Null(Sameness.Difference(method, lifted, () => Sameness.Arguments(method, seed, isTame: true)));
        }
    }

    private static (string, string)[] Read()
    {
        using var document = JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Cases", "methods.json")));
        return [.. document.RootElement.EnumerateArray().Select(e => (e.GetProperty("id").GetString()!, string.Join('\n', e.GetProperty("cs").EnumerateArray().Select(l => l.GetString()))))];
    }
}
