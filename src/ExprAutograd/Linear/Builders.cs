using System.Linq.Expressions;
using ExprAutograd.Expressions;
using ExprAutograd.Sequences;

namespace ExprAutograd.Linear;

/// <summary>Vectors and matrices made of numbers, functions, arrays and one another: <c>Build</c>, <c>CreateMatrix</c>, static factories, constructors.</summary>
/// <remarks>What MathNet makes sparse or diagonal is dense inside a program.</remarks>
internal static class Builders
{
    public static Expression? TryLower(DenseCall call, Scope scope)
    {
        if (DenseType.TryGet(call.Node.Type) is not { } made) return null;
        var name = call.Name;
        return (made.IsMatrix, name, call.Kinds) switch
        {
            (false, "Dense" or "Sparse" or "Create" or ".ctor", "N") when call.Operands[0].Type == typeof(int) => DenseOperand.Vector(New(made, call.Operands[0])),
            (false, "Dense" or ".ctor" or "op_Implicit", "N") when call.Operands[0].Type == made.Element.MakeArrayType() => DenseOperand.Vector(call.Operands[0]),
            (false, "Dense" or "Sparse" or "Create", "NN") => Constant(call, made, scope),
            (false, "Dense" or "Sparse" or "Create", "NF") => DenseOperand.Vector(DenseLoops.Fill(scope, made.Element, call.Operands[0], (body, k) => call.Function(1).Apply(body, k))),
            (false, "DenseOfArray" or "SparseOfArray" or "OfArray" or "DenseOfEnumerable" or "SparseOfEnumerable" or "OfEnumerable", "N" or "V") => DenseOperand.Vector(Items(call.Operands[0], made)),
            (false, "DenseOfVector" or "SparseOfVector" or "OfVector", "V") or (true, "DenseOfMatrix" or "SparseOfMatrix" or "OfMatrix", "M") =>
                call.Dense(0, scope) is var x ? x.Like(Layouts.Copy(x, scope)) : null,
            (true, "Dense" or "Sparse" or "Diagonal" or ".ctor", "NN") when call.Operands[1].Type == typeof(int) => Zeros(call, made, scope),
            (true, ".ctor", "N") when call.Operands[0].Type == typeof(int) => Zeros(call, made, scope),
            (true, "Dense" or ".ctor", "NNN") when call.Operands[2].Type == made.Element.MakeArrayType() => OfStorage(call, scope),
            (true, "Dense" or "Sparse" or "Create", "NNN") when call.Operands[2].Type == made.Element => Filled(call, made, scope),
            (true, "Dense" or "Sparse" or "Create", "NNF") => Layouts.Gather(scope, made.Element, call.Operands[0], call.Operands[1], (body, i, j) => call.Function(2).Apply(body, i, j)),
            (true, "DenseIdentity" or "SparseIdentity" or "DiagonalIdentity" or "CreateIdentity", "N" or "NN") => Diagonal(call, made, scope, (_, _) => Number.Of(1, made.Element)),
            (true, "DenseDiagonal" or "SparseDiagonal", "NN") => Diagonal(call, made, scope, (_, _) => call.Operands[1], isSquare: true),
            (true, "DenseDiagonal" or "SparseDiagonal" or "Diagonal" or "CreateDiagonal", "NNN") => Diagonal(call, made, scope, (_, _) => call.Operands[2]),
            (true, "DenseDiagonal" or "SparseDiagonal" or "Diagonal" or "CreateDiagonal", "NNF") => Diagonal(call, made, scope, (body, k) => call.Function(2).Apply(body, k)),
            (true, "DenseOfDiagonalVector" or "SparseOfDiagonalVector" or "DiagonalOfDiagonalVector" or "OfDiagonalVector", "V" or "NNV") => OfDiagonal(call, made, scope),
            (true, "DenseOfDiagonalArray" or "SparseOfDiagonalArray" or "DiagonalOfDiagonalArray" or "OfDiagonalArray", "N" or "NNN") => OfDiagonal(call, made, scope),
            (true, "DenseOfColumnMajor" or "OfColumnMajor", "NNN") => OfMajor(call, made, scope, isByColumn: true),
            (true, "DenseOfRowMajor" or "OfRowMajor", "NNN") => OfMajor(call, made, scope, isByColumn: false),
            (true, "DenseOfArray" or "SparseOfArray" or "OfArray", "N") => OfRectangle(call, made, scope),
            (true, "DenseOfRowArrays" or "OfRowArrays", "N") when call.Operands[0].Type == made.Element.MakeArrayType().MakeArrayType() => OfArrays(call, made, scope, areRows: true),
            (true, "DenseOfColumnArrays" or "OfColumnArrays", "N") when call.Operands[0].Type == made.Element.MakeArrayType().MakeArrayType() => OfArrays(call, made, scope, areRows: false),
            (true, "DenseOfRowVectors" or "OfRowVectors", "N") when call.Operands[0] is NewArrayExpression { NodeType: ExpressionType.NewArrayInit } vectors => OfVectors(vectors, made, scope, areRows: true),
            (true, "DenseOfColumnVectors" or "OfColumnVectors", "N") when call.Operands[0] is NewArrayExpression { NodeType: ExpressionType.NewArrayInit } vectors => OfVectors(vectors, made, scope, areRows: false),
            _ => null,
        };
    }

