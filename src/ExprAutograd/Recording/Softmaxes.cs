using System.Linq.Expressions;
using ExprAutograd.LinearAlgebra;
using ExprAutograd.Operators;
using ExprAutograd.Sequences;

namespace ExprAutograd.Recording;

/// <summary>Exponentials in proportion to their sum, along an axis. Attribute: the axis.</summary>
/// <remarks>Every exponent has the greatest of its line subtracted, which changes no ratio and keeps the largest exponential at 1; to derivatives it is a constant.</remarks>
internal static class Softmaxes
{
    /// <summary>exp(x) / sum exp(x).</summary>
    public static readonly Primitive Softmax = new("Softmax", Saved.Result, (call, scope) =>
    {
        var line = new Line(call, scope);
        return line.Fill((body, k, at) => Expression.Divide(Expression.ArrayIndex(line.Exponentials, k), Expression.ArrayIndex(line.Sums, at)));
    });

    /// <summary>x - log sum exp(x).</summary>
    public static readonly Primitive LogSoftmax = new("LogSoftmax", Saved.Result, (call, scope) =>
    {
        var line = new Line(call, scope);
        var logs = line.Logarithms();
        return line.Fill((body, k, at) => Expression.Subtract(line.Shifted(k, at), Expression.ArrayIndex(logs, at)));
    });

    /// <summary>-log softmax(x) at a label per line, an Int32 operand. Attributes: the axis of classes, then a <see cref="Reduction"/>.</summary>
    public static readonly Primitive CrossEntropy = new("NllLoss", Saved.Operands, (call, scope) =>
    {
        var line = new Line(call, scope);
        var logs = line.Logarithms();
        return Losses.Reduce(call, scope, line.Lines.Count, (body, at) =>
        {
            var label = body.Let(Labels.Checked(call[1].At(at), line.Lines.Length), "label");
            var k = body.Let(line.Lines.IndexOf(at, label), "chosen");
            return Expression.Subtract(Expression.ArrayIndex(logs, at), line.Shifted(k, at));
        });
    });

    /// <summary>The first operand, of any rank, along the axis that the first attribute names.</summary>
    private sealed class Line
    {
        private readonly PrimitiveCall call;
        private readonly Scope scope;
        private readonly Expression greatest;

        public Line(PrimitiveCall call, Scope scope)
        {
            this.call = call;
            this.scope = scope;
            Lines = new AxisLines(call[0].Shape, call.Attributes[0]);
            greatest = Extrema.Greatest(call[0], Lines, scope);
            Exponentials = DenseLoops.Fill(scope, call.Element, Expression.Constant(call[0].Shape.Count), (body, k) =>
                Number.Call(nameof(Math.Exp), Shifted(k, body.Let(Lines.LineOf(k), "line"))));
            Sums = Lines.Sum(scope, call.Element, (_, k) => Expression.ArrayIndex(Exponentials, k));
        }

        public AxisLines Lines { get; }

        public Expression Exponentials { get; }

        public Expression Sums { get; }

        public Expression Shifted(Expression k, Expression line) => Expression.Subtract(call[0].At(k), Expression.ArrayIndex(greatest, line));

        public Expression Logarithms() =>
            DenseLoops.Fill(scope, call.Element, Expression.Constant(Lines.Count), (_, line) => Number.Call(nameof(Math.Log), Expression.ArrayIndex(Sums, line)));

        public Expression Fill(Func<Scope, Expression, Expression, Expression> item) =>
            ElementLoops.Fill(call, scope, (body, k) => item(body, k, body.Let(Lines.LineOf(k), "line")));
    }
}
