using System.Collections.Immutable;
using System.Linq.Expressions;
using ExprAutograd.Anf;
using ExprAutograd.Diagnostics;
using ExprAutograd.Expressions;

namespace ExprAutograd.Frontends;

/// <summary>A program whose parameters are all leaves: what it reads of a tuple that it takes whole is a parameter of its own.</summary>
/// <remarks>
/// <code>
/// parameters x, direction                           parameters x, direction_Item1, direction_Item2
/// t1 = direction.Item1; t2 = direction.Item2   =>
/// t3 = x * t1; ...                                  t3 = x * direction_Item1; ...
/// </code>
/// A transform takes the direction or cotangent that it adds as it comes; everything else is taken apart before.
/// </remarks>
internal sealed class LeafParameters
{
    private readonly Dictionary<ParameterExpression, (ValueShape Shape, ImmutableArray<ParameterExpression> Leaves)> parts = [];
    private readonly Dictionary<ParameterExpression, Expression> names = [];

    /// <summary>The leaves of a parameter, named after it.</summary>
    public static ImmutableArray<ParameterExpression> Of(ParameterExpression parameter, ValueShape shape) => shape.IsLeaf
        ? [parameter]
        : [.. shape.LeafNames(parameter.Name ?? "p").Zip(shape.LeafTypes, (name, type) => Expression.Parameter(type, name.Replace('.', '_')))];

    /// <summary>The program of <paramref name="function"/> over the leaves of all its parameters, in order.</summary>
    public static AnfProgram Run(NormalizedFunction function)
    {
        var pass = new LeafParameters();
        var (program, shape) = (function.Program, function.Shape);
        var parameters = ImmutableArray.CreateBuilder<ParameterExpression>();
        var builder = new ProgramBuilder();
        for (var k = 0; k < shape.Parameters.Length; k++)
        {
            var whole = shape.Parameters[k];
            if (!shape.ParameterShapes[k].IsLeaf || ValueShape.Of(whole.Type) is not { IsLeaf: false } parts)
            {
                parameters.AddRange(program.Parameters[shape.LeavesOf(k)]);
                continue;
            }
            var leaves = Of(whole, parts);
            parameters.AddRange(leaves);
            pass.parts[whole] = (parts, leaves);

            // Whoever reads it whole finds it put together again; most often nobody does.
            builder.Add(new Equation(whole, Flatten(builder, parts.PutTogether(leaves.CastArray<Expression>()))));
        }
        if (pass.parts.Count == 0) return program;
        builder.AddRange(Substitution.Apply(pass.names, pass.Walk(program)).Equations);
        return builder.ToProgram(parameters.ToImmutable(), [.. program.Results.Select(r => Substitution.Atom(pass.names, r))]);
    }

    private AnfProgram Walk(AnfProgram program)
    {
        var kept = ImmutableArray.CreateBuilder<Equation>(program.Equations.Length);
        foreach (var equation in program.Equations)
        {
            if (equation.Value is Region region)
                kept.Add(new Equation(equation.Variables, region.With(region.Operands, [.. region.Programs.Select(p => StackGuard.Run(() => Walk(p)))])));
            else if (PartReadBy(equation.Value) is not var (shape, leaves)) kept.Add(equation);
            else if (shape.IsLeaf) names[equation.Variable] = leaves[0];
            else
            {
                parts[equation.Variable] = (shape, leaves);
                kept.Add(equation);
            }
        }
        return program.With(kept.ToImmutable());
    }

    /// <summary>The member of a known value that an operation reads.</summary>
    private (ValueShape Shape, ImmutableArray<ParameterExpression> Leaves)? PartReadBy(Expression value)
    {
        if (Operation.OperandCount(value) != 1 || Operation.Operand(value, 0) is not ParameterExpression p || !parts.TryGetValue(p, out var whole)) return null;
        var start = 0;
        for (var k = 0; k < whole.Shape.Members.Length; k++)
        {
            var member = whole.Shape.Members[k];
            if (Operation.Identity(whole.Shape.Aggregate!.Read(p, k)) == Operation.Identity(value)) return (member, whole.Leaves.Slice(start, member.LeafCount));
            start += member.LeafCount;
        }
        return null;
    }

    private static Expression Flatten(ProgramBuilder builder, Expression e) =>
        Operation.With(e, [.. Operation.Operands(e).Select(o => Atom.Is(o) ? o : builder.Bind(Flatten(builder, o)))]);
}
