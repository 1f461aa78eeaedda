using System.Runtime.CompilerServices;
using ExprAutograd.Recording;
using ExprAutograd.Tensors;

namespace ExprAutograd;

public sealed partial class Tensor
{
    /// <summary>A part of the tensor: the element at an integer, those of a range, those that index tensors name, those where a mask is true, axis by axis.</summary>
    /// <param name="indices">One for each axis from the first; axes that are not named are whole. A mask stands for as many axes as it has.</param>
    /// <remarks>
    /// <para>Integers, ranges, new axes and an ellipsis give a view: what changes in it changes here. Index tensors give a copy: they are stretched to one shape, which takes
    /// the place of the axes they index where these are neighbours, and else comes first. Of integers in tensors negative ones count from the end.</para>
    /// <para>Set, the values are stretched to the part's shape; where an index tensor names an element twice, the later value stays. Setting changes this tensor in place.</para>
    /// <para>The result of a mask has as many elements as are true: the mask is computed at once, and a graph with another number of them is another structure.
    /// <see cref="Where"/> keeps the shape.</para>
    /// </remarks>
    /// <exception cref="ArgumentException">There are more indices than axes; a mask or the values do not fit.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An index is out of range; of an index tensor this shows when the result is computed.</exception>
    [IndexerName("Part")]
    public Tensor this[params TensorIndex[] indices]
    {
        get
        {
            ArgumentNullException.ThrowIfNull(indices);
            var plan = new IndexPlan(node.Shape, indices);
            var part = plan.ViewOf(this);
            if (plan.Tensors.Count == 0) return part;
            var (axes, integers) = plan.Integers();
            return new Tensor(Node.Of(Gathers.Index, Gathers.ShapeOf(part.node.Shape, axes, IndexShape(integers)), part.node.Type, [part.Node, .. integers], axes));
        }

        set
        {
            ArgumentNullException.ThrowIfNull(indices);
            ArgumentNullException.ThrowIfNull(value);
            var plan = new IndexPlan(node.Shape, indices);
            var part = plan.ViewOf(this);
            var type = part.ElementType;
            if (plan.Tensors.Count == 0) part.Change(Filling(value.To(type), part.node.Shape).BroadcastTo([.. part.Shape]), SetName);
            else if (plan.Mask is { } mask && value.Count == 1)
            {
                // Of one value the shape of the part does not matter: neither do the mask's values.
                var axesBehind = part.Rank - plan.Tensors[0].Axis - mask.Rank;
                var stretched = mask.Reshape([.. mask.Shape, .. Enumerable.Repeat(1, axesBehind)]);
                part.Change(Where(stretched, value.To(type).Reshape([]), part), SetName);
            }
            else
            {
                var (axes, integers) = plan.Integers();
                var shape = Gathers.ShapeOf(part.node.Shape, axes, IndexShape(integers));
                var values = Filling(value.To(type), shape);
                if (!TensorShape.Broadcast(values.node.Shape, shape, SetName).Equals(shape))
                    throw new ArgumentException($"{SetName}: values of shape {value.node.Shape} do not fit into a part of shape {shape}.", nameof(value));
                part.Change(new Tensor(Node.Of(Gathers.IndexPut, part.node.Shape, type, [part.Node, values.Node, .. integers], axes)), SetName);
            }
        }
    }

    private const string SetName = "SetItem";

    /// <summary>A number where a tensor is wanted, as in <c>x[mask] = 0</c>: another number is the same structure.</summary>
    public static implicit operator Tensor(double number) => new(Node.OfNumber(number, ElementType.Float64));

    /// <summary>The part at one index of an axis, without that axis: a view.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such axis or index.</exception>
    public Tensor Select(int axis, int index)
    {
        var at = AxisOf(axis, nameof(Select));
        var extent = node.Shape[at];
        var counted = index < 0 ? index + extent : index;
        if (counted < 0 || counted >= extent) throw new ArgumentOutOfRangeException(nameof(index), index, $"Select: index {index} is out of bounds for axis {at} of a tensor of shape {node.Shape}, whose extent is {extent}.");
        var strides = node.Shape.Strides();
        return View(Views.Select, node.Shape.Without(at), [counted * strides[at], .. strides[..at], .. strides[(at + 1)..]]);
    }

