using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Linq.Expressions;
using ExprAutograd.Anf;
using ExprAutograd.Dense;
using ExprAutograd.Expressions;
using ExprAutograd.Frontends;
using ExprAutograd.Lowering;
using ExprAutograd.Operators;

namespace ExprAutograd.Compilation;

/// <summary>Lambda to delegate, by way of the cache: one piece of code per structure, bound to what each lambda captures.</summary>
internal static class FunctionCompiler
{
    private const int MostCached = 4096;

    private static readonly ConcurrentDictionary<(StructuralKey Structure, int Bits, bool IsStrict, int? Threads), CompiledCode> Cache = new();
    private static long hits;
    private static long misses;

    /// <summary>How often code was found, and how often it was made.</summary>
    public static (long Hits, long Misses) Statistics => (Volatile.Read(ref hits), Volatile.Read(ref misses));

    public static Delegate Compile(LambdaExpression function, AutogradOptions options)
    {
        ArgumentNullException.ThrowIfNull(function);
        var (structure, captured) = StructuralKey.Of(function, options.Rules);
        var key = (structure, LaneWidth.Bits, options.IsStrict, options.MaxDegreeOfParallelism);
        if (Cache.TryGetValue(key, out var known) && known.Bind(captured) is { } bound)
        {
            Interlocked.Increment(ref hits);
            return bound;
        }
        Interlocked.Increment(ref misses);
        var code = CompiledCode.Make(function, captured, options, out var first);
        if (Cache.Count >= MostCached) Cache.Clear();
        Cache[key] = code;
        return first;
    }
}

/// <summary>Machine code and where in its environment each captured object goes.</summary>
internal sealed class CompiledCode
{
    /// <summary>The slot of what is part of the code.</summary>
    private const int Own = -2;

    private readonly Delegate? function;
    private readonly object[] environment;
    private readonly int[] slots;

    private CompiledCode(Delegate? function, object[] environment, int[] slots, string compiler)
    {
        this.function = function;
        this.environment = environment;
        this.slots = slots;
        Compiler = compiler;
    }

    /// <summary>Which compiler made the delegate.</summary>
    public string Compiler { get; }

    /// <summary>Compiles <paramref name="lambda"/>; the code that is kept refers to none of its captured objects.</summary>
    public static CompiledCode Make(LambdaExpression lambda, object[] captured, AutogradOptions options, out Delegate bound)
    {
        var (program, shape) = Pipeline.ForMachine(Normalizer.Normalize(lambda), options.Rules);
        var (main, compiler, environment, variables) = Link(Pipeline.OnMachine(program, options), shape, lambda.Type, options);
        bound = main;

        var slots = variables.Select(v => IsOwn(v.Value) ? Own : Array.IndexOf(captured, v.Value)).ToArray();
        if (variables.IsEmpty) return new CompiledCode(main, environment, slots, compiler);
        var blank = new object[environment.Length];
        for (var k = 0; k < blank.Length; k++)
            if (k >= slots.Length || slots[k] == Own) blank[k] = environment[k];
        return new CompiledCode(FastCompiler.Rebind(main, environment, blank), blank, slots, compiler);
    }

    /// <summary>Machine code of a program that has been through every pass.</summary>
    public static (Delegate Main, string Compiler, object[] Environment, ImmutableArray<(ParameterExpression Variable, object Value)> Variables) Link(
        AnfProgram program, FunctionShape shape, Type delegateType, AutogradOptions options)
    {
        var (lifted, variables) = ConstantLifting.Run(program);
        var environment = new object[variables.Length + 1];
        for (var k = 0; k < variables.Length; k++) environment[k] = variables[k].Value;
        var emitted = Emitter.ToMethods(lifted, shape, delegateType, [.. variables.Select(v => v.Variable)], environment, Pipeline.PurityUnder(options.Rules));
        var (main, compiler) = FastCompiler.Compile(emitted.Main);
        if (emitted.Layout is { } layout) layout.Methods = [.. emitted.Methods.Select(m => (Action<Frame>)FastCompiler.Compile(m).Delegate)];
        return (main, compiler, environment, variables);
    }

    private static bool IsOwn(object value) => value is SharedCode or Delegate { Target: null };

    /// <summary>The code on other captured objects; null when it cannot be bound again.</summary>
    public Delegate? Bind(object[] captured)
    {
        if (slots.Length == 0) return function;
        if (function is null || slots.Contains(-1)) return null;
        var bound = (object[])environment.Clone();
        for (var k = 0; k < slots.Length; k++)
            if (slots[k] != Own) bound[k] = captured[slots[k]];
        return FastCompiler.Rebind(function, environment, bound);
    }
}
