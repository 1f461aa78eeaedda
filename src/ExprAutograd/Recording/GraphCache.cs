using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;

namespace ExprAutograd.Recording;

/// <summary>Compiled graphs by structure and shapes: bounded, for all threads.</summary>
/// <remarks>
/// A structure is compiled when it is met first, unless the last few structures that were compiled never came again (a loop that depends on values):
/// then it is run operation by operation, each of them compiled once, and compiled as a whole only when it comes a second time.
/// </remarks>
internal static class GraphCache
{
    private const int DefaultCapacity = 1024;

    /// <summary>So many structures in a row that were used once mean that the next one is not worth compiling.</summary>
    private const int PatienceWithSingles = 16;

    private static readonly Lock Gate = new();
    private static readonly Dictionary<int[], Entry> Entries = new(new KeyComparer());
    private static readonly Dictionary<int[], Entry>.AlternateLookup<ReadOnlySpan<int>> ByKey = Entries.GetAlternateLookup<ReadOnlySpan<int>>();
    private static int capacity = DefaultCapacity;
    private static long clock;
    private static long hits;
    private static long misses;
    private static long interpreted;
    private static long compileTicks;
    private static int singles;

    /// <summary>The most structures that are kept.</summary>
    public static int Capacity
    {
        get => capacity;
        set
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
            lock (Gate)
            {
                capacity = value;
                Trim();
            }
        }
    }

    public static TensorStatistics Statistics
    {
        get
        {
            lock (Gate) return new(hits, misses, interpreted, Stopwatch.GetElapsedTime(0, compileTicks), Entries.Count);
        }
    }

    /// <summary>The code for what was read; false when it should be run in pieces this time.</summary>
    public static bool TryGet(GraphReader reader, GraphRequest request, bool isPiece, [NotNullWhen(true)] out CompiledGraph? graph)
    {
        var entry = Find(reader.Key, isPiece);
        if (entry is null)
        {
            graph = null;
            return false;
        }
        graph = entry.Graph ?? Compile(entry, reader, request);
        return true;
    }

    public static void Clear()
    {
        lock (Gate)
        {
            Entries.Clear();
            (hits, misses, interpreted, compileTicks, singles) = (0, 0, 0, 0, 0);
        }
    }

    private static Entry? Find(ReadOnlySpan<int> key, bool isPiece)
    {
        lock (Gate)
        {
            if (ByKey.TryGetValue(key, out var entry))
            {
                entry.LastUse = ++clock;
                if (entry.IsCompiled)
                {
                    hits++;
                    if (!entry.IsReused && !isPiece) singles = 0;
                    entry.IsReused = true;
                    return entry;
                }
            }
            else
            {
                entry = new Entry { LastUse = ++clock };
                ByKey[key] = entry;
                Trim();
                if (!isPiece && singles >= PatienceWithSingles)
                {
                    interpreted++;
                    return null;
                }
            }
            misses++;
            if (!isPiece) singles++;
            entry.IsCompiled = true;
            return entry;
        }
    }

    private static CompiledGraph Compile(Entry entry, GraphReader reader, GraphRequest request)
    {
        lock (entry)
        {
            if (entry.Graph is { } known) return known;
            var start = Stopwatch.GetTimestamp();
            entry.Graph = CompiledGraph.Make(reader, request);
            Interlocked.Add(ref compileTicks, Stopwatch.GetTimestamp() - start);
            return entry.Graph;
        }
    }

    /// <summary>The half that was not used for longest makes room.</summary>
    private static void Trim()
    {
        if (Entries.Count <= capacity) return;
        foreach (var old in Entries.OrderBy(e => e.Value.LastUse).Take(Entries.Count - (capacity / 2)).Select(e => e.Key).ToList()) Entries.Remove(old);
    }

    private sealed class Entry
    {
        public CompiledGraph? Graph { get; set; }

        public bool IsCompiled { get; set; }

        public bool IsReused { get; set; }

        public long LastUse { get; set; }
    }

    private sealed class KeyComparer : IEqualityComparer<int[]>, IAlternateEqualityComparer<ReadOnlySpan<int>, int[]>
    {
        public bool Equals(int[]? x, int[]? y) => x.AsSpan().SequenceEqual(y);

        public int GetHashCode(int[] key) => GraphKey.Hash(key);

        public bool Equals(ReadOnlySpan<int> alternate, int[] other) => alternate.SequenceEqual(other);

        public int GetHashCode(ReadOnlySpan<int> alternate) => GraphKey.Hash(alternate);

        public int[] Create(ReadOnlySpan<int> alternate) => alternate.ToArray();
    }
}
