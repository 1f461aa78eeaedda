using System.Linq.Expressions;
using System.Reflection;
using ExprAutograd.Expressions;

namespace ExprAutograd.Lifting;

/// <summary>One lifting: the method that was asked for and every method it takes in.</summary>
internal sealed class LiftSession(Func<MethodBase, bool> isPrimitive)
{
    private readonly Dictionary<MethodBase, LambdaExpression> lifted = [];
    private readonly List<MethodBase> path = [];

    /// <summary>Variables that lambdas read and write when they run.</summary>
    public HashSet<ParameterExpression> Captured { get; } = [];

    public bool IsPrimitive(MethodBase method) => isPrimitive(method);

    /// <summary>The method as a lambda of its parameters; of an instance method the object is the first.</summary>
    public LambdaExpression Lambda(MethodBase method, MethodReader? caller)
    {
        if (lifted.TryGetValue(method, out var known)) return known;
        var lambda = Lambda(method, receiver: null, caller, type: null);
        lifted[method] = lambda;
        return lambda;
    }

    /// <summary>The method as a lambda; with a <paramref name="receiver"/> that is bound, the parameters are the method's own.</summary>
    /// <param name="method">A method with a body.</param>
    /// <param name="receiver">What 'this', or of a static method the first parameter, stands for; null where it is a parameter.</param>
    /// <param name="caller">The method that calls it, for errors.</param>
    /// <param name="type">The delegate type of the lambda; null for any that fits.</param>
    public LambdaExpression Lambda(MethodBase method, Operand? receiver, MethodReader? caller, Type? type)
    {
        var parameters = new List<ParameterExpression>();
        var arguments = new List<Operand>();
        var isMadeStatic = type is not null && receiver is null && !method.IsStatic;
        if (receiver is not null) arguments.Add(receiver);
        else if (isMadeStatic) arguments.Add(new Value(Expression.Constant(null, method.DeclaringType!)));
        else if (!method.IsStatic)
        {
            var self = Expression.Parameter(method.DeclaringType!, "self");
            parameters.Add(self);
            arguments.Add(method.DeclaringType!.IsValueType ? new Address(self) : new Value(self));
        }
        foreach (var parameter in method.GetParameters().Skip(method.IsStatic && receiver is not null ? 1 : 0))
        {
            var isSpan = MethodReader.IsSpan(parameter.ParameterType);
            var p = Expression.Parameter(isSpan ? parameter.ParameterType.GetGenericArguments()[0].MakeArrayType() : parameter.ParameterType, parameter.Name);
            parameters.Add(p);
            arguments.Add(isSpan ? new SpanOf(parameter.ParameterType, p, Expression.Constant(0), Expression.ArrayLength(p)) : p.IsByRef ? new Address(p) : new Value(p));
        }
        var body = Body(method, [.. arguments], [], caller);
        return type is null ? Expression.Lambda(body, parameters) : Expression.Lambda(type, body, parameters);
    }

    /// <summary>The method's body where it is called: references stand for the caller's variables, values are copied into variables of their own.</summary>
    public Expression Inline(MethodInfo method, Operand[] operands, MethodReader caller)
    {
        var parameters = method.GetParameters();
        var copies = new List<BinaryExpression>();
        for (var k = 0; k < operands.Length; k++)
        {
            if (operands[k] is not Value { Expression: not (ConstantExpression or LambdaExpression) } value) continue;
            var parameter = method.IsStatic ? k : k - 1;
            var copy = Expression.Variable(value.Expression.Type, parameter < 0 ? "self" : parameters[parameter].Name);
            copies.Add(Expression.Assign(copy, value.Expression));
            operands[k] = new Value(copy);
        }
        var body = Body(method, operands, copies, caller);
        return body is BlockExpression ? body : Expression.Block(body);
    }

    /// <summary>A struct as its constructor makes it: the fields are variables while it runs.</summary>
    public Expression Construct(ConstructorInfo constructor, Operand[] operands, MethodReader caller)
    {
        var aggregate = AggregateType.TryGet(constructor.DeclaringType!)!;
        var self = new Closure();
        var fields = constructor.DeclaringType!.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic);
        var members = fields.Select(f => Expression.Variable(f.FieldType, f.Name.StartsWith('<') ? f.Name[1..f.Name.IndexOf('>')] : f.Name)).ToArray();
        for (var k = 0; k < fields.Length; k++) self.Bind(fields[k], new Value(members[k]));

        var copies = constructor.GetParameters().Select((p, k) => Expression.Assign(Expression.Variable(p.ParameterType, p.Name), StackTypes.To(((Value)operands[k]).Expression, p.ParameterType))).ToArray();
        var body = Body(constructor, [new ClosureOf(self), .. copies.Select(c => new Value(c.Left))], copies, caller);
        var made = aggregate.Create([.. aggregate.Members.Select(m => members.First(v => v.Name == m.Name))]);
        return Expression.Block(members, [.. members.Select(m => Expression.Assign(m, Expression.Default(m.Type))), body, made]);
    }

    private Expression Body(MethodBase method, Operand[] arguments, IReadOnlyList<BinaryExpression> copies, MethodReader? caller)
    {
        var cycle = path.IndexOf(method);
        if (cycle >= 0)
        {
            var names = string.Join(" calls ", path.Skip(cycle).Append(method).Select(m => m.Name));
            const string Remedy = "Write it as a loop, or give the method a derivative rule.";
            throw caller?.RefuseCall($"The method is recursive: {names}.", Remedy) ?? LiftError.In(method, $"The method is recursive: {names}.", Remedy);
        }
        path.Add(method);
        var (blocks, variables) = MethodReader.Read(this, method, arguments, copies);
        var body = BodyBuilder.Build(method, blocks, variables);
        path.RemoveAt(path.Count - 1);
        return body;
    }
}
