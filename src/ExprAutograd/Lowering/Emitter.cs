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
internal sealed partial class Emitter
{
    /// <summary>Readable, and far from any stack limit.</summary>
    private const int HighestExpression = 12;

    /// <summary>How many equations a value may wait to be written where it is read: longer, and its operands outlive their last use in the schedule.</summary>
    private const int LongestDelay = 4;

    /// <summary>A value of another method read this often is read from the frame each time: the register it would hold is worth more.</summary>
    private const int MostReadsInPlace = 2;

    private readonly Func<MethodInfo, bool> isPure;
    private readonly UseTable uses;
    private readonly ArrayPlan arrays;
    private readonly ScratchPlan scratch;
    private readonly MethodPlan methods;
    private readonly FrameLayout? layout;
    private readonly Dictionary<ParameterExpression, ParameterExpression> storage = [];
    private readonly bool isForReading;
    private MethodBody body = null!;

    /// <summary>The equation of the method's own program that is being emitted.</summary>
    private int position;

    private Emitter(AnfProgram program, Func<MethodInfo, bool> isPure, MethodPlan methods, FrameLayout? layout, bool isForReading = false)
    {
        this.isPure = isPure;
        this.isForReading = isForReading;
        this.methods = methods;
        this.layout = layout;
        uses = UseTable.Of(program);
        arrays = ArrayPlan.Of(program);
        scratch = ScratchPlan.Of(program, arrays);
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

        /// <summary>The arrays that the call works in; null where it allocates what it needs.</summary>
        public ParameterExpression? Scratch { get; set; }

        /// <summary>The constant positions that arrays are read and written at whatever branch is taken.</summary>
        public TouchedPositions Touched { get; } = new();

        /// <summary>The locals of a large method; null where every value has its own.</summary>
        public LocalPool? Pool { get; init; }

        /// <summary>The frame's arrays that this method touches, each in a local, with the highest slot it touches.</summary>
        public Dictionary<Type, (ParameterExpression Array, int Highest)> Slots { get; } = [];
    }

    /// <summary>The program as one readable lambda, whatever its size.</summary>
    public static LambdaExpression ToReadable(AnfProgram program, FunctionShape shape, Type delegateType, Func<MethodInfo, bool> isPure)
    {
        var emitter = new Emitter(program, isPure, MethodPlan.Single(program), null, isForReading: true);
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
        program = Schedule.Run(program, isPure);
        var withEnvironment = new AnfProgram(program.Parameters.AddRange(environment), program.Equations, program.Results);
        var methods = MethodPlan.Of(withEnvironment);
        if (!methods.IsSplit)
        {
            var single = new Emitter(program, isPure, methods, null);
            return new EmittedFunction(single.EmitWhole(program, shape, delegateType, entry, environment, environmentValues), null, []);
        }
        var layout = new FrameLayout(methods.Crossing);
        var emitter = new Emitter(program, isPure, methods, layout);
        return emitter.EmitSplit(withEnvironment, shape, delegateType, entry, environment, environmentValues);
    }

    private LambdaExpression EmitWhole(AnfProgram program, FunctionShape shape, Type delegateType, List<Expression> statements, ImmutableArray<ParameterExpression> environment = default, object[]? environmentValues = null)
    {
        var whole = new MethodPlan.Segment(0, program.Equations.Length, 0);
        body = new MethodBody(0) { Pool = isForReading || program.Equations.Length <= LocalPool.FewLocals ? null : new LocalPool(program, whole, LongestDelay * HighestExpression) };
        if (!environment.IsDefault) body.Locals.AddRange(environment);
        TakeApart(shape, program.Parameters, statements);
        if (environmentValues is not null && !scratch.IsEmpty) OpenScratch(environmentValues, statements);
        var entry = statements.Count;
        Emit(program, whole, statements);
        if (!isForReading) body.Touched.ReadHighestFirst(statements, entry, body.Locals);
        var results = program.Results.Select(r => Resolve(r).Value);
        if (body.Scratch is not null) results = CloseScratch([.. results], statements);
        statements.Add(Create(shape.Result, new Queue<Expression>(results), statements));
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
        if (delegateType.GetMethod("Invoke")!.ReturnType == typeof(void)) statements[^1] = Expression.Empty();
        if (statements.Count == 1 && body.Locals.Count == 0) return Expression.Lambda(delegateType, statements[0], parameters);
        return Expression.Lambda(delegateType, Expression.Block(body.Locals, statements), parameters);
    }

    private void Emit(AnfProgram program, MethodPlan.Segment segment, List<Expression> statements)
    {
        for (var k = segment.Start; k < segment.End; k++)
        {
            var equation = program.Equations[k];
            if (body.Touched.Depth == 0) position = k;
            switch (equation.Value)
            {
                case IfRegion branch: EmitIf(equation, branch, program, statements); break;
                case LoopRegion loop: EmitLoop(equation, loop, statements); break;
                case Region: throw new NotSupportedException($"No emission for {equation.Value.GetType().Name}.");
                default:
                    if (ArrayMethods.IsUpdate(equation.Value)) EmitUpdate(equation, statements);
                    else if (!TryEmitTape(equation, statements) && !TryEmitInto(equation, statements)) EmitValue(equation, program, statements);
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
        value = InScratch(equation, Spelled.AsSyntax(Operation.With(value, operands)));
        if (value is BinaryExpression { NodeType: ExpressionType.ArrayIndex } load) body.Touched.Add(load.Left, load.Right);
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
        if (!mustStay && height <= HighestExpression && !methods.IsCrossing(variable) && uses.IsSingle(variable, program)
            && (isForReading || uses.DelayOf(variable) <= LongestDelay))
        {
            body.Pending[variable] = (value, height);
            return;
        }
        if (!uses.IsUsed(variable) && !mustStay) return;
        if (body.Pool is null || body.Touched.Depth > 0 || !variable.Type.IsPrimitive)
        {
            statements.Add(Expression.Assign(Declare(variable), value));
            StoreCrossing(variable, variable, statements);
        }
        else if (methods.IsCrossing(variable) && body.Pool.CountReads(variable) == 0) StoreCrossing(variable, value, statements);
        else
        {
            var local = body.Pool.Take(variable, position);
            if (local == variable) Declare(variable);
            statements.Add(Expression.Assign(local, value));
            StoreCrossing(variable, local, statements);
        }
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
        if (body.Pool?.Find(p) is { } pooled) return (pooled, 0);
        if (storage.TryGetValue(p, out var shared)) p = shared;
        if (body.Method == 0 || !methods.IsCrossing(p) || body.Locals.Contains(p)) return (p, 0);
        if (p.Type.IsPrimitive && body.Pool is { } pool && pool.CountReads(p) <= MostReadsInPlace) return (Slot(body, p), 0);
        if (!body.Loaded.TryGetValue(p, out var local))
        {
            local = Expression.Variable(p.Type, p.Name);
            body.Loaded[p] = local;
            body.Locals.Add(local);
        }
        return (local, 0);
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
