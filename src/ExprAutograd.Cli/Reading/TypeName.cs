namespace ExprAutograd.Cli.Reading;

/// <summary>Types as C# writes them, and which of them carry a derivative.</summary>
internal static class TypeName
{
    public static string Of(Type type)
    {
        if (type.IsArray) return $"{Of(type.GetElementType()!)}[{new string(',', type.GetArrayRank() - 1)}]";
        var keyword = Type.GetTypeCode(type) switch
        {
            TypeCode.Double => "double",
            TypeCode.Single => "float",
            TypeCode.Int32 => "int",
            TypeCode.Int64 => "long",
            TypeCode.Boolean => "bool",
            TypeCode.String => "string",
            _ => null,
        };
        if (keyword is not null) return keyword;
        if (!type.IsGenericType) return type.Name;
        var arguments = string.Join(", ", type.GetGenericArguments().Select(Of));
        return IsTuple(type) ? $"({arguments})" : $"{type.Name.Split('`')[0]}<{arguments}>";
    }

    public static bool IsTuple(Type type) => type.IsGenericType && type.FullName!.StartsWith("System.ValueTuple`", StringComparison.Ordinal);

    /// <summary>True for floating numbers.</summary>
    public static bool IsScalar(Type type) => type == typeof(double) || type == typeof(float) || type == typeof(Half);

    /// <summary>True for floating numbers, and for arrays, vectors, tuples and records that hold one.</summary>
    public static bool IsDifferentiable(Type type)
    {
        if (IsScalar(type)) return true;
        if (type.IsPrimitive || type.IsEnum || type == typeof(string) || type == typeof(decimal) || type == typeof(object)) return false;
        if (type.IsArray) return IsDifferentiable(type.GetElementType()!);
        if (type.Namespace is "MathNet.Numerics.LinearAlgebra.Double" or "MathNet.Numerics.LinearAlgebra.Single") return true;
        if (typeof(System.Collections.IEnumerable).IsAssignableFrom(type) || type.Namespace == "MathNet.Numerics.LinearAlgebra")
            return type.IsGenericType && IsDifferentiable(type.GetGenericArguments()[0]);
        return type.GetFields().Any(f => !f.IsStatic && f.FieldType != type && IsDifferentiable(f.FieldType))
            || type.GetProperties().Any(p => p.GetMethod is { IsStatic: false } && p.PropertyType != type && IsDifferentiable(p.PropertyType));
    }
}
