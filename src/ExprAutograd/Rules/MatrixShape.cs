using System.Linq.Expressions;
using System.Reflection;
using ExprAutograd.Expressions;
using ExprAutograd.Operators;

namespace ExprAutograd.Rules;

/// <summary>The matrices and vectors in a flat array: views of them, and the array put together from them.</summary>
internal sealed class MatrixShape
{
    private readonly Expression[][] parts;

    private MatrixShape(Expression[][] parts) => this.parts = parts;

    public int Count => parts.Length;

    /// <summary>Reads the shape that a primitive declares; null where it declares none.</summary>
    /// <param name="parameter">An operand, or the result.</param>
    /// <param name="operands">The primitive's operands, by whose names the dimensions are called.</param>
    public static MatrixShape? Of(ParameterInfo parameter, ParameterExpression[] operands) =>
        parameter.GetCustomAttribute<ShapeAttribute>() is { } attribute
            ? new MatrixShape([.. attribute.Parts.Select(p => Dimensions(p, operands))])
            : null;

    /// <summary>The array's parts as MathNet's matrices and vectors.</summary>
    public IEnumerable<Expression> Parts(Expression array)
    {
        Expression? start = null;
        foreach (var part in parts)
        {
            var values = parts.Length == 1 ? array : Call(typeof(Factorizations), nameof(Factorizations.Part), array, start ?? Expression.Constant(0), Length(part));
            yield return part.Length == 1 ? Call(typeof(DenseStorage), nameof(DenseStorage.Vector), values) : Call(typeof(DenseStorage), nameof(DenseStorage.Matrix), values, part[0], part[1]);
            start = start is null ? Length(part) : Expression.Add(start, Length(part));
        }
    }

    /// <summary>The array of <paramref name="values"/>, one matrix or vector per part.</summary>
    public Expression Join(Expression[] values)
    {
        var (whole, length) = (Values(values[0]), Length(parts[0]));
        for (var k = 1; k < values.Length; k++)
        {
            whole = Call(typeof(Factorizations), nameof(Factorizations.Joined), whole, Values(values[k]), length, Length(parts[k]));
            length = Expression.Add(length, Length(parts[k]));
        }
        return whole;
    }

    /// <summary>"rows, columns", "count", "min(rows, columns)", "2n" or "1".</summary>
    private static Expression[] Dimensions(string part, ParameterExpression[] operands) =>
        part.StartsWith("min(", StringComparison.Ordinal)
            ? [Expression.Call(typeof(Math), nameof(Math.Min), null, Dimensions(part[4..^1], operands))]
            : [.. part.Split(", ").Select(d => Dimension(d, operands))];

    private static Expression Dimension(string text, ParameterExpression[] operands) =>
        int.TryParse(text, out var known) ? Expression.Constant(known)
        : text[0] == '2' ? Expression.Multiply(Expression.Constant(2), Dimension(text[1..], operands))
        : operands.Single(o => o.Name == text);

    private static Expression Length(Expression[] part) => part.Length == 1 ? part[0] : Expression.Multiply(part[0], part[1]);

    private static Expression Values(Expression dense) => Call(typeof(DenseStorage), nameof(DenseStorage.Values), dense);

    private static MethodCallExpression Call(Type owner, string name, params Expression[] arguments) => Expression.Call(owner, name, [typeof(double)], arguments);
}
