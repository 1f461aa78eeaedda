using System.Linq.Expressions;
using ExprAutograd.Anf;
using ExprAutograd.Expressions;
using ExprAutograd.Operators;

namespace ExprAutograd.Rewriting;

/// <content>Arrays and tapes.</content>
internal sealed partial class LaneTranslation
{
    private const string RowOfAll = "some of the arrays that it keeps in one are the same in all iterations";

    /// <summary>Where iterations add first, by state.</summary>
    private readonly Dictionary<int, (Lane At, int Offset)> additions = [];

    /// <summary>What one block hands to the next: of which array, the offset of the first lane that it is added to, and the vectors.</summary>
    private readonly List<(int State, int Offset, ParameterExpression Before, Expression After)> carries = [];

    private readonly record struct Translation(Lane? Lane);

    /// <summary>What an operation on arrays or tapes becomes; null of other operations.</summary>
    private Translation? Memory(Equation equation, Lane[] operands) => equation.Value switch
    {
        NewArrayExpression made => new(Made(equation.Variable, made, operands)),
        UnaryExpression { NodeType: ExpressionType.ArrayLength } length => new(Length(length, operands[0])),
        BinaryExpression { NodeType: ExpressionType.ArrayIndex } index when !operands.All(o => o.IsSame) => new(Read(operands)),
        MethodCallExpression { Method: { Name: nameof(ArrayOperators.ZerosLike) } method } call when method.DeclaringType == typeof(ArrayOperators) => new(ZerosLike(equation.Variable, call, operands[0])),
        MethodCallExpression { Method: { Name: nameof(ArrayOperators.Load) } method } call when method.DeclaringType == typeof(ArrayOperators) && operands[0].Kind == LaneKind.LaneRows => new(OfRow(operands)),
        MethodCallExpression { Method: { Name: nameof(ArrayOperators.Copy) } method } call when method.DeclaringType == typeof(ArrayOperators) && operands[0].Kind is LaneKind.LaneArray or LaneKind.LaneRows =>
            new(operands[0] with { Atom = scopes.Bind(Operation.With(call, [operands[0].Atom])) }),
        MethodCallExpression call when ArrayMethods.IsUpdate(call) => new(Update(call, operands)),
        MethodCallExpression call when call.Method.DeclaringType == typeof(SequenceOperators) && operands.Any(o => o.Kind == LaneKind.LaneArray) => new(Sequence(call, operands)),
        MethodCallExpression call when call.Method.DeclaringType == typeof(TapeOperators) => new(Taped(equation.Variable, call, operands)),
        _ => null,
    };

    private Lane? Made(ParameterExpression array, NewArrayExpression made, Lane[] operands)
    {
        if (isInBranch) return RefuseLane("an array is made where only some iterations come");
        if (!variance.Varies(array)) return operands.All(o => o.Kind == LaneKind.Uniform) ? new Lane(LaneKind.Private, scopes.Bind(Operation.With(made, [.. operands.Select(o => o.Atom)]))) : null;
        if (array.Type == words.Rows)
        {
            var fits = made.NodeType == ExpressionType.NewArrayBounds ? operands[0].Kind == LaneKind.Uniform : operands.All(o => o.Kind == LaneKind.LaneArray);
            return fits ? new Lane(LaneKind.LaneRows, scopes.Bind(Operation.With(made, [.. operands.Select(o => o.Atom)]))) : RefuseLane(RowOfAll);
        }
        if (array.Type != words.Array) return RefuseLane($"an iteration makes a {array.Type.Name} of its own");
        if (made.NodeType == ExpressionType.NewArrayBounds) return operands[0].Kind == LaneKind.Uniform ? LaneArray(operands[0].Atom) : null;
        if (LaneArray(Atom.Constant(operands.Length)) is not { } lane) return null;
        for (var k = 0; k < operands.Length; k++)
        {
            if (VectorOf(made.Expressions[k]) is not { } element) return null;
            lane = lane with { Atom = scopes.Bind(words.Call(nameof(LaneOperators512.Store), lane.Atom, Atom.Constant(k * words.Count), element)) };
        }
        return lane;
    }

    private Lane? LaneArray(Expression length) => new Lane(LaneKind.LaneArray, scopes.Bind(Expression.NewArrayBounds(words.Number, Scaled(length))));

