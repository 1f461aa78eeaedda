using System.Linq.Expressions;
using ExprAutograd.Expressions;
using ExprAutograd.Operators;
using ExprAutograd.Sequences;
using MathNet.Numerics.LinearAlgebra;

namespace ExprAutograd.LinearAlgebra;

/// <summary>A vector or matrix of the user's, held in a variable: its elements and dimensions as expressions that cost nothing.</summary>
internal sealed class DenseOperand
{
    private readonly Expression held;

    private DenseOperand(Expression held, DenseType type)
    {
        this.held = held;
        Type = type;
    }

    public DenseType Type { get; }

    /// <summary>The variable.</summary>
    public Expression Held => held;

    public Type Element => Type.Element;

    public bool IsMatrix => Type.IsMatrix;

    /// <summary>The elements, column after column.</summary>
    public Expression Values => Expression.Call(typeof(DenseStorage), nameof(DenseStorage.Values), [Element], held);

    /// <summary>How many elements there are.</summary>
    public Expression Count => IsMatrix ? Expression.Multiply(Rows, Columns) : Expression.ArrayLength(Values);

    /// <summary>A vector is a column here.</summary>
    public Expression Rows => IsMatrix ? Expression.Property(held, nameof(Matrix<double>.RowCount)) : Count;

    /// <summary>A vector is one column.</summary>
    public Expression Columns => IsMatrix ? Expression.Property(held, nameof(Matrix<double>.ColumnCount)) : Numbers.One;

    /// <summary>Evaluates <paramref name="value"/>, of a dense type, once.</summary>
    public static DenseOperand Of(Expression value, Scope scope)
    {
        value = Storage.Bare(value);
        var type = DenseType.TryGet(value.Type)!;
        if (value.Type != type.General) value = Expression.Convert(value, type.General);
        return new DenseOperand(value is ParameterExpression ? value : scope.Variable(value, type.IsMatrix ? "matrix" : "vector"), DenseType.TryGet(type.General)!);
    }

    public Expression At(Expression index) => Expression.ArrayIndex(Values, index);

    /// <summary>The element of a matrix at (row, column), checked as MathNet checks it.</summary>
    public Expression At(Expression row, Expression column) => At(IndexOf(row, column));

    /// <summary>Where the element at (row, column) stands: a row that is out of range would be another column's.</summary>
    public Expression IndexOf(Expression row, Expression column) =>
        Expression.Call(typeof(DenseShapes), nameof(DenseShapes.IndexOf), null, row, column, Rows);

    /// <summary>A vector or matrix of this one's shape over other values.</summary>
    public Expression Like(Expression values) => IsMatrix ? Matrix(values, Rows, Columns) : Vector(values);

    public static Expression Vector(Expression values) => Expression.Call(typeof(DenseStorage), nameof(DenseStorage.Vector), [values.Type.GetElementType()!], values);

    public static Expression Matrix(Expression values, Expression rows, Expression columns) =>
        Expression.Call(typeof(DenseStorage), nameof(DenseStorage.Matrix), [values.Type.GetElementType()!], values, rows, columns);
}
