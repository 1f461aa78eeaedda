using System.Linq.Expressions;
using ExprAutograd.LinearAlgebra;
using ExprAutograd.Operators;
using ExprAutograd.Sequences;

namespace ExprAutograd.Recording;

/// <summary>The greatest and the least along axes. NaN is both.</summary>
internal static class Extrema
{
    /// <summary>Elements that tie share the derivative evenly, as in PyTorch's amax; NaN ties with NaN. Attributes: the axes that go, in order.</summary>
    public static readonly Primitive Maximum = Shared("Amax", Expression.GreaterThan, type => type.GetField("MinValue")!);

    /// <inheritdoc cref="Maximum"/>
    public static readonly Primitive Minimum = Shared("Amin", Expression.LessThan, type => type.GetField("MaxValue")!);

    /// <summary>Where along an axis the first of the greatest is, or the first NaN. Attribute: the axis.</summary>
    public static readonly Primitive ArgMaximum = Argument("ArgMax", Expression.GreaterThan);

    /// <summary>Where along an axis the first of the least is, or the first NaN. Attribute: the axis.</summary>
    public static readonly Primitive ArgMinimum = Argument("ArgMin", Expression.LessThan);

    /// <summary>The greatest, from where it is: that element alone has the derivative. Operands: the tensor and an index per line. Attribute: the axis.</summary>
    public static readonly Primitive ChosenMaximum = Chosen("Max");

    /// <summary>The least, from where it is.</summary>
    /// <inheritdoc cref="ChosenMaximum"/>
    public static readonly Primitive ChosenMinimum = Chosen("Min");

    /// <summary>For each line its greatest element, a constant to derivatives; NaN is passed over.</summary>
    public static Expression Greatest(TensorOperand x, AxisLines lines, Scope scope) =>
        lines.Fold(scope, Number.Of(double.NegativeInfinity, x.Element), (body, greatest, k) =>
        {
            var item = body.Let(Constant(x.At(k)), "item");
            return Expression.Condition(Expression.GreaterThan(item, greatest), item, greatest);
        });

    /// <summary>A value that derivatives take for a constant.</summary>
    public static Expression Constant(Expression value) => Expression.Call(typeof(DerivativeOperators), nameof(DerivativeOperators.StopGradient), [value.Type], value);

    private static bool IsFloating(Type type) => type == typeof(double) || type == typeof(float);

    /// <summary>
    /// The derivative is that of the mean over the elements that tie, the value is the extremum itself: a mean of equal numbers may round to another.
    /// </summary>
    private static Primitive Shared(string name, Func<Expression, Expression, Expression> isBetter, Func<Type, System.Reflection.FieldInfo> worstInteger) => new(name, Saved.Operands, (call, scope) =>
    {
        var x = call[0];
        var worst = IsFloating(x.Element)
            ? Number.Of(isBetter == Expression.GreaterThan ? double.NegativeInfinity : double.PositiveInfinity, x.Element)
            : Expression.Constant(worstInteger(x.Element).GetValue(null));
        var best = Reductions.Fold(call, scope, worst, (body, state, k) =>
        {
            var item = body.Let(IsFloating(x.Element) ? Constant(x.At(k)) : x.At(k), "item");
            return Expression.Condition(OrNaN(isBetter(item, state), item), item, state);
        });
        if (!IsFloating(x.Element)) return best;
        var (one, zero) = (Number.Of(1, x.Element), Number.Of(0, x.Element));
        var ties = Reductions.SumOver(call, scope, (body, k, at) => Expression.Condition(Ties(body, k, at), one, zero));
        var mean = Reductions.SumOver(call, scope, (body, k, at) => Expression.Condition(Ties(body, k, at), Expression.Divide(x.At(k), Reductions.At(ties, at)), zero));
        return KnownValues.Mark(mean, best);

        Expression Ties(Scope body, Expression k, Expression at)
        {
            var item = body.Let(Constant(x.At(k)), "item");
            return OrNaN(Expression.Equal(item, Reductions.At(best, at)), item);
        }
    });

    private static Expression OrNaN(Expression condition, Expression item) => IsFloating(item.Type) ? Expression.OrElse(condition, Expression.NotEqual(item, item)) : condition;

    private static Primitive Argument(string name, Func<Expression, Expression, Expression> isBetter) => new(name, Saved.Nothing, (call, scope) =>
    {
        var x = call[0];
        var lines = new AxisLines(x.Shape, call.Attributes[0]);
        return ElementLoops.Fill(call, scope, (body, line) => DenseLoops.Fold(body, Expression.Constant(0), Expression.Constant(lines.Length), (inside, best, place) =>
        {
            var item = inside.Let(x.At(inside.Let(lines.IndexOf(line, place), "at")), "item");
            var leader = inside.Let(x.At(inside.Let(lines.IndexOf(line, best), "leading")), "leader");
            var better = isBetter(item, leader);
            if (IsFloating(x.Element)) better = Expression.OrElse(better, Expression.AndAlso(Expression.NotEqual(item, item), Expression.Equal(leader, leader)));
            return Expression.Condition(better, place, best);
        }));
    });

    private static Primitive Chosen(string name) => new(name, Saved.Nothing, (call, scope) =>
    {
        var lines = new AxisLines(call[0].Shape, call.Attributes[0]);
        return ElementLoops.Fill(call, scope, (body, line) => call[0].At(body.Let(lines.IndexOf(line, call[1].At(line)), "at")));
    });
}
