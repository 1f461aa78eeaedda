using System.Linq.Expressions;
using System.Reflection;
using System.Reflection.Metadata;

namespace ExprAutograd.Lifting;

internal sealed partial class MethodReader
{
    private void ReadInstruction(Instruction i)
    {
        switch (i.Code)
        {
            case ILOpCode.Nop or ILOpCode.Break or ILOpCode.Readonly or ILOpCode.Volatile or ILOpCode.Unaligned or ILOpCode.Tail: break;
            case ILOpCode.Ldarg: Push(ReadArgument(i.Index)); break;
            case ILOpCode.Ldarga: Push(AddressOfArgument(i.Index)); break;
            case ILOpCode.Starg: StoreArgument(i.Index); break;
            case ILOpCode.Ldloc: Push(ReadLocal(i)); break;
            case ILOpCode.Ldloca: Push(AddressOfLocal(i)); break;
            case ILOpCode.Stloc: StoreLocal(i); break;
            case ILOpCode.Ldc_i4 or ILOpCode.Ldc_i8 or ILOpCode.Ldc_r4 or ILOpCode.Ldc_r8 or ILOpCode.Ldstr: Push(Expression.Constant(i.Operand)); break;
            case ILOpCode.Ldnull: Push(Expression.Constant(null)); break;
            case ILOpCode.Ldtoken: Push(new Token((MemberInfo)i.Operand!)); break;
            case ILOpCode.Ldftn: Push(new Function((MethodBase)i.Operand!)); break;
            case ILOpCode.Ldvirtftn:
                Pop();
                Push(new Function((MethodBase)i.Operand!));
                break;
            case ILOpCode.Pop: Discard(Pop()); break;
            case ILOpCode.Dup: Duplicate(); break;

            case ILOpCode.Add: Arithmetic(ExpressionType.Add, Expression.Add); break;
            case ILOpCode.Sub: Arithmetic(ExpressionType.Subtract, Expression.Subtract); break;
            case ILOpCode.Mul: Arithmetic(ExpressionType.Multiply, Expression.Multiply); break;
            case ILOpCode.And: Arithmetic(ExpressionType.And, Expression.And); break;
            case ILOpCode.Or: Arithmetic(ExpressionType.Or, Expression.Or); break;
            case ILOpCode.Xor: Arithmetic(ExpressionType.ExclusiveOr, Expression.ExclusiveOr); break;
            case ILOpCode.Add_ovf: Signed(Expression.AddChecked); break;
            case ILOpCode.Sub_ovf: Signed(Expression.SubtractChecked); break;
            case ILOpCode.Mul_ovf: Signed(Expression.MultiplyChecked); break;
            case ILOpCode.Div: Signed(Expression.Divide); break;
            case ILOpCode.Rem: Signed(Expression.Modulo); break;
            case ILOpCode.Add_ovf_un: Unsigned(Expression.AddChecked); break;
            case ILOpCode.Sub_ovf_un: Unsigned(Expression.SubtractChecked); break;
            case ILOpCode.Mul_ovf_un: Unsigned(Expression.MultiplyChecked); break;
            case ILOpCode.Div_un: Unsigned(Expression.Divide); break;
            case ILOpCode.Rem_un: Unsigned(Expression.Modulo); break;
            case ILOpCode.Shl: Shift(Expression.LeftShift, StackTypes.OnStack); break;
            case ILOpCode.Shr: Shift(Expression.RightShift, StackTypes.Signed); break;
            case ILOpCode.Shr_un: Shift(Expression.RightShift, StackTypes.Unsigned); break;
            case ILOpCode.Neg: Push(Expression.Negate(StackTypes.Signed(PopValue()))); break;
            case ILOpCode.Not: Push(Expression.OnesComplement(StackTypes.OnStack(PopValue()))); break;

            case ILOpCode.Ceq: Compare(ExpressionType.Equal, false); break;
            case ILOpCode.Cgt: Compare(ExpressionType.GreaterThan, false); break;
            case ILOpCode.Cgt_un: Compare(ExpressionType.GreaterThan, true); break;
            case ILOpCode.Clt: Compare(ExpressionType.LessThan, false); break;
            case ILOpCode.Clt_un: Compare(ExpressionType.LessThan, true); break;

            case ILOpCode.Br or ILOpCode.Leave: break;
            case ILOpCode.Brtrue: EndWith(Conditions.IsTrue(PopTested())); break;
            case ILOpCode.Brfalse: EndWith(Conditions.Negate(Conditions.IsTrue(PopTested()))); break;
            case ILOpCode.Beq: BranchOn(ExpressionType.Equal, false); break;
            case ILOpCode.Bne_un: BranchOn(ExpressionType.NotEqual, true); break;
            case ILOpCode.Bge: BranchOn(ExpressionType.GreaterThanOrEqual, false); break;
            case ILOpCode.Bge_un: BranchOn(ExpressionType.GreaterThanOrEqual, true); break;
            case ILOpCode.Bgt: BranchOn(ExpressionType.GreaterThan, false); break;
            case ILOpCode.Bgt_un: BranchOn(ExpressionType.GreaterThan, true); break;
            case ILOpCode.Ble: BranchOn(ExpressionType.LessThanOrEqual, false); break;
            case ILOpCode.Ble_un: BranchOn(ExpressionType.LessThanOrEqual, true); break;
            case ILOpCode.Blt: BranchOn(ExpressionType.LessThan, false); break;
            case ILOpCode.Blt_un: BranchOn(ExpressionType.LessThan, true); break;
            case ILOpCode.Switch:
                var select = (Select)block.Exit;
                block.Exit = select with { Value = StackTypes.To(StackTypes.OnStack(PopValue()), typeof(int)) };
                break;
            case ILOpCode.Ret: block.Exit = new Leave(returnType == typeof(void) ? null : StackTypes.To(PopReturned(), returnType)); break;
            case ILOpCode.Throw: block.Exit = new Fail(PopValue()); break;

            case ILOpCode.Conv_i1: Convert(typeof(sbyte)); break;
            case ILOpCode.Conv_u1: Convert(typeof(byte)); break;
            case ILOpCode.Conv_i2: Convert(typeof(short)); break;
            case ILOpCode.Conv_u2: Convert(typeof(ushort)); break;
            case ILOpCode.Conv_i4: Convert(typeof(int)); break;
            case ILOpCode.Conv_u4: Convert(typeof(uint)); break;
            case ILOpCode.Conv_i8 or ILOpCode.Conv_i: Convert(typeof(long)); break;
            case ILOpCode.Conv_u8 or ILOpCode.Conv_u: Push(StackTypes.To(FromUnsigned(PopValue()), typeof(ulong))); break;
            case ILOpCode.Conv_r4: Convert(typeof(float)); break;
            case ILOpCode.Conv_r8: Convert(typeof(double)); break;
            case ILOpCode.Conv_r_un: ConvertFromUnsigned(); break;
            case ILOpCode.Conv_ovf_i1: ConvertChecked(typeof(sbyte), StackTypes.Signed); break;
            case ILOpCode.Conv_ovf_u1: ConvertChecked(typeof(byte), StackTypes.Signed); break;
            case ILOpCode.Conv_ovf_i2: ConvertChecked(typeof(short), StackTypes.Signed); break;
            case ILOpCode.Conv_ovf_u2: ConvertChecked(typeof(ushort), StackTypes.Signed); break;
            case ILOpCode.Conv_ovf_i4: ConvertChecked(typeof(int), StackTypes.Signed); break;
            case ILOpCode.Conv_ovf_u4: ConvertChecked(typeof(uint), StackTypes.Signed); break;
            case ILOpCode.Conv_ovf_i8 or ILOpCode.Conv_ovf_i: ConvertChecked(typeof(long), StackTypes.Signed); break;
            case ILOpCode.Conv_ovf_u8 or ILOpCode.Conv_ovf_u: ConvertChecked(typeof(ulong), StackTypes.Signed); break;
            case ILOpCode.Conv_ovf_i1_un: ConvertChecked(typeof(sbyte), StackTypes.Unsigned); break;
            case ILOpCode.Conv_ovf_u1_un: ConvertChecked(typeof(byte), StackTypes.Unsigned); break;
            case ILOpCode.Conv_ovf_i2_un: ConvertChecked(typeof(short), StackTypes.Unsigned); break;
            case ILOpCode.Conv_ovf_u2_un: ConvertChecked(typeof(ushort), StackTypes.Unsigned); break;
            case ILOpCode.Conv_ovf_i4_un: ConvertChecked(typeof(int), StackTypes.Unsigned); break;
            case ILOpCode.Conv_ovf_u4_un: ConvertChecked(typeof(uint), StackTypes.Unsigned); break;
            case ILOpCode.Conv_ovf_i8_un or ILOpCode.Conv_ovf_i_un: ConvertChecked(typeof(long), StackTypes.Unsigned); break;
            case ILOpCode.Conv_ovf_u8_un or ILOpCode.Conv_ovf_u_un: ConvertChecked(typeof(ulong), StackTypes.Unsigned); break;

            default: ReadMemoryInstruction(i); break;
        }
    }

