using System.Collections.Immutable;
using System.Linq.Expressions;
using System.Reflection;
using ExprAutograd.Anf;
using ExprAutograd.Diagnostics;
using ExprAutograd.Expressions;
using ExprAutograd.Operators;

namespace ExprAutograd.Rewriting;

/// <summary>Constants folded, exact rewrites applied, equal operations computed once, decided branches taken: one walk, forward.</summary>
/// <remarks>
/// <code>
/// t1 = 1 * q          q
/// t2 = p + q          t2 = p + q
/// t3 = p + q     =>   t4 = t2 * t2
/// t4 = t2 * t3
/// </code>
/// </remarks>
internal sealed class Simplifier
{
    private readonly Func<MethodInfo, bool> isPure;
    private readonly ProgramBuilder builder = new();
    private readonly Dictionary<ParameterExpression, Expression> replaced = [];
    private readonly Dictionary<ParameterExpression, Expression> definitions;
    private readonly ValueTable values;
    private readonly LoopTable loops;
    private readonly ZeroArrays zeroes = new();
    private readonly ArrayLengths lengths = new();

    private Simplifier(Func<MethodInfo, bool> isPure, int size)
    {
        this.isPure = isPure;
        definitions = new Dictionary<ParameterExpression, Expression>(size);
        values = new ValueTable(size);
        loops = new LoopTable(isPure);
    }

    public static AnfProgram Run(AnfProgram program, Func<MethodInfo, bool> isPure)
    {
        var simplifier = new Simplifier(isPure, program.Equations.Length);
        simplifier.Walk(program.Equations);
        return simplifier.builder.ToProgram(program.Parameters, [.. program.Results.Select(simplifier.Current)]);
    }

    private Expression Current(Expression atom) => Substitution.Atom(replaced, atom);

    private void Walk(ImmutableArray<Equation> equations)
    {
        foreach (var equation in equations)
        {
            if (equation.Value is Region region) Simplify(equation, region);
            else Keep(equation);
        }
    }

    /// <summary>Appends <c>variable = value</c> unless the value is known already; then the variable is replaced by it.</summary>
    private void Keep(Equation equation)
    {
        var variable = equation.Variable;
        var atom = Reduce(Substitution.Apply(replaced, equation.Value), variable, equation);
        if (!ReferenceEquals(atom, variable)) replaced[variable] = atom;
    }

    /// <summary>The atom that <paramref name="value"/> simplifies to; what must be computed is appended, the last step under <paramref name="name"/>.</summary>
    private Expression Reduce(Expression value, ParameterExpression? name = null, Equation? original = null)
    {
        if (Atom.Is(value)) return value;
        if (ConstantFolder.TryFold(value) is { } constant) return constant;
        if (AgreedShapes.TryFold(value) is { } agreed) return agreed;
        if (RewriteTable.Exact.Find(value, definitions, out var found) is { } replacement) return Instantiate(replacement, found, value.Type, name);
        if (Load(value) is { } element) return element;
        if (Opposite(value) is { } opposite) return Reduce(opposite, name, original);
        value = lengths.Simplify(zeroes.Simplify(value));
        if (value is UnaryExpression { NodeType: ExpressionType.ArrayLength, Operand: ParameterExpression sized } && definitions.TryGetValue(sized, out var sizing)
            && sizing is NewArrayExpression { NodeType: ExpressionType.NewArrayBounds, Expressions: [var size] }) return size;

        var isShareable = Purity.IsPure(value, isPure) && !Purity.Allocates(value);
        ValueTable.Key key = default;
        if (isShareable && values.TryGet(value, out key, out var known)) return known;
        var variable = name ?? Expression.Variable(value.Type);
        builder.Add(original?.WithValue(value) ?? new Equation(variable, value));
        definitions[variable] = value;
        if (isShareable) values.Add(key, variable);
        zeroes.Note(variable, value);
        lengths.Note(variable, value);
        return variable;
    }

