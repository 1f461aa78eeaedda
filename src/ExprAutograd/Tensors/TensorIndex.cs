namespace ExprAutograd;

/// <summary>What stands between the brackets of a tensor for one axis, or several: an integer, a range, indices or a mask in a tensor, a new axis, an ellipsis.</summary>
/// <remarks>Made from an <see cref="int"/> (negative ones count from the end), an <see cref="System.Index"/>, a <see cref="System.Range"/> or a <see cref="Tensor"/> by writing it there.</remarks>
public readonly record struct TensorIndex
{
    private TensorIndex(TensorIndexKind kind) => Kind = kind;

    /// <summary>An axis of one element that is put in.</summary>
    public static TensorIndex NewAxis => new(TensorIndexKind.NewAxis);

    /// <summary>All elements of as many axes as the other indices leave.</summary>
    public static TensorIndex Ellipsis => new(TensorIndexKind.Ellipsis);

    internal TensorIndexKind Kind { get; }

    /// <summary>The integer, or where a range starts.</summary>
    internal Index Start { get; private init; }

    internal Index End { get; private init; }

    /// <summary>One less than the distance between elements of a range: the default is a range without gaps.</summary>
    internal int Gap { get; private init; }

    internal Tensor? Tensor { get; private init; }

    /// <summary>The element at an index; -1 is the last.</summary>
    public static implicit operator TensorIndex(int index) => index < 0 ? Index.FromEnd(-index) : Index.FromStart(index);

    /// <summary>The element at an index; ^1 is the last.</summary>
    public static implicit operator TensorIndex(Index index) => new(TensorIndexKind.Integer) { Start = index };

    /// <summary>The elements of a range; what is beyond the ends is left out.</summary>
    public static implicit operator TensorIndex(Range range) => new(TensorIndexKind.Range) { Start = range.Start, End = range.End };

    /// <summary>The elements that a tensor of integers names, or at which a mask is true.</summary>
    public static implicit operator TensorIndex(Tensor indices) => new(TensorIndexKind.Tensor) { Tensor = indices ?? throw new ArgumentNullException(nameof(indices)) };

    /// <summary>The elements that integers name.</summary>
    public static implicit operator TensorIndex(int[] indices) => ExprAutograd.Tensor.From(indices);

    /// <summary>Every so manieth element of a range: what is beyond the ends is left out.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="step"/> is less than 1; Flip reverses an axis.</exception>
    public static TensorIndex Every(int step, Range? range = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(step, 1);
        return new(TensorIndexKind.Range) { Start = (range ?? Range.All).Start, End = (range ?? Range.All).End, Gap = step - 1 };
    }

    /// <summary>As it is written between brackets.</summary>
    public override string ToString() => Kind switch
    {
        TensorIndexKind.NewAxis => "NewAxis",
        TensorIndexKind.Ellipsis => "Ellipsis",
        TensorIndexKind.Tensor => $"{Tensor!.ElementType} tensor of shape {Tensor.Node.Shape}",
        TensorIndexKind.Range => Gap == 0 ? $"{Start}..{End}" : $"Every({Gap + 1}, {Start}..{End})",
        _ => Start.ToString(),
    };
}

/// <summary>The kinds of what indexes a tensor.</summary>
internal enum TensorIndexKind
{
    Integer,
    Range,
    Tensor,
    NewAxis,
    Ellipsis,
}