    private void Discard(Operand operand)
    {
        if (operand is Value { Expression: var e } && !Effects.Of(e).IsPure) Emit(e);
    }

    private void Duplicate()
    {
        var top = Pop();
        top = Rebuild(top, part => IsAtom(part) || (top is Address && IsRepeatable(part)) ? part : KeepInOrder(part));
        Push(top);
        Push(top);
    }

    /// <summary>A new variable for the value on top of the stack: what waits below and is affected by it is computed before.</summary>
    private ParameterExpression KeepInOrder(Expression value, string? name = null)
    {
        if (stack.Count > 0) SpillBefore(Effects.Of(value));
        return Keep(value, name);
    }

    private void Arithmetic(ExpressionType type, Func<Expression, Expression, Expression> make)
    {
        var (right, left) = (PopValue(), PopValue());
        if (type is ExpressionType.And or ExpressionType.Or or ExpressionType.ExclusiveOr && StackTypes.IsBoolean(left) && StackTypes.IsBoolean(right) && (left.Type == typeof(bool) || right.Type == typeof(bool)))
        {
            Push(make(StackTypes.To(left, typeof(bool)), StackTypes.To(right, typeof(bool))));
            return;
        }
        (left, right) = StackTypes.Unify(left, right);
        Push(make(left, right));
    }

