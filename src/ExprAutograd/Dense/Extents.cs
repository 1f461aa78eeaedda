namespace ExprAutograd.Dense;

/// <summary>Checks at the entries that an operand is as long as its shape says: the kernels behind them read through pointers.</summary>
internal static class Extents
{
    public static void Require(int length, int rows, int columns, string operand)
    {
        if (rows < 0 || columns < 0 || length < (long)rows * columns) Refuse(length, rows, columns, operand);
    }

    private static void Refuse(int length, int rows, int columns, string operand) =>
        throw new ArgumentException($"{rows}×{columns} does not fit {length} numbers.", operand);
}
