using System.Linq.Expressions;
using ExprAutograd.Anf;
using ExprAutograd.Diagnostics;
using ExprAutograd.Operators;

namespace ExprAutograd.Differentiation;

/// <summary>Where each array got its shape, so that an array of zeros like it can be made when the array itself is gone.</summary>
/// <remarks>
/// A version has the shape of the array it updates; an array that a loop carries and only updates has the shape it started with; an array
/// made with a length has that length.
/// </remarks>
internal sealed class ArrayShapes
{
    private readonly Dictionary<ParameterExpression, Expression> origins = [];

    public static ArrayShapes Of(AnfProgram program)
    {
        var shapes = new ArrayShapes();
        shapes.Note(program);
        return shapes;
    }

    /// <summary>An operation that makes zeros in the shape of <paramref name="array"/>.</summary>
    public Expression ZerosLike(Expression array) => OriginOf(array) switch
    {
        NewArrayExpression made => Expression.NewArrayBounds(array.Type.GetElementType()!, made.Expressions),
        var origin => ArrayOperation.ZerosLike(origin),
    };

    /// <summary>A zero of the atom's type: the number, or an array of zeros like it.</summary>
    public Expression Zero(ProgramBuilder builder, Expression like) => like switch
    {
        ConstantExpression { Value: null } => like,
        { Type.IsArray: true } => builder.Bind(ZerosLike(like)),
        _ => Atom.Zero(like.Type),
    };

    private Expression OriginOf(Expression array) => array is ParameterExpression p ? origins.GetValueOrDefault(p, p) : array;

    private void Note(AnfProgram program)
    {
        foreach (var equation in program.Equations)
        {
            switch (equation.Value)
            {
                case LoopRegion loop: Note(equation, loop); break;
                case IfRegion branch:
                    foreach (var side in branch.Programs) StackGuard.Run(() => { Note(side); return 0; });
                    for (var k = 0; k < equation.Variables.Length; k++)
                        if (equation.Variables[k].Type.IsArray && OriginOf(branch.Then.Results[k]) is var origin && ReferenceEquals(origin, OriginOf(branch.Else.Results[k]))) origins[equation.Variables[k]] = origin;
                    break;
                case NewArrayExpression { NodeType: ExpressionType.NewArrayBounds } made when !made.Type.GetElementType()!.IsArray: origins[equation.Variable] = made; break;
                case NewArrayExpression { NodeType: ExpressionType.NewArrayInit } made when !made.Type.GetElementType()!.IsArray:
                    origins[equation.Variable] = Expression.NewArrayBounds(made.Type.GetElementType()!, Expression.Constant(made.Expressions.Count));
                    break;
                case MethodCallExpression call when KeepsShape(call): origins[equation.Variable] = OriginOf(call.Arguments[0]); break;
            }
        }
    }

    private void Note(Equation equation, LoopRegion loop)
    {
        for (var k = 0; k < loop.Initial.Length; k++)
        {
            if (!loop.Initial[k].Type.IsArray || loop.Initial[k] is ConstantExpression || !UpdateChain.StartsAt(loop.Body, loop.Body.Results[k], loop.State[k])) continue;
            var origin = OriginOf(loop.Initial[k]);
            origins[equation.Variables[k]] = origin;
            foreach (var program in loop.Programs) origins[program.Parameters[k + 1]] = origin;
        }
        StackGuard.Run(() => { Note(loop.Body); return 0; });
    }

    /// <summary>A row put in place of another may have another length; everything else keeps the shape.</summary>
    private static bool KeepsShape(MethodCallExpression call) => call.Method.DeclaringType == typeof(MatrixOperators)
        ? call.Method.Name.StartsWith(nameof(MatrixOperators.With), StringComparison.Ordinal)
        : call.Method.DeclaringType == typeof(ArrayOperators) && (call.Method.Name is nameof(ArrayOperators.AddAt) or nameof(ArrayOperators.Sum) or nameof(ArrayOperators.Copy) or nameof(ArrayOperators.ZerosLike)
            || (call.Method.Name == nameof(ArrayOperators.Store) && !call.Arguments[^1].Type.IsArray));
}
