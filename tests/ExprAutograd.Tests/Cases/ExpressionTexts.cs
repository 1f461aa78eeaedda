using System.Linq.Expressions;
using System.Reflection;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace ExprAutograd.Tests.Cases;

/// <summary>C# texts to expressions and delegates, all in one compilation: the compiler's start is dear, each further text is cheap.</summary>
internal static class ExpressionTexts
{
    private const string Usings = """
        using System;
        using System.Collections.Generic;
        using System.Linq;
        using System.Linq.Expressions;
        using MathNet.Numerics;
        using ExprAutograd;
        using ExprAutograd.Operators;

        """;

    /// <summary>Lambda texts such as <c>(double x) => Math.Exp(x)</c> as expression trees.</summary>
    public static LambdaExpression[] ToLambdas(IReadOnlyList<string> texts) => [.. Compile<LambdaExpression>("LambdaExpression", texts)];

    /// <summary>Lambda texts as delegates.</summary>
    public static Delegate[] ToDelegates(IReadOnlyList<string> texts) => [.. Compile<Delegate>("Delegate", texts)];

    private static IEnumerable<T> Compile<T>(string type, IReadOnlyList<string> texts)
    {
        var source = new StringBuilder(Usings).AppendLine("public static class Texts {");
        for (var k = 0; k < texts.Count; k++) source.AppendLine($"public static {type} Text{k} =>\n{texts[k]};");
        source.AppendLine("}");

        var references = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator).Select(p => MetadataReference.CreateFromFile(p));
        var compilation = CSharpCompilation.Create(
            $"Texts{Guid.NewGuid():N}",
            [CSharpSyntaxTree.ParseText(source.ToString())],
            references,
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, optimizationLevel: OptimizationLevel.Release, allowUnsafe: false));
        using var image = new MemoryStream();
        var result = compilation.Emit(image);
        Assert.True(result.Success, string.Join('\n', result.Diagnostics.Where(d => d.Severity == DiagnosticSeverity.Error).Take(5).Select(d => $"{d} in {Line(source, d)}")));
        var compiled = Assembly.Load(image.ToArray()).GetType("Texts")!;
        return texts.Select((_, k) => (T)compiled.GetProperty($"Text{k}")!.GetValue(null)!);
    }

    private static string Line(StringBuilder source, Diagnostic diagnostic) =>
        source.ToString().Split('\n')[diagnostic.Location.GetLineSpan().StartLinePosition.Line];
}
