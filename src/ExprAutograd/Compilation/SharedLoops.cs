using System.Collections.Immutable;
using System.Linq.Expressions;
using System.Reflection;
using ExprAutograd.Anf;
using ExprAutograd.Diagnostics;
using ExprAutograd.Differentiation;
using ExprAutograd.Expressions;
using ExprAutograd.Lowering;
using ExprAutograd.Operators;

namespace ExprAutograd.Compilation;

/// <summary>Outermost loops whose iterations do not wait for one another: where one is long, the threads of the pool share it.</summary>
/// <remarks>
/// <code>
/// for i below n, state s, y:                  if n >= 12484:
///     t = Math.Exp(x[i] * w)            =>        call = Open(code); y = Share(y, call, 1); Give(call, 2, x); Give(call, 3, w)
///     s = s + t; y = Store(y, i, t)               Run(call, n, PartLength(code, n, 0)); y = Shared(y, call); s = s + Total(call, 0); Close(call)
///                                             else: the loop as it is
/// </code>
/// The code of a part is a function of its own, <c>(call, part, first, count) => x = Given(call, 2); ...; for j below count: i = first + j; ...</c>, which is compiled
/// when first a loop is that long. Sums are made part by part and added up in order; so is what iterations add to elements that are not their own, each part in an array of zeros.
/// </remarks>
internal sealed class SharedLoops
{
    private const int WorkOfFunction = 16;
    private const int WorkOfDivision = 4;

    /// <summary>How often a loop inside is thought to run, where that is not known.</summary>
    private const int ThoughtCount = 8;

    /// <summary>What a part reads: its variable, and what that is where the loop stands.</summary>
    private readonly record struct Captured(ParameterExpression Inside, Expression Outside);

    private readonly AutogradOptions options;
    private readonly Func<MethodInfo, bool> isPure;
    private readonly IDictionary<LoopRegion, int>? shared;

    private SharedLoops(AutogradOptions options, IDictionary<LoopRegion, int>? shared) =>
        (this.options, this.shared, isPure) = (options, shared, Pipeline.PurityUnder(options.Rules));

    /// <summary>The program with its long loops shared.</summary>
    /// <param name="program">A program that nothing changes any more, but for lanes.</param>
    /// <param name="options">The rules, whether the code is strict, and how many threads there may be.</param>
    /// <param name="shared">Told from how many iterations on a loop is shared; null where nobody asks.</param>
    public static AnfProgram Run(AnfProgram program, AutogradOptions options, IDictionary<LoopRegion, int>? shared = null) => new SharedLoops(options, shared).Run(program);

    private AnfProgram Run(AnfProgram program)
    {
        var equations = ImmutableArray.CreateBuilder<Equation>();
        foreach (var equation in program.Equations)
        {
            switch (equation.Value)
            {
                case LoopRegion loop when UsesOf(loop) is { } uses: Share(equation, loop, uses, equations); break;
                case IfRegion branch:
                    var sides = branch.Programs.Select(Run).ToImmutableArray();
                    equations.Add(sides.SequenceEqual(branch.Programs) ? equation : equation.WithValue(branch.With(branch.Operands, sides)));
                    break;
                default: equations.Add(equation); break;
            }
        }
        return equations.Count == program.Equations.Length && equations.SequenceEqual(program.Equations) ? program : program.With(equations.ToImmutable());
    }

    /// <summary>What the loop does with each state; null where its iterations wait for one another.</summary>
    private ImmutableArray<StateUse>? UsesOf(LoopRegion loop)
    {
        if (loop is not { Count: { } count, While: null, IsRunAgain: false } || !IsWithoutEffects(loop.Body)) return null;
        if (FreeVariables.Of(loop.Body).Concat(loop.State).Any(v => IsTape(v.Type))) return null;
        var uses = ImmutableArray.CreateBuilder<StateUse>();
        for (var k = 0; k < loop.State.Length; k++)
        {
            var type = loop.State[k].Type;
            if (ParallelForm.UseOf(loop, k) is not { } use || !(type.IsSZArray || NumericTypes.IsFloating(type))) return null;
            if (use.HasFlag(StateUse.AddedTo) && (options.IsStrict || use != StateUse.AddedTo || !NumericTypes.IsFloating(type.IsArray ? type.GetElementType()! : type))) return null;
            if (use.HasFlag(StateUse.AddedToAtIndex) && type.GetElementType()!.IsArray) return null;
            uses.Add(use);
        }
        return uses.ToImmutable();
    }

