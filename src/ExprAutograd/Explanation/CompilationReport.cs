using System.Collections.Immutable;
using System.Linq.Expressions;
using ExprAutograd.Compilation;
using ExprAutograd.Dense;
using ExprAutograd.Explanation;

namespace ExprAutograd;

/// <summary>What the compiler made of a function, loop by loop: what was fused, what runs in lanes and what prevents it, what is stored, and what it costs.</summary>
/// <remarks>Made by <see cref="Autograd.Explain(LambdaExpression, AutogradOptions?)"/>. Immutable.</remarks>
public sealed class CompilationReport
{
    private readonly FunctionStudy study;

    private CompilationReport(FunctionStudy study, Dictionary<WorkLoop, LoopMeasurement>? loops, CallMeasurement? call)
    {
        this.study = study;
        var storage = Storage.Of(study);
        var work = study.Root.AtMost();
        Loops = LoopReports.Of(study, storage, loops);
        Stored = storage.Outside;
        Operations = LoopReports.Operations(work);
        VectorBits = LaneWidth.Bits;
        Measurement = call;
    }

    /// <summary>The function that is explained.</summary>
    public LambdaExpression Function => study.Function;

    /// <summary>What the user wrote: of what transforms returned, the function they were given.</summary>
    public LambdaExpression Source => study.Source;

    /// <summary>The width of the vectors that loops in lanes use here: 512, 256 or 128 bits; 0 where the machine has none.</summary>
    public int VectorBits { get; }

    /// <summary>The loops in the order they run.</summary>
    public ImmutableArray<LoopReport> Loops { get; }

    /// <summary>The operations that are made once a call, outside of loops.</summary>
    public ImmutableArray<CountedOperation> Operations { get; }

    /// <summary>The arrays and tapes that are made once a call; those of an iteration are with its loop.</summary>
    public ImmutableArray<StoredValues> Stored { get; }

    /// <summary>What a call did; null before <see cref="Measure"/>.</summary>
    public CallMeasurement? Measurement { get; }

    /// <summary>The report with numbers: counts, bytes, predicted and measured time at these arguments.</summary>
    /// <param name="arguments">One argument per parameter; what the function writes to is written to.</param>
    /// <returns>A new report.</returns>
    /// <exception cref="ArgumentException">The arguments are not those of the function.</exception>
    /// <remarks>
    /// Calls the function for about a tenth of a second; the model of the machine is measured along the way, each constant once in a process.
    /// All is of one thread. Predictions are for data that stay where the calls before left them. A clock around a loop costs some tens of nanoseconds, which are taken off.
    /// </remarks>
    public CompilationReport Measure(params object?[] arguments)
    {
        var (call, loops) = Measuring.Run(study, ArgumentList.Of(study.Function, arguments));
        return new CompilationReport(study, loops, call);
    }

    /// <summary>The report as a table, a row per loop, with a line for each thing there is to say about it.</summary>
    public string ToText() => ReportText.Of(this);

    /// <inheritdoc cref="ToText"/>
    public override string ToString() => ToText();

    internal static CompilationReport Of(LambdaExpression function, AutogradOptions? options) => new(FunctionStudy.Of(function, options), null, null);
}