    private Lane? ZerosLike(ParameterExpression array, MethodCallExpression call, Lane model)
    {
        if (isInBranch) return RefuseLane("an array is made where only some iterations come");
        if (!variance.Varies(array) && model.Kind is not (LaneKind.LaneArray or LaneKind.LaneRows)) return new Lane(LaneKind.Private, scopes.Bind(Expression.Call(call.Method, model.Atom)));
        if (call.Type == words.Rows && variance.Varies(array))
            return new Lane(LaneKind.LaneRows, scopes.Bind(model.Kind == LaneKind.LaneRows ? Expression.Call(call.Method, model.Atom) : words.Call(nameof(LaneOperators512.RowsLike), model.Atom)));
        if (call.Type != words.Array) return RefuseLane($"an iteration makes a {array.Type.Name} of its own");
        if (Length(Expression.ArrayLength(call.Arguments[0]), model) is not { } length) return null;
        return variance.Varies(array) ? LaneArray(length.Atom) : new Lane(LaneKind.Private, scopes.Bind(Expression.NewArrayBounds(words.Number, length.Atom)));
    }

    /// <summary>An operator on a whole array, on the arrays of all lanes at once.</summary>
    private Lane? Sequence(MethodCallExpression call, Lane[] operands)
    {
        if (isInBranch) return RefuseLane("a branch that differs between iterations reads an array");
        switch (call.Method.Name)
        {
            case nameof(SequenceOperators.Max): return Bound(nameof(LaneOperators512.Largest), operands[0].Atom);
            case nameof(SequenceOperators.Min): return Bound(nameof(LaneOperators512.Smallest), operands[0].Atom);
            case nameof(SequenceOperators.SpreadOverTies) when operands[1].Kind == LaneKind.LaneArray && VectorOf(call.Arguments[0]) is { } dy && VectorOf(call.Arguments[2]) is { } extremum:
                return Bound(nameof(LaneOperators512.SpreadOverTies), dy, operands[1].Atom, extremum) with { Kind = LaneKind.LaneArray };
            default: return RefuseLane($"there is no {call.Method.Name} of vectors");
        }
    }

    private Lane? Length(UnaryExpression length, Lane array)
    {
        if (isInBranch) return null;
        var all = scopes.Bind(Operation.With(length, [array.Atom]));
        return new Lane(LaneKind.Uniform, array.Kind == LaneKind.LaneArray ? scopes.Bind(Expression.Divide(all, Atom.Constant(words.Count))) : all);
    }

    private Lane? Read(Lane[] operands)
    {
        var (array, at) = (operands[0], operands[1]);
        if (isInBranch) return RefuseLane("a branch that differs between iterations reads an array");
        if (array.Kind == LaneKind.LaneRows && at.Kind == LaneKind.Uniform) return new Lane(LaneKind.LaneArray, scopes.Bind(Expression.ArrayIndex(array.Atom, at.Atom)));
        if (array.Atom.Type != words.Array) return RefuseLane("it reads what differs between iterations from an array of other than its numbers");
        switch (array.Kind, at.Kind)
        {
            case (LaneKind.LaneArray, LaneKind.Uniform): return Bound(nameof(LaneOperators512.Load), array.Atom, Scaled(at.Atom));
            case (LaneKind.Written, _): return RefuseLane("it reads an array that it writes");
            case (LaneKind.Uniform, LaneKind.Ramp) when Atom.TryGetInteger(at.Stride!, out var stride) && stride == 1:
                return remaining is null ? Bound(nameof(LaneOperators512.Load), array.Atom, at.Atom) : Bound(nameof(LaneOperators512.LoadFirst), array.Atom, at.Atom, remaining);
            case (LaneKind.Uniform, LaneKind.Ramp):
                var isInside = scopes.Depth > 1 && scopes.DepthOf(at.Stride!) == 0;
                if (isInside) reads |= LaneReads.Transposed;
                return isInside && scopes.DepthOf(array.Atom) == 0 ? FromRows(array.Atom, at) : Strided(array.Atom, at);
            default: return RefuseLane("it reads an array where its data say");
        }
    }

    /// <summary>An element of a row.</summary>
    private Lane? OfRow(Lane[] operands)
    {
        if (isInBranch) return RefuseLane("a branch that differs between iterations reads an array");
        if (operands[1].Kind != LaneKind.Uniform || operands[2].Kind != LaneKind.Uniform) return RefuseLane("it reads an array where its data say");
        var row = scopes.Bind(Expression.ArrayIndex(operands[0].Atom, operands[1].Atom));
        return Bound(nameof(LaneOperators512.Load), row, Scaled(operands[2].Atom));
    }

    private Lane Strided(Expression array, Lane at)
    {
        reads |= LaneReads.Strided;
        return Bound(nameof(LaneOperators512.LoadStrided), array, at.Atom, at.Stride!, remaining ?? Atom.Constant(words.Count));
    }