    private static bool IsTape(Type type) => type.IsGenericType && type.GetGenericTypeDefinition() == typeof(Tape<>);

    private bool IsWithoutEffects(AnfProgram program) => program.Equations.All(e => e.Value switch
    {
        Region region => region.Programs.All(p => StackGuard.Run(() => IsWithoutEffects(p))),
        MethodCallExpression { Method: var method } => isPure(method) || method.DeclaringType == typeof(TapeOperators)
            || (method.DeclaringType == typeof(ControlOperators) && method.Name != nameof(ControlOperators.Deliver)),
        _ => true,
    });

    private static long WorkOf(AnfProgram program) => program.Equations.Sum(e => e.Value switch
    {
        LoopRegion loop => StackGuard.Run(() => WorkOf(loop.Body)) * (loop.Count is { } count && Atom.TryGetInteger(count, out var known) ? known : ThoughtCount),
        Region region => region.Programs.Max(p => StackGuard.Run(() => WorkOf(p))),
        BinaryExpression { NodeType: ExpressionType.Divide } => WorkOfDivision,
        MethodCallExpression call when !call.Type.IsArray && call.Method.DeclaringType != typeof(ArrayOperators) && call.Method.DeclaringType != typeof(TapeOperators) => WorkOfFunction,
        _ => 1,
    });

    private void Share(Equation equation, LoopRegion loop, ImmutableArray<StateUse> uses, ImmutableArray<Equation>.Builder equations)
    {
        var (body, constants) = ConstantLifting.Run(loop.Body);
        var captured = FreeVariables.Of(body).Except(constants.Select(c => c.Variable)).Select(v => new Captured(v, v))
            .Concat(constants.Select(c => new Captured(c.Variable, Expression.Constant(c.Value, c.Variable.Type)))).ToImmutableArray();
        ImmutableArray<SharedPlace> places =
        [
            .. loop.State.Zip(uses, (s, use) => (s.Type.IsArray, use) switch
            {
                (false, _) => new SharedPlace(SharedKind.Sum, s.Type),
                (true, StateUse.AddedTo) => new SharedPlace(SharedKind.Addition, s.Type.GetElementType()!),
                _ => new SharedPlace(SharedKind.Value, s.Type),
            }),
            .. captured.Select(c => new SharedPlace(SharedKind.Value, c.Inside.Type)),
        ];
        var code = new SharedCode(Math.Max(1, WorkOf(body)), options.MaxDegreeOfParallelism, places, () => Compile(Part(loop, body, places, captured), options));
        if (Atom.TryGetInteger(loop.Count!, out var known) && known < code.LeastCount)
        {
            equations.Add(equation);
            return;
        }
        shared?.TryAdd(loop, code.LeastCount);

        var builder = new ProgramBuilder();
        var isShared = builder.Bind(Expression.GreaterThanOrEqual(loop.Count!, Atom.Constant(code.LeastCount)), "isShared");
        ImmutableArray<ParameterExpression> alone = [.. equation.Variables.Select(v => Expression.Variable(v.Type, v.Name))];
        var branch = new IfRegion(isShared, Together(loop, Expression.Constant(code), places, captured), new AnfProgram([], [new Equation(alone, loop)], [.. alone]));
        builder.Add(new Equation(equation.Variables, branch));
        equations.AddRange(builder.Current);
    }

