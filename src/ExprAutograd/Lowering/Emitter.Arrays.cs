using System.Collections.Immutable;
using System.Linq.Expressions;
using System.Reflection;
using ExprAutograd.Anf;
using ExprAutograd.Diagnostics;
using ExprAutograd.Expressions;
using ExprAutograd.Operators;

namespace ExprAutograd.Lowering;

/// <content>Updates of arrays, in place where the plan allows it.</content>
internal sealed partial class Emitter
{
    private void EmitUpdate(Equation equation, List<Expression> statements)
    {
        var call = (MethodCallExpression)equation.Value;
        var before = Resolve(call.Arguments[0]).Value;
        var variable = equation.Variable;
        Expression target = before;
        if (arrays.IsInPlace(equation) && before is ParameterExpression local) storage[variable] = local;
        else
        {
            target = Declare(variable);
            statements.Add(Expression.Assign(variable, Copy(before)));
        }
        if (call.Arguments.Count == 3 && call.Method.DeclaringType == typeof(ArrayOperators)) body.Touched.Add(target, call.Arguments[1]);
        switch (call.Method.Name)
        {
            case var name when call.Method.DeclaringType == typeof(MatrixOperators):
                if (name == nameof(MatrixOperators.With))
                {
                    statements.Add(Expression.Assign(Expression.ArrayAccess(target, Resolve(call.Arguments[1]).Value, Resolve(call.Arguments[2]).Value), Resolve(call.Arguments[3]).Value));
                    break;
                }
                var twin = typeof(MatrixOperators).GetMethod(name.Replace(nameof(MatrixOperators.With), "Put", StringComparison.Ordinal), [.. call.Arguments.Select(a => a.Type)])!;
                statements.Add(Expression.Call(twin, [target, .. call.Arguments.Skip(1).Select(a => Resolve(a).Value)]));
                break;
            case var name when ArrayMethods.IsWithTwin(call.Method):
                var inPlace = call.Method.DeclaringType!.GetMethod(name + "To")!;
                statements.Add(Expression.Call(inPlace.MakeGenericMethod(call.Method.GetGenericArguments()), [target, .. call.Arguments.Skip(1).Select(a => Resolve(a).Value)]));
                break;
            case nameof(ProductOperators.MultiplyAdd):
                statements.Add(Expression.Call(typeof(ProductOperators), nameof(ProductOperators.AddProductTo), call.Method.GetGenericArguments(), [target, .. call.Arguments.Skip(1).Select(a => Resolve(a).Value)]));
                break;
            case nameof(ArrayOperators.Sum):
                statements.Add(Expression.Call(typeof(ArrayOperators).GetMethod(nameof(ArrayOperators.AddTo), [call.Type, call.Type])!, target, Resolve(call.Arguments[1]).Value));
                break;
            case nameof(ArrayOperators.AddAt) when call.Arguments[^1].Type.IsArray:
                statements.Add(Expression.Call(typeof(ArrayOperators).GetMethod(nameof(ArrayOperators.AddTo), [.. call.Arguments.Select(a => a.Type)])!, [target, .. call.Arguments.Skip(1).Select(a => Resolve(a).Value)]));
                break;
            case nameof(ArrayOperators.AddAt):
                var element = Element(target, [.. call.Arguments.Skip(1).SkipLast(1).Select(i => Held(Resolve(i).Value, statements))], statements);
                statements.Add(Expression.Assign(element, Expression.Add(element, Resolve(call.Arguments[^1]).Value)));
                break;
            default:
                statements.Add(Expression.Assign(Element(target, [.. call.Arguments.Skip(1).SkipLast(1).Select(i => Resolve(i).Value)], statements), Resolve(call.Arguments[^1]).Value));
                break;
        }
        if (!storage.ContainsKey(variable)) StoreCrossing(variable, variable, statements);
        else if (methods.IsCrossing(variable))
        {
            // Another method reads this version: give it a name of its own in the frame.
            storage.Remove(variable);
            statements.Add(Expression.Assign(Declare(variable), target));
            StoreCrossing(variable, variable, statements);
        }
    }

    /// <summary>A local that holds the value, where it is not one already: it is about to be mentioned twice.</summary>
    private Expression Held(Expression value, List<Expression> statements)
    {
        if (value is ParameterExpression or ConstantExpression) return value;
        var held = Expression.Variable(value.Type);
        body.Locals.Add(held);
        statements.Add(Expression.Assign(held, value));
        return held;
    }

    /// <summary>The element to assign to; a row is held first.</summary>
    private IndexExpression Element(Expression array, Expression[] indices, List<Expression> statements) =>
        indices.Length == 2 && array.Type.GetArrayRank() == 1
            ? Expression.ArrayAccess(Held(Expression.ArrayIndex(array, indices[0]), statements), indices[1])
            : Expression.ArrayAccess(array, indices);

    private static MethodCallExpression Copy(Expression array) => ArrayMethods.Call(nameof(ArrayOperators.Copy), array);
}
