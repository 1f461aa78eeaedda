using System.Linq.Expressions;
using System.Reflection;
using System.Runtime.Intrinsics;
using ExprAutograd.Operators;

namespace ExprAutograd.Rewriting;

/// <summary>Scalar operations and what they are in lanes of one width and one type of number.</summary>
internal sealed class LaneVocabulary
{
    /// <summary>The functions of single precision whose vectors in the base library give what the scalar ones do, to a unit or two in the last place, over the whole range.</summary>
    private static readonly HashSet<string> Functions = [nameof(Math.Exp), nameof(Math.Log), nameof(Math.Sin), nameof(Math.Cos)];

    private readonly Type operators;
    private readonly Type functions;
    private readonly int bits;

    private LaneVocabulary(Type number, Type operators, Type vector, Type functions, int bits)
    {
        Number = number;
        this.operators = operators;
        this.functions = functions;
        this.bits = bits;
        Vector = vector.MakeGenericType(number);
        Count = bits / (number == typeof(double) ? 64 : 32);
    }

    /// <summary>The type of the numbers.</summary>
    public Type Number { get; }

    /// <summary>The type of as many of them as have room.</summary>
    public Type Vector { get; }

    /// <summary>How many.</summary>
    public int Count { get; }

    /// <summary>The vocabulary of a width in bits; null for one number at a time.</summary>
    public static LaneVocabulary? Of(Type number, int bits) => bits switch
    {
        512 => new(number, typeof(LaneOperators512), typeof(Vector512<>), typeof(Vector512), bits),
        256 => new(number, typeof(LaneOperators256), typeof(Vector256<>), typeof(Vector256), bits),
        128 => new(number, typeof(LaneOperators128), typeof(Vector128<>), typeof(Vector128), bits),
        _ => null,
    };

    public MethodCallExpression Call(string name, params Expression[] arguments)
    {
        var method = operators.GetMethod(name)!;
        return Expression.Call(method.IsGenericMethod ? method.MakeGenericMethod(Number) : method, arguments);
    }

    /// <summary>The function of the name; null where there is none for these vectors.</summary>
    /// <param name="scalar">The function of one number.</param>
    /// <param name="isStrict">Whether only what rounds as the scalar function does will do.</param>
    public MethodInfo? Function(MethodInfo scalar, bool isStrict)
    {
        if (!isStrict && Number == typeof(double) && LaneFunctions.Of(scalar, bits) is { } kernel) return kernel;
        if ((scalar.DeclaringType != typeof(Math) && scalar.DeclaringType != typeof(MathF)) || scalar.ReturnType != Number || scalar.GetParameters().Any(p => p.ParameterType != Number)) return null;
        Type[] operands = [.. scalar.GetParameters().Select(_ => Vector)];
        if (scalar.Name is nameof(Math.Sqrt) or nameof(Math.Abs) or nameof(Math.Max) or nameof(Math.Min)) return operators.GetMethod(scalar.Name)!.MakeGenericMethod(Number);
        return isStrict || !Functions.Contains(scalar.Name) ? null : functions.GetMethod(scalar.Name, BindingFlags.Public | BindingFlags.Static, operands);
    }
}
