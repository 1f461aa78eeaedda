using System.Collections.Immutable;
using System.Linq.Expressions;
using System.Reflection;
using ExprAutograd.Anf;
using ExprAutograd.Expressions;
using ExprAutograd.Operators;

namespace ExprAutograd.Lowering;

/// <summary>Equations in an order that keeps few values alive: what can be computed now and frees an operand is computed now.</summary>
/// <remarks>
/// <code>
/// a = x * x                       a  = x * x
/// b = y * y                       dx = 2 * x        (x dies here)
/// v = a + b              =>       b  = y * y
/// dx = 2 * x                      dy = 2 * y
/// dy = 2 * y                      v  = a + b
/// </code>
/// A gradient comes as all of the forward sweep and then all of the reverse one; in a sum of terms each term's adjoint needs its own term only.
/// Stores at distinct constant positions of one array are in no order among themselves and go where their values are.
/// Values do not change: every operation and its operands are the same. Rosenbrock of 100 variables, unrolled: see perf.
/// </remarks>
internal sealed class Scheduler
{
    private readonly AnfProgram program;
    private readonly Dictionary<ParameterExpression, int> definedBy = [];
    private readonly List<int>[] users;
    private readonly ParameterExpression[][] operands;
    private readonly int[] missing;
    private readonly bool[] isDone;
    private readonly Dictionary<ParameterExpression, int> remainingUses = [];
    private readonly Dictionary<int, StoreChain> chainOf = [];
    private readonly ImmutableArray<Equation>.Builder scheduled = ImmutableArray.CreateBuilder<Equation>();

    private Scheduler(AnfProgram program, Func<MethodInfo, bool> isPure)
    {
        this.program = program;
        var count = program.Equations.Length;
        users = new List<int>[count];
        operands = new ParameterExpression[count][];
        missing = new int[count];
        isDone = new bool[count];
        var lastOrdered = -1;
        for (var k = 0; k < count; k++)
        {
            users[k] = [];
            var read = new HashSet<ParameterExpression>();
            FreeVariables.ForEach(program.Equations[k].Value, v => read.Add(v));
            operands[k] = [.. read];
            foreach (var v in read)
            {
                remainingUses[v] = remainingUses.GetValueOrDefault(v) + 1;
                if (definedBy.TryGetValue(v, out var at)) Require(at, k);
            }
            foreach (var v in program.Equations[k].Variables) definedBy[v] = k;
            if (!MustKeepOrder(program.Equations[k].Value, isPure)) continue;
            if (lastOrdered >= 0) Require(lastOrdered, k);
            lastOrdered = k;
        }
        foreach (var result in program.Results)
            if (result is ParameterExpression p) remainingUses[p] = int.MaxValue / 2;
        foreach (var chain in StoreChain.In(program, definedBy, remainingUses)) Unorder(chain);
    }

    public static AnfProgram Run(AnfProgram program, Func<MethodInfo, bool> isPure)
    {
        if (program.Equations.Length < 3) return program;
        var scheduler = new Scheduler(program, isPure);

        // An array that stores wait for is made as soon as it can be.
        foreach (var chain in scheduler.chainOf.Values.Distinct())
            if (scheduler.definedBy.TryGetValue(chain.Root, out var root) && scheduler.missing[root] == 0) scheduler.Emit(root);
        for (var k = 0; k < program.Equations.Length; k++)
            if (!scheduler.isDone[k]) scheduler.Emit(k);
        return program.With(scheduler.scheduled.ToImmutable());
    }

    private static bool MustKeepOrder(Expression value, Func<MethodInfo, bool> isPure) => value is Region region
        ? region.Programs.Any(p => p.Equations.Any(e => Diagnostics.StackGuard.Run(() => MustKeepOrder(e.Value, isPure))))
        : !Purity.IsPure(value, isPure);

    private void Require(int first, int then)
    {
        users[first].Add(then);
        missing[then]++;
    }