    private static Expression New(DenseType made, Expression count) => Expression.NewArrayBounds(made.Element, count);

    private static Expression Constant(DenseCall call, DenseType made, Scope scope)
    {
        var value = call.Scalar(1, scope);
        return DenseOperand.Vector(DenseLoops.Fill(scope, made.Element, call.Operands[0], (_, _) => value));
    }

    private static Expression Zeros(DenseCall call, DenseType made, Scope scope)
    {
        var (rows, columns) = (call.Scalar(0, scope), call.Scalar(call.Operands.Length - 1, scope));
        return DenseOperand.Matrix(New(made, Expression.Multiply(rows, columns)), rows, columns);
    }

    private static Expression Filled(DenseCall call, DenseType made, Scope scope)
    {
        var value = call.Scalar(2, scope);
        return Layouts.Gather(scope, made.Element, call.Operands[0], call.Operands[1], (_, _, _) => value);
    }

    private static Expression OfStorage(DenseCall call, Scope scope)
    {
        var (rows, columns) = (call.Scalar(0, scope), call.Scalar(1, scope));
        return DenseOperand.Matrix(call.Operands[2], rows, columns);
    }

    private static Expression Diagonal(DenseCall call, DenseType made, Scope scope, Func<Scope, Expression, Expression> item, bool isSquare = false)
    {
        var rows = call.Scalar(0, scope);
        var columns = isSquare || call.Operands.Length == 1 ? rows : call.Scalar(1, scope);
        return Layouts.Gather(scope, made.Element, rows, columns, (body, i, j) =>
        {
            var inner = body.Nested();
            var value = Number.As(made.Element, item(inner, i));
            return Expression.Condition(Expression.Equal(i, j), inner.ToExpression(value), Number.Of(0, made.Element));
        });
    }

    private static Expression OfDiagonal(DenseCall call, DenseType made, Scope scope)
    {
        var last = call.Operands.Length - 1;
        var values = call.Kinds[^1] == 'V' ? call.Dense(last, scope).Values : scope.Let(call.Operands[last], "diagonal");
        var rows = last == 0 ? scope.Let(Expression.ArrayLength(values), "rows") : call.Scalar(0, scope);
        var columns = last == 0 ? rows : call.Scalar(1, scope);
        return Layouts.Gather(scope, made.Element, rows, columns, (_, i, j) => Expression.Condition(Expression.Equal(i, j), Expression.ArrayIndex(values, i), Number.Of(0, made.Element)));
    }

    private static Expression OfMajor(DenseCall call, DenseType made, Scope scope, bool isByColumn)
    {
        var (rows, columns) = (call.Scalar(0, scope), call.Scalar(1, scope));
        var items = scope.Let(Items(call.Operands[2], made), "items");
        return Layouts.Gather(scope, made.Element, rows, columns, (_, i, j) =>
            Expression.ArrayIndex(items, isByColumn ? Expression.Add(Expression.Multiply(j, rows), i) : Expression.Add(Expression.Multiply(i, columns), j)));
    }

    private static Expression OfRectangle(DenseCall call, DenseType made, Scope scope)
    {
        var array = scope.Let(call.Operands[0], "array");
        return Layouts.Gather(scope, made.Element, Length(array, 0), Length(array, 1), (_, i, j) => Expression.ArrayAccess(array, i, j));
    }

    private static Expression Length(Expression array, int dimension) => Expression.Call(array, nameof(Array.GetLength), null, Expression.Constant(dimension));

    /// <summary>Of rows or columns that all have the first one's length.</summary>
    private static Expression OfArrays(DenseCall call, DenseType made, Scope scope, bool areRows)
    {
        var arrays = scope.Let(call.Operands[0], "arrays");
        var length = scope.Let(Expression.ArrayLength(Expression.ArrayIndex(arrays, Numbers.Zero)), "length");
        return areRows
            ? Layouts.Gather(scope, made.Element, Expression.ArrayLength(arrays), length, (_, i, j) => Expression.ArrayIndex(Expression.ArrayIndex(arrays, i), j))
            : Layouts.Gather(scope, made.Element, length, Expression.ArrayLength(arrays), (_, i, j) => Expression.ArrayIndex(Expression.ArrayIndex(arrays, j), i));
    }

    /// <summary>Of vectors written out in the call.</summary>
    private static Expression OfVectors(NewArrayExpression written, DenseType made, Scope scope, bool areRows)
    {
        var vectors = written.Expressions.Select(v => DenseOperand.Of(v, scope)).ToArray();
        var (length, count) = (scope.Let(vectors[0].Count, "length"), Expression.Constant(vectors.Length));
        return areRows
            ? Layouts.Gather(scope, made.Element, count, length, (_, i, j) => Chosen(i, j))
            : Layouts.Gather(scope, made.Element, length, count, (_, i, j) => Chosen(j, i));

        Expression Chosen(Expression which, Expression at) => vectors.SkipLast(1).Select((v, k) => (v, k)).Reverse().Aggregate(
            vectors[^1].At(at), (rest, next) => Expression.Condition(Expression.Equal(which, Expression.Constant(next.k)), next.v.At(at), rest));
    }

    /// <summary>A new array of the items of an array or sequence.</summary>
    private static Expression Items(Expression items, DenseType made) => Expression.Call(typeof(Enumerable), nameof(Enumerable.ToArray), [made.Element], Storage.Bare(items));
}
