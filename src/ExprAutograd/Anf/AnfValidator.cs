using System.Collections.Immutable;
using System.Diagnostics;
using System.Linq.Expressions;
using ExprAutograd.Diagnostics;
using ExprAutograd.Expressions;

namespace ExprAutograd.Anf;

/// <summary>The grammar of a program, checked after every pass: in tests always, in debug builds always, in release builds on request.</summary>
internal static class AnfValidator
{
    /// <summary>Whether <see cref="Check"/> does anything.</summary>
    public static bool IsEnabled { get; set; } = Debugger.IsAttached
#if DEBUG
        || true
#endif
        ;

    /// <summary>Throws when a variable is bound twice or read before it is bound, an operand is no atom, or types disagree.</summary>
    /// <exception cref="InvalidOperationException">The program is malformed: a defect in a pass.</exception>
    public static void Check(AnfProgram program)
    {
        if (IsEnabled) new Walker().Walk(program);
    }

    private sealed class Walker
    {
        private readonly HashSet<ParameterExpression> everBound = [];
        private readonly HashSet<ParameterExpression> visible = [];

        public void Walk(AnfProgram program)
        {
            var own = new List<ParameterExpression>();
            foreach (var parameter in program.Parameters) Bind(parameter, own);
            foreach (var equation in program.Equations)
            {
                Check(equation);
                foreach (var variable in equation.Variables) Bind(variable, own);
            }
            foreach (var result in program.Results) Read(result, "a result");
            foreach (var variable in own) visible.Remove(variable);
        }

        private void Check(Equation equation)
        {
            var value = equation.Value;
            if (value is Region region)
            {
                foreach (var operand in region.Operands) Read(operand, "an operand");
                foreach (var program in region.Programs) StackGuard.Run(() => { Walk(program); return 0; });
                var types = region.ResultTypes;
                if (types.Length != equation.Variables.Length) throw Malformed($"A region with {types.Length} results binds {equation.Variables.Length} variables.");
                for (var k = 0; k < types.Length; k++)
                    if (types[k] != equation.Variables[k].Type) throw Malformed($"Result {k} is {types[k].Name}, its variable {equation.Variables[k].Type.Name}.");
                if (region is IfRegion branch && !branch.Then.Results.Select(r => r.Type).SequenceEqual(branch.Else.Results.Select(r => r.Type)))
                    throw Malformed("The two sides of a branch have results of different types.");
                if (region is LoopRegion loop) Check(loop);
                return;
            }
            if (equation.Variables.Length != 1) throw Malformed("An equation that is no region binds one variable.");
            if (value.Type != equation.Variable.Type) throw Malformed($"'{equation.Variable.Name}' is {equation.Variable.Type.Name}, its value {value.Type.Name}.");
            if (Atom.Is(value) || value is BlockExpression or LambdaExpression or InvocationExpression or LoopExpression) throw Malformed($"A {value.NodeType} is no operation.");
            for (var k = 0; k < Operation.OperandCount(value); k++) Read(Operation.Operand(value, k), $"an operand of {value.NodeType}");
        }

        private static void Check(LoopRegion loop)
        {
            ImmutableArray<Type> state = [.. loop.Initial.Select(i => i.Type)];
            foreach (var program in loop.Programs)
                if (!program.Parameters.Select(p => p.Type).SequenceEqual([typeof(int), .. state])) throw Malformed("A loop's program takes other parameters than the index and the state.");
            if (!loop.Body.Results.Select(r => r.Type).SequenceEqual(state)) throw Malformed("A loop's body returns another state than it takes.");
            if (loop.Count is not null && loop.Count.Type != typeof(int)) throw Malformed("A loop's count is no int.");
            if (loop.While is { } condition && (condition.Results.Length != 1 || condition.Results[0].Type != typeof(bool))) throw Malformed("A loop's condition is no bool.");
        }

        private void Bind(ParameterExpression variable, List<ParameterExpression> own)
        {
            if (!everBound.Add(variable)) throw Malformed($"'{variable.Name}' of type {variable.Type.Name} is bound twice.");
            visible.Add(variable);
            own.Add(variable);
        }

        private void Read(Expression atom, string what)
        {
            if (!Atom.Is(atom)) throw Malformed($"{what} is a {atom.NodeType}, not an atom.");
            if (atom is ParameterExpression p && !visible.Contains(p)) throw Malformed($"'{p.Name}' of type {p.Type.Name}, {what}, is read where it is not bound.");
        }

        private static InvalidOperationException Malformed(string what) => new($"Malformed program (a defect of the compiler, please report it): {what}");
    }
}
