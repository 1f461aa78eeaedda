using System.Collections.Immutable;
using System.Linq.Expressions;
using System.Reflection;
using ExprAutograd.Anf;
using ExprAutograd.Diagnostics;
using ExprAutograd.Expressions;

namespace ExprAutograd.Rewriting;

/// <summary>A loop that computes what another before it did is that one: a vector expression written twice is computed once.</summary>
/// <remarks>
/// <code>
/// a = for k below n: Store(t, k, f(x[k]))           a = for k below n: Store(t, k, f(x[k]))
/// b = for k below n: Store(u, k, f(x[k]))     =>    ... a ... a ...
/// ... a ... b ...
/// </code>
/// Arrays are values: where both are updated later, one update is made in a copy.
/// </remarks>
internal sealed class EqualLoops
{
    private readonly Func<MethodInfo, bool> isPure;
    private readonly Extents extents = new();
    private readonly Dictionary<LoopKey, ImmutableArray<ParameterExpression>> known = [];
    private readonly Dictionary<ParameterExpression, Expression> replaced = [];

    private EqualLoops(Func<MethodInfo, bool> isPure) => this.isPure = isPure;

    public static AnfProgram Run(AnfProgram program, Func<MethodInfo, bool> isPure)
    {
        var pass = new EqualLoops(isPure);
        var walked = pass.Walk(program);
        return pass.replaced.Count > 0 ? walked : program;
    }

    private AnfProgram Walk(AnfProgram program)
    {
        var own = new List<LoopKey>();
        var equations = ImmutableArray.CreateBuilder<Equation>(program.Equations.Length);
        foreach (var original in program.Equations)
        {
            var equation = original;
            if (replaced.Count > 0) equation = original.WithValue(Substitution.Apply(replaced, original.Value));
            extents.Note(equation);
            if (equation.Value is LoopRegion { While: null, IsRunAgain: false } loop && new Placed(equation, isPure).Effects == Effects.None)
            {
                var key = LoopKey.Of(loop, extents);
                if (known.TryGetValue(key, out var before))
                {
                    foreach (var (variable, same) in equation.Variables.Zip(before)) replaced[variable] = same;
                    continue;
                }
                known.Add(key, equation.Variables);
                own.Add(key);
            }
            if (equation.Value is Region region) equation = new Equation(equation.Variables, region.With(region.Operands, [.. region.Programs.Select(p => StackGuard.Run(() => Walk(p)))]));
            equations.Add(equation);
        }
        foreach (var key in own) known.Remove(key);
        return program.With(equations.ToImmutable(), [.. program.Results.Select(r => Substitution.Atom(replaced, r))]);
    }
}

/// <summary>What a loop computes, whatever its variables are called.</summary>
internal sealed class LoopKey : IEquatable<LoopKey>
{
    private readonly List<object> parts = [];
    private readonly Dictionary<ParameterExpression, int> numbers = [];
    private int hash;

    public static LoopKey Of(LoopRegion loop, Extents extents)
    {
        var key = new LoopKey();
        key.Add(loop.Count!);
        foreach (var initial in loop.Initial)
            if (extents.NewLength(initial) is { } length)
            {
                key.Add(initial.Type);
                key.Add(length);
            }
            else key.Add(initial);
        key.Add(loop.Body);
        return key;
    }

    public bool Equals(LoopKey? other) => other is not null && hash == other.hash && parts.SequenceEqual(other.parts);

    public override bool Equals(object? obj) => Equals(obj as LoopKey);

    public override int GetHashCode() => hash;

    private void Add(AnfProgram program)
    {
        foreach (var parameter in program.Parameters) Bind(parameter);
        foreach (var equation in program.Equations)
        {
            if (equation.Value is Region region)
            {
                Add((object)region.GetType());
                foreach (var operand in region.Operands) Add(operand);
                foreach (var nested in region.Programs) StackGuard.Run(() => { Add(nested); return 0; });
            }
            else
            {
                Add((object)Operation.Identity(equation.Value));
                for (int k = 0, count = Operation.OperandCount(equation.Value); k < count; k++) Add(Operation.Operand(equation.Value, k));
            }
            foreach (var variable in equation.Variables) Bind(variable);
        }
        foreach (var result in program.Results) Add(result);
    }

    private void Bind(ParameterExpression variable) => numbers[variable] = numbers.Count;

    private void Add(Expression atom) => Add(atom switch
    {
        ConstantExpression constant => (constant.Type, constant.Value),
        ParameterExpression p when numbers.TryGetValue(p, out var number) => number,
        _ => (object)atom,
    });

    private void Add(object part)
    {
        parts.Add(part);
        hash = HashCode.Combine(hash, part);
    }
}
