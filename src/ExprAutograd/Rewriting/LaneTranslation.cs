using System.Collections.Immutable;
using System.Linq.Expressions;
using System.Reflection;
using ExprAutograd.Anf;
using ExprAutograd.Expressions;
using ExprAutograd.Operators;

namespace ExprAutograd.Rewriting;

/// <summary>One loop, translated operation by operation; given up at the first that has no meaning in lanes.</summary>
internal sealed class LaneTranslation
{
    private readonly LoopRegion loop;
    private readonly LaneVocabulary words;
    private readonly bool isStrict;
    private readonly Func<MethodInfo, bool> isPure;
    private readonly ProgramBuilder before;
    private readonly Dictionary<Expression, ParameterExpression> broadcastBefore;
    private readonly ProgramBuilder body = new();
    private readonly Dictionary<ParameterExpression, Lane> lanes = [];
    private readonly Dictionary<Expression, ParameterExpression> broadcasts = [];
    private readonly Dictionary<int, (string Operation, Expression At)> written = [];
    private readonly ParameterExpression block = Expression.Variable(typeof(int), "block");

    /// <summary>How many lanes of the one block exist that may not be full; null in blocks that are.</summary>
    private readonly Expression? remaining;
    private bool isInBranch;
    private int work;

    private LaneTranslation(LaneTranslation? other, LoopRegion loop, LaneVocabulary words, bool isStrict, Func<MethodInfo, bool> isPure, Expression? first, Expression? remaining)
    {
        (this.loop, this.words, this.isStrict, this.isPure, this.remaining) = (loop, words, isStrict, isPure, remaining);
        before = other?.before ?? new ProgramBuilder();
        broadcastBefore = other?.broadcastBefore ?? [];
        if (other is null) before.Open();
        body.Open();
        lanes[loop.Index] = new Lane(LaneKind.Ramp, first ?? body.Bind(Expression.Multiply(block, Atom.Constant(words.Count)), "at"));
    }

    /// <summary>What an atom is over the lanes of a block.</summary>
    private enum LaneKind
    {
        /// <summary>The same in all.</summary>
        Uniform,

        /// <summary>An integer, one more in each.</summary>
        Ramp,

        /// <summary>A number in each.</summary>
        Vector,

        /// <summary>A truth in each.</summary>
        Mask,

        /// <summary>An array that the loop writes.</summary>
        Written,

        /// <summary>A sum that the loop adds to.</summary>
        Sum,
    }

    private readonly record struct Lane(LaneKind Kind, Expression Atom, int State = -1);

    /// <summary>The equations that bind <paramref name="results"/> as the loop does; null when the loop stays as it is.</summary>
    public static ImmutableArray<Equation>? TryRun(LoopRegion loop, ImmutableArray<ParameterExpression> results, int bits, bool isStrict, Func<MethodInfo, bool> isPure)
    {
        if (loop is not { Count: { } count, While: null, IsRunAgain: false } || NumberOf(loop) is not { } number || LaneVocabulary.Of(number, bits) is not { } words) return null;
        if (Atom.TryGetInteger(count, out var known) && known < words.Count) return null;
        var full = new LaneTranslation(null, loop, words, isStrict, isPure, null, null);
        if (full.Body() is not { } body) return null;
        return full.Joined(body, results);
    }

    /// <summary>The full blocks, then the one that may not be.</summary>
    private ImmutableArray<Equation>? Joined(AnfProgram fullBody, ImmutableArray<ParameterExpression> results)
    {
        var blocks = before.Bind(Expression.Divide(loop.Count!, Atom.Constant(words.Count)), "blocks");
        var first = before.Bind(Expression.Multiply(blocks, Atom.Constant(words.Count)));
        var remaining = before.Bind(Expression.Subtract(loop.Count!, first), "remaining");
        var tail = new LaneTranslation(this, loop, words, isStrict, isPure, first, remaining).Body()!;
        var zero = loop.State.Any(s => !s.Type.IsArray) ? before.Bind(words.Call(nameof(LaneOperators512.Broadcast), Atom.Zero(words.Number))) : null;
        var middle = before.Bind(new LoopRegion(blocks, [.. loop.Initial.Select((initial, k) => loop.State[k].Type.IsArray ? initial : zero!)], null, fullBody));
        var tails = before.Bind(Expression.Call(typeof(Math), nameof(Math.Min), null, remaining, Atom.Constant(1)));
        var ends = results.Select(r => r.Type.IsArray ? r : Expression.Variable(words.Vector, r.Name)).ToImmutableArray();
        before.Add(new Equation(ends, new LoopRegion(tails, [.. middle], null, tail)));
        for (var k = 0; k < results.Length; k++)
        {
            if (results[k].Type.IsArray) continue;
            var total = before.Bind(words.Call(nameof(LaneOperators512.Total), ends[k]));
            before.Add(new Equation(results[k], Expression.Add(loop.Initial[k], total)));
        }
        return before.Close();
    }

