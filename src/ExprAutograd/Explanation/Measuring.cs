using System.Collections.Immutable;
using System.Linq.Expressions;
using ExprAutograd.Compilation;

namespace ExprAutograd.Explanation;

/// <summary>Runs a function: once to count, and in rounds by the clock, as a whole and loop by loop.</summary>
internal static class Measuring
{
    private const double NanosecondsOfRound = 1e6;
    private const int Rounds = 40;
    private const int Allocations = 4;

    public static (CallMeasurement Call, Dictionary<WorkLoop, LoopMeasurement> Loops) Run(FunctionStudy study, object?[] arguments)
    {
        var counted = CountedProgram.Of(study.Root);
        Repeater(CompiledCode.Link(counted.Program, study.Shape, study.Function.Type, study.Options).Main, study.Function, arguments)(1);
        var prediction = new Prediction(study, counted);
        var predicted = prediction.Run();

        var repeat = Repeater(FunctionCompiler.Compile(study.Function, study.Options with { MaxDegreeOfParallelism = 1 }), study.Function, arguments);
        Tiering.Settle(repeat);
        var before = GC.GetAllocatedBytesForCurrentThread();
        repeat(Allocations);
        var allocated = (GC.GetAllocatedBytesForCurrentThread() - before) / Allocations;
        var measured = FastestRound.Of(repeat, NanosecondsOfRound, Rounds);
        var clocks = Clocks(study, arguments);

        var loops = new Dictionary<WorkLoop, LoopMeasurement>();
        Describe(study.Root);
        var total = Totals(counted, All(study.Root));
        return (new CallMeasurement(total.Flops, total.Read, total.Written, counted.Counters.AllBytes, allocated, predicted, measured, NotPredicted(study)), loops);

        void Describe(WorkBlock block)
        {
            foreach (var (side, loop) in FunctionStudy.LoopsIn(block))
            {
                var (flops, read, written) = Totals(counted, loop.Body.Sides);
                var (nanoseconds, limit) = prediction[loop];
                loops[loop] = new LoopMeasurement(counted.RunsOf(side), counted.RunsOf(loop.Body), flops, read, written, nanoseconds, clocks.TryGetValue(loop, out var time) ? time : null, limit);
                Describe(loop.Body);
            }
        }
    }

    private static ImmutableArray<string> NotPredicted(FunctionStudy study) =>
        [.. All(study.Root).SelectMany(block => block.Own.Counts.Keys).Where(item => item.Kind == WorkKind.Call).Select(item => item.Name).Distinct().Order(StringComparer.Ordinal)];

    private static IEnumerable<WorkBlock> All(WorkBlock block) => block.Sides.Concat(FunctionStudy.LoopsIn(block).SelectMany(l => All(l.Loop.Body)));

    private static (long Flops, long Read, long Written) Totals(CountedProgram counted, IEnumerable<WorkBlock> blocks)
    {
        var (flops, read, written) = (0L, 0L, 0L);
        foreach (var block in blocks)
        {
            var runs = counted.RunsOf(block);
            flops += (runs * block.Own.Flops) + (long)(2 * counted.MultiplicationsOf(block));
            read += runs * block.Own.BytesRead;
            written += runs * block.Own.BytesWritten;
        }
        return (flops, read, written);
    }

    /// <summary>The time of each loop that stands in the function itself.</summary>
    private static Dictionary<WorkLoop, double> Clocks(FunctionStudy study, object?[] arguments)
    {
        ImmutableArray<WorkLoop> outermost = study.Root.Loops;
        if (outermost.IsEmpty) return [];
        var (program, clocks) = LoopClocks.Around(study.Program, outermost);
        var timed = CompiledCode.Link(Pipeline.InLanes(program, study.Options), study.Shape, study.Function.Type, study.Options).Main;
        var best = outermost.ToDictionary(l => l, _ => double.PositiveInfinity);
        var repeat = Repeater(timed, study.Function, arguments);
        Tiering.Settle(repeat);
        FastestRound.Of(repeat, NanosecondsOfRound, Rounds, () =>
        {
            for (var k = 0; k < outermost.Length; k++) best[outermost[k]] = Math.Min(best[outermost[k]], clocks.NanosecondsOf(k));
            clocks.Clear();
        });
        return best;
    }

    /// <summary>Calls of a delegate of any type, so many in a row, as fast as a caller makes them.</summary>
    private static Action<int> Repeater(Delegate function, LambdaExpression signature, object?[] arguments)
    {
        var (times, k, exit) = (Expression.Parameter(typeof(int), "times"), Expression.Variable(typeof(int), "k"), Expression.Label());
        var values = signature.Parameters.Zip(arguments, (p, a) => (Local: Expression.Variable(p.Type, p.Name), Value: Expression.Constant(a, p.Type))).ToList();
        var target = Expression.Variable(function.GetType(), "function");
        var body = Expression.Block(
            [k, target, .. values.Select(v => v.Local)],
            [
                Expression.Assign(target, Expression.Constant(function, function.GetType())),
                .. values.Select(v => Expression.Assign(v.Local, v.Value)),
                Expression.Loop(
                    Expression.IfThenElse(
                        Expression.LessThan(k, times),
                        Expression.Block(Expression.Invoke(target, values.Select(v => v.Local)), Expression.PreIncrementAssign(k)),
                        Expression.Break(exit)),
                    exit),
            ]);
        return Expression.Lambda<Action<int>>(body, times).Compile();
    }
}
