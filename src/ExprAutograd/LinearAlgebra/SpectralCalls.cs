using System.Linq.Expressions;
using ExprAutograd.Operators;
using ExprAutograd.Sequences;
using MathNet.Numerics.LinearAlgebra;

namespace ExprAutograd.LinearAlgebra;

/// <summary>What MathNet computes from singular values and from eigenvalues.</summary>
internal static class SpectralCalls
{
    /// <summary>The largest singular value.</summary>
    public static Expression LargestValue(Factored a) => Number.As(typeof(double), Expression.ArrayIndex(a.SingularValues, Numbers.Zero));

    public static Expression ConditionNumber(Factored a) => Expression.Divide(
        Expression.ArrayIndex(a.SingularValues, Numbers.Zero), Expression.ArrayIndex(a.SingularValues, Expression.Subtract(a.Least, Numbers.One)));

    public static Expression Rank(Factored a) => a.Call(nameof(Factorizations.Rank), a.Svd, a.Rows, a.Columns);

    public static Expression? OfSvd(DenseCall call, Factored a, Scope scope) => call.Name switch
    {
        "S" => DenseOperand.Vector(a.SingularValues),
        "U" => a.Part(a.Svd, a.Least, a.Rows, a.Rows),
        "VT" => a.Part(a.Svd, Expression.Add(a.Least, Expression.Multiply(a.Rows, a.Rows)), a.Columns, a.Columns),
        "W" => Diagonal(scope, a, a.SingularValues, a.Rows, a.Columns),
        "L2Norm" => LargestValue(a),
        "ConditionNumber" => ConditionNumber(a),
        "Determinant" => FactorizationCalls.AbsoluteDeterminant(a),
        "Rank" => Rank(a),
        "Solve" when call.Operands.Length == 2 => SvdSolve(call, a, call.Dense(1, scope)),
        _ => null,
    };

    public static Expression? OfEvd(DenseCall call, Factored a, Expression option, Scope scope) => call.Name switch
    {
        "EigenVectors" => Choose(
            option, a,
            inner => SymmetricVectors(inner),
            inner => inner.Square(inner.Call(nameof(Factorizations.GeneralEigenvectors), inner.Values, inner.Order)),
            scope),
        "D" => BlockDiagonal(a, option, scope),
        "Determinant" => FactorizationCalls.AbsoluteDeterminant(a),
        "Rank" => a.Call(nameof(Factorizations.EigenRank), Values(a, option, isReal: true, scope), Values(a, option, isReal: false, scope), a.Order),
        "IsFullRank" => Expression.Equal(a.Call(nameof(Factorizations.EigenRank), Values(a, option, isReal: true, scope), Values(a, option, isReal: false, scope), a.Order), a.Order),
        "IsSymmetric" => Known(option) is Symmetricity.Symmetric or Symmetricity.Hermitian ? Expression.Constant(true)
            : Known(option) == Symmetricity.Asymmetric ? Expression.Constant(false)
            : a.Call(nameof(Factorizations.IsSymmetric), a.Values, a.Order),
        "Solve" when call.Operands.Length == 2 => EigenSolve(call, a, option, call.Dense(1, scope), scope),
        "EigenValues" => throw call.Refuse("Eigenvalues are complex numbers here, which carry no derivative.", "Take their parts: 'EigenValues.Real()', 'EigenValues[k].Real', or MatrixFunctions.SymmetricEigenvalues(A)."),
        _ => null,
    };

    /// <summary>The real or imaginary parts of the eigenvalues, as an array.</summary>
    public static Expression Values(Factored a, Expression option, bool isReal, Scope scope)
    {
        if (Known(option) is Symmetricity.Symmetric or Symmetricity.Hermitian)
            return isReal ? a.SymmetricEigenvalues : Expression.NewArrayBounds(a.Matrix.Element, a.Order);
        var general = a.Eigen(maySymmetric: Known(option) != Symmetricity.Asymmetric);
        var both = a.Call(nameof(Factorizations.Eigenvalues), a.Values, general, a.Order);
        return a.Call(nameof(Factorizations.Part), both, isReal ? Numbers.Zero : a.Order, a.Order);
    }

