using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ExprAutograd.Cli.Reading;

/// <summary>Reads functions written as static C# methods, all of one build in one compilation, and lifts them from their IL.</summary>
/// <remarks>
/// <code>
/// "public static double f(double x) { ... }  static double Helper(double x) { ... }"   becomes   static class Case7 {
///                                                                                                    ...
///                                                                                                }
/// </code>
/// The function is the first public method, or the first of all where none is public; the others are its helpers. The text may hold
/// fields, types and using directives as well.
/// </remarks>
internal static class MethodCompiler
{
    /// <summary>One reading per text, in order.</summary>
    /// <param name="texts">Each one or several static methods.</param>
    /// <param name="level">Debug, where each local of the text has its own place in the IL, or Release.</param>
    public static IReadOnlyList<FunctionReading> Read(IReadOnlyList<string> texts, OptimizationLevel level)
    {
        var compilation = new CaseCompilation("method");
        var entries = new MethodDeclarationSyntax?[texts.Count];
        for (var k = 0; k < texts.Count; k++)
        {
            if (compilation.Add(k, SourceOf(k, texts[k])) is not { } file) continue;
            entries[k] = EntryOf(file);
            if (Fault(file, entries[k]) is { } error) compilation.Refuse(k, error);
        }
        compilation.Compile(level);
        return [.. texts.Select((_, k) => compilation.ErrorOf(k) is { } error ? new FunctionReading(null, error) : Lift(Find(compilation.TypeOf(k), entries[k]!)))];
    }

    /// <summary>Using directives stand before the class.</summary>
    private static CaseSource SourceOf(int k, string text)
    {
        var usings = SyntaxFactory.ParseCompilationUnit(text).Usings;
        var start = usings.Count > 0 ? usings[^1].FullSpan.End : 0;
        return new CaseSource($"{text[..start]}\nstatic class {CaseCompilation.ClassOf(k)} {{\n", text[start..], "\n}");
    }

    private static MethodDeclarationSyntax? EntryOf(CompilationUnitSyntax file)
    {
        var methods = file.DescendantNodes(node => node is CompilationUnitSyntax or TypeDeclarationSyntax).OfType<MethodDeclarationSyntax>().ToList();
        return methods.Find(m => m.Modifiers.Any(SyntaxKind.PublicKeyword)) ?? methods.FirstOrDefault();
    }

    private static string? Fault(CompilationUnitSyntax file, MethodDeclarationSyntax? entry)
    {
        const string Remedy = "Write one or several, such as static double f(double[] x) { ... }.";
        if (file.Members.Count != 1 || entry is null) return $"The text holds no methods. {Remedy}";
        if (!entry.Modifiers.Any(SyntaxKind.StaticKeyword)) return $"The method '{entry.Identifier.Text}' is not static. Add 'static' to it.";
        return entry.TypeParameterList is null ? null : $"The method '{entry.Identifier.Text}' has type parameters. Write it for double.";
    }

    /// <summary>The method in the class, or the class within it; of several with one name, the one that stands at the same place.</summary>
    private static MethodInfo Find(Type type, MethodDeclarationSyntax entry)
    {
        const BindingFlags All = BindingFlags.Static | BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;
        foreach (var declaration in entry.Ancestors().OfType<TypeDeclarationSyntax>().Reverse().Skip(1))
            type = type.GetNestedType(declaration.Identifier.Text, BindingFlags.Public | BindingFlags.NonPublic)!;
        var place = ((TypeDeclarationSyntax)entry.Parent!).Members.OfType<MethodDeclarationSyntax>().TakeWhile(m => m != entry).Count(m => m.Identifier.Text == entry.Identifier.Text);
        return type.GetMethods(All).Where(m => m.Name == entry.Identifier.Text).OrderBy(m => m.MetadataToken).ElementAt(place);
    }

    private static FunctionReading Lift(MethodInfo method)
    {
        try
        {
            return new FunctionReading(Autograd.Lift(method), null);
        }
        catch (Exception e)
        {
            return new FunctionReading(null, Text.Cause(e));
        }
    }
}