    /// <summary>The number of the block's first point: the index, or what an equation at the start of the body makes of it that shifts it.</summary>
    private Expression FirstPoint() =>
        loop.Body.Equations is [{ Value: BinaryExpression { NodeType: ExpressionType.Add } shifted } first, ..] && shifted.Right == loop.Index && Of(shifted.Left).Kind == LaneKind.Uniform
            ? lanes[first.Variable].Atom : lanes[loop.Index].Atom;

    /// <summary>Of points that stand one after another, each with its numbers side by side: the block's rows are transposed once, then read as vectors.</summary>
    private Lane FromRows(Expression array, Lane at)
    {
        var start = FirstPoint();
        var existing = remaining ?? Atom.Constant(words.Count);
        var first = scopes.Made("first of rows", at.Stride!, stride => Expression.Multiply(start, stride), leastDepth: 1);
        var rows = scopes.Made((nameof(LaneOperators512.Rows), array), at.Stride!, stride => words.Call(nameof(LaneOperators512.Rows), array, first, stride, existing), leastDepth: 1);
        return Bound(nameof(LaneOperators512.LoadRow), rows, array, first, at.Atom, at.Stride!, existing);
    }

    private Lane? Update(MethodCallExpression call, Lane[] operands)
    {
        if (isInBranch) return RefuseLane("a branch that differs between iterations writes to an array");
        switch (operands[0].Kind)
        {
            case LaneKind.Private when operands.All(o => o.IsSame): return operands[0] with { Atom = scopes.Bind(Operation.With(call, [.. operands.Select(o => o.Atom)])) };
            case LaneKind.LaneArray when call.Arguments.Count == 3 && operands[1].Kind == LaneKind.Uniform && VectorOf(call.Arguments[2]) is { } value:
                work++;
                return operands[0] with { Atom = scopes.Bind(words.Call(call.Method.Name, operands[0].Atom, Scaled(operands[1].Atom), value)) };
            case LaneKind.LaneRows when call.Arguments.Count == 3 && operands[1].Kind == LaneKind.Uniform:
                return operands[2].Kind == LaneKind.LaneArray ? operands[0] with { Atom = scopes.Bind(Operation.With(call, [.. operands.Select(o => o.Atom)])) } : RefuseLane(RowOfAll);
            case LaneKind.LaneArray or LaneKind.LaneRows when operands.All(o => o.Kind == operands[0].Kind): return operands[0] with { Atom = scopes.Bind(Operation.With(call, [.. operands.Select(o => o.Atom)])) };
            case LaneKind.Written when call.Arguments.Count == 3 && VectorOf(call.Arguments[2]) is { } value: return Written(call.Method.Name, operands[0], operands[1], value);
            case LaneKind.Written when call.Method.Name == nameof(MatrixOperators.WithColumn): return WrittenColumns(operands);
            default: return RefuseLane("it writes to an array where its data say");
        }
    }

    /// <summary>Each iteration writes a column of a matrix: those of a block stand side by side in each row.</summary>
    private Lane? WrittenColumns(Lane[] operands)
    {
        var (matrix, row, column, values) = (operands[0], operands[1], operands[2], operands[3]);
        if (row.Kind != LaneKind.Uniform || column.Kind != LaneKind.Ramp || values.Kind != LaneKind.LaneArray || !Atom.TryGetInteger(column.Stride!, out var stride) || stride != 1)
            return RefuseLane("an iteration writes a column that is no number of its own");
        if (scopes.DepthOf(column.Atom) > 1 || !MayWrite(matrix.State, nameof(MatrixOperators.WithColumn), column.Atom)) return RefuseLane("an iteration writes to many columns");
        work++;
        return matrix with { Atom = scopes.Bind(words.Call(nameof(LaneOperators512.WithColumn), matrix.Atom, row.Atom, column.Atom, remaining ?? Atom.Constant(words.Count), values.Atom)) };
    }

    /// <summary>Elements side by side are stored at one offset, or added to: then the order of iterations makes no difference. What all iterations add to one element is summed over lanes first.</summary>
    private Lane? Written(string operation, Lane array, Lane at, Expression value)
    {
        var isAdded = operation == nameof(ArrayOperators.AddAt);
        if (isAdded && isStrict) return RefuseLane("strict code adds in order");
        if (isAdded && at.Kind == LaneKind.Uniform)
        {
            if (!MayWrite(array.State, operation, null)) return RefuseLane("it writes to an array and adds to it");
            work++;
            var total = scopes.Bind(words.Call(nameof(LaneOperators512.Total), Existing(value)));
            return array with { Atom = scopes.Bind(ArrayMethods.Call(operation, array.Atom, at.Atom, total)) };
        }
        if (at.Kind != LaneKind.Ramp || !Atom.TryGetInteger(at.Stride!, out var stride) || stride != 1) return RefuseLane("iterations write to elements that do not stand side by side");
        if (!isAdded && scopes.DepthOf(at.Atom) > 1) return RefuseLane("an iteration writes to many elements");
        if (!MayWrite(array.State, operation, isAdded ? null : at.Atom)) return RefuseLane("it writes to an array at two offsets");
        if (isAdded && OfNeighbours(array.State, at, value) is { } neighbours) (value, at) = (neighbours, additions[array.State].At);
        work++;
        var update = remaining is null
            ? words.Call(operation, array.Atom, at.Atom, value)
            : words.Call(operation + nameof(LaneOperators512.First), array.Atom, at.Atom, remaining, value);
        return array with { Atom = scopes.Bind(update) };
    }

