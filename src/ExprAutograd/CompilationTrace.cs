using System.Collections.Immutable;
using System.Linq.Expressions;
using System.Text;
using ExprAutograd.Compilation;

namespace ExprAutograd;

/// <summary>One stage of a function's compilation.</summary>
public sealed class CompilationStage
{
    private readonly Lazy<string> text;

    internal CompilationStage(string name, int operationCount, Lazy<string> text)
    {
        Name = name;
        OperationCount = operationCount;
        this.text = text;
    }

    /// <summary>What was done: normalised, tidied, adjoint (or tangents, in forward mode), tidied adjoint, emitted.</summary>
    public string Name { get; }

    /// <summary>The number of operations, those of branches and loop bodies included.</summary>
    public int OperationCount { get; }

    /// <summary>A numbered let-list, a line per operation; of the last stage the statements that are compiled, loops in lanes included.</summary>
    public string Text => text.Value;
}

/// <summary>What becomes of a function on its way to compiled code for its value and gradient.</summary>
/// <remarks>Made by <see cref="Autograd.Trace"/>. Texts are made when they are asked for.</remarks>
public sealed class CompilationTrace
{
    private readonly LambdaExpression function;
    private readonly LambdaExpression derivative;

    internal CompilationTrace(LambdaExpression function, LambdaExpression derivative, ImmutableArray<CompilationStage> stages)
    {
        this.function = function;
        this.derivative = derivative;
        Stages = stages;
    }

    /// <summary>The stages in order: normalised, tidied, adjoint, tidied adjoint, emitted.</summary>
    public ImmutableArray<CompilationStage> Stages { get; }

    /// <summary>Every stage under its name and number of operations.</summary>
    public string ToText()
    {
        var text = new StringBuilder();
        foreach (var stage in Stages)
            text.Append(text.Length == 0 ? "" : "\n").Append($"{stage.Name}: {stage.OperationCount} operation{(stage.OperationCount == 1 ? "" : "s")}\n\n").Append(stage.Text);
        return text.ToString();
    }

    /// <summary>The adjoint as C#: the value with the gradient, or, where the result is no single number, with the parameters' cotangents.</summary>
    public string ToCSharp() => derivative.ToCSharp();

    /// <summary>The function's operations as a picture, in Graphviz's DOT language, without values.</summary>
    public string ToDot() => Autograd.ToDot(function);

    /// <inheritdoc cref="ToText"/>
    public override string ToString() => ToText();
}
