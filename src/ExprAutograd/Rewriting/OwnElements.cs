using System.Collections.Immutable;
using System.Linq.Expressions;
using ExprAutograd.Anf;
using ExprAutograd.Diagnostics;
using ExprAutograd.Expressions;
using ExprAutograd.Operators;

namespace ExprAutograd.Rewriting;

/// <summary>An element that only its own iteration touches is a value of the iteration, stored once when it is done.</summary>
/// <remarks>
/// <code>
/// t = new double[n]                                          t = new double[n]
/// for k below n: t = AddAt(t, k, a); t = AddAt(t, k, b)  =>  for k below n: v = 0.0 + a + b; t = Store(t, k, v)
/// </code>
/// The array is read no more, its iterations are independent of one another, and its storage need not be cleared. Zero is added: 0 + -0 is +0.
/// </remarks>
internal sealed class OwnElements
{
    private readonly Extents extents = new();
    private bool hasChanged;

    private OwnElements()
    {
    }

    public static AnfProgram Run(AnfProgram program)
    {
        var pass = new OwnElements();
        var walked = pass.Walk(program);
        return pass.hasChanged ? walked : program;
    }

    /// <summary>The loop with one store for all that happens to the element; null when that is what it has, or when the element is not known.</summary>
    /// <param name="loop">A counted loop.</param>
    /// <param name="position">An array that the loop carries.</param>
    /// <param name="isZero">Whether the array is zeros before the loop.</param>
    public static LoopRegion? StoredOnce(LoopRegion loop, int position, bool isZero)
    {
        if (!OwnIndex.IsAll(loop, position) || OwnIndex.Updates(loop, position) is not { Count: > 0 } updates) return null;
        var element = loop.Initial[position].Type.GetElementType()!;
        isZero &= NumericTypes.IsFloating(element);
        if (!isZero && updates[0].Method.Name != nameof(ArrayOperators.Store)) return null;
        var walk = new Walker(loop, position, updates.ToHashSet<Expression>());
        if (isZero) walk.Values[loop.State[position]] = Atom.Zero(element);
        return walk.Run();
    }

    private AnfProgram Walk(AnfProgram program)
    {
        ImmutableArray<Equation>.Builder? equations = null;
        for (var k = 0; k < program.Equations.Length; k++)
        {
            var equation = program.Equations[k];
            extents.Note(equation);
            if (equation.Value is not Region region) continue;
            if (region is LoopRegion { While: null } loop)
                for (var state = 0; state < loop.Initial.Length; state++)
                    if (loop.Initial[state].Type.IsArray) region = loop = StoredOnce(loop, state, extents.IsZero(loop.Initial[state])) ?? loop;
            region = region.With(region.Operands, [.. region.Programs.Select(p => StackGuard.Run(() => Walk(p)))]);
            if (region == equation.Value || (region.Programs.SequenceEqual(((Region)equation.Value).Programs))) continue;
            hasChanged = true;
            equations ??= program.Equations.ToBuilder();
            equations[k] = new Equation(equation.Variables, region);
        }
        return equations is null ? program : program.With(equations.ToImmutable());
    }

    /// <summary>One array of one loop.</summary>
    /// <param name="loop">The loop.</param>
    /// <param name="position">The array's among its states.</param>
    /// <param name="updates">All that is done to the array.</param>
    private sealed class Walker(LoopRegion loop, int position, HashSet<Expression> updates)
    {
        private readonly Dictionary<ParameterExpression, Expression> names = [];
        private readonly ImmutableArray<Equation>.Builder equations = ImmutableArray.CreateBuilder<Equation>();
        private bool hasLoad;

        /// <summary>What the element is in each version of the array.</summary>
        public Dictionary<Expression, Expression> Values { get; } = [];

        public LoopRegion? Run()
        {
            var result = (ParameterExpression)loop.Body.Results[position];
            foreach (var equation in loop.Body.Equations)
            {
                if (updates.Contains(equation.Value)) Update(equation, (MethodCallExpression)equation.Value);
                else Keep(equation, equations);
            }
            if (!hasLoad && updates.Count == 1 && updates.Single() is MethodCallExpression { Method.Name: nameof(ArrayOperators.Store) }) return null;
            equations.Add(new Equation(result, ArrayMethods.Call(nameof(ArrayOperators.Store), loop.State[position], loop.Index, Values[result])));
            return (LoopRegion)loop.With(loop.Operands, [loop.Body.With(equations.ToImmutable(), [.. loop.Body.Results.Select(r => Substitution.Atom(names, r))])]);
        }

        private void Update(Equation equation, MethodCallExpression update)
        {
            var operand = Substitution.Atom(names, update.Arguments[2]);
            if (update.Method.Name == nameof(ArrayOperators.AddAt))
            {
                var sum = Expression.Variable(operand.Type);
                equations.Add(new Equation(sum, Expression.Add(Values[update.Arguments[0]], operand)));
                operand = sum;
            }
            Values[equation.Variable] = operand;
            if (loop.Body.Results[position] != equation.Variable) names[equation.Variable] = loop.State[position];
        }

        /// <summary>Everything else, with loads of the element replaced by what it is.</summary>
        private void Keep(Equation equation, ImmutableArray<Equation>.Builder kept)
        {
            if (equation.Value is Region region)
            {
                var programs = region.Programs.Select(p => StackGuard.Run(() =>
                {
                    var inner = ImmutableArray.CreateBuilder<Equation>(p.Equations.Length);
                    foreach (var nested in p.Equations) Keep(nested, inner);
                    return new AnfProgram(p.Parameters, inner.ToImmutable(), [.. p.Results.Select(r => Substitution.Atom(names, r))]);
                })).ToImmutableArray();
                kept.Add(new Equation(equation.Variables, region.With([.. region.Operands.Select(o => Substitution.Atom(names, o))], programs)));
            }
            else if (equation.Value is BinaryExpression { NodeType: ExpressionType.ArrayIndex } load && Values.TryGetValue(load.Left, out var value))
            {
                names[equation.Variable] = value;
                hasLoad = true;
            }
            else kept.Add(equation.WithValue(Substitution.Apply(names, equation.Value)));
        }
    }
}
