using System.Linq.Expressions;

namespace ExprAutograd.Rewriting;

/// <summary>What the value of a scalar program is over the lanes of a block.</summary>
internal enum LaneKind
{
    /// <summary>The same in all lanes: a number, or an array that the loop only reads.</summary>
    Uniform,

    /// <summary>An integer, more by the same <see cref="Lane.Stride"/> in each lane.</summary>
    Ramp,

    /// <summary>A number in each lane.</summary>
    Vector,

    /// <summary>A truth in each lane.</summary>
    Mask,

    /// <summary>A sum that iterations add to: one in each lane, added up after the last.</summary>
    Sum,

    /// <summary>An array that iterations write to, each its own elements, or add to.</summary>
    Written,

    /// <summary>An array that an iteration makes for itself and that is the same in all.</summary>
    Private,

    /// <summary>An array that an iteration makes for itself: element i of lane l at i times the number of lanes plus l.</summary>
    LaneArray,

    /// <summary>An array of such arrays that an iteration makes for itself.</summary>
    LaneRows,

    /// <summary>A tape that an iteration makes for itself and that is the same in all.</summary>
    Tape,

    /// <summary>A tape that an iteration makes for itself, of vectors or of such arrays.</summary>
    LaneTape,
}

/// <summary>A value of the scalar program, and the atom that stands for it in the program of blocks.</summary>
/// <param name="Kind">What it is over the lanes.</param>
/// <param name="Atom">Its atom; of a ramp, the value in the first lane.</param>
/// <param name="State">Which state of the loop it is: of sums and of what is written.</param>
/// <param name="Stride">Of a ramp: by how much each lane is more than the one before.</param>
/// <param name="Offset">Of a ramp: by how much it is more than the loop's index, where that is known.</param>
internal readonly record struct Lane(LaneKind Kind, Expression Atom, int State = -1, Expression? Stride = null, int? Offset = null)
{
    /// <summary>True of what scalar operations apply to as they stand.</summary>
    public bool IsSame => Kind is LaneKind.Uniform or LaneKind.Private or LaneKind.Tape;
}
