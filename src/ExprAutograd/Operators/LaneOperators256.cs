using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using ExprAutograd.Dense;

namespace ExprAutograd.Operators;

/// <summary>What loops in lanes are made of, on vectors of 256 bits: as the scalar operation of the name, in every lane.</summary>
/// <remarks>Of the block that reaches beyond the loop's last iteration only the first <c>remaining</c> lanes exist: the others are read as zero and never written.</remarks>
internal static unsafe class LaneOperators256
{
    /// <summary>The elements from <paramref name="at"/> on.</summary>
    /// <exception cref="IndexOutOfRangeException">The array ends before the last lane.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> Load<T>(T[] array, int at)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        RequireRoom(array, at, Vector256<T>.Count);
        return Vector256.LoadUnsafe(ref MemoryMarshal.GetArrayDataReference(array), (nuint)at);
    }

    /// <inheritdoc cref="Load{T}(T[], int)"/>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static Vector256<T> LoadFirst<T>(T[] array, int at, int remaining)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        RequireRoom(array, at, remaining);
        fixed (T* elements = array) return Lanes256<T>.LoadFirst(elements + at, Lanes256<T>.First(remaining));
    }

    /// <summary>The array with the lanes from <paramref name="at"/> on.</summary>
    public static T[] Store<T>(T[] array, int at, Vector256<T> value)
        where T : unmanaged, IFloatingPointIeee754<T> => StoreFirst(array, at, Vector256<T>.Count, value);

    /// <inheritdoc cref="Store{T}(T[], int, Vector256{T})"/>
    public static T[] StoreFirst<T>(T[] array, int at, int remaining, Vector256<T> value)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var next = (T[])array.Clone();
        StoreFirstTo(next, at, remaining, value);
        return next;
    }

    /// <summary>The array with the lanes added from <paramref name="at"/> on.</summary>
    public static T[] AddAt<T>(T[] array, int at, Vector256<T> value)
        where T : unmanaged, IFloatingPointIeee754<T> => Store(array, at, Load(array, at) + value);

    /// <inheritdoc cref="AddAt{T}(T[], int, Vector256{T})"/>
    public static T[] AddAtFirst<T>(T[] array, int at, int remaining, Vector256<T> value)
        where T : unmanaged, IFloatingPointIeee754<T> => StoreFirst(array, at, remaining, LoadFirst(array, at, remaining) + value);

    /// <summary><see cref="Store{T}(T[], int, Vector256{T})"/> in place.</summary>
    /// <exception cref="IndexOutOfRangeException">The array ends before the last lane.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreTo<T>(T[] array, int at, Vector256<T> value)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        RequireRoom(array, at, Vector256<T>.Count);
        value.StoreUnsafe(ref MemoryMarshal.GetArrayDataReference(array), (nuint)at);
    }

    /// <inheritdoc cref="StoreTo{T}(T[], int, Vector256{T})"/>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static void StoreFirstTo<T>(T[] array, int at, int remaining, Vector256<T> value)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        RequireRoom(array, at, remaining);
        fixed (T* elements = array) Lanes256<T>.StoreFirst(elements + at, value, Lanes256<T>.First(remaining));
    }

    /// <summary><see cref="AddAt{T}(T[], int, Vector256{T})"/> in place.</summary>
    /// <exception cref="IndexOutOfRangeException">The array ends before the last lane.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void AddAtTo<T>(T[] array, int at, Vector256<T> value)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        RequireRoom(array, at, Vector256<T>.Count);
        ref var first = ref MemoryMarshal.GetArrayDataReference(array);
        (Vector256.LoadUnsafe(ref first, (nuint)at) + value).StoreUnsafe(ref first, (nuint)at);
    }

    /// <inheritdoc cref="AddAtTo{T}(T[], int, Vector256{T})"/>
    public static void AddAtFirstTo<T>(T[] array, int at, int remaining, Vector256<T> value)
        where T : unmanaged, IFloatingPointIeee754<T> => StoreFirstTo(array, at, remaining, LoadFirst(array, at, remaining) + value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void RequireRoom<T>(T[] array, int at, int count)
    {
        if (at < 0 || at > array.Length - count) throw new IndexOutOfRangeException();
    }

    /// <summary>The value, but zero in lanes that do not exist.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> First<T>(Vector256<T> value, int remaining)
        where T : unmanaged, IFloatingPointIeee754<T> => value & Lanes256<T>.First(remaining);

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
