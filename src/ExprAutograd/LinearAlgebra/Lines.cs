using System.Linq.Expressions;
using ExprAutograd.Expressions;
using ExprAutograd.Operators;
using ExprAutograd.Sequences;

namespace ExprAutograd.LinearAlgebra;

/// <summary>Matrices made of rows or columns: vectors, arrays or sequences, written out or made by a query; and of elements with their places.</summary>
/// <remarks>All lines have the length of the first: one that is shorter is found by its array, what is left over of one that is longer is not read, as in MathNet.</remarks>
internal static class Lines
{
    public static Expression? TryLower(DenseCall call, Scope scope)
    {
        if (DenseType.TryGet(call.Node.Type) is not { } made) return null;
        return (made.IsMatrix, call.Name, call.Kinds) switch
        {
            (true, "DenseOfRowArrays" or "SparseOfRowArrays" or "OfRowArrays" or "DenseOfRowVectors" or "SparseOfRowVectors" or "OfRowVectors" or "DenseOfRows" or "SparseOfRows" or "OfRows", "N") =>
                Of(call, made, scope, areRows: true),
            (true, "DenseOfColumnArrays" or "SparseOfColumnArrays" or "OfColumnArrays" or "DenseOfColumnVectors" or "SparseOfColumnVectors" or "OfColumnVectors" or "DenseOfColumns" or "SparseOfColumns" or "OfColumns", "N") =>
                Of(call, made, scope, areRows: false),
            (true, "DenseOfRows" or "SparseOfRows" or "OfRows", "NNN") => Of(call, made, scope, areRows: true),
            (true, "DenseOfColumns" or "SparseOfColumns" or "OfColumns", "NNN") => Of(call, made, scope, areRows: false),
            (true, "DenseOfIndexed" or "SparseOfIndexed" or "OfIndexed", "NNN") => OfIndexed(call, made, scope),
            (false, "DenseOfIndexed" or "SparseOfIndexed" or "OfIndexedEnumerable", "NN") => OfIndexed(call, made, scope),
            _ => null,
        };
    }

    private static Expression Of(DenseCall call, DenseType made, Scope scope, bool areRows) =>
        Storage.Bare(call.Operands[^1]) is NewArrayExpression { NodeType: ExpressionType.NewArrayInit, Expressions: { Count: > 0 } written }
            ? OfWritten([.. written], call, made, scope, areRows)
            : OfSequence(call, made, scope, areRows);

    /// <summary>Each line that is written out in the call has a loop of its own.</summary>
    private static Expression OfWritten(Expression[] written, DenseCall call, DenseType made, Scope scope, bool areRows)
    {
        var lines = written.Select(line => scope.Let(Elements(line, made, call, scope), "line")).ToArray();
        var length = LengthOf(call, lines[0], scope, areRows);
        var count = Expression.Constant(lines.Length);
        var values = scope.Variable(Expression.NewArrayBounds(made.Element, Numbers.Multiply(length, count)), "values");
        for (var k = 0; k < lines.Length; k++)
        {
            var (line, number) = (lines[k], Expression.Constant(k));
            DenseLoops.Overwrite(scope, values, length, (_, at) => areRows ? Layouts.Flat(number, at, count) : Layouts.Flat(at, number, length), (_, at) => Expression.ArrayIndex(line, at));
        }
        return areRows ? DenseOperand.Matrix(values, count, length) : DenseOperand.Matrix(values, length, count);
    }

    private static Expression OfSequence(DenseCall call, DenseType made, Scope scope, bool areRows)
    {
        var lines = ItemArrays.Plain(new SequenceReader(call.Resolve).Read(call.Operands[^1], scope), scope);
        var first = scope.Let(Elements(lines.At(scope, Numbers.Zero), made, call, scope), "first");
        var length = LengthOf(call, first, scope, areRows);
        var count = scope.Let(lines.Length, "count");
        var values = scope.Variable(Expression.NewArrayBounds(made.Element, Expression.Multiply(length, count)), "values");
        DenseLoops.For(scope, count, (body, number) =>
        {
            var line = body.Let(Elements(lines.At(body, number), made, call, body), "line");
            DenseLoops.Overwrite(body, values, length, (_, at) => areRows ? Layouts.Flat(number, at, count) : Layouts.Flat(at, number, length), (_, at) => Expression.ArrayIndex(line, at));
        });
        return areRows ? DenseOperand.Matrix(values, count, length) : DenseOperand.Matrix(values, length, count);
    }

    /// <summary>The length of each line: given in the call, or the first line's.</summary>
    private static Expression LengthOf(DenseCall call, Expression first, Scope scope, bool areRows) =>
        call.Operands.Length == 3 ? call.Scalar(areRows ? 1 : 0, scope) : scope.Let(Expression.ArrayLength(first), "length");

    /// <summary>The elements of a line as an array, which is not written to.</summary>
    private static Expression Elements(Expression line, DenseType made, DenseCall call, Scope scope)
    {
        line = Storage.Bare(line);
        if (line.Type == made.Element.MakeArrayType()) return line;
        return DenseType.TryGet(line.Type) is not null ? DenseOperand.Of(line, scope).Values : Builders.Items(line, made, call, scope);
    }

    /// <summary>Zeros, and items that say where they stand; of two for one place the later counts.</summary>
    private static Expression OfIndexed(DenseCall call, DenseType made, Scope scope)
    {
        var counts = call.Operands[..^1].Select((_, k) => call.Scalar(k, scope)).ToArray();
        var values = scope.Variable(Expression.NewArrayBounds(made.Element, made.IsMatrix ? Expression.Multiply(counts[0], counts[1]) : counts[0]), "values");
        if (Storage.Bare(call.Operands[^1]) is NewArrayExpression { NodeType: ExpressionType.NewArrayInit, Expressions: var written })
        {
            foreach (var item in written) Store(scope, item);
        }
        else
        {
            var items = ItemArrays.Plain(new SequenceReader(call.Resolve).Read(call.Operands[^1], scope), scope);
            DenseLoops.For(scope, scope.Let(items.Length, "count"), (body, k) => Store(body, items.At(body, k)));
        }
        return made.IsMatrix ? DenseOperand.Matrix(values, counts[0], counts[1]) : DenseOperand.Vector(values);

        void Store(Scope body, Expression item)
        {
            item = body.Let(item, "item");
            var at = made.IsMatrix ? Expression.Call(typeof(DenseShapes), nameof(DenseShapes.IndexOf), null, Member(item, 1), Member(item, 2), counts[0]) : Member(item, 1);
            body.Add(Expression.Assign(Expression.ArrayAccess(values, body.Let(at, "at")), Member(item, made.IsMatrix ? 3 : 2)));
        }
    }

    private static Expression Member(Expression tuple, int number) => Expression.PropertyOrField(tuple, $"Item{number}");
}
