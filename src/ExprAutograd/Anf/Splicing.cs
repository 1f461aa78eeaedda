using System.Collections.Immutable;
using System.Collections.ObjectModel;
using System.Linq.Expressions;
using System.Runtime.CompilerServices;
using ExprAutograd.Diagnostics;
using ExprAutograd.Expressions;

namespace ExprAutograd.Anf;

/// <summary>Puts the body of a rule's lambda, or a whole program, in place on the caller's atoms.</summary>
/// <remarks>Atoms stand for the parameters, so nothing is computed twice however often the body mentions one.</remarks>
internal static class Splicing
{
    private static readonly ConditionalWeakTable<LambdaExpression, object> Plain = [];

    /// <summary>True for a rule of operators, conditionals and calls over numbers and arrays; any other is read as a user's function is.</summary>
    public static bool IsPlain(LambdaExpression lambda) => (bool)Plain.GetValue(lambda, static l => IsPlain(l.Body));

    private static bool IsPlain(Expression e)
    {
        if (DenseType.TryGet(e.Type) is not null || (e is MethodCallExpression { Method.DeclaringType: var owner } && owner == typeof(Enumerable))
            || e is LambdaExpression or InvocationExpression or BlockExpression or TryExpression) return false;
        var children = new List<Expression>();
        ExpressionChildren.Push(e, children);
        return children.All(IsPlain);
    }

    /// <summary>Appends the operations of <c>lambda(atoms)</c> and returns the result's atom.</summary>
    public static Expression Splice(this ProgramBuilder builder, LambdaExpression lambda, ReadOnlySpan<Expression> atoms) =>
        Flatten(builder, lambda.Body, new Names(lambda.Parameters, atoms));

    /// <summary>The atoms that stand for a lambda's parameters: few enough that looking through them beats a table.</summary>
    private readonly ref struct Names(ReadOnlyCollection<ParameterExpression> parameters, ReadOnlySpan<Expression> atoms)
    {
        private readonly ReadOnlySpan<Expression> atoms = atoms;

        public Expression Find(ParameterExpression parameter)
        {
            for (var k = 0; k < atoms.Length; k++)
                if (ReferenceEquals(parameters[k], parameter)) return atoms[k];
            return parameter;
        }
    }

    /// <summary>Appends a copy of <paramref name="program"/>'s equations on <paramref name="arguments"/> and returns its results.</summary>
    public static ImmutableArray<Expression> Inline(this ProgramBuilder builder, AnfProgram program, ReadOnlySpan<Expression> arguments, SourceMap? source = null)
    {
        var names = new Dictionary<ParameterExpression, Expression>();
        for (var k = 0; k < arguments.Length; k++) names[program.Parameters[k]] = arguments[k];
        var copy = Substitution.Rename(new AnfProgram([], program.Equations, program.Results), names);
        if (source is not null)
        {
            foreach (var parameter in program.Parameters) names.Remove(parameter);
            source.AddCopies(names);
        }
        builder.AddRange(copy.Equations);
        return copy.Results;
    }

    private static Expression Flatten(ProgramBuilder builder, Expression e, Names names)
    {
        switch (e)
        {
            case ParameterExpression p:
                return names.Find(p);
            case ConstantExpression:
                return e;
            case DefaultExpression d:
                return Expression.Constant(d.Type.IsValueType ? Activator.CreateInstance(d.Type) : null, d.Type);
            case UnaryExpression { NodeType: ExpressionType.UnaryPlus } u:
                return Flatten(builder, u.Operand, names);
            case ConditionalExpression c:
                var test = Flatten(builder, c.Test, names);
                var then = Nested(builder, c.IfTrue, names);
                var @else = Nested(builder, c.IfFalse, names);
                return builder.Bind(new IfRegion(test, then, @else))[0];
            case BinaryExpression { NodeType: ExpressionType.AndAlso } b:
                return Flatten(builder, Expression.Condition(b.Left, b.Right, Expression.Constant(false)), names);
            case BinaryExpression { NodeType: ExpressionType.OrElse } b:
                return Flatten(builder, Expression.Condition(b.Left, Expression.Constant(true), b.Right), names);
            case BinaryExpression { NodeType: ExpressionType.Power, Method: { } power } b:
                return Flatten(builder, Expression.Call(power, b.Left, b.Right), names);
            case MemberExpression { Expression: null, Member: System.Reflection.FieldInfo { IsLiteral: true } field }:
                return Expression.Constant(field.GetRawConstantValue(), e.Type);
            case UnaryExpression or BinaryExpression or MethodCallExpression or MemberExpression or NewArrayExpression:
                var operands = Operation.Operands(e);
                for (var k = 0; k < operands.Length; k++) operands[k] = Flatten(builder, operands[k], names);
                var operation = Operation.With(e, operands);
                return Atom.KnownProduct(operation) ?? builder.Known?.Find(operation) ?? (Expression)builder.Bind(operation);
            default:
                throw new UnsupportedExpressionException(e, ErrorText.Of(e), $"A rule's lambda cannot hold a {e.NodeType}.",
                    "Write it with operators, conditionals and calls to methods that have rules themselves.");
        }
    }

    private static AnfProgram Nested(ProgramBuilder builder, Expression e, Names names)
    {
        builder.Open();
        var result = Flatten(builder, e, names);
        return new AnfProgram([], builder.Close(), [result]);
    }
}
