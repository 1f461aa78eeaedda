using System.Collections.Immutable;
using System.Linq.Expressions;
using ExprAutograd.Anf;
using ExprAutograd.Diagnostics;
using ExprAutograd.Expressions;

namespace ExprAutograd.Compilation;

/// <summary>Runs a program one equation at a time and keeps every value: for looking at, not for speed.</summary>
internal sealed class ProgramEvaluator
{
    private readonly Dictionary<ParameterExpression, object?> values = [];
    private readonly HashSet<AnfProgram> taken = [];

    private ProgramEvaluator()
    {
    }

    public static ProgramEvaluator Run(AnfProgram program, IEnumerable<object?> arguments)
    {
        var evaluator = new ProgramEvaluator();
        foreach (var (parameter, argument) in program.Parameters.Zip(arguments)) evaluator.values[parameter] = argument;
        evaluator.Run(program);
        return evaluator;
    }

    /// <summary>True when <paramref name="side"/>, a program of a branch, ran.</summary>
    public bool IsTaken(AnfProgram side) => taken.Contains(side);

    /// <summary>True when <paramref name="variable"/> was computed; in the branch not taken nothing is.</summary>
    public bool TryGetValue(ParameterExpression variable, out object? value) => values.TryGetValue(variable, out value);

    public object? ValueOf(Expression atom) => atom is ParameterExpression p ? values[p] : ((ConstantExpression)atom).Value;

    private void Run(AnfProgram program)
    {
        foreach (var equation in program.Equations)
        {
            switch (equation.Value)
            {
                case IfRegion branch:
                    var side = (bool)ValueOf(branch.Test)! ? branch.Then : branch.Else;
                    taken.Add(side);
                    StackGuard.Run(() => { Run(side); return 0; });
                    for (var k = 0; k < equation.Variables.Length; k++) values[equation.Variables[k]] = ValueOf(side.Results[k]);
                    break;
                case Region region:
                    var loop = (Region)Substitution.Apply(FreeValues(region), region);
                    ImmutableArray<ParameterExpression> results = [.. equation.Variables.Select(v => Expression.Variable(v.Type))];
                    var all = Expression.NewArrayInit(typeof(object), results.Select(r => Expression.Convert(r, typeof(object))));
                    var computed = (object?[])Compute(Expression.Block(results, loop.ToStatement(results), all))!;
                    for (var k = 0; k < computed.Length; k++) values[equation.Variables[k]] = computed[k];
                    break;
                default:
                    var operands = Operation.Operands(equation.Value);
                    for (var k = 0; k < operands.Length; k++) operands[k] = Constant(operands[k]);
                    values[equation.Variable] = Compute(Operation.With(equation.Value, operands));
                    break;
            }
        }
    }

    private Dictionary<ParameterExpression, Expression> FreeValues(Region region)
    {
        var free = new Dictionary<ParameterExpression, Expression>();
        FreeVariables.ForEach(region, v => free[v] = Constant(v));
        return free;
    }

    private Expression Constant(Expression atom) => atom is ParameterExpression p ? Expression.Constant(values[p], p.Type) : atom;

    private static object? Compute(Expression value) =>
        Expression.Lambda<Func<object?>>(value.Type == typeof(void) ? Expression.Block(value, Expression.Constant(null)) : Expression.Convert(value, typeof(object))).Compile(preferInterpretation: true)();
}
