using ExprAutograd.Dense;
using MathNet.Numerics.Providers.LinearAlgebra;

namespace ExprAutograd;

/// <summary>
/// MathNet's dense linear algebra on this library's SIMD kernels: products, matrix-vector products, Cholesky and LU factorisations with their
/// solves, and arithmetic on arrays, of doubles and floats. Everything else, complex numbers included, goes to MathNet's managed provider.
/// </summary>
/// <remarks>
/// Results agree with the managed provider's up to rounding, and its exceptions are the same. Large products use several threads, at most
/// <see cref="MathNet.Numerics.Control.MaxDegreeOfParallelism"/>; no result depends on how many. Thread-safe.
/// Functions that <see cref="Autograd"/> compiles use the same kernels whether or not this is installed, unless the user has installed a native provider.
/// </remarks>
public sealed partial class SimdLinearAlgebraProvider : ILinearAlgebraProvider, IOwnKernels
{
    private static readonly SimdLinearAlgebraProvider Instance = new(ManagedLinearAlgebraProvider.Instance);

    private readonly ILinearAlgebraProvider inner;
    private readonly RealKernels<double> doubles;
    private readonly RealKernels<float> singles;

    private SimdLinearAlgebraProvider(ILinearAlgebraProvider inner)
    {
        this.inner = inner;
        doubles = new(inner);
        singles = new(inner);
    }

    /// <summary>Makes MathNet use these kernels from now on. A native provider (MKL, OpenBLAS, CUDA or one of the user's own) that is installed already stays.</summary>
    /// <returns>Whether MathNet uses these kernels now: false when another provider than MathNet's managed one was installed.</returns>
    public static bool Use()
    {
        if (DenseProvider.Native is not null) return false;
        if (LinearAlgebraControl.Provider is not SimdLinearAlgebraProvider) LinearAlgebraControl.Provider = Instance;
        return true;
    }

    bool ILinearAlgebraProvider.IsAvailable() => true;

    void ILinearAlgebraProvider.InitializeVerify() => inner.InitializeVerify();

    void ILinearAlgebraProvider.FreeResources() => inner.FreeResources();

    /// <summary>The provider's name.</summary>
    public override string ToString() => "ExprAutograd SIMD";
}
