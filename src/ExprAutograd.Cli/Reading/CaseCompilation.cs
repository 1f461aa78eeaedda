using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ExprAutograd.Cli.Reading;

/// <summary>C# texts, each in a class of its own, compiled together: a text with errors is dropped and stops no other.</summary>
/// <remarks>
/// Each text is a syntax tree of its own, so an error belongs to the tree it stands in: trees with errors are dropped and the rest is
/// compiled again. Starting the compiler costs a second, a text a millisecond. Call on a <see cref="DeepStack"/>.
/// </remarks>
internal sealed class CaseCompilation
{
    private static readonly CSharpParseOptions ParseOptions = new(LanguageVersion.Preview, DocumentationMode.None);

    private readonly string noun;
    private readonly Dictionary<int, (CaseSource Source, SyntaxTree Tree)> cases = [];
    private readonly Dictionary<int, string> errors = [];
    private Assembly? assembly;

    /// <summary>A compilation without texts.</summary>
    /// <param name="noun">What messages call a text: <c>lambda</c> or <c>method</c>.</param>
    public CaseCompilation(string noun) => this.noun = noun;

    /// <summary>The name of the class that text <paramref name="k"/> stands in.</summary>
    public static string ClassOf(int k) => $"Case{k}";

    /// <summary>Parses text <paramref name="k"/>; null, and an error noted, where it does not parse.</summary>
    public CompilationUnitSyntax? Add(int k, CaseSource source)
    {
        var tree = CSharpSyntaxTree.ParseText(source.Prefix + source.Text + source.Suffix, ParseOptions);
        var error = tree.GetDiagnostics().Where(d => d.Severity == DiagnosticSeverity.Error).MinBy(d => d.Location.SourceSpan.Start);
        if (error is not null)
        {
            errors[k] = Describe(error, source);
            return null;
        }
        cases.Add(k, (source, tree));
        return (CompilationUnitSyntax)tree.GetRoot();
    }

    /// <summary>Drops a text that parses and yet is not what it should be.</summary>
    public void Refuse(int k, string error)
    {
        cases.Remove(k);
        errors[k] = error;
    }

    /// <summary>Why text <paramref name="k"/> has no class in the assembly; null when it has one.</summary>
    public string? ErrorOf(int k) => errors.GetValueOrDefault(k);

    /// <summary>The class of a text without errors.</summary>
    public Type TypeOf(int k) => assembly!.GetType(ClassOf(k))!;

    /// <summary>Drops trees with errors, noting the first of each, until the rest compiles.</summary>
    public void Compile(OptimizationLevel level)
    {
        // Not concurrent: everything must run on the calling thread, whose stack is deep.
        var options = new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, optimizationLevel: level, concurrentBuild: false);
        var usings = CSharpSyntaxTree.ParseText(CSharpReferences.GlobalUsings, ParseOptions);
        while (cases.Count > 0)
        {
            var compilation = CSharpCompilation.Create($"Cases-{Guid.NewGuid():N}", [usings, .. cases.Values.Select(c => c.Tree)], CSharpReferences.Assemblies, options);
            using var image = new MemoryStream();
            var emitted = compilation.Emit(image);
            if (emitted.Success)
            {
                assembly = Assembly.Load(image.ToArray());
                return;
            }
            var found = emitted.Diagnostics.Where(d => d.Severity == DiagnosticSeverity.Error).ToList();
            var faulty = cases.Where(c => found.Any(e => e.Location.SourceTree == c.Value.Tree)).Select(c => c.Key).ToList();
            foreach (var k in faulty)
            {
                var first = found.Where(e => e.Location.SourceTree == cases[k].Tree).MinBy(e => e.Location.SourceSpan.Start)!;
                Refuse(k, Describe(first, cases[k].Source));
            }
            if (faulty.Count > 0) continue;

            // No place is named: the whole compilation is refused, so each text gets the reason.
            foreach (var k in cases.Keys.ToList()) Refuse(k, Describe(found[0], cases[k].Source));
        }
    }

    private string Describe(Diagnostic error, CaseSource source)
    {
        const int ContextLength = 24;
        var start = Math.Clamp(error.Location.SourceSpan.Start - source.Prefix.Length, 0, source.Text.Length);
        var near = Text.OneLine(source.Text[start..Math.Min(source.Text.Length, start + ContextLength)]);
        var place = near.Length > 0 ? $" at '{near}'" : " at its end";
        var advice = error.Id switch
        {
            "CS8917" => " Write the parameters' types, such as (double x, double y) => x * y.",
            _ => "",
        };
        return $"The {noun} does not compile{place}: {error.GetMessage(System.Globalization.CultureInfo.InvariantCulture).TrimEnd('.')} ({error.Id}).{advice}";
    }
}

/// <summary>A text and what is written around it to make a file of it.</summary>
internal readonly record struct CaseSource(string Prefix, string Text, string Suffix);
