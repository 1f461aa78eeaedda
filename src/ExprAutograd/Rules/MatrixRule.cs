using System.Linq.Expressions;
using System.Reflection;
using ExprAutograd.Expressions;
using ExprAutograd.Operators;

namespace ExprAutograd.Rules;

/// <summary>Rules of primitives over flat arrays, written as mathematics over matrices and vectors.</summary>
/// <remarks>
/// <code>
/// Inverse(a, lu, n)            pullback   (A, n, Y, dY) => -(Yᵀ * dY * Yᵀ)
/// becomes                      (a, lu, n, y, dy) => Values(Invoke((A, n, Y, dY) => ..., Matrix(a, n, n), n, Matrix(y, n, n), Matrix(dy, n, n)))
/// </code>
/// A lambda's parameters are the primitive's operands in order, each part of a packed array by itself (see <see cref="ShapeAttribute"/>), and none
/// for an array without a shape; then the result's parts; then the cotangent's parts, or the tangents' parts of each operand that has a shape.
/// </remarks>
internal static class MatrixRule
{
    /// <summary>Adds the rule of a primitive.</summary>
    /// <param name="rules">The set to add to.</param>
    /// <param name="primitive">The primitive over double.</param>
    /// <param name="pullbacks">One per part of each operand with a shape; null for all parts of an operand that the cotangent does not go to.</param>
    /// <param name="pushforward">One per part of the result.</param>
    /// <returns>A new set.</returns>
    public static RuleSet WithMatrices(this RuleSet rules, Delegate primitive, LambdaExpression?[] pullbacks, LambdaExpression[] pushforward)
    {
        var method = primitive.Method;
        var arguments = method.GetParameters().Select(p => Expression.Parameter(p.ParameterType, p.Name)).ToArray();
        var operation = Expression.Lambda(Expression.Call(method, arguments), arguments);
        var flat = new FlatOperands(method, arguments);
        return rules.WithPullbacks(operation, flat.Pullbacks(pullbacks)).WithPushforward(operation, flat.Pushforward(pushforward));
    }

    /// <summary>A lambda in steps: each but the last names a value, and those after it take it as a further parameter.</summary>
    public static LambdaExpression Let(params LambdaExpression[] steps)
    {
        ParameterExpression[] parameters = [.. steps[0].Parameters.Select(p => Expression.Parameter(p.Type, p.Name))];
        return Expression.Lambda(After(0, [.. parameters]), parameters);

        Expression After(int k, Expression[] known)
        {
            var value = Expression.Invoke(steps[k], known);
            if (k == steps.Length - 1) return value;
            var name = Expression.Parameter(value.Type, steps[k + 1].Parameters[^1].Name);
            return Expression.Invoke(Expression.Lambda(After(k + 1, [.. known, name]), name), value);
        }
    }

    /// <summary>A primitive's operands, as arrays and as the matrices in them.</summary>
    private sealed class FlatOperands(MethodInfo method, ParameterExpression[] arguments)
    {
        private readonly MatrixShape?[] shapes = [.. method.GetParameters().Select(p => MatrixShape.Of(p, arguments))];
        private readonly MatrixShape? resultShape = MatrixShape.Of(method.ReturnParameter, arguments);

        public LambdaExpression?[] Pullbacks(LambdaExpression?[] written)
        {
            var (y, dy) = (Expression.Parameter(method.ReturnType, "y"), Expression.Parameter(method.ReturnType, "dy"));
            Expression[] views = [.. Views(arguments), .. Parts(resultShape, y), .. Parts(resultShape, dy)];
            var pullbacks = new LambdaExpression?[arguments.Length];
            var next = 0;
            for (var k = 0; k < arguments.Length; k++)
            {
                if (shapes[k] is not { } shape) continue;
                var parts = written[next..(next += shape.Count)];
                if (parts.All(p => p is null)) continue;
                pullbacks[k] = Expression.Lambda(shape.Join([.. parts.Select(p => Expression.Invoke(p!, views))]), [.. arguments, y, dy]);
            }
            if (next != written.Length) throw new ArgumentException($"'{method.Name}' has {next} parts with a derivative; {written.Length} pullbacks were given.");
            return pullbacks;
        }

        public LambdaExpression Pushforward(LambdaExpression[] written)
        {
            var y = Expression.Parameter(method.ReturnType, "y");
            var tangents = arguments.Where(a => NumericTypes.IsDifferentiable(a.Type)).ToDictionary(a => a, a => Expression.Parameter(a.Type, "d" + a.Name));
            var tangentViews = arguments.SelectMany((a, k) => shapes[k] is { } shape ? shape.Parts(tangents[a]) : []);
            Expression[] views = [.. Views(arguments), .. Parts(resultShape, y), .. tangentViews];
            Expression[] parts = [.. written.Select(p => Expression.Invoke(p, views))];
            return Expression.Lambda(resultShape is null ? parts.Single() : resultShape.Join(parts), [.. arguments, y, .. tangents.Values]);
        }

        private IEnumerable<Expression> Views(ParameterExpression[] operands) =>
            operands.SelectMany((operand, k) => shapes[k] is null && operand.Type.IsArray ? [] : Parts(shapes[k], operand));

        private static IEnumerable<Expression> Parts(MatrixShape? shape, Expression value) => shape is null ? [value] : shape.Parts(value);
    }
}
