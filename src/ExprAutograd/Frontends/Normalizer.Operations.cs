using System.Collections.Immutable;
using System.Linq.Expressions;
using System.Reflection;
using ExprAutograd.Anf;
using ExprAutograd.Expressions;
using ExprAutograd.LinearAlgebra;
using ExprAutograd.Operators;
using ExprAutograd.Sequences;

namespace ExprAutograd.Frontends;

/// <summary>Straight-line nodes: operators, calls, members, construction, indexing.</summary>
internal sealed partial class Normalizer
{
    private IEnumerator<Expression> Handle(Expression e) => DenseLowering.TryLower(e, LambdaOf, ErrorText.Of) is { } loops ? LowerAs(loops) : e switch
    {
        BinaryExpression { NodeType: ExpressionType.Assign } b => LowerAssign(b),
        BinaryExpression { NodeType: ExpressionType.AndAlso or ExpressionType.OrElse } b => LowerShortCircuit(b),
        BinaryExpression { NodeType: ExpressionType.Coalesce } b => LowerCoalesce(b),
        BinaryExpression { NodeType: ExpressionType.ArrayIndex } b => LowerIndex(b, b.Left, [b.Right]),
        BinaryExpression b when CompoundAssignment.IsOne(b) => LowerCompoundAssign(b),
        BinaryExpression b => LowerBinary(b),
        UnaryExpression u when CompoundAssignment.IsOne(u) => LowerIncrementAssign(u),
        UnaryExpression { NodeType: ExpressionType.Throw } u => LowerThrow(u),
        UnaryExpression u => LowerUnary(u),
        ConditionalExpression c => LowerConditional(c),
        SwitchExpression s => LowerSwitch(s),
        BlockExpression b => LowerBlock(b),
        InvocationExpression i => LowerInvocation(i),
        MemberExpression m => LowerMember(m),
        MethodCallExpression m => LowerCall(m),
        IndexExpression { Object: null } => throw Refuse(e, "A static indexer cannot be read.", "Call the method behind it."),
        IndexExpression { Indexer: null } i => LowerIndex(i, i.Object!, i.Arguments),
        IndexExpression i => LowerAs(Expression.Call(i.Object, i.Indexer!.GetMethod!, i.Arguments)),
        NewExpression n => LowerNew(n),
        MemberInitExpression m => LowerMemberInit(m),
        ListInitExpression l => LowerListInit(l),
        NewArrayExpression n => LowerNewArray(n),
        TypeBinaryExpression t => LowerTypeTest(t),
        DefaultExpression d => LowerDefault(d),
        DebugInfoExpression => LowerDefault(Expression.Empty()),
        TryExpression => throw Refuse(e, "A try cannot be differentiated: which statements ran is not known to the adjoint.", "Move the try outside the function, or test for the failure with a conditional."),
        DynamicExpression => throw Refuse(e, "A dynamic operation has no known type, so no derivative.", "Give the operand its static type."),
        RuntimeVariablesExpression => throw Refuse(e, "Runtime variables let other code change locals unseen.", "Pass the values as parameters."),
        LoopExpression l => LowerLoop(l),
        GotoExpression g => LowerGoto(g),
        LabelExpression l => LowerLabel(l),
        Region r => LowerRegion(r),
        { CanReduce: true } => LowerAs(e.Reduce()),
        _ => throw Refuse(e, $"A {e.NodeType} cannot be differentiated.", "Write it with arithmetic, conditionals and calls to methods that have rules."),
    };

    private static Exception Refuse(Expression e, string reason, string remedy) => ErrorText.Unsupported(e, reason, remedy);

    private IEnumerator<Expression> LowerAs(Expression equivalent)
    {
        yield return equivalent;
    }

    private IEnumerator<Expression> LowerBinary(BinaryExpression node)
    {
        node = Unchecked(node);
        yield return node.Left;
        var left = result;
        yield return node.Right;
        var right = result;
        if (left is NullableValue || right is NullableValue) result = LowerLifted(node, left, right);
        else if (node.NodeType == ExpressionType.Power || node.Method is not null && node.Method.DeclaringType != typeof(decimal)) result = Bind(Expression.Call(node.Method!, ToAtom(left), ToAtom(right)), node);
        else result = Bind(Operation.With(node, [ToAtom(left), ToAtom(right)]), node);
    }

