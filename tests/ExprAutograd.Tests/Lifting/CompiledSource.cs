using System.Reflection;
using System.Runtime.Loader;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace ExprAutograd.Tests.Lifting;

/// <summary>C# text compiled as a user's build does it, debug or release, and loaded.</summary>
internal static class CompiledSource
{
    private const string Usings = """
        using System; using System.Collections.Generic; using System.Linq; using System.Numerics; using System.Runtime.CompilerServices;
        using MathNet.Numerics;

        """;

    private static readonly MetadataReference[] References =
        [.. ((string?)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES") ?? "").Split(Path.PathSeparator)
            .Where(path => Path.GetFileName(path) is "System.Private.CoreLib.dll" or "System.Runtime.dll" or "System.Collections.dll" or "System.Linq.dll" or "System.Memory.dll"
                or "System.Runtime.Numerics.dll" or "System.Numerics.Vectors.dll" or "System.Linq.Expressions.dll" or "System.Console.dll" or "netstandard.dll" or "MathNet.Numerics.dll")
            .Select(path => MetadataReference.CreateFromFile(path))];

    /// <summary>The type <c>Sample</c> of a text that declares its members.</summary>
    public static Type Members(string members, OptimizationLevel level) => Load($"{Usings}public static partial class Sample\n{{\n{members}\n}}\n", level).GetType("Sample")!;

    private static Assembly Load(string text, OptimizationLevel level)
    {
        var options = new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, optimizationLevel: level, allowUnsafe: true, concurrentBuild: false);
        var compilation = CSharpCompilation.Create($"Sample{Guid.NewGuid():N}", [CSharpSyntaxTree.ParseText(text)], References, options);
        using var image = new MemoryStream();
        var result = compilation.Emit(image);
        if (!result.Success) throw new InvalidOperationException(string.Join('\n', result.Diagnostics.Where(d => d.Severity == DiagnosticSeverity.Error)) + "\n" + text);
        image.Position = 0;
        return new AssemblyLoadContext(null, isCollectible: false).LoadFromStream(image);
    }
}
