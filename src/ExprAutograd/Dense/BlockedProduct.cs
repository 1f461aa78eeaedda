using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace ExprAutograd.Dense;

/// <summary>
/// The product on one thread, cut into blocks that stay in the caches: a block of A in the second level, a strip of B in the first,
/// a tile of C in registers.
/// </summary>
internal static unsafe class BlockedProduct<TLanes, TVector, T>
    where TLanes : ILanes<TVector, T>
    where TVector : unmanaged
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>The depth of a block. An element of C is a chain of sums of so many products: always, or results would depend on the path taken.</summary>
    private const int BlockDepth = 384;

    private const int RowVectors = 3;

    /// <summary>Bytes of A that a block holds: about half of a second-level cache.</summary>
    private const int BlockBytes = 480 * 1024;

    /// <summary>An A whose blocks span no more bytes than this, or that meets so few columns, is read where it stands: packing it would cost more than it saves.</summary>
    private const int SpanReadInPlace = 512 * 1024;
    private const int ColumnsReadInPlace = 16;

    private const int BlockColumns = 2048;
    private const int StripsPackedTogether = 8;

    /// <summary>The depth from which on fetching a tile of C ahead costs next to nothing.</summary>
    private const int DepthToFetchAhead = 64;

    private static int TileRows => RowVectors * TLanes.Count;

    private static int BlockRows(int depth) => Math.Max(1, BlockBytes / (depth * sizeof(T) * TileRows)) * TileRows;

    public static void Run(in ProductOperands<T> x, int m, int n, int k)
    {
        var isPacked = x.IsATransposed || (n > ColumnsReadInPlace && (long)x.AStride * Math.Min(k, BlockDepth) * sizeof(T) > SpanReadInPlace);
        var blockColumns = isPacked ? Math.Min(n, BlockColumns) : n;
        var blockDepth = Math.Min(k, BlockDepth);
        var blockRows = Math.Min(m, BlockRows(blockDepth));
        var left = isPacked ? (T*)PackingBuffer.Left((nint)(blockRows + TileRows) * blockDepth * sizeof(T)) : null;
        var right = isPacked ? (T*)PackingBuffer.Right((nint)blockColumns * blockDepth * sizeof(T)) : null;

        for (var column = 0; column < n; column += blockColumns)
        {
            var columns = Math.Min(blockColumns, n - column);
            for (var depth = 0; depth < k; depth += blockDepth)
            {
                var steps = Math.Min(blockDepth, k - depth);
                var isAccumulated = x.IsAccumulated || depth > 0;
                if (isPacked) PackRight(x.BAt(depth, column), x.BStride, x.IsBTransposed, columns, steps, right);
                for (var row = 0; row < m; row += blockRows)
                {
                    var rows = Math.Min(blockRows, m - row);
                    if (isPacked) PackLeft(x.AAt(row, depth), x.AStride, !x.IsATransposed, rows, steps, left);
                    var block = new Block
                    {
                        A = isPacked ? left : x.AAt(row, depth),
                        AStride = isPacked ? 0 : x.AStride,
                        B = isPacked ? right : x.BAt(depth, column),
                        BStride = isPacked ? 0 : x.BStride,
                        IsSpread = !isPacked && !x.IsBTransposed,
                        Depth = steps,
                        C = x.CAt(row, column),
                        CStride = x.CStride,
                        Alpha = x.Alpha,
                        IsAccumulated = isAccumulated,
                        First = TLanes.First((rows - 1) % TLanes.Count + 1),
                    };
                    Multiply(in block, rows, columns);
                }
            }
        }
    }

    /// <summary>Strips of whole tiles' rows; the last strip is as wide as the vectors that hold its rows.</summary>
    private static void PackLeft(T* a, nint stride, bool isAcross, int rows, int depth, T* target)
    {
        int strips = rows / TileRows, width = rows % TileRows;
        nint packed = rows - width;
        Packing<TLanes, TVector, T>.Pack(a, stride, isAcross, TileRows, strips, depth, target, TileRows);
        if (width > 0)
            Packing<TLanes, TVector, T>.Pack(
                a + (isAcross ? packed : packed * stride), stride, isAcross, width, 1, depth, target + packed * depth, (width + TLanes.Count - 1) / TLanes.Count * TLanes.Count);
    }

    /// <summary>Strips as wide as the tiles that will read them.</summary>
    private static void PackRight(T* b, nint stride, bool isAcross, int columns, int depth, T* target)
    {
        for (int column = 0, width, strips; column < columns; column += width * strips)
        {
            width = Width(columns - column);
            strips = width < TLanes.MostColumns ? 1 : Math.Min(StripsPackedTogether, (columns - column) / width - 1) is var whole && whole > 0 ? whole : 1;
            Packing<TLanes, TVector, T>.Pack(b + (isAcross ? column : column * stride), stride, isAcross, width, strips, depth, target, width);
            target += (nint)width * strips * depth;
        }
    }

    /// <summary>The columns of the next tile when so many are left: all that registers hold; the last two tiles share what is left.</summary>
    private static int Width(int left) => left >= 2 * TLanes.MostColumns ? TLanes.MostColumns : left > TLanes.MostColumns ? (left + 1) / 2 : left;

    /// <summary>A block of A against a block of B; a stride of 0 says that the operand is packed.</summary>
    private struct Block
    {
        public T* A, B, C;
        public nint AStride, BStride, CStride, Depth;
        public T Alpha;
        public bool IsSpread, IsAccumulated;
        public TVector First;
    }

    private static void Multiply(in Block x, int rows, int columns)
    {
        for (int column = 0, width; column < columns; column += width)
        {
            width = Width(columns - column);
            T* b = x.BStride == 0 ? x.B + column * x.Depth : x.IsSpread ? x.B + column * x.BStride : x.B + column, c = x.C + column * x.CStride;
            switch (width)
            {
                case 8: MultiplyStrip<Extent8>(in x, rows, b, c); break;
                case 7: MultiplyStrip<Extent7>(in x, rows, b, c); break;
                case 6: MultiplyStrip<Extent6>(in x, rows, b, c); break;
                case 5: MultiplyStrip<Extent5>(in x, rows, b, c); break;
                case 4: MultiplyStrip<Extent4>(in x, rows, b, c); break;
                case 3: MultiplyStrip<Extent3>(in x, rows, b, c); break;
                case 2: MultiplyStrip<Extent2>(in x, rows, b, c); break;
                default: MultiplyStrip<Extent1>(in x, rows, b, c); break;
            }
        }
    }

    private static void MultiplyStrip<TColumns>(in Block x, int rows, T* b, T* c)
        where TColumns : IExtent
    {
        var isCut = rows % TLanes.Count != 0;
        if (x.IsSpread)
        {
            if (isCut) MultiplyStrip<TColumns, SpreadWhole, SpreadCut>(in x, rows, b, c);
            else MultiplyStrip<TColumns, SpreadWhole, SpreadWhole>(in x, rows, b, c);
        }
        else if (isCut) MultiplyStrip<TColumns, Whole, Cut>(in x, rows, b, c);
        else MultiplyStrip<TColumns, Whole, Whole>(in x, rows, b, c);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void MultiplyStrip<TColumns, TUpper, TBottom>(in Block x, int rows, T* b, T* c)
        where TColumns : IExtent
        where TUpper : ILayout
        where TBottom : ILayout
    {
        nint bStep = x.BStride == 0 ? TColumns.Value : x.IsSpread ? 1 : x.BStride, tileStep = x.AStride == 0 ? TileRows : x.AStride;
        var a = x.A;
        for (; rows > TileRows; rows -= TileRows)
        {
            if (Sse.IsSupported && x.Depth >= DepthToFetchAhead)
                for (var column = 0; column < TColumns.Value; column++)
                    for (var vector = 0; vector < RowVectors; vector++) Sse.Prefetch0(c + column * x.CStride + vector * TLanes.Count);
            Tile<TLanes, TVector, T, Extent3, TColumns, TUpper>.Multiply(a, tileStep, b, bStep, x.BStride, x.Depth, c, x.CStride, x.Alpha, x.IsAccumulated, x.First);
            a += x.AStride == 0 ? TileRows * x.Depth : TileRows;
            c += TileRows;
        }
        var vectors = (rows + TLanes.Count - 1) / TLanes.Count;
        var step = x.AStride == 0 ? vectors * TLanes.Count : x.AStride;
        if (vectors == 3) Tile<TLanes, TVector, T, Extent3, TColumns, TBottom>.Multiply(a, step, b, bStep, x.BStride, x.Depth, c, x.CStride, x.Alpha, x.IsAccumulated, x.First);
        else if (vectors == 2) Tile<TLanes, TVector, T, Extent2, TColumns, TBottom>.Multiply(a, step, b, bStep, x.BStride, x.Depth, c, x.CStride, x.Alpha, x.IsAccumulated, x.First);
        else Tile<TLanes, TVector, T, Extent1, TColumns, TBottom>.Multiply(a, step, b, bStep, x.BStride, x.Depth, c, x.CStride, x.Alpha, x.IsAccumulated, x.First);
    }
}
