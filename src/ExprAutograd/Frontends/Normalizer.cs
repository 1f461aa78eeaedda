using System.Collections.Immutable;
using System.Linq.Expressions;
using ExprAutograd.Anf;
using ExprAutograd.Diagnostics;
using ExprAutograd.Expressions;

namespace ExprAutograd.Frontends;

/// <summary>A user's function as a program: what every transform starts from.</summary>
internal sealed record NormalizedFunction(AnfProgram Program, FunctionShape Shape, SourceMap Source)
{
    /// <summary>True for what a transform returned: it has been through <c>Pipeline.Tidy</c>, which finds nothing more.</summary>
    public bool IsTidy { get; init; }
}

/// <summary>Any expression lambda to a program: lambdas inlined, aggregates taken apart, single assignment, branches as regions.</summary>
/// <remarks>
/// <code>
/// (x, y) => { var z = x * y; if (z > 0) z = z + 1; return (z, y); }      becomes
///
/// t1 = x * y
/// t2 = t1 > 0
/// t3 = if t2 { t4 = t1 + 1; t4 } else { t1 }
/// results t3, y
/// </code>
/// A node's handler is an iterator that yields the operands it wants lowered and finds each in <see cref="result"/>: it reads like recursion
/// and keeps its frames on the heap, so a tree 100,000 deep does not overflow.
/// </remarks>
internal sealed partial class Normalizer
{
    /// <summary>What a branch hands to its adjoint passes through every branch around it: the work grows with the square of the depth.</summary>
    private const int DeepestBranch = 500;

    private readonly ProgramBuilder builder = new();
    private readonly Bindings bindings = new();
    private readonly SourceMap source = new();
    private readonly Stack<(IEnumerator<Expression> Handler, Expression Node, int Version)> pending = new();
    private readonly Dictionary<Expression, (Value Value, int Version, int Scope)> memo = new(ReferenceEqualityComparer.Instance);
    private readonly HashSet<int> openScopes = [0];
    private int scope;
    private int scopesOpened;
    private Value result = null!;

    private Normalizer()
    {
    }

    /// <summary>Normalises <paramref name="lambda"/>.</summary>
    /// <exception cref="UnsupportedExpressionException">A construct has no meaning here; the message names it as the user wrote it.</exception>
    public static NormalizedFunction Normalize(LambdaExpression lambda)
    {
        ArgumentNullException.ThrowIfNull(lambda);
        if (KnownPrograms.Find(lambda) is { } known) return known;
        var normalizer = new Normalizer();
        normalizer.bindings.Set(Exited, False);
        ImmutableArray<ValueShape> shapes = [.. lambda.Parameters.Select(p => ValueShape.Of(p.Type))];
        var leaves = ImmutableArray.CreateBuilder<ParameterExpression>();
        for (var k = 0; k < shapes.Length; k++)
        {
            if (lambda.Parameters[k].IsByRef)
                throw ErrorText.Unsupported(lambda.Parameters[k], "A by-reference parameter cannot be differentiated.", "Take the value as an ordinary parameter and return what is written to it.");
            normalizer.bindings.Set(lambda.Parameters[k], normalizer.Declare(lambda.Parameters[k], shapes[k], leaves));
        }

        var value = normalizer.Lower(lambda.Body);
        if (lambda.ReturnType == typeof(void))
            throw ErrorText.Unsupported(lambda.Body, "The function returns nothing.", "Return the value to be differentiated.");
        var resultShape = ShapeOf(value, lambda.ReturnType);
        var results = ImmutableArray.CreateBuilder<Expression>();
        normalizer.Flatten(value, results);
        var program = normalizer.builder.ToProgram(leaves.ToImmutable(), results.ToImmutable());
        (normalizer.source.Function, normalizer.source.Program) = (lambda, program);
        return new NormalizedFunction(program, new FunctionShape([.. lambda.Parameters], shapes, resultShape), normalizer.source);
    }

    /// <summary>Parameters of leaf type stand for themselves; an aggregate parameter becomes one program parameter per leaf.</summary>
    private Value Declare(ParameterExpression parameter, ValueShape shape, ImmutableArray<ParameterExpression>.Builder leaves)
    {
        var names = new Queue<string>(shape.LeafNames(parameter.Name ?? "p"));
        return Build(shape, isRoot: true);

        Value Build(ValueShape s, bool isRoot)
        {
            if (!s.IsLeaf) return new AggregateValue(General(s.Aggregate!), [.. s.Members.Select(m => Build(m, isRoot: false))]);
            var leaf = isRoot ? parameter : Expression.Parameter(s.Type, names.Dequeue().Replace('.', '_'));
            leaves.Add(leaf);
            return FromAtom(leaf);
        }
    }

    /// <summary>The value of <paramref name="root"/>; runs handlers until the one for the root is done.</summary>
    private Value Lower(Expression root)
    {
        var floor = pending.Count;
        if (TryLeaf(root, out result!)) return result;
        pending.Push((Handle(root), root, bindings.Version));
        while (pending.Count > floor)
        {
            var (handler, node, version) = pending.Peek();
            if (handler.MoveNext())
            {
                var child = handler.Current;
                if (!TryLeaf(child, out result!) && !TryMemo(child)) pending.Push((Handle(child), child, bindings.Version));
            }
            else
            {
                pending.Pop();
                if (version == bindings.Version) memo[node] = (result, version, scope);
            }
        }
        return result;
    }

    /// <summary>A node reached twice (a shared subtree) is computed once, where it assigns nothing and nothing was assigned in between.</summary>
    private bool TryMemo(Expression node)
    {
        if (!memo.TryGetValue(node, out var known) || known.Version != bindings.Version || !openScopes.Contains(known.Scope)) return false;
        result = known.Value;
        return true;
    }

