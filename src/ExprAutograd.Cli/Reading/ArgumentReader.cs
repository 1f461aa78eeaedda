using System.Globalization;
using System.Linq.Expressions;
using MathNet.Numerics.LinearAlgebra;

namespace ExprAutograd.Cli.Reading;

/// <summary>Turns what was written into an argument of the parameter's type.</summary>
internal static class ArgumentReader
{
    /// <summary>One argument per parameter.</summary>
    /// <exception cref="InputException">The count or a shape does not fit.</exception>
    public static object?[] ReadAll(LambdaExpression function, IReadOnlyList<ArgumentValue> values)
    {
        var parameters = function.Parameters;
        if (values.Count != parameters.Count)
            throw new InputException($"The function takes {Count(parameters.Count, "argument")} ({string.Join(", ", parameters.Select(p => p.Name))}); the point has {values.Count}.");
        var arguments = new object?[values.Count];
        for (var k = 0; k < values.Count; k++) arguments[k] = Read(values[k], parameters[k].Type, parameters[k].Name ?? $"argument {k}");
        return arguments;
    }

    /// <summary>A value of <paramref name="type"/>: a scalar, an array of any rank or nesting, a tuple, a list, a MathNet vector or matrix.</summary>
    /// <param name="value">What was written.</param>
    /// <param name="type">The parameter's type.</param>
    /// <param name="name">What messages call it, such as <c>x[2]</c>.</param>
    /// <exception cref="InputException">The value is no such thing.</exception>
    public static object? Read(ArgumentValue value, Type type, string name)
    {
        if (IsScalar(type)) return ReadScalar(value, type, name);
        if (value is not ArgumentValue.List { Items: var items })
            throw new InputException($"'{name}' takes a value of type {TypeName.Of(type)}, written as a list, not {value.Describe()}.");

        if (type.IsArray && type.GetArrayRank() == 1) return ReadArray(items, type.GetElementType()!, name);
        if (type.IsArray) return ReadRectangular(items, type.GetElementType()!, type.GetArrayRank(), name);
        if (type == typeof(MathNet.Numerics.LinearAlgebra.Double.DenseVector)) return ToVector(ReadArray(items, typeof(double), name));
        if (type == typeof(MathNet.Numerics.LinearAlgebra.Double.DenseMatrix)) return ToMatrix(ReadRectangular(items, typeof(double), rank: 2, name));
        if (TypeName.IsTuple(type)) return ReadTuple(items, type, name);
        if (type.IsGenericType && type.GetGenericTypeDefinition() is { } definition)
        {
            var element = type.GetGenericArguments()[0];
            if (definition == typeof(Vector<>)) return ToVector(ReadArray(items, element, name));
            if (definition == typeof(Matrix<>)) return ToMatrix(ReadRectangular(items, element, rank: 2, name));
            if (definition == typeof(List<>)) return Activator.CreateInstance(type, ReadArray(items, element, name));
            if (type.IsAssignableFrom(element.MakeArrayType())) return ReadArray(items, element, name);
        }
        throw new InputException($"'{name}' is of type {TypeName.Of(type)}, whose values cannot be written here. Use numbers, arrays, tuples, vectors or matrices.");
    }

    private static bool IsScalar(Type type) => type.IsPrimitive || type == typeof(decimal) || type == typeof(string) || type == typeof(Half);

    private static object ReadScalar(ArgumentValue value, Type type, string name)
    {
        var text = value switch
        {
            ArgumentValue.Scalar s => s.Digits,
            ArgumentValue.Quoted q => q.Content,
            _ => throw new InputException($"'{name}' takes a value of type {TypeName.Of(type)}, not {value.Describe()}."),
        };
        if (type == typeof(string) && value is ArgumentValue.Quoted) return text;
        var isNonFinite = text is "NaN" or "Infinity" or "-Infinity";
        if (type != typeof(string) && (value is ArgumentValue.Scalar || isNonFinite) && TryParse(text, type) is { } number) return number;
        throw new InputException($"'{name}' takes a value of type {TypeName.Of(type)}, not {value.Describe()}.");
    }

