using System.Numerics;

namespace ExprAutograd.Operators;

/// <summary>Functions of a square matrix, and their derivatives along a direction E, which are functions of the matrix and of E.</summary>
internal static partial class Factorizations
{
    /// <summary>A to a power that is not negative.</summary>
    /// <exception cref="ArgumentException">The exponent is negative.</exception>
    [return: Shape("n, n")]
    public static T[] Power<T>([Shape("n, n")] T[] a, int n, int exponent)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var power = new T[PowerLength(n)];
        PowerInto(power, a, n, exponent);
        return power;
    }

    public static int PowerLength(int n) => Square(n) * n;

    public static void PowerInto<T>(T[] destination, T[] a, int n, int exponent)
        where T : unmanaged, IFloatingPointIeee754<T> => MatrixPower.Of(a, null, n, exponent).Value.CopyTo(destination, 0);

    /// <summary>The derivative of <see cref="Power"/> along E: the sum of A^i E A^(exponent - 1 - i).</summary>
    [return: Shape("n, n")]
    public static T[] PowerDerivative<T>([Shape("n, n")] T[] a, [Shape("n, n")] T[] e, int n, int exponent)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var derivative = new T[PowerDerivativeLength(n)];
        PowerDerivativeInto(derivative, a, e, n, exponent);
        return derivative;
    }

    public static int PowerDerivativeLength(int n) => n * n;

    public static void PowerDerivativeInto<T>(T[] destination, T[] a, T[] e, int n, int exponent)
        where T : unmanaged, IFloatingPointIeee754<T> => MatrixPower.Of(a, e, n, exponent).Tangent!.CopyTo(destination, 0);

    /// <summary>e^A.</summary>
    [return: Shape("n, n")]
    public static T[] Exponential<T>([Shape("n, n")] T[] a, int n)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var exponential = new T[ExponentialLength(n)];
        ExponentialInto(exponential, a, n);
        return exponential;
    }

    public static int ExponentialLength(int n) => Square(n) * n;

    public static void ExponentialInto<T>(T[] destination, T[] a, int n)
        where T : unmanaged, IFloatingPointIeee754<T> => MatrixExponential.Of(a, null, n).Value.CopyTo(destination, 0);

    /// <summary>The derivative of <see cref="Exponential"/> along E.</summary>
    [return: Shape("n, n")]
    public static T[] ExponentialDerivative<T>([Shape("n, n")] T[] a, [Shape("n, n")] T[] e, int n)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var derivative = new T[ExponentialDerivativeLength(n)];
        ExponentialDerivativeInto(derivative, a, e, n);
        return derivative;
    }

    public static int ExponentialDerivativeLength(int n) => n * n;

    public static void ExponentialDerivativeInto<T>(T[] destination, T[] a, T[] e, int n)
        where T : unmanaged, IFloatingPointIeee754<T> => MatrixExponential.Of(a, e, n).Tangent!.CopyTo(destination, 0);

    /// <summary>The positive semidefinite Y with Y Y = A, A read as symmetric.</summary>
    /// <exception cref="ArgumentException">An eigenvalue of A is negative.</exception>
    [return: Shape("n, n")]
    public static T[] SquareRoot<T>([Shape("n, n")] T[] a, int n)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var root = new T[SquareRootLength(n)];
        SquareRootInto(root, a, n);
        return root;
    }

    public static int SquareRootLength(int n) => Square(n) * n;

    public static void SquareRootInto<T>(T[] destination, T[] a, int n)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var eigen = SymmetricEigenFactors(a, n);
        Span<T> values = eigen.AsSpan(0, n), vectors = eigen.AsSpan(n, n * n);
        var smallest = SmallestGap<T>(values, n);
        destination.AsSpan(0, n * n).Clear();
        for (var k = 0; k < n; k++)
        {
            if (values[k] < -smallest) throw new ArgumentException($"Matrix must be positive semidefinite; it has the eigenvalue {values[k]:G6}.");
            var root = T.Sqrt(T.Max(values[k], T.Zero));
            var vector = vectors.Slice(k * n, n);
            for (var j = 0; j < n; j++) DenseSystems.AddScaled(root * vector[j], vector, destination.AsSpan(j * n, n));
        }
    }

    /// <summary>X with Y X + X Y = C, Y symmetric and positive definite.</summary>
    [return: Shape("n, n")]
    public static T[] SymmetricSylvester<T>([Shape("n, n")] T[] y, [Shape("n, n")] T[] c, int n)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var x = new T[SymmetricSylvesterLength(n)];
        SymmetricSylvesterInto(x, y, c, n);
        return x;
    }

    public static int SymmetricSylvesterLength(int n) => n * n;

    public static void SymmetricSylvesterInto<T>(T[] destination, T[] y, T[] c, int n)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var eigen = SymmetricEigenFactors(y, n);
        var (values, v) = (eigen.AsSpan(0, n).ToArray(), eigen.AsSpan(n, n * n).ToArray());
        var (vt, inner) = (new T[n * n], new T[n * n]);
        Transpose<T>(v, n, n, vt);
        WriteProduct(vt, c, v, n, inner);
        for (var j = 0; j < n; j++)
            for (var i = 0; i < n; i++) inner[(j * n) + i] /= values[i] + values[j];
        WriteProduct(v, inner, vt, n, destination);
    }
}
