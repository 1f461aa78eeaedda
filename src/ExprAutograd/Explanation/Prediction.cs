using System.Collections.Immutable;
using System.Linq.Expressions;
using ExprAutograd.Anf;
using ExprAutograd.Diagnostics;
using ExprAutograd.Expressions;

namespace ExprAutograd.Explanation;

/// <summary>The time of a counted run, by the model of the machine.</summary>
internal sealed class Prediction(FunctionStudy study, CountedProgram counted)
{
    private readonly Dictionary<WorkLoop, (double Nanoseconds, LoopLimit Limit)> loops = [];

    /// <summary>The time of a loop with all inside, and what takes most of it.</summary>
    public (double Nanoseconds, LoopLimit Limit) this[WorkLoop loop] => loops[loop];

    /// <summary>The time of a call.</summary>
    public double Run()
    {
        var total = Times.Of(study.Root, study.Root.Sides, counted.RunsOf, MachineModel.Scalar, counted).Total;
        var perByte = MachineModel.MemoryByte(counted.Counters.AllBytes);
        foreach (var (side, loop) in FunctionStudy.LoopsIn(study.Root))
        {
            var times = Nest(loop, counted.RunsOf(side), outerBits: 0);
            var moved = Math.Min(counted.BytesOf(loop), BytesMoved(loop)) * perByte;
            if (moved > times.Total) loops[loop] = (moved, LoopLimit.Memory);
            total += loops[loop].Nanoseconds;
        }
        return total;
    }

    private Times Nest(WorkLoop loop, long entries, int outerBits)
    {
        var bits = study.LanesOf(loop.Region) is { Bits: > 0 } own ? own.Bits : outerBits;
        var model = MachineModel.Of(FunctionStudy.NumberOf(loop.Region), isInLanes: bits > 0);
        var iterations = counted.RunsOf(loop.Body);

        // In lanes both sides of every branch are computed.
        var times = Times.Of(loop.Body, loop.Body.Sides, side => bits > 0 ? iterations : counted.RunsOf(side), model, counted);
        times[LoopLimit.Counting] += iterations * 4 * model.Of(new WorkItem(WorkKind.Integer));
        var carried = iterations * ChainOf(loop.Region, model);
        if (carried > times.Total) times = new Times { [LoopLimit.CarriedResult] = carried };
        times[LoopLimit.Counting] += entries * MachineModel.Entry;
        foreach (var (side, inner) in FunctionStudy.LoopsIn(loop.Body)) times.Add(StackGuard.Run(() => Nest(inner, counted.RunsOf(side), bits)));
        loops[loop] = (times.Total, times.Most);
        return times;
    }

    private double BytesMoved(WorkLoop loop) =>
        loop.Body.Sides.Sum(side => (double)counted.RunsOf(side) * (side.Own.BytesRead + side.Own.BytesWritten)) + FunctionStudy.LoopsIn(loop.Body).Sum(inner => BytesMoved(inner.Loop));

    /// <summary>The longest chain of operations from the numbers that an iteration is handed to those that it hands on.</summary>
    private static double ChainOf(LoopRegion loop, MachineModel model)
    {
        var ready = loop.State.Where(s => NumericTypes.IsFloating(s.Type)).ToDictionary(s => s, _ => 0.0);
        if (ready.Count == 0) return 0;
        foreach (var equation in loop.Body.Equations)
        {
            var start = -1.0;
            FreeVariables.ForEach(equation.Value, v => start = Math.Max(start, ready.GetValueOrDefault(v, -1)));
            if (start < 0) continue;
            foreach (var variable in equation.Variables) ready[variable] = start + Latency(equation.Value, model);
        }
        return loop.Body.Results.Max(r => r is ParameterExpression p ? ready.GetValueOrDefault(p) : 0);
    }

    private static double Latency(Expression value, MachineModel model)
    {
        if (value is LoopRegion) return 0;
        if (value is Region) return model.CarriedAddition;
        var work = new Work();
        work.Add(value);
        return work.Counts.Keys.Sum(item => model.Carried(item));
    }

    /// <summary>Nanoseconds by what takes them.</summary>
    private sealed class Times
    {
        private readonly double[] nanoseconds = new double[Enum.GetValues<LoopLimit>().Length];

        public double this[LoopLimit limit]
        {
            get => nanoseconds[(int)limit];
            set => nanoseconds[(int)limit] = value;
        }

        public double Total => nanoseconds.Sum();

        public LoopLimit Most => (LoopLimit)Array.IndexOf(nanoseconds, nanoseconds.Max());

        /// <summary>The time of a block and of the sides of its branches, but for the loops in them.</summary>
        public static Times Of(WorkBlock block, IEnumerable<WorkBlock> sides, Func<WorkBlock, long> runsOf, MachineModel model, CountedProgram counted)
        {
            var times = new Times();
            foreach (var side in sides)
            {
                var runs = runsOf(side);
                foreach (var (item, count) in side.Own.Counts) times[LimitOf(item.Kind)] += runs * count * model.Of(item);
                times[LoopLimit.LoadsAndStores] += counted.WholeBytesOf(side) * MachineModel.WholeByte;
                times[LoopLimit.Products] += counted.MultiplicationsOf(side) * (side.Own.Counts.ContainsKey(new WorkItem(WorkKind.Product)) ? MachineModel.Multiplication : 0);
            }
            return times;
        }

        public void Add(Times other)
        {
            for (var k = 0; k < nanoseconds.Length; k++) nanoseconds[k] += other.nanoseconds[k];
        }

        private static LoopLimit LimitOf(WorkKind kind) => kind switch
        {
            WorkKind.Arithmetic or WorkKind.Division or WorkKind.SquareRoot => LoopLimit.Arithmetic,
            WorkKind.Function or WorkKind.Call => LoopLimit.Functions,
            WorkKind.Integer => LoopLimit.Counting,
            WorkKind.Product => LoopLimit.Products,
            _ => LoopLimit.LoadsAndStores,
        };
    }
}
