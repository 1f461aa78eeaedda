using System.Linq.Expressions;
using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ExprAutograd.Cli.Reading;

/// <summary>Reads C# lambdas from text, all of them in one compilation.</summary>
/// <remarks>
/// <code>
/// "(double x) => x * x"   becomes   static class Case7 { public static LambdaExpression Tree =>
///                                       (double x) => x * x
///                                   ; }
/// </code>
/// </remarks>
internal static class LambdaCompiler
{
    private const string TreeProperty = "Tree";

    /// <summary>One reading per text, in order.</summary>
    public static IReadOnlyList<FunctionReading> Read(IReadOnlyList<string> texts)
    {
        var compilation = new CaseCompilation("lambda");
        for (var k = 0; k < texts.Count; k++)
            if (compilation.Add(k, SourceOf(k, texts[k])) is { } file && !IsLambda(file))
                compilation.Refuse(k, "The text is no lambda. Write one with typed parameters, such as (double x, double y) => x * y.");
        compilation.Compile(OptimizationLevel.Release);
        return [.. texts.Select((_, k) => compilation.ErrorOf(k) is { } error ? new FunctionReading(null, error) : Fetch(compilation.TypeOf(k)))];
    }

    private static CaseSource SourceOf(int k, string text) => new(
        $"static class {CaseCompilation.ClassOf(k)} {{ public static System.Linq.Expressions.LambdaExpression {TreeProperty} =>\n",
        text.TrimEnd().TrimEnd(';'),
        "\n; }");

    /// <summary>False where the text closes the class and opens another: then it is more than a lambda.</summary>
    private static bool IsLambda(CompilationUnitSyntax file) =>
        file.Members is [ClassDeclarationSyntax { Members: [PropertyDeclarationSyntax { ExpressionBody.Expression: LambdaExpressionSyntax }] }];

    private static FunctionReading Fetch(Type type)
    {
        try
        {
            return new FunctionReading((LambdaExpression)type.GetProperty(TreeProperty)!.GetMethod!.Invoke(null, BindingFlags.DoNotWrapExceptions, null, null, null)!, null);
        }
        catch (InvalidProgramException)
        {
            return new FunctionReading(null, "The lambda nests calls deeper than the C# compiler can build as an expression tree, some ten thousand. Split it, or build the tree in code.");
        }
        catch (Exception e)
        {
            return new FunctionReading(null, $"The lambda's expression tree cannot be built. {Text.Cause(e)}");
        }
    }
}
