using System.Collections.Immutable;
using System.Linq.Expressions;
using ExprAutograd.Anf;
using ExprAutograd.Expressions;
using ExprAutograd.Sequences;

namespace ExprAutograd.Frontends;

/// <content>
/// Loops: what the body assigns becomes the state that the region carries.
/// <code>
/// while (s &lt; n) { s += x[i]; i++; }    becomes    s1, i1 = loop from s, i, state (s', i')
///                                                    while s' &lt; n
///                                                    do t = x[i']; s'' = s' + t; i'' = i' + 1; results s'', i''
/// </code>
/// Which variables that are is found by lowering the body: if it assigns one that was not carried, it is lowered again with that one carried.
/// </content>
internal sealed partial class Normalizer
{
    /// <summary>What a loop was found to carry, for when it is lowered again inside another: variables, and arrays by the variables that held them.</summary>
    private readonly Dictionary<LoopExpression, List<(object? Key, ParameterExpression? Holder)>> carriedBefore = [];

    private IEnumerator<Expression> LowerLoop(LoopExpression node)
    {
        var (test, isNegated, body) = TopTest(node);
        var carried = new List<object>();
        foreach (var (key, holder) in carriedBefore.GetValueOrDefault(node, []))
            if ((key ?? bindings.Find(holder!)) is { } known && bindings.Find(known) is not null && !carried.Contains(known)) carried.Add(known);
        var templates = new Dictionary<object, Value>();
        Declare(node.BreakLabel);
        Declare(node.ContinueLabel);
        while (true)
        {
            var initial = InitialState(carried, templates, node);
            AnfProgram? condition = null;
            if (test is not null)
            {
                var state = Enter(node, carried, templates, out var outer);
                bindings.Mark();
                yield return test;
                var going = ToAtom(result);
                if (isNegated) going = builder.Bind(Expression.Not(going));
                var changes = bindings.Undo();
                bindings.Undo();
                condition = new AnfProgram(state, CloseProgram(outer), [going]);
                if (changes.Changed.Count > 0)
                {
                    // The test assigns: it is a statement like the others.
                    (test, body) = (null, node.Body);
                    continue;
                }
            }

            var parameters = Enter(node, carried, templates, out var outside);
            yield return body;
            if (node.ContinueLabel is not null) Arrive(node.ContinueLabel);
            var exited = ToAtom(bindings.Find(Exited)!);
            var flags = bindings.Flags(k => k is JumpTo).Where(k => !IsKnown(bindings.Find(k), false)).ToList();
            var results = ImmutableArray.CreateBuilder<Expression>();
            foreach (var key in carried) FlattenState(bindings.Find(key)!, templates[key], results, node);
            var values = flags.Select(f => ToAtom(bindings.Find(f)!)).ToList();
            var changed = bindings.Undo();
            var equations = CloseProgram(outside);

            var missed = changed.Changed.Where(c => c.Key != Exited && c.Key is not JumpTo && !carried.Contains(c.Key) && c.Value is not UnassignedValue).ToList();
            if (missed.Count > 0)
            {
                foreach (var (key, value) in missed.OrderBy(c => c.Key is ArrayValue ? 0 : 1))
                {
                    carried.Add(key);
                    templates[key] = bindings.Find(key) is UnassignedValue or null ? value : bindings.Find(key)!;
                }
                continue;
            }

            if (condition is null && exited is ConstantExpression { Value: false }) throw Refuse(node, "The loop never ends: nothing in it jumps out.", "Add a condition, or a break.");
            Remember(node, carried);
            var region = WithFlags(new LoopRegion(null, initial, condition ?? Always(parameters), new AnfProgram(parameters, equations, results.ToImmutable())), exited, values, isTested: condition is not null);
            var variables = builder.Bind(region);
            foreach (var variable in variables) source.Add(variable, node, Parent(node));
            source.AddLoop(parameters[0], WrittenAs(node));
            var next = new Queue<Expression>(variables);
            foreach (var key in carried) bindings.Set(key, key is ArrayValue ? new AtomValue(next.Dequeue()) : Rebuild(templates[key], next.Dequeue));
            if (next.Count > flags.Count) next.Dequeue(); // Whether it jumped out at all.
            foreach (var flag in flags) bindings.Set(flag, new AtomValue(next.Dequeue()));
            break;
        }
        result = DefaultOf(node.Type);
        if (node.BreakLabel is not null)
        {
            if (IsKnown(bindings.Find(new JumpTo(node.BreakLabel)), false)) SetExited(bindings.Flags(k => k is JumpTo));
            else Arrive(node.BreakLabel);
            if (node.BreakLabel.Type != typeof(void)) result = bindings.Find(new ValueAt(node.BreakLabel))!;
        }
        else SetExited(bindings.Flags(k => k is JumpTo));
        Forget(node.BreakLabel);
        Forget(node.ContinueLabel);
    }

