using System.Linq.Expressions;
using System.Reflection;
using System.Reflection.Metadata;
using System.Runtime.CompilerServices;

namespace ExprAutograd.Lifting;

/// <summary>Arguments, locals, array elements and fields.</summary>
internal sealed partial class MethodReader
{
    private const int RepeatableNodes = 5;

    private readonly Dictionary<int, Operand> boundLocals = [];

    private void ReadMemoryInstruction(Instruction i)
    {
        switch (i.Code)
        {
            case ILOpCode.Ldelem_i or ILOpCode.Ldelem_i1 or ILOpCode.Ldelem_i2 or ILOpCode.Ldelem_i4 or ILOpCode.Ldelem_i8 or ILOpCode.Ldelem_r4 or ILOpCode.Ldelem_r8
                or ILOpCode.Ldelem_u1 or ILOpCode.Ldelem_u2 or ILOpCode.Ldelem_u4 or ILOpCode.Ldelem_ref or ILOpCode.Ldelem:
                var at = ToIndex(PopValue());
                Push(Expression.ArrayIndex(PopValue(), at));
                break;
            case ILOpCode.Stelem_i or ILOpCode.Stelem_i1 or ILOpCode.Stelem_i2 or ILOpCode.Stelem_i4 or ILOpCode.Stelem_i8 or ILOpCode.Stelem_r4 or ILOpCode.Stelem_r8 or ILOpCode.Stelem_ref or ILOpCode.Stelem:
                var element = PopValue();
                var position = ToIndex(PopValue());
                var array = PopValue();
                Emit(Expression.Assign(Expression.ArrayAccess(array, position), StackTypes.To(element, array.Type.GetElementType()!)));
                break;
            case ILOpCode.Ldelema:
                var index = ToIndex(PopValue());
                PushElementAddress(PopValue(), [index]);
                break;
            case ILOpCode.Ldlen: Push(Expression.ArrayLength(PopValue())); break;
            case ILOpCode.Newarr: Push(Expression.NewArrayBounds((Type)i.Operand!, ToIndex(PopValue()))); break;

            case >= ILOpCode.Ldind_i1 and <= ILOpCode.Ldind_ref or ILOpCode.Ldobj: Push(Load(Pop())); break;
            case >= ILOpCode.Stind_ref and <= ILOpCode.Stind_r8 or ILOpCode.Stind_i or ILOpCode.Stobj:
                var stored = Pop();
                Store(Pop(), stored);
                break;
            case ILOpCode.Initobj: Store(Pop(), new Value(Expression.Default((Type)i.Operand!))); break;

            case ILOpCode.Ldfld: Push(LoadField(Pop(), (FieldInfo)i.Operand!)); break;
            case ILOpCode.Ldflda: Push(AddressOfField(Pop(), (FieldInfo)i.Operand!)); break;
            case ILOpCode.Stfld:
                var value = Pop();
                StoreField(Pop(), (FieldInfo)i.Operand!, value);
                break;
            case ILOpCode.Ldsfld: Push(LoadStatic((FieldInfo)i.Operand!)); break;
            case ILOpCode.Ldsflda: Push(new Address(Expression.Field(null, (FieldInfo)i.Operand!))); break;
            case ILOpCode.Stsfld: throw Refuse($"The method writes to the static field '{((FieldInfo)i.Operand!).Name}'.", "Keep the value in a local variable, or return it.");

            case ILOpCode.Localloc:
                Pop();
                Push(new StackMemory());
                break;
            case ILOpCode.Castclass or ILOpCode.Unbox_any: Push(CastTo(PopValue(), (Type)i.Operand!)); break;
            case ILOpCode.Isinst: Push(IsInstance(PopValue(), (Type)i.Operand!)); break;
            case ILOpCode.Box: Push(Box(PopValue(), (Type)i.Operand!)); break;
            case ILOpCode.Sizeof: Push(Expression.Constant(System.Runtime.InteropServices.Marshal.SizeOf((Type)i.Operand!))); break;
            case ILOpCode.Constrained: constraint = (Type)i.Operand!; break;
            case ILOpCode.Call or ILOpCode.Callvirt: ReadCall((MethodBase)i.Operand!); break;
            case ILOpCode.Newobj: ReadNew((ConstructorInfo)i.Operand!); break;
            default: throw Refuse($"The instruction '{i.ToString().Split(' ')[1]}' has no counterpart in an expression.", "Write the method with numbers, arrays, structs and loops.");
        }
    }

