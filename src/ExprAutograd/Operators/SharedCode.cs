using System.Collections.Immutable;
using MathNet.Numerics;

namespace ExprAutograd.Operators;

/// <summary>Iterations <paramref name="first"/> to before <paramref name="first"/> + <paramref name="count"/> of a loop.</summary>
internal delegate void LoopPart(SharedCall call, int part, int first, int count);

/// <summary>A loop that threads share when it is long: its code over some of its iterations, made at the first call that needs it.</summary>
/// <remarks>How it is divided depends on the lengths alone, so results do not depend on how many threads there are, or on which of them did what.</remarks>
/// <param name="workOfIteration">Roughly, the additions that take as long as an iteration.</param>
/// <param name="degree">The most threads; null for as many as the process allows its linear algebra.</param>
/// <param name="places">What goes in and out.</param>
/// <param name="compile">Makes the code.</param>
internal sealed class SharedCode(long workOfIteration, int? degree, ImmutableArray<SharedPlace> places, Func<LoopPart> compile)
{
    private const int MostParts = 64;

    /// <summary>What parts of their own arrays may cost, in elements for each unit of work.</summary>
    private const long LeastWorkOfAddedElement = 8;

    /// <summary>The most elements that all parts have of their own: 64 MB of doubles.</summary>
    private const int MostAddedElements = 1 << 23;

    /// <summary>Calls in flight at once beyond this number make objects of their own.</summary>
    private const int MostIdle = 16;

    private readonly long workOfPart = WorkOfPart;
    private readonly int grain = Grain;
    private readonly Lazy<LoopPart> code = new(compile);
    private SharedCall?[]? idle;

    /// <summary>The work that is worth a thread; less only in tests.</summary>
    /// <remarks>Some twenty to a hundred microseconds: a thread of the pool wakes in about five.</remarks>
    internal static long WorkOfPart { get; set; } = 1 << 19;

    /// <summary>Parts are so many iterations, or a multiple: no two threads write to one line of the cache, and vectors are full; less only in tests.</summary>
    internal static int Grain { get; set; } = 64;

    public ImmutableArray<SharedPlace> Places => places;

    /// <summary>The fewest iterations that are shared.</summary>
    public int LeastCount => (int)Math.Min(int.MaxValue, Math.Max(grain + 1, (2 * workOfPart / workOfIteration) + 1));

    public LoopPart Code => code.Value;

    public int Threads => degree ?? Control.MaxDegreeOfParallelism;

    /// <summary>How many iterations a part has.</summary>
    /// <param name="count">How many iterations there are.</param>
    /// <param name="added">How many elements every part has of its own, to be added up in the end.</param>
    public int PartLength(int count, int added)
    {
        var most = Math.Clamp(MostAddedElements / Math.Max(added, 1), 1, MostParts);
        var parts = (int)Math.Clamp(count * workOfIteration / Math.Max(workOfPart, LeastWorkOfAddedElement * added), 1, most);
        return ((count - 1) / parts / grain + 1) * grain;
    }

    public SharedCall Rent()
    {
        foreach (ref var slot in (idle ?? FirstIdle()).AsSpan())
            if (slot is not null && Interlocked.Exchange(ref slot, null) is { } call) return call;
        return new SharedCall(this);
    }

    /// <summary>Enough for calls one after another: threads that came too late to help hold on to an object for a while.</summary>
    private SharedCall?[] FirstIdle()
    {
        var first = new SharedCall?[MostIdle];
        for (var k = 0; k < Math.Min(MostIdle, 2 * Environment.ProcessorCount); k++) first[k] = new SharedCall(this);
        return Interlocked.CompareExchange(ref idle, first, null) ?? first;
    }

    public void Return(SharedCall call)
    {
        foreach (ref var slot in idle.AsSpan())
            if (slot is null && Interlocked.CompareExchange(ref slot, call, null) is null) return;
    }
}

/// <summary>What all parts have of one variable.</summary>
internal enum SharedKind
{
    /// <summary>A value that they read, or an array of which each writes its own elements.</summary>
    Value,

    /// <summary>A sum, of which each has a part.</summary>
    Sum,

    /// <summary>An array that each adds to, in an array of its own.</summary>
    Addition,
}

/// <summary>A variable that goes into a shared loop, or comes out of it.</summary>
internal readonly record struct SharedPlace(SharedKind Kind, Type Type);
