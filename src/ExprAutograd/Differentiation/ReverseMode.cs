using System.Collections.Immutable;
using System.Linq.Expressions;
using ExprAutograd.Anf;
using ExprAutograd.Diagnostics;
using ExprAutograd.Expressions;
using ExprAutograd.Operators;
using ExprAutograd.Rules;

namespace ExprAutograd.Differentiation;

/// <summary>The adjoint: a program that computes what it did, and then the cotangents of its inputs from those of its outputs.</summary>
/// <remarks>
/// <code>
/// t = p + q              t  = p + q
/// y = t * s       =>     y  = t * s
/// results y              ds = dy * t           (operands of the last equation first)
///                        dt = dy * s
///                        results y, dt (p), dt (q), ds
/// </code>
/// A branch becomes two: the forward one also hands out what its adjoint reads again; the reverse one takes the same side. A loop becomes two:
/// the forward one also writes down what its adjoint reads again; the reverse one runs from the last iteration to the first.
/// </remarks>
internal sealed partial class ReverseMode
{
    private readonly KnownCalls calls = new();
    private readonly ProgramBuilder builder;
    private readonly Passes passes;
    private readonly RuleSet rules;
    private readonly Activity activity;
    private readonly SourceMap source;

    /// <summary>Rows of arrays of arrays: a load from one is a load from the whole.</summary>
    private readonly Dictionary<ParameterExpression, BinaryExpression> rows = [];

    private readonly ArrayShapes shapes;
    private readonly Residents residents;

    /// <summary>The cotangents of tapes, tapes themselves.</summary>
    private readonly Dictionary<ParameterExpression, ParameterExpression> tapes = [];

    /// <summary>The tapes this adjoint writes, by what they hold.</summary>
    private Dictionary<Type, ParameterExpression> ownTapes = [];

    /// <summary>Whether the adjoint of a loop met now is inside the reverse sweep of another, where only what is restored is at hand.</summary>
    private bool isApart;

    /// <summary>How many loops are around, whose adjoint runs beside them.</summary>
    private int depth;

    /// <summary>What is bound outside the program that is being reversed.</summary>
    private HashSet<ParameterExpression> given;

    private ReverseMode(AnfProgram program, Passes passes, Activity activity, SourceMap source)
    {
        this.passes = passes;
        builder = new ProgramBuilder { Known = calls };
        rules = passes.Rules;
        this.source = source;
        this.activity = activity;
        shapes = ArrayShapes.Of(program);
        residents = Residents.Of(program);
        given = [.. program.Parameters];
    }

    /// <summary>Appends the adjoint to <paramref name="program"/>.</summary>
    /// <param name="program">The function.</param>
    /// <param name="inputs">The parameters to differentiate with respect to.</param>
    /// <param name="seeds">One per result: the atom of its cotangent; null for none.</param>
    /// <param name="passes">Where pullbacks come from, and what reads them.</param>
    /// <param name="source">The user's words, for errors; it learns which loops the adjoint's are of.</param>
    /// <param name="checkpointLevels">How many times over long loops are divided into stretches that are run again.</param>
    /// <returns>The same parameters; the program's results, then one cotangent per input.</returns>
    public static AnfProgram Run(
        AnfProgram program, ImmutableArray<ParameterExpression> inputs, ImmutableArray<Expression?> seeds, Passes passes, SourceMap source, int checkpointLevels = 0)
    {
        var outputs = program.Results.Where((_, k) => seeds[k] is not null);
        var activity = Activity.Of(program, inputs, outputs, passes.Rules, source, isReverse: true);
        if (checkpointLevels > 0)
        {
            program = Stretches.Of(program, checkpointLevels, source, (equation, loop) => !ParallelForm.IsOf(loop, equation, activity.IsActive));
            activity = Activity.Of(program, inputs, outputs, passes.Rules, source, isReverse: true);
        }
        var reverse = new ReverseMode(program, passes, activity, source);
        var cotangents = new Cotangents(reverse.builder);
        for (var k = 0; k < seeds.Length; k++)
            if (seeds[k] is { } seed && reverse.activity.IsActive(program.Results[k])) cotangents.Add(program.Results[k], seed);

        var forward = reverse.Sweep(program.Equations, cotangents);
        var results = program.Results.AddRange(inputs.Select(p => cotangents.Find(p) ?? ArrayOperation.Zero(reverse.builder, p)));
        var entry = reverse.CloseTapes();
        var adjoint = reverse.builder.ToProgram([], []);
        return new AnfProgram(program.Parameters, [.. entry, .. forward, .. adjoint.Equations], results);
    }

