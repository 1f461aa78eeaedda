using System.Collections.Immutable;
using System.Linq.Expressions;
using ExprAutograd.Diagnostics;

namespace ExprAutograd.Anf;

/// <summary>A program as ordinary LINQ statements, one assignment per equation: total at every stage, the meaning every pass must keep.</summary>
internal static class ProgramExpression
{
    /// <summary>Statements that run <paramref name="program"/> and assign its results to <paramref name="results"/>.</summary>
    public static Expression ToStatement(this AnfProgram program, ImmutableArray<ParameterExpression> results) => StackGuard.Run(() =>
    {
        var body = Statements(program);
        for (var k = 0; k < results.Length; k++)
            if (!ReferenceEquals(results[k], program.Results[k])) body.Add(Expression.Assign(results[k], program.Results[k]));
        body.Add(Expression.Empty());
        return (Expression)Expression.Block(typeof(void), LocalVariables(program), body);
    });

    /// <summary>The program as a lambda over the user's parameters, with the user's result: runs under any LINQ compiler.</summary>
    public static LambdaExpression ToLambda(this AnfProgram program, FunctionShape shape, Type delegateType)
    {
        var body = new List<Expression>();
        var locals = new List<ParameterExpression>();
        shape.TakeParametersApart(program.Parameters, locals, body);
        body.AddRange(Statements(program));
        locals.AddRange(LocalVariables(program));
        body.Add(shape.Result.PutTogether(program.Results));
        return Expression.Lambda(delegateType, body.Count == 1 ? body[0] : Expression.Block(locals, body), shape.Parameters);
    }

    private static List<Expression> Statements(AnfProgram program)
    {
        var statements = new List<Expression>(program.Equations.Length + 2);
        foreach (var equation in program.Equations)
            statements.Add(equation.Value is Region region
                ? region.ToStatement(equation.Variables)
                : Expression.Assign(equation.Variable, equation.Value));
        return statements;
    }

    private static IEnumerable<ParameterExpression> LocalVariables(AnfProgram program) => program.Equations.SelectMany(e => e.Variables);
}