    private Expression Instantiate(Expression e, Dictionary<ParameterExpression, Expression> found, Type type, ParameterExpression? name = null)
    {
        if (e is ParameterExpression p) return found[p];
        if (e is ConstantExpression { Value: double number }) return Atom.Number(number, type);
        var operands = Operation.Operands(e).Select(o => Instantiate(o, found, type)).ToArray();
        return Reduce(e switch
        {
            BinaryExpression b => Expression.MakeBinary(b.NodeType, operands[0], operands[1]),
            UnaryExpression u => Expression.MakeUnary(u.NodeType, operands[0], type),
            _ => Operation.With(e, operands),
        }, name);
    }

    /// <summary>The comparison that is true where this negated one is: of integers, where there is no NaN to be false both ways.</summary>
    private Expression? Opposite(Expression value)
    {
        if (value is not UnaryExpression { NodeType: ExpressionType.Not, Operand: ParameterExpression negated } || value.Type != typeof(bool) || !definitions.TryGetValue(negated, out var made)) return null;
        if (made is UnaryExpression { NodeType: ExpressionType.Not } again) return again.Operand;
        if (made is not BinaryExpression { Method: null } b || !NumericTypes.IsInteger(b.Left.Type)) return null;
        ExpressionType? kind = b.NodeType switch
        {
            ExpressionType.LessThan => ExpressionType.GreaterThanOrEqual,
            ExpressionType.LessThanOrEqual => ExpressionType.GreaterThan,
            ExpressionType.GreaterThan => ExpressionType.LessThanOrEqual,
            ExpressionType.GreaterThanOrEqual => ExpressionType.LessThan,
            ExpressionType.Equal => ExpressionType.NotEqual,
            ExpressionType.NotEqual => ExpressionType.Equal,
            _ => null,
        };
        return kind is { } opposite ? Expression.MakeBinary(opposite, b.Left, b.Right) : null;
    }

    /// <summary>An element of an array whose making is in sight: what was stored there, or a zero.</summary>
    private Expression? Load(Expression value)
    {
        if (value is not BinaryExpression { NodeType: ExpressionType.ArrayIndex, Left: ParameterExpression array, Right: var index } || value.Type.IsArray) return null;
        while (definitions.TryGetValue(array, out var made))
        {
            switch (made)
            {
                case NewArrayExpression { NodeType: ExpressionType.NewArrayInit } init when Atom.TryGetInteger(index, out var k) && k >= 0 && k < init.Expressions.Count:
                    return init.Expressions[k];
                case MethodCallExpression { Method: { Name: nameof(ArrayOperators.Store) } m } store when m.DeclaringType == typeof(ArrayOperators):
                    if (Atom.AreSame(store.Arguments[1], index)) return store.Arguments[2];
                    if (!Atom.TryGetInteger(index, out _) || !Atom.TryGetInteger(store.Arguments[1], out _) || store.Arguments[0] is not ParameterExpression before) return null;
                    array = before;
                    break;
                case MethodCallExpression { Method: { Name: nameof(ArrayOperators.UnitLike) } m } unit when m.DeclaringType == typeof(ArrayOperators):
                    var isHot = Reduce(Expression.Equal(index, unit.Arguments[1]));
                    return isHot is ConstantExpression { Value: bool hot }
                        ? Atom.Number(hot ? 1 : 0, value.Type)
                        : builder.Bind(new IfRegion(isHot, Constant(1), Constant(0)))[0];
                default: return null;
            }
        }
        return null;

        AnfProgram Constant(double number) => new([], [], [Atom.Number(number, value.Type)]);
    }