    /// <summary>Neighbours along an axis: a view.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such axis, or the part goes beyond its ends.</exception>
    public Tensor Narrow(int axis, int start, int length) => Narrow(Views.Slice, AxisOf(axis, nameof(Narrow)), start, length);

    /// <summary>The parts along an axis that a list of indices names: a copy.</summary>
    /// <param name="axis">The axis; negative ones count from the last.</param>
    /// <param name="index">Integers, of one axis or none; the same may stand there twice. The derivatives of what is taken twice add up.</param>
    /// <exception cref="ArgumentException"><paramref name="index"/> has several axes, or holds no integers.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An index is out of range; this shows when the result is computed.</exception>
    public Tensor IndexSelect(int axis, Tensor index)
    {
        var at = AxisOf(axis, nameof(IndexSelect));
        RequireIndex(index, nameof(IndexSelect));
        if (index.Rank > 1) throw new ArgumentException($"IndexSelect: the index is a list, of one axis; this one has the shape {index.node.Shape}. Index with brackets for others.", nameof(index));
        var list = index.Rank == 1 ? index : index.Reshape(1);
        return new Tensor(Node.Of(Gathers.Index, node.Shape.With(at, list.Count), node.Type, [Node, list.Node], [at]));
    }

    /// <summary>At each place of <paramref name="index"/>, the element that stands there but along <paramref name="axis"/>, where it stands at the index.</summary>
    /// <param name="axis">The axis; negative ones count from the last.</param>
    /// <param name="index">Integers, of as many axes as this tensor, no longer than this tensor along the others.</param>
    /// <returns>A copy of the index's shape.</returns>
    /// <exception cref="ArgumentException"><paramref name="index"/> does not fit, or holds no integers.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An index is out of range; this shows when the result is computed.</exception>
    public Tensor Gather(int axis, Tensor index)
    {
        var at = AxisOf(axis, nameof(Gather));
        RequireAlong(index, at, node.Shape, nameof(Gather));
        if (Rank == 0) return Reshape(1).Gather(0, index.Reshape(1)).Reshape([]);
        return new Tensor(Node.Of(Gathers.Gather, index.node.Shape, node.Type, [Node, index.Node], [at]));
    }

    /// <summary>A copy in which each element of <paramref name="source"/> stands at its own place but along <paramref name="axis"/>, where it stands at the index; of equal indices the last one counts.</summary>
    /// <param name="axis">The axis; negative ones count from the last.</param>
    /// <param name="index">Integers, of as many axes as this tensor, nowhere longer than the source nor, along the other axes, than this tensor.</param>
    /// <param name="source">The values, or one number.</param>
    /// <inheritdoc cref="Gather" path="/exception"/>
    public Tensor Scatter(int axis, Tensor index, Tensor source) => Scattered(Gathers.Scatter, nameof(Scatter), axis, index, source);

    /// <summary>A copy to which each element of <paramref name="source"/> is added at its own place but along <paramref name="axis"/>, where it is the index.</summary>
    /// <inheritdoc cref="Scatter"/>
    public Tensor ScatterAdd(int axis, Tensor index, Tensor source) => Scattered(Gathers.ScatterAdd, nameof(ScatterAdd), axis, index, source);

    /// <summary>Element by element <paramref name="a"/> where the condition holds, else <paramref name="b"/>, shapes stretched to one another.</summary>
    /// <remarks>
    /// Both were computed before; the derivative of the one that is not taken is 0 times that of what computed it, and NaN where that is infinite, as in PyTorch:
    /// <c>Where(x &gt; 0, x.Sqrt(), 0)</c> has the derivative NaN at 0. Choose the operand first: <c>Where(x &gt; 0, x, 1).Sqrt()</c>.
    /// </remarks>
    /// <exception cref="ArgumentException">The shapes do not fit, or the condition is no mask.</exception>
    public static Tensor Where(Tensor condition, Tensor a, Tensor b)
    {
        ArgumentNullException.ThrowIfNull(condition);
        ArgumentNullException.ThrowIfNull(a);
        ArgumentNullException.ThrowIfNull(b);
        var (test, x, y) = (RequireMask(condition).Node, a.Node, b.Node);
        var type = WhereType(x, y);
        var shape = TensorShape.Broadcast(test.Shape, TensorShape.Broadcast(x.Shape, y.Shape, nameof(Where)), nameof(Where));
        return new Tensor(Node.Of(Choices.Where, shape, type, [test, As(x, type), As(y, type)]));
    }

