using System.Linq.Expressions;
using Microsoft.CodeAnalysis;

namespace ExprAutograd.Cli.Reading;

/// <summary>How a function is written.</summary>
internal enum FunctionForm
{
    /// <summary>A C# lambda with typed parameters.</summary>
    Lambda,

    /// <summary>Static C# methods, compiled as a Release build.</summary>
    ReleaseMethod,

    /// <summary>Static C# methods, compiled as a Debug build.</summary>
    DebugMethod,
}

/// <summary>A function as text.</summary>
internal readonly record struct FunctionSource(FunctionForm Form, string Text);

/// <summary>A function read from text, or why it could not be read.</summary>
internal readonly record struct FunctionReading(LambdaExpression? Function, string? Error);

/// <summary>Reads functions from text, one compilation per form.</summary>
internal static class FunctionReader
{
    /// <summary>One reading per source, in order.</summary>
    public static IReadOnlyList<FunctionReading> Read(IReadOnlyList<FunctionSource> sources)
    {
        var readings = new FunctionReading[sources.Count];
        foreach (var group in sources.Index().GroupBy(s => s.Item.Form))
        {
            var texts = group.Select(s => s.Item.Text).ToList();
            var read = group.Key switch
            {
                FunctionForm.DebugMethod => MethodCompiler.Read(texts, OptimizationLevel.Debug),
                FunctionForm.ReleaseMethod => MethodCompiler.Read(texts, OptimizationLevel.Release),
                _ => LambdaCompiler.Read(texts),
            };
            foreach (var ((k, _), reading) in group.Zip(read)) readings[k] = reading;
        }
        return readings;
    }
}
