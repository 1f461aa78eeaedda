using System.Diagnostics;
using System.Linq.Expressions;
using System.Runtime.CompilerServices;
using ExprAutograd.Anf;
using ExprAutograd.Benchmarks.Measurement;
using ExprAutograd.Compilation;
using ExprAutograd.Differentiation;
using ExprAutograd.Expressions;
using ExprAutograd.Frontends;
using ExprAutograd.Lowering;
using ExprAutograd.Rules;
using FastExpressionCompiler;

namespace ExprAutograd.Benchmarks.Functions;

/// <summary>The road from lambda to gradient in the library's own steps, each timed: where a compilation spends its time.</summary>
/// <remarks>For information; the goal on the whole is at <see cref="CompileLatency"/>.</remarks>
internal sealed class CompileStages(Expression<Func<double, double, double, double, double>> function)
{
    private readonly List<(string Name, double Nanoseconds)> times = [];
    private List<Delegate> methods = [];

    public static IEnumerable<Comparison> Compare()
    {
        CompileLatency.WarmUp();
        foreach (var (operations, rounds) in CompileLatency.Sizes)
        {
            var best = new Dictionary<string, double>();
            for (var round = 0; round < rounds; round++)
            {
                var stages = new CompileStages(CompileLatency.Fresh(operations));
                stages.RunUntilJit();
                stages.Time("JIT", stages.Jit);
                foreach (var (name, time) in stages.times) best[name] = Math.Min(time, best.GetValueOrDefault(name, double.PositiveInfinity));
            }
            foreach (var (name, time) in best) yield return new Comparison($"{operations:N0} operations: {name}", time, "all stages", best.Values.Sum(), null);
        }
    }

    /// <summary>Everything but making machine code.</summary>
    public void RunUntilJit()
    {
        var rules = RuleSet.Default;
        var isPure = Pipeline.PurityUnder(rules);
        var type = typeof(Func<double, double, double, double, (double, (double, double, double, double))>);

        var normal = Time("normalise", () => Normalizer.Normalize(function));
        var program = Time("tidy the function", () => Pipeline.Tidy(normal.Program, rules));
        var inputs = program.Parameters;
        var adjoint = Time("differentiate", () => ReverseMode.Run(program, inputs, [Atom.Number(1, typeof(double))], Pipeline.Under(RuleSet.Default), normal.Source));
        var tidy = Time("tidy the gradient", () => Pipeline.Tidy(adjoint, rules));
        var shape = new FunctionShape(normal.Shape.Parameters, normal.Shape.ParameterShapes, ValueShape.Of(type.GetMethod("Invoke")!.ReturnType));
        var readable = Time("emit for reading", () => Emitter.ToReadable(tidy, shape, type, isPure));
        var (_, captured) = Time("key", () => StructuralKey.Of(readable, rules));
        object[] environment = new object[captured.Length + 1];
        var emitted = Time("emit", () =>
        {
            var (lifted, variables) = ConstantLifting.Run(tidy);
            return Emitter.ToMethods(lifted, shape, type, [.. variables.Select(v => v.Variable)], environment, isPure);
        });
        LambdaExpression[] lambdas = [emitted.Main, .. emitted.Methods];
        Time("fence", () => lambdas.Select(EmitDialect.FirstViolation).ToArray());
        methods = Time("FastExpressionCompiler", () => lambdas.Select(l => (Delegate)l.CompileFast(true, CompilerFlags.DisableInterpreter)!).ToList());
    }

    /// <summary>Machine code for every method.</summary>
    public void Jit()
    {
        foreach (var method in methods) RuntimeHelpers.PrepareDelegate(method);
    }

    private T Time<T>(string name, Func<T> stage)
    {
        var start = Stopwatch.GetTimestamp();
        var result = stage();
        times.Add((name, (Stopwatch.GetTimestamp() - start) * (1e9 / Stopwatch.Frequency)));
        return result;
    }

    private void Time(string name, Action stage) => Time(name, () => { stage(); return true; });
}