    /// <summary>Each store of the chain waits for the array and its own value, not for the store before it.</summary>
    private void Unorder(StoreChain chain)
    {
        foreach (var (previous, next) in chain.Stores.Zip(chain.Stores.Skip(1)))
        {
            users[previous].Remove(next);
            missing[next]--;
            if (definedBy.TryGetValue(chain.Root, out var root)) Require(root, next);
        }
        foreach (var k in chain.Stores) chainOf[k] = chain;

        // What reads the finished array waits for all of the stores.
        var last = chain.Stores[^1];
        foreach (var reader in users[last])
            foreach (var k in chain.Stores)
                if (k != last) Require(k, reader);
    }

    private void Emit(int first)
    {
        var pending = new Stack<int>([first]);
        while (pending.TryPop(out var k))
        {
            if (isDone[k] || missing[k] > 0) continue;
            if (k != first && !FreesAnOperand(k)) continue;
            isDone[k] = true;
            scheduled.Add(chainOf.TryGetValue(k, out var chain) ? chain.Next(program.Equations[k]) : program.Equations[k]);
            foreach (var user in users[k]) missing[user]--;

            // Candidates: what reads the result, and what reads an operand that has one reader left. The earliest is popped first.
            var candidates = new SortedSet<int>(users[k].Where(u => !isDone[u]));
            foreach (var v in operands[k])
                if (--remainingUses[v] == 1 && definedBy.TryGetValue(v, out var at)) candidates.UnionWith(users[at].Where(u => !isDone[u]));
            foreach (var candidate in candidates.Reverse()) pending.Push(candidate);
        }
    }

    /// <summary>True when the operation is the last reader of an operand, or a store: then at most as much is alive after it as before.</summary>
    private bool FreesAnOperand(int k) => chainOf.ContainsKey(k) || operands[k].Any(v => remainingUses[v] == 1 && definedBy.ContainsKey(v));
}

/// <summary>Stores to one array at distinct constant positions, each version read by the next store only.</summary>
internal sealed class StoreChain(ParameterExpression root, List<int> stores, ParameterExpression result)
{
    private Expression version = root;
    private int emitted;

    public ParameterExpression Root { get; } = root;

    public List<int> Stores { get; } = stores;

    /// <summary>The store as the next of the chain, whichever it was; the last one yields the chain's result.</summary>
    public Equation Next(Equation store)
    {
        var call = (MethodCallExpression)store.Value;
        var next = ++emitted == Stores.Count ? result : Expression.Variable(result.Type, result.Name);
        var equation = new Equation(next, Expression.Call(call.Method, version, call.Arguments[1], call.Arguments[2]));
        version = next;
        return equation;
    }

    public static List<StoreChain> In(AnfProgram program, Dictionary<ParameterExpression, int> definedBy, Dictionary<ParameterExpression, int> uses)
    {
        var chains = new List<StoreChain>();
        var isTaken = new HashSet<int>();
        for (var k = program.Equations.Length - 1; k >= 0; k--)
        {
            if (isTaken.Contains(k) || StoreAt(program, k) is not { } store) continue;
            var stores = new List<int>();
            var positions = new HashSet<int>();
            var at = k;
            var root = store.Array;
            while (StoreAt(program, at) is { } s && positions.Add(s.Position) && (at == k || uses[program.Equations[at].Variable] == 1))
            {
                stores.Add(at);
                isTaken.Add(at);
                root = s.Array;
                if (!definedBy.TryGetValue(s.Array, out at)) break;
            }
            stores.Reverse();
            if (stores.Count > 1 && uses[root] == 1) chains.Add(new StoreChain(root, stores, program.Equations[k].Variable));
        }
        return chains;
    }

    private static (ParameterExpression Array, int Position)? StoreAt(AnfProgram program, int k) =>
        program.Equations[k].Value is MethodCallExpression { Method: { Name: nameof(ArrayOperators.Store) } m } call && m.DeclaringType == typeof(ArrayOperators)
        && call.Arguments[0] is ParameterExpression array && Atom.TryGetInteger(call.Arguments[1], out var position) ? (array, position) : null;
}
