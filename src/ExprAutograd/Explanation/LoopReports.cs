using System.Collections.Immutable;
using System.Globalization;
using ExprAutograd.Anf;

namespace ExprAutograd.Explanation;

/// <summary>The reports of a function's loops, without numbers that only a run tells.</summary>
internal sealed class LoopReports
{
    private readonly FunctionStudy study;
    private readonly Storage storage;
    private readonly FusionObstacles fusion;
    private readonly Dictionary<WorkLoop, LoopMeasurement>? measured;

    private LoopReports(FunctionStudy study, Storage storage, Dictionary<WorkLoop, LoopMeasurement>? measured)
    {
        (this.study, this.storage, this.measured) = (study, storage, measured);
        fusion = new FusionObstacles(study.Sizes, study.Sources);
    }

    public static ImmutableArray<LoopReport> Of(FunctionStudy study, Storage storage, Dictionary<WorkLoop, LoopMeasurement>? measured = null) =>
        new LoopReports(study, storage, measured).In(study.Root, "", 0);

    /// <summary>What an operation is called, and how often it is made.</summary>
    public static ImmutableArray<CountedOperation> Operations(Work work) =>
        [.. work.Counts.GroupBy(c => c.Key.Name, c => (c.Key.Kind, c.Value)).OrderBy(g => g.First().Kind).ThenBy(g => g.Key, StringComparer.Ordinal).Select(g => new CountedOperation(g.Key, g.Sum(c => c.Value), g.First().Kind is WorkKind.Function or WorkKind.Call or WorkKind.Product))];

    private ImmutableArray<LoopReport> In(WorkBlock block, string prefix, int outerBits)
    {
        var reports = ImmutableArray.CreateBuilder<LoopReport>();
        (WorkBlock Side, WorkLoop Loop)? before = null;
        foreach (var (side, loop) in FunctionStudy.LoopsIn(block))
        {
            var number = prefix + (reports.Count + 1).ToString(CultureInfo.InvariantCulture);
            var obstacle = before is { } last && last.Side == side ? fusion.Between(side.Program, last.Loop.Position, loop.Position) : null;
            reports.Add(Of(loop, number, outerBits, obstacle));
            before = (side, loop);
        }
        return reports.ToImmutable();
    }

    private LoopReport Of(WorkLoop loop, string number, int outerBits, string? fusionObstacle)
    {
        var region = loop.Region;
        var outcome = study.LanesOf(region);
        var bits = outcome is { Bits: > 0 } ? outcome.Bits : outerBits;
        var lanes = FunctionStudy.CountOf(region, bits);
        var work = loop.Body.AtMost();
        return new LoopReport
        {
            Number = number,
            Sources = study.Sources.Of(region),
            Count = Count(region),
            Operations = Operations(work),
            Flops = work.Flops,
            BytesRead = work.BytesRead,
            BytesWritten = work.BytesWritten,
            Lanes = lanes,
            SharedFrom = study.SharedFrom(region),
            LaneObstacle = bits > 0 ? null : outcome?.Obstacle,
            FusionObstacle = fusionObstacle,
            Stored = storage.In(region),
            Loops = In(loop.Body, number + ".", bits),
            Measurement = measured?.GetValueOrDefault(loop),
        };
    }

    /// <summary>How often it runs, in words where no formula says it.</summary>
    private string Count(LoopRegion loop) => (loop.Count, loop.While) switch
    {
        (null, _) => "until it ends",
        (var count, null) => study.Sizes.Of(count),
        var (count, _) => "at most " + study.Sizes.Of(count),
    };
}
