namespace ExprAutograd.Operators;

/// <summary>Dense matrices as values, row by row: how Jacobians and Hessians are put together.</summary>
/// <remarks>As with <see cref="ArrayOperators"/>, an update yields a new version and is emitted in place; its in-place twin is the <c>Put</c> of the same name.</remarks>
internal static class MatrixOperators
{
    public static double[,] Zeros(int rows, int columns) => new double[rows, columns];

    /// <summary>The matrix with one element replaced.</summary>
    public static double[,] With(double[,] matrix, int row, int column, double value) => Updated(matrix, m => m[row, column] = value);

    /// <summary>The matrix with numbers written along a row, from (row, column) on.</summary>
    public static double[,] WithRow(double[,] matrix, int row, int column, double[] values) => Updated(matrix, m => PutRow(m, row, column, values));

    /// <inheritdoc cref="WithRow(double[,], int, int, double[])"/>
    public static double[,] WithRow(double[,] matrix, int row, int column, float[] values) => Updated(matrix, m => PutRow(m, row, column, values));

    /// <summary>The matrix with numbers written down a column, from (row, column) on.</summary>
    public static double[,] WithColumn(double[,] matrix, int row, int column, double[] values) => Updated(matrix, m => PutColumn(m, row, column, values));

    /// <inheritdoc cref="WithColumn(double[,], int, int, double[])"/>
    public static double[,] WithColumn(double[,] matrix, int row, int column, float[] values) => Updated(matrix, m => PutColumn(m, row, column, values));

    public static void PutRow(double[,] matrix, int row, int column, double[] values)
    {
        for (var k = 0; k < values.Length; k++) matrix[row, column + k] = values[k];
    }

    public static void PutRow(double[,] matrix, int row, int column, float[] values)
    {
        for (var k = 0; k < values.Length; k++) matrix[row, column + k] = values[k];
    }

    public static void PutColumn(double[,] matrix, int row, int column, double[] values)
    {
        for (var k = 0; k < values.Length; k++) matrix[row + k, column] = values[k];
    }

    public static void PutColumn(double[,] matrix, int row, int column, float[] values)
    {
        for (var k = 0; k < values.Length; k++) matrix[row + k, column] = values[k];
    }

    private static double[,] Updated(double[,] matrix, Action<double[,]> update)
    {
        var next = ArrayOperators.Copy(matrix);
        update(next);
        return next;
    }
}
