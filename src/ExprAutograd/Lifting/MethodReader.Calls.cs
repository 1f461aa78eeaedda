using System.Linq.Expressions;
using System.Reflection;
using System.Reflection.Metadata;
using System.Runtime.CompilerServices;
using ExprAutograd.Expressions;

namespace ExprAutograd.Lifting;

/// <summary>Calls: kept where a rule knows them, taken in where they are the user's own.</summary>
internal sealed partial class MethodReader
{
    private Type? constraint;

    private void ReadCall(MethodBase target)
    {
        var operands = PopArguments(target);
        if (target.DeclaringType!.IsArray)
        {
            ReadArrayCall(target, operands);
            return;
        }
        if (constraint is { } type)
        {
            target = Constrained.Resolve((MethodInfo)target, type) ?? throw Refuse($"'{target.Name}' cannot be found on {NumericTypes.Name(type)}.", "Call the method on the type itself.");
            constraint = null;
            if (!type.IsValueType && operands[0] is Address) operands[0] = Load(operands[0]);
        }
        if (ReadEnumeratorCall(target, operands) || ReadSpanCall(target, operands) || ReadInitializer(target, operands)) return;
        if (target is ConstructorInfo constructor)
        {
            if (operands[0] is Value or ClosureOf && !constructor.DeclaringType!.IsValueType) return; // The constructor of the base class, of a closure.
            Store(operands[0], new Value(Construct(constructor, operands[1..])));
            return;
        }
        if (target.Name == "Invoke" && typeof(Delegate).IsAssignableFrom(target.DeclaringType))
        {
            var values = Values(target, operands);
            Finish(Expression.Invoke(values[0], values[1..]));
            return;
        }
        ReadMethodCall((MethodInfo)target, operands);
    }

    private void ReadMethodCall(MethodInfo target, Operand[] operands)
    {
        if (operands.All(o => o is Value or Address) && CallExpression.IsKept(target, session) is var isKept && isKept)
        {
            var values = Values(target, operands);
            if (target.Name.StartsWith("set_", StringComparison.Ordinal) && target.IsSpecialName && values.Length == 2)
            {
                var property = target.DeclaringType!.GetProperties(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance).First(p => p.SetMethod == target);
                Store(new Address(Expression.Property(values[0], property)), new Value(values[1]));
                return;
            }
            Finish(target.IsStatic ? CallExpression.Make(null, target, values) : CallExpression.Make(values[0], target, values[1..]));
            return;
        }
        if (CallExpression.IsForeign(target, session))
            throw Refuse($"A reference or a span is passed to '{LiftError.NameOf(target)}', which cannot be taken in.", "Pass an array, or give the method a derivative rule.");

        var isByValue = operands.All(o => o is Value) || (!target.IsStatic && operands[0] is Address && operands.Skip(1).All(o => o is Value) && IsReadOnly(target));
        if (isByValue && operands.Where((_, k) => k > 0 || target.IsStatic).All(o => o is not Value { Expression: LambdaExpression }))
        {
            Finish(Expression.Invoke(session.Lambda(target, this), Values(target, operands)));
            return;
        }
        Finish(session.Inline(target, [.. operands.Select((o, k) => Freeze(target, o, k))], this));
    }

    private static bool IsReadOnly(MethodInfo method) =>
        method.IsDefined(typeof(IsReadOnlyAttribute), false) || method.DeclaringType!.IsDefined(typeof(IsReadOnlyAttribute), false);

    /// <summary>An argument typed as its parameter; what a reference refers to is settled before the call.</summary>
    private Operand Freeze(MethodInfo target, Operand operand, int position)
    {
        if (operand is Value v) return target.IsStatic || position > 0 ? new Value(StackTypes.To(v.Expression, target.GetParameters()[position - (target.IsStatic ? 0 : 1)].ParameterType)) : v;
        return Rebuild(operand is SpanVariable s ? s : operand, part => IsAtom(part) ? part : KeepInOrder(part));
    }

    /// <summary>Calls that return a value are pushed; statements that were taken in run now, in order.</summary>
    private void Finish(Expression call)
    {
        if (call.Type == typeof(void)) Emit(call);
        else if (call is BlockExpression) Push(KeepInOrder(call));
        else Push(call);
    }

