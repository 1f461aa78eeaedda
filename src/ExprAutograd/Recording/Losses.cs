using System.Linq.Expressions;
using ExprAutograd.LinearAlgebra;
using ExprAutograd.Operators;
using ExprAutograd.Sequences;

namespace ExprAutograd.Recording;

/// <summary>Losses of a prediction and a target of one shape. The last attribute is a <see cref="Reduction"/>.</summary>
internal static class Losses
{
    /// <summary>(x - y)^2.</summary>
    public static readonly Primitive MeanSquared = Of("MseLoss", (body, x, y, _) =>
    {
        var difference = body.Let(Expression.Subtract(x, y), "difference");
        return Expression.Multiply(difference, difference);
    });

    /// <summary>|x - y|.</summary>
    public static readonly Primitive Absolute = Of("L1Loss", (_, x, y, _) => Number.Exact(nameof(Math.Abs), Expression.Subtract(x, y)));

    /// <summary>d^2 / 2 for |d| up to delta, the third operand, and delta (|d| - delta / 2) beyond.  Huber (1964), "Robust estimation of a location parameter".</summary>
    public static readonly Primitive Huber = Of("HuberLoss", (body, x, y, delta) =>
    {
        var half = Number.Of(0.5, x.Type);
        var difference = body.Let(Expression.Subtract(x, y), "difference");
        var distance = body.Let(Number.Exact(nameof(Math.Abs), difference), "distance");
        return Expression.Condition(
            Expression.GreaterThanOrEqual(distance, delta),
            Expression.Multiply(delta, Expression.Subtract(distance, Expression.Multiply(half, delta))),
            Expression.Multiply(half, Expression.Multiply(difference, difference)));
    });

    /// <summary>d^2 / (2 beta) for |d| up to beta, the third operand, and |d| - beta / 2 beyond.  Girshick (2015), "Fast R-CNN".</summary>
    public static readonly Primitive SmoothAbsolute = Of("SmoothL1Loss", (body, x, y, beta) =>
    {
        var half = Number.Of(0.5, x.Type);
        var difference = body.Let(Expression.Subtract(x, y), "difference");
        var distance = body.Let(Number.Exact(nameof(Math.Abs), difference), "distance");
        return Expression.Condition(
            Expression.GreaterThanOrEqual(distance, beta),
            Expression.Subtract(distance, Expression.Multiply(half, beta)),
            Expression.Divide(Expression.Multiply(half, Expression.Multiply(difference, difference)), beta));
    });

    /// <summary>-y log s(x) - (1 - y) log(1 - s(x)) = log(1 + e^x) - x y, s the logistic function: nothing overflows.</summary>
    public static readonly Primitive BinaryCrossEntropyWithLogits = Of("BinaryCrossEntropyWithLogits", (_, x, y, _) =>
        Expression.Subtract(Number.Call(typeof(SpecialMath), nameof(SpecialMath.Softplus), x), Expression.Multiply(x, y)));

    /// <summary>y log y - y x for a log-probability x and a probability y.</summary>
    public static readonly Primitive KlDivergence = Of("KlDiv", (_, x, y, _) =>
        Expression.Subtract(Number.Call(typeof(SpecialMath), nameof(SpecialMath.XLogX), y), Expression.Multiply(y, x)));

    /// <summary>The negative of the log-probability at a label per line, an Int32 operand. Attributes: the axis of classes, then a <see cref="Reduction"/>.</summary>
    public static readonly Primitive NegativeLogLikelihood = new("NllLoss", Saved.Nothing, (call, scope) =>
    {
        var lines = new AxisLines(call[0].Shape, call.Attributes[0]);
        return Reduce(call, scope, lines.Count, (body, line) =>
        {
            var label = body.Let(Labels.Checked(call[1].At(line), lines.Length), "label");
            return Expression.Negate(call[0].At(body.Let(lines.IndexOf(line, label), "chosen")));
        });
    });

    /// <summary>The losses of <paramref name="count"/> elements as the last attribute wants them.</summary>
    public static Expression Reduce(PrimitiveCall call, Scope scope, int count, Func<Scope, Expression, Expression> loss)
    {
        var reduction = (Reduction)call.Attributes[^1];
        if (reduction == Reduction.None) return ElementLoops.Fill(call, scope, loss);
        var sum = DenseLoops.Sum(scope, call.Element, Expression.Constant(count), loss);
        return reduction == Reduction.Sum ? sum : Expression.Divide(sum, Number.Of(count, call.Element));
    }

    private static Primitive Of(string name, Func<Scope, Expression, Expression, Expression, Expression> loss) => new(name, Saved.Operands, (call, scope) =>
        Reduce(call, scope, call[0].Shape.Count, (body, k) => loss(body, body.Let(call[0].At(k), "x"), body.Let(call[1].At(k), "y"), call[call.Count - 1].Atom)));
}
