using System.Linq.Expressions;

namespace ExprAutograd;

/// <summary>A value of type <typeparamref name="T"/> in a function under construction; C#'s operators and literals apply to it.</summary>
/// <remarks>
/// A formula is evaluated where it is used, each time: after <c>var t = s + 1</c>, a change of <c>s</c> shows in <c>t</c>. Keep a value
/// with <see cref="FunctionBuilder.Let{T}(Formula{T}, string?)"/>. <c>&amp;</c> and <c>|</c> of conditions evaluate their right side only where it counts.
/// </remarks>
public class Formula<T>
{
    /// <summary>A formula for an expression made elsewhere.</summary>
    /// <param name="expression">An expression of type <typeparamref name="T"/>.</param>
    /// <exception cref="ArgumentException">The expression has another type.</exception>
    public Formula(Expression expression)
    {
        ArgumentNullException.ThrowIfNull(expression);
        if (expression.Type != typeof(T)) throw new ArgumentException($"A formula of {typeof(T).Name} cannot hold '{expression}', which is {expression.Type.Name}. Convert it first.", nameof(expression));
        Expression = expression;
    }

    /// <summary>The expression that computes it.</summary>
    public Expression Expression { get; }

    /// <summary>A constant.</summary>
    public static implicit operator Formula<T>(T constant) => new(Expression.Constant(constant, typeof(T)));

    /// <summary>The sum.</summary>
    public static Formula<T> operator +(Formula<T> left, Formula<T> right) => new(Expression.Add(left.Expression, right.Expression));

    /// <summary>The difference.</summary>
    public static Formula<T> operator -(Formula<T> left, Formula<T> right) => new(Expression.Subtract(left.Expression, right.Expression));

    /// <summary>The product.</summary>
    public static Formula<T> operator *(Formula<T> left, Formula<T> right) => new(Expression.Multiply(left.Expression, right.Expression));

    /// <summary>The quotient; of integers, truncated.</summary>
    public static Formula<T> operator /(Formula<T> left, Formula<T> right) => new(Expression.Divide(left.Expression, right.Expression));

    /// <summary>The remainder, with the sign of the dividend.</summary>
    public static Formula<T> operator %(Formula<T> left, Formula<T> right) => new(Expression.Modulo(left.Expression, right.Expression));

    /// <summary>The negative.</summary>
    public static Formula<T> operator -(Formula<T> operand) => new(Expression.Negate(operand.Expression));

    /// <summary>True when left is less.</summary>
    public static Formula<bool> operator <(Formula<T> left, Formula<T> right) => new(Expression.LessThan(left.Expression, right.Expression));

    /// <summary>True when left is greater.</summary>
    public static Formula<bool> operator >(Formula<T> left, Formula<T> right) => new(Expression.GreaterThan(left.Expression, right.Expression));

    /// <summary>True when left is less or equal.</summary>
    public static Formula<bool> operator <=(Formula<T> left, Formula<T> right) => new(Expression.LessThanOrEqual(left.Expression, right.Expression));

    /// <summary>True when left is greater or equal.</summary>
    public static Formula<bool> operator >=(Formula<T> left, Formula<T> right) => new(Expression.GreaterThanOrEqual(left.Expression, right.Expression));

    /// <summary>Both conditions, the right one evaluated only where the left one holds; of integers, bit by bit.</summary>
    public static Formula<T> operator &(Formula<T> left, Formula<T> right) =>
        new(typeof(T) == typeof(bool) ? Expression.AndAlso(left.Expression, right.Expression) : Expression.And(left.Expression, right.Expression));

    /// <summary>Either condition, the right one evaluated only where the left one does not hold; of integers, bit by bit.</summary>
    public static Formula<T> operator |(Formula<T> left, Formula<T> right) =>
        new(typeof(T) == typeof(bool) ? Expression.OrElse(left.Expression, right.Expression) : Expression.Or(left.Expression, right.Expression));

    /// <summary>The opposite condition.</summary>
    public static Formula<T> operator !(Formula<T> operand) => new(Expression.Not(operand.Expression));

    /// <summary>True when both are equal; <c>==</c> compares formulas, not their values.</summary>
    /// <param name="other">The other value.</param>
    public Formula<bool> IsEqualTo(Formula<T> other) => new(Expression.Equal(Expression, other.Expression));

    /// <summary>The value converted, as a C# cast does: an int to a double, a double truncated to an int.</summary>
    public Formula<TResult> To<TResult>() => new(Expression.Convert(Expression, typeof(TResult)));

    /// <summary>The expression's text.</summary>
    public override string ToString() => Expression.ToString();
}

/// <summary>A variable of a function under construction.</summary>
public sealed class LocalFormula<T> : Formula<T>
{
    private readonly FunctionBuilder builder;

    internal LocalFormula(FunctionBuilder builder, ParameterExpression variable)
        : base(variable) => this.builder = builder;

    /// <summary>What it holds; setting it is a statement of the function: <c>s.Value += x * x</c>.</summary>
    public Formula<T> Value
    {
        get => this;
        set => builder.Assign(Expression, value.Expression);
    }
}

/// <summary>An array in a function under construction.</summary>
public sealed class ArrayFormula<T> : Formula<T[]>
{
    private readonly FunctionBuilder builder;

    internal ArrayFormula(FunctionBuilder builder, Expression array)
        : base(array) => this.builder = builder;

    /// <summary>The number of elements.</summary>
    public Formula<int> Length => new(Expression.ArrayLength(Expression));

    /// <summary>An element; setting it is a statement of the function: <c>a[i] += x</c>.</summary>
    /// <param name="index">The position, from 0.</param>
    public Formula<T> this[Formula<int> index]
    {
        get => new(Expression.ArrayIndex(Expression, index.Expression));
        set => builder.Assign(Expression.ArrayAccess(Expression, index.Expression), value.Expression);
    }
}

/// <summary>A rectangular array in a function under construction.</summary>
public sealed class MatrixFormula<T> : Formula<T[,]>
{
    private readonly FunctionBuilder builder;

    internal MatrixFormula(FunctionBuilder builder, Expression matrix)
        : base(matrix) => this.builder = builder;

    /// <summary>The number of rows.</summary>
    public Formula<int> RowCount => Count(0);

    /// <summary>The number of columns.</summary>
    public Formula<int> ColumnCount => Count(1);

    /// <summary>An element; setting it is a statement of the function.</summary>
    /// <param name="row">The row, from 0.</param>
    /// <param name="column">The column, from 0.</param>
    public Formula<T> this[Formula<int> row, Formula<int> column]
    {
        get => new(Place(row, column));
        set => builder.Assign(Place(row, column), value.Expression);
    }

    private IndexExpression Place(Formula<int> row, Formula<int> column) => Expression.ArrayAccess(Expression, row.Expression, column.Expression);

    private Formula<int> Count(int dimension) => new(Expression.Call(Expression, nameof(Array.GetLength), null, Expression.Constant(dimension)));
}