    private Operand ReadArgument(int position) => arguments[position] switch
    {
        SpanVariable s => s.Read(),
        var operand => operand,
    };

    private Operand AddressOfArgument(int position) => arguments[position] switch
    {
        Value { Expression: ParameterExpression p } => new Address(p),
        SpanOf or SpanVariable or ClosureOf => arguments[position],
        _ => throw Refuse("The address of this argument is taken.", "Copy it into a local variable first."),
    };

    private void StoreArgument(int position)
    {
        var value = Pop();
        switch (arguments[position])
        {
            case Value { Expression: ParameterExpression p }: Store(new Address(p), value); break;
            case SpanOf s when value is SpanOf or SpanVariable:
                var variable = NewSpanVariable(s.Type, "span");
                arguments[position] = order.Count == 1 ? variable : throw Refuse("A span parameter is assigned to.", "Assign to a local variable instead.");
                StoreSpan(variable, value);
                break;
            default: throw Refuse("This argument is assigned to.", "Assign to a local variable instead.");
        }
    }

    private Operand ReadLocal(Instruction i)
    {
        if (boundLocals.TryGetValue(i.Index, out var bound)) return bound is SpanVariable s ? s.Read() : bound;
        return IsOrdinary(variables.TypeOf(i.Index)) ? new Value(variables.At(index, i)) : BindLocal(i) is SpanVariable span ? span.Read() : boundLocals[i.Index];
    }

    private Operand AddressOfLocal(Instruction i) => boundLocals.TryGetValue(i.Index, out var bound) ? bound
        : IsOrdinary(variables.TypeOf(i.Index)) ? new Address(variables.At(index, i)) : BindLocal(i);

    private static bool IsOrdinary(Type type) => !type.IsByRef && !IsSpan(type) && !Closure.IsClosure(type);

    /// <summary>The variables behind a local that is no single variable: a span, or a closure in a struct.</summary>
    private Operand BindLocal(Instruction i)
    {
        var type = variables.TypeOf(i.Index);
        Operand bound = IsSpan(type) ? NewSpanVariable(type, variables.NameOf(i.Index, i.Offset) ?? "span")
            : Closure.IsClosure(type) && type.IsValueType ? new ClosureOf(new Closure())
            : throw Refuse("A reference is read before it is set.", "Set it where it is declared.");
        return boundLocals[i.Index] = bound;
    }

    private void StoreLocal(Instruction i)
    {
        var type = variables.TypeOf(i.Index);
        var value = Pop();
        if (value is EnumeratorOf enumerator) BindEnumerator(i.Index, enumerator);
        else if (IsOrdinary(type)) Store(new Address(variables.At(index, i)), value);
        else if (type.IsByRef) BindReference(i.Index, value);
        else if (IsSpan(type)) StoreSpan((SpanVariable)(boundLocals.GetValueOrDefault(i.Index) ?? BindLocal(i)), value);
        else if (value is ClosureOf) boundLocals[i.Index] = value;
        else if (value is not Value { Expression: ConstantExpression { Value: null } }) throw Refuse("An object that holds captured variables is copied.", "Write the lambda where it is used.");
    }

