using System.Linq.Expressions;
using ExprAutograd.Expressions;
using ExprAutograd.Operators;
using ExprAutograd.Sequences;

namespace ExprAutograd.LinearAlgebra;

/// <summary>Vectors and matrices made of numbers, functions, flat arrays and one another: <c>Build</c>, <c>CreateMatrix</c>, static factories, constructors.</summary>
/// <remarks>What MathNet makes sparse or diagonal is dense inside a program.</remarks>
internal static class Builders
{
    public static Expression? TryLower(DenseCall call, Scope scope)
    {
        if ((call.Name, call.Kinds) is ("One" or "Zero", "")) return Number.Of(call.Name == "One" ? 1 : 0, call.Node.Type);
        if (DenseType.TryGet(call.Node.Type) is not { } made) return null;
        return made.IsMatrix ? Matrix(call, made, scope) : Vector(call, made, scope);
    }

    private static Expression? Vector(DenseCall call, DenseType made, Scope scope) => (call.Name, call.Kinds) switch
    {
        ("Dense" or "Sparse" or ".ctor", "N") when IsCount(call.Operands[0]) => DenseOperand.Vector(Expression.NewArrayBounds(made.Element, call.Operands[0])),
        ("Dense" or ".ctor" or "op_Implicit", "N") when call.Operands[0].Type == made.Element.MakeArrayType() => DenseOperand.Vector(call.Operands[0]),
        ("Dense" or "Sparse" or "Create" or ".ctor", "NN") => Constant(call, made, scope),
        ("Dense" or "Sparse" or "Create", "NF") => DenseOperand.Vector(DenseLoops.Fill(scope, made.Element, call.Operands[0], (body, k) => call.Function(1).Apply(body, k))),
        ("DenseOfArray" or "SparseOfArray" or "OfArray" or "DenseOfEnumerable" or "SparseOfEnumerable" or "OfEnumerable", "N" or "V") => DenseOperand.Vector(Items(call.Operands[0], made, call, scope)),
        ("DenseOfVector" or "SparseOfVector" or "OfVector", "V") => call.Dense(0, scope) is var x ? x.Like(Layouts.Copy(x, scope)) : null,
        ("SameAs", "V" or "VV") => Like(made, call.Dense(0, scope).Count),
        ("SameAs", "VN" or "MN" or "VVN" or "MVN") => Like(made, call.Operands[^1]),
        _ => null,
    };

    private static Expression? Matrix(DenseCall call, DenseType made, Scope scope) => (call.Name, call.Kinds) switch
    {
        ("Dense" or "Sparse" or "Diagonal" or ".ctor", "NN") when IsCount(call.Operands[1]) => Zeros(made, call.Scalar(0, scope), call.Scalar(1, scope)),
        (".ctor", "N") when IsCount(call.Operands[0]) => call.Scalar(0, scope) is var order ? Zeros(made, order, order) : null,
        ("Dense" or ".ctor", "NNN") when call.Operands[2].Type == made.Element.MakeArrayType() => OfStorage(call, scope),
        ("Dense" or "Sparse" or "Create", "NNN") when call.Operands[2].Type == made.Element => Filled(call, made, scope),
        ("Dense" or "Sparse" or "Create", "NNF") => Layouts.Gather(scope, made.Element, call.Operands[0], call.Operands[1], (body, i, j) => call.Function(2).Apply(body, i, j)),
        ("DenseOfMatrix" or "SparseOfMatrix" or "OfMatrix", "M") => call.Dense(0, scope) is var x ? x.Like(Layouts.Copy(x, scope)) : null,
        ("DenseOfColumnMajor" or "SparseOfColumnMajor" or "OfColumnMajor", "NNN" or "NNV") => OfMajor(call, made, scope, isByColumn: true),
        ("DenseOfRowMajor" or "SparseOfRowMajor" or "OfRowMajor", "NNN" or "NNV") => OfMajor(call, made, scope, isByColumn: false),
        ("DenseOfArray" or "SparseOfArray" or "OfArray", "N") => OfRectangle(call, made, scope),
        ("SameAs", "M" or "MM") => call.Dense(0, scope) is var x ? Zeros(made, x.Rows, x.Columns) : null,
        ("SameAs", "MNNN" or "MMNNN") => Zeros(made, call.Scalar(call.Operands.Length - 3, scope), call.Scalar(call.Operands.Length - 2, scope)),
        ("SameAs", "VNN") => Zeros(made, call.Scalar(1, scope), call.Scalar(2, scope)),
        _ => null,
    };

    private static bool IsCount(Expression operand) => operand.Type == typeof(int);

    private static Expression Like(DenseType made, Expression count) => DenseOperand.Vector(Expression.NewArrayBounds(made.Element, count));

    private static Expression Constant(DenseCall call, DenseType made, Scope scope)
    {
        var value = call.Scalar(1, scope);
        return DenseOperand.Vector(DenseLoops.Fill(scope, made.Element, call.Operands[0], (_, _) => value));
    }

    private static Expression Zeros(DenseType made, Expression rows, Expression columns) =>
        DenseOperand.Matrix(Expression.NewArrayBounds(made.Element, Expression.Multiply(rows, columns)), rows, columns);

    private static Expression Filled(DenseCall call, DenseType made, Scope scope)
    {
        var value = call.Scalar(2, scope);
        return Layouts.Gather(scope, made.Element, call.Operands[0], call.Operands[1], (_, _, _) => value);
    }

    private static Expression OfStorage(DenseCall call, Scope scope)
    {
        var (rows, columns, values) = (call.Scalar(0, scope), call.Scalar(1, scope), call.Scalar(2, scope));
        scope.Let(Expression.Call(typeof(ControlOperators), nameof(ControlOperators.RequireElements), null, Expression.ArrayLength(values), rows, columns, call.Text), "fits");
        return DenseOperand.Matrix(values, rows, columns);
    }

    private static Expression OfMajor(DenseCall call, DenseType made, Scope scope, bool isByColumn)
    {
        var (rows, columns) = (call.Scalar(0, scope), call.Scalar(1, scope));
        var items = scope.Let(Items(call.Operands[2], made, call, scope), "items");
        return Layouts.Gather(scope, made.Element, rows, columns, (_, i, j) => Expression.ArrayIndex(items, isByColumn ? Layouts.Flat(i, j, rows) : Layouts.Flat(j, i, columns)));
    }

    private static Expression OfRectangle(DenseCall call, DenseType made, Scope scope)
    {
        var array = scope.Let(call.Operands[0], "array");
        return Layouts.Gather(scope, made.Element, Length(array, 0), Length(array, 1), (_, i, j) => Expression.ArrayAccess(array, i, j));
    }

    private static Expression Length(Expression array, int dimension) => Expression.Call(array, nameof(Array.GetLength), null, Expression.Constant(dimension));

    /// <summary>A new array of the items of an array, a vector or a sequence.</summary>
    public static Expression Items(Expression items, DenseType made, DenseCall call, Scope scope)
    {
        items = Storage.Bare(items);
        if (DenseType.TryGet(items.Type) is not null) return Layouts.Copy(DenseOperand.Of(items, scope), scope);
        var sequence = new SequenceReader(call.Resolve).Read(items, scope);
        return sequence is IndexedSequence indexed
            ? DenseLoops.Fill(scope, made.Element, indexed.Length, (body, k) => indexed.At(body, k))
            : ItemArrays.ToArray(sequence, scope);
    }
}
