using System.Linq.Expressions;
using ExprAutograd.Anf;

namespace ExprAutograd.Lowering;

/// <content>Arrays that end with the call: taken from its scratch, not allocated.</content>
internal sealed partial class Emitter
{
    /// <summary>Takes the call's scratch from the pool of its layout, which stands last in the environment.</summary>
    private void OpenScratch(object[] environmentValues, List<Expression> statements)
    {
        environmentValues[^1] = new ScratchLayout(scratch.SlotCount);
        var layoutConstant = Expression.Convert(Expression.ArrayIndex(Expression.Constant(environmentValues), Expression.Constant(environmentValues.Length - 1)), typeof(ScratchLayout));
        body.Scratch = Expression.Variable(typeof(Scratch), "scratch");
        body.Locals.Add(body.Scratch);
        statements.Add(Expression.Assign(body.Scratch, Expression.Call(typeof(ScratchLayout), nameof(ScratchLayout.Rent), null, layoutConstant)));
    }

    /// <summary>Gives it back once the results no longer read it.</summary>
    private IEnumerable<Expression> CloseScratch(Expression[] results, List<Expression> statements)
    {
        for (var k = 0; k < results.Length; k++)
            if (results[k] is not (ParameterExpression or ConstantExpression)) results[k] = Held(results[k], statements);
        statements.Add(Expression.Call(typeof(ScratchLayout), nameof(ScratchLayout.Return), null, body.Scratch!));
        return results;
    }

    private Expression InScratch(Equation equation, Expression value)
    {
        if (body.Scratch is null || value is not NewArrayExpression { NodeType: ExpressionType.NewArrayBounds, Expressions: [var length] } || !scratch.TryGetSlot(equation, out var slot, out var isFilled)) return value;
        return Expression.Call(typeof(Scratch), isFilled ? nameof(Scratch.Unset) : nameof(Scratch.Zeroed), [value.Type.GetElementType()!], body.Scratch, Expression.Constant(slot), length);
    }
}
