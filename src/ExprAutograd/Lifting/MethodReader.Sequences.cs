using System.Linq.Expressions;
using System.Reflection;
using ExprAutograd.Expressions;

namespace ExprAutograd.Lifting;

/// <summary>foreach over a sequence, as a loop over an array of its elements.</summary>
internal sealed partial class MethodReader
{
    /// <summary><c>GetEnumerator</c>, <c>MoveNext</c>, <c>Current</c> and <c>Dispose</c> of an enumerator that only a foreach holds.</summary>
    private bool ReadEnumeratorCall(MethodBase target, Operand[] operands)
    {
        if (target.Name == "GetEnumerator" && operands is [Value { Expression: var sequence }] && Enumerators.ItemType(((MethodInfo)target).ReturnType) is { } type)
        {
            Push(Enumerate(sequence, type));
            return true;
        }
        if (operands is not [EnumeratorOf enumerator]) return false;
        switch (target.Name)
        {
            case "MoveNext": Push(Expression.LessThan(enumerator.Index, enumerator.End)); break;
            case "get_Current":
                // foreach reads the element once, at the start of the body.
                Push(KeepInOrder(enumerator.Item(enumerator.Index)));
                Emit(Expression.Assign(enumerator.Index, Expression.Add(enumerator.Index, Expression.Constant(1))));
                break;
            case "Dispose": break;
            default: throw Refuse($"'{target.Name}' of an enumerator cannot be taken in.", "Use foreach.");
        }
        return true;
    }

    /// <summary>Rows and columns of a matrix are taken one by one, as they are then; all else is an array of what there is now.</summary>
    private EnumeratorOf Enumerate(Expression sequence, Type type)
    {
        var index = variables.Add(typeof(int));
        if (!DenseEnumeration.SkipsZeros(sequence) && DenseEnumeration.TryRead(sequence, e => e is ConstantExpression ? e : KeepInOrder(e)) is { } items)
            return new EnumeratorOf(index, items.First, items.First is ConstantExpression { Value: 0 } ? items.Count : KeepInOrder(Expression.Add(items.First, items.Count)), items.Item);
        var array = KeepInOrder(Expression.Call(typeof(Enumerable), nameof(Enumerable.ToArray), [type], sequence));
        return new EnumeratorOf(index, Zero, Expression.ArrayLength(array), k => Expression.ArrayIndex(array, k));
    }

    private void BindEnumerator(int slot, EnumeratorOf enumerator)
    {
        Emit(Expression.Assign(enumerator.Index, enumerator.First));
        boundLocals[slot] = enumerator;
    }
}