    /// <summary>Floating arithmetic never overflows into an exception: checked and unchecked are one operation.</summary>
    private static BinaryExpression Unchecked(BinaryExpression node) => !NumericTypes.IsFloating(node.Type) ? node : node.NodeType switch
    {
        ExpressionType.AddChecked => Expression.Add(node.Left, node.Right),
        ExpressionType.SubtractChecked => Expression.Subtract(node.Left, node.Right),
        ExpressionType.MultiplyChecked => Expression.Multiply(node.Left, node.Right),
        _ => node,
    };

    /// <summary>Arithmetic on nullables: no value if either has none; the number is computed all the same.</summary>
    private Value LowerLifted(BinaryExpression node, Value left, Value right)
    {
        var (a, b) = (AsNullable(left), AsNullable(right));
        var number = Expression.MakeBinary(node.NodeType, a.Number, b.Number);
        var both = builder.Bind(Expression.And(a.HasValue, b.HasValue));
        if (node.NodeType is ExpressionType.Equal or ExpressionType.NotEqual)
        {
            var same = builder.Bind(Expression.Equal(a.HasValue, b.HasValue));
            var equal = builder.Bind(Expression.And(same, builder.Bind(Expression.Or(builder.Bind(Expression.Not(both)), builder.Bind(Expression.Equal(a.Number, b.Number))))));
            return Bind(node.NodeType == ExpressionType.Equal ? equal : Expression.Not(equal), node);
        }
        if (!node.IsLiftedToNull) return Bind(Expression.And(both, builder.Bind(number)), node);
        var bound = (AtomValue)Bind(number, node);
        return new NullableValue(node.Type, both, bound.Atom);
    }

    private static NullableValue AsNullable(Value value) => value as NullableValue
        ?? new NullableValue(typeof(Nullable<>).MakeGenericType(value.Type), Expression.Constant(true), ((AtomValue)value).Atom);

    private IEnumerator<Expression> LowerUnary(UnaryExpression node)
    {
        if (node.NodeType == ExpressionType.Quote)
        {
            result = new LambdaValue((LambdaExpression)node.Operand);
            yield break;
        }
        yield return node.Operand;
        result = (node.NodeType, result) switch
        {
            (ExpressionType.UnaryPlus, var operand) => operand,
            (ExpressionType.NegateChecked, AtomValue a) when NumericTypes.IsFloating(node.Type) => Bind(Expression.Negate(a.Atom), node),
            (ExpressionType.Convert or ExpressionType.ConvertChecked, var operand) when operand.Type == node.Type || (node.Type.IsAssignableFrom(operand.Type) && operand is LambdaValue or ArrayValue or RowValue) => operand,
            (ExpressionType.Convert, AggregateValue { Aggregate.Dense: not null } dense) when DenseType.TryGet(node.Type) is not null => dense,
            (ExpressionType.Convert or ExpressionType.ConvertChecked, NullableValue n) => LowerNullableConversion(node, n),
            (ExpressionType.Convert or ExpressionType.ConvertChecked, AtomValue a) when Nullable.GetUnderlyingType(node.Type) is { } number =>
                new NullableValue(node.Type, Expression.Constant(true), a.Atom.Type == number ? a.Atom : ((AtomValue)Bind(Expression.Convert(a.Atom, number), node)).Atom),
            (ExpressionType.Convert, var operand) when node.Type == typeof(object) && NumericTypes.IsDifferentiable(operand.Type) =>
                throw Refuse(node, "A number is boxed into an object, where no derivative can follow it.", "Keep it in a variable of its own type."),
            (ExpressionType.Negate or ExpressionType.NegateChecked or ExpressionType.Not or ExpressionType.OnesComplement, NullableValue n) =>
                new NullableValue(node.Type, n.HasValue, ((AtomValue)Bind(Expression.MakeUnary(node.NodeType, n.Number, n.Number.Type), node)).Atom),
            (ExpressionType.Increment, var operand) => Bind(Expression.Add(ToAtom(operand), CompoundAssignment.One(node.Type)), node),
            (ExpressionType.Decrement, var operand) => Bind(Expression.Subtract(ToAtom(operand), CompoundAssignment.One(node.Type)), node),
            (ExpressionType.IsTrue, var operand) => operand,
            (ExpressionType.IsFalse, var operand) => Bind(Expression.Not(ToAtom(operand)), node),
            (_, var operand) when node.Method is not null && node.Method.DeclaringType != typeof(decimal) => Bind(Expression.Call(node.Method, ToAtom(operand)), node),
            (_, var operand) => Bind(Operation.With(node, [ToAtom(operand)]), node),
        };
    }

