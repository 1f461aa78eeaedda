using System.Linq.Expressions;

namespace ExprAutograd.Expressions;

/// <summary>How tightly C# binds an operator; higher is tighter.</summary>
internal enum Precedence
{
    Statement, Assignment, Conditional, Coalesce, OrElse, AndAlso, Or, Xor, And, Equality, Relational, Shift, Additive, Multiplicative, Unary, Primary,
}

/// <summary>C#'s operators by node: their symbols, and how tightly they bind.</summary>
internal static class CSharpOperators
{
    public static string Symbol(ExpressionType kind) => kind switch
    {
        ExpressionType.Add or ExpressionType.AddChecked => "+",
        ExpressionType.Subtract or ExpressionType.SubtractChecked => "-",
        ExpressionType.Multiply or ExpressionType.MultiplyChecked => "*",
        ExpressionType.Divide => "/",
        ExpressionType.Modulo => "%",
        ExpressionType.LessThan => "<",
        ExpressionType.LessThanOrEqual => "<=",
        ExpressionType.GreaterThan => ">",
        ExpressionType.GreaterThanOrEqual => ">=",
        ExpressionType.Equal => "==",
        ExpressionType.NotEqual => "!=",
        ExpressionType.AndAlso => "&&",
        ExpressionType.OrElse => "||",
        ExpressionType.And => "&",
        ExpressionType.Or => "|",
        ExpressionType.ExclusiveOr => "^",
        ExpressionType.LeftShift => "<<",
        ExpressionType.RightShift => ">>",
        ExpressionType.Coalesce => "??",
        ExpressionType.Assign => "=",
        ExpressionType.AddAssign or ExpressionType.AddAssignChecked => "+=",
        ExpressionType.SubtractAssign or ExpressionType.SubtractAssignChecked => "-=",
        ExpressionType.MultiplyAssign or ExpressionType.MultiplyAssignChecked => "*=",
        ExpressionType.DivideAssign => "/=",
        ExpressionType.ModuloAssign => "%=",
        ExpressionType.AndAssign => "&=",
        ExpressionType.OrAssign => "|=",
        ExpressionType.ExclusiveOrAssign => "^=",
        ExpressionType.LeftShiftAssign => "<<=",
        ExpressionType.RightShiftAssign => ">>=",
        _ => kind.ToString(),
    };

    public static Precedence PrecedenceOf(Expression e) => e.NodeType switch
    {
        ExpressionType.Add or ExpressionType.AddChecked or ExpressionType.Subtract or ExpressionType.SubtractChecked
            or ExpressionType.Increment or ExpressionType.Decrement => Precedence.Additive,
        ExpressionType.Multiply or ExpressionType.MultiplyChecked or ExpressionType.Divide or ExpressionType.Modulo => Precedence.Multiplicative,
        ExpressionType.LessThan or ExpressionType.LessThanOrEqual or ExpressionType.GreaterThan or ExpressionType.GreaterThanOrEqual
            or ExpressionType.TypeIs or ExpressionType.TypeAs => Precedence.Relational,
        ExpressionType.Equal or ExpressionType.NotEqual => Precedence.Equality,
        ExpressionType.AndAlso => Precedence.AndAlso,
        ExpressionType.OrElse => Precedence.OrElse,
        ExpressionType.And => Precedence.And,
        ExpressionType.Or => Precedence.Or,
        ExpressionType.ExclusiveOr => Precedence.Xor,
        ExpressionType.LeftShift or ExpressionType.RightShift => Precedence.Shift,
        ExpressionType.Coalesce => Precedence.Coalesce,
        ExpressionType.Conditional => Precedence.Conditional,
        ExpressionType.Lambda => Precedence.Assignment,
        ExpressionType.Negate or ExpressionType.NegateChecked or ExpressionType.Not or ExpressionType.Convert or ExpressionType.ConvertChecked
            or ExpressionType.UnaryPlus or ExpressionType.OnesComplement or ExpressionType.Throw => Precedence.Unary,
        ExpressionType.Constant when e is ConstantExpression { Value: double d } && double.IsNegative(d) => Precedence.Unary,
        ExpressionType.Constant when e is ConstantExpression { Value: float f } && float.IsNegative(f) => Precedence.Unary,
        ExpressionType.Constant when e is ConstantExpression { Value: int i } && i < 0 => Precedence.Unary,
        _ when e is BinaryExpression { NodeType: not (ExpressionType.ArrayIndex or ExpressionType.Power) } => Precedence.Assignment,
        _ => Precedence.Primary,
    };

    public static bool IsImplicit(Type from, Type to) =>
        (to == typeof(double) && (from == typeof(float) || (NumericTypes.IsInteger(from) && from.IsPrimitive))) || from == to;

    /// <summary>True for a word that a C# variable can only be called with an @ before it.</summary>
    public static bool IsKeyword(string name) => Keywords.Contains(name);

    private static readonly HashSet<string> Keywords =
    [
        "abstract", "as", "base", "bool", "break", "byte", "case", "catch", "char", "checked", "class", "const", "continue", "decimal", "default", "delegate", "do",
        "double", "else", "enum", "event", "explicit", "extern", "false", "finally", "fixed", "float", "for", "foreach", "goto", "if", "implicit", "in", "int",
        "interface", "internal", "is", "lock", "long", "namespace", "new", "null", "object", "operator", "out", "override", "params", "private", "protected",
        "public", "readonly", "ref", "return", "sbyte", "sealed", "short", "sizeof", "stackalloc", "static", "string", "struct", "switch", "this", "throw", "true",
        "try", "typeof", "uint", "ulong", "unchecked", "unsafe", "ushort", "using", "virtual", "void", "volatile", "while",
    ];
}
