using System.Collections.Immutable;
using System.Linq.Expressions;
using System.Reflection;
using ExprAutograd.Anf;
using ExprAutograd.Diagnostics;
using ExprAutograd.Expressions;
using ExprAutograd.Operators;

namespace ExprAutograd.Lowering;

/// <summary>A program as statements of the emit dialect: expressions nested again, arrays written in place, one block of locals.</summary>
/// <remarks>
/// <code>
/// t1 = p + q
/// t2 = t1 * s       =>     var t1 = p + q;
/// results t2, s, t1        return (t1 * s, (s, t1));
/// </code>
/// A value that is read once, in its own program, is written where it is read. Deep nests are cut into locals.
/// </remarks>
internal sealed class Emitter
{
    /// <summary>Readable, and far from any stack limit.</summary>
    private const int HighestExpression = 12;

    private readonly Func<MethodInfo, bool> isPure;
    private readonly UseTable uses;
    private readonly ArrayPlan arrays;
    private readonly MethodPlan methods;
    private readonly FrameLayout? layout;
    private readonly Dictionary<ParameterExpression, ParameterExpression> storage = [];
    private MethodBody body = null!;

    private Emitter(AnfProgram program, Func<MethodInfo, bool> isPure, MethodPlan methods, FrameLayout? layout)
    {
        this.isPure = isPure;
        this.methods = methods;
        this.layout = layout;
        uses = UseTable.Of(program);
        arrays = ArrayPlan.Of(program);
    }

    /// <summary>One method under construction: its locals, the values that wait to be written where they are read, its view of the frame.</summary>
    private sealed class MethodBody(int method)
    {
        public int Method { get; } = method;

        public LocalSet Locals { get; } = [];

        public Dictionary<ParameterExpression, (Expression Value, int Height)> Pending { get; } = [];

        /// <summary>Locals that hold crossing variables of other methods, loaded on entry.</summary>
        public Dictionary<ParameterExpression, ParameterExpression> Loaded { get; } = [];

        public ParameterExpression? Frame { get; set; }

        /// <summary>The frame's arrays that this method touches, each in a local, with the highest slot it touches.</summary>
        public Dictionary<Type, (ParameterExpression Array, int Highest)> Slots { get; } = [];
    }

    /// <summary>The program as one readable lambda, whatever its size.</summary>
    public static LambdaExpression ToReadable(AnfProgram program, FunctionShape shape, Type delegateType, Func<MethodInfo, bool> isPure)
    {
        var emitter = new Emitter(program, isPure, MethodPlan.Single(program), null);
        return emitter.EmitWhole(program, shape, delegateType, []);
    }

    /// <summary>The program as a delegate's lambda and, when it is large, the methods it runs on a frame.</summary>
    /// <param name="program">The program, without object constants.</param>
    /// <param name="shape">The user's signature.</param>
    /// <param name="delegateType">The delegate to compile to.</param>
    /// <param name="environment">The variables that captured objects are read into; their array is <paramref name="environmentValues"/>.</param>
    /// <param name="environmentValues">The captured objects: the one constant of the lambda.</param>
    /// <param name="isPure">Which methods only compute.</param>
    public static EmittedFunction ToMethods(
        AnfProgram program, FunctionShape shape, Type delegateType, ImmutableArray<ParameterExpression> environment, object[] environmentValues, Func<MethodInfo, bool> isPure)
    {
        var entry = environment.Select((v, k) => (Expression)Expression.Assign(v, Expression.Convert(Expression.ArrayIndex(Expression.Constant(environmentValues), Expression.Constant(k)), v.Type))).ToList();
        var withEnvironment = new AnfProgram(program.Parameters.AddRange(environment), program.Equations, program.Results);
        var methods = MethodPlan.Of(withEnvironment);
        if (!methods.IsSplit)
        {
            var single = new Emitter(program, isPure, methods, null);
            return new EmittedFunction(single.EmitWhole(program, shape, delegateType, entry, environment), null, []);
        }
        var layout = new FrameLayout(methods.Crossing);
        var emitter = new Emitter(program, isPure, methods, layout);
        return emitter.EmitSplit(withEnvironment, shape, delegateType, entry, environment, environmentValues);
    }

