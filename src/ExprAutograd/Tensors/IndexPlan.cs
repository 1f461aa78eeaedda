using ExprAutograd.Recording;

namespace ExprAutograd.Tensors;

/// <summary>What indices between brackets mean for a tensor of one shape: first a view, by integers, ranges and new axes; then, of its elements, those that tensors name.</summary>
internal sealed class IndexPlan
{
    private readonly TensorShape whole;
    private readonly int[] wholeStrides;
    private readonly List<int> extents = [];
    private readonly List<int> strides = [];
    private readonly List<(int Axis, Tensor Index)> tensors = [];
    private Primitive? cut;
    private bool hasNewAxis;
    private int offset;
    private int axis;

    /// <summary>Reads indices.</summary>
    /// <exception cref="ArgumentException">They are too many, or a mask has another shape than the axes it stands for.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An integer is out of range.</exception>
    public IndexPlan(TensorShape whole, ReadOnlySpan<TensorIndex> indices)
    {
        this.whole = whole;
        wholeStrides = whole.Strides();
        var open = whole.Rank;
        foreach (var index in indices) open -= AxesOf(index);
        if (open < 0) throw new ArgumentException($"Too many indices for a tensor of shape {whole}: it has {whole.Rank} axes, the indices stand for {whole.Rank - open}.");
        var isOpen = true;
        foreach (var index in indices)
        {
            if (index.Kind != TensorIndexKind.Ellipsis) Read(index);
            else if (isOpen) (_, isOpen) = (KeepAxes(open), false);
            else throw new ArgumentException("An index can only have one Ellipsis: with two it is not known which axes each of them stands for.");
        }
        KeepAxes(whole.Rank - axis);
    }

    /// <summary>The axes of the view, in order, and what indexes each: a mask stands for as many axes as it has.</summary>
    public IReadOnlyList<(int Axis, Tensor Index)> Tensors => tensors;

    /// <summary>The only index tensor, if it is a mask.</summary>
    public Tensor? Mask => tensors is [{ Index: { ElementType: ElementType.Boolean } mask }] ? mask : null;

    /// <summary>The part of <paramref name="x"/> that integers, ranges and new axes cut out: a view.</summary>
    public Tensor ViewOf(Tensor x)
    {
        var shape = TensorShape.Of(extents);
        if (cut is not null) return x.View(cut, shape, [offset, .. strides]);
        return hasNewAxis ? x.View(Views.Unsqueeze, shape, null) : tensors.Count > 0 ? x : x.View(Views.Alias, shape, null);
    }

    /// <summary>The axes that are indexed and the integers that do it: a mask gives one tensor of them for each of its axes, which is why its values must be known.</summary>
    public (int[] Axes, Node[] Indices) Integers()
    {
        var axes = new List<int>();
        var integers = new List<Node>();
        foreach (var (first, index) in tensors)
        {
            if (index.ElementType == ElementType.Int32)
            {
                axes.Add(first);
                integers.Add(index.Node);
                continue;
            }
            foreach (var coordinates in TrueOf(index))
            {
                axes.Add(first + axes.Count(a => a >= first));
                integers.Add(Node.Leaf(coordinates, TensorShape.Of([coordinates.Length]), ElementType.Int32, requiresGradient: false));
            }
        }
        return ([.. axes], [.. integers]);
    }

    private static int AxesOf(TensorIndex index) => index.Kind switch
    {
        TensorIndexKind.Integer or TensorIndexKind.Range => 1,
        TensorIndexKind.Tensor => index.Tensor!.ElementType == ElementType.Boolean ? index.Tensor.Rank : 1,
        _ => 0,
    };

    private void Read(TensorIndex index)
    {
        switch (index.Kind)
        {
            case TensorIndexKind.Integer:
                offset += Place(index.Start) * wholeStrides[axis++];
                cut = Views.Select;
                break;
            case TensorIndexKind.Range:
                Cut(index);
                break;
            case TensorIndexKind.NewAxis:
                AddAxis();
                break;
            default:
                Read(index.Tensor!);
                break;
        }
    }

    private int Place(Index index)
    {
        var extent = whole[axis];
        var place = index.GetOffset(extent);
        if (place >= 0 && place < extent) return place;
        throw new ArgumentOutOfRangeException(nameof(index), index, $"Index {index} is out of bounds for axis {axis} of a tensor of shape {whole}, whose extent is {extent}.");
    }

    /// <summary>A range that goes beyond the ends is cut off there, as Python has it.</summary>
    private void Cut(TensorIndex range)
    {
        var extent = whole[axis];
        var start = Math.Clamp(range.Start.GetOffset(extent), 0, extent);
        var end = Math.Clamp(range.End.GetOffset(extent), start, extent);
        var step = range.Gap + 1;
        var length = (end - start + range.Gap) / step;
        if (length != extent) cut = Views.Slice;
        offset += start * wholeStrides[axis];
        extents.Add(length);
        strides.Add(step * wholeStrides[axis++]);
    }

    private void AddAxis()
    {
        extents.Add(1);
        strides.Add(0);
        hasNewAxis = true;
    }

    private int KeepAxes(int count)
    {
        for (var k = 0; k < count; k++)
        {
            extents.Add(whole[axis]);
            strides.Add(wholeStrides[axis++]);
        }
        return count;
    }

    private void Read(Tensor index)
    {
        if (index.ElementType == ElementType.Int32)
        {
            tensors.Add((extents.Count, index));
            KeepAxes(1);
            return;
        }
        if (index.ElementType != ElementType.Boolean)
            throw new ArgumentException($"A tensor is indexed by tensors of Int32 or, for a mask, Boolean; this one holds {index.ElementType}. Convert it with To.", nameof(index));
        if (index.Rank == 0)
        {
            tensors.Add((extents.Count, index.Reshape(1)));
            AddAxis();
            return;
        }
        var mask = index.Node.Shape;
        for (var k = 0; k < mask.Rank; k++)
            if (mask[k] != whole[axis + k]) throw new ArgumentException($"A mask of shape {mask} does not fit a tensor of shape {whole}: at axis {axis + k} the extents are {mask[k]} and {whole[axis + k]}.", nameof(index));
        tensors.Add((extents.Count, index));
        KeepAxes(mask.Rank);
    }

    /// <summary>Where a mask is true, in order: the coordinates along each axis.</summary>
    private static int[][] TrueOf(Tensor mask)
    {
        var values = mask.AsSpan<bool>();
        var places = new List<int>();
        for (var k = 0; k < values.Length; k++)
            if (values[k]) places.Add(k);
        var shape = mask.Node.Shape;
        var strides = shape.Strides();
        return [.. Enumerable.Range(0, shape.Rank).Select(a => places.Select(p => p / strides[a] % shape[a]).ToArray())];
    }
}
