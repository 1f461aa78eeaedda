using System.Linq.Expressions;
using ExprAutograd.Anf;

namespace ExprAutograd.Differentiation;

/// <summary>What a transform is given: the rules, and the passes of other folders that it calls on the way.</summary>
/// <param name="Rules">Where pullbacks and pushforwards come from.</param>
/// <param name="Normalize">Reads a rule's lambda that is more than operators and calls: one in MathNet's vocabulary, or with a query in it.</param>
/// <param name="WithoutDeadCode">Sweeps an adjoint before it is decided what is written down for it.</param>
internal sealed record Passes(RuleSet Rules, Func<LambdaExpression, AnfProgram> Normalize, Func<AnfProgram, AnfProgram> WithoutDeadCode)
{
    /// <summary>Appends the operations of <paramref name="rule"/> on <paramref name="atoms"/> and returns the result's atom.</summary>
    public Expression Splice(ProgramBuilder builder, LambdaExpression rule, ReadOnlySpan<Expression> atoms) =>
        Splicing.IsPlain(rule) ? builder.Splice(rule, atoms) : builder.Inline(Normalize(rule), atoms)[0];
}
