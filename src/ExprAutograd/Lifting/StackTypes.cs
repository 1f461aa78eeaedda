using System.Linq.Expressions;

namespace ExprAutograd.Lifting;

/// <summary>Gives values the types that IL leaves out: on the evaluation stack bool, char, enums and small integers are all int32, and signs are the instruction's.</summary>
internal static class StackTypes
{
    public static bool IsIntegerLike(Type type) => type.IsEnum || Type.GetTypeCode(type) is >= TypeCode.Boolean and <= TypeCode.UInt64;

    public static bool IsFloating(Type type) => type == typeof(double) || type == typeof(float);

    public static bool IsUnsigned(Type type) => Type.GetTypeCode(type) is TypeCode.UInt32 or TypeCode.UInt64 or TypeCode.Byte or TypeCode.UInt16 or TypeCode.Char or TypeCode.Boolean;

    /// <summary>The same bits as a value of <paramref name="type"/>, as a store to a local of that type or a call with such a parameter makes it.</summary>
    public static Expression To(Expression e, Type type)
    {
        if (e.Type == type) return e;
        if (e is ConstantExpression { Value: null } && !type.IsValueType) return Expression.Constant(null, type);
        if (e is ConstantExpression { Value: { } value } && IsIntegerLike(e.Type) && IsIntegerLike(type)) return Expression.Constant(Truncate(Bits(value), type), type);
        if (type == typeof(bool) && IsIntegerLike(e.Type)) return ToBool(e);
        if (e is ConstantExpression { Value: int number } && IsFloating(type)) return Expression.Constant(type == typeof(double) ? (double)number : (object)(float)number, type);
        if (e.Type == typeof(bool) && IsIntegerLike(type)) return Expression.Condition(e, Number(1, type), Number(0, type));
        if (!type.IsValueType && type.IsAssignableFrom(e.Type) && !e.Type.IsValueType) return e;

        // Of two conversions between integers the first does not matter where it keeps all bits that the second takes.
        while (e is UnaryExpression { NodeType: ExpressionType.Convert, Method: null, Operand: var inner } && IsIntegerLike(type) && IsIntegerLike(e.Type) && IsIntegerLike(inner.Type) && inner.Type != typeof(bool) && SizeOf(e.Type) >= SizeOf(type))
        {
            if (inner.Type == type) return inner;
            e = inner;
        }
        return Expression.Convert(e, type);
    }

    /// <summary>The truth of an int32: what brtrue and a store to a bool make of it.</summary>
    private static Expression ToBool(Expression e) => e switch
    {
        ConditionalExpression c when IsBoolean(c.IfTrue) && IsBoolean(c.IfFalse) => Conditions.Choose(c.Test, ToBool(c.IfTrue), ToBool(c.IfFalse)),
        { Type: var t } when t == typeof(bool) => e,
        ConstantExpression c => Expression.Constant(Bits(c.Value!) != 0),
        _ => Expression.NotEqual(OnStack(e), Number(0, OnStack(e).Type)),
    };

    /// <summary>True for what a bool-valued expression leaves on the stack: a comparison, or the constants 0 and 1.</summary>
    public static bool IsBoolean(Expression e) => e.Type == typeof(bool) || (e is ConstantExpression { Value: int number } && number is 0 or 1);

    /// <summary>The value as arithmetic sees it: small integers as int, enums as numbers, bool as 0 or 1.</summary>
    public static Expression OnStack(Expression e)
    {
        var type = e.Type.IsEnum ? Enum.GetUnderlyingType(e.Type) : e.Type;
        return To(e, IsSmall(type) ? typeof(int) : type);
    }

    /// <summary>True for what is less than an int in memory: its value fits an int, whatever the sign an instruction gives it.</summary>
    public static bool IsSmall(Type type) => Type.GetTypeCode(type) is >= TypeCode.Boolean and <= TypeCode.UInt16;

