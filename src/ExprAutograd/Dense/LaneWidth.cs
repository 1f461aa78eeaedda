using System.Runtime.Intrinsics;

namespace ExprAutograd.Dense;

/// <summary>The width of vector that the kernels use, in bits; 0 for one number at a time.</summary>
/// <remarks>No result depends on it where the machine fuses multiplications with additions, but for sums over lanes (transposed matrix-vector products and dots).</remarks>
internal static class LaneWidth
{
    /// <summary>The widest that the machine accelerates.</summary>
    internal static int Widest { get; } =
        Vector512.IsHardwareAccelerated ? 512 : Vector256.IsHardwareAccelerated ? 256 : Vector128.IsHardwareAccelerated ? 128 : 0;

    /// <summary>The width in use; narrower than the widest only in tests.</summary>
    internal static int Bits { get; set; } = Widest;
}
