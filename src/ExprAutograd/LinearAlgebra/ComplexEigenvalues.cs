using System.Linq.Expressions;
using System.Numerics;
using ExprAutograd.Sequences;
using MathNet.Numerics.LinearAlgebra.Factorization;

namespace ExprAutograd.LinearAlgebra;

/// <summary>The real and imaginary parts of MathNet's complex eigenvalues: <c>EigenValues.Real()</c>, <c>EigenValues[k].Imaginary</c>, <c>EigenValues.Map(z => z.Real, ...)</c>.</summary>
internal static class ComplexEigenvalues
{
    /// <summary>The part that <paramref name="node"/> takes, in double as MathNet has it; null for every other node.</summary>
    public static Expression? TryLower(Expression node, Func<Expression, LambdaExpression?> resolve, Func<Expression, string> describe, Scope scope)
    {
        switch (node)
        {
            case MemberExpression { Expression: MethodCallExpression { Method.Name: "get_Item" or "At", Object: { } all, Arguments: [var index] } } part when IsAll(all) && PartOf(part) is { } isReal:
                return Number.As(typeof(double), Expression.ArrayIndex(Values(all, isReal, resolve, describe, scope), index));
            case MethodCallExpression { Object: null, Method.Name: nameof(Complex.Real) or nameof(Complex.Imaginary), Arguments: [var all] } part when IsAll(all):
                return Vector(Values(all, part.Method.Name == nameof(Complex.Real), resolve, describe, scope), scope);
            case MethodCallExpression { Method.Name: "Map", Object: { } all, Arguments: [var map, ..] } when IsAll(all) && resolve(map) is { Body: MemberExpression part } && PartOf(part) is { } isReal:
                return Vector(Values(all, isReal, resolve, describe, scope), scope);
            default:
                return null;
        }
    }

    private static bool IsAll(Expression e) =>
        e is MemberExpression { Member.Name: "EigenValues", Expression.Type: { IsGenericType: true } owner } && owner.GetGenericTypeDefinition() == typeof(Evd<>);

    private static bool? PartOf(MemberExpression part) => part.Member.DeclaringType != typeof(Complex) ? null : part.Member.Name switch
    {
        nameof(Complex.Real) => true,
        nameof(Complex.Imaginary) => false,
        _ => null,
    };

    private static Expression Values(Expression all, bool isReal, Func<Expression, LambdaExpression?> resolve, Func<Expression, string> describe, Scope scope)
    {
        var (a, option) = FactorizationCalls.Read(DenseCall.TryRead(all, resolve, describe)!, scope);
        return SpectralCalls.Values(a, option, isReal, scope);
    }

    private static Expression Vector(Expression values, Scope scope) => DenseOperand.Vector(
        values.Type == typeof(double[]) ? values : DenseLoops.Fill(scope, typeof(double), Expression.ArrayLength(values), (_, k) => Expression.Convert(Expression.ArrayIndex(values, k), typeof(double))));
}
