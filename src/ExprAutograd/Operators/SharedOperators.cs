using System.Numerics;

namespace ExprAutograd.Operators;

/// <summary>A loop shared among threads, as operations: what goes in, the run, what comes out. They are effects, in this order.</summary>
/// <remarks>
/// <code>
/// call = Open(code); y1 = Share(y, call, 0); Give(call, 2, x); Run(call, n, PartLength(code, n, 0)); y2 = Shared(y1, call); s = Total(call, 1); Close(call)
/// </code>
/// </remarks>
internal static class SharedOperators
{
    /// <summary>How many iterations a part has.</summary>
    public static int PartLength(SharedCode code, int count, int added) => code.PartLength(count, added);

    /// <summary>Room for a run of the loop.</summary>
    public static SharedCall Open(SharedCode code)
    {
        var call = code.Rent();
        call.Open();
        return call;
    }

    /// <summary>Hands a value over, to be read.</summary>
    /// <returns>True.</returns>
    public static bool Give<T>(SharedCall call, int place, T value)
    {
        call.Cell<SharedValue<T>>(place).Value = value;
        return true;
    }

    /// <summary>Hands an array over, to be written to at each iteration's own index.</summary>
    public static T[] Share<T>(T[] array, SharedCall call, int place)
    {
        var copy = (T[])array.Clone();
        ShareTo(copy, call, place);
        return copy;
    }

    /// <inheritdoc cref="Share"/>
    public static void ShareTo<T>(T[] array, SharedCall call, int place) => call.Cell<SharedValue<T[]>>(place).Value = array;

    /// <summary>Hands an array over, to be added to anywhere.</summary>
    public static T[] ShareSum<T>(T[] array, SharedCall call, int place)
        where T : struct, INumberBase<T>
    {
        var copy = (T[])array.Clone();
        ShareSumTo(copy, call, place);
        return copy;
    }

    /// <inheritdoc cref="ShareSum"/>
    public static void ShareSumTo<T>(T[] array, SharedCall call, int place)
        where T : struct, INumberBase<T> => call.Cell<SharedAddition<T>>(place).Target = array;

    /// <summary>Runs the loop; threads of the pool help.</summary>
    /// <returns>True.</returns>
    public static bool Run(SharedCall call, int count, int partLength)
    {
        call.Run(count, partLength);
        return true;
    }

    /// <summary>The array that was handed over, as the run left it.</summary>
    public static T[] Shared<T>(T[] array, SharedCall call) => (T[])array.Clone();

    /// <inheritdoc cref="Shared"/>
    public static void SharedTo<T>(T[] array, SharedCall call)
    {
    }

    /// <summary>The sum of all iterations.</summary>
    public static T Total<T>(SharedCall call, int place)
        where T : struct, INumberBase<T> => call.Cell<SharedSum<T>>(place).Total;

    /// <summary>Ends the run.</summary>
    /// <returns>True.</returns>
    public static bool Close(SharedCall call)
    {
        call.Close();
        return true;
    }

    /// <summary>In a part: a value that was handed over.</summary>
    public static T Given<T>(SharedCall call, int place) => call.Cell<SharedValue<T>>(place).Value;

    /// <summary>In a part: an array that was handed over, to be written to.</summary>
    public static T[] Written<T>(SharedCall call, int place) => call.Cell<SharedValue<T[]>>(place).Value;

    /// <summary>In a part: the array that it adds to.</summary>
    public static T[] Added<T>(SharedCall call, int place, int part)
        where T : struct, INumberBase<T> => call.Cell<SharedAddition<T>>(place).Part(part);

    /// <summary>In a part: leaves its sum.</summary>
    /// <returns>True.</returns>
    public static bool Leave<T>(SharedCall call, int place, int part, T sum)
        where T : struct, INumberBase<T>
    {
        call.Cell<SharedSum<T>>(place).Parts[part] = sum;
        return true;
    }
}