    /// <summary>A reference held in a local: the element's array and index as they are now, or the variable itself.</summary>
    private void BindReference(int slot, Operand value)
    {
        if (value is not Address address) throw Refuse("A reference comes from where it cannot be followed.", "Refer to a variable or an array element.");
        var stores = instructions.Count(i => i.Code == ILOpCode.Stloc && i.Index == slot);
        if (stores == 1)
        {
            boundLocals[slot] = Rebuild(address, part => IsConstant(part) ? part : KeepInOrder(part));
            return;
        }
        if (address.Place is not IndexExpression element) throw Refuse("A reference that is set more than once refers to something else than array elements.", "Use two local variables.");
        if (!boundLocals.TryGetValue(slot, out var bound))
        {
            boundLocals[slot] = bound = new Address(Expression.ArrayAccess(variables.Add(element.Object!.Type), element.Arguments.Select(_ => variables.Add(typeof(int)))));
        }
        if (bound is not Address { Place: IndexExpression variable } || variable.Arguments.Count != element.Arguments.Count || variable.Object!.Type != element.Object!.Type)
            throw Refuse("A reference is set to elements of different kinds of arrays.", "Use two local variables.");
        Expression[] to = [variable.Object, .. variable.Arguments];
        Expression[] from = [element.Object, .. element.Arguments];
        var kept = from.Select(f => IsConstant(f) ? f : KeepInOrder(f)).ToArray();
        for (var k = 0; k < to.Length; k++) Emit(Expression.Assign(to[k], kept[k]));
    }

    private static Expression ToIndex(Expression e) => StackTypes.To(StackTypes.Signed(e), typeof(int));

    /// <summary>The address of an element, of which the array and the indices are computed once.</summary>
    private void PushElementAddress(Expression array, Expression[] indices)
    {
        var once = new Expression[indices.Length + 1];
        once[0] = array is ParameterExpression ? array : KeepInOrder(array);
        for (var k = 0; k < indices.Length; k++) once[k + 1] = IsRepeatable(indices[k]) ? indices[k] : KeepInOrder(indices[k]);
        Push(new Address(Expression.ArrayAccess(once[0], once[1..])));
    }

    /// <summary>True for a short piece of integer arithmetic on variables: written twice it reads better than through a variable of its own.</summary>
    private static bool IsRepeatable(Expression e)
    {
        return Count(e) <= RepeatableNodes;

        static int Count(Expression e) => e switch
        {
            _ when IsAtom(e) => 1,
            BinaryExpression { NodeType: ExpressionType.Add or ExpressionType.Subtract or ExpressionType.Multiply } b when b.Type == typeof(int) => 1 + Count(b.Left) + Count(b.Right),
            _ => RepeatableNodes + 1,
        };
    }

    private Operand Load(Operand address) => address switch
    {
        Address a => new Value(ReadPlace(a.Place)),
        SpanVariable s => s.Read(),
        SpanOf or ClosureOf => address,
        _ => throw Refuse("Memory is read through a pointer.", "Use arrays and indices."),
    };

    private static Expression ReadPlace(Expression place) => place is IndexExpression { Arguments.Count: 1, Object: { Type.IsArray: true } array } i ? Expression.ArrayIndex(array, i.Arguments[0]) : place;

    private void Store(Operand target, Operand operand)
    {
        if (target is SpanVariable span)
        {
            StoreSpan(span, operand);
            return;
        }
        if (target is ClosureOf) return; // A closure's variables are set one by one.
        if (target is not Address { Place: var place }) throw Refuse("Memory is written through a pointer.", "Use arrays and indices.");
        stack.Add(operand);
        var value = StackTypes.To(PopValue(), place.Type);
        if (place == value) return;

        var root = place;
        while (root is MemberExpression { Expression: { Type.IsValueType: true } inner }) root = inner;
        if (root is IndexExpression && root != place)
        {
            // a[i].X = v        becomes        e = a[i]; e.X = v; a[i] = e
            value = IsAtom(value) ? value : KeepInOrder(value);
            var element = KeepInOrder(ReadPlace(root));
            Emit(Expression.Assign(Rebase(place, root, element), value));
            Emit(Expression.Assign(root, element));
            return;
        }
        if (root is MemberExpression { Member: var member } && !IsNew(root))
            throw Refuse($"The method writes to '{member.Name}' of an object or type that outlives the call.", "Keep the value in a local variable, or return it.");
        Emit(Expression.Assign(place, value));
    }

