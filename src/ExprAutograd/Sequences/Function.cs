using System.Linq.Expressions;
using System.Reflection;
using ExprAutograd.Diagnostics;

namespace ExprAutograd.Sequences;

/// <summary>A function argument of a LINQ call, to be applied where an item stands.</summary>
internal sealed class Function
{
    private readonly Expression written;
    private readonly LambdaExpression? lambda;

    private Function(Expression written, LambdaExpression? lambda)
    {
        this.written = written;
        this.lambda = lambda;
        var invoke = Delegate(written.Type).GetMethod("Invoke")!;
        Arity = invoke.GetParameters().Length;
        ResultType = Storage.TypeOf(invoke.ReturnType);
    }

    public int Arity { get; }

    /// <summary>The type of what <see cref="Apply"/> gives.</summary>
    public Type ResultType { get; }

    /// <summary>Reads an argument: a lambda, one that <paramref name="resolve"/> finds, a method group, or else a value to be invoked as it is.</summary>
    public static Function Of(Expression argument, Func<Expression, LambdaExpression?> resolve) => new(argument, Lambda(argument) ?? resolve(argument) ?? MethodGroup(argument));

    /// <summary>True for an argument that <see cref="Of"/> reads.</summary>
    public static bool IsOne(Expression argument) => typeof(System.Delegate).IsAssignableFrom(argument.Type) || typeof(LambdaExpression).IsAssignableFrom(argument.Type);

    /// <summary>The function's value at <paramref name="arguments"/>.</summary>
    public Expression Apply(params Expression[] arguments) => lambda is not null && Storage.IsEnumerable(lambda.ReturnType)
        ? Expression.Invoke(Expression.Lambda(Storage.Hold(lambda.Body), lambda.Parameters), arguments)
        : Storage.Hold(Expression.Invoke(lambda ?? written, arguments));

    /// <summary>The body with <paramref name="arguments"/>, which are atoms, in the place of the parameters: a sequence that is not to become an array first.</summary>
    public Expression Body(params Expression[] arguments) => lambda is null ? Expression.Invoke(written, arguments) : new Replacement(lambda.Parameters, arguments).Visit(lambda.Body)!;

    /// <summary>The body, when it names none of the parameters.</summary>
    public Expression? ConstantBody
    {
        get
        {
            if (lambda is null) return null;
            var search = new Replacement(lambda.Parameters, lambda.Parameters);
            search.Visit(lambda.Body);
            return search.HasReplaced ? null : lambda.Body;
        }
    }

    private static LambdaExpression? Lambda(Expression argument) => argument switch
    {
        LambdaExpression lambda => lambda,
        UnaryExpression { NodeType: ExpressionType.Quote } quote => (LambdaExpression)quote.Operand,
        _ => null,
    };

    /// <summary><c>Math.Sin</c> where a function is expected: the compiler writes a call that makes a delegate of the method.</summary>
    private static LambdaExpression? MethodGroup(Expression argument)
    {
        if (argument is not UnaryExpression { NodeType: ExpressionType.Convert, Operand: MethodCallExpression { Method.Name: nameof(MethodInfo.CreateDelegate), Object: ConstantExpression { Value: MethodInfo method } } create }) return null;
        var parameters = method.GetParameters().Select(p => Expression.Parameter(p.ParameterType, p.Name)).ToArray();
        var instance = method.IsStatic ? null : Expression.Convert(create.Arguments[^1], method.DeclaringType!);
        return parameters.Length == Delegate(argument.Type).GetMethod("Invoke")!.GetParameters().Length ? Expression.Lambda(Expression.Call(instance, method, parameters), parameters) : null;
    }

    private static Type Delegate(Type type) => typeof(LambdaExpression).IsAssignableFrom(type) ? type.GetGenericArguments()[0] : type;

    /// <summary>Atoms in the place of parameters, except where a lambda inside declares the same parameter anew.</summary>
    private sealed class Replacement(IReadOnlyList<ParameterExpression> parameters, IReadOnlyList<Expression> atoms) : ExpressionVisitor
    {
        private readonly HashSet<ParameterExpression> shadowed = [];

        public bool HasReplaced { get; private set; }

        public override Expression? Visit(Expression? node) => StackGuard.Run(() => base.Visit(node));

        protected override Expression VisitLambda<T>(Expression<T> node)
        {
            var declared = node.Parameters.Where(shadowed.Add).ToArray();
            var visited = base.VisitLambda(node);
            shadowed.ExceptWith(declared);
            return visited;
        }

        protected override Expression VisitParameter(ParameterExpression node)
        {
            if (shadowed.Contains(node)) return node;
            for (var k = 0; k < parameters.Count; k++)
                if (parameters[k] == node)
                {
                    HasReplaced = true;
                    return atoms[k];
                }
            return node;
        }
    }
}