    private LambdaExpression EmitWhole(AnfProgram program, FunctionShape shape, Type delegateType, List<Expression> entry, ImmutableArray<ParameterExpression> environment = default)
    {
        body = new MethodBody(0);
        var statements = entry;
        if (!environment.IsDefault) body.Locals.AddRange(environment);
        TakeApart(shape, program.Parameters, statements);
        Emit(program, new MethodPlan.Segment(0, program.Equations.Length, 0), statements);
        statements.Add(Create(shape.Result, new Queue<Expression>(program.Results.Select(r => Resolve(r).Value)), statements));
        return Lambda(delegateType, statements, shape.Parameters);
    }

    private void TakeApart(FunctionShape shape, ImmutableArray<ParameterExpression> leaves, List<Expression> statements)
    {
        var locals = new List<ParameterExpression>();
        shape.TakeParametersApart(leaves, locals, statements);
        body.Locals.AddRange(locals);
    }

    private LambdaExpression Lambda(Type delegateType, List<Expression> statements, IEnumerable<ParameterExpression> parameters)
    {
        if (statements.Count == 1 && body.Locals.Count == 0) return Expression.Lambda(delegateType, statements[0], parameters);
        return Expression.Lambda(delegateType, LocalReuse.Run(Expression.Block(body.Locals, statements)), parameters);
    }

    private EmittedFunction EmitSplit(
        AnfProgram program, FunctionShape shape, Type delegateType, List<Expression> entry, ImmutableArray<ParameterExpression> environment, object[] environmentValues)
    {
        var layoutConstant = Expression.Convert(Expression.ArrayIndex(Expression.Constant(environmentValues), Expression.Constant(environmentValues.Length - 1)), typeof(FrameLayout));
        environmentValues[^1] = layout!;
        body = new MethodBody(0) { Frame = Expression.Variable(typeof(Frame), "frame") };
        body.Locals.AddRange(environment);
        var main = body;
        var statements = entry;
        TakeApart(shape, [.. program.Parameters.Take(program.Parameters.Length - environment.Length)], statements);
        main.Locals.Add(main.Frame);
        statements.Add(Expression.Assign(main.Frame, Expression.Call(typeof(FrameLayout), nameof(FrameLayout.Rent), null, layoutConstant)));
        var opened = statements.Count;
        foreach (var parameter in program.Parameters) StoreCrossing(parameter, parameter, statements);

        var lambdas = new LambdaExpression[methods.MethodCount];
        EmitApart(program, lambdas);
        body = main;
        foreach (var segment in methods.SegmentsOf(program)) statements.Add(RunMethod(segment.Method));
        var leaves = new Queue<Expression>(program.Results.Select(r =>
        {
            var local = Expression.Variable(r.Type);
            main.Locals.Add(local);
            statements.Add(Expression.Assign(local, r is ParameterExpression p && methods.IsCrossing(p) ? Slot(main, p) : Resolve(r).Value));
            return (Expression)local;
        }).ToArray());
        statements.InsertRange(opened, OpenFrame(main));
        statements.Add(Expression.Call(typeof(FrameLayout), nameof(FrameLayout.Return), null, main.Frame));
        statements.Add(Create(shape.Result, leaves, statements));
        return new EmittedFunction(Lambda(delegateType, statements, shape.Parameters), layout, [.. lambdas.Skip(1).Cast<Expression<Action<Frame>>>()]);
    }

    /// <summary>Emits the methods of a program that does not run where it stands; its results are left to <paramref name="deliver"/> in the last one.</summary>
    private void EmitApart(AnfProgram program, LambdaExpression[] lambdas, Action<List<Expression>>? deliver = null)
    {
        var caller = body;
        var segments = methods.SegmentsOf(program);
        for (var k = 0; k < segments.Count; k++)
        {
            body = new MethodBody(segments[k].Method) { Frame = Expression.Parameter(typeof(Frame), "frame") };
            var statements = new List<Expression>();
            pendingLambdas = lambdas;
            Emit(program, segments[k], statements);
            if (k == segments.Count - 1) deliver?.Invoke(statements);
            var loads = body.Loaded.Select(l => Expression.Assign(l.Value, Slot(body, l.Key))).ToList();
            statements.InsertRange(0, [.. OpenFrame(body), .. loads]);
            statements.Add(Expression.Empty());
            lambdas[segments[k].Method] = Lambda(typeof(Action<Frame>), statements, [body.Frame]);
        }
        body = caller;
    }

    private LambdaExpression[] pendingLambdas = [];

    private MethodCallExpression RunMethod(int method) => Expression.Call(typeof(FrameLayout), nameof(FrameLayout.Run), null, body.Frame!, Expression.Constant(method - 1));

