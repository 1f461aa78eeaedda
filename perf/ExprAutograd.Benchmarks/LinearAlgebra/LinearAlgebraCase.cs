using System.Numerics;
using ExprAutograd.Dense;
using MathNet.Numerics.Providers.LinearAlgebra;

namespace ExprAutograd.Benchmarks.LinearAlgebra;

/// <summary>One computation as each side does it; OpenBLAS's is null where that is not installed.</summary>
internal sealed record LinearAlgebraCase(string Name, double Flops, int Threads, Action Ours, Action Managed, Action? OpenBlas)
{
    /// <summary>The computations of one element type: squares of every size, the products of a 784-128-10 perceptron's step, factorisations.</summary>
    public static IEnumerable<LinearAlgebraCase> All<T>()
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        foreach (var n in new[] { 1, 2, 4, 8, 16, 64, 128, 256, 1024 }) yield return Product<T>(n, n, n, 1, false, false);
        foreach (var n in new[] { 256, 1024 }) yield return Product<T>(n, n, n, 2, false, false);
        foreach (var batch in new[] { 32, 256, 1024 })
        {
            yield return Product<T>(batch, 128, 784, 1, false, false);
            yield return Product<T>(784, 128, batch, 1, true, false);
            yield return Product<T>(batch, 128, 10, 1, false, true);
        }
        foreach (var n in new[] { 4, 16, 64, 256, 1024 })
            foreach (var isTransposed in new[] { false, true }) yield return MatrixVector<T>(n, isTransposed);
        foreach (var n in new[] { 1, 2, 4, 8, 16, 32, 64, 256, 1024 }) yield return Cholesky<T>(n, 1);
        yield return Cholesky<T>(1024, 2);
        foreach (var n in new[] { 1, 2, 4, 8, 16, 32, 64, 256, 1024 }) yield return Lu<T>(n, 1);
        yield return Lu<T>(1024, 2);
        foreach (var n in new[] { 4, 64, 4096 })
        {
            T[] x = Random<T>(n), y = Random<T>(n), z = new T[n];
            ILinearAlgebraProvider<T> ours = OursOf<T>(), managed = ManagedOf<T>();
            yield return New<T>($"sum of arrays {n}", n, 1, () => ours.AddArrays(x, y, z), () => managed.AddArrays(x, y, z), null);
            yield return New<T>($"scaled sum {n}", 2 * n, 1, () => ours.AddVectorToScaledVector(x, T.Pi, y, z), () => managed.AddVectorToScaledVector(x, T.Pi, y, z), null);
            yield return New<T>($"dot {n}", 2 * n, 1, () => z[0] = ours.DotProduct(x, y), () => z[0] = managed.DotProduct(x, y), null);
        }
    }

    private static ILinearAlgebraProvider<T> OursOf<T>()
        where T : struct => (ILinearAlgebraProvider<T>)LinearAlgebraControl.Provider;

    private static ILinearAlgebraProvider<T> ManagedOf<T>()
        where T : struct => (ILinearAlgebraProvider<T>)(ILinearAlgebraProvider)ManagedLinearAlgebraProvider.Instance;

    private static LinearAlgebraCase Product<T>(int m, int n, int k, int threads, bool isATransposed, bool isBTransposed)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        T[] a = Random<T>(m * k), b = Random<T>(k * n), c = new T[m * n];
        ILinearAlgebraProvider<T> ours = OursOf<T>(), managed = ManagedOf<T>();
        var (rowsA, columnsA) = isATransposed ? (k, m) : (m, k);
        var (rowsB, columnsB) = isBTransposed ? (n, k) : (k, n);
        Transpose flagA = isATransposed ? Transpose.Transpose : Transpose.DontTranspose, flagB = isBTransposed ? Transpose.Transpose : Transpose.DontTranspose;
        Action? openBlas = a is double[] da && b is double[] db && c is double[] dc ? () => LinearAlgebra.OpenBlas.Multiply(isATransposed, isBTransposed, m, n, k, da, db, dc)
            : a is float[] fa && b is float[] fb && c is float[] fc ? () => LinearAlgebra.OpenBlas.Multiply(isATransposed, isBTransposed, m, n, k, fa, fb, fc)
            : null;
        return New<T>(
            $"product {m} x {n} x {k}{(isATransposed ? ", A'" : isBTransposed ? ", B'" : "")}", 2.0 * m * n * k, threads,
            () => ours.MatrixMultiplyWithUpdate(flagA, flagB, T.One, a, rowsA, columnsA, b, rowsB, columnsB, T.Zero, c),
            () => managed.MatrixMultiplyWithUpdate(flagA, flagB, T.One, a, rowsA, columnsA, b, rowsB, columnsB, T.Zero, c),
            openBlas);
    }

    private static LinearAlgebraCase MatrixVector<T>(int n, bool isTransposed)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        T[] a = Random<T>(n * n), x = Random<T>(n), y = new T[n];
        ILinearAlgebraProvider<T> ours = OursOf<T>(), managed = ManagedOf<T>();
        var flag = isTransposed ? Transpose.Transpose : Transpose.DontTranspose;
        Action? openBlas = a is double[] da && x is double[] dx && y is double[] dy ? () => LinearAlgebra.OpenBlas.MultiplyVector(isTransposed, n, da, dx, dy)
            : a is float[] fa && x is float[] fx && y is float[] fy ? () => LinearAlgebra.OpenBlas.MultiplyVector(isTransposed, n, fa, fx, fy)
            : null;
        return New<T>(
            $"matrix-vector {n}{(isTransposed ? ", A'" : "")}", 2.0 * n * n, 1,
            () => ours.MatrixMultiplyWithUpdate(flag, Transpose.DontTranspose, T.One, a, n, n, x, n, 1, T.Zero, y),
            () => managed.MatrixMultiplyWithUpdate(flag, Transpose.DontTranspose, T.One, a, n, n, x, n, 1, T.Zero, y),
            openBlas);
    }

    private static LinearAlgebraCase Cholesky<T>(int n, int threads)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        T[] g = Random<T>(n * n), a = new T[n * n], work = new T[n * n];
        ILinearAlgebraProvider<T> ours = OursOf<T>(), managed = ManagedOf<T>();
        Dense.Product.Multiply<T>(g, true, g, false, a, n, n, n, T.One, false);
        for (var k = 0; k < n; k++) a[k + k * n] += T.One;
        Action? openBlas = work is double[] dw ? () => LinearAlgebra.OpenBlas.FactorCholesky(n, dw) : work is float[] fw ? () => LinearAlgebra.OpenBlas.FactorCholesky(n, fw) : null;
        return New<T>($"Cholesky {n}", 1 / 3.0 * n * n * n, threads, Copied(a, work, () => ours.CholeskyFactor(work, n)), Copied(a, work, () => managed.CholeskyFactor(work, n)), Copied(a, work, openBlas));
    }

    private static LinearAlgebraCase Lu<T>(int n, int threads)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        T[] a = Random<T>(n * n), work = new T[n * n];
        var pivots = new int[n];
        ILinearAlgebraProvider<T> ours = OursOf<T>(), managed = ManagedOf<T>();
        Action? openBlas = work is double[] dw ? () => LinearAlgebra.OpenBlas.FactorLu(n, dw, pivots) : work is float[] fw ? () => LinearAlgebra.OpenBlas.FactorLu(n, fw, pivots) : null;
        return New<T>($"LU {n}", 2 / 3.0 * n * n * n, threads, Copied(a, work, () => ours.LUFactor(work, n, pivots)), Copied(a, work, () => managed.LUFactor(work, n, pivots)), Copied(a, work, openBlas));
    }

    private static LinearAlgebraCase New<T>(string name, double flops, int threads, Action ours, Action managed, Action? openBlas) =>
        new($"{(typeof(T) == typeof(double) ? "double" : "float")} {name}", flops, threads, ours, managed, LinearAlgebra.OpenBlas.Core is null ? null : openBlas);

    private static Action Copied<T>(T[] from, T[] to, Action? action) => () =>
    {
        from.AsSpan().CopyTo(to);
        action?.Invoke();
    };

    private static T[] Random<T>(int length)
        where T : IFloatingPointIeee754<T>
    {
        var random = new Random(length);
        var values = new T[length];
        for (var i = 0; i < length; i++) values[i] = T.CreateChecked(random.NextDouble() - 0.5);
        return values;
    }
}
