using System.Collections.Concurrent;
using System.Linq.Expressions;
using System.Reflection;
using ExprAutograd.Operators;

namespace ExprAutograd.Rules;

/// <summary>A double rule read in float: <c>Math.Exp(x)</c> becomes <c>MathF.Exp(x)</c>, constants shrink, the mathematics stays.</summary>
/// <remarks>An operator without a float spelling is computed in double and rounded once.</remarks>
internal static class FloatTwin
{
    private static readonly ConcurrentDictionary<(Rule, OperatorKey), Rule> Retyped = new();

    /// <summary>The double operator that <paramref name="key"/> is the float spelling of; null when it is none.</summary>
    public static OperatorKey? DoubleKeyOf(OperatorKey key)
    {
        if (key.Method is MethodInfo method) return Respell(method, typeof(float), typeof(double)) is { } twin ? key with { Method = twin } : null;
        return key.Type == typeof(float) ? key with { Type = typeof(double) } : null;
    }

    public static Rule Retype(Rule rule, OperatorKey key) => Retyped.GetOrAdd((rule, key), static k => k.Item1 with
    {
        Pullbacks = [.. k.Item1.Pullbacks.Select(p => p is null ? null : Retype(p))],
        Pushforward = k.Item1.Pushforward is null ? null : Retype(k.Item1.Pushforward),
    });

    private static LambdaExpression Retype(LambdaExpression lambda)
    {
        var visitor = new Visitor();
        var parameters = lambda.Parameters.Select(visitor.Declare).ToArray();
        return Expression.Lambda(visitor.Visit(lambda.Body), parameters);
    }

    /// <summary>The method of the same name with one floating type exchanged for the other; null when there is none.</summary>
    private static MethodInfo? Respell(MethodInfo method, Type from, Type to)
    {
        var parameters = Spelling.ParameterTypes(method);
        if (!method.IsStatic || !parameters.Contains(from)) return null;
        return Spelling.Find(method.DeclaringType!, method.Name, [.. parameters.Select(t => t == from ? to : t)]);
    }

    private sealed class Visitor : ExpressionVisitor
    {
        private readonly Dictionary<ParameterExpression, ParameterExpression> renamed = [];

        public ParameterExpression Declare(ParameterExpression p) => renamed[p] = p.Type == typeof(double) ? Expression.Parameter(typeof(float), p.Name) : p;

        protected override Expression VisitParameter(ParameterExpression node) => renamed.GetValueOrDefault(node, node);

        protected override Expression VisitConstant(ConstantExpression node) => node.Value is double d ? Expression.Constant((float)d) : node;

        protected override Expression VisitMember(MemberExpression node) =>
            node.Expression is null && node.Type == typeof(double) && node.Member is FieldInfo { IsLiteral: true } f
                ? Expression.Constant((float)(double)f.GetRawConstantValue()!)
                : base.VisitMember(node);

        protected override Expression VisitUnary(UnaryExpression node)
        {
            var operand = Visit(node.Operand);
            if (node.NodeType != ExpressionType.Convert || node.Type != typeof(double)) return Expression.MakeUnary(node.NodeType, operand, node.Type == typeof(double) ? typeof(float) : node.Type, node.Method);
            return operand.Type == typeof(float) ? operand : Expression.Convert(operand, typeof(float));
        }

        protected override Expression VisitBinary(BinaryExpression node)
        {
            var (left, right) = (Visit(node.Left), Visit(node.Right));
            return Expression.MakeBinary(node.NodeType, left, right, node.IsLiftedToNull, node.NodeType == ExpressionType.Power ? null : node.Method);
        }

        protected override Expression VisitConditional(ConditionalExpression node) =>
            Expression.Condition(Visit(node.Test), Visit(node.IfTrue), Visit(node.IfFalse));

        protected override Expression VisitMethodCall(MethodCallExpression node)
        {
            var arguments = node.Arguments.Select(Visit).ToArray();
            if (Respell(node.Method, typeof(double), typeof(float)) is { } twin) return Expression.Call(twin, arguments!);
            var parameters = node.Method.GetParameters();
            var widened = arguments.Select((a, k) => a!.Type == parameters[k].ParameterType ? a : Expression.Convert(a, parameters[k].ParameterType));
            Expression call = Expression.Call(node.Method, widened);
            return call.Type == typeof(double) ? Expression.Convert(call, typeof(float)) : call;
        }
    }
}