    private Value LowerNullableConversion(UnaryExpression node, NullableValue value)
    {
        if (Nullable.GetUnderlyingType(node.Type) is { } number)
            return new NullableValue(node.Type, value.HasValue, ((AtomValue)Bind(Expression.Convert(value.Number, number), node)).Atom);
        var required = ((AtomValue)Bind(Expression.Call(typeof(ControlOperators), nameof(ControlOperators.Required), [value.Number.Type], value.HasValue, value.Number), node)).Atom;
        return required.Type == node.Type ? new AtomValue(required) : Bind(Expression.Convert(required, node.Type), node);
    }

    private IEnumerator<Expression> LowerThrow(UnaryExpression node)
    {
        if (node.Operand is null) throw Refuse(node, "A rethrow has no exception of its own here.", "Throw a new exception.");
        yield return node.Operand;
        var type = node.Type == typeof(void) ? typeof(bool) : node.Type;
        var raise = typeof(ControlOperators).GetMethod(nameof(ControlOperators.Throw))!.MakeGenericMethod(type);
        result = Bind(Expression.Call(raise, ToAtom(result)), node);
    }

    private IEnumerator<Expression> LowerTypeTest(TypeBinaryExpression node)
    {
        yield return node.Expression;
        result = result is AtomValue { Type.IsValueType: false } a ? Bind(Operation.With(node, [a.Atom]), node) : new AtomValue(Expression.Constant(node.TypeOperand.IsAssignableFrom(result.Type)));
    }

    private IEnumerator<Expression> LowerDefault(DefaultExpression node)
    {
        result = DefaultOf(node.Type);
        yield break;
    }

    private static Value DefaultOf(Type type)
    {
        if (type == typeof(void)) return new AtomValue(Expression.Constant(false));
        if (AggregateType.TryGet(type) is { } aggregate && type.IsValueType) return new AggregateValue(aggregate, [.. aggregate.Members.Select(m => DefaultOf(m.Type))]);
        return FromConstant(Expression.Constant(type.IsValueType ? Activator.CreateInstance(type) : null, type));
    }

    private IEnumerator<Expression> LowerMember(MemberExpression node)
    {
        if (CapturedLambda.Find(node) is { } captured)
        {
            result = new LambdaValue(captured);
            yield break;
        }
        if (node.Expression is null)
        {
            result = node.Member is FieldInfo { IsLiteral: true } literal
                ? new AtomValue(Expression.Constant(literal.GetRawConstantValue(), node.Type))
                : Bind(node, node);
            yield break;
        }
        yield return node.Expression;
        result = result switch
        {
            AggregateValue g when g.Aggregate.IndexOf(node.Member) is >= 0 and var k => g.Members[k],
            NullableValue n when node.Member.Name == "HasValue" => new AtomValue(n.HasValue),
            NullableValue n => LowerNullableConversion(Expression.Convert(node.Expression, Nullable.GetUnderlyingType(n.Type)!), n),
            ListValue list when node.Member.Name == nameof(List<>.Count) => Bind(Expression.ArrayLength(ToAtom(list.Items)), node),
            ArrayValue or RowValue when node.Member.Name == nameof(Array.Length) && result.Type.GetArrayRank() == 1 => Bind(Expression.ArrayLength(ToAtom(result)), node),
            var value => Bind(Expression.MakeMemberAccess(ToAtom(value), node.Member), node),
        };
    }