    private Operand[] PopArguments(MethodBase target)
    {
        var count = target.GetParameters().Length + (target.IsStatic ? 0 : 1);
        var operands = stack[^count..].ToArray();
        stack.RemoveRange(stack.Count - count, count);
        return operands;
    }

    /// <summary>The arguments as expressions of the parameters' types, the receiver first.</summary>
    private Expression[] Values(MethodBase target, Operand[] operands)
    {
        var parameters = target.GetParameters();
        var isInstance = operands.Length > parameters.Length;
        var values = new Expression[operands.Length];
        for (var k = 0; k < operands.Length; k++)
        {
            var parameter = isInstance ? k - 1 : k;
            stack.Add(operands[k] is Address a ? new Value(parameter < 0 ? ReadPlace(a.Place) : a.Place) : operands[k]);
            var value = PopValue();
            values[k] = parameter < 0 ? value : StackTypes.To(value, parameters[parameter].ParameterType is { IsByRef: true } reference ? reference.GetElementType()! : parameters[parameter].ParameterType);
        }
        return values;
    }

    private void ReadArrayCall(MethodBase target, Operand[] operands)
    {
        stack.Add(operands[0]);
        var array = PopValue();
        var rank = array.Type.GetArrayRank();
        var indices = operands[1..(rank + 1)].Select(o => ToIndex(((Value)o).Expression)).ToArray();
        switch (target.Name)
        {
            case "Get": Push(Expression.ArrayAccess(array, indices)); break;
            case "Address": PushElementAddress(array, indices); break;
            default:
                stack.Add(operands[^1]);
                Emit(Expression.Assign(Expression.ArrayAccess(array, indices), StackTypes.To(PopValue(), array.Type.GetElementType()!)));
                break;
        }
    }

    private void ReadNew(ConstructorInfo constructor)
    {
        var type = constructor.DeclaringType!;
        var operands = stack[^constructor.GetParameters().Length..].ToArray();
        stack.RemoveRange(stack.Count - operands.Length, operands.Length);
        if (Closure.IsClosure(type)) Push(new ClosureOf(new Closure()));
        else if (typeof(Delegate).IsAssignableFrom(type)) Push(MakeDelegate(type, ((Function)operands[1]).Method, operands[0]));
        else if (type.IsArray) Push(Expression.NewArrayBounds(type.GetElementType()!, Values(constructor, operands).Select(ToIndex)));
        else if (!ReadNewSpan(constructor, operands)) Push(Construct(constructor, operands));
    }

    /// <summary>A new object; a struct whose constructor computes is taken apart, so that what it computes is seen.</summary>
    private Expression Construct(ConstructorInfo constructor, Operand[] operands)
    {
        var type = constructor.DeclaringType!;
        var isOwn = type.IsValueType && AggregateType.TryGet(type) is { } aggregate && !aggregate.IsMemberwise(constructor) && !CallExpression.IsForeign(constructor, session);
        return isOwn ? KeepInOrder(session.Construct(constructor, operands, this)) : Expression.New(constructor, Values(constructor, operands));
    }

    private LambdaExpression MakeDelegate(Type type, MethodBase target, Operand receiver)
    {
        if (receiver is not ClosureOf && !CallExpression.IsKept(target, session))
            return session.Lambda(target, target.IsStatic || IsNull(receiver) && IsCompilerMade(target) ? null : receiver, this, type);
        if (receiver is ClosureOf) return session.Lambda(target, receiver, this, type);
        var parameters = type.GetMethod("Invoke")!.GetParameters().Select(p => Expression.Parameter(p.ParameterType, p.Name)).ToArray();
        var call = target.IsStatic ? CallExpression.Make(null, (MethodInfo)target, parameters) : CallExpression.Make(((Value)receiver).Expression, (MethodInfo)target, parameters);
        return Expression.Lambda(type, call, parameters);
    }

    private static bool IsNull(Operand operand) => operand is Value { Expression: ConstantExpression { Value: null } };

    private static bool IsCompilerMade(MethodBase method) => method.DeclaringType!.IsDefined(typeof(CompilerGeneratedAttribute), false);

    /// <summary>Names the place of a call in an error of the method called.</summary>
    public UnsupportedExpressionException RefuseCall(string reason, string remedy) => Refuse(reason, remedy);
}
