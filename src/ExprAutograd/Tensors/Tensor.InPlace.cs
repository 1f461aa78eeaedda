using ExprAutograd.Recording;

namespace ExprAutograd;

public sealed partial class Tensor
{
    /// <summary>Adds to this tensor; views of it, and what it is a view of, change with it.</summary>
    /// <returns>This tensor.</returns>
    /// <exception cref="InvalidOperationException">It is a leaf that requires a gradient, outside <see cref="Autograd.NoGrad"/>.</exception>
    public Tensor AddInPlace(Tensor other) => Change(this + other, "AddInPlace");

    /// <inheritdoc cref="AddInPlace(Tensor)"/>
    public Tensor AddInPlace(double other) => Change(this + other, "AddInPlace");

    /// <summary>Subtracts from this tensor.</summary>
    /// <inheritdoc cref="AddInPlace(Tensor)"/>
    public Tensor SubtractInPlace(Tensor other) => Change(this - other, "SubtractInPlace");

    /// <inheritdoc cref="SubtractInPlace(Tensor)"/>
    public Tensor SubtractInPlace(double other) => Change(this - other, "SubtractInPlace");

    /// <summary>Multiplies this tensor.</summary>
    /// <inheritdoc cref="AddInPlace(Tensor)"/>
    public Tensor MultiplyInPlace(Tensor other) => Change(this * other, "MultiplyInPlace");

    /// <inheritdoc cref="MultiplyInPlace(Tensor)"/>
    public Tensor MultiplyInPlace(double other) => Change(this * other, "MultiplyInPlace");

    /// <summary>Divides this tensor.</summary>
    /// <inheritdoc cref="AddInPlace(Tensor)"/>
    public Tensor DivideInPlace(Tensor other) => Change(this / other, "DivideInPlace");

    /// <inheritdoc cref="DivideInPlace(Tensor)"/>
    public Tensor DivideInPlace(double other) => Change(this / other, "DivideInPlace");

    /// <summary>Takes the values of <paramref name="source"/>, stretched to this shape.</summary>
    /// <inheritdoc cref="AddInPlace(Tensor)"/>
    public Tensor CopyFrom(Tensor source) => Change(source.To(ElementType).BroadcastTo([.. Shape]).Clone(), "CopyFrom");

    /// <summary>Sets every element.</summary>
    /// <inheritdoc cref="AddInPlace(Tensor)"/>
    public Tensor Fill(double value) => Change(Full([.. Shape], value, ElementType), "Fill");

    /// <summary>Sets every element to zero.</summary>
    /// <inheritdoc cref="AddInPlace(Tensor)"/>
    public Tensor Zero() => Fill(0);

    /// <summary>Gives this tensor another value, which its views see and, if it is one, its base.</summary>
    internal Tensor Change(Tensor next, string operation)
    {
        var before = Node;
        var after = next.Node;
        if (!after.IsLeaf && after.Input(0) == before) after.IsInPlace = true;
        if (!after.Shape.Equals(before.Shape))
            throw new InvalidOperationException($"{operation}: the result has the shape {after.Shape}, which does not fit into a tensor of shape {before.Shape}.");
        if (after.Type != before.Type)
        {
            if (!ElementTypes.IsFloating(before.Type) && ElementTypes.IsFloating(after.Type))
                throw new InvalidOperationException($"{operation}: the result is {after.Type} and cannot be put into a tensor of {before.Type}. Convert the tensor with To first.");
            after = Node.Of(Functions.Cast, after.Shape, before.Type, after);
        }
        if (view is not null)
        {
            if (before.Primitive == Views.Expand && Count > view.Source.Count)
                throw new InvalidOperationException($"{operation}: several elements of this expanded tensor of shape {before.Shape} are one in memory. Clone it before it is changed in place.");
            view.Source.ChangeThrough(before, after, operation);
            node = view.Again(before);
            return this;
        }
        Assign(before, after, operation);
        return this;
    }

    /// <summary>A view of this tensor was given another value.</summary>
    private void ChangeThrough(Node shown, Node value, string operation)
    {
        var before = Node;
        var after = shown.Primitive == Leaves.Detach || shown.Primitive == Leaves.Array
            ? before.RequiresGradient && before.Primitive != Leaves.Array ? Node.Of(Views.Patched, before.Shape, before.Type, before, value) : value
            : Views.IsReshape(shown.Primitive) ? Node.Of(Views.Reshape, before.Shape, before.Type, value)
            : Node.Of(Views.Put, before.Shape, before.Type, before, value, [.. shown.Attributes!, .. shown.Shape.Extents]);
        if (view is not null)
        {
            view.Source.ChangeThrough(before, after, operation);
            node = view.Again(before);
        }
        else if (shown.Primitive == Leaves.Detach || shown.Primitive == Leaves.Array)
        {
            using (Autograd.NoGrad()) Assign(before, after, operation);
        }
        else Assign(before, after, operation);
    }

    private void Assign(Node before, Node after, string operation)
    {
        if (before.RequiresGradient && before.Primitive == Leaves.Array)
        {
            if (Autograd.IsGradEnabled)
                throw new InvalidOperationException($"{operation}: a leaf tensor that requires grad is being changed in place; its gradient would be of a value that is gone. Do it inside 'using (Autograd.NoGrad())', or use the operation that returns a new tensor.");
            after = Node.Leaf(Evaluation.ValueOf(after), after.Shape, after.Type, requiresGradient: true);
            after.Slot = before.Slot ??= new GradientSlot();
        }
        before.OverwrittenBy = operation;
        Replace(after);
    }
}
