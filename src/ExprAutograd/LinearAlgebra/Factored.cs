using System.Linq.Expressions;
using ExprAutograd.Expressions;
using ExprAutograd.Operators;
using ExprAutograd.Sequences;
using MathNet.Numerics.LinearAlgebra;

namespace ExprAutograd.LinearAlgebra;

/// <summary>A matrix and its factors: calls of the primitives, which are one where they are equal.</summary>
/// <param name="matrix">The matrix.</param>
/// <param name="scope">Where its dimensions are kept.</param>
/// <param name="columns">Its columns, where they are known by another name.</param>
internal sealed class Factored(DenseOperand matrix, Scope scope, Expression? columns = null)
{
    private Expression? order;

    public DenseOperand Matrix { get; } = matrix;

    public Expression Values => Matrix.Values;

    public Expression Rows { get; } = scope.Let(matrix.Rows, "rows");

    public Expression Columns { get; } = scope.Let(columns ?? matrix.Columns, "columns");

    /// <summary>The order of a matrix that must be square; what is computed of another throws.</summary>
    public Expression Order => order ??= scope.Let(Expression.Call(typeof(SystemShapes), nameof(SystemShapes.SquareOrder), null, Rows, Columns), "order");

    public Expression Lu => Call(nameof(Factorizations.LuFactors), Values, Order);

    public Expression Cholesky => Call(nameof(Factorizations.CholeskyFactor), Values, Order);

    public Expression Qr => Call(nameof(Factorizations.QrFactors), Values, Rows, Columns);

    public Expression FullQr => Call(nameof(Factorizations.FullQrFactors), Values, Rows, Columns);

    public Expression GramSchmidt => Call(nameof(Factorizations.GramSchmidtFactors), Values, Rows, Columns);

    public Expression Svd => Call(nameof(Factorizations.SvdFactors), Values, Rows, Columns);

    public Expression SymmetricEigen => Call(nameof(Factorizations.SymmetricEigenFactors), Values, Order);

    public Expression SymmetricEigenvalues => Call(nameof(Factorizations.SymmetricEigenvalues), Values, SymmetricEigen, Order);

    public Expression SingularValues => Call(nameof(Factorizations.SingularValues), Values, Svd, Rows, Columns);

    /// <summary>How many singular values there are.</summary>
    public Expression Least => Numbers.Min(Rows, Columns);

    public Expression Eigen(bool maySymmetric) => Call(nameof(Factorizations.EigenFactors), Values, Order, Expression.Constant(maySymmetric));

    /// <summary>A call of a primitive over this matrix's elements.</summary>
    public Expression Call(string primitive, params Expression[] operands)
    {
        var call = Expression.Call(typeof(Factorizations), primitive, [Matrix.Element], operands);
        return call.Type.IsArray ? scope.Let(call, "factors") : call;
    }

    /// <summary>The matrix of rows × columns at <paramref name="start"/> in packed factors.</summary>
    public Expression Part(Expression factors, Expression start, Expression rows, Expression columns) =>
        DenseOperand.Matrix(Call(nameof(Factorizations.Part), factors, start, Numbers.Multiply(rows, columns)), rows, columns);

    public Expression Square(Expression values) => DenseOperand.Matrix(values, Order, Order);

    /// <summary>The right-hand sides of a system with this matrix: how many, checked to be as long as the matrix has rows.</summary>
    public Expression Sides(DenseOperand right, DenseCall call) => scope.Let(
        Expression.Call(typeof(SystemShapes), nameof(SystemShapes.RightSides), null, Rows, right.Rows, right.Columns, call.Text), "sides");

    /// <summary>The solution, of the right-hand side's kind.</summary>
    public static Expression Solution(Expression values, Expression rows, Expression sides, DenseOperand right) =>
        right.IsMatrix ? DenseOperand.Matrix(values, rows, sides) : DenseOperand.Vector(values);
}
