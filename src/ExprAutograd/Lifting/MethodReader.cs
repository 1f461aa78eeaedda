using System.Collections.Immutable;
using System.Linq.Expressions;
using System.Reflection;
using System.Reflection.Metadata;

namespace ExprAutograd.Lifting;

/// <summary>Reads a method's instructions into blocks of statements: the evaluation stack becomes expressions.</summary>
/// <remarks>
/// <code>
/// ldloc s; ldarg x; ldloc i; ldelem.r8; add; stloc s          becomes          s = s + x[i]
/// </code>
/// A value on the stack is an expression that has not run. Before a statement that would change what it reads, it is put into a variable; the same
/// where it is needed twice (dup), or on more than one way (a value that crosses a branch).
/// </remarks>
internal sealed partial class MethodReader
{
    private readonly LiftSession session;
    private readonly MethodBase method;
    private readonly Operand[] arguments;
    private readonly ImmutableArray<Instruction> instructions;
    private readonly List<BasicBlock> order;
    private readonly Variables variables;
    private readonly Type returnType;
    private readonly Dictionary<BasicBlock, List<Operand>> stacksAtEnd = [];
    private List<Operand> stack = [];
    private BasicBlock block = null!;
    private int index;

    private MethodReader(LiftSession session, MethodBase method, Operand[] arguments, IReadOnlyList<BinaryExpression> copies)
    {
        this.session = session;
        this.method = method;
        this.arguments = arguments;
        returnType = method is MethodInfo m ? m.ReturnType : typeof(void);
        var body = method.GetMethodBody() ?? throw LiftError.In(method, "The method has no body in IL.", "Give it a derivative rule with RuleSet.Default.With(...).");
        instructions = CachedDelegates.Remove(InstructionReader.Read(method, body.GetILAsByteArray()!));
        if (body.ExceptionHandlingClauses is [var clause, ..] && !Enumerators.OwnAll(body.ExceptionHandlingClauses, body.LocalVariables, instructions))
        {
            var at = instructions.First(i => i.Offset >= clause.TryOffset);
            throw LiftError.At(method, at, "A try statement (also one that using, lock or foreach over a sequence makes) has no derivative.", "Move it out of the method; loop over an array or by index.");
        }
        order = FlowGraph.Split(instructions);
        variables = new Variables(method, body.LocalVariables, order, instructions);
        foreach (var part in arguments.Where(a => a is Value or SpanOf).SelectMany(Parts).Concat(copies.Select(c => c.Right))) AddParameter(part);
        foreach (var copy in copies) variables.Adopt((ParameterExpression)copy.Left);
        order[0].Statements.AddRange(copies);
    }

    private Instruction Current => instructions[index];

    /// <summary>The blocks of <paramref name="method"/>, where argument k stands for <paramref name="arguments"/>[k], after the assignments <paramref name="copies"/>.</summary>
    public static (List<BasicBlock> Blocks, Variables Variables) Read(LiftSession session, MethodBase method, Operand[] arguments, IReadOnlyList<BinaryExpression> copies)
    {
        var reader = new MethodReader(session, method, arguments, copies);
        foreach (var next in reader.order) reader.ReadBlock(next);
        return (reader.order, reader.variables);
    }

    /// <summary>A variable of a caller keeps its value while this method runs, unless a lambda may write it.</summary>
    private void AddParameter(Expression part)
    {
        if (part is ParameterExpression { IsByRef: false } parameter && !session.Captured.Contains(parameter)) variables.Parameters.Add(parameter);
    }

    private void ReadBlock(BasicBlock next)
    {
        block = next;
        index = next.First;
        stack = StackAtStart(next);
        for (; index < next.End; index++) ReadInstruction(Current);
        index = Math.Max(next.End - 1, 0);
        if (next.Exit.Targets.Count > 1) SpillAll();
        stacksAtEnd[next] = stack;
    }

    /// <summary>What is on the stack where ways meet: the same variable or constant on all of them, or a new variable that each way sets.</summary>
    private List<Operand> StackAtStart(BasicBlock next)
    {
        if (next.Order == 0) return [];
        var ways = next.Predecessors.Distinct().ToArray();
        var known = ways.Where(stacksAtEnd.ContainsKey).Select(p => stacksAtEnd[p]).ToArray();
        var depth = known[0].Count;
        if (depth == 0) return [];
        if (known.Length < ways.Length) throw Refuse("A value stays on the evaluation stack around a loop.", "Keep it in a local variable.");
        if (ways.Length == 1) return [.. known[0]];

        var merged = new List<Operand>(depth);
        for (var k = 0; k < depth; k++)
        {
            if (known.All(s => s[k] == known[0][k]))
            {
                merged.Add(known[0][k]);
                continue;
            }
            if (MergeAddresses([.. known.Select(s => s[k])], ways) is { } address)
            {
                merged.Add(address);
                continue;
            }
            var values = known.Select(s => s[k] is Value v ? v.Expression : throw Refuse("Different references reach one place.", "Write the branches as statements of their own.")).ToArray();
            merged.Add(new Value(Merge(values, StackTypes.Common(values), ways)));
        }
        return merged;
    }

