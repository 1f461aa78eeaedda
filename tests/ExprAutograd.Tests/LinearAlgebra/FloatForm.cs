using System.Linq.Expressions;
using System.Reflection;
using MathNet.Numerics.LinearAlgebra;

namespace ExprAutograd.Tests.LinearAlgebra;

/// <summary>A function over doubles as the same function over floats: every type, member and constant is replaced by its counterpart.</summary>
internal sealed class FloatForm : ExpressionVisitor
{
    private const BindingFlags Any = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static;

    private readonly Dictionary<ParameterExpression, ParameterExpression> parameters = [];
    private readonly Dictionary<LabelTarget, LabelTarget> labels = [];

    public static LambdaExpression Of(LambdaExpression function) => (LambdaExpression)new FloatForm().Visit(function);

    /// <summary>The counterpart of a type.</summary>
    public static Type TypeOf(Type type)
    {
        if (type == typeof(double)) return typeof(float);
        if (type.IsArray) return type.GetArrayRank() == 1 ? TypeOf(type.GetElementType()!).MakeArrayType() : TypeOf(type.GetElementType()!).MakeArrayType(type.GetArrayRank());
        if (type.IsGenericType && !type.IsGenericTypeDefinition) return type.GetGenericTypeDefinition().MakeGenericType([.. type.GetGenericArguments().Select(TypeOf)]);
        return type.Namespace == "MathNet.Numerics.LinearAlgebra.Double" ? type.Assembly.GetType(type.FullName!.Replace(".Double.", ".Single.", StringComparison.Ordinal))! : type;
    }

    protected override Expression VisitLambda<T>(Expression<T> node) => Expression.Lambda(TypeOf(node.Type), Visit(node.Body), node.Parameters.Select(Variable));

    protected override Expression VisitParameter(ParameterExpression node) => Variable(node);

    protected override Expression VisitConstant(ConstantExpression node) => TypeOf(node.Type) == node.Type ? node : Expression.Constant(DenseNumbers.ToFloat(node.Value), TypeOf(node.Type));

    protected override Expression VisitDefault(DefaultExpression node) => Expression.Default(TypeOf(node.Type));

    protected override Expression VisitMember(MemberExpression node)
    {
        if (node.Expression is ConstantExpression { Value: { } closure } && node.Member is FieldInfo field && closure.GetType().Name.Contains("DisplayClass", StringComparison.Ordinal))
            return field.GetValue(closure) is LambdaExpression inner ? Visit(inner) : Visit(Expression.Constant(field.GetValue(closure), node.Type));
        if (node.Expression is null && node.Member is FieldInfo own && own.DeclaringType!.Assembly == typeof(FloatForm).Assembly) return Visit(Expression.Constant(own.GetValue(null), node.Type));
        var owner = TypeOf(node.Member.DeclaringType!);
        var member = owner == node.Member.DeclaringType ? node.Member : owner.GetMember(node.Member.Name, Any)[0];
        return To(TypeOf(node.Type), Expression.MakeMemberAccess(Visit(node.Expression), member));
    }

    protected override Expression VisitMethodCall(MethodCallExpression node)
    {
        var method = Counterpart(node.Method);
        return To(TypeOf(node.Type), Expression.Call(Visit(node.Object), method, Fitting(method, node.Arguments)));
    }

    protected override Expression VisitBinary(BinaryExpression node)
    {
        var (left, right) = (Visit(node.Left), Visit(node.Right));
        if (node.Method is null) return Expression.MakeBinary(node.NodeType, left, right);
        var method = Counterpart(node.Method);
        var fitted = Fitting(method, [node.Left, node.Right]);
        return To(TypeOf(node.Type), Expression.MakeBinary(node.NodeType, fitted[0], fitted[1], node.IsLiftedToNull, method));
    }

    protected override Expression VisitUnary(UnaryExpression node)
    {
        if (node.NodeType == ExpressionType.Quote) return Expression.Quote(Visit(node.Operand));
        var operand = Visit(node.Operand);
        return Expression.MakeUnary(node.NodeType, operand, TypeOf(node.Type), node.Method is null ? null : Counterpart(node.Method));
    }

