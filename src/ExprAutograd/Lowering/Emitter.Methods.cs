using System.Collections.Immutable;
using System.Linq.Expressions;
using System.Reflection;
using ExprAutograd.Anf;
using ExprAutograd.Diagnostics;
using ExprAutograd.Expressions;
using ExprAutograd.Operators;

namespace ExprAutograd.Lowering;

/// <content>Functions of several methods: what crosses between them lives in a frame.</content>
internal sealed partial class Emitter
{
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
        var (caller, callersPosition) = (body, position);
        var segments = methods.SegmentsOf(program);
        for (var k = 0; k < segments.Count; k++)
        {
            body = new MethodBody(segments[k].Method) { Frame = Expression.Parameter(typeof(Frame), "frame"), Pool = new LocalPool(program, segments[k], LongestDelay * HighestExpression) };
            var statements = new List<Expression>();
            pendingLambdas = lambdas;
            Emit(program, segments[k], statements);
            if (k == segments.Count - 1) deliver?.Invoke(statements);
            var loads = body.Loaded.Select(l => Expression.Assign(l.Value, Slot(body, l.Key))).ToList();
            List<Expression> entry = [.. OpenFrame(body), .. loads];
            statements.InsertRange(0, entry);
            body.Touched.ReadHighestFirst(statements, entry.Count, body.Locals);
            statements.Add(Expression.Empty());
            lambdas[segments[k].Method] = Lambda(typeof(Action<Frame>), statements, [body.Frame]);
        }
        (body, position) = (caller, callersPosition);
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
}