    /// <summary>What the caller does for a shared loop.</summary>
    private static AnfProgram Together(LoopRegion loop, ConstantExpression code, ImmutableArray<SharedPlace> places, ImmutableArray<Captured> captured)
    {
        var builder = new ProgramBuilder();
        var call = builder.Bind(Call(nameof(SharedOperators.Open), null, code), "call");
        var results = loop.Initial.ToArray();
        Expression added = Atom.Constant(0);
        for (var k = 0; k < results.Length; k++)
            if (places[k].Kind == SharedKind.Addition) added = builder.Bind(Expression.Add(added, builder.Bind(Expression.ArrayLength(results[k]))));
        var length = builder.Bind(Call(nameof(SharedOperators.PartLength), null, code, loop.Count!, added), "length");
        for (var k = 0; k < results.Length; k++)
            if (places[k].Kind != SharedKind.Sum) results[k] = builder.Bind(Call(places[k].Kind == SharedKind.Addition ? nameof(SharedOperators.ShareSum) : nameof(SharedOperators.Share), results[k].Type.GetElementType(), results[k], call, Atom.Constant(k)));

        // Read after the writes were announced: an array that is both is copied before.
        for (var k = 0; k < captured.Length; k++)
            builder.Bind(Call(nameof(SharedOperators.Give), captured[k].Inside.Type, call, Atom.Constant(results.Length + k), captured[k].Outside));
        builder.Bind(Call(nameof(SharedOperators.Run), null, call, loop.Count!, length));
        for (var k = 0; k < results.Length; k++)
        {
            results[k] = places[k].Kind == SharedKind.Sum
                ? builder.Bind(Expression.Add(results[k], builder.Bind(Call(nameof(SharedOperators.Total), results[k].Type, call, Atom.Constant(k)))))
                : builder.Bind(Call(nameof(SharedOperators.Shared), results[k].Type.GetElementType(), results[k], call));
        }
        builder.Bind(Call(nameof(SharedOperators.Close), null, call));
        return builder.ToProgram([], [.. results]);
    }

    /// <summary>The code of a part.</summary>
    private static AnfProgram Part(LoopRegion loop, AnfProgram body, ImmutableArray<SharedPlace> places, ImmutableArray<Captured> captured)
    {
        var (call, part) = (Expression.Parameter(typeof(SharedCall), "call"), Expression.Parameter(typeof(int), "part"));
        var (first, count, j) = (Expression.Parameter(typeof(int), "first"), Expression.Parameter(typeof(int), "count"), Expression.Parameter(typeof(int), "j"));
        var builder = new ProgramBuilder();
        for (var k = 0; k < captured.Length; k++)
            builder.Add(new Equation(captured[k].Inside, Call(nameof(SharedOperators.Given), captured[k].Inside.Type, call, Atom.Constant(loop.State.Length + k))));
        ImmutableArray<Expression> initial =
        [
            .. loop.State.Select((s, k) => places[k].Kind switch
            {
                SharedKind.Sum => (Expression)Atom.Zero(s.Type),
                SharedKind.Addition => builder.Bind(Call(nameof(SharedOperators.Added), places[k].Type, call, Atom.Constant(k), part)),
                _ => builder.Bind(Call(nameof(SharedOperators.Written), s.Type.GetElementType(), call, Atom.Constant(k))),
            }),
        ];
        var shifted = new AnfProgram([j, .. loop.State], [new Equation(loop.Index, Expression.Add(first, j)), .. body.Equations], body.Results);
        var results = builder.Bind(new LoopRegion(count, initial, null, shifted));
        for (var k = 0; k < results.Length; k++)
            if (places[k].Kind == SharedKind.Sum) builder.Bind(Call(nameof(SharedOperators.Leave), results[k].Type, call, Atom.Constant(k), part, results[k]));
        return builder.ToProgram([call, part, first, count], [Atom.Constant(0)]);
    }

    private static LoopPart Compile(AnfProgram part, AutogradOptions options)
    {
        var shape = new FunctionShape(part.Parameters, [.. part.Parameters.Select(p => ValueShape.Leaf(p.Type))], ValueShape.Leaf(typeof(int)));
        AnfValidator.Check(part);
        return (LoopPart)CompiledCode.Link(Pipeline.InLanes(part, options), shape, typeof(LoopPart), options).Main;
    }

    private static MethodCallExpression Call(string operation, Type? type, params Expression[] operands) =>
        Expression.Call(typeof(SharedOperators), operation, type is null ? null : [type], operands);
}
