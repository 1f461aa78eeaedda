using System.Linq.Expressions;
using ExprAutograd.Operators;
using ExprAutograd.Sequences;

namespace ExprAutograd.LinearAlgebra;

/// <summary>The functions of <see cref="MatrixFunctions"/>, those that only rules call included, as calls of the primitives behind them.</summary>
internal static class MatrixFunctionCalls
{
    public static Expression? TryLower(DenseCall call, Scope scope) => call.Name switch
    {
        nameof(MatrixFunctions.LogDeterminant) => Of(call, scope) is var a ? a.Call(nameof(Factorizations.LogAbsDeterminant), a.Values, a.Lu, a.Order) : null,
        nameof(MatrixFunctions.SolveLower) => Triangular(call, scope, Expression.Constant(true), Expression.Constant(false), Expression.Constant(false)),
        nameof(MatrixFunctions.SolveUpper) => Triangular(call, scope, Expression.Constant(false), Expression.Constant(false), Expression.Constant(false)),
        nameof(MatrixFunctions.SolveTriangular) => Triangular(call, scope, call.Operands[2], call.Operands[3], call.Operands[4]),
        nameof(MatrixFunctions.LeastSquares) => Of(call, scope) is var a ? FactorizationCalls.LeastSquares(call, a, call.Dense(1, scope), a.Qr) : null,
        nameof(MatrixFunctions.SymmetricEigenvalues) => Of(call, scope) is var a ? DenseOperand.Vector(a.SymmetricEigenvalues) : null,
        nameof(MatrixFunctions.SymmetricEigenvectors) => Of(call, scope) is var a ? a.Part(a.SymmetricEigen, a.Order, a.Order, a.Order) : null,
        nameof(MatrixFunctions.SingularValues) => Of(call, scope) is var a ? DenseOperand.Vector(a.SingularValues) : null,
        nameof(MatrixFunctions.SymmetricEigenSolve) => Of(call, scope) is var a
            ? FactorizationCalls.System(call, a, nameof(Factorizations.SymmetricEigenSolve), a.SymmetricEigen, call.Dense(1, scope)) : null,
        nameof(MatrixFunctions.Cofactors) => Of(call, scope) is var a ? a.Square(a.Call(nameof(Factorizations.Cofactors), a.Values, a.Lu, a.Order)) : null,
        nameof(MatrixFunctions.CofactorsDerivative) => Of(call, scope) is var a
            ? a.Square(a.Call(nameof(Factorizations.CofactorsDerivative), a.Values, a.Lu, call.Dense(1, scope).Values, a.Order)) : null,
        nameof(MatrixFunctions.SymmetricPart) => SymmetricPart(call, scope),
        nameof(MatrixFunctions.Block) => Block(call, scope),
        nameof(MatrixFunctions.Resized) => Resized(call, scope),
        nameof(MatrixFunctions.GapReciprocals) or nameof(MatrixFunctions.SumReciprocals) => Reciprocals(call, scope),
        nameof(MatrixFunctions.ComplexGapsReal) or nameof(MatrixFunctions.ComplexGapsImaginary) => ComplexGaps(call, scope),
        nameof(MatrixFunctions.InvariantCotangent) => Checked(call, scope, [call.Dense(2, scope).Values, call.Dense(3, scope).Values], call.Operands[4]),
        nameof(MatrixFunctions.InvariantTangent) => Checked(call, scope, [], call.Operands[2]),
        nameof(MatrixFunctions.SimpleSpectrum) => Of(call, scope) is var a
            ? a.Square(a.Call(call.Name, a.Values, call.Dense(1, scope).Values, call.Dense(2, scope).Values, a.Order)) : null,

        // The order, behind the matrices and before what else there is.
        nameof(MatrixFunctions.Exponential) or nameof(MatrixFunctions.SquareRoot) or nameof(MatrixFunctions.ExponentialDerivative) or nameof(MatrixFunctions.PowerDerivative)
            or nameof(MatrixFunctions.SymmetricSylvester) or nameof(MatrixFunctions.Triangle)
            or nameof(MatrixFunctions.NoEigenvectorDerivative) => OfSquares(call, scope),
        _ => null,
    };

    private static Factored Of(DenseCall call, Scope scope) => FactorizationCalls.Of(call, scope);

    private static Expression OfSquares(DenseCall call, Scope scope)
    {
        var a = Of(call, scope);
        var matrices = call.Kinds.TakeWhile(k => k == 'M').Select((_, k) => k == 0 ? a.Values : call.Dense(k, scope).Values);
        return a.Square(a.Call(call.Name, [.. matrices, a.Order, .. call.Operands.Where((_, k) => call.Kinds[k] == 'N')]));
    }

    private static Expression Triangular(DenseCall call, Scope scope, Expression isLower, Expression isTransposed, Expression hasUnitDiagonal)
    {
        var (t, right) = (Of(call, scope), call.Dense(1, scope));
        var sides = t.Sides(right, call);
        var values = t.Call(nameof(Factorizations.TriangularSolve), t.Values, right.Values, t.Order, sides, isLower, isTransposed, hasUnitDiagonal);
        return Factored.Solution(values, t.Order, sides, right);
    }

    private static Expression SymmetricPart(DenseCall call, Scope scope)
    {
        var a = call.Dense(0, scope);
        var order = scope.Let(a.Rows, "order");
        var half = Number.Of(0.5, a.Element);
        return Layouts.Gather(scope, a.Element, order, order, (_, i, j) => Expression.Multiply(half, Expression.Add(
            a.At(Expression.Add(Expression.Multiply(j, order), i)), a.At(Expression.Add(Expression.Multiply(i, order), j)))));
    }

    private static Expression Block(DenseCall call, Scope scope)
    {
        var a = Of(call, scope);
        var twice = scope.Let(Expression.Multiply(Expression.Constant(2), a.Order), "twice");
        return DenseOperand.Matrix(a.Call(nameof(Factorizations.Block), a.Values, call.Dense(1, scope).Values, a.Order), twice, twice);
    }

    private static Expression Resized(DenseCall call, Scope scope)
    {
        var (a, rows, columns) = (Of(call, scope), call.Scalar(1, scope), call.Scalar(2, scope));
        return DenseOperand.Matrix(a.Call(nameof(Factorizations.Resized), a.Values, a.Rows, a.Columns, rows, columns), rows, columns);
    }

    private static Expression Reciprocals(DenseCall call, Scope scope)
    {
        var (values, n) = (Of(call, scope), call.Scalar(1, scope));
        return DenseOperand.Matrix(values.Call(call.Name, values.Values, values.Rows, n), n, n);
    }

    private static Expression ComplexGaps(DenseCall call, Scope scope)
    {
        var re = Of(call, scope);
        return DenseOperand.Matrix(re.Call(call.Name, re.Values, call.Dense(1, scope).Values, re.Rows), re.Rows, re.Rows);
    }

    private static Expression Checked(DenseCall call, Scope scope, Expression[] uses, Expression isSum)
    {
        var (k, values) = (Of(call, scope), call.Dense(1, scope));
        return k.Square(k.Call(call.Name, [k.Values, values.Values, .. uses, scope.Let(values.Count, "count"), k.Order, isSum]));
    }
}