    private ParameterExpression Merge(Expression[] values, Type type, BasicBlock[] ways)
    {
        var slot = variables.Add(type);
        for (var w = 0; w < ways.Length; w++) ways[w].Statements.Add(Expression.Assign(slot, StackTypes.To(values[w], type)));
        return slot;
    }

    /// <summary>References to elements of arrays, of which the array and the indices depend on the way.</summary>
    private Address? MergeAddresses(Operand[] operands, BasicBlock[] ways)
    {
        var elements = operands.Select(o => (o as Address)?.Place as IndexExpression).ToArray();
        if (elements[0] is not { } first || elements.Any(e => e is null || e.Object!.Type != first.Object!.Type || e.Arguments.Count != first.Arguments.Count)) return null;
        var array = Merge([.. elements.Select(e => e!.Object!)], first.Object!.Type, ways);
        return new Address(Expression.ArrayAccess(array, first.Arguments.Select((_, k) => Merge([.. elements.Select(e => e!.Arguments[k])], typeof(int), ways))));
    }

    private Operand Pop()
    {
        var top = stack[^1];
        stack.RemoveAt(stack.Count - 1);
        return top;
    }

    private Expression PopValue() => Pop() switch
    {
        Value v => v.Expression,
        SpanOf or SpanVariable => throw Refuse("A span is used as a value here.", "Use spans over arrays by index, length, Slice, or as arguments."),
        ClosureOf => throw Refuse("An object that holds captured variables escapes.", "Pass the captured values themselves."),
        Function => throw Refuse("A function pointer is used as a value.", "Call the method, or make a delegate of it."),
        Address => throw Refuse("A reference is used as a value.", "Read the value, or pass it with ref to a method that is lifted too."),
        _ => throw Refuse("The value has no meaning in an expression.", "Write it with numbers and arrays."),
    };

    private void Push(Expression value) => stack.Add(new Value(value));

    private void Push(Operand operand) => stack.Add(operand);

    /// <summary>Adds a statement; what waits on the stack and would see its effect is computed before.</summary>
    private void Emit(Expression statement)
    {
        if (stack.Count > 0) SpillBefore(Effects.Of(statement));
        block.Statements.Add(statement);
    }

    private void SpillBefore(Effects statement)
    {
        var spilled = new Effects();
        spilled.UnionWith(statement);
        var isSpilled = new bool[stack.Count];
        for (var k = stack.Count - 1; k >= 0; k--)
        {
            if (Parts(stack[k]).All(IsConstant)) continue;
            var own = new Effects();
            foreach (var part in Parts(stack[k])) own.UnionWith(Effects.Of(part));
            isSpilled[k] = !own.IsPure || own.ConflictsWith(spilled);
            if (isSpilled[k]) spilled.UnionWith(own);
        }
        for (var k = 0; k < isSpilled.Length; k++)
            if (isSpilled[k]) stack[k] = Rebuild(stack[k], part => IsConstant(part) ? part : Keep(part));
    }

    /// <summary>Before control divides, everything that is more than a variable or a constant is computed.</summary>
    private void SpillAll()
    {
        for (var k = 0; k < stack.Count; k++) stack[k] = Rebuild(stack[k], part => IsAtom(part) ? part : Keep(part));
    }

    /// <summary>A new variable that holds the value from here on.</summary>
    private ParameterExpression Keep(Expression value, string? name = null)
    {
        var variable = variables.Add(value.Type, name);
        block.Statements.Add(Expression.Assign(variable, value));
        if (value is NewExpression) variables.Made.Add(variable);
        return variable;
    }

    private static bool IsConstant(Expression e) => e is ConstantExpression or DefaultExpression or LambdaExpression;

    private static bool IsAtom(Expression e) => e is ParameterExpression || IsConstant(e);

    private static IEnumerable<Expression> Parts(Operand operand) => operand switch
    {
        Value v => [v.Expression],
        SpanOf s => [s.Array, s.Offset, s.Length],
        Address { Place: var place } => PartsOf(place),
        _ => [],
    };

    private static IEnumerable<Expression> PartsOf(Expression place) => place switch
    {
        IndexExpression i => [i.Object!, .. i.Arguments],
        MemberExpression { Expression: { Type.IsValueType: true } inner } => PartsOf(inner),
        MemberExpression { Expression: { } target } => [target],
        _ => [],
    };

    private static Operand Rebuild(Operand operand, Func<Expression, Expression> replace) => operand switch
    {
        Value v => replace(v.Expression) is var e && e == v.Expression ? v : new Value(e),
        SpanOf s => new SpanOf(s.Type, replace(s.Array), replace(s.Offset), replace(s.Length)),
        Address a => RebuildPlace(a.Place, replace) is var p && p == a.Place ? a : new Address(p),
        _ => operand,
    };

    private static Expression RebuildPlace(Expression place, Func<Expression, Expression> replace) => place switch
    {
        IndexExpression i => i.Update(replace(i.Object!), i.Arguments.Select(replace)),
        MemberExpression { Expression: { Type.IsValueType: true } inner } m => m.Update(RebuildPlace(inner, replace)),
        MemberExpression { Expression: { } target } m => m.Update(replace(target)),
        _ => place,
    };

    private UnsupportedExpressionException Refuse(string reason, string remedy) => LiftError.At(method, instructions[Math.Min(index, instructions.Length - 1)], reason, remedy);
}
