using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace ExprAutograd.Operators;

/// <summary>What loops in lanes are made of, on vectors of 256 bits: as the scalar operation of the name, in every lane.</summary>
/// <remarks>Of a block that reaches beyond the loop's last iteration only the first <c>remaining</c> lanes exist: the others are read as zero and never written.</remarks>
internal static class LaneOperators256
{
    /// <summary>The elements from <paramref name="at"/> on.</summary>
    /// <exception cref="IndexOutOfRangeException">The array ends before the lanes that exist.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> Load<T>(T[] array, int at, int remaining)
        where T : unmanaged => remaining >= Vector256<T>.Count && (uint)at <= (uint)(array.Length - Vector256<T>.Count) && array.Length >= Vector256<T>.Count
            ? Vector256.LoadUnsafe(ref MemoryMarshal.GetArrayDataReference(array), (nuint)at)
            : LoadFirst(array, at, remaining);

    /// <summary>The array with the lanes that exist from <paramref name="at"/> on.</summary>
    public static T[] Store<T>(T[] array, int at, int remaining, Vector256<T> value)
        where T : unmanaged
    {
        var next = (T[])array.Clone();
        Put(next, at, remaining, value);
        return next;
    }

    /// <summary>The array with the lanes that exist added from <paramref name="at"/> on.</summary>
    public static T[] AddAt<T>(T[] array, int at, int remaining, Vector256<T> value)
        where T : unmanaged => Store(array, at, remaining, Load(array, at, remaining) + value);

    /// <summary>Writes in place.</summary>
    /// <exception cref="IndexOutOfRangeException">The array ends before the lanes that exist.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Put<T>(T[] array, int at, int remaining, Vector256<T> value)
        where T : unmanaged
    {
        if (remaining >= Vector256<T>.Count && (uint)at <= (uint)(array.Length - Vector256<T>.Count) && array.Length >= Vector256<T>.Count)
            value.StoreUnsafe(ref MemoryMarshal.GetArrayDataReference(array), (nuint)at);
        else PutFirst(array, at, remaining, value);
    }

    /// <summary>Adds in place.</summary>
    /// <exception cref="IndexOutOfRangeException">The array ends before the lanes that exist.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void AddTo<T>(T[] array, int at, int remaining, Vector256<T> value)
        where T : unmanaged => Put(array, at, remaining, Load(array, at, remaining) + value);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static Vector256<T> LoadFirst<T>(T[] array, int at, int remaining)
        where T : unmanaged
    {
        var lanes = Vector256<T>.Zero;
        for (var k = 0; k < Vector256<T>.Count && k < remaining; k++) lanes = lanes.WithElement(k, array[at + k]);
        return lanes;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void PutFirst<T>(T[] array, int at, int remaining, Vector256<T> value)
        where T : unmanaged
    {
        for (var k = 0; k < Vector256<T>.Count && k < remaining; k++) array[at + k] = value[k];
    }

    /// <summary>The value, but zero in lanes that do not exist.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> First<T>(Vector256<T> value, int remaining)
        where T : unmanaged => remaining >= Vector256<T>.Count ? value : Zeroed(value, remaining);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static Vector256<T> Zeroed<T>(Vector256<T> value, int remaining)
        where T : unmanaged
    {
        for (var k = Math.Max(remaining, 0); k < Vector256<T>.Count; k++) value = value.WithElement(k, default(T));
        return value;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> Broadcast<T>(T value) => Vector256.Create(value);

    /// <summary><paramref name="first"/>, and one more in each lane.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> Ramp(double first) => Vector256.Create(first) + Vector256<double>.Indices;

    /// <summary>The sum over lanes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Total<T>(Vector256<T> value) => Vector256.Sum(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> Add<T>(Vector256<T> a, Vector256<T> b) => a + b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> Subtract<T>(Vector256<T> a, Vector256<T> b) => a - b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> Multiply<T>(Vector256<T> a, Vector256<T> b) => a * b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> Divide<T>(Vector256<T> a, Vector256<T> b) => a / b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> Negate<T>(Vector256<T> a) => -a;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> LessThan<T>(Vector256<T> a, Vector256<T> b) => Vector256.LessThan(a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> LessThanOrEqual<T>(Vector256<T> a, Vector256<T> b) => Vector256.LessThanOrEqual(a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> GreaterThan<T>(Vector256<T> a, Vector256<T> b) => Vector256.GreaterThan(a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> GreaterThanOrEqual<T>(Vector256<T> a, Vector256<T> b) => Vector256.GreaterThanOrEqual(a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> Equal<T>(Vector256<T> a, Vector256<T> b) => Vector256.Equals(a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> NotEqual<T>(Vector256<T> a, Vector256<T> b) => ~Vector256.Equals(a, b);

    /// <summary><paramref name="then"/> in the lanes where <paramref name="test"/> holds.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> Select<T>(Vector256<T> test, Vector256<T> then, Vector256<T> @else) => Vector256.ConditionalSelect(test, then, @else);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> Sqrt<T>(Vector256<T> x) => Vector256.Sqrt(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> Abs<T>(Vector256<T> x) => Vector256.Abs(x);
}
