using System.Collections.Immutable;
using System.Linq.Expressions;
using System.Reflection;
using ExprAutograd.Anf;
using ExprAutograd.Diagnostics;
using ExprAutograd.Expressions;
using ExprAutograd.Operators;

namespace ExprAutograd.Lowering;

/// <content>Branches.</content>
internal sealed partial class Emitter
{
    private void EmitIf(Equation equation, IfRegion region, AnfProgram program, List<Expression> statements)
    {
        var test = Resolve(region.Test);
        var then = EmitSide(region.Then, equation);
        var @else = EmitSide(region.Else, equation);
        if (then.Statements.Count == 0 && @else.Statements.Count == 0 && equation.Variables.Length == 1 && !methods.IsCrossing(equation.Variable))
        {
            var ((a, h1), (b, h2)) = (then.Results[0], @else.Results[0]);
            Place(equation.Variable, Choose(test.Value, a, b), 1 + Math.Max(test.Height, Math.Max(h1, h2)), program, statements, mustStay: false);
            return;
        }
        foreach (var variable in equation.Variables) Declare(variable);
        statements.Add(Expression.IfThenElse(test.Value, Finish(then, equation), Finish(@else, equation)));
        foreach (var variable in equation.Variables) StoreCrossing(variable, variable, statements);
    }

    private static Expression Choose(Expression test, Expression a, Expression b) => (a, b) switch
    {
        (_, ConstantExpression { Value: false }) => Expression.AndAlso(test, a),
        (ConstantExpression { Value: true }, _) => Expression.OrElse(test, b),
        _ => Expression.Condition(test, a, b),
    };

    private sealed record EmittedSide(List<Expression> Statements, (Expression Value, int Height)[] Results, bool IsApart);

    private EmittedSide EmitSide(AnfProgram side, Equation equation) => StackGuard.Run(() =>
    {
        var statements = new List<Expression>();
        if (methods.IsApart(side))
        {
            EmitApart(side, pendingLambdas, last =>
            {
                for (var k = 0; k < side.Results.Length; k++) StoreCrossing(equation.Variables[k], Resolve(side.Results[k]).Value, last);
            });
            foreach (var segment in methods.SegmentsOf(side)) statements.Add(RunMethod(segment.Method));
            return new EmittedSide(statements, [.. equation.Variables.Select(v => (Slot(body, v), 1))], true);
        }
        body.Touched.Depth++;
        Emit(side, methods.SegmentsOf(side)[0], statements);
        body.Touched.Depth--;
        return new EmittedSide(statements, [.. side.Results.Select(Resolve)], false);
    });

    private static BlockExpression Finish(EmittedSide side, Equation equation)
    {
        for (var k = 0; k < side.Results.Length; k++)
            if (!ReferenceEquals(equation.Variables[k], side.Results[k].Value)) side.Statements.Add(Expression.Assign(equation.Variables[k], side.Results[k].Value));
        side.Statements.Add(Expression.Empty());
        return Expression.Block(typeof(void), side.Statements);
    }
}
