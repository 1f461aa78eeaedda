namespace ExprAutograd.Operators;

/// <summary>Checks of integers that data bring.</summary>
internal static class LabelOperators
{
    /// <summary>The label itself.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is none of 0 to <paramref name="classes"/> - 1.</exception>
    public static int Checked(int label, int classes) => (uint)label < (uint)classes
        ? label
        : throw new ArgumentOutOfRangeException(nameof(label), label, $"Label {label} is out of bounds: there are {classes} classes, 0 to {classes - 1}.");
}