    public static Expression Signed(Expression e)
    {
        e = OnStack(e);
        return e.Type == typeof(uint) ? To(e, typeof(int)) : e.Type == typeof(ulong) ? To(e, typeof(long)) : e;
    }

    public static Expression Unsigned(Expression e)
    {
        e = OnStack(e);
        return e.Type == typeof(int) ? To(e, typeof(uint)) : e.Type == typeof(long) ? To(e, typeof(ulong)) : e;
    }

    /// <summary>Both operands in the one type that an instruction without a sign works on.</summary>
    public static (Expression Left, Expression Right) Unify(Expression left, Expression right)
    {
        left = OnStack(left);
        right = OnStack(right);
        if (left.Type == right.Type) return (left, right);
        if (left.Type == typeof(double) || right.Type == typeof(double)) return (To(left, typeof(double)), To(right, typeof(double)));
        if (!IsIntegerLike(left.Type) || !IsIntegerLike(right.Type))
        {
            var common = left.Type.IsAssignableFrom(right.Type) ? left.Type : right.Type;
            return (To(left, common), To(right, common));
        }
        if (left is ConstantExpression && SizeOf(left.Type) <= SizeOf(right.Type)) return (To(left, right.Type), right);
        if (right is ConstantExpression && SizeOf(right.Type) <= SizeOf(left.Type)) return (left, To(right, left.Type));
        var isLong = SizeOf(left.Type) == sizeof(long) || SizeOf(right.Type) == sizeof(long);
        var type = isLong ? typeof(long) : typeof(int);
        return (To(left, type), To(right, type));
    }

    /// <summary>The one type for values that reach the same place on different ways.</summary>
    public static Type Common(IReadOnlyList<Expression> values)
    {
        if (values.All(IsBoolean)) return typeof(bool);
        var types = values.Where(v => v is not ConstantExpression { Value: null }).Select(v => v.Type).Distinct().ToArray();
        if (types.Length == 1) return types[0];
        if (types.All(IsIntegerLike))
        {
            if (types.Where(t => t != typeof(int)).ToArray() is [var other] && values.All(v => v.Type == other || v is ConstantExpression)) return other;
            return types.Any(t => SizeOf(t) == sizeof(long)) ? typeof(long) : typeof(int);
        }
        if (types.All(IsFloating)) return typeof(double);
        return types.FirstOrDefault(t => types.All(t.IsAssignableFrom)) ?? typeof(object);
    }

    public static ConstantExpression Number(int number, Type type) => Expression.Constant(Truncate(number, type), type);

    private static int SizeOf(Type type) => Type.GetTypeCode(type) switch
    {
        TypeCode.Int64 or TypeCode.UInt64 => sizeof(long),
        TypeCode.Int32 or TypeCode.UInt32 => sizeof(int),
        TypeCode.Int16 or TypeCode.UInt16 or TypeCode.Char => sizeof(short),
        _ => sizeof(byte),
    };

    private static long Bits(object number) => number switch
    {
        bool b => b ? 1 : 0,
        char c => c,
        ulong u => unchecked((long)u),
        _ => Convert.ToInt64(number, null),
    };

    private static object Truncate(long bits, Type type)
    {
        if (type.IsEnum) return Enum.ToObject(type, Truncate(bits, Enum.GetUnderlyingType(type)));
        unchecked
        {
            return Type.GetTypeCode(type) switch
            {
                TypeCode.Boolean => bits != 0,
                TypeCode.Char => (char)bits,
                TypeCode.SByte => (sbyte)bits,
                TypeCode.Byte => (byte)bits,
                TypeCode.Int16 => (short)bits,
                TypeCode.UInt16 => (ushort)bits,
                TypeCode.Int32 => (int)bits,
                TypeCode.UInt32 => (uint)bits,
                TypeCode.UInt64 => (ulong)bits,
                _ => bits,
            };
        }
    }
}
