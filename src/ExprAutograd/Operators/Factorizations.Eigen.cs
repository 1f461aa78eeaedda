using System.Numerics;
using MathNet.Numerics;

namespace ExprAutograd.Operators;

/// <summary>A = V Λ V⁻¹: eigenvalues and eigenvectors, symmetric and general.</summary>
internal static partial class Factorizations
{
    /// <summary>The eigenvalues, ascending; the orthogonal V; then a zero whose cotangent says that the values are used beside the vectors.</summary>
    /// <remarks>A is read as symmetric, from the triangle that MathNet reads.</remarks>
    [return: Shape("n", "n, n", "1")]
    public static T[] SymmetricEigenFactors<T>([Shape("n, n")] T[] a, int n)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var factors = new T[SymmetricEigenFactorsLength(n)];
        SymmetricEigenFactorsInto(factors, a, n);
        return factors;
    }

    public static int SymmetricEigenFactorsLength(int n) => (Square(n) * (n + 1)) + 1;

    public static void SymmetricEigenFactorsInto<T>(T[] destination, T[] a, int n)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var (values, vectors) = Decompose(a, n, isSymmetric: true);
        for (var k = 0; k < n; k++) destination[k] = T.CreateChecked(values[k].Real);
        vectors.CopyTo(destination, n);
        destination[n * (n + 1)] = T.Zero;
    }

    /// <summary>The eigenvalues of a symmetric matrix, ascending.</summary>
    [return: Shape("n")]
    public static T[] SymmetricEigenvalues<T>([Shape("n, n")] T[] a, [Shape("n", "n, n", "1")] T[] eigen, int n)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var values = new T[SymmetricEigenvaluesLength(n)];
        SymmetricEigenvaluesInto(values, a, eigen, n);
        return values;
    }

    public static int SymmetricEigenvaluesLength(int n) => n;

    public static void SymmetricEigenvaluesInto<T>(T[] destination, T[] a, T[] eigen, int n)
        where T : unmanaged, IFloatingPointIeee754<T> => eigen.AsSpan(0, n).CopyTo(destination);

    /// <summary>X = V Λ⁻¹ Vᵀ B.</summary>
    [return: Shape("n, columns")]
    public static T[] SymmetricEigenSolve<T>([Shape("n, n")] T[] a, T[] eigen, [Shape("n, columns")] T[] b, int n, int columns)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var x = new T[SymmetricEigenSolveLength(n, columns)];
        SymmetricEigenSolveInto(x, a, eigen, b, n, columns);
        return x;
    }

    public static int SymmetricEigenSolveLength(int n, int columns) => n * columns;

    public static void SymmetricEigenSolveInto<T>(T[] destination, T[] a, T[] eigen, T[] b, int n, int columns)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        destination.AsSpan(0, n * columns).Clear();
        for (var c = 0; c < columns; c++)
        {
            for (var k = 0; k < n; k++)
            {
                var vector = eigen.AsSpan(n + (k * n), n);
                DenseSystems.AddScaled(Dot<T>(vector, b.AsSpan(c * n, n)) / eigen[k], vector, destination.AsSpan(c * n, n));
            }
        }
    }

    /// <summary>The real and imaginary parts of the eigenvalues; of V, whose columns are eigenvectors; and of W = V⁻¹.</summary>
    /// <param name="a">Square.</param>
    /// <param name="n">The order.</param>
    /// <param name="maySymmetric">True where a symmetric A takes the symmetric road, with ascending eigenvalues, as MathNet does unless told that A is not symmetric.</param>
    [return: Shape("n", "n", "n, n", "n, n", "n, n", "n, n")]
    public static T[] EigenFactors<T>([Shape("n, n")] T[] a, int n, bool maySymmetric)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var factors = new T[EigenFactorsLength(n)];
        EigenFactorsInto(factors, a, n, maySymmetric);
        return factors;
    }

    public static int EigenFactorsLength(int n) => (2 * Square(n)) + (4 * n * n);

    public static void EigenFactorsInto<T>(T[] destination, T[] a, int n, bool maySymmetric)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var (values, vectors) = Decompose(a, n, maySymmetric && IsSymmetric(a, n));
        var inverse = Inverse(vectors, LuFactors(vectors, n), n);
        var square = n * n;
        Span<T> re = destination.AsSpan(0, n), im = destination.AsSpan(n, n);
        Span<T> vr = destination.AsSpan(2 * n, square), vi = destination.AsSpan((2 * n) + square, square);
        Span<T> wr = destination.AsSpan((2 * n) + (2 * square), square), wi = destination.AsSpan((2 * n) + (3 * square), square);
        var half = T.One / (T.One + T.One);
        for (var k = 0; k < n; k++)
        {
            (re[k], im[k]) = (T.CreateChecked(values[k].Real), T.CreateChecked(values[k].Imaginary));

            // A conjugate pair stands in two columns, the real and the imaginary part of the first's eigenvector; so W has ½(w₁ ∓ i w₂) for the rows w of the real inverse.
            var sign = T.CreateChecked(T.Sign(im[k]));
            var (first, second) = sign < T.Zero ? (k - 1, k) : (k, Math.Min(k + 1, n - 1));
            for (var i = 0; i < n; i++)
            {
                vr[(k * n) + i] = vectors[(first * n) + i];
                vi[(k * n) + i] = sign == T.Zero ? T.Zero : sign * vectors[(second * n) + i];
                wr[(i * n) + k] = sign == T.Zero ? inverse[(i * n) + k] : half * inverse[(i * n) + first];
                wi[(i * n) + k] = sign == T.Zero ? T.Zero : -sign * half * inverse[(i * n) + second];
            }
        }
    }

    /// <summary>The eigenvalues: n real parts, then n imaginary parts.</summary>
    [return: Shape("n", "n")]
    public static T[] Eigenvalues<T>([Shape("n, n")] T[] a, [Shape("n", "n", "n, n", "n, n", "n, n", "n, n")] T[] eigen, int n)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var values = new T[EigenvaluesLength(n)];
        EigenvaluesInto(values, a, eigen, n);
        return values;
    }

    public static int EigenvaluesLength(int n) => 2 * n;

    public static void EigenvaluesInto<T>(T[] destination, T[] a, T[] eigen, int n)
        where T : unmanaged, IFloatingPointIeee754<T> => eigen.AsSpan(0, 2 * n).CopyTo(destination);

    /// <summary>MathNet's eigenvectors of a matrix that is not symmetric: of a complex pair the real and the imaginary part. Their scale is whatever came out.</summary>
    [return: Shape("n, n")]
    public static T[] GeneralEigenvectors<T>([Shape("n, n")] T[] a, int n)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var vectors = new T[GeneralEigenvectorsLength(n)];
        GeneralEigenvectorsInto(vectors, a, n);
        return vectors;
    }

    public static int GeneralEigenvectorsLength(int n) => Square(n) * n;

    public static void GeneralEigenvectorsInto<T>(T[] destination, T[] a, int n)
        where T : unmanaged, IFloatingPointIeee754<T> => Decompose(a, n, isSymmetric: false).Vectors.CopyTo(destination, 0);

    /// <summary>The derivative of <see cref="GeneralEigenvectors"/>, which is not to be had.</summary>
    /// <exception cref="ArgumentException">Always.</exception>
    [return: Shape("n, n")]
    public static T[] NoEigenvectorDerivative<T>([Shape("n, n")] T[] d, int n)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var none = new T[NoEigenvectorDerivativeLength(n)];
        NoEigenvectorDerivativeInto(none, d, n);
        return none;
    }

    public static int NoEigenvectorDerivativeLength(int n) => n * n;

    public static void NoEigenvectorDerivativeInto<T>(T[] destination, T[] d, int n)
        where T : unmanaged, IFloatingPointIeee754<T> => throw new ArgumentException(
            "The eigenvectors of a matrix that is not symmetric have an arbitrary scale, and no derivative here. Its eigenvalues have, and the eigenvectors of a symmetric matrix.");

    /// <summary>A itself.</summary>
    /// <exception cref="ArgumentException">A is not symmetric.</exception>
    [return: Shape("n, n")]
    public static T[] SymmetricOnly<T>([Shape("n, n")] T[] a, int n)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var same = new T[SymmetricOnlyLength(n)];
        SymmetricOnlyInto(same, a, n);
        return same;
    }

    public static int SymmetricOnlyLength(int n) => Square(n) * n;

    public static void SymmetricOnlyInto<T>(T[] destination, T[] a, int n)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (!IsSymmetric(a, n)) throw new ArgumentException("Matrix must be symmetric.");
        a.CopyTo(destination, 0);
    }

    /// <summary>How many eigenvalues are not zero up to rounding, as MathNet counts them.</summary>
    public static int EigenRank<T>(T[] re, T[] im, int n)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var rank = 0;
        for (var k = 0; k < n; k++)
            if (!Precision.AlmostEqual(new Complex(double.CreateChecked(re[k]), double.CreateChecked(im[k])), Complex.Zero)) rank++;
        return rank;
    }

    private static (Complex[] Values, T[] Vectors) Decompose<T>(T[] a, int n, bool isSymmetric)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var (values, vectors) = (new Complex[n], new T[n * n]);
        if (n > 0) Provider<T>().EigenDecomp(isSymmetric, n, a.AsSpan(0, n * n).ToArray(), vectors, values, new T[n * n]);
        return (values, vectors);
    }

    /// <summary>True when A equals its transpose.</summary>
    public static bool IsSymmetric<T>(T[] a, int n)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (var j = 0; j < n; j++)
            for (var i = j + 1; i < n; i++)
                if (a[(j * n) + i] != a[(i * n) + j]) return false;
        return true;
    }
}