    /// <summary>What the user wrote for a loop: a call on a sequence, an operation on vectors or matrices, or the loop itself.</summary>
    private Expression WrittenAs(LoopExpression node)
    {
        var isOutside = false;
        foreach (var (_, ancestor, _) in pending)
        {
            if (!isOutside)
            {
                isOutside = ReferenceEquals(ancestor, node);
                continue;
            }
            switch (ancestor)
            {
                case BlockExpression or ConditionalExpression or BinaryExpression { NodeType: ExpressionType.Assign }: break;
                case MethodCallExpression call when LinqCall.IsOne(call): return call;
                case MethodCallExpression or BinaryExpression or UnaryExpression when IsDense(ancestor) || Operation.Operands(ancestor).Any(IsDense): return ancestor;
                default: return node;
            }
        }
        return node;

        static bool IsDense(Expression e) => DenseType.TryGet(e.Type) is not null;
    }

    /// <summary>The condition of a loop that begins with <c>if (!test) break;</c>, and the rest of the body.</summary>
    private static (Expression? Test, bool IsNegated, Expression Body) TopTest(LoopExpression node)
    {
        var (test, isNegated, rest) = Split(node);
        while (test is UnaryExpression { NodeType: ExpressionType.Not, Type: var type } not && type == typeof(bool)) (test, isNegated) = (not.Operand, !isNegated);
        return (test, isNegated, rest);
    }

    private static (Expression? Test, bool IsNegated, Expression Body) Split(LoopExpression node)
    {
        var body = node.Body;
        while (body is BlockExpression { Variables.Count: 0, Expressions: [var only] }) body = only;
        if (body is ConditionalExpression whole && node.BreakLabel is { } exit && whole.Type == typeof(void))
        {
            if (IsBreak(whole.IfFalse, exit)) return (whole.Test, false, whole.IfTrue);
            if (IsBreak(whole.IfTrue, exit)) return (whole.Test, true, whole.IfFalse);
        }
        if (body is BlockExpression { Expressions: [ConditionalExpression { IfFalse: DefaultExpression } first, ..] } block && node.BreakLabel is { } label && IsBreak(first.IfTrue, label))
            return (first.Test, true, Expression.Block(typeof(void), block.Variables, block.Expressions.Skip(1)));
        return (null, false, node.Body);
    }

    private static bool IsBreak(Expression e, LabelTarget label)
    {
        while (e is BlockExpression { Variables.Count: 0, Expressions: [var only] }) e = only;
        return e is GotoExpression { Value: null } jump && jump.Target == label;
    }

    /// <summary>Opens a program of the loop: its parameters are the index and fresh variables for all that is carried.</summary>
    private ImmutableArray<ParameterExpression> Enter(Expression node, List<object> carried, Dictionary<object, Value> templates, out int outer)
    {
        OpenProgram(node, out outer);
        bindings.Mark();
        var parameters = ImmutableArray.CreateBuilder<ParameterExpression>();
        parameters.Add(Expression.Parameter(typeof(int), "index"));
        foreach (var key in carried)
        {
            var name = (key as ParameterExpression)?.Name;
            ParameterExpression Next(Type type)
            {
                parameters.Add(Expression.Parameter(type, name));
                return parameters[^1];
            }

            bindings.Set(key, key is ArrayValue array ? new AtomValue(Next(array.Type)) : Rebuild(templates[key], Next));
        }
        return parameters.ToImmutable();
    }