    private bool TryLeaf(Expression e, out Value? value)
    {
        value = e switch
        {
            ConstantExpression c => FromConstant(c),
            ParameterExpression p => Read(p),
            LambdaExpression l => new LambdaValue(l),
            null => throw new UnsupportedExpressionException(null, "", "A null stands where an expression is expected.", "Build the tree without null operands."),
            _ => null,
        };
        return value is not null;
    }

    private Value Read(ParameterExpression p) => bindings.Find(p) switch
    {
        UnassignedValue => throw ErrorText.Unsupported(p, $"The variable '{p.Name}' is read before anything is assigned to it.", "Assign it first."),
        null => throw ErrorText.Unsupported(p, $"The variable '{p.Name}' is neither a parameter nor declared by a block around it.", "Declare it in the block's variables, or make it a parameter."),
        var value => value,
    };

    private static Value FromConstant(ConstantExpression c) => Nullable.GetUnderlyingType(c.Type) is { } number
        ? new NullableValue(c.Type, Expression.Constant(c.Value is not null), Expression.Constant(c.Value ?? Activator.CreateInstance(number), number))
        : new AtomValue(c);

    /// <summary>An atom as a value: arrays by identity, aggregates in parts.</summary>
    private Value FromAtom(Expression atom)
    {
        if (atom.Type.IsArray)
        {
            var array = new ArrayValue(atom.Type);
            bindings.Set(array, new AtomValue(atom));
            return array;
        }
        if (Nullable.GetUnderlyingType(atom.Type) is not null)
            return new NullableValue(atom.Type, builder.Bind(Expression.Property(atom, "HasValue")), builder.Bind(Expression.Call(atom, "GetValueOrDefault", null)));
        if (AggregateType.TryGet(atom.Type) is { } aggregate && atom is ParameterExpression)
            return new AggregateValue(General(aggregate), [.. aggregate.Members.Select((_, k) => FromAtom(builder.Bind(aggregate.Read(atom, k))))]);
        return new AtomValue(atom);
    }

    /// <summary>Vectors and matrices of every class are one: the class says how the user came by the elements.</summary>
    private static AggregateType General(AggregateType aggregate) => aggregate.Dense is { } dense ? AggregateType.TryGet(dense.General)! : aggregate;

    /// <summary>The one atom that holds <paramref name="value"/>; an aggregate is put together.</summary>
    private Expression ToAtom(Value value)
    {
        switch (value)
        {
            case AtomValue a: return a.Atom;
            case ArrayValue array: return ((AtomValue)bindings.Find(array)!).Atom;
            case RowValue row: return builder.Bind(Expression.ArrayIndex(ToAtom(row.Rows), row.Index));
            case ListValue list:
                return builder.Bind(Expression.New(list.Type.GetConstructor([typeof(IEnumerable<>).MakeGenericType(list.Type.GetGenericArguments())])!, ToAtom(list.Items)));
            case NullableValue n:
                return builder.Bind(Expression.Condition(n.HasValue, Expression.Convert(n.Number, n.Type), Expression.Default(n.Type)));
            case AggregateValue g:
                return builder.Bind(g.Aggregate.Create([.. g.Members.Select(ToAtom)]));
            case LambdaValue l:
                throw ErrorText.Unsupported(l.Lambda, "A lambda is used as a value here.", "Invoke it where it is written; a lambda that escapes cannot be inlined.");
            default:
                throw new InvalidOperationException($"No atom for {value.GetType().Name}.");
        }
    }

    private static ValueShape ShapeOf(Value value, Type type) => value switch
    {
        AggregateValue or AtomValue or ArrayValue or RowValue => ValueShape.Of(type == typeof(object) ? value.Type : type),
        _ => ValueShape.Leaf(type),
    };

    private void Flatten(Value value, ImmutableArray<Expression>.Builder atoms)
    {
        if (value is AggregateValue aggregate)
            foreach (var member in aggregate.Members) Flatten(member, atoms);
        else if (value is AtomValue { Atom: ConstantExpression c } && AggregateType.TryGet(c.Type) is not null && !ValueShape.Of(c.Type).IsLeaf)
            foreach (var leaf in ValueShape.Of(c.Type).TakeApart(c)) atoms.Add(ConstantLeaf(leaf));
        else
            atoms.Add(ToAtom(value));
    }

    private Expression ConstantLeaf(Expression leaf) => builder.Bind(leaf);

    /// <summary>Binds an operation on atoms and remembers which of the user's expressions it is.</summary>
    private Value Bind(Expression value, Expression node)
    {
        var variable = builder.Bind(value);
        source.Add(variable, node, Parent(node));
        var bound = FromAtom(variable);
        if (bound is AggregateValue { Aggregate.Dense: not null, Members: [ArrayValue values, ..] } && ToAtom(values) is ParameterExpression elements) source.Add(elements, node, Parent(node));
        return bound;
    }

    /// <summary>The expression around <paramref name="node"/>, for an error to show it in.</summary>
    private Expression? Parent(Expression node)
    {
        var isNext = false;
        foreach (var (_, ancestor, _) in pending)
        {
            if (isNext) return ancestor;
            isNext = ReferenceEquals(ancestor, node);
        }
        return null;
    }

    private void OpenProgram(Expression node, out int outerScope)
    {
        if (openScopes.Count > DeepestBranch)
            throw ErrorText.Unsupported(node, $"Conditionals are nested more than {DeepestBranch} deep.", "Use a switch, or a table of values.");
        builder.Open();
        outerScope = scope;
        scope = ++scopesOpened;
        openScopes.Add(scope);
    }

    private ImmutableArray<Equation> CloseProgram(int outerScope)
    {
        openScopes.Remove(scope);
        scope = outerScope;
        return builder.Close();
    }
}
