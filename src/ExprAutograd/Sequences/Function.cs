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

    /// <summary>The function's value at <paramref name="arguments"/>: the lambda invoked; or its body, where that is a pipeline to be read further.</summary>
    /// <remarks>
    /// <code>
    /// rows.Select(r => r.Zip(x, ...)).Select(p => p.Sum())      sums r.Zip(x, ...) and never makes it an array,
    /// </code>
    /// because p stands in the second lambda once, and not inside a further one, where it would run again and again.
    /// </remarks>
    public Expression Apply(Scope scope, params Expression[] arguments)
    {
        if (lambda is null) return Expression.Invoke(written, arguments.Select(Storage.Hold));
        var isPipeline = IsPipeline(lambda.Body);
        var (parameters, values) = (new List<ParameterExpression>(), new List<Expression>());
        for (var k = 0; k < arguments.Length; k++)
        {
            var isRead = IsPipeline(arguments[k]) && Uses(lambda.Parameters[k]) is { HasReplacedInside: false, Replaced: 1 };
            if (!isRead && !isPipeline) continue;
            parameters.Add(lambda.Parameters[k]);
            values.Add(isRead ? arguments[k] : scope.Let(arguments[k], "item"));
        }
        var body = parameters.Count == 0 ? lambda.Body : new Replacement(parameters, values).Visit(lambda.Body)!;
        if (isPipeline) return body;
        body = Storage.Hold(body);
        if (body == lambda.Body) return Expression.Invoke(lambda, arguments.Select(Storage.Hold));
        var left = lambda.Parameters.Select((p, k) => (Parameter: p, Argument: arguments[k])).Where(a => !parameters.Contains(a.Parameter)).ToArray();
        return left.Length == 0 ? body : Expression.Invoke(Expression.Lambda(body, left.Select(a => a.Parameter)), left.Select(a => Storage.Hold(a.Argument)));
    }

    /// <summary>The body with <paramref name="arguments"/>, which are atoms, in the place of the parameters: a sequence that is not to become an array first.</summary>
    public Expression Body(params Expression[] arguments) => lambda is null ? Expression.Invoke(written, arguments) : new Replacement(lambda.Parameters, arguments).Visit(lambda.Body)!;

    /// <summary>The body, when it names none of the parameters.</summary>
    public Expression? ConstantBody => lambda is not null && Uses([.. lambda.Parameters]).Replaced == 0 ? lambda.Body : null;

    /// <summary>True for the expression of a sequence that LINQ makes when it is asked for.</summary>
    private static bool IsPipeline(Expression e) => Storage.Bare(e) is MethodCallExpression call && Storage.IsEnumerable(call.Type) && LinqCall.IsOne(call);

    private Replacement Uses(params ParameterExpression[] parameters)
    {
        var search = new Replacement(parameters, parameters);
        search.Visit(lambda!.Body);
        return search;
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

    /// <summary>Expressions in the place of parameters, except where a lambda inside declares the same parameter anew.</summary>
    private sealed class Replacement(IReadOnlyList<ParameterExpression> parameters, IReadOnlyList<Expression> values) : ExpressionVisitor
    {
        private readonly HashSet<ParameterExpression> shadowed = [];

        private int depth;

        /// <summary>How many times a parameter was met.</summary>
        public int Replaced { get; private set; }

        /// <summary>True when one was met inside a further lambda.</summary>
        public bool HasReplacedInside { get; private set; }

        public override Expression? Visit(Expression? node) => StackGuard.Run(() => base.Visit(node));

        protected override Expression VisitLambda<T>(Expression<T> node)
        {
            var declared = node.Parameters.Where(shadowed.Add).ToArray();
            depth++;
            var visited = base.VisitLambda(node);
            depth--;
            shadowed.ExceptWith(declared);
            return visited;
        }

        protected override Expression VisitParameter(ParameterExpression node)
        {
            if (shadowed.Contains(node)) return node;
            for (var k = 0; k < parameters.Count; k++)
                if (parameters[k] == node)
                {
                    Replaced++;
                    HasReplacedInside |= depth > 0;
                    return values[k];
                }
            return node;
        }
    }
}
