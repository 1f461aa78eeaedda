using System.Linq.Expressions;
using ExprAutograd.LinearAlgebra;

namespace ExprAutograd.Recording;

/// <summary>Operations on two elements.</summary>
internal static class Arithmetic
{
    public static readonly Primitive Add = Pair("Add", Saved.Nothing, Expression.Add);
    public static readonly Primitive Subtract = Pair("Sub", Saved.Nothing, Expression.Subtract);
    public static readonly Primitive Multiply = Pair("Mul", Saved.OtherOperand, Expression.Multiply);
    public static readonly Primitive Divide = Pair("Div", Saved.Operands, Expression.Divide);
    public static readonly Primitive Remainder = Pair("Remainder", Saved.Operands, (x, y) => Expression.Modulo(Expression.Add(Expression.Modulo(x, y), y), y));
    public static readonly Primitive Power = Pair("Pow", Saved.Operands, (x, y) => Number.Call(nameof(Math.Pow), x, y));
    public static readonly Primitive Atan2 = Pair("Atan2", Saved.Operands, (x, y) => Number.Call(nameof(Math.Atan2), x, y));

    /// <summary>Where the two are equal each has half of the derivative, as in PyTorch.</summary>
    public static readonly Primitive Maximum = Pair("Maximum", Saved.Operands, (x, y) => Number.Exact(nameof(Math.Max), x, y));

    /// <inheritdoc cref="Maximum"/>
    public static readonly Primitive Minimum = Pair("Minimum", Saved.Operands, (x, y) => Number.Exact(nameof(Math.Min), x, y));

    public static readonly Primitive Less = Pair("Lt", Saved.Nothing, Expression.LessThan);
    public static readonly Primitive LessOrEqual = Pair("Le", Saved.Nothing, Expression.LessThanOrEqual);
    public static readonly Primitive Greater = Pair("Gt", Saved.Nothing, Expression.GreaterThan);
    public static readonly Primitive GreaterOrEqual = Pair("Ge", Saved.Nothing, Expression.GreaterThanOrEqual);
    public static readonly Primitive Equal = Pair("Eq", Saved.Nothing, Expression.Equal);
    public static readonly Primitive NotEqual = Pair("Ne", Saved.Nothing, Expression.NotEqual);
    public static readonly Primitive And = Pair("And", Saved.Nothing, Expression.And);
    public static readonly Primitive Or = Pair("Or", Saved.Nothing, Expression.Or);

    /// <summary>Integers over integers are fractions: operands come as floating numbers.</summary>
    private static Primitive Pair(string name, Saved saved, Func<Expression, Expression, Expression> function) => ElementLoops.Map(name, saved, (_, x) => function(x[0], x[1]));
}