    private static Expression SymmetricVectors(Factored a) => a.Part(a.SymmetricEigen, a.Order, a.Order, a.Order);

    /// <summary>What a matrix is read as: what the user says, and where that is nothing, what its elements say when it runs.</summary>
    private static Expression Choose(Expression option, Factored a, Func<Factored, Expression> symmetric, Func<Factored, Expression> general, Scope scope)
    {
        if (Known(option) is Symmetricity.Symmetric or Symmetricity.Hermitian) return symmetric(a);
        if (Known(option) == Symmetricity.Asymmetric) return general(a);
        return Expression.Condition(a.Call(nameof(Factorizations.IsSymmetric), a.Values, a.Order), Inside(symmetric), Inside(general));

        Expression Inside(Func<Factored, Expression> side)
        {
            var inner = scope.Nested();
            var result = side(new Factored(a.Matrix, inner));
            return inner.ToExpression(result);
        }
    }

    /// <summary>The symmetricity asked for; unknown where it is not a constant.</summary>
    private static Symmetricity Known(Expression option)
    {
        while (option is UnaryExpression { NodeType: ExpressionType.Convert } cast) option = cast.Operand;
        return option is ConstantExpression known ? (Symmetricity)Convert.ToInt32(known.Value) : Symmetricity.Unknown;
    }

    /// <summary>λ on the diagonal; a pair λ ± iμ as [λ μ; -μ λ].</summary>
    private static Expression BlockDiagonal(Factored a, Expression option, Scope scope)
    {
        var re = Values(a, option, isReal: true, scope);
        if (Known(option) is Symmetricity.Symmetric or Symmetricity.Hermitian) return Diagonal(scope, a, re, a.Order, a.Order);
        var im = Values(a, option, isReal: false, scope);
        var zero = Number.Of(0, a.Matrix.Element);
        return Layouts.Gather(scope, a.Matrix.Element, a.Order, a.Order, (body, i, j) =>
        {
            var part = body.Let(Expression.ArrayIndex(im, i), "part");
            var isAbove = Expression.AndAlso(Expression.GreaterThan(part, zero), Expression.Equal(j, Expression.Add(i, Numbers.One)));
            var isBelow = Expression.AndAlso(Expression.LessThan(part, zero), Expression.Equal(j, Expression.Subtract(i, Numbers.One)));
            return Expression.Condition(Expression.Equal(i, j), Expression.ArrayIndex(re, i), Expression.Condition(Expression.OrElse(isAbove, isBelow), part, zero));
        });
    }

    private static Expression Diagonal(Scope scope, Factored a, Expression values, Expression rows, Expression columns) =>
        Layouts.Gather(scope, a.Matrix.Element, rows, columns, (_, i, j) => Expression.Condition(Expression.Equal(i, j), Expression.ArrayIndex(values, i), Number.Of(0, a.Matrix.Element)));

    private static Expression SvdSolve(DenseCall call, Factored a, DenseOperand right)
    {
        var sides = a.Sides(right, call);
        return Factored.Solution(a.Call(nameof(Factorizations.SvdSolve), a.Values, a.Svd, right.Values, a.Rows, a.Columns, sides), a.Columns, sides, right);
    }

    private static Expression EigenSolve(DenseCall call, Factored a, Expression option, DenseOperand right, Scope scope)
    {
        if (Known(option) is Symmetricity.Symmetric or Symmetricity.Hermitian) return FactorizationCalls.System(call, a, nameof(Factorizations.SymmetricEigenSolve), a.SymmetricEigen, right);
        var symmetric = a.Square(a.Call(nameof(Factorizations.SymmetricOnly), a.Values, a.Order));
        var read = new Factored(DenseOperand.Of(symmetric, scope), scope);
        return FactorizationCalls.System(call, read, nameof(Factorizations.SymmetricEigenSolve), read.SymmetricEigen, right);
    }
}
