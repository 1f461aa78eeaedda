using System.Linq.Expressions;
using ExprAutograd.Diagnostics;

namespace ExprAutograd.Anf;

/// <summary>Whether one version of an array is another with elements written: through updates, branches and loops.</summary>
internal static class UpdateChain
{
    /// <summary>True when <paramref name="version"/>, seen at the end of <paramref name="program"/>, is <paramref name="start"/> updated or as it was.</summary>
    public static bool StartsAt(AnfProgram program, Expression version, ParameterExpression start)
    {
        while (!ReferenceEquals(version, start))
        {
            if (version is not ParameterExpression p || program.DefinitionOf(p) is not { } made) return false;
            switch (made.Value)
            {
                case IfRegion branch:
                    var at = made.Variables.IndexOf(p);
                    return StackGuard.Run(() => branch.Programs.All(side => StartsAt(side, side.Results[at], start)
                        || (side.Results[at] is ParameterExpression outer && side.DefinitionOf(outer) is null && !ReferenceEquals(outer, p) && StartsAt(program, outer, start))));
                case LoopRegion loop:
                    var k = made.Variables.IndexOf(p);
                    if (!StackGuard.Run(() => StartsAt(loop.Body, loop.Body.Results[k], loop.State[k]))) return false;
                    version = loop.Initial[k];
                    break;
                // A row put in place of another may have another length.
                case MethodCallExpression { Method.Name: var name } update when name is "AddAt" or "Sum" or "With" || (name is "Store" && !update.Arguments[^1].Type.IsArray):
                    version = update.Arguments[0];
                    break;
                default: return false;
            }
        }
        return true;
    }
}
