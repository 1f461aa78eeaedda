using System.Numerics;

namespace ExprAutograd.Operators;

/// <summary>P A = L U: linear systems, inverses, determinants.</summary>
internal static partial class Factorizations
{
    /// <summary>The factors L below and U on and above the diagonal, then the n pivots: row k was exchanged with row pivots[k]. Nothing for a matrix that is not square.</summary>
    [return: Shape("n, n", "n")]
    public static T[] LuFactors<T>([Shape("n, n")] T[] a, int n)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var factors = new T[LuFactorsLength(n)];
        LuFactorsInto(factors, a, n);
        return factors;
    }

    public static int LuFactorsLength(int n) => n * (n + 1);

    public static void LuFactorsInto<T>(T[] destination, T[] a, int n)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (n < 0) return;
        a.AsSpan(0, n * n).CopyTo(destination);
        DenseSystems.Lu(destination.AsSpan(0, n * n), n, destination.AsSpan(n * n, n));
    }

    /// <summary>X with A X = B. A singular matrix gives what division by zero gives, as MathNet's does.</summary>
    [return: Shape("n, columns")]
    public static T[] Solve<T>([Shape("n, n")] T[] a, T[] lu, [Shape("n, columns")] T[] b, int n, int columns)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var x = new T[SolveLength(n, columns)];
        SolveInto(x, a, lu, b, n, columns);
        return x;
    }

    public static int SolveLength(int n, int columns) => Square(n) * columns;

    public static void SolveInto<T>(T[] destination, T[] a, T[] lu, T[] b, int n, int columns)
        where T : unmanaged, IFloatingPointIeee754<T> => LuSolve(destination, lu, b, n, columns, isTransposed: false);

    /// <summary>X with Aᵀ X = B.</summary>
    [return: Shape("n, columns")]
    public static T[] SolveTransposed<T>([Shape("n, n")] T[] a, T[] lu, [Shape("n, columns")] T[] b, int n, int columns)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var x = new T[SolveTransposedLength(n, columns)];
        SolveTransposedInto(x, a, lu, b, n, columns);
        return x;
    }

    public static int SolveTransposedLength(int n, int columns) => Square(n) * columns;

    public static void SolveTransposedInto<T>(T[] destination, T[] a, T[] lu, T[] b, int n, int columns)
        where T : unmanaged, IFloatingPointIeee754<T> => LuSolve(destination, lu, b, n, columns, isTransposed: true);

    /// <summary>A⁻¹.</summary>
    [return: Shape("n, n")]
    public static T[] Inverse<T>([Shape("n, n")] T[] a, T[] lu, int n)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var inverse = new T[InverseLength(n)];
        InverseInto(inverse, a, lu, n);
        return inverse;
    }

    public static int InverseLength(int n) => Square(n) * n;

    public static void InverseInto<T>(T[] destination, T[] a, T[] lu, int n)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        WriteIdentity(destination, n);
        DenseSystems.LuSolve<T>(lu.AsSpan(0, n * n), lu.AsSpan(n * n, n), n, destination.AsSpan(0, n * n), n, isTransposed: false);
    }

    /// <summary>det A.</summary>
    public static T Determinant<T>([Shape("n, n")] T[] a, T[] lu, int n)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var determinant = T.One;
        for (var k = 0; k < Square(n); k++)
        {
            var pivot = lu[(k * n) + k];
            determinant *= lu[(n * n) + k] == T.CreateChecked(k) ? pivot : -pivot;
        }
        return determinant;
    }

    /// <summary>ln |det A|, without overflow; -∞ for a singular matrix.</summary>
    public static T LogAbsDeterminant<T>([Shape("n, n")] T[] a, T[] lu, int n)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var sum = T.Zero;
        for (var k = 0; k < Square(n); k++) sum += T.Log(T.Abs(lu[(k * n) + k]));
        return sum;
    }

    /// <summary>L, with ones on its diagonal.</summary>
    [return: Shape("n, n")]
    public static T[] LuLower<T>([Shape("n, n")] T[] a, T[] lu, int n)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var lower = new T[LuLowerLength(n)];
        LuLowerInto(lower, a, lu, n);
        return lower;
    }

    public static int LuLowerLength(int n) => Square(n) * n;

    public static void LuLowerInto<T>(T[] destination, T[] a, T[] lu, int n)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (var j = 0; j < n; j++)
        {
            var column = destination.AsSpan(j * n, n);
            column[..j].Clear();
            column[j] = T.One;
            lu.AsSpan((j * n) + j + 1, n - j - 1).CopyTo(column[(j + 1)..]);
        }
    }

    /// <summary>U.</summary>
    [return: Shape("n, n")]
    public static T[] LuUpper<T>([Shape("n, n")] T[] a, T[] lu, int n)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var upper = new T[LuUpperLength(n)];
        LuUpperInto(upper, a, lu, n);
        return upper;
    }

    public static int LuUpperLength(int n) => Square(n) * n;

    public static void LuUpperInto<T>(T[] destination, T[] a, T[] lu, int n)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (var j = 0; j < n; j++)
        {
            var column = destination.AsSpan(j * n, n);
            lu.AsSpan(j * n, j + 1).CopyTo(column);
            column[(j + 1)..].Clear();
        }
    }

    private static void LuSolve<T>(T[] destination, T[] lu, T[] b, int n, int columns, bool isTransposed)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        b.AsSpan(0, n * columns).CopyTo(destination);
        DenseSystems.LuSolve<T>(lu.AsSpan(0, n * n), lu.AsSpan(n * n, n), n, destination.AsSpan(0, n * columns), columns, isTransposed);
    }

    private static void WriteIdentity<T>(Span<T> destination, int n)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        destination[..(n * n)].Clear();
        for (var k = 0; k < n; k++) destination[(k * n) + k] = T.One;
    }
}
