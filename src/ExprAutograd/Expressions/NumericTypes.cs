namespace ExprAutograd.Expressions;

/// <summary>Which types carry a derivative.</summary>
internal static class NumericTypes
{
    public static bool IsFloating(Type type) => type == typeof(double) || type == typeof(float) || type == typeof(Half);

    /// <summary>Floating scalars and arrays of them, of any rank and nesting.</summary>
    public static bool IsDifferentiable(Type type) => IsFloating(type) || (type.IsArray && IsDifferentiable(type.GetElementType()!));

    public static bool IsInteger(Type type) => !type.IsEnum && Type.GetTypeCode(type) is >= TypeCode.SByte and <= TypeCode.UInt64;

    /// <summary>The outermost rank comes first: an array of matrices is a <c>double[][,]</c>.</summary>
    private static string NameOfArray(Type type)
    {
        var ranks = "";
        for (; type.IsArray; type = type.GetElementType()!) ranks += $"[{new string(',', type.GetArrayRank() - 1)}]";
        return Name(type) + ranks;
    }

    /// <summary>The C# keyword or a readable name with generic arguments.</summary>
    public static string Name(Type type)
    {
        if (type.IsArray) return NameOfArray(type);
        if (type.IsEnum) return type.Name;
        if (Nullable.GetUnderlyingType(type) is { } inner) return Name(inner) + "?";
        var keyword = Type.GetTypeCode(type) switch
        {
            TypeCode.Boolean => "bool",
            TypeCode.Byte => "byte",
            TypeCode.SByte => "sbyte",
            TypeCode.Char => "char",
            TypeCode.Decimal => "decimal",
            TypeCode.Double => "double",
            TypeCode.Single => "float",
            TypeCode.Int16 => "short",
            TypeCode.UInt16 => "ushort",
            TypeCode.Int32 => "int",
            TypeCode.UInt32 => "uint",
            TypeCode.Int64 => "long",
            TypeCode.UInt64 => "ulong",
            TypeCode.String => "string",
            _ => type == typeof(object) ? "object" : type == typeof(void) ? "void" : null,
        };
        if (keyword is not null) return keyword;
        if (!type.IsGenericType) return type.Name;
        var arguments = type.GetGenericArguments().Select(Name);
        if (type.FullName!.StartsWith("System.ValueTuple`", StringComparison.Ordinal) && type.GetGenericArguments().Length is > 1 and < 8) return $"({string.Join(", ", arguments)})";
        return $"{type.Name.Split('`')[0]}<{string.Join(", ", arguments)}>";
    }
}