    private IEnumerator<Expression> LowerCall(MethodCallExpression node)
    {
        if ((ArrayCalls.TryLower(node) ?? SequenceLowering.TryLower(node, LambdaOf)) is { } loops)
        {
            yield return loops;
            yield break;
        }
        Value? instance = null;
        if (node.Object is not null)
        {
            yield return node.Object;
            instance = result;
        }
        if (node.Object is not null && node.Object.Type.IsArray && node.Method.Name is "Get" or "GetValue" && node.Arguments.Count > 1)
        {
            var load = LowerElement(node, instance!, node.Arguments);
            while (load.MoveNext()) yield return load.Current;
            yield break;
        }
        if (instance is ListValue list && node.Method.Name == "get_Item")
        {
            var load = LowerElement(node, list.Items, node.Arguments);
            while (load.MoveNext()) yield return load.Current;
            yield break;
        }
        var arguments = new Value[node.Arguments.Count];
        for (var k = 0; k < arguments.Length; k++)
        {
            yield return node.Arguments[k];
            arguments[k] = result;
        }
        if (node.Method.DeclaringType == typeof(FactoredMatrix))
        {
            result = arguments[0] is AggregateValue factored ? factored.Members[node.Method.Name == nameof(FactoredMatrix.Of) ? 0 : 1] : Bind(Expression.Call(node.Method, ToAtom(arguments[0])), node);
            yield break;
        }
        if (node.Method.DeclaringType == typeof(DenseStorage))
        {
            result = Dense(node, arguments);
            yield break;
        }
        if (node.Type == typeof(void))
            throw Refuse(node, $"'{node.Method.Name}' returns nothing: what it does is no part of the function's value.", "Leave the call out, or do it before or after.");
        if (node.Method.GetParameters().Any(p => p.ParameterType.IsByRef))
            throw Refuse(node, $"'{node.Method.Name}' writes through a by-reference parameter.", "Call a method that returns its result.");
        if (node.Method.DeclaringType == typeof(SequenceOperators) && node.Method.Name == nameof(SequenceOperators.ArrayOf) && arguments[0] is ArrayValue or RowValue or ListValue)
        {
            result = arguments[0] is ListValue of ? of.Items : arguments[0];
            yield break;
        }
        if (instance is ArrayValue or RowValue && node.Method.Name == nameof(Array.Clone) && arguments.Length == 0)
        {
            if (instance.Type.GetElementType()!.IsArray) throw Refuse(node, "A clone of an array of arrays shares its rows with the original.", "Clone the rows one by one.");
            result = Bind(ArrayMethods.Call(nameof(ArrayOperators.Copy), ToAtom(instance)), node);
            yield break;
        }
        if (instance is NullableValue nullable && node.Method.Name == "GetValueOrDefault")
        {
            if (arguments.Length == 0) result = new AtomValue(nullable.Number);
            else result = Select(node, nullable.HasValue, new AtomValue(nullable.Number), arguments[0]);
            yield break;
        }
        if (instance is LambdaValue lambda && node.Method.Name is "Compile" or "Invoke")
        {
            if (node.Method.Name == "Compile") result = lambda;
            else
            {
                var inlined = Inline(node, lambda, arguments);
                while (inlined.MoveNext()) yield return inlined.Current;
            }
            yield break;
        }
        if (instance is null && node.Method.Name == "Create" && node.Method.DeclaringType is { } owner && (owner == typeof(ValueTuple) || owner == typeof(Tuple))
            && AggregateType.TryGet(node.Type) is { } tuple && tuple.Members.Length == arguments.Length)
        {
            result = new AggregateValue(tuple, [.. arguments]);
            yield break;
        }
        if (Components.Of(node.Method) is { } components)
        {
            var atoms = arguments.Select(ToAtom).ToArray();
            var parts = components.Select(c => Bind(Operation.With(c.Body, atoms), node)).ToImmutableArray();
            result = new AggregateValue(AggregateType.TryGet(node.Type)!, parts);
            yield break;
        }
        result = Bind(instance is null
            ? Expression.Call(CanonicalAttribute.Of(node.Method), arguments.Select(ToAtom))
            : Expression.Call(ToAtom(instance), node.Method, arguments.Select(ToAtom)), node);
    }

