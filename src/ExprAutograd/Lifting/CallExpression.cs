using System.Linq.Expressions;
using System.Reflection;
using ExprAutograd.Expressions;

namespace ExprAutograd.Lifting;

/// <summary>A call as the C# compiler writes it in an expression tree: operators and properties as what they are.</summary>
internal static class CallExpression
{
    private static readonly Dictionary<string, ExpressionType> Binary = new()
    {
        ["op_Addition"] = ExpressionType.Add,
        ["op_Subtraction"] = ExpressionType.Subtract,
        ["op_Multiply"] = ExpressionType.Multiply,
        ["op_Division"] = ExpressionType.Divide,
        ["op_Modulus"] = ExpressionType.Modulo,
        ["op_Equality"] = ExpressionType.Equal,
        ["op_Inequality"] = ExpressionType.NotEqual,
        ["op_LessThan"] = ExpressionType.LessThan,
        ["op_LessThanOrEqual"] = ExpressionType.LessThanOrEqual,
        ["op_GreaterThan"] = ExpressionType.GreaterThan,
        ["op_GreaterThanOrEqual"] = ExpressionType.GreaterThanOrEqual,
        ["op_BitwiseAnd"] = ExpressionType.And,
        ["op_BitwiseOr"] = ExpressionType.Or,
        ["op_ExclusiveOr"] = ExpressionType.ExclusiveOr,
    };

    private static readonly Dictionary<string, ExpressionType> Unary = new()
    {
        ["op_UnaryNegation"] = ExpressionType.Negate,
        ["op_UnaryPlus"] = ExpressionType.UnaryPlus,
        ["op_LogicalNot"] = ExpressionType.Not,
        ["op_OnesComplement"] = ExpressionType.OnesComplement,
        ["op_Implicit"] = ExpressionType.Convert,
        ["op_Explicit"] = ExpressionType.Convert,
    };

    /// <summary>True for a call that stays: a primitive, what is not the user's, and what is an automatic property.</summary>
    public static bool IsKept(MethodBase method, LiftSession session) => IsForeign(method, session) || IsAutomatic(method);

    /// <summary>True for a primitive, and for what has no body that could be taken in.</summary>
    public static bool IsForeign(MethodBase method, LiftSession session) =>
        session.IsPrimitive(method) || IsFramework(method.Module.Assembly) || method.IsAbstract || method.GetMethodImplementationFlags().HasFlag(MethodImplAttributes.InternalCall)
        || method.Attributes.HasFlag(MethodAttributes.PinvokeImpl) || (method.IsVirtual && !method.IsFinal && !method.DeclaringType!.IsSealed);

    public static Expression Make(Expression? target, MethodInfo method, Expression[] arguments)
    {
        // A number's operators are implemented under the full name of their interface.
        var name = method.Name[(method.Name.LastIndexOf('.') + 1)..];
        if (method.IsStatic && arguments.Length == 2 && Binary.TryGetValue(name, out var binary)) return Expression.MakeBinary(binary, arguments[0], arguments[1], false, OwnMethod(method));
        if (method.IsStatic && arguments.Length == 1 && Unary.TryGetValue(name, out var unary)) return Expression.MakeUnary(unary, arguments[0], method.ReturnType, OwnMethod(method));
        if (method.IsStatic && method.DeclaringType!.IsPrimitive && OfNumber(method, name, arguments) is { } number) return number;
        if (method.IsSpecialName && name.StartsWith("get_", StringComparison.Ordinal) && arguments.Length == 0) return Expression.Property(target, method);
        if (method.DeclaringType == typeof(Array) && target is { Type.IsArray: true })
        {
            if (method.Name == "GetLowerBound") return Expression.Constant(0);
            if (method.Name is "GetLength" or "GetUpperBound")
            {
                Expression length = target.Type.IsSZArray ? Expression.ArrayLength(target) : Expression.Call(target, typeof(Array).GetMethod(nameof(Array.GetLength))!, arguments);
                return method.Name == "GetLength" ? length : Expression.Subtract(length, Expression.Constant(1));
            }
            if (method.Name == "get_Length" && target.Type.IsSZArray) return Expression.ArrayLength(target);
        }
        if (method.DeclaringType == typeof(Array) && method.Name == nameof(Array.Empty)) return Expression.NewArrayInit(method.ReturnType.GetElementType()!);
        return Expression.Call(target, method, arguments);
    }

    /// <summary>What generic mathematics calls by name on a number type: its constants and its conversions.</summary>
    private static Expression? OfNumber(MethodInfo method, string name, Expression[] arguments)
    {
        var type = method.DeclaringType!;
        return (name, arguments) switch
        {
            ("get_Zero" or "get_AdditiveIdentity", []) => StackTypes.To(Expression.Constant(0), type),
            ("get_One" or "get_MultiplicativeIdentity", []) => StackTypes.To(Expression.Constant(1), type),
            ("get_NegativeOne", []) => StackTypes.To(Expression.Constant(-1), type),
            ("CreateChecked" or "CreateSaturating" or "CreateTruncating", [var value]) when StackTypes.IsFloating(type) && value.Type.IsPrimitive => StackTypes.To(value, type),
            ("CreateChecked", [var value]) when value.Type.IsPrimitive => Expression.ConvertChecked(value, type),
            _ => null,
        };
    }

    /// <summary>On numbers an operator is the node itself.</summary>
    private static MethodInfo? OwnMethod(MethodInfo method) => method.DeclaringType!.IsPrimitive ? null : method;

    private static bool IsAutomatic(MethodBase method) =>
        method.IsSpecialName && !method.IsStatic && method.Name.Length > 4 && method.Name[..4] is "get_" or "set_"
        && (HasField(method, "k__BackingField") || HasField(method, "i__Field"));

    private static bool HasField(MethodBase accessor, string suffix) => accessor.DeclaringType!.GetField($"<{accessor.Name[4..]}>{suffix}", BindingFlags.NonPublic | BindingFlags.Instance) is not null;

    private static bool IsFramework(Assembly assembly) =>
        assembly == typeof(object).Assembly || assembly.GetName().Name is { } name && (name.StartsWith("System.", StringComparison.Ordinal) || name is "System" or "netstandard" or "mscorlib");
}

/// <summary>The method that a call through an interface or a type parameter reaches on a known type.</summary>
internal static class Constrained
{
    public static MethodInfo? Resolve(MethodInfo method, Type type)
    {
        if (method.DeclaringType == type || !type.IsValueType) return method;
        if (method.DeclaringType!.IsInterface)
        {
            var map = type.GetInterfaceMap(method.DeclaringType);
            var definition = method.IsGenericMethod ? method.GetGenericMethodDefinition() : method;
            var k = Array.IndexOf(map.InterfaceMethods, definition);
            if (k < 0) return null;
            return method.IsGenericMethod ? map.TargetMethods[k].MakeGenericMethod(method.GetGenericArguments()) : map.TargetMethods[k];
        }
        return type.GetMethod(method.Name, BindingFlags.Public | BindingFlags.Instance, [.. method.GetParameters().Select(p => p.ParameterType)]) ?? method;
    }
}