    private static object? TryParse(string text, Type type)
    {
        const NumberStyles Float = NumberStyles.Float, Integer = NumberStyles.AllowLeadingSign;
        var culture = CultureInfo.InvariantCulture;
        return Type.GetTypeCode(type) switch
        {
            TypeCode.Double => double.TryParse(text, Float, culture, out var x) ? x : null,
            TypeCode.Single => float.TryParse(text, Float, culture, out var x) ? x : null,
            TypeCode.Decimal => decimal.TryParse(text, Float, culture, out var x) ? x : null,
            TypeCode.Boolean => bool.TryParse(text, out var x) ? x : null,
            _ when type == typeof(Half) => Half.TryParse(text, Float, culture, out var x) ? x : null,

            // A generator may write the integer 3 as 3.0.
            _ => long.TryParse(text, Integer, culture, out var n) || IsWhole(text, out n) ? ToInteger(n, type) : null,
        };
    }

    private static bool IsWhole(string text, out long whole)
    {
        const double ExactInDouble = 1L << 53;
        var isWhole = double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var x) && x == Math.Floor(x) && Math.Abs(x) <= ExactInDouble;
        whole = isWhole ? (long)x : 0;
        return isWhole;
    }

    private static object? ToInteger(long value, Type type)
    {
        try
        {
            return Convert.ChangeType(value, type, CultureInfo.InvariantCulture);
        }
        catch (Exception e) when (e is OverflowException or InvalidCastException)
        {
            return null;
        }
    }

    private static Array ReadArray(IReadOnlyList<ArgumentValue> items, Type element, string name)
    {
        var array = Array.CreateInstance(element, items.Count);
        for (var k = 0; k < items.Count; k++) array.SetValue(Read(items[k], element, $"{name}[{k}]"), k);
        return array;
    }

    /// <summary>Row by row: lists of equal length, nested as deep as the array has dimensions.</summary>
    private static Array ReadRectangular(IReadOnlyList<ArgumentValue> items, Type element, int rank, string name)
    {
        var lengths = new int[rank];
        IReadOnlyList<ArgumentValue> level = items;
        for (var dimension = 0; dimension < rank; dimension++)
        {
            lengths[dimension] = level.Count;
            level = level is [ArgumentValue.List { Items: var inner }, ..] ? inner : [];
        }
        var array = Array.CreateInstance(element, lengths);
        Fill(items, 0, new int[rank]);
        return array;

        void Fill(IReadOnlyList<ArgumentValue> row, int dimension, int[] index)
        {
            if (row.Count != lengths[dimension])
                throw new InputException($"'{name}' is rectangular: its rows must all have {lengths[dimension]} entries; one has {row.Count}.");
            for (var k = 0; k < row.Count; k++)
            {
                index[dimension] = k;
                if (dimension == rank - 1) array.SetValue(Read(row[k], element, $"{name}[{string.Join(", ", index)}]"), index);
                else if (row[k] is ArgumentValue.List { Items: var inner }) Fill(inner, dimension + 1, index);
                else throw new InputException($"'{name}' has {rank} dimensions; write it as nested lists, row by row.");
            }
        }
    }

    private static object ReadTuple(IReadOnlyList<ArgumentValue> items, Type type, string name)
    {
        const int RestPosition = 7;
        var members = type.GetGenericArguments();
        var isLong = members.Length > RestPosition;
        if (!isLong && items.Count != members.Length)
            throw new InputException($"'{name}' is a tuple of {members.Length}; it was given {items.Count} entries.");
        if (isLong && items.Count < members.Length)
            throw new InputException($"'{name}' is a tuple of more than {RestPosition}; it was given {items.Count} entries.");
        var arguments = new object?[members.Length];
        for (var k = 0; k < members.Length; k++)
            arguments[k] = k < RestPosition ? Read(items[k], members[k], $"{name}.Item{k + 1}") : ReadTuple([.. items.Skip(RestPosition)], members[k], name);
        return Activator.CreateInstance(type, arguments)!;
    }

    private static object ToVector(Array entries) => entries switch
    {
        double[] x => Vector<double>.Build.DenseOfArray(x),
        float[] x => Vector<float>.Build.DenseOfArray(x),
        _ => throw new InputException("A vector is a Vector<double> or a Vector<float>."),
    };

    private static object ToMatrix(Array entries) => entries switch
    {
        double[,] x => Matrix<double>.Build.DenseOfArray(x),
        float[,] x => Matrix<float>.Build.DenseOfArray(x),
        _ => throw new InputException("A matrix is a Matrix<double> or a Matrix<float>."),
    };

    private static string Count(int count, string noun) => count == 1 ? $"1 {noun}" : $"{count} {noun}s";
}