    /// <summary>A vector or matrix made of its parts, or the elements of one.</summary>
    private Value Dense(MethodCallExpression node, Value[] arguments) => (DenseType.TryGet(node.Type), arguments[0]) switch
    {
        ({ } made, _) => new AggregateValue(AggregateType.TryGet(made.General)!, [.. arguments]),
        (null, AggregateValue whole) => whole.Members[0],
        _ => Bind(Expression.Call(node.Method, ToAtom(arguments[0])), node),
    };

    /// <summary>The lambda that an argument of a LINQ call stands for.</summary>
    private LambdaExpression? LambdaOf(Expression argument) => argument switch
    {
        LambdaExpression lambda => lambda,
        UnaryExpression { NodeType: ExpressionType.Quote } quote => (LambdaExpression)quote.Operand,
        ParameterExpression p => (bindings.Find(p) as LambdaValue)?.Lambda,
        MemberExpression m => CapturedLambda.Find(m),
        _ => null,
    };

    private IEnumerator<Expression> LowerNew(NewExpression node)
    {
        var arguments = new Value[node.Arguments.Count];
        for (var k = 0; k < arguments.Length; k++)
        {
            yield return node.Arguments[k];
            arguments[k] = result;
        }
        if (AggregateType.TryGet(node.Type) is { } aggregate)
        {
            if (node.Constructor is null || node.Arguments.Count == 0 && !aggregate.HasConstructor)
            {
                result = DefaultMembers(aggregate);
                yield break;
            }
            if (aggregate.IsMemberwise(node.Constructor))
            {
                result = new AggregateValue(aggregate, [.. arguments]);
                yield break;
            }
        }
        if (Nullable.GetUnderlyingType(node.Type) is not null)
        {
            result = new NullableValue(node.Type, Expression.Constant(true), ToAtom(arguments[0]));
            yield break;
        }
        if (arguments is [ArrayValue items] && node.Type.IsGenericType && node.Type.GetGenericTypeDefinition() == typeof(List<>))
        {
            result = new ListValue(node.Type, items);
            yield break;
        }
        result = Bind(Expression.New(node.Constructor!, arguments.Select(ToAtom)), node);
    }

    private static AggregateValue DefaultMembers(AggregateType aggregate) => new(aggregate, [.. aggregate.Members.Select(m => DefaultOf(m.Type))]);

    private IEnumerator<Expression> LowerMemberInit(MemberInitExpression node)
    {
        yield return node.NewExpression;
        if (result is not AggregateValue value)
            throw Refuse(node, $"'{NumericTypes.Name(node.Type)}' is not just its members, so an initializer cannot be followed.", "Use a tuple, a record, or a type whose public members are all its state.");
        var members = value.Members.ToBuilder();
        foreach (var binding in node.Bindings)
        {
            if (binding is not MemberAssignment assignment || value.Aggregate.IndexOf(binding.Member) < 0)
                throw Refuse(node, $"The initializer of '{binding.Member.Name}' is not a plain assignment.", "Assign the member a whole value.");
            yield return assignment.Expression;
            members[value.Aggregate.IndexOf(binding.Member)] = result;
        }
        result = new AggregateValue(value.Aggregate, members.ToImmutable());
    }

    private IEnumerator<Expression> LowerListInit(ListInitExpression node)
    {
        if (node.NewExpression.Arguments.Count > 0 || node.Initializers.Any(i => i.Arguments.Count != 1) || !node.Type.IsGenericType || node.Type.GetGenericTypeDefinition() != typeof(List<>))
            throw Refuse(node, "Only a List<T> with plain elements can be initialized here.", "Use an array.");
        yield return Expression.NewArrayInit(node.Type.GetGenericArguments()[0], node.Initializers.Select(i => i.Arguments[0]));
        result = new ListValue(node.Type, (ArrayValue)result);
    }

    private IEnumerator<Expression> LowerNewArray(NewArrayExpression node)
    {
        var operands = new Expression[node.Expressions.Count];
        for (var k = 0; k < operands.Length; k++)
        {
            yield return node.Expressions[k];
            operands[k] = ToAtom(result);
        }
        result = Bind(Operation.With(node, operands), node);
    }

    private IEnumerator<Expression> LowerIndex(Expression node, Expression array, IReadOnlyList<Expression> indices)
    {
        yield return array;
        var load = LowerElement(node, result, indices);
        while (load.MoveNext()) yield return load.Current;
    }