    private Expression Slot(MethodBody method, ParameterExpression variable)
    {
        var kind = FrameLayout.KindOf(variable.Type);
        var slot = layout!.SlotOf(variable);
        if (!method.Slots.TryGetValue(kind, out var slots)) slots = (Expression.Variable(kind.MakeArrayType(), kind.Name.ToLowerInvariant() + "s"), slot);
        method.Slots[kind] = slots with { Highest = Math.Max(slots.Highest, slot) };
        var element = Expression.ArrayIndex(slots.Array, Expression.Constant(slot));
        return kind == typeof(object) ? Expression.Convert(element, variable.Type) : element;
    }

    /// <summary>Takes the frame's arrays into locals; a read of the highest slot first, and the JIT drops the range check of every lower one.</summary>
    private static IEnumerable<Expression> OpenFrame(MethodBody method)
    {
        foreach (var (kind, (array, highest)) in method.Slots)
        {
            var name = kind == typeof(double) ? nameof(Frame.Doubles) : kind == typeof(float) ? nameof(Frame.Floats)
                : kind == typeof(int) ? nameof(Frame.Integers) : kind == typeof(bool) ? nameof(Frame.Booleans) : nameof(Frame.Objects);
            var first = Expression.Variable(kind, "highest");
            method.Locals.Add(array);
            method.Locals.Add(first);
            yield return Expression.Assign(array, Expression.Property(method.Frame!, name));
            yield return Expression.Assign(first, Expression.ArrayIndex(array, Expression.Constant(highest)));
        }
    }

    private void StoreCrossing(ParameterExpression variable, Expression local, List<Expression> statements)
    {
        if (!methods.IsCrossing(variable)) return;
        var slot = Slot(body, variable);
        var element = (BinaryExpression)(slot is UnaryExpression u ? u.Operand : slot);
        Expression value = slot is UnaryExpression ? Expression.Convert(local, typeof(object)) : local;
        statements.Add(Expression.Assign(Expression.ArrayAccess(element.Left, element.Right), value));
    }

    private void Emit(AnfProgram program, MethodPlan.Segment segment, List<Expression> statements)
    {
        for (var k = segment.Start; k < segment.End; k++)
        {
            var equation = program.Equations[k];
            switch (equation.Value)
            {
                case IfRegion branch: EmitIf(equation, branch, program, statements); break;
                case ParallelLoop loop: EmitLoop(equation, loop, statements); break;
                case Region: throw new NotSupportedException($"No emission for {equation.Value.GetType().Name}.");
                default:
                    if (ArrayPlan.IsUpdate(equation.Value)) EmitUpdate(equation, statements);
                    else EmitValue(equation, program, statements);
                    break;
            }
        }
    }

    private void EmitValue(Equation equation, AnfProgram program, List<Expression> statements)
    {
        var variable = equation.Variable;
        var value = equation.Value;
        var operands = new Expression[Operation.OperandCount(value)];
        var height = 0;
        for (var k = 0; k < operands.Length; k++)
        {
            (operands[k], var h) = Resolve(Operation.Operand(value, k));
            height = Math.Max(height, h + 1);
        }
        value = Spelled.AsSyntax(Operation.With(value, operands));
        if (value.Type == typeof(void))
        {
            statements.Add(value);
            return;
        }
        Place(variable, value, height, program, statements, mustStay: IsOrdered(equation.Value));
    }

    /// <summary>Keeps the value to be written where it is read, or assigns it to a local now.</summary>
    private void Place(ParameterExpression variable, Expression value, int height, AnfProgram program, List<Expression> statements, bool mustStay)
    {
        if (!mustStay && height <= HighestExpression && !methods.IsCrossing(variable) && uses.IsSingle(variable, program))
        {
            body.Pending[variable] = (value, height);
            return;
        }
        if (!uses.IsUsed(variable) && !mustStay) return;
        statements.Add(Expression.Assign(Declare(variable), value));
        StoreCrossing(variable, variable, statements);
    }

    /// <summary>True for what must happen where it stands: an effect, or a load from storage that changes.</summary>
    private bool IsOrdered(Expression value) => value switch
    {
        BinaryExpression { NodeType: ExpressionType.ArrayIndex } load => arrays.IsMutable(load.Left),
        NewArrayExpression => true,
        MethodCallExpression m => m.Type.IsArray || !isPure(m.Method) || m.Arguments.Any(a => a.Type.IsArray && arrays.IsMutable(a)),
        NewExpression => true,
        _ => false,
    };