    private void Simplify(Equation equation, Region region)
    {
        ImmutableArray<Expression> operands = [.. region.Operands.Select(Current)];
        if (region is IfRegion && operands[0] is ConstantExpression { Value: bool isTaken })
        {
            var taken = region.Programs[isTaken ? 0 : 1];
            StackGuard.Run(() => { Walk(taken.Equations); return 0; });
            for (var k = 0; k < equation.Variables.Length; k++) replaced[equation.Variables[k]] = Current(taken.Results[k]);
            return;
        }

        if (region is LoopRegion loop)
        {
            Simplify(equation, (LoopRegion)loop.With(operands, loop.Programs));
            return;
        }
        var programs = region.Programs.Select(p => StackGuard.Run(() => Nested(p))).ToImmutableArray();

        // A result that is the same on both sides needs no branch; what is left keeps its own.
        var isKept = equation.Variables.Select((_, k) => !Atom.AreSame(programs[0].Results[k], programs[1].Results[k])).ToArray();
        for (var k = 0; k < isKept.Length; k++)
            if (!isKept[k]) replaced[equation.Variables[k]] = programs[0].Results[k];
        var kept = programs.Select(p => p.With(p.Equations, [.. p.Results.Where((_, k) => isKept[k])])).ToImmutableArray();
        if (isKept.Contains(true) || kept.Any(p => !p.Equations.IsEmpty))
            builder.Add(new Equation([.. equation.Variables.Where((_, k) => isKept[k])], region.With(operands, kept)));
    }

    private void Simplify(Equation equation, LoopRegion loop)
    {
        if (loop.Count is { } count && Atom.TryGetInteger(count, out var trips) && trips <= 0)
        {
            for (var k = 0; k < equation.Variables.Length; k++) replaced[equation.Variables[k]] = loop.Initial[k];
            return;
        }
        (equation, loop) = DropInvariantState(equation, loop);
        for (var k = 0; k < loop.Initial.Length; k++)
        {
            if (loop.Initial[k] is not ParameterExpression { Type.IsArray: true } made || !UpdateChain.StartsAt(loop.Body, loop.Body.Results[k], loop.State[k])) continue;
            foreach (var program in loop.Programs) lengths.NoteSame(program.Parameters[k + 1], made);
            lengths.NoteSame(equation.Variables[k], made);
        }
        loop = (LoopRegion)loop.With(loop.Operands, [.. loop.Programs.Select(p => StackGuard.Run(() => Nested(p)))]);
        if (loop.While is { Results: [ConstantExpression { Value: bool goesOn }] })
        {
            if (goesOn && loop.Count is not null) loop = new LoopRegion(loop.Count, loop.Initial, null, loop.Body);
            if (!goesOn)
            {
                for (var k = 0; k < equation.Variables.Length; k++) replaced[equation.Variables[k]] = loop.Initial[k];
                return;
            }
        }
        (equation, loop) = DropInvariantState(equation, loop);
        if (loops.Find(equation, loop, definitions) is not { } same) builder.Add(new Equation(equation.Variables, loop));
        else
        {
            for (var k = 0; k < same.Length; k++) replaced[equation.Variables[k]] = same[k];
        }
    }

    /// <summary>State that the body hands on as it is: the initial value, inside and after.</summary>
    private (Equation, LoopRegion) DropInvariantState(Equation equation, LoopRegion loop)
    {
        var isKept = loop.Body.Results.Select((r, k) => !ReferenceEquals(r, loop.State[k])).ToArray();
        if (!isKept.Contains(false)) return (equation, loop);
        var names = new Dictionary<ParameterExpression, Expression>();
        for (var k = 0; k < isKept.Length; k++)
        {
            if (isKept[k]) continue;
            foreach (var program in loop.Programs) names[program.Parameters[k + 1]] = loop.Initial[k];
            replaced[equation.Variables[k]] = loop.Initial[k];
        }
        var kept = (LoopRegion)loop.Keep(k => isKept[k]);
        kept = (LoopRegion)kept.With(kept.Operands, [.. kept.Programs.Select(p => Substitution.Apply(names, p))]);
        return (new Equation([.. equation.Variables.Where((_, k) => isKept[k])], kept), kept);
    }

    private AnfProgram Nested(AnfProgram program)
    {
        builder.Open();
        values.Open();
        loops.Open();
        Walk(program.Equations);
        loops.Close();
        values.Close();
        return new AnfProgram(program.Parameters, builder.Close(), [.. program.Results.Select(Current)]);
    }
}
