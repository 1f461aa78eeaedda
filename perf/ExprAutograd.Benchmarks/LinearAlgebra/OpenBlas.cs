using System.Runtime.InteropServices;

namespace ExprAutograd.Benchmarks.LinearAlgebra;

/// <summary>OpenBLAS where the system has it, with its AVX2 kernels unless OPENBLAS_CORETYPE names others.</summary>
internal static class OpenBlas
{
    private const int NotTransposed = 111;
    private const int Transposed = 112;

    private const string Library = "libopenblas.so.0";
    private const string CoreType = "OPENBLAS_CORETYPE";
    private const int ColumnMajor = 102;
    private const byte Lower = (byte)'L';

    /// <summary>The name of the processor whose kernels it uses; null when it is not installed.</summary>
    public static string? Core { get; } = Load();

    private static string? Load()
    {
        // The library reads the environment as the system keeps it, which is not where .NET writes to.
        if (OperatingSystem.IsLinux() && Environment.GetEnvironmentVariable(CoreType) is null) _ = setenv(CoreType, "Haswell", 1);
        return NativeLibrary.TryLoad(Library, out _) ? Marshal.PtrToStringUTF8(openblas_get_corename()) : null;
    }

    public static void UseThreads(int count)
    {
        if (Core is not null) openblas_set_num_threads(count);
    }

    public static void Multiply(bool isATransposed, bool isBTransposed, int m, int n, int k, double[] a, double[] b, double[] c) =>
        cblas_dgemm(ColumnMajor, Flag(isATransposed), Flag(isBTransposed), m, n, k, 1, a, isATransposed ? k : m, b, isBTransposed ? n : k, 0, c, m);

    public static void Multiply(bool isATransposed, bool isBTransposed, int m, int n, int k, float[] a, float[] b, float[] c) =>
        cblas_sgemm(ColumnMajor, Flag(isATransposed), Flag(isBTransposed), m, n, k, 1, a, isATransposed ? k : m, b, isBTransposed ? n : k, 0, c, m);

    public static void MultiplyVector(bool isTransposed, int n, double[] a, double[] x, double[] y) => cblas_dgemv(ColumnMajor, Flag(isTransposed), n, n, 1, a, n, x, 1, 0, y, 1);

    public static void MultiplyVector(bool isTransposed, int n, float[] a, float[] x, float[] y) => cblas_sgemv(ColumnMajor, Flag(isTransposed), n, n, 1, a, n, x, 1, 0, y, 1);

    public static void FactorCholesky(int n, double[] a) => dpotrf_(Lower, in n, a, in n, out _);

    public static void FactorCholesky(int n, float[] a) => spotrf_(Lower, in n, a, in n, out _);

    public static void FactorLu(int n, double[] a, int[] pivots) => dgetrf_(in n, in n, a, in n, pivots, out _);

    public static void FactorLu(int n, float[] a, int[] pivots) => sgetrf_(in n, in n, a, in n, pivots, out _);

    private static int Flag(bool isTransposed) => isTransposed ? Transposed : NotTransposed;

    [DllImport("libc")]
    private static extern int setenv([MarshalAs(UnmanagedType.LPUTF8Str)] string name, [MarshalAs(UnmanagedType.LPUTF8Str)] string value, int isOverwritten);

    [DllImport(Library)]
    private static extern nint openblas_get_corename();

    [DllImport(Library)]
    private static extern void openblas_set_num_threads(int count);

    [DllImport(Library)]
    private static extern void cblas_dgemm(int order, int transA, int transB, int m, int n, int k, double alpha, double[] a, int lda, double[] b, int ldb, double beta, double[] c, int ldc);

    [DllImport(Library)]
    private static extern void cblas_sgemm(int order, int transA, int transB, int m, int n, int k, float alpha, float[] a, int lda, float[] b, int ldb, float beta, float[] c, int ldc);

    [DllImport(Library)]
    private static extern void cblas_dgemv(int order, int trans, int m, int n, double alpha, double[] a, int lda, double[] x, int incx, double beta, double[] y, int incy);

    [DllImport(Library)]
    private static extern void cblas_sgemv(int order, int trans, int m, int n, float alpha, float[] a, int lda, float[] x, int incx, float beta, float[] y, int incy);

    [DllImport(Library)]
    private static extern void dpotrf_(in byte triangle, in int n, double[] a, in int lda, out int info);

    [DllImport(Library)]
    private static extern void spotrf_(in byte triangle, in int n, float[] a, in int lda, out int info);

    [DllImport(Library)]
    private static extern void dgetrf_(in int m, in int n, double[] a, in int lda, int[] pivots, out int info);

    [DllImport(Library)]
    private static extern void sgetrf_(in int m, in int n, float[] a, in int lda, int[] pivots, out int info);
}
