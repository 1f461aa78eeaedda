using System.Linq.Expressions;
using ExprAutograd.Anf;
using ExprAutograd.Diagnostics;
using ExprAutograd.Expressions;

namespace ExprAutograd.Lowering;

/// <summary>Which method each equation goes to, so that every method stays within what the JIT optimises.</summary>
/// <remarks>
/// <para>Past some 2,000 locals or 20,000 IL instructions the JIT compiles without optimising (1.3 to 4.5 times slower per operation, .NET 10,
/// 2026-11); 20,000 operations as methods of 1,000 run 3.1 times faster than as one. Method 0 is the delegate itself.</para>
/// <para>What costs is the values: a program of few at a time is compiled well at three times the size (Rosenbrock of 100 numbers, 1,684
/// operations: 1.11 of the hand-written loop as one method, 1.25 as four; 2026-11).</para>
/// <para>A program that does not fit becomes a sequence of methods; what is alive between them crosses in a <see cref="Frame"/>. A nested
/// program too large, or nested too deep, becomes methods of its own.</para>
/// </remarks>
internal sealed class MethodPlan
{
    private const int OperationsPerMethod = 800;
    private const int OperationsPerQuietMethod = 2400;
    private const int MostAliveWhenQuiet = 100;
    private const int DeepestNesting = 24;

    private readonly Dictionary<AnfProgram, List<Segment>> segments = [];
    private readonly Dictionary<AnfProgram, int> sizes = [];
    private readonly Dictionary<ParameterExpression, int> definedIn = [];
    private readonly HashSet<ParameterExpression> crossing = [];

    /// <summary>Equations from <paramref name="Start"/> to before <paramref name="End"/> run in method <paramref name="Method"/>.</summary>
    internal readonly record struct Segment(int Start, int End, int Method);

    public int MethodCount { get; private set; } = 1;

    /// <summary>The variables read in another method than the one that assigns them, in no order.</summary>
    public IReadOnlyCollection<ParameterExpression> Crossing => crossing;

    public bool IsSplit => MethodCount > 1;

    public static MethodPlan Of(AnfProgram program)
    {
        var plan = new MethodPlan();
        if (plan.Measure(program) > OperationsPerMethod && MostAlive(program) <= MostAliveWhenQuiet) plan.operationsPerMethod = OperationsPerQuietMethod;
        if (plan.sizes[program] <= plan.operationsPerMethod && plan.depths[program] <= DeepestNesting) return Single(program);
        foreach (var parameter in program.Parameters) plan.definedIn[parameter] = 0;
        plan.PlaceApart(program);
        foreach (var result in program.Results) plan.Read(result, 0);
        return plan;
    }

    /// <summary>Everything in method 0, whatever the size: for reading, not for running.</summary>
    public static MethodPlan Single(AnfProgram program)
    {
        var plan = new MethodPlan();
        plan.Measure(program);
        plan.isSingle = true;
        plan.PlaceInline(program, 0);
        return plan;
    }

    /// <summary>True when the program has methods of its own rather than running where its region stands.</summary>
    public bool IsApart(AnfProgram program) => inlineMethod[program] < 0;

    public IReadOnlyList<Segment> SegmentsOf(AnfProgram program) => segments[program];

    public bool IsCrossing(ParameterExpression variable) => crossing.Contains(variable);

    private bool isSingle;
    private int loopsAround;
    private int operationsPerMethod = OperationsPerMethod;
    private readonly Dictionary<AnfProgram, int> inlineMethod = [];
    private readonly Dictionary<AnfProgram, int> depths = [];

