namespace ExprAutograd.Recording;

/// <summary>Element types and the arrays that hold them.</summary>
internal static class ElementTypes
{
    public static Type ToType(ElementType type) => type switch
    {
        ElementType.Float64 => typeof(double),
        ElementType.Float32 => typeof(float),
        ElementType.Int32 => typeof(int),
        _ => typeof(bool),
    };

    /// <summary>The element type that <paramref name="type"/> is stored as.</summary>
    /// <exception cref="NotSupportedException">Tensors do not hold it.</exception>
    public static ElementType Of(Type type) =>
        type == typeof(double) ? ElementType.Float64
        : type == typeof(float) ? ElementType.Float32
        : type == typeof(int) ? ElementType.Int32
        : type == typeof(bool) ? ElementType.Boolean
        : throw new NotSupportedException($"Tensors hold double, float, int and bool, not {type.Name}.");

    public static bool IsFloating(ElementType type) => type is ElementType.Float64 or ElementType.Float32;

    /// <summary>New memory for <paramref name="count"/> elements, not cleared.</summary>
    public static Array NewArray(ElementType type, int count) => type switch
    {
        ElementType.Float64 => GC.AllocateUninitializedArray<double>(count),
        ElementType.Float32 => GC.AllocateUninitializedArray<float>(count),
        ElementType.Int32 => GC.AllocateUninitializedArray<int>(count),
        _ => GC.AllocateUninitializedArray<bool>(count),
    };

    /// <summary>The type of an operation on two: the wider kind wins; of one kind, the wider type of those with axes before numbers (PyTorch's promotion).</summary>
    public static ElementType Promote(Node a, Node b)
    {
        if (a.Type == b.Type) return a.Type;
        var (ka, kb) = (Kind(a.Type), Kind(b.Type));
        if (ka != kb) return ka > kb ? a.Type : b.Type;
        if (a.Shape.Rank == 0 && b.Shape.Rank > 0) return b.Type;
        if (b.Shape.Rank == 0 && a.Shape.Rank > 0) return a.Type;
        return ElementType.Float64;
    }

    private static int Kind(ElementType type) => type switch { ElementType.Boolean => 0, ElementType.Int32 => 1, _ => 2 };
}
