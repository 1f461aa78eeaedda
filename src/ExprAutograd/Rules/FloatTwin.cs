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

    /// <summary>The rule of a method that is generic over the number type, which is written for double, in the number type that <paramref name="key"/> calls it with.</summary>
    public static Rule? Instantiate(Rule? rule, OperatorKey key) =>
        rule is not null && key.Method is MethodInfo { IsGenericMethod: true } method && method.GetGenericArguments().Contains(typeof(float)) ? Retype(rule, key) : rule;

    public static Rule Retype(Rule rule, OperatorKey key) => Retyped.GetOrAdd((rule, key), static k => k.Item1 with
    {
        Pullbacks = [.. k.Item1.Pullbacks.Select(p => p is null ? null : Retype(p))],
        Pushforward = k.Item1.Pushforward is null ? null : Retype(k.Item1.Pushforward),
    });

    private static LambdaExpression Retype(LambdaExpression lambda) => (LambdaExpression)new Visitor().Visit(lambda);

    /// <summary>The type with float for double, in arrays and generic arguments too.</summary>
    private static Type TwinOf(Type type)
    {
        if (type == typeof(double)) return typeof(float);
        if (type.IsSZArray) return TwinOf(type.GetElementType()!).MakeArrayType();
        return type.IsConstructedGenericType ? type.GetGenericTypeDefinition().MakeGenericType([.. type.GetGenericArguments().Select(TwinOf)]) : type;
    }

    /// <summary>The method of the same name with one floating type exchanged for the other; null when there is none.</summary>
    private static MethodInfo? Respell(MethodInfo method, Type from, Type to)
    {
        var parameters = Spelling.ParameterTypes(method);
        if (!method.IsStatic || !(parameters.Contains(from) || parameters.Contains(from.MakeArrayType()))) return null;
        return Spelling.Find(method.DeclaringType!, method.Name, [.. parameters.Select(t => t == from ? to : t == from.MakeArrayType() ? to.MakeArrayType() : t)]);
    }

    private sealed class Visitor : ExpressionVisitor
    {
        private readonly Dictionary<ParameterExpression, ParameterExpression> renamed = [];

        protected override Expression VisitParameter(ParameterExpression node) => renamed.GetValueOrDefault(node, node);

        protected override Expression VisitConstant(ConstantExpression node) => node.Value is double d ? Expression.Constant((float)d) : node;

        protected override Expression VisitLambda<T>(Expression<T> node)
        {
            var parameters = node.Parameters.Select(Declare).ToArray();
            return Expression.Lambda(TwinOf(typeof(T)), As(TwinOf(node.ReturnType), Visit(node.Body)), parameters);
        }

        /// <summary>A lambda that stands twice in a rule has its parameters renamed once.</summary>
        private ParameterExpression Declare(ParameterExpression p) =>
            renamed.TryGetValue(p, out var known) ? known : renamed[p] = TwinOf(p.Type) == p.Type ? p : Expression.Parameter(TwinOf(p.Type), p.Name);

        protected override Expression VisitInvocation(InvocationExpression node) => Expression.Invoke(Visit(node.Expression), node.Arguments.Select(a => Visit(a)));

        protected override Expression VisitMember(MemberExpression node)
        {
            if (node.Expression is null && node.Type == typeof(double) && node.Member is FieldInfo { IsLiteral: true } f) return Expression.Constant((float)(double)f.GetRawConstantValue()!);
            var owner = TwinOf(node.Member.DeclaringType!);
            if (owner == node.Member.DeclaringType) return base.VisitMember(node);
            return Expression.MakeMemberAccess(Visit(node.Expression), owner.GetMemberWithSameMetadataDefinitionAs(node.Member));
        }

        protected override Expression VisitUnary(UnaryExpression node)
        {
            var operand = Visit(node.Operand);
            if (node.NodeType == ExpressionType.Convert && node.Type == typeof(double)) return operand.Type == typeof(float) ? operand : Expression.Convert(operand, typeof(float));
            return Expression.MakeUnary(node.NodeType, operand, TwinOf(node.Type), IsTwinned(node.Method) ? null : node.Method);
        }

        protected override Expression VisitBinary(BinaryExpression node)
        {
            var (left, right) = (Visit(node.Left), Visit(node.Right));
            return Expression.MakeBinary(node.NodeType, left, right, node.IsLiftedToNull, node.NodeType == ExpressionType.Power || IsTwinned(node.Method) ? null : node.Method);
        }

        protected override Expression VisitConditional(ConditionalExpression node) =>
            Expression.Condition(Visit(node.Test), Visit(node.IfTrue), Visit(node.IfFalse));

        protected override Expression VisitNewArray(NewArrayExpression node)
        {
            var element = TwinOf(node.Type.GetElementType()!);
            var items = node.Expressions.Select(e => Visit(e)!);
            return node.NodeType == ExpressionType.NewArrayInit ? Expression.NewArrayInit(element, items) : Expression.NewArrayBounds(element, items);
        }

        protected override Expression VisitMethodCall(MethodCallExpression node)
        {
            var arguments = node.Arguments.Select(a => Visit(a)!).ToArray();
            if (Respell(node.Method, typeof(double), typeof(float)) is { } twin) return Expression.Call(twin, arguments);
            var method = Instantiated(node.Method);
            var parameters = method.GetParameters();
            Expression call = Expression.Call(Visit(node.Object), method, arguments.Select((a, k) => As(parameters[k].ParameterType, a)));

            // A norm is a double whatever the elements are; in the rule it is a number like the others.
            return call.Type == typeof(double) ? Expression.Convert(call, typeof(float)) : call;
        }

        /// <summary>The method on the twin of its type, and with the twins of its generic arguments.</summary>
        private static MethodInfo Instantiated(MethodInfo method)
        {
            var owner = TwinOf(method.DeclaringType!);
            var arguments = method.IsGenericMethod ? method.GetGenericArguments() : null;
            if (owner != method.DeclaringType) method = (MethodInfo)owner.GetMemberWithSameMetadataDefinitionAs(arguments is null ? method : method.GetGenericMethodDefinition());
            else if (arguments is not null) method = method.GetGenericMethodDefinition();
            return arguments is null ? method : method.MakeGenericMethod([.. arguments.Select(TwinOf)]);
        }

        private static bool IsTwinned(MethodInfo? method) => method is not null && TwinOf(method.DeclaringType!) != method.DeclaringType;

        private static Expression As(Type type, Expression e) => e.Type == type || type.IsAssignableFrom(e.Type) ? e : Expression.Convert(e, type);
    }
}
