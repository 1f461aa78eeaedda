using System.Linq.Expressions;
using ExprAutograd.Expressions;

namespace ExprAutograd.Compilation;

/// <summary>Arguments given as objects, checked against a function's parameters.</summary>
internal static class ArgumentList
{
    /// <summary>One argument per parameter, of its type; an int stands for the double of its value.</summary>
    /// <exception cref="ArgumentException">Their number or a type is wrong; the message shows both.</exception>
    public static object?[] Of(LambdaExpression function, object?[] arguments)
    {
        ArgumentNullException.ThrowIfNull(function);
        ArgumentNullException.ThrowIfNull(arguments);
        var parameters = function.Parameters;

        // A double[][] for a parameter of that type arrives as the list of arguments itself: arrays of references convert to object[].
        if (arguments.GetType() != typeof(object[]) && parameters.Count == 1 && parameters[0].Type.IsInstanceOfType(arguments)) arguments = [arguments];
        if (arguments.Length != parameters.Count)
            throw new ArgumentException($"The function has {parameters.Count} parameters, ({string.Join(", ", parameters.Select(Declaration))}); {arguments.Length} arguments were given.", nameof(arguments));
        return [.. arguments.Select((a, k) => Of(parameters[k], a))];
    }

    private static object? Of(ParameterExpression parameter, object? argument)
    {
        if (parameter.Type.IsInstanceOfType(argument) || (argument is null && !parameter.Type.IsValueType)) return argument;
        if (argument is null) throw Mismatch(parameter, "null");
        var isNumber = NumericTypes.IsInteger(argument.GetType()) || NumericTypes.IsFloating(argument.GetType());
        return (isNumber, parameter.Type) switch
        {
            (true, var t) when t == typeof(double) => argument is Half h ? (double)h : Convert.ToDouble(argument, null),
            (true, var t) when t == typeof(float) => argument is Half h ? (float)h : Convert.ToSingle(argument, null),
            _ => throw Mismatch(parameter, NumericTypes.Name(argument.GetType())),
        };
    }

    private static ArgumentException Mismatch(ParameterExpression parameter, string given) =>
        new($"The parameter '{Declaration(parameter)}' cannot take an argument of type {given}.", "arguments");

    private static string Declaration(ParameterExpression p) => $"{NumericTypes.Name(p.Type)} {p.Name}";
}