    /// <summary>What iterations add to their right neighbour's element is added to the own, of the left neighbour: so that no load straddles two stores and waits for both.</summary>
    private Expression? OfNeighbours(int state, Lane at, Expression value)
    {
        if (scopes.Depth > 1 || at.Offset is not { } offset) return null;
        if (!additions.TryGetValue(state, out var first)) additions[state] = first = (at, offset);
        if (offset != first.Offset + 1 || carries.Any(c => c.State == state)) return null;
        var before = scopes.Declare(words.Vector, "before");
        carries.Add((state, first.Offset, before, value));
        return scopes.Bind(words.Call(nameof(LaneOperators512.Neighbours), value, before));
    }

    private bool MayWrite(int state, string operation, Expression? at)
    {
        if (written.TryGetValue(state, out var other)) return other.Operation == operation && other.At == at;
        written[state] = (operation, at);
        return true;
    }

    private Lane? Taped(ParameterExpression variable, MethodCallExpression call, Lane[] operands)
    {
        if (isInBranch) return RefuseLane("a branch that differs between iterations leaves something for its adjoint");
        if (operands.Length == 0)
        {
            if (!variance.Varies(variable)) return new Lane(LaneKind.Tape, scopes.Bind(call));
            if (ItemOf(variable.Type) == words.Array) return new Lane(LaneKind.LaneTape, scopes.Bind(call));
            return IsOfLanes(variable.Type) ? new Lane(LaneKind.LaneTape, scopes.Bind(OfVectors(call))) : RefuseLane("an iteration leaves more than numbers for its adjoint");
        }
        if (operands[0].Kind == LaneKind.Tape)
        {
            if (!operands.All(o => o.IsSame)) return RefuseLane("an iteration leaves more than numbers for its adjoint");
            var isArray = call.Method.Name == nameof(TapeOperators.Pop) && call.Type.IsArray;
            return new Lane(isArray ? LaneKind.Private : LaneKind.Uniform, scopes.Bind(Operation.With(call, [.. operands.Select(o => o.Atom)])));
        }
        if (operands[0].Kind != LaneKind.LaneTape) return RefuseLane("what iterations leave for their adjoint is on one tape");
        if (ItemOf(call.Arguments[0].Type) == words.Array)
        {
            if (operands.Length > 1 && operands[1].Kind != LaneKind.LaneArray) return RefuseLane(RowOfAll);
            return new Lane(call.Type.IsArray ? LaneKind.LaneArray : LaneKind.Uniform, scopes.Bind(Operation.With(call, [.. operands.Select(o => o.Atom)])));
        }
        var isTruth = ItemOf(call.Arguments[0].Type) == typeof(bool);
        switch (call.Method.Name)
        {
            case nameof(TapeOperators.Push):
                return (isTruth ? MaskOf(call.Arguments[1]) : VectorOf(call.Arguments[1])) is { } value ? new Lane(LaneKind.Uniform, scopes.Bind(OfVectors(call, operands[0].Atom, value))) : null;
            case nameof(TapeOperators.Pop): return new Lane(isTruth ? LaneKind.Mask : LaneKind.Vector, scopes.Bind(OfVectors(call, operands[0].Atom)));
            case nameof(TapeOperators.Release): return new Lane(LaneKind.Uniform, scopes.Bind(OfVectors(call, operands[0].Atom)));
            default: return RefuseLane("an iteration leaves more than numbers for its adjoint");
        }
    }

    private static Type ItemOf(Type tape) => tape.GetGenericArguments()[0];

    private bool IsOfLanes(Type tape) => ItemOf(tape) is var item && (item == words.Number || item == typeof(bool));

    private MethodCallExpression OfVectors(MethodCallExpression call, params Expression[] arguments) =>
        Expression.Call(call.Method.GetGenericMethodDefinition().MakeGenericMethod(words.Vector), arguments);
}
