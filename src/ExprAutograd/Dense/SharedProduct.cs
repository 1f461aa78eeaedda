using System.Numerics;

namespace ExprAutograd.Dense;

/// <summary>A product whose result is cut along its longer side among threads. An element is computed alike whoever does it.</summary>
internal sealed class SharedProduct<T> : SharedWork
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>Pieces no thinner than this: each piece packs the whole operand of the other side again.</summary>
    private const int ThinnestPiece = 96;
    private const int PiecesPerThread = 3;

    /// <summary>The unit of cuts: whole tiles of every kernel.</summary>
    private const int Grain = 48;

    private static readonly SharedProduct<T>?[] Idle = [.. Enumerable.Range(0, 2 * Environment.ProcessorCount).Select(_ => new SharedProduct<T>())];

    private ProductOperands<T> operands;
    private int m, n, k, piece;
    private bool isCutByRows;

    /// <summary>Does the product with the pool's help; false, with nothing done, when it cannot be cut or everything is in use.</summary>
    public static bool TryMultiply(in ProductOperands<T> operands, int m, int n, int k, int threads)
    {
        var length = Math.Max(m, n);
        var pieces = Math.Min(length / ThinnestPiece, threads * PiecesPerThread);
        if (pieces < 2) return false;
        var piece = ((length + pieces - 1) / pieces + Grain - 1) / Grain * Grain;
        pieces = (length + piece - 1) / piece;
        if (pieces < 2 || Rent() is not { } work) return false;
        (work.operands, work.m, work.n, work.k, work.piece, work.isCutByRows) = (operands, m, n, k, piece, m > n);
        work.Share(pieces, Math.Min(threads, pieces));
        return true;
    }

    private static SharedProduct<T>? Rent()
    {
        for (var index = 0; index < Idle.Length; index++)
            if (Interlocked.Exchange(ref Idle[index], null) is { } work) return work;
        return null;
    }

    protected override void Return()
    {
        for (var index = 0; Interlocked.CompareExchange(ref Idle[index], this, null) is not null; index = (index + 1) % Idle.Length) { }
    }

    protected override void Do(int part)
    {
        var start = part * piece;
        if (isCutByRows) Product.MultiplyHere(operands.From(start, 0), Math.Min(piece, m - start), n, k);
        else Product.MultiplyHere(operands.From(0, start), m, Math.Min(piece, n - start), k);
    }
}
