using System.Linq.Expressions;
using System.Reflection;
using ExprAutograd.Expressions;
using ExprAutograd.Operators;

namespace ExprAutograd.Rules;

/// <summary>What an operator is called by: a node kind with its operand type, or the method it calls in its canonical spelling.</summary>
internal readonly record struct OperatorKey(ExpressionType Kind, Type Type, MemberInfo? Method)
{
    public static OperatorKey Of(MethodInfo method) =>
        new(ExpressionType.Call, typeof(void), Spelling.CanonicalOf(method.IsGenericMethod ? method.GetGenericMethodDefinition() : method));

    public static OperatorKey Of(Expression value)
    {
        var (kind, type, member) = Operation.Identity(value);
        return kind == ExpressionType.Call ? Of((MethodInfo)member!) : new OperatorKey(kind, type, member);
    }

    /// <summary>The key of <c>x => Foo.Bar(x)</c>.</summary>
    public static OperatorKey OfPattern(LambdaExpression operation)
    {
        var body = operation.Body;
        for (var k = 0; k < Operation.OperandCount(body); k++)
            if (k >= operation.Parameters.Count || !ReferenceEquals(Operation.Operand(body, k), operation.Parameters[k]))
                throw new ArgumentException($"The operator is read from a lambda whose body is one operation over its parameters in order; '{operation}' is not.", nameof(operation));
        return Operation.OperandCount(body) == 0
            ? throw new ArgumentException($"'{operation}' has no operation in its body.", nameof(operation))
            : Of(body);
    }

    /// <summary>A readable name: <c>Math.Exp</c>, or the node kind.</summary>
    public string Name => Method is null ? Kind.ToString() : $"{NumericTypes.Name(Method.DeclaringType!)}.{Method.Name}";
}
