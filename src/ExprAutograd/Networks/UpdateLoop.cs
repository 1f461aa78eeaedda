using System.Numerics;
using System.Runtime.InteropServices;

namespace ExprAutograd.Networks;

/// <summary>The next values of some elements of a parameter; what is remembered of their gradients changes with them.</summary>
internal interface IElementUpdate<T>
{
    Vector<T> Next(Vector<T> values, Vector<T> gradient, ref Vector<T> firstMoment, ref Vector<T> secondMoment);
}

/// <summary>An update of all elements of a parameter.</summary>
internal static class UpdateLoop
{
    /// <summary>Writes the next values over the old ones.</summary>
    /// <param name="values">The parameter.</param>
    /// <param name="gradient">Of the same length.</param>
    /// <param name="firstMoment">Of the same length, or empty where nothing is remembered; written to.</param>
    /// <param name="secondMoment">As <paramref name="firstMoment"/>.</param>
    /// <param name="update">What happens to each element.</param>
    public static void Run<T, TUpdate>(Span<T> values, ReadOnlySpan<T> gradient, Span<T> firstMoment, Span<T> secondMoment, TUpdate update)
        where T : unmanaged
        where TUpdate : struct, IElementUpdate<T>
    {
        var whole = values.Length - (values.Length % Vector<T>.Count);
        RunWhole(values[..whole], gradient, firstMoment, secondMoment, update);
        if (whole == values.Length) return;

        // What is left goes through the same code, among zeros, so that no value depends on where it stands.
        Span<T> rest = stackalloc T[Vector<T>.Count], slope = stackalloc T[Vector<T>.Count], first = stackalloc T[Vector<T>.Count], second = stackalloc T[Vector<T>.Count];
        values[whole..].CopyTo(rest);
        gradient[whole..].CopyTo(slope);
        if (!firstMoment.IsEmpty) firstMoment[whole..].CopyTo(first);
        if (!secondMoment.IsEmpty) secondMoment[whole..].CopyTo(second);
        RunWhole(rest, slope, first, second, update);
        var count = values.Length - whole;
        rest[..count].CopyTo(values[whole..]);
        if (!firstMoment.IsEmpty) first[..count].CopyTo(firstMoment[whole..]);
        if (!secondMoment.IsEmpty) second[..count].CopyTo(secondMoment[whole..]);
    }

    private static void RunWhole<T, TUpdate>(Span<T> values, ReadOnlySpan<T> gradient, Span<T> firstMoment, Span<T> secondMoment, TUpdate update)
        where T : unmanaged
        where TUpdate : struct, IElementUpdate<T>
    {
        ref var x = ref MemoryMarshal.GetReference(values);
        ref var g = ref MemoryMarshal.GetReference(gradient[..values.Length]);
        ref var m = ref MemoryMarshal.GetReference(firstMoment);
        ref var v = ref MemoryMarshal.GetReference(secondMoment);
        var (hasFirst, hasSecond) = (!firstMoment.IsEmpty, !secondMoment.IsEmpty);
        for (nuint k = 0; k < (nuint)values.Length; k += (nuint)Vector<T>.Count)
        {
            var first = hasFirst ? Vector.LoadUnsafe(ref m, k) : default;
            var second = hasSecond ? Vector.LoadUnsafe(ref v, k) : default;
            update.Next(Vector.LoadUnsafe(ref x, k), Vector.LoadUnsafe(ref g, k), ref first, ref second).StoreUnsafe(ref x, k);
            if (hasFirst) first.StoreUnsafe(ref m, k);
            if (hasSecond) second.StoreUnsafe(ref v, k);
        }
    }
}
