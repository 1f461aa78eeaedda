using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Linq.Expressions;
using System.Reflection;
using ExprAutograd.Anf;
using ExprAutograd.Expressions;
using ExprAutograd.Operators;

namespace ExprAutograd.Rewriting;

/// <summary>How the lanes of a loop read arrays.</summary>
[Flags]
internal enum LaneReads
{
    /// <summary>Elements that stand side by side, or one for all.</summary>
    SideBySide = 0,

    /// <summary>Elements that stand apart.</summary>
    Strided = 1,

    /// <summary>The rows of a block of points in loops inside, where they lie side by side as it is.</summary>
    Transposed = 2,
}

/// <summary>One loop, translated operation by operation; given up at the first that has no meaning in lanes.</summary>
/// <remarks>
/// Loops and branches inside that run alike in all iterations stay loops and branches, of vectors. Arrays and tapes that an iteration makes for itself become arrays and
/// tapes of vectors: the data of a block of points stand side by side. A test that differs between lanes chooses in each lane, both sides computed.
/// </remarks>
internal sealed partial class LaneTranslation
{
    /// <summary>Bodies of more operations are emitted once, with masks, for all blocks.</summary>
    private const int LongBody = 300;

    private readonly LoopRegion loop;
    private readonly LaneVocabulary words;
    private readonly LaneVariance variance;
    private readonly bool isStrict;
    private readonly Func<MethodInfo, bool> isPure;
    private readonly LaneScopes scopes;
    private readonly Dictionary<ParameterExpression, Lane> lanes = [];
    private readonly Dictionary<int, (string Operation, Expression? At)> written = [];

    /// <summary>How many lanes of a block exist, where that may be less than all; null in blocks that are full.</summary>
    private readonly Expression? remaining;
    private bool isInBranch;
    private LaneReads reads;
    private int work;

    private LaneTranslation(LaneTranslation? other, LoopRegion loop, LaneVocabulary words, bool isStrict, Func<MethodInfo, bool> isPure, Expression? remaining)
    {
        (this.loop, this.words, this.isStrict, this.isPure, this.remaining) = (loop, words, isStrict, isPure, remaining);
        variance = other?.variance ?? LaneVariance.Of(loop);
        scopes = other is null ? new LaneScopes() : new LaneScopes(other.scopes);
    }

    private string? Obstacle { get; set; }

    /// <summary>The equations that bind <paramref name="results"/> as the loop does; null when the loop stays as it is.</summary>
    /// <param name="loop">The loop.</param>
    /// <param name="results">What it binds.</param>
    /// <param name="bits">The width of vectors.</param>
    /// <param name="isStrict">Whether every result must round as one number at a time does.</param>
    /// <param name="isPure">Methods that may run more or less often than is written.</param>
    /// <param name="reads">How it reads arrays.</param>
    /// <param name="obstacle">What stands in the way.</param>
    public static ImmutableArray<Equation>? TryRun(
        LoopRegion loop, ImmutableArray<ParameterExpression> results, int bits, bool isStrict, Func<MethodInfo, bool> isPure, out LaneReads reads, out string? obstacle)
    {
        (reads, obstacle) = (LaneReads.SideBySide, null);
        if (loop is not { Count: { } count, While: null, IsRunAgain: false })
        {
            obstacle = "how often it runs is found out as it runs";
            return null;
        }
        if (!TryFindNumber(loop, out var number, out obstacle) || LaneVocabulary.Of(number, bits) is not { } words) return null;
        if (Atom.TryGetInteger(count, out var known) && known < words.Count)
        {
            obstacle = $"{known} iterations do not fill a vector";
            return null;
        }
        var full = new LaneTranslation(null, loop, words, isStrict, isPure, null);
        if (full.Body(null) is not { } body)
        {
            obstacle = full.Obstacle ?? "it computes nothing";
            return null;
        }
        reads = full.reads;
        return loop.Body.CountOperations() > LongBody ? new LaneTranslation(null, loop, words, isStrict, isPure, Expression.Variable(typeof(int), "remaining")).Masked(results) : full.Joined(body, results);
    }