    private IEnumerator<Expression> LowerElement(Expression node, Value array, IReadOnlyList<Expression> indices)
    {
        var atoms = new Expression[indices.Count];
        for (var k = 0; k < atoms.Length; k++)
        {
            yield return indices[k];
            atoms[k] = ToAtom(result);
        }
        result = Element(node, array, atoms);
    }

    private Value Element(Expression node, Value array, Expression[] indices)
    {
        if (array is ArrayValue rows && indices.Length == 1 && rows.Type.GetElementType()!.IsArray) return new RowValue(rows, indices[0]);
        var version = ToAtom(array);
        if (indices.Length == 1) return Bind(Expression.ArrayIndex(version, indices[0]), node);
        return Bind(ArrayMethods.TryCall(nameof(ArrayOperators.Load), [version, .. indices]) ?? (Expression)Expression.Call(version, version.Type.GetMethod("Get")!, indices), node);
    }

    private IEnumerator<Expression> LowerInvocation(InvocationExpression node)
    {
        yield return node.Expression;
        if (result is not LambdaValue lambda)
            throw Refuse(node, "A delegate is invoked whose code is not part of the expression.", "Hold it as an Expression<Func<...>> and invoke that, or call a method that has a rule.");
        var arguments = new Value[node.Arguments.Count];
        for (var k = 0; k < arguments.Length; k++)
        {
            yield return node.Arguments[k];
            arguments[k] = result;
        }
        var inlined = Inline(node, lambda, arguments);
        while (inlined.MoveNext()) yield return inlined.Current;
    }

    /// <summary>The lambda's body with its parameters bound; what they were bound to before comes back after.</summary>
    private IEnumerator<Expression> Inline(Expression node, LambdaValue function, Value[] arguments)
    {
        var lambda = function.Lambda;
        if (pending.Count(p => ReferenceEquals(p.Node, lambda.Body)) > 0)
            throw Refuse(node, "A lambda invokes itself; its depth is not known when the gradient is built.", "Write the recursion as a loop.");
        if (KnownPrograms.Find(lambda) is { } known)
        {
            result = InlineKnown(known, arguments);
            yield break;
        }
        ImmutableArray<(ParameterExpression Parameter, Value Value)> scope = [.. function.Captured, .. lambda.Parameters.Zip(arguments)];
        var before = scope.Select(s => bindings.Find(s.Parameter)).ToArray();
        foreach (var (parameter, value) in scope) bindings.Set(parameter, value);
        yield return lambda.Body;

        // A lambda that is returned keeps the parameters it was made under.
        var returned = result is LambdaValue inner ? new LambdaValue(inner.Lambda, [.. inner.Captured, .. scope]) : result;
        for (var k = scope.Length - 1; k >= 0; k--) bindings.Restore(scope[k].Parameter, before[k]);
        result = returned;
    }

    /// <summary>What a transform returned, invoked inside another function: its program is spliced in.</summary>
    private Value InlineKnown(NormalizedFunction known, Value[] arguments)
    {
        var leaves = ImmutableArray.CreateBuilder<Expression>();
        foreach (var argument in arguments) Flatten(argument, leaves);
        var results = new Queue<Expression>(builder.Inline(LeafParameters.Run(known), [.. leaves]));
        return Build(known.Shape.Result);

        Value Build(ValueShape shape) => shape.IsLeaf ? FromAtom(results.Dequeue()) : new AggregateValue(shape.Aggregate!, [.. shape.Members.Select(Build)]);
    }

    /// <summary>A region that a transform made, met again in its result: its programs are already normal.</summary>
    private IEnumerator<Expression> LowerRegion(Region region)
    {
        var names = new Dictionary<ParameterExpression, Expression>();
        foreach (var free in FreeVariables.Of(new AnfProgram([], [new Equation([], region)], [])))
        {
            yield return free;
            names[free] = ToAtom(result);
        }
        var copy = (Region)Substitution.Rename(new AnfProgram([], [new Equation([], region)], []), names).Equations[0].Value;
        var variables = builder.Bind(copy);
        if (variables.Length != 1) throw Refuse(region, "A region with several results stands where one value is expected.", "Report this as a defect.");
        result = FromAtom(variables[0]);
    }
}
