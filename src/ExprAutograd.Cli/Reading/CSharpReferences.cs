using System.Text;
using Microsoft.CodeAnalysis;

namespace ExprAutograd.Cli.Reading;

/// <summary>What the text of a lambda may name: the base library's mathematics and collections, MathNet and this library.</summary>
internal static class CSharpReferences
{
    private static readonly string[] BaseLibraries =
    [
        "System.Private.CoreLib", "System.Runtime", "System.Collections", "System.Linq", "System.Linq.Expressions", "System.Runtime.Numerics",
        "System.Numerics.Vectors", "System.Collections.Immutable", "System.Memory", "netstandard", "MathNet.Numerics", "ExprAutograd",
    ];

    private static readonly string[] Namespaces =
    [
        "System", "System.Linq", "System.Linq.Expressions", "System.Collections.Generic", "MathNet.Numerics", "MathNet.Numerics.LinearAlgebra",
        "MathNet.Numerics.LinearAlgebra.Double", "MathNet.Numerics.LinearAlgebra.Factorization", "ExprAutograd", "ExprAutograd.Operators",
    ];

    /// <summary>Few references on purpose: each costs start-up time.</summary>
    public static IReadOnlyList<MetadataReference> Assemblies { get; } =
        [.. ((string?)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES") ?? "").Split(Path.PathSeparator)
            .Where(path => BaseLibraries.Contains(Path.GetFileNameWithoutExtension(path)))
            .Select(path => MetadataReference.CreateFromFile(path))];

    /// <summary>The using directives, for all trees of the compilation.</summary>
    public static string GlobalUsings { get; } = WriteUsings();

    private static string WriteUsings()
    {
        var own = typeof(Autograd).Assembly.GetExportedTypes().Select(t => t.Namespace).ToHashSet();
        var text = new StringBuilder();
        foreach (var name in Namespaces)
            if (!name.StartsWith("ExprAutograd", StringComparison.Ordinal) || own.Contains(name)) text.Append("global using ").Append(name).AppendLine(";");

        // An alias wins over the namespaces, whatever they come to hold.
        text.AppendLine("global using SpecialFunctions = MathNet.Numerics.SpecialFunctions;");
        return text.ToString();
    }
}