    /// <summary>The full blocks, then the one that may not be.</summary>
    private ImmutableArray<Equation> Joined(AnfProgram fullBody, ImmutableArray<ParameterExpression> results)
    {
        var blocks = scopes.Bind(Expression.Divide(loop.Count!, Atom.Constant(words.Count)), "blocks");
        var first = scopes.Bind(Expression.Multiply(blocks, Atom.Constant(words.Count)));
        var rest = scopes.Bind(Expression.Subtract(loop.Count!, first), "remaining");
        var tail = new LaneTranslation(this, loop, words, isStrict, isPure, rest).Body(first)!;
        var middle = Declared(fullBody);
        scopes.Add(new Equation(middle, new LoopRegion(blocks, Initial(), null, fullBody)));
        var tails = scopes.Bind(Expression.Call(typeof(Math), nameof(Math.Min), null, rest, Atom.Constant(1)));
        return Ended(new LoopRegion(tails, [.. middle], null, tail), results);
    }

    /// <summary>All blocks alike, each as long as it is.</summary>
    private ImmutableArray<Equation> Masked(ImmutableArray<ParameterExpression> results)
    {
        var padded = scopes.Bind(Expression.Add(loop.Count!, Atom.Constant(words.Count - 1)));
        var blocks = scopes.Bind(Expression.Divide(padded, Atom.Constant(words.Count)), "blocks");
        var body = Body(null)!;
        return Ended(new LoopRegion(blocks, Initial(), null, body), results);
    }

    private ImmutableArray<ParameterExpression> Declared(AnfProgram body) => [.. body.Parameters.Skip(1).Select(p => scopes.Declare(p.Type, p.Name))];

    private ImmutableArray<Expression> Initial() =>
        [.. loop.Initial.Select((initial, k) => loop.State[k].Type.IsArray ? initial : Zero()), .. carries.Select(_ => Zero())];

    private ParameterExpression Zero() => scopes.Made(nameof(words.Broadcast), Atom.Zero(words.Number), words.Broadcast);

    private ImmutableArray<Equation> Ended(LoopRegion last, ImmutableArray<ParameterExpression> results)
    {
        var ends = results.Select((r, k) => r.Type.IsArray && carries.All(c => c.State != k) ? r : scopes.Declare(r.Type.IsArray ? r.Type : words.Vector, r.Name))
            .Concat(carries.Select(c => scopes.Declare(words.Vector, c.Before.Name))).ToImmutableArray();
        scopes.Add(new Equation(ends, last));
        for (var c = 0; c < carries.Count; c++)
        {
            var (state, at) = (carries[c].State, scopes.Bind(Expression.Add(loop.Count!, Atom.Constant(carries[c].Offset))));
            scopes.Add(new Equation(results[state], words.Call(nameof(LaneOperators512.AddLast), ends[state], at, loop.Count!, ends[results.Length + c])));
        }
        for (var k = 0; k < results.Length; k++)
        {
            if (results[k].Type.IsArray) continue;
            var total = scopes.Bind(words.Call(nameof(LaneOperators512.Total), ends[k]));
            scopes.Add(new Equation(results[k], Expression.Add(loop.Initial[k], total)));
        }
        return scopes.Outermost;
    }

    /// <summary>The one type of number that the body computes with; false where there are several.</summary>
    private static bool TryFindNumber(LoopRegion loop, [NotNullWhen(true)] out Type? number, out string? obstacle)
    {
        var types = new HashSet<Type>();
        void Collect(AnfProgram program)
        {
            foreach (var equation in program.Equations)
            {
                foreach (var variable in equation.Variables)
                    if (NumericTypes.IsFloating(variable.Type)) types.Add(variable.Type);
                if (equation.Value is Region region)
                    foreach (var inner in region.Programs) Collect(inner);
            }
        }
        Collect(loop.Body);
        number = types.Count == 1 ? types.Single() : null;
        obstacle = types.Count switch { 0 => "it computes nothing", 1 => null, _ => "it computes with numbers of two types" };
        if (number is not null && number != typeof(double) && number != typeof(float)) (number, obstacle) = (null, "there are no vectors of its numbers");
        return number is not null;
    }