    private ImmutableArray<Expression> InitialState(List<object> carried, Dictionary<object, Value> templates, Expression node)
    {
        var initial = ImmutableArray.CreateBuilder<Expression>();
        foreach (var key in carried)
        {
            var value = bindings.Find(key)!;
            if (!templates.ContainsKey(key)) templates[key] = value;
            if (key is ArrayValue array) initial.Add(ToAtom(array));
            else if (value is UnassignedValue) Rebuild(templates[key], type => Default(type, initial));
            else FlattenState(value, templates[key], initial, node);
        }
        return initial.ToImmutable();

        static Expression Default(Type type, ImmutableArray<Expression>.Builder initial)
        {
            initial.Add(Expression.Constant(type.IsValueType ? Activator.CreateInstance(type) : null, type));
            return initial[^1];
        }
    }

    private void FlattenState(Value value, Value template, ImmutableArray<Expression>.Builder atoms, Expression node)
    {
        switch (value, template)
        {
            case (AggregateValue v, AggregateValue t) when v.Members.Length == t.Members.Length:
                for (var k = 0; k < v.Members.Length; k++) FlattenState(v.Members[k], t.Members[k], atoms, node);
                break;
            case (NullableValue v, NullableValue):
                atoms.Add(v.HasValue);
                atoms.Add(v.Number);
                break;
            case (UnassignedValue, _):
                Rebuild(template, type =>
                {
                    atoms.Add(Expression.Constant(type.IsValueType ? Activator.CreateInstance(type) : null, type));
                    return atoms[^1];
                });
                break;
            case (AggregateValue or NullableValue or LambdaValue or ListValue, _) or (_, AggregateValue or NullableValue or LambdaValue or ListValue):
                throw Refuse(node, "A variable that the loop assigns holds a lambda, a list, or objects of different makes.", "Assign numbers, arrays, or tuples and structs of one make.");
            default:
                atoms.Add(ToAtom(value));
                break;
        }
    }

    /// <summary>A value of the template's make from new leaves.</summary>
    private Value Rebuild(Value template, Func<Type, Expression> next) => template switch
    {
        AggregateValue g => new AggregateValue(g.Aggregate, [.. g.Members.Select(m => Rebuild(m, next))]),
        NullableValue n => new NullableValue(n.Type, next(typeof(bool)), next(n.Number.Type)),
        _ => FromAtom(next(template.Type)),
    };

    private Value Rebuild(Value template, Func<Expression> next) => Rebuild(template, _ => next());

    private static AnfProgram Always(ImmutableArray<ParameterExpression> parameters) =>
        new([.. parameters.Select(p => Expression.Parameter(p.Type, p.Name))], [], [Expression.Constant(true)]);

    /// <summary>Adds to the state whether the body jumped out, which ends the loop, and where to.</summary>
    private static LoopRegion WithFlags(LoopRegion loop, Expression exited, List<Expression> flags, bool isTested)
    {
        if (exited is ConstantExpression { Value: false }) return loop;
        ImmutableArray<Expression> more = [exited, .. flags];
        AnfProgram Widen(AnfProgram program) => new(program.Parameters.AddRange(more.Select((_, k) => Expression.Parameter(typeof(bool), k == 0 ? "exited" : null))), program.Equations, program.Results);

        var condition = Widen(loop.While!);
        var body = Widen(loop.Body);
        body = body.With(body.Equations, body.Results.AddRange(more));

        Expression hasExited = condition.Parameters[loop.Initial.Length + 1];
        var going = Expression.Variable(typeof(bool));
        condition = isTested
            ? new AnfProgram(condition.Parameters, [new Equation([going], new IfRegion(hasExited, new AnfProgram([], [], [Expression.Constant(false)]), new AnfProgram([], condition.Equations, condition.Results)))], [going])
            : new AnfProgram(condition.Parameters, [new Equation(going, Expression.Not(hasExited))], [going]);
        return new LoopRegion(null, loop.Initial.AddRange(more.Select(_ => Expression.Constant(false))), condition, body);
    }

    private void Remember(LoopExpression node, List<object> carried) => carriedBefore[node] =
        [.. carried.SelectMany(key => key is ArrayValue array ? bindings.HoldersOf(array).Select(h => ((object?)null, (ParameterExpression?)h)) : [(key, null)])];
}