    private bool IsNew(Expression member) => member is MemberExpression { Expression: ParameterExpression v } && variables.Made.Contains(v);

    private static Expression Rebase(Expression place, Expression root, Expression onto) => place == root ? onto : ((MemberExpression)place).Update(Rebase(((MemberExpression)place).Expression!, root, onto));

    private Operand LoadField(Operand target, FieldInfo field)
    {
        switch (target)
        {
            case ClosureOf c: return c.Closure.Find(field) is { } known ? known is SpanVariable s ? s.Read() : known : NewClosureField(c.Closure, field);
            case Address a: return new Value(ReadPlace(FieldOf(ReadPlace(a.Place), field, isWritten: false)));
            case Value v: return new Value(FieldOf(v.Expression, field, isWritten: false));
            default: throw Refuse("A field is read through a pointer.", "Use structs and arrays by value.");
        }
    }

    private Operand AddressOfField(Operand target, FieldInfo field) => target switch
    {
        ClosureOf c => (c.Closure.Find(field) ?? NewClosureField(c.Closure, field)) switch
        {
            Value v => new Address(v.Expression),
            var other => other,
        },
        Address a => new Address(FieldOf(a.Place, field, isWritten: true)),
        Value v => new Address(FieldOf(v.Expression, field, isWritten: true)),
        _ => throw Refuse("The address of a field is taken through a pointer.", "Use structs and arrays by value."),
    };

    private void StoreField(Operand target, FieldInfo field, Operand value)
    {
        if (target is not ClosureOf { Closure: var closure })
        {
            Store(AddressOfField(target, field), value);
            return;
        }

        // What never changes stands for itself: an outer closure, the object that 'this' is.
        if (value is ClosureOf || (value is Value { Expression: ConstantExpression or LambdaExpression } && field.Name.StartsWith('<')))
        {
            closure.Bind(field, value);
            return;
        }
        Store(new Address(((Value)(closure.Find(field) ?? NewClosureField(closure, field))).Expression), value);
    }

    private Value NewClosureField(Closure closure, FieldInfo field)
    {
        var variable = new Value(variables.Add(field.FieldType, field.Name.StartsWith('<') ? "self" : field.Name));
        session.Captured.Add((ParameterExpression)variable.Expression);
        closure.Bind(field, variable);
        return variable;
    }

    /// <summary>The member that a field is to the user: an automatic property instead of its backing field.</summary>
    private static MemberExpression FieldOf(Expression target, FieldInfo field, bool isWritten)
    {
        if (field.Name.StartsWith('<') && field.Name.IndexOf('>') is > 1 and var end
            && field.DeclaringType!.GetProperty(field.Name[1..end], BindingFlags.Public | BindingFlags.Instance) is { CanRead: true } property && (!isWritten || property.CanWrite))
            return Expression.Property(target, property);
        return Expression.Field(target, field);
    }

    private static Operand LoadStatic(FieldInfo field)
    {
        if (field.IsLiteral) return new Value(Expression.Constant(field.GetRawConstantValue()));
        if (field.FieldType == field.DeclaringType && field.FieldType.IsDefined(typeof(CompilerGeneratedAttribute), false)) return new Value(Expression.Constant(null));
        return new Value(Expression.Field(null, field));
    }

    private static Expression CastTo(Expression value, Type type) => value is UnaryExpression { NodeType: ExpressionType.Convert, Operand: var inner } && inner.Type == type ? inner : StackTypes.To(value, type);

    /// <summary>The object itself, or null where it is of another type.</summary>
    private Expression IsInstance(Expression value, Type type)
    {
        if (!type.IsValueType) return Expression.TypeAs(value, type);
        var known = IsAtom(value) ? value : KeepInOrder(value);
        return Expression.Condition(Expression.TypeIs(known, type), Expression.Convert(known, typeof(object)), Expression.Constant(null), typeof(object));
    }

    private static Expression Box(Expression value, Type type) => type.IsValueType ? Expression.Convert(StackTypes.To(value, type), typeof(object)) : value;
}