    /// <summary>One block; null where the loop has no meaning in lanes.</summary>
    /// <param name="first">The first iteration of the block; null for that of the block's number.</param>
    private AnfProgram? Body(Expression? first)
    {
        scopes.Open();
        var block = scopes.Declare(typeof(int), "block");
        var states = ImmutableArray.CreateBuilder<ParameterExpression>();
        for (var k = 0; k < loop.State.Length; k++)
        {
            var isArray = loop.State[k].Type == words.Array || (loop.State[k].Type == typeof(double[,]) && words.Number == typeof(double));
            if (!isArray && loop.State[k].Type != words.Number) return Refused<AnfProgram>("an iteration goes on from where the one before it stopped");
            if (!isArray && isStrict) return Refused<AnfProgram>("strict code adds in order");
            states.Add(scopes.Declare(isArray ? loop.State[k].Type : words.Vector, loop.State[k].Name));
            lanes[loop.State[k]] = new Lane(isArray ? LaneKind.Written : LaneKind.Sum, states[^1], k);
        }
        var at = first ?? scopes.Bind(Expression.Multiply(block, Atom.Constant(words.Count)), "at");
        if (first is null && remaining is ParameterExpression own)
        {
            var rest = scopes.Bind(Expression.Subtract(loop.Count!, at));
            scopes.Add(new Equation(own, Expression.Call(typeof(Math), nameof(Math.Min), null, rest, Atom.Constant(words.Count))));
        }
        lanes[loop.Index] = new Lane(LaneKind.Ramp, at, Stride: Atom.Constant(1), Offset: 0);
        if (!Walk(loop.Body) || work == 0) return null;
        var ends = loop.Body.Results.Select(Of).ToArray();
        for (var k = 0; k < ends.Length; k++)
            if (ends[k].State != k) return Refused<AnfProgram>("an iteration goes on from where the one before it stopped");
        foreach (var carry in carries) states.Add(carry.Before);
        return new AnfProgram([block, .. states], scopes.Close(), [.. ends.Select(e => e.Atom), .. carries.Select(c => c.After)]);
    }

    private T? Refused<T>(string obstacle)
        where T : class
    {
        Obstacle ??= obstacle;
        return null;
    }

    private bool Refuse(string obstacle)
    {
        Obstacle ??= obstacle;
        return false;
    }

    private Lane? RefuseLane(string obstacle)
    {
        Obstacle ??= obstacle;
        return null;
    }

    private Lane Of(Expression atom) => atom is ParameterExpression p && lanes.TryGetValue(p, out var lane) ? lane : new Lane(LaneKind.Uniform, atom);

    /// <summary>A number in each lane; null of what is none.</summary>
    private Expression? VectorOf(Expression atom)
    {
        var lane = Of(atom);
        if (lane.Kind == LaneKind.Vector) return lane.Atom;
        return lane.Kind == LaneKind.Uniform && atom.Type == words.Number ? scopes.Made(nameof(words.Broadcast), lane.Atom, words.Broadcast) : null;
    }

    /// <summary>A truth in each lane; null of what is none.</summary>
    private Expression? MaskOf(Expression atom)
    {
        var lane = Of(atom);
        if (lane.Kind == LaneKind.Mask) return lane.Atom;
        return lane.Kind == LaneKind.Uniform && atom.Type == typeof(bool) ? scopes.Made(nameof(LaneOperators512.Truth), lane.Atom, truth => words.Call(nameof(LaneOperators512.Truth), truth)) : null;
    }

    /// <summary>The position in an array of vectors.</summary>
    private Expression Scaled(Expression index) => Atom.TryGetInteger(index, out var known)
        ? Atom.Constant(checked(known * words.Count))
        : scopes.Made(nameof(Scaled), index, i => Expression.Multiply(i, Atom.Constant(words.Count)));

    private Lane Bound(string operation, params Expression[] vectors) => Bound(words.Call(operation, vectors));

    private Lane Bound(ExpressionType operation, params Expression[] vectors) => Bound(words.Call(operation, vectors));

    private Lane Bound(MethodCallExpression call)
    {
        work++;
        return new Lane(LaneKind.Vector, scopes.Bind(call));
    }
}