    private void Signed(Func<Expression, Expression, Expression> make)
    {
        var (right, left) = (PopValue(), PopValue());
        (left, right) = StackTypes.Unify(StackTypes.Signed(left), StackTypes.Signed(right));
        Push(make(left, right));
    }

    private void Unsigned(Func<Expression, Expression, Expression> make)
    {
        var (right, left) = (PopValue(), PopValue());
        (left, right) = StackTypes.Unify(StackTypes.Unsigned(left), StackTypes.Unsigned(right));
        Push(make(left, right));
    }

    /// <summary>The mask that C# puts on a shift's count is part of the shift's meaning in an expression tree.</summary>
    private void Shift(Func<Expression, Expression, Expression> make, Func<Expression, Expression> sign)
    {
        var count = StackTypes.Signed(PopValue());
        var value = sign(PopValue());
        var mask = value.Type == typeof(long) || value.Type == typeof(ulong) ? 63 : 31;
        if (count is BinaryExpression { NodeType: ExpressionType.And, Right: ConstantExpression { Value: int masked } } b && masked == mask) count = b.Left;
        Push(make(value, StackTypes.To(count, typeof(int))));
    }

    private void Compare(ExpressionType type, bool isUnsigned)
    {
        var (right, left) = (PopValue(), PopValue());
        Push(Conditions.Compare(type, left, right, isUnsigned));
    }

    private void BranchOn(ExpressionType type, bool isUnsigned)
    {
        var (right, left) = (PopValue(), PopValue());
        EndWith(Conditions.Compare(type, left, right, isUnsigned));
    }

    private void EndWith(Expression test) => block.Exit = (Branch)block.Exit with { Test = test };

    private Expression PopTested() => stack[^1] is ClosureOf ? throw Refuse("A captured object is tested.", "Write the lambda where it is used.") : PopValue();

    private Expression PopReturned() => stack[^1] is SpanOf or SpanVariable or Address ? throw Refuse("A span or a reference is returned.", "Return an array or a number, or write into an argument.") : PopValue();

    private void Convert(Type type)
    {
        var value = PopValue();
        Push(StackTypes.To(StackTypes.IsIntegerLike(value.Type) && value.Type.IsPrimitive && StackTypes.IsSmall(value.Type) && value.Type != typeof(bool) ? value : StackTypes.Signed(value), type));
    }

    /// <summary>A conversion to unsigned 64 bits takes an int32 as unsigned, and a floating number as it is.</summary>
    private static Expression FromUnsigned(Expression value) => StackTypes.IsFloating(value.Type) ? value : StackTypes.Unsigned(value);

    /// <summary>conv.r.un; conv.r4 rounds once: an unsigned number goes to float directly.</summary>
    private void ConvertFromUnsigned()
    {
        var isToFloat = index + 1 < block.End && instructions[index + 1].Code == ILOpCode.Conv_r4;
        Push(StackTypes.To(StackTypes.Unsigned(PopValue()), isToFloat ? typeof(float) : typeof(double)));
    }

    private void ConvertChecked(Type type, Func<Expression, Expression> sign)
    {
        var value = sign(PopValue());
        Push(value.Type == type ? value : Expression.ConvertChecked(value, type));
    }
}
