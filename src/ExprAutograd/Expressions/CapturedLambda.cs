using System.Linq.Expressions;
using System.Reflection;

namespace ExprAutograd.Expressions;

/// <summary>An expression held in a captured variable: <c>g</c> in <c>x => g.Compile()(x)</c>. It is part of the program, not data of the call.</summary>
internal static class CapturedLambda
{
    public static LambdaExpression? Find(MemberExpression node) =>
        typeof(LambdaExpression).IsAssignableFrom(node.Type) ? Read(node) as LambdaExpression : null;

    private static object? Read(Expression? e) => e switch
    {
        ConstantExpression c => c.Value,
        MemberExpression { Member: FieldInfo field } m => m.Expression is null || Read(m.Expression) is not null ? field.GetValue(Read(m.Expression)) : null,
        _ => null,
    };
}
