using System.Numerics;
using ExprAutograd.Dense;

namespace ExprAutograd.Operators;

/// <summary>One run of a shared loop: what it reads, and what its parts leave.</summary>
internal sealed class SharedCall : SharedWork
{
    private readonly SharedCode code;
    private readonly SharedCell[] cells;
    private int count;
    private int partLength;
    private int holders;

    internal SharedCall(SharedCode code)
    {
        this.code = code;
        cells = [.. code.Places.Select(SharedCell.Of)];
    }

    internal T Cell<T>(int place)
        where T : SharedCell => (T)cells[place];

    /// <summary>The first hold is the caller's, until it has what it came for; the second is that of the threads.</summary>
    internal void Open() => holders = 2;

    internal void Run(int iterations, int length)
    {
        (count, partLength) = (iterations, length);
        var parts = (iterations + length - 1) / length;
        foreach (var cell in cells) cell.Open(parts);
        Share(parts, code.Threads);
        foreach (var cell in cells) cell.Gather(parts);
    }

    internal void Close()
    {
        foreach (var cell in cells) cell.Clear();
        Return();
    }

    protected override void Do(int part)
    {
        var first = part * partLength;
        code.Code(this, part, first, Math.Min(partLength, count - first));
    }

    protected override void Return()
    {
        if (Interlocked.Decrement(ref holders) == 0) code.Return(this);
    }
}

/// <summary>Room for one variable of a shared loop.</summary>
internal abstract class SharedCell
{
    public static SharedCell Of(SharedPlace place)
    {
        var cell = place.Kind switch { SharedKind.Value => typeof(SharedValue<>), SharedKind.Sum => typeof(SharedSum<>), _ => typeof(SharedAddition<>) };
        return (SharedCell)Activator.CreateInstance(cell.MakeGenericType(place.Type))!;
    }

    /// <summary>Makes room for so many parts.</summary>
    public virtual void Open(int parts)
    {
    }

    /// <summary>Adds up what the parts left, in their order.</summary>
    public virtual void Gather(int parts)
    {
    }

    /// <summary>Lets go of what is the caller's.</summary>
    public abstract void Clear();
}

/// <summary>A value.</summary>
internal sealed class SharedValue<T> : SharedCell
{
    public T Value { get; set; } = default!;

    public override void Clear() => Value = default!;
}

/// <summary>A sum.</summary>
internal sealed class SharedSum<T> : SharedCell
    where T : struct, INumberBase<T>
{
    public T[] Parts { get; private set; } = [];

    public T Total { get; private set; }

    public override void Open(int parts)
    {
        if (Parts.Length < parts) Parts = new T[parts];
    }

    public override void Gather(int parts)
    {
        Total = T.Zero;
        foreach (var part in Parts.AsSpan(0, parts)) Total += part;
    }

    public override void Clear()
    {
    }
}

/// <summary>An array that is added to.</summary>
internal sealed class SharedAddition<T> : SharedCell
    where T : struct, INumberBase<T>
{
    private T[][] own = [];

    public T[] Target { get; set; } = [];

    public override void Open(int parts)
    {
        if (own.Length < parts) Array.Resize(ref own, parts);
        for (var part = 0; part < parts; part++)
            if (own[part] is not { } kept || kept.Length != Target.Length) own[part] = new T[Target.Length];
    }

    /// <summary>The zeros that a part adds to.</summary>
    public T[] Part(int part)
    {
        Array.Clear(own[part]);
        return own[part];
    }

    public override void Gather(int parts)
    {
        var target = Target;
        foreach (var part in own.AsSpan(0, parts))
            for (var k = 0; k < target.Length; k++) target[k] += part[k];
    }

    public override void Clear() => Target = [];
}
