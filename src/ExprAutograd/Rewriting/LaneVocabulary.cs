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

    /// <summary>Operations that the JIT has an instruction for, by their names in expressions.</summary>
    /// <remarks>They are called directly, not through a method that would have to be inlined: beyond 512 locals, those of inlined methods included, the JIT inlines no more, and every addition is a call.</remarks>
    private static readonly Dictionary<ExpressionType, string> Instructions = new()
    {
        [ExpressionType.Add] = "op_Addition",
        [ExpressionType.Subtract] = "op_Subtraction",
        [ExpressionType.Multiply] = "op_Multiply",
        [ExpressionType.Divide] = "op_Division",
        [ExpressionType.Negate] = "op_UnaryNegation",
        [ExpressionType.And] = "op_BitwiseAnd",
        [ExpressionType.Or] = "op_BitwiseOr",
        [ExpressionType.ExclusiveOr] = "op_ExclusiveOr",
        [ExpressionType.Not] = "op_OnesComplement",
        [ExpressionType.LessThan] = nameof(Vector512.LessThan),
        [ExpressionType.LessThanOrEqual] = nameof(Vector512.LessThanOrEqual),
        [ExpressionType.GreaterThan] = nameof(Vector512.GreaterThan),
        [ExpressionType.GreaterThanOrEqual] = nameof(Vector512.GreaterThanOrEqual),
        [ExpressionType.Equal] = nameof(Vector512.Equals),
        [ExpressionType.Conditional] = nameof(Vector512.ConditionalSelect),
    };

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
        Array = number.MakeArrayType();
        Rows = Array.MakeArrayType();
        Count = bits / (number == typeof(double) ? 64 : 32);
    }

    /// <summary>The type of the numbers.</summary>
    public Type Number { get; }

    /// <summary>The type of as many of them as have room.</summary>
    public Type Vector { get; }

    /// <summary>The type of an array of the numbers.</summary>
    public Type Array { get; }

    /// <summary>The type of an array of such arrays.</summary>
    public Type Rows { get; }

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

    /// <summary>The operation of an expression's kind on vectors.</summary>
    public MethodCallExpression Call(ExpressionType kind, params Expression[] vectors) => kind == ExpressionType.NotEqual
        ? Call(nameof(LaneOperators512.NotEqual), vectors)
        : Expression.Call(Instruction(Instructions[kind], vectors.Length), vectors);

    /// <summary>The number in every lane.</summary>
    public MethodCallExpression Broadcast(Expression number) => Expression.Call(
        functions.GetMethods().Single(m => m.Name == nameof(Vector512.Create) && m.IsGenericMethod && m.GetParameters() is [{ ParameterType.IsGenericMethodParameter: true }]).MakeGenericMethod(Number), number);

    /// <summary>The instruction of the name that takes so many vectors.</summary>
    private MethodInfo Instruction(string name, int operands) => Vector.GetMethod(name, [.. Enumerable.Repeat(Vector, operands)]) ?? functions.GetMethods()
        .Where(m => m.Name == name && m.IsGenericMethod && m.GetGenericArguments().Length == 1 && m.GetParameters().Length == operands)
        .Select(m => m.MakeGenericMethod(Number))
        .Single(m => m.GetParameters().All(p => p.ParameterType == Vector));

    /// <summary>The function of the name; null where there is none for these vectors.</summary>
    /// <param name="scalar">The function of one number.</param>
    /// <param name="isStrict">Whether only what rounds as the scalar function does will do.</param>
    public MethodInfo? Function(MethodInfo scalar, bool isStrict)
    {
        if (!isStrict && scalar.ReturnType == Number && LaneFunctions.Of(scalar, bits, Vector) is { } kernel) return kernel;
        if ((scalar.DeclaringType != typeof(Math) && scalar.DeclaringType != typeof(MathF)) || scalar.ReturnType != Number || scalar.GetParameters().Any(p => p.ParameterType != Number)) return null;
        Type[] operands = [.. scalar.GetParameters().Select(_ => Vector)];
        if (scalar.Name is nameof(Math.Sqrt) or nameof(Math.Abs) or nameof(Math.Max) or nameof(Math.Min)) return Instruction(scalar.Name, operands.Length);
        return isStrict || !Functions.Contains(scalar.Name) ? null : functions.GetMethod(scalar.Name, BindingFlags.Public | BindingFlags.Static, operands);
    }
}
