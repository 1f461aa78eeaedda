using System.Linq.Expressions;
using ExprAutograd.Expressions;
using ExprAutograd.Frontends;
using ExprAutograd.Lowering;
using ExprAutograd.Rules;

namespace ExprAutograd.Compilation;

/// <summary>Any lambda as C#: as it is, or, where it nests too deep to print or read, as statements.</summary>
internal static class ReadableText
{
    private const int DeepestAsItIs = 400;
    private const int LargestAsItIs = 50_000;

    public static string Of(LambdaExpression function)
    {
        if (ExpressionSize.IsAtMost(DeepestAsItIs, LargestAsItIs, function)) return CSharpPrinter.Print(function);
        var normal = Normalizer.Normalize(function);
        return CSharpPrinter.Print(Emitter.ToReadable(normal.Program, normal.Shape, function.Type, Pipeline.PurityUnder(RuleSet.Default)));
    }
}
