using System.Collections.Immutable;
using System.Diagnostics;
using ExprAutograd.Recording;

namespace ExprAutograd;

/// <summary>An array of any rank, row after row, whose operations are recorded and compiled when somebody looks at a value.</summary>
/// <remarks>
/// <para>The vocabulary and the behaviour are PyTorch's. What is different: an operation runs when a value is looked at (<see cref="Item"/>, <see cref="ToArray{T}"/>,
/// printing) or <see cref="Backward"/> is called, together with everything it depends on, as one compiled delegate that is found again by the structure
/// and the shapes of what was recorded.</para>
/// <para>A tensor may be read from several threads; it must be changed by one at a time.</para>
/// </remarks>
[DebuggerDisplay("{ToString()}")]
public sealed partial class Tensor : IGradientHolder
{
    private Node node;
    private TensorView? view;
    private int version;

    internal Tensor(Node node)
    {
        this.node = node;
        Evaluation.Settle(node);
    }

    private Tensor(Node node, TensorView view)
        : this(node) => this.view = view;

    /// <summary>The recorded value of now: a view shows what its base has become.</summary>
    internal Node Node
    {
        get
        {
            if (view is not null && view.IsStale) node = view.Again(node);
            return node;
        }
    }

    /// <summary>The extents, outermost first; none for a number.</summary>
    public ImmutableArray<int> Shape => node.Shape.ToImmutable();

    /// <summary>The number of axes.</summary>
    public int Rank => node.Shape.Rank;

    /// <summary>The number of elements.</summary>
    public int Count => node.Shape.Count;

    /// <summary>What the elements are.</summary>
    public ElementType ElementType => node.Type;

    /// <summary>How often the tensor was changed in place.</summary>
    /// <remarks>A view and what it is a view of count together.</remarks>
    public int Version => view?.Source.Version ?? version;

    /// <summary>What became of recorded graphs: of all threads.</summary>
    public static TensorStatistics Statistics => GraphCache.Statistics;

    /// <summary>The most structures whose code is kept; those used least recently go first. 1024 unless set.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is less than 1.</exception>
    public static int CacheCapacity
    {
        get => GraphCache.Capacity;
        set => GraphCache.Capacity = value;
    }

    /// <summary>Forgets all compiled structures, and starts <see cref="Statistics"/> again.</summary>
    public static void ClearCache() => GraphCache.Clear();

    /// <summary>The one number of a tensor of one element.</summary>
    /// <exception cref="InvalidOperationException">It has more elements, or none.</exception>
    public double Item()
    {
        if (Count != 1) throw new InvalidOperationException($"A tensor of shape {node.Shape} has {Count} elements; Item() needs one. Index it, or use ToArray.");
        return Evaluation.ValueOf(Node) switch
        {
            double[] x => x[0],
            float[] x => x[0],
            int[] x => x[0],
            var x => ((bool[])x)[0] ? 1 : 0,
        };
    }

    /// <summary>The elements, row after row, in an array of the caller's own.</summary>
    /// <typeparam name="T">double, float, int or bool, as <see cref="ElementType"/> says.</typeparam>
    /// <exception cref="InvalidOperationException">The elements are of another type; convert with <see cref="To"/>.</exception>
    public T[] ToArray<T>() => AsSpan<T>().ToArray();

    /// <summary>The elements, row after row, in the tensor's own memory: valid until an optimiser changes the tensor.</summary>
    /// <inheritdoc cref="ToArray{T}" path="/typeparam"/>
    /// <inheritdoc cref="ToArray{T}" path="/exception"/>
    public ReadOnlySpan<T> AsSpan<T>() => Evaluation.ValueOf(Node) as T[]
        ?? throw new InvalidOperationException($"The tensor holds {ElementType}, not {typeof(T).Name}. Convert it: To(ElementType...).");

    /// <summary>The tensor as PyTorch prints it.</summary>
    public override string ToString() => TensorPrinter.Print(this);

    /// <summary>The recorded graph behind this tensor, as a picture in Graphviz's DOT language: operations, shapes, what requires a gradient, numbers that are known.</summary>
    /// <remarks>Nothing is computed. After a backward pass that released the graph, less of it is left to draw.</remarks>
    public string ToDot() => TensorPicture.Draw(this);

    /// <inheritdoc/>
    Node IGradientHolder.Node => Node;

    /// <inheritdoc/>
    void IGradientHolder.Replace(Node next) => Replace(next);

    /// <summary>The tensor is another value from now on.</summary>
    internal void Replace(Node next)
    {
        node = next;
        version++;
    }
}
