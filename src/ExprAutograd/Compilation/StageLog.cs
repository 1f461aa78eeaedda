using System.Linq.Expressions;
using System.Text;
using ExprAutograd.Anf;
using ExprAutograd.Expressions;
using ExprAutograd.Frontends;
using ExprAutograd.Lowering;

namespace ExprAutograd.Compilation;

/// <summary>The stages a function goes through, as the transforms and the compiler report them.</summary>
internal sealed class StageLog
{
    private readonly List<Stage> stages = [];

    /// <summary>A stage: its text is made when it is asked for.</summary>
    internal sealed record Stage(string Name, int OperationCount, Lazy<string> Text);

    public IReadOnlyList<Stage> Stages => stages;

    public void Add(string name, AnfProgram program) => stages.Add(new Stage(name, program.CountOperations(), new(() => ProgramText.Of(program))));

    /// <summary>Value and gradient, or, where the result is no single number, value and cotangents; every stage on the way is in <paramref name="log"/>.</summary>
    public static LambdaExpression Differentiate(LambdaExpression function, AutogradOptions? options, StageLog log)
    {
        ArgumentNullException.ThrowIfNull(function);
        options ??= AutogradOptions.Default;
        var derivative = NumericTypes.IsFloating(function.ReturnType)
            ? Differentiator.ValueAndGradient(function, options, log: log)
            : Differentiator.Vjp(function, options, log: log);
        log.AddEmitted(derivative, options);
        return derivative;
    }

    private void AddEmitted(LambdaExpression derivative, AutogradOptions options)
    {
        var (program, shape) = Pipeline.ForMachine(Normalizer.Normalize(derivative), options.Rules);
        var (lifted, variables) = ConstantLifting.Run(Pipeline.OnMachine(program, options));
        var emitted = Emitter.ToMethods(lifted, shape, derivative.Type, [.. variables.Select(v => v.Variable)], new object[variables.Length + 1], Pipeline.PurityUnder(options.Rules));
        stages.Add(new Stage("emitted", lifted.CountOperations(), new(() =>
        {
            var text = new StringBuilder(CSharpPrinter.Print(emitted.Main)).Append('\n');
            foreach (var method in emitted.Methods) text.Append('\n').Append(CSharpPrinter.Print(method)).Append('\n');
            return text.ToString();
        })));
    }
}
