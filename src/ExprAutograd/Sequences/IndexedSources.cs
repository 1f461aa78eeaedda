using System.Linq.Expressions;

namespace ExprAutograd.Sequences;

/// <summary>The elements of an array variable, all of them or the first <paramref name="length"/>.</summary>
internal sealed class ArraySequence(Expression array, Expression length, bool isWhole) : IndexedSequence(array.Type.GetElementType()!, length)
{
    /// <summary>The array, when the sequence is all of it.</summary>
    public Expression? Whole => isWhole ? array : null;

    public override bool IsPlain => true;

    public override Expression At(Scope scope, Expression index) => Expression.ArrayIndex(array, index);
}

/// <summary>What an indexer gives: a list, a vector.</summary>
internal sealed class IndexerSequence(Expression list, System.Reflection.PropertyInfo indexer, Expression length) : IndexedSequence(indexer.PropertyType, length)
{
    public override bool IsPlain => true;

    public override Expression At(Scope scope, Expression index) => Expression.Property(list, indexer, index);
}

/// <summary>start, start + 1, ...</summary>
internal sealed class RangeSequence(Expression start, Expression length) : IndexedSequence(typeof(int), length)
{
    public override bool IsPlain => true;

    public override Expression At(Scope scope, Expression index) => Numbers.Add(start, index);
}

/// <summary>One value over and over.</summary>
internal sealed class RepeatedSequence(Expression value, Expression length) : IndexedSequence(value.Type, length)
{
    public override bool IsPlain => true;

    public override Expression At(Scope scope, Expression index) => value;
}

/// <summary>The elements of a two-dimensional array, row by row.</summary>
internal sealed class GridSequence(Expression array, Expression rows, Expression columns, Expression length) : IndexedSequence(array.Type.GetElementType()!, length)
{
    public override bool IsPlain => true;

    public override Expression At(Scope scope, Expression index) =>
        Expression.ArrayIndex(array, Expression.Divide(index, columns), Expression.Modulo(index, columns));

    /// <summary>Two loops: nothing is divided.</summary>
    public override void Push(Scope scope, Consumer consume)
    {
        Push(scope, "row", rows, (outer, row, exit) => Push(outer, "column", columns, (inner, column, _) =>
        {
            var position = inner.Let(Numbers.Add(Numbers.Multiply(row, columns), column), "position");
            consume(inner, new Item(Expression.ArrayIndex(array, row, column), position, exit) { Index = position });
        }));
    }
}