    private ParameterExpression Declare(ParameterExpression variable)
    {
        body.Locals.Add(variable);
        return variable;
    }

    /// <summary>What stands for an atom in this method: a constant, the expression that was waiting for this one read, or a local.</summary>
    private (Expression Value, int Height) Resolve(Expression atom)
    {
        if (atom is not ParameterExpression p) return (atom, 0);
        if (body.Pending.Remove(p, out var pending)) return pending;
        if (storage.TryGetValue(p, out var shared)) p = shared;
        if (body.Method == 0 || !methods.IsCrossing(p) || body.Locals.Contains(p)) return (p, 0);
        if (!body.Loaded.TryGetValue(p, out var local))
        {
            local = Expression.Variable(p.Type, p.Name);
            body.Loaded[p] = local;
            body.Locals.Add(local);
        }
        return (local, 0);
    }

    private void EmitUpdate(Equation equation, List<Expression> statements)
    {
        var call = (MethodCallExpression)equation.Value;
        var before = Resolve(call.Arguments[0]).Value;
        var variable = equation.Variable;
        Expression target = before;
        if (arrays.IsInPlace(equation) && before is ParameterExpression local) storage[variable] = local;
        else
        {
            target = Declare(variable);
            statements.Add(Expression.Assign(variable, Copy(before)));
        }
        switch (call.Method.Name)
        {
            case var name when call.Method.DeclaringType == typeof(MatrixOperators):
                if (name == nameof(MatrixOperators.With))
                {
                    statements.Add(Expression.Assign(Expression.ArrayAccess(target, Resolve(call.Arguments[1]).Value, Resolve(call.Arguments[2]).Value), Resolve(call.Arguments[3]).Value));
                    break;
                }
                var twin = typeof(MatrixOperators).GetMethod(name.Replace(nameof(MatrixOperators.With), "Put", StringComparison.Ordinal), [.. call.Arguments.Select(a => a.Type)])!;
                statements.Add(Expression.Call(twin, [target, .. call.Arguments.Skip(1).Select(a => Resolve(a).Value)]));
                break;
            case nameof(ArrayOperators.Sum):
                statements.Add(Expression.Call(typeof(ArrayOperators).GetMethod(nameof(ArrayOperators.AddTo), [call.Type, call.Type])!, target, Resolve(call.Arguments[1]).Value));
                break;
            case nameof(ArrayOperators.AddAt) when call.Arguments[^1].Type.IsArray:
                statements.Add(Expression.Call(typeof(ArrayOperators).GetMethod(nameof(ArrayOperators.AddTo), [.. call.Arguments.Select(a => a.Type)])!, [target, .. call.Arguments.Skip(1).Select(a => Resolve(a).Value)]));
                break;
            case nameof(ArrayOperators.AddAt):
                var element = Element(target, [.. call.Arguments.Skip(1).SkipLast(1).Select(i => Held(Resolve(i).Value, statements))]);
                statements.Add(Expression.Assign(element, Expression.Add(element, Resolve(call.Arguments[^1]).Value)));
                break;
            default:
                statements.Add(Expression.Assign(Expression.ArrayAccess(target, Resolve(call.Arguments[1]).Value), Resolve(call.Arguments[2]).Value));
                break;
        }
        if (!storage.ContainsKey(variable)) StoreCrossing(variable, variable, statements);
        else if (methods.IsCrossing(variable))
        {
            // Another method reads this version: give it a name of its own in the frame.
            storage.Remove(variable);
            statements.Add(Expression.Assign(Declare(variable), target));
            StoreCrossing(variable, variable, statements);
        }
    }

    /// <summary>A local that holds the value, where it is not one already: it is about to be mentioned twice.</summary>
    private Expression Held(Expression value, List<Expression> statements)
    {
        if (value is ParameterExpression or ConstantExpression) return value;
        var held = Expression.Variable(value.Type);
        body.Locals.Add(held);
        statements.Add(Expression.Assign(held, value));
        return held;
    }

    private static IndexExpression Element(Expression array, Expression[] indices) =>
        indices.Length == 2 && array.Type.GetArrayRank() == 1
            ? Expression.ArrayAccess(Expression.ArrayIndex(array, indices[0]), indices[1])
            : Expression.ArrayAccess(array, indices);

