using System.Linq.Expressions;
using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ExprAutograd.Cli.Reading;

/// <summary>A lambda read from text, or why it could not be read.</summary>
internal readonly record struct LambdaReading(LambdaExpression? Lambda, string? Error);

/// <summary>Reads C# lambdas from text, all of them in one compilation.</summary>
/// <remarks>
/// <code>
/// "(double x) => x * x"   becomes   static class Case7 { public static LambdaExpression Tree =>
///                                       (double x) => x * x
///                                   ; }
/// </code>
/// Each lambda is a syntax tree of its own, so an error belongs to the tree it stands in: trees with errors are dropped and the rest is
/// compiled again. Starting the compiler costs a second, a lambda a millisecond. Call on a <see cref="DeepStack"/>.
/// </remarks>
internal static class LambdaCompiler
{
    private const string TreeProperty = "Tree";

    private static readonly CSharpParseOptions ParseOptions = new(LanguageVersion.Preview, DocumentationMode.None);

    // Not concurrent: everything must run on the calling thread, whose stack is deep.
    private static readonly CSharpCompilationOptions CompilationOptions =
        new(OutputKind.DynamicallyLinkedLibrary, optimizationLevel: OptimizationLevel.Release, concurrentBuild: false);

    /// <summary>One reading per text, in order.</summary>
    public static IReadOnlyList<LambdaReading> Read(IReadOnlyList<string> texts)
    {
        var readings = new LambdaReading[texts.Count];
        var trees = new Dictionary<int, SyntaxTree>();
        for (var k = 0; k < texts.Count; k++)
        {
            var tree = CSharpSyntaxTree.ParseText(SourceOf(k, texts[k]), ParseOptions);
            if (FindSyntaxError(k, tree, texts[k]) is { } error) readings[k] = new LambdaReading(null, error);
            else trees.Add(k, tree);
        }
        var assembly = Compile(trees, texts, readings);
        foreach (var k in trees.Keys) readings[k] = Fetch(assembly!, k);
        return readings;
    }

    private static string Prefix(int k) => $"static class Case{k} {{ public static System.Linq.Expressions.LambdaExpression {TreeProperty} =>\n";

    private static string SourceOf(int k, string text) => Prefix(k) + WithoutSemicolon(text) + "\n; }";

    private static string WithoutSemicolon(string text) => text.TrimEnd().TrimEnd(';');

    private static string? FindSyntaxError(int k, SyntaxTree tree, string text)
    {
        var root = (CompilationUnitSyntax)tree.GetRoot();
        var error = tree.GetDiagnostics().Where(d => d.Severity == DiagnosticSeverity.Error).MinBy(d => d.Location.SourceSpan.Start);
        if (error is not null) return Describe(error, text, Prefix(k).Length);

        // The text may close the class and open another: then it is more than a lambda.
        var isLambda = root.Members is [ClassDeclarationSyntax { Members: [PropertyDeclarationSyntax { ExpressionBody.Expression: LambdaExpressionSyntax }] }];
        return isLambda ? null : "The text is no lambda. Write one with typed parameters, such as (double x, double y) => x * y.";
    }

    /// <summary>Drops trees with errors, noting the first of each, until the rest compiles.</summary>
    private static Assembly? Compile(Dictionary<int, SyntaxTree> trees, IReadOnlyList<string> texts, LambdaReading[] readings)
    {
        var usings = CSharpSyntaxTree.ParseText(CSharpReferences.GlobalUsings, ParseOptions);
        while (trees.Count > 0)
        {
            var compilation = CSharpCompilation.Create($"Lambdas-{Guid.NewGuid():N}", [usings, .. trees.Values], CSharpReferences.Assemblies, CompilationOptions);
            using var image = new MemoryStream();
            var emitted = compilation.Emit(image);
            if (emitted.Success) return Assembly.Load(image.ToArray());

            var errors = emitted.Diagnostics.Where(d => d.Severity == DiagnosticSeverity.Error).ToList();
            var faulty = trees.Where(t => errors.Any(e => e.Location.SourceTree == t.Value)).Select(t => t.Key).ToList();
            foreach (var k in faulty)
            {
                var first = errors.Where(e => e.Location.SourceTree == trees[k]).MinBy(e => e.Location.SourceSpan.Start)!;
                readings[k] = new LambdaReading(null, Describe(first, texts[k], Prefix(k).Length));
                trees.Remove(k);
            }
            if (faulty.Count > 0) continue;

            // No place is named: the whole compilation is refused, so each lambda gets the reason.
            foreach (var k in trees.Keys) readings[k] = new LambdaReading(null, Describe(errors[0], texts[k], offset: 0));
            trees.Clear();
        }
        return null;
    }

    private static LambdaReading Fetch(Assembly assembly, int k)
    {
        try
        {
            return new LambdaReading((LambdaExpression)assembly.GetType($"Case{k}")!.GetProperty(TreeProperty)!.GetMethod!.Invoke(null, BindingFlags.DoNotWrapExceptions, null, null, null)!, null);
        }
        catch (InvalidProgramException)
        {
            return new LambdaReading(null, "The lambda nests calls deeper than the C# compiler can build as an expression tree, some ten thousand. Split it, or build the tree in code.");
        }
        catch (Exception e)
        {
            return new LambdaReading(null, $"The lambda's expression tree cannot be built. {Text.Cause(e)}");
        }
    }

    private static string Describe(Diagnostic error, string text, int offset)
    {
        const int ContextLength = 24;
        var start = Math.Clamp(error.Location.SourceSpan.Start - offset, 0, text.Length);
        var near = Text.OneLine(text[start..Math.Min(text.Length, start + ContextLength)]);
        var place = near.Length > 0 ? $" at '{near}'" : " at its end";
        var advice = error.Id switch
        {
            "CS8917" => " Write the parameters' types, such as (double x, double y) => x * y.",
            _ => "",
        };
        return $"The lambda does not compile{place}: {error.GetMessage(System.Globalization.CultureInfo.InvariantCulture).TrimEnd('.')} ({error.Id}).{advice}";
    }
}