    /// <summary>The most values of the program alive at one time, those inside its regions apart.</summary>
    private static int MostAlive(AnfProgram program)
    {
        var lastRead = new Dictionary<ParameterExpression, int>();
        for (var k = 0; k < program.Equations.Length; k++) FreeVariables.ForEach(program.Equations[k].Value, v => lastRead[v] = k);
        foreach (var result in program.Results)
            if (result is ParameterExpression p) lastRead[p] = program.Equations.Length;
        var deaths = new int[program.Equations.Length + 1];
        foreach (var last in lastRead.Values) deaths[last]++;
        var (alive, most) = (program.Parameters.Count(lastRead.ContainsKey), 0);
        for (var k = 0; k < program.Equations.Length; k++)
        {
            alive += program.Equations[k].Variables.Count(lastRead.ContainsKey);
            most = Math.Max(most, alive);
            alive -= deaths[k];
        }
        return most;
    }

    private int Measure(AnfProgram program)
    {
        var size = 0;
        var depth = 0;
        foreach (var equation in program.Equations)
        {
            size++;
            if (equation.Value is not Region region) continue;
            foreach (var nested in region.Programs)
            {
                size += StackGuard.Run(() => Measure(nested));
                depth = Math.Max(depth, depths[nested] + 1);
            }
        }
        depths[program] = depth;
        return sizes[program] = size;
    }

    private void PlaceInline(AnfProgram program, int method)
    {
        segments[program] = [new Segment(0, program.Equations.Length, method)];
        inlineMethod[program] = method;
        if (isSingle)
        {
            // Nothing crosses: only where the nested programs run is asked for.
            foreach (var equation in program.Equations)
                if (equation.Value is Region region)
                    foreach (var nested in region.Programs) StackGuard.Run(() => { PlaceInline(nested, method); return 0; });
            return;
        }
        foreach (var parameter in program.Parameters) definedIn[parameter] = method;
        foreach (var equation in program.Equations) Place(equation, method);
        foreach (var result in program.Results) Read(result, method);
    }

    private void PlaceApart(AnfProgram program)
    {
        var parts = new List<Segment>();
        var (start, used, method) = (0, 0, MethodCount++);
        for (var k = 0; k < program.Equations.Length; k++)
        {
            var cost = Cost(program.Equations[k]);
            if (used > 0 && used + cost > operationsPerMethod)
            {
                parts.Add(new Segment(start, k, method));
                (start, used, method) = (k, 0, MethodCount++);
            }
            used += cost;
            Place(program.Equations[k], method);
        }
        parts.Add(new Segment(start, program.Equations.Length, method));
        segments[program] = parts;
        inlineMethod[program] = -1;
        foreach (var result in program.Results) Read(result, method);
    }

    private int Cost(Equation equation) => equation.Value is Region region ? 1 + region.Programs.Sum(p => Fits(p) || region is LoopRegion ? sizes[p] : 2) : 1;

    private bool Fits(AnfProgram nested) => isSingle || sizes[nested] <= OperationsPerMethod / 4 && depths[nested] < DeepestNesting;

    private void Place(Equation equation, int method)
    {
        if (equation.Value is Region region)
        {
            foreach (var operand in region.Operands) Read(operand, method);
            foreach (var nested in region.Programs)
            {
                // A loop body stays with its loop: a call per iteration is what the loop is there to avoid, and its state lives in locals.
                if (Fits(nested) || region is LoopRegion || loopsAround > 0)
                {
                    if (region is LoopRegion) loopsAround++;
                    StackGuard.Run(() => { PlaceInline(nested, method); return 0; });
                    if (region is LoopRegion) loopsAround--;
                }
                else
                {
                    StackGuard.Run(() => { PlaceApart(nested); return 0; });
                    foreach (var variable in equation.Variables) crossing.Add(variable); // The methods apart leave the results in the frame.
                }
            }
        }
        else
        {
            for (int k = 0, count = Operation.OperandCount(equation.Value); k < count; k++) Read(Operation.Operand(equation.Value, k), method);
        }
        foreach (var variable in equation.Variables) definedIn[variable] = method;
    }

    private void Read(Expression atom, int method)
    {
        if (atom is ParameterExpression p && definedIn.TryGetValue(p, out var home) && home != method) crossing.Add(p);
    }
}
