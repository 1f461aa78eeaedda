using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using ExprAutograd.Dense;

namespace ExprAutograd.Operators;

/// <summary>What loops in lanes are made of, on vectors of 512 bits: as the scalar operation of the name, in every lane.</summary>
/// <remarks>Of the block that reaches beyond the loop's last iteration only the first <c>remaining</c> lanes exist: the others are read as zero and never written.</remarks>
internal static unsafe class LaneOperators512
{
    /// <summary>The elements from <paramref name="at"/> on.</summary>
    /// <exception cref="IndexOutOfRangeException">The array ends before the last lane.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> Load<T>(T[] array, int at)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        RequireRoom(array, at, Vector512<T>.Count);
        return Vector512.LoadUnsafe(ref MemoryMarshal.GetArrayDataReference(array), (nuint)at);
    }

    /// <inheritdoc cref="Load{T}(T[], int)"/>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static Vector512<T> LoadFirst<T>(T[] array, int at, int remaining)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        RequireRoom(array, at, remaining);
        fixed (T* elements = array) return Lanes512<T>.LoadFirst(elements + at, Lanes512<T>.First(remaining));
    }

    /// <summary>The array with the lanes from <paramref name="at"/> on.</summary>
    public static T[] Store<T>(T[] array, int at, Vector512<T> value)
        where T : unmanaged, IFloatingPointIeee754<T> => StoreFirst(array, at, Vector512<T>.Count, value);

    /// <inheritdoc cref="Store{T}(T[], int, Vector512{T})"/>
    public static T[] StoreFirst<T>(T[] array, int at, int remaining, Vector512<T> value)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var next = (T[])array.Clone();
        StoreFirstTo(next, at, remaining, value);
        return next;
    }

    /// <summary>The array with the lanes added from <paramref name="at"/> on.</summary>
    public static T[] AddAt<T>(T[] array, int at, Vector512<T> value)
        where T : unmanaged, IFloatingPointIeee754<T> => Store(array, at, Load(array, at) + value);

    /// <inheritdoc cref="AddAt{T}(T[], int, Vector512{T})"/>
    public static T[] AddAtFirst<T>(T[] array, int at, int remaining, Vector512<T> value)
        where T : unmanaged, IFloatingPointIeee754<T> => StoreFirst(array, at, remaining, LoadFirst(array, at, remaining) + value);

    /// <summary><see cref="Store{T}(T[], int, Vector512{T})"/> in place.</summary>
    /// <exception cref="IndexOutOfRangeException">The array ends before the last lane.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreTo<T>(T[] array, int at, Vector512<T> value)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        RequireRoom(array, at, Vector512<T>.Count);
        value.StoreUnsafe(ref MemoryMarshal.GetArrayDataReference(array), (nuint)at);
    }

    /// <inheritdoc cref="StoreTo{T}(T[], int, Vector512{T})"/>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static void StoreFirstTo<T>(T[] array, int at, int remaining, Vector512<T> value)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        RequireRoom(array, at, remaining);
        fixed (T* elements = array) Lanes512<T>.StoreFirst(elements + at, value, Lanes512<T>.First(remaining));
    }

    /// <summary><see cref="AddAt{T}(T[], int, Vector512{T})"/> in place.</summary>
    /// <exception cref="IndexOutOfRangeException">The array ends before the last lane.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void AddAtTo<T>(T[] array, int at, Vector512<T> value)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        RequireRoom(array, at, Vector512<T>.Count);
        ref var first = ref MemoryMarshal.GetArrayDataReference(array);
        (Vector512.LoadUnsafe(ref first, (nuint)at) + value).StoreUnsafe(ref first, (nuint)at);
    }

    /// <inheritdoc cref="AddAtTo{T}(T[], int, Vector512{T})"/>
    public static void AddAtFirstTo<T>(T[] array, int at, int remaining, Vector512<T> value)
        where T : unmanaged, IFloatingPointIeee754<T> => StoreFirstTo(array, at, remaining, LoadFirst(array, at, remaining) + value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void RequireRoom<T>(T[] array, int at, int count)
    {
        if (at < 0 || at > array.Length - count) throw new IndexOutOfRangeException();
    }

    /// <summary>The value, but zero in lanes that do not exist.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> First<T>(Vector512<T> value, int remaining)
        where T : unmanaged, IFloatingPointIeee754<T> => value & Lanes512<T>.First(remaining);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> Broadcast<T>(T value) => Vector512.Create(value);

    /// <summary><paramref name="first"/>, and one more in each lane.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> Ramp(double first) => Vector512.Create(first) + Vector512<double>.Indices;

    /// <summary>The sum over lanes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Total<T>(Vector512<T> value) => Vector512.Sum(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> Add<T>(Vector512<T> a, Vector512<T> b) => a + b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> Subtract<T>(Vector512<T> a, Vector512<T> b) => a - b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> Multiply<T>(Vector512<T> a, Vector512<T> b) => a * b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> Divide<T>(Vector512<T> a, Vector512<T> b) => a / b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> Negate<T>(Vector512<T> a) => -a;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> LessThan<T>(Vector512<T> a, Vector512<T> b) => Vector512.LessThan(a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> LessThanOrEqual<T>(Vector512<T> a, Vector512<T> b) => Vector512.LessThanOrEqual(a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> GreaterThan<T>(Vector512<T> a, Vector512<T> b) => Vector512.GreaterThan(a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> GreaterThanOrEqual<T>(Vector512<T> a, Vector512<T> b) => Vector512.GreaterThanOrEqual(a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> Equal<T>(Vector512<T> a, Vector512<T> b) => Vector512.Equals(a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> NotEqual<T>(Vector512<T> a, Vector512<T> b) => ~Vector512.Equals(a, b);

    /// <summary><paramref name="then"/> in the lanes where <paramref name="test"/> holds.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> Select<T>(Vector512<T> test, Vector512<T> then, Vector512<T> @else) => Vector512.ConditionalSelect(test, then, @else);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> Sqrt<T>(Vector512<T> x) => Vector512.Sqrt(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> Abs<T>(Vector512<T> x) => Vector512.Abs(x);
}
