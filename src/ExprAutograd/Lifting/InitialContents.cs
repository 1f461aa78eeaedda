using System.Linq.Expressions;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace ExprAutograd.Lifting;

/// <summary>Array contents that the compiler put into the assembly as bytes.</summary>
internal static class InitialContents
{
    /// <summary><c>new[] { ... }</c> of the constants; without a length as many as there are bytes for.</summary>
    public static NewArrayExpression Read(FieldInfo contents, Type elementType, object? length = null)
    {
        var size = elementType == typeof(bool) || elementType == typeof(char) ? Marshal.SizeOf(elementType == typeof(bool) ? typeof(byte) : typeof(short)) : Marshal.SizeOf(elementType);
        var array = Array.CreateInstance(elementType, (int?)length ?? (Marshal.SizeOf(contents.FieldType) / size));
        RuntimeHelpers.InitializeArray(array, contents.FieldHandle);
        return Expression.NewArrayInit(elementType, array.Cast<object>().Select(item => Expression.Constant(item, elementType)));
    }

    /// <summary><c>array[i, j] = constant</c> for every element, row by row.</summary>
    public static IEnumerable<Expression> Assignments(ParameterExpression array, FieldInfo contents, int[] lengths)
    {
        var elementType = array.Type.GetElementType()!;
        var values = Array.CreateInstance(elementType, lengths);
        RuntimeHelpers.InitializeArray(values, contents.FieldHandle);
        var position = new int[lengths.Length];
        foreach (var value in values)
        {
            yield return Expression.Assign(Expression.ArrayAccess(array, position.Select(p => Expression.Constant(p))), Expression.Constant(value, elementType));
            for (var d = lengths.Length - 1; d >= 0 && ++position[d] == lengths[d]; d--) position[d] = 0;
        }
    }
}