    /// <summary>The one type of number that the body computes with; null where there are several.</summary>
    private static Type? NumberOf(LoopRegion loop)
    {
        var types = loop.Body.Equations.SelectMany(e => e.Variables).Select(v => v.Type).Where(NumericTypes.IsFloating).Distinct().Take(2).ToArray();
        return types is [var one] && (one == typeof(double) || one == typeof(float)) ? one : null;
    }

    /// <summary>One block; null where the loop has no meaning in lanes.</summary>
    private AnfProgram? Body()
    {
        var states = ImmutableArray.CreateBuilder<ParameterExpression>();
        for (var k = 0; k < loop.State.Length; k++)
        {
            var isArray = loop.State[k].Type == words.Number.MakeArrayType();
            if (!isArray && (loop.State[k].Type != words.Number || isStrict)) return null;
            states.Add(Expression.Variable(isArray ? loop.State[k].Type : words.Vector, loop.State[k].Name));
            lanes[loop.State[k]] = new Lane(isArray ? LaneKind.Written : LaneKind.Sum, states[^1], k);
        }
        if (!Walk(loop.Body) || work == 0) return null;
        var ends = loop.Body.Results.Select(Of).ToArray();
        for (var k = 0; k < ends.Length; k++)
            if (ends[k].State != k) return null;
        return new AnfProgram([block, .. states], body.Close(), [.. ends.Select(e => e.Atom)]);
    }

    private bool Walk(AnfProgram program)
    {
        foreach (var equation in program.Equations)
        {
            if (equation.Value is IfRegion branch)
            {
                if (!Branch(equation, branch)) return false;
                continue;
            }
            if (equation.Value is Region || Translated(equation.Value) is not { } lane) return false;
            lanes[equation.Variable] = lane;
        }
        return true;
    }

    /// <summary>Both sides, and in each lane what its own test chose.</summary>
    private bool Branch(Equation equation, IfRegion branch)
    {
        var test = Of(branch.Test);
        if (test.Kind != LaneKind.Mask) return false;
        var outer = isInBranch;
        isInBranch = true;
        if (!Walk(branch.Then) || !Walk(branch.Else)) return false;
        isInBranch = outer;
        for (var k = 0; k < equation.Variables.Length; k++)
        {
            if (equation.Variables[k].Type != words.Number || VectorOf(branch.Then.Results[k]) is not { } then || VectorOf(branch.Else.Results[k]) is not { } @else) return false;
            lanes[equation.Variables[k]] = Bound(nameof(LaneOperators512.Select), test.Atom, then, @else);
        }
        return true;
    }

    private Lane Of(Expression atom) => atom is ParameterExpression p && lanes.TryGetValue(p, out var lane) ? lane : new Lane(LaneKind.Uniform, atom);

    /// <summary>A number in each lane; null of what is none.</summary>
    private Expression? VectorOf(Expression atom)
    {
        var lane = Of(atom);
        if (lane.Kind == LaneKind.Vector) return lane.Atom;
        if (lane.Kind != LaneKind.Uniform || atom.Type != words.Number) return null;
        var isOutside = atom is not ParameterExpression p || !lanes.ContainsKey(p);
        var known = isOutside ? broadcastBefore : broadcasts;
        if (!known.TryGetValue(lane.Atom, out var made)) known[lane.Atom] = made = (isOutside ? before : body).Bind(words.Call(nameof(LaneOperators512.Broadcast), lane.Atom));
        return made;
    }

    private Lane Bound(string operation, params Expression[] vectors)
    {
        work++;
        return new Lane(LaneKind.Vector, body.Bind(words.Call(operation, vectors)));
    }

    private Lane? Translated(Expression value)
    {
        var operands = Operation.Operands(value).Select(Of).ToArray();
        if (operands.All(o => o.Kind == LaneKind.Uniform)) return Same(value, operands);
        return value switch
        {
            BinaryExpression { NodeType: ExpressionType.ArrayIndex } => Load(operands),
            BinaryExpression { Method: null } b when b.Type == typeof(int) => Ramp(b, operands),
            BinaryExpression { Method: null } b => Arithmetic(b, operands),
            UnaryExpression { NodeType: ExpressionType.Negate, Method: null } u when VectorOf(u.Operand) is { } x => Bound(nameof(LaneOperators512.Negate), x),
            UnaryExpression { NodeType: ExpressionType.Convert, Method: null } when operands[0].Kind == LaneKind.Ramp && value.Type == typeof(double) => Bound(
                nameof(LaneOperators512.Ramp), body.Bind(Expression.Convert(operands[0].Atom, typeof(double)))),
            MethodCallExpression { Object: null } call when ArrayMethods.IsUpdate(call) => Update(call, operands),
            MethodCallExpression { Object: null } call => Function(call),
            _ => null,
        };
    }