    /// <summary>Emits the adjoint of the equations, last first, and returns them as the forward sweep must run them.</summary>
    private ImmutableArray<Equation> Sweep(ImmutableArray<Equation> equations, Cotangents cotangents)
    {
        var forward = new List<ImmutableArray<Equation>>(equations.Length);

        // What the forward sweep called for, the adjoint does not call for again: the derivative of a sine beside its cosine.
        var called = equations.Where(e => e.Value is MethodCallExpression { Object: null, Type.IsPrimitive: true } && rules.Find(e.Value) is not null && calls.TryAdd(e)).ToList();
        foreach (var equation in equations)
            if (equation.Value is BinaryExpression { NodeType: ExpressionType.ArrayIndex, Type.IsArray: true, Left: ParameterExpression } row) rows[equation.Variable] = row;
        for (var k = equations.Length - 1; k >= 0; k--)
        {
            var equation = equations[k];
            switch (equation.Value)
            {
                case IfRegion branch: forward.Add([Pull(equation, branch, cotangents)]); continue;
                case LoopRegion loop: forward.Add(Pull(equation, loop, cotangents, equations.AsSpan()[..k])); continue;
                case var value when TapeOperation.IsAny(value): PullTape(equation, cotangents); break;
                default: if (activity.IsActive(equation.Variable)) Pull(equation, cotangents); break;
            }
            forward.Add([equation]);
        }
        called.ForEach(calls.Remove);
        forward.Reverse();
        return [.. forward.SelectMany(e => e)];
    }

    private void Pull(Equation equation, Cotangents cotangents)
    {
        if (!IsMove(equation.Value)) PullByRule(equation, rules.Find(equation.Value)!, cotangents);
        else if (cotangents.Find(equation.Variable) is { } dy) PullMove(equation.Value, dy, cotangents);
    }

    /// <summary>True for what moves numbers and computes none: it has no rule.</summary>
    private static bool IsMove(Expression value) => value is
        UnaryExpression { NodeType: ExpressionType.Convert or ExpressionType.ConvertChecked } or BinaryExpression { NodeType: ExpressionType.ArrayIndex } or NewArrayExpression { NodeType: ExpressionType.NewArrayInit }
        || value is MethodCallExpression call && ArrayOperation.IsAny(call);

    private void PullByRule(Equation equation, Rule rule, Cotangents cotangents)
    {
        if (cotangents.FindUnsigned(equation.Variable, out var isNegative) is not { } dy) return;
        if (equation.Value is BinaryExpression { NodeType: ExpressionType.Multiply, Method: null } square && ReferenceEquals(square.Left, square.Right) && Atom.TryGetNumber(dy, out var known))
        {
            // d(x x) = 2 x dx, and twice a known number is known: one product where the sum of two equal ones would take two.
            cotangents.Add(square.Left, builder.Bind(Expression.Multiply(Atom.Number(2 * known, dy.Type), square.Left)), isNegative);
            return;
        }
        var operands = Operation.Operands(equation.Value);
        for (var k = 0; k < operands.Length; k++)
        {
            if (!activity.IsActive(operands[k]) || rule.Pullbacks[k] is not { } pullback) continue;
            var signed = SignedPullback.Of(pullback);
            if (isNegative && !signed.IsLinear) (dy, isNegative) = (cotangents.Find(equation.Variable)!, false);
            var contribution = passes.Splice(builder, signed.Unsigned, [.. operands, equation.Variable, dy]);
            if (operands[k].Type.IsArray) AddArray(operands[k], contribution, cotangents);
            else cotangents.Add(operands[k], contribution, isNegative != signed.IsNegative);
        }
    }

