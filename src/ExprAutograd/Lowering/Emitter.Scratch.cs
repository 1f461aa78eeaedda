using System.Linq.Expressions;
using ExprAutograd.Anf;
using ExprAutograd.Expressions;
using ExprAutograd.Operators;

namespace ExprAutograd.Lowering;

/// <content>Arrays that end with the call: taken from its scratch, not allocated.</content>
internal sealed partial class Emitter
{
    /// <summary>Takes the call's scratch from the pool of its layout, which stands last in the environment.</summary>
    private void OpenScratch(object[] environmentValues, List<Expression> statements)
    {
        environmentValues[^1] = new ScratchLayout(scratch.SlotCount, scratch.RowCount);
        var layoutConstant = Expression.Convert(Expression.ArrayIndex(Expression.Constant(environmentValues), Expression.Constant(environmentValues.Length - 1)), typeof(ScratchLayout));
        body.Scratch = Expression.Variable(typeof(Scratch), "scratch");
        body.Locals.Add(body.Scratch);
        statements.Add(Expression.Assign(body.Scratch, Expression.Call(typeof(ScratchLayout), nameof(ScratchLayout.Rent), null, layoutConstant)));
        Restart(scratch.RestartsOfCall, statements);
    }

    private void Restart(IReadOnlyList<int> rows, List<Expression> statements)
    {
        if (body.Scratch is null) return;
        foreach (var row in rows) statements.Add(Expression.Call(typeof(Scratch), nameof(Scratch.Restart), null, body.Scratch, Expression.Constant(row)));
    }

    /// <summary>Memory for an array at its place.</summary>
    private MethodCallExpression Taken(ScratchPlace place, Type array, Expression length)
    {
        var name = (place.IsRow, place.IsFilled) switch { (false, false) => nameof(Scratch.Zeroed), (false, true) => nameof(Scratch.Unset), (true, false) => nameof(Scratch.NextZeroed), _ => nameof(Scratch.NextUnset) };
        return Expression.Call(typeof(Scratch), name, [array.GetElementType()!], body.Scratch!, Expression.Constant(place.Number), length);
    }

    /// <summary>Gives it back once the results no longer read it.</summary>
    private IEnumerable<Expression> CloseScratch(Expression[] results, List<Expression> statements)
    {
        for (var k = 0; k < results.Length; k++)
            if (results[k] is not (ParameterExpression or ConstantExpression)) results[k] = Held(results[k], statements);
        statements.Add(Expression.Call(typeof(ScratchLayout), nameof(ScratchLayout.Return), null, body.Scratch!));
        return results;
    }

    /// <summary>An operator that writes its result to the call's scratch, or an array of given elements; false where the array is to be the caller's.</summary>
    private bool TryEmitInto(Equation equation, List<Expression> statements)
    {
        if (equation.Value is NewArrayExpression { NodeType: ExpressionType.NewArrayInit } made) return TryEmitElements(equation, made, statements);
        if (body.Scratch is null || !Destinations.IsOne(equation.Value) || scratch.PlaceOf(equation) is not { } place) return false;
        var operands = Operation.Operands(equation.Value).Select(o => Held(Resolve(o).Value, statements)).ToArray();
        var call = (MethodCallExpression)Operation.With(equation.Value, operands);
        var destination = Declare(equation.Variable);
        var memory = Taken(place, destination.Type, Destinations.Length(call));
        if (Destinations.Returns(call)) statements.Add(Expression.Assign(destination, Destinations.Into(call, memory)));
        else
        {
            statements.Add(Expression.Assign(destination, memory));
            statements.Add(Destinations.Into(call, destination));
        }
        StoreCrossing(destination, destination, statements);
        return true;
    }

    /// <summary>An array of given elements, each assigned.</summary>
    private bool TryEmitElements(Equation equation, NewArrayExpression made, List<Expression> statements)
    {
        if (body.Scratch is null || scratch.PlaceOf(equation) is not { } place) return false;
        var elements = made.Expressions.Select(e => Resolve(e).Value).ToArray();
        var array = Declare(equation.Variable);
        statements.Add(Expression.Assign(array, Taken(place with { IsFilled = true }, array.Type, Expression.Constant(elements.Length))));
        for (var k = 0; k < elements.Length; k++) statements.Add(Expression.Assign(Expression.ArrayAccess(array, Expression.Constant(k)), elements[k]));
        StoreCrossing(array, array, statements);
        return true;
    }

    /// <summary>The copy that a loop starts from.</summary>
    private Expression CopiedOnEntry(Equation loop, int state, Expression start)
    {
        if (body.Scratch is null || scratch.PlaceOf(loop, state) is not { } place) return Copy(start);
        var memory = Taken(place with { IsFilled = true }, start.Type, Expression.Call(typeof(Scratch), nameof(Scratch.LengthOf), null, start));
        return Expression.Call(typeof(Scratch), nameof(Scratch.Copied), [start.Type.GetElementType()!], memory, start);
    }

    private Expression InScratch(Equation equation, Expression value)
    {
        if (body.Scratch is null || value is not NewArrayExpression { NodeType: ExpressionType.NewArrayBounds, Expressions: [var length] } || scratch.PlaceOf(equation) is not { } place) return value;
        return Taken(place, value.Type, length);
    }
}
