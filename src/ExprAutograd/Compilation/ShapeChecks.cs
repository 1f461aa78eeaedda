using System.Collections.Immutable;
using System.Linq.Expressions;
using ExprAutograd.Anf;
using ExprAutograd.Operators;

namespace ExprAutograd.Compilation;

/// <summary>What the caller passes beside the arguments, a cotangent or a direction, must have the shape of what it belongs to: checked before it is used.</summary>
/// <remarks>
/// <code>
/// The cotangent has 3 rows where the result has 2.
/// </code>
/// </remarks>
internal static class ShapeChecks
{
    /// <summary>The program with the checks where <paramref name="known"/> is first known.</summary>
    /// <param name="program">What the checks are put into.</param>
    /// <param name="shape">The shape of both.</param>
    /// <param name="given">The leaves of what is passed.</param>
    /// <param name="known">The leaves of what it belongs to.</param>
    /// <param name="name">What is passed, in a message.</param>
    /// <param name="owner">What it belongs to, in a message.</param>
    public static AnfProgram Insert(AnfProgram program, ValueShape shape, ImmutableArray<Expression> given, ImmutableArray<Expression> known, string name, string owner)
    {
        var builder = new ProgramBuilder();
        var leaf = 0;
        Check(shape);
        var checks = builder.ToProgram([], []).Equations;
        if (checks.IsEmpty) return program;
        var start = 0;
        for (var k = 0; k < program.Equations.Length; k++)
            if (program.Equations[k].Variables.Any(v => known.Contains(v))) start = k + 1;
        return program.With(program.Equations.InsertRange(start, checks), program.Results);

        void Check(ValueShape s)
        {
            if (s.Aggregate?.Dense is { IsMatrix: true })
            {
                Same(given[leaf + 1], known[leaf + 1], "rows");
                Same(given[leaf + 2], known[leaf + 2], "columns");
                leaf += s.LeafCount;
            }
            else if (s.IsLeaf)
            {
                if (s.Type.IsSZArray) Same(builder.Bind(Expression.ArrayLength(given[leaf])), builder.Bind(Expression.ArrayLength(known[leaf])), "elements");
                leaf++;
            }
            else
            {
                foreach (var member in s.Members) Check(member);
            }
        }

        void Same(Expression actual, Expression expected, string unit) => builder.Bind(Expression.Call(
            typeof(ControlOperators), nameof(ControlOperators.RequireSame), null, actual, expected, Expression.Constant(unit), Expression.Constant(name), Expression.Constant(owner)));
    }
}