    /// <summary>What is the same in all iterations is computed once a block; in a branch it might not have been computed at all.</summary>
    private Lane? Same(Expression value, Lane[] operands)
    {
        if (isInBranch || value.Type == typeof(void) || !Purity.IsPure(value, isPure) || Purity.Allocates(value)) return null;
        return new Lane(LaneKind.Uniform, body.Bind(Operation.With(value, [.. operands.Select(o => o.Atom)])));
    }

    private Lane? Load(Lane[] operands) => isInBranch || operands[0].Kind != LaneKind.Uniform || operands[1].Kind != LaneKind.Ramp || operands[0].Atom.Type != words.Number.MakeArrayType()
        ? null
        : remaining is null ? Bound(nameof(LaneOperators512.Load), operands[0].Atom, operands[1].Atom) : Bound(nameof(LaneOperators512.LoadFirst), operands[0].Atom, operands[1].Atom, remaining);

    private Lane? Ramp(BinaryExpression sum, Lane[] operands) => (sum.NodeType, operands[0].Kind, operands[1].Kind) switch
    {
        (ExpressionType.Add, LaneKind.Ramp, LaneKind.Uniform) or (ExpressionType.Add, LaneKind.Uniform, LaneKind.Ramp) or (ExpressionType.Subtract, LaneKind.Ramp, LaneKind.Uniform) =>
            new Lane(LaneKind.Ramp, body.Bind(Expression.MakeBinary(sum.NodeType, operands[0].Atom, operands[1].Atom))),
        _ => null,
    };

    private Lane? Arithmetic(BinaryExpression operation, Lane[] operands)
    {
        var sum = Array.FindIndex(operands, o => o.Kind == LaneKind.Sum);
        if (sum >= 0) return Sum(operation, operands, sum);
        if (VectorOf(operation.Left) is not { } left || VectorOf(operation.Right) is not { } right) return null;
        switch (operation.NodeType)
        {
            case ExpressionType.Add or ExpressionType.Subtract or ExpressionType.Multiply or ExpressionType.Divide: return Bound(operation.NodeType.ToString(), left, right);
            case ExpressionType.LessThan or ExpressionType.LessThanOrEqual or ExpressionType.GreaterThan or ExpressionType.GreaterThanOrEqual or ExpressionType.Equal or ExpressionType.NotEqual:
                return Bound(operation.NodeType.ToString(), left, right) with { Kind = LaneKind.Mask };
            default: return null;
        }
    }

    /// <summary>A sum in each lane; lanes that do not exist add nothing.</summary>
    private Lane? Sum(BinaryExpression operation, Lane[] operands, int sum)
    {
        if (isInBranch || operation.NodeType is not (ExpressionType.Add or ExpressionType.Subtract) || (operation.NodeType == ExpressionType.Subtract && sum == 1)) return null;
        if (VectorOf(sum == 0 ? operation.Right : operation.Left) is not { } term) return null;
        var existing = remaining is null ? term : body.Bind(words.Call(nameof(LaneOperators512.First), term, remaining));
        return Bound(operation.NodeType.ToString(), operands[sum].Atom, existing) with { Kind = LaneKind.Sum, State = operands[sum].State };
    }

    /// <summary>Elements side by side are stored, or added to, at one offset: then the order of iterations makes no difference.</summary>
    /// <remarks>Additions at two offsets would be right too, but a load that straddles two stores waits for both: neighbours' sums at 256 bits took 1.6 times the scalar loop's time (2026-11).</remarks>
    private Lane? Update(MethodCallExpression call, Lane[] operands)
    {
        if (isInBranch || call.Arguments.Count != 3 || operands[0].Kind != LaneKind.Written || operands[1].Kind != LaneKind.Ramp || VectorOf(call.Arguments[2]) is not { } value) return null;
        var (name, position) = (call.Method.Name, operands[1].Atom);
        if (written.TryGetValue(operands[0].State, out var other) && (other.Operation != name || other.At != position)) return null;
        if (name == nameof(ArrayOperators.AddAt) && isStrict) return null;
        written[operands[0].State] = (name, position);
        work++;
        var update = remaining is null
            ? words.Call(name, operands[0].Atom, position, value)
            : words.Call(name + nameof(LaneOperators512.First), operands[0].Atom, position, remaining, value);
        return operands[0] with { Atom = body.Bind(update) };
    }

    private Lane? Function(MethodCallExpression call)
    {
        if (words.Function(call.Method, isStrict) is not { } function) return null;
        var vectors = call.Arguments.Select(VectorOf).ToArray();
        if (vectors.Any(v => v is null)) return null;
        work++;
        return new Lane(LaneKind.Vector, body.Bind(Expression.Call(function, vectors!)));
    }
}
