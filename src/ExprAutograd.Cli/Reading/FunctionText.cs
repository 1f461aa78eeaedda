using System.Linq.Expressions;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ExprAutograd.Cli.Reading;

/// <summary>A function as a person types it: a lambda, with or without types, or a bare expression.</summary>
/// <remarks>
/// <code>
/// (double p, double q) => p * q                    as it is
/// (p, q) => p * q     p => p * p                   (double p, double q) => p * q       types from --at, else double
/// (p + q) * s         --at p=3,q=5,s=2             (double p, double q, double s) => (p + q) * s
/// </code>
/// </remarks>
internal static class FunctionText
{
    /// <exception cref="InputException">The text does not parse or compile, or its parameters are not known.</exception>
    public static LambdaExpression Read(string text, IReadOnlyList<(string Name, ArgumentValue Value)>? at)
    {
        var reading = LambdaCompiler.Read([WithTypedParameters(text, at)])[0];
        if (reading.Function is { } function) return function;
        var advice = reading.Error!.Contains("(CS0103)", StringComparison.Ordinal) ? " Give each of the function's parameters a value with --at, or write a lambda." : "";
        throw new InputException(reading.Error + advice);
    }

    /// <summary>The values in the parameters' order.</summary>
    /// <exception cref="InputException">A parameter has no value, or a value no parameter.</exception>
    public static IReadOnlyList<ArgumentValue> Order(LambdaExpression function, IReadOnlyList<(string Name, ArgumentValue Value)> at)
    {
        var names = function.Parameters.Select(p => p.Name!).ToList();
        if (names.Find(name => at.All(a => a.Name != name)) is { } missing)
            throw new InputException($"--at gives no value for '{missing}'. Add {missing}=1, say; the parameters are {string.Join(", ", names)}.");
        foreach (var (name, _) in at)
            if (!names.Contains(name)) throw new InputException($"--at gives '{name}', which is no parameter. The parameters are {string.Join(", ", names)}.");
        return [.. names.Select(name => at.First(a => a.Name == name).Value)];
    }

    private static string WithTypedParameters(string text, IReadOnlyList<(string Name, ArgumentValue Value)>? at)
    {
        var names = at?.Select(a => a.Name).ToList() ?? [];
        switch (SyntaxFactory.ParseExpression(text))
        {
            case ParenthesizedLambdaExpressionSyntax { ParameterList.Parameters: var parameters } lambda when parameters.Any(p => p.Type is null):
                return $"({Declare(parameters.Select(p => p.Identifier.Text))}) =>{lambda.Body.ToFullString()}";
            case SimpleLambdaExpressionSyntax lambda:
                return $"({Declare([lambda.Parameter.Identifier.Text])}) =>{lambda.Body.ToFullString()}";
            case LambdaExpressionSyntax:
                return text;
            default:
                if (at is null)
                    throw new InputException("A bare expression takes its parameters from --at. Add --at p=3,q=5, say, or write a lambda such as \"(double p, double q) => p * q\".");
                return $"({Declare(names)}) => {text}";
        }

        string Declare(IEnumerable<string> parameters) => string.Join(", ", parameters.Select(name => $"{TypeOf(name)} {name}"));

        string TypeOf(string name) => names.IndexOf(name) is var k and >= 0 ? TypeOfValue(at![k].Value) : "double";
    }

    private static string TypeOfValue(ArgumentValue value) => value switch
    {
        ArgumentValue.List { Items: [var first, ..] } => TypeOfValue(first) + "[]",
        ArgumentValue.List => "double[]",
        ArgumentValue.Scalar { Digits: "true" or "false" } => "bool",
        _ => "double",
    };
}
