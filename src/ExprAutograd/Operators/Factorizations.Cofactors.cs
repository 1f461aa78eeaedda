using System.Numerics;

namespace ExprAutograd.Operators;

/// <summary>The derivatives of the determinant, which exist for singular matrices too, where det A · A⁻ᵀ is zero times infinity.</summary>
internal static partial class Factorizations
{
    /// <summary>The cofactors of A: the derivative of its determinant, det A · A⁻ᵀ.</summary>
    /// <remarks>Near singular from the singular vectors: det U det V · U diag(∏ of the other singular values) Vᵀ. Stewart (1998), "On the adjugate matrix".</remarks>
    [return: Shape("n, n")]
    public static T[] Cofactors<T>([Shape("n, n")] T[] a, T[] lu, int n)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var cofactors = new T[CofactorsLength(n)];
        CofactorsInto(cofactors, a, lu, n);
        return cofactors;
    }

    public static int CofactorsLength(int n) => n * n;

    public static void CofactorsInto<T>(T[] destination, T[] a, T[] lu, int n)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (IsFarFromSingular(lu, n))
        {
            var determinant = Determinant(a, lu, n);
            WriteIdentity<T>(destination, n);
            LuSolve(destination, lu, destination, n, n, isTransposed: true);
            for (var k = 0; k < n * n; k++) destination[k] *= determinant;
            return;
        }
        var (s, u, vt, sign) = SignedSvd(a, n);
        var middle = new T[n * n];
        for (var i = 0; i < n; i++) middle[(i * n) + i] = sign * ProductWithout(s, i, i);
        WriteProduct(u, middle, vt, n, destination);
    }

    /// <summary>The derivative of <see cref="Cofactors"/> along D: the Hessian of the determinant, so a symmetric operator on D.</summary>
    /// <remarks>det A · A⁻ᵀ (tr(A⁻¹D) I - (A⁻¹D)ᵀ), and near singular the same in the basis of the singular vectors.</remarks>
    [return: Shape("n, n")]
    public static T[] CofactorsDerivative<T>([Shape("n, n")] T[] a, T[] lu, [Shape("n, n")] T[] d, int n)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var derivative = new T[CofactorsDerivativeLength(n)];
        CofactorsDerivativeInto(derivative, a, lu, d, n);
        return derivative;
    }

    public static int CofactorsDerivativeLength(int n) => n * n;

    public static void CofactorsDerivativeInto<T>(T[] destination, T[] a, T[] lu, T[] d, int n)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (IsFarFromSingular(lu, n))
        {
            var determinant = Determinant(a, lu, n);
            var solved = Solve(a, lu, d, n, n);
            var trace = T.Zero;
            for (var k = 0; k < n; k++) trace += solved[(k * n) + k];
            for (var j = 0; j < n; j++)
                for (var i = 0; i < n; i++) destination[(j * n) + i] = determinant * ((i == j ? trace : T.Zero) - solved[(i * n) + j]);
            LuSolve(destination, lu, destination, n, n, isTransposed: true);
            return;
        }
        var (s, u, vt, sign) = SignedSvd(a, n);
        var (ut, v, inner, basis) = (new T[n * n], new T[n * n], new T[n * n], new T[n * n]);
        Transpose<T>(u, n, n, ut);
        Transpose<T>(vt, n, n, v);
        WriteProduct(ut, d, v, n, inner);
        for (var i = 0; i < n; i++)
        {
            for (var j = 0; j < n; j++)
            {
                if (i == j) continue;
                var others = sign * ProductWithout(s, i, j);
                basis[(i * n) + i] += others * inner[(j * n) + j];
                basis[(j * n) + i] -= others * inner[(i * n) + j];
            }
        }
        WriteProduct(u, basis, vt, n, destination);
    }

    /// <summary>True where solving with the factors loses at most half the digits.</summary>
    private static bool IsFarFromSingular<T>(T[] lu, int n)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var (smallest, largest) = (T.PositiveInfinity, T.Zero);
        for (var k = 0; k < n; k++)
        {
            var pivot = T.Abs(lu[(k * n) + k]);
            (smallest, largest) = (T.Min(smallest, pivot), T.Max(largest, pivot));
        }
        return n == 0 || smallest > T.Sqrt(Rounding<T>()) * largest;
    }

    private static (T[] S, T[] U, T[] Vt, T Sign) SignedSvd<T>(T[] a, int n)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var (s, u, vt) = (new T[n], new T[n * n], new T[n * n]);
        Provider<T>().SingularValueDecomposition(true, a.AsSpan(0, n * n).ToArray(), n, n, s, u, vt);
        var sign = Determinant(u, LuFactors(u, n), n) * Determinant(vt, LuFactors(vt, n), n);
        return (s, u, vt, T.CreateChecked(T.Sign(sign)));
    }

    private static T ProductWithout<T>(T[] s, int i, int j)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var product = T.One;
        for (var k = 0; k < s.Length; k++)
            if (k != i && k != j) product *= s[k];
        return product;
    }

    private static void WriteProduct<T>(T[] x, T[] y, T[] z, int n, T[] destination)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var xy = new T[n * n];
        DenseSystems.Multiply(x, y, n, xy);
        DenseSystems.Multiply(xy, z, n, destination);
    }
}