    private void PullMove(Expression value, Expression dy, Cotangents cotangents)
    {
        switch (value)
        {
            case UnaryExpression { NodeType: ExpressionType.Convert or ExpressionType.ConvertChecked } u:
                if (activity.IsActive(u.Operand) && NumericTypes.IsFloating(u.Operand.Type)) cotangents.Add(u.Operand, builder.Bind(Expression.Convert(dy, u.Operand.Type)));
                return;
            case BinaryExpression { NodeType: ExpressionType.ArrayIndex } load:
                if (!activity.IsActive(load.Left)) return;
                if (rows.TryGetValue((ParameterExpression)load.Left, out var row)) PullLoad((ParameterExpression)row.Left, [row.Right, load.Right], dy, cotangents);
                else PullLoad((ParameterExpression)load.Left, [load.Right], dy, cotangents);
                return;
            case NewArrayExpression { NodeType: ExpressionType.NewArrayInit } init:
                for (var k = 0; k < init.Expressions.Count; k++)
                    if (activity.IsActive(init.Expressions[k])) cotangents.Add(init.Expressions[k], builder.Bind(Expression.ArrayIndex(dy, Expression.Constant(k))));
                return;
            case MethodCallExpression call when ArrayOperation.IsAny(call):
                PullArray(call, dy, cotangents);
                return;
        }
    }

    private void PullLoad(ParameterExpression array, Expression[] indices, Expression dy, Cotangents cotangents)
    {
        var before = cotangents.Find(array) ?? builder.Bind(shapes.ZerosLike(array));
        cotangents.Set(array, builder.Bind(ArrayOperation.AddAt([before, .. indices, dy])));
    }

    /// <summary>Adds the cotangent of an array; of a row, to its place in the whole.</summary>
    private void AddArray(Expression array, Expression contribution, Cotangents cotangents)
    {
        if (array is ParameterExpression p && rows.TryGetValue(p, out var row)) PullLoad((ParameterExpression)row.Left, [row.Right], contribution, cotangents);
        else cotangents.Add(array, contribution);
    }

    private void PullArray(MethodCallExpression call, Expression dy, Cotangents cotangents)
    {
        var arguments = call.Arguments;
        switch (call.Method.Name)
        {
            case nameof(ArrayOperators.Store):
                ImmutableArray<Expression> indices = [.. arguments.Skip(1).SkipLast(1)];
                if (activity.IsActive(arguments[^1])) cotangents.Add(arguments[^1], builder.Bind(ArrayOperation.Load(dy, [.. indices])));
                if (activity.IsActive(arguments[0])) cotangents.Add(arguments[0], builder.Bind(ArrayOperation.Store([dy, .. indices, shapes.Zero(builder, arguments[^1])])));
                break;
            case nameof(ArrayOperators.Copy):
                AddArray(arguments[0], dy, cotangents);
                break;
            case nameof(MatrixOperators.With):
                if (activity.IsActive(arguments[3])) cotangents.Add(arguments[3], builder.Bind(ArrayOperation.Load(dy, arguments[1], arguments[2])));
                if (activity.IsActive(arguments[0])) cotangents.Add(arguments[0], builder.Bind(Expression.Call(call.Method, dy, arguments[1], arguments[2], Atom.Zero(typeof(double)))));
                break;
            case nameof(ArrayOperators.Load):
                if (activity.IsActive(arguments[0])) PullLoad((ParameterExpression)arguments[0], [.. arguments.Skip(1)], dy, cotangents);
                break;
            case nameof(ArrayOperators.AddAt):
                if (activity.IsActive(arguments[^1])) cotangents.Add(arguments[^1], builder.Bind(ArrayOperation.Load(dy, [.. arguments.Skip(1).SkipLast(1)])));
                if (activity.IsActive(arguments[0])) cotangents.Add(arguments[0], dy);
                break;
            case nameof(ArrayOperators.Sum):
                foreach (var argument in arguments)
                    if (activity.IsActive(argument)) AddArray(argument, dy, cotangents);
                break;
            default:
                throw ErrorText.Unsupported(call, $"A matrix of derivatives ('{call.Method.Name}') has no adjoint.", "Differentiate it in forward mode: Autograd.Jvp, or AutogradOptions.Mode.");
        }
    }
}