    /// <summary>A copy with a number where a mask is true.</summary>
    /// <exception cref="ArgumentException">The shapes do not fit, or <paramref name="mask"/> is no mask.</exception>
    public Tensor MaskedFill(Tensor mask, double value) => Where(mask, value, this);

    /// <summary>A number of the program is no reason to make integers floating, nor floats doubles.</summary>
    private static ElementType WhereType(Node x, Node y) =>
        x.Primitive == Leaves.Number && y.Primitive != Leaves.Number ? ElementTypes.IsFloating(y.Type) ? y.Type : NumberType(y.Type, x.Number)
        : y.Primitive == Leaves.Number && x.Primitive != Leaves.Number ? ElementTypes.IsFloating(x.Type) ? x.Type : NumberType(x.Type, y.Number)
        : ElementTypes.Promote(x, y);

    /// <summary>An axis by number: of a tensor without axes, that of its one element.</summary>
    private int AxisOf(int axis, string operation) => node.Shape.Axis(axis, operation);

    private Tensor Narrow(Primitive primitive, int axis, int start, int length)
    {
        var extent = Rank == 0 ? throw new ArgumentOutOfRangeException(nameof(axis), axis, "A number has no axis to narrow.") : node.Shape[axis];
        var counted = start < 0 ? start + extent : start;
        if (counted < 0 || length < 0 || counted > extent - length)
            throw new ArgumentOutOfRangeException(nameof(start), start, $"{length} elements from {start} are not within axis {axis} of a tensor of shape {node.Shape}, whose extent is {extent}.");
        var strides = node.Shape.Strides();
        return View(primitive, node.Shape.With(axis, length), [counted * strides[axis], .. strides]);
    }

    private Tensor Scattered(Primitive primitive, string operation, int axis, Tensor index, Tensor source)
    {
        ArgumentNullException.ThrowIfNull(source);
        var at = AxisOf(axis, operation);
        RequireAlong(index, at, node.Shape, operation);
        var isNumber = source.node.Primitive == Leaves.Number;
        if (!isNumber)
        {
            RequireAlong(index, -1, source.node.Shape, operation);
            if (source.ElementType != ElementType) throw new ArgumentException($"{operation}: this tensor holds {ElementType}, the source {source.ElementType}. Convert one of them with To.", nameof(source));
        }
        if (Rank == 0) return Reshape(1).Scattered(primitive, operation, 0, index.Reshape(1), isNumber ? source : source.Reshape(1)).Reshape([]);
        return new Tensor(Node.Of(primitive, node.Shape, node.Type, [Node, index.Node, As(source.Node, node.Type)], [at]));
    }

    /// <summary>Refuses an index that is longer than a shape along an axis other than its own.</summary>
    private static void RequireAlong(Tensor index, int axis, TensorShape shape, string operation)
    {
        RequireIndex(index, operation);
        var own = index.node.Shape;
        var fits = own.Rank == shape.Rank;
        for (var k = 0; fits && k < own.Rank; k++) fits = k == axis || own[k] <= shape[k];
        if (!fits) throw new ArgumentException($"{operation}: an index of shape {own} does not fit a tensor of shape {shape}: it has as many axes, and is no longer{(axis < 0 ? "" : $" except along axis {axis}")}.", nameof(index));
    }

    private static void RequireIndex(Tensor index, string operation)
    {
        ArgumentNullException.ThrowIfNull(index);
        if (index.ElementType != ElementType.Int32) throw new ArgumentException($"{operation}: an index is a tensor of Int32; this one holds {index.ElementType}. Convert it with To.", nameof(index));
    }

    private static TensorShape IndexShape(Node[] integers) => integers.Aggregate(TensorShape.Scalar, (shape, i) => TensorShape.Broadcast(shape, i.Shape, "Index"));

    /// <summary>Values for a part, without leading axes of one element that the part does not have.</summary>
    private static Tensor Filling(Tensor values, TensorShape part)
    {
        var extra = values.Rank - part.Rank;
        return extra > 0 && values.node.Shape.CountOf(0, extra) == 1 ? values.Reshape([.. values.Shape[extra..]]) : values;
    }
}