    protected override Expression VisitNew(NewExpression node)
    {
        var type = TypeOf(node.Type);
        if (node.Constructor is null) return Expression.New(type);
        var types = node.Constructor.GetParameters().Select(p => TypeOf(p.ParameterType)).ToArray();
        var constructor = type.GetConstructor(Any, types)!;
        return Expression.New(constructor, Fitting(constructor, node.Arguments));
    }

    protected override Expression VisitNewArray(NewArrayExpression node)
    {
        var element = TypeOf(node.Type.GetElementType()!);
        return node.NodeType == ExpressionType.NewArrayInit ? Expression.NewArrayInit(element, node.Expressions.Select(e => To(element, Visit(e)))) : Expression.NewArrayBounds(element, Visit(node.Expressions));
    }

    protected override Expression VisitConditional(ConditionalExpression node) => Expression.Condition(Visit(node.Test), Visit(node.IfTrue), Visit(node.IfFalse), TypeOf(node.Type));

    protected override Expression VisitInvocation(InvocationExpression node) => Expression.Invoke(Visit(node.Expression), Visit(node.Arguments));

    protected override Expression VisitIndex(IndexExpression node) =>
        node.Indexer is null ? Expression.ArrayAccess(Visit(node.Object!), Visit(node.Arguments)) : Expression.Property(Visit(node.Object!), "Item", [.. Visit(node.Arguments)]);

    protected override Expression VisitBlock(BlockExpression node) => Expression.Block(TypeOf(node.Type), node.Variables.Select(Variable), Visit(node.Expressions));

    protected override LabelTarget? VisitLabelTarget(LabelTarget? node)
    {
        if (node is null) return null;
        if (!labels.TryGetValue(node, out var label)) labels[node] = label = Expression.Label(TypeOf(node.Type), node.Name);
        return label;
    }

    protected override Expression VisitGoto(GotoExpression node) => Expression.MakeGoto(node.Kind, VisitLabelTarget(node.Target)!, Visit(node.Value), TypeOf(node.Type));

    protected override Expression VisitLabel(LabelExpression node) => Expression.Label(VisitLabelTarget(node.Target)!, Visit(node.DefaultValue));

    private static Expression To(Type type, Expression value)
    {
        if (value.Type == type || type == typeof(void)) return value;
        if (value.Type == typeof(Vector<double>)) return Expression.Call(typeof(VectorExtensions), nameof(VectorExtensions.ToSingle), null, value);
        return type.IsPrimitive ? Expression.Convert(value, type) : value;
    }

    private Expression[] Fitting(MethodBase method, IReadOnlyList<Expression> arguments) => [.. method.GetParameters().Select((p, k) => To(p.ParameterType, Visit(arguments[k])))];

    private ParameterExpression Variable(ParameterExpression node)
    {
        if (!parameters.TryGetValue(node, out var variable)) parameters[node] = variable = Expression.Parameter(TypeOf(node.Type), node.Name);
        return variable;
    }

    /// <summary>The same member over floats; <see cref="Math"/> stays, its arguments and result are converted.</summary>
    private static MethodInfo Counterpart(MethodInfo method)
    {
        if (method.DeclaringType == typeof(Math)) return method;
        var owner = TypeOf(method.DeclaringType!);
        var arguments = method.IsGenericMethod ? method.GetGenericArguments().Select(TypeOf).ToArray() : [];
        var candidates = owner.GetMethods(Any | BindingFlags.FlattenHierarchy).Where(m => m.Name == method.Name && m.IsGenericMethod == method.IsGenericMethod)
            .Where(m => !m.IsGenericMethod || m.GetGenericArguments().Length == arguments.Length)
            .Select(m => m.IsGenericMethod ? m.MakeGenericMethod(arguments) : m).ToList();
        var wanted = method.GetParameters().Select(p => TypeOf(p.ParameterType)).ToArray();
        return candidates.Find(m => m.GetParameters().Select(p => p.ParameterType).SequenceEqual(wanted))
            ?? candidates.Find(m => m.MetadataToken == method.MetadataToken)
            ?? candidates.Find(m => m.GetParameters().Select(p => TypeOf(p.ParameterType)).SequenceEqual(wanted))
            ?? throw new ArgumentException($"'{method}' has no counterpart over floats.");
    }
}
