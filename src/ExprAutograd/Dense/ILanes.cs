using System.Numerics;

namespace ExprAutograd.Dense;

/// <summary>A vector of numbers as the kernels see it: the kernels are written once, and the runtime compiles them for each width.</summary>
internal unsafe interface ILanes<TVector, T>
    where TVector : unmanaged
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>Numbers in a vector.</summary>
    static abstract int Count { get; }

    /// <summary>Columns of the widest tile whose accumulators, three vectors a column, fit the machine's registers.</summary>
    static abstract int MostColumns { get; }

    static abstract TVector Broadcast(T value);

    static abstract TVector Load(T* source);

    static abstract void Store(T* target, TVector value);

    /// <summary>What <see cref="LoadFirst"/> and <see cref="StoreFirst"/> want to know about the number of lanes that exist.</summary>
    static abstract TVector First(int count);

    /// <summary>Loads the lanes that exist, zero elsewhere; memory past them is not touched.</summary>
    static abstract TVector LoadFirst(T* source, TVector first);

    static abstract void StoreFirst(T* target, TVector value, TVector first);

    static abstract TVector Add(TVector left, TVector right);

    static abstract TVector Subtract(TVector left, TVector right);

    static abstract TVector Multiply(TVector left, TVector right);

    static abstract TVector Divide(TVector left, TVector right);

    /// <summary>a·b + c, rounded once where the machine can.</summary>
    static abstract TVector MultiplyAdd(TVector a, TVector b, TVector c);

    /// <summary>|value| where that is larger than what is known, which is no NaN; a NaN is not.</summary>
    static abstract TVector LargerMagnitude(TVector largest, TVector value);

    /// <summary>The sum of the lanes.</summary>
    static abstract T Sum(TVector value);
}
