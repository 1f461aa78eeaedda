namespace ExprAutograd.Operators;

/// <summary>Shapes of linear systems, as numbers that flow into what computes them.</summary>
internal static class SystemShapes
{
    /// <summary>The order of a square matrix; -1 for any other, which what needs a square one refuses and what does not never looks at.</summary>
    /// <remarks>It throws nothing, so that a factorisation can be computed once, before it is known whether the matrix is square.</remarks>
    public static int SquareOrder(int rows, int columns) => rows == columns ? rows : -1;

    /// <summary>The columns of a matrix that is not square; 0 for a square one, of which the factorisation for the others is then nothing.</summary>
    public static int OblongColumns(int rows, int columns) => rows == columns ? 0 : columns;

    /// <summary>The columns of a right-hand side, which must have as many rows as the matrix.</summary>
    /// <exception cref="ArgumentException">It has not.</exception>
    public static int RightSides(int rows, int rightRows, int rightColumns, string expression) => rows == rightRows
        ? rightColumns
        : throw new ArgumentException($"In '{expression}': the matrix has {rows} rows and the right-hand side {rightRows}; they must have the same number.");
}