    private static MethodCallExpression Copy(Expression array) => Expression.Call(
        typeof(ArrayOperators).GetMethod(nameof(ArrayOperators.Copy), [array.Type])
            ?? typeof(ArrayOperators).GetMethods().Single(m => m.Name == nameof(ArrayOperators.Copy) && m.IsGenericMethod).MakeGenericMethod(array.Type.GetElementType()!), array);

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
        Emit(side, methods.SegmentsOf(side)[0], statements);
        return new EmittedSide(statements, [.. side.Results.Select(Resolve)], false);
    });

    private static BlockExpression Finish(EmittedSide side, Equation equation)
    {
        for (var k = 0; k < side.Results.Length; k++)
            if (!ReferenceEquals(equation.Variables[k], side.Results[k].Value)) side.Statements.Add(Expression.Assign(equation.Variables[k], side.Results[k].Value));
        side.Statements.Add(Expression.Empty());
        return Expression.Block(typeof(void), side.Statements);
    }

    private void EmitLoop(Equation equation, ParallelLoop loop, List<Expression> statements)
    {
        var count = Resolve(loop.Count).Value;
        count = Held(count, statements);
        var index = Declare(loop.Body.Parameters[0]);
        for (var k = 0; k < equation.Variables.Length; k++)
        {
            Declare(equation.Variables[k]);
            statements.Add(Expression.Assign(equation.Variables[k], loop.Outputs[k] == LoopOutput.Collect
                ? Expression.NewArrayBounds(loop.Body.Results[k].Type, count)
                : Expression.Default(loop.Body.Results[k].Type)));
        }
        var inner = new List<Expression>();
        Emit(loop.Body, methods.SegmentsOf(loop.Body)[0], inner);
        for (var k = 0; k < equation.Variables.Length; k++)
        {
            var (variable, item) = (equation.Variables[k], Resolve(loop.Body.Results[k]).Value);
            inner.Add(loop.Outputs[k] == LoopOutput.Collect
                ? Expression.Assign(Expression.ArrayAccess(variable, index), item)
                : Expression.Assign(variable, Expression.Add(variable, item)));
        }
        inner.Add(Expression.Assign(index, Expression.Add(index, Expression.Constant(1))));
        inner.Add(Expression.Empty());
        var exit = Expression.Label();
        statements.Add(Expression.Assign(index, Expression.Constant(0)));
        statements.Add(Expression.Loop(Expression.IfThenElse(Expression.LessThan(index, count), Expression.Block(typeof(void), inner), Expression.Break(exit)), exit));
        foreach (var variable in equation.Variables) StoreCrossing(variable, variable, statements);
    }

    /// <summary>The user's result from its leaves; what has no constructor for all members is made empty and filled.</summary>
    private Expression Create(ValueShape shape, Queue<Expression> leaves, List<Expression> statements)
    {
        if (shape.IsLeaf) return leaves.Dequeue();
        var members = shape.Members.Select(m => Create(m, leaves, statements)).ToArray();
        var aggregate = shape.Aggregate!;
        if (aggregate.HasConstructor) return aggregate.Create(members);
        var value = Expression.Variable(shape.Type, "result");
        body.Locals.Add(value);
        statements.Add(Expression.Assign(value, Expression.New(shape.Type)));
        for (var k = 0; k < members.Length; k++)
            statements.Add(aggregate.Members[k].Info is PropertyInfo property
                ? Expression.Call(value, property.SetMethod!, members[k])
                : Expression.Assign(Expression.MakeMemberAccess(value, aggregate.Members[k].Info), members[k]));
        return value;
    }
}

/// <summary>A method's locals, in order of declaration.</summary>
internal sealed class LocalSet : System.Collections.ObjectModel.KeyedCollection<ParameterExpression, ParameterExpression>
{
    public void AddRange(IEnumerable<ParameterExpression> locals)
    {
        foreach (var local in locals) Add(local);
    }

    protected override ParameterExpression GetKeyForItem(ParameterExpression item) => item;
}

/// <summary>What the emitter hands to the compiler.</summary>
/// <param name="Main">The delegate's lambda.</param>
/// <param name="Layout">The frame of a function of several methods; null for one.</param>
/// <param name="Methods">Methods 1 to n.</param>
internal sealed record EmittedFunction(LambdaExpression Main, FrameLayout? Layout, ImmutableArray<Expression<Action<Frame>>> Methods);
