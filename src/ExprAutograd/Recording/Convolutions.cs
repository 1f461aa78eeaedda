using System.Linq.Expressions;
using ExprAutograd.LinearAlgebra;
using ExprAutograd.Operators;

namespace ExprAutograd.Recording;

/// <summary>Windows that move over images of shape [images, channels, height, width]: the last four attributes are strides of rows and columns, and paddings.</summary>
internal static class Convolutions
{
    /// <summary>Operands: images, weights of shape [outputs, channels, rows, columns], and biases, one per output, or none.</summary>
    /// <remarks>
    /// All windows as the columns of one matrix, and one product with the weights as rows.  Chellapilla, Puri, Simard (2006), "High performance
    /// convolutional neural networks for document processing".
    /// </remarks>
    public static readonly Primitive Convolution = new("Convolution", Saved.Operands, (call, scope) =>
    {
        var (x, weights) = (call[0], call[1]);
        var (outputs, inner) = (weights.Shape[0], weights.Shape.CountOf(1, 4));
        var places = call.Shape[2] * call.Shape[3];
        var across = call.Shape[0] * places;
        var windows = scope.Let(Unfold(x, x.Shape[0], x.Shape[1], weights.Shape[2], weights.Shape[3], call.Attributes), "windows");

        // Row after row Y = W X is column after column Y^T = X^T W^T.
        var product = scope.Let(
            Expression.Call(
                typeof(ProductOperators), nameof(ProductOperators.Multiply), [call.Element],
                windows, Expression.Constant(false), weights.Atom, Expression.Constant(false), Expression.Constant(across), Expression.Constant(outputs), Expression.Constant(inner)),
            "product");
        int[] strides = [places, across, call.Shape[3], 1];
        return ElementLoops.Fill(call, scope, (body, k) =>
        {
            var sum = Expression.ArrayIndex(product, body.Let(ElementLoops.Position(call.Shape, k, 0, strides), "at"));
            return call.Count < 3 ? sum : Expression.Add(sum, call[2].At(body.Let(ElementLoops.Position(call.Shape, k, 0, [0, 1, 0, 0]), "output")));
        });
    });

    /// <summary>The greatest element of each window; the first of those that tie has the derivative. The first two attributes are the window's extents.</summary>
    public static readonly Primitive MaximumPool = new("MaxPool2DWithIndices", Saved.Operands, (call, scope) =>
    {
        var x = call[0];
        var planes = x.Shape[0] * x.Shape[1];
        var greatest = scope.Let(
            Expression.Call(
                typeof(WindowOperators), nameof(WindowOperators.Greatest), [call.Element], [x.Atom, Expression.Constant(planes), .. Geometry(x.Shape, call.Attributes[0], call.Attributes[1], call.Attributes[2..])]),
            "greatest");
        return ElementLoops.Fill(call, scope, (body, k) => x.At(body.Let(Expression.ArrayIndex(greatest, k), "at")));
    });

    /// <summary>The mean of each window, zeros of the padding included. The first two attributes are the window's extents.</summary>
    public static readonly Primitive AveragePool = new("AvgPool2D", Saved.Nothing, (call, scope) =>
    {
        var x = call[0];
        var (rows, columns) = (call.Attributes[0], call.Attributes[1]);
        var windows = scope.Let(Unfold(x, x.Shape[0] * x.Shape[1], 1, rows, columns, call.Attributes[2..]), "windows");
        var lines = new AxisLines(TensorShape.Of([rows * columns, call.Shape.Count]), 0);
        var sums = lines.Sum(scope, call.Element, (_, k) => Expression.ArrayIndex(windows, k));
        return ElementLoops.Fill(call, scope, (_, k) => Expression.Divide(Expression.ArrayIndex(sums, k), Number.Of(rows * columns, call.Element)));
    });

    /// <summary>How often a window fits along an axis.</summary>
    public static int Places(int extent, int window, int stride, int padding) => WindowOperators.Places(extent, window, stride, padding);

    private static MethodCallExpression Unfold(TensorOperand x, int count, int channels, int rows, int columns, int[] steps) => Expression.Call(
        typeof(WindowOperators), nameof(WindowOperators.Unfold), [x.Element], [x.Atom, Expression.Constant(count), Expression.Constant(channels), .. Geometry(x.Shape, rows, columns, steps)]);

    private static IEnumerable<Expression> Geometry(TensorShape images, int rows, int columns, int[] steps) =>
        new[] { images[2], images[3], rows, columns }.Concat(steps).Select(v => Expression.Constant(v));
}
