using System.Linq.Expressions;
using System.Reflection;

namespace ExprAutograd.Lifting;

/// <summary>foreach over a sequence, as a loop over an array of its elements.</summary>
internal sealed partial class MethodReader
{
    /// <summary><c>GetEnumerator</c>, <c>MoveNext</c>, <c>Current</c> and <c>Dispose</c> of an enumerator that only a foreach holds.</summary>
    private bool ReadEnumeratorCall(MethodBase target, Operand[] operands)
    {
        if (target.Name == "GetEnumerator" && operands is [Value { Expression: var sequence }] && Enumerators.ElementType(((MethodInfo)target).ReturnType) is { } type)
        {
            Push(new EnumeratorOf(KeepInOrder(Expression.Call(typeof(Enumerable), nameof(Enumerable.ToArray), [type], sequence)), variables.Add(typeof(int))));
            return true;
        }
        if (operands is not [EnumeratorOf enumerator]) return false;
        switch (target.Name)
        {
            case "MoveNext": Push(Expression.LessThan(enumerator.Index, Expression.ArrayLength(enumerator.Array))); break;
            case "get_Current":
                // foreach reads the element once, at the start of the body.
                Push(KeepInOrder(Expression.ArrayIndex(enumerator.Array, enumerator.Index)));
                Emit(Expression.Assign(enumerator.Index, Expression.Add(enumerator.Index, Expression.Constant(1))));
                break;
            case "Dispose": break;
            default: throw Refuse($"'{target.Name}' of an enumerator cannot be taken in.", "Use foreach.");
        }
        return true;
    }

    private void BindEnumerator(int slot, EnumeratorOf enumerator)
    {
        Emit(Expression.Assign(enumerator.Index, Zero));
        boundLocals[slot] = enumerator;
    }
}
