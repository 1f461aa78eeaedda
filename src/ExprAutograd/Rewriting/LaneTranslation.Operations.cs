using System.Linq.Expressions;
using ExprAutograd.Anf;
using ExprAutograd.Expressions;
using ExprAutograd.Operators;

namespace ExprAutograd.Rewriting;

/// <content>Numbers, truths and positions.</content>
internal sealed partial class LaneTranslation
{
    private Lane? Translated(Equation equation)
    {
        var value = equation.Value;
        var operands = Operation.Operands(value).Select(Of).ToArray();
        if (Memory(equation, operands) is { } memory) return memory.Lane;
        if (operands.All(o => o.IsSame)) return Same(value, operands);
        return value switch
        {
            BinaryExpression { Method: null } b when b.Type == typeof(int) => Ramp(b.NodeType, operands[0], operands[1]),
            BinaryExpression { Method: null } b when b.Left.Type == typeof(bool) => Truths(b),
            BinaryExpression { Method: null } b when b.Left.Type == typeof(int) && b.Type == typeof(bool) => Positions(b, operands),
            BinaryExpression { Method: null } b => Arithmetic(b, operands),
            UnaryExpression { NodeType: ExpressionType.Negate, Method: null } u when VectorOf(u.Operand) is { } x => Bound(ExpressionType.Negate, x),
            UnaryExpression { NodeType: ExpressionType.Not, Method: null } u when MaskOf(u.Operand) is { } x => Bound(ExpressionType.Not, x) with { Kind = LaneKind.Mask },
            UnaryExpression { NodeType: ExpressionType.Convert, Method: null } when operands[0].Kind == LaneKind.Ramp && value.Type == words.Number && Numbers(operands[0]) is { } x => new Lane(LaneKind.Vector, x),
            MethodCallExpression { Object: null } call => Function(call),
            _ => null,
        };
    }

    /// <summary>What is the same in all iterations is computed once a block; in a branch it might not have been computed at all, and must do no harm.</summary>
    private Lane? Same(Expression value, Lane[] operands)
    {
        if (value.Type == typeof(void) || !Purity.IsPure(value, isPure) || Purity.Allocates(value) || (isInBranch && !IsHarmless(value))) return null;
        var same = Operation.With(value, [.. operands.Select(o => o.Atom)]);
        return new Lane(LaneKind.Uniform, value is MemberExpression { Expression: ConstantExpression } ? scopes.BindAt(0, same) : scopes.Bind(same));
    }

    private static bool IsHarmless(Expression value) => value is BinaryExpression { Method: null } or UnaryExpression { Method: null }
        && Operation.Operands(value).All(o => NumericTypes.IsFloating(o.Type)) && (NumericTypes.IsFloating(value.Type) || value.Type == typeof(bool));

    private Lane? Ramp(ExpressionType operation, Lane left, Lane right)
    {
        if (left.Kind is not (LaneKind.Ramp or LaneKind.Uniform) || right.Kind is not (LaneKind.Ramp or LaneKind.Uniform)) return null;
        switch (operation)
        {
            case ExpressionType.Add or ExpressionType.Subtract:
                var stride = left.Stride is null ? operation == ExpressionType.Add ? right.Stride! : Integer(ExpressionType.Subtract, Atom.Constant(0), right.Stride!)
                    : right.Stride is null ? left.Stride
                    : Integer(operation, left.Stride, right.Stride);
                var offset = left.Offset is { } l && Atom.TryGetInteger(right.Atom, out var r) ? (operation == ExpressionType.Add ? l + r : l - r)
                    : operation == ExpressionType.Add && right.Offset is { } o && Atom.TryGetInteger(left.Atom, out var c) ? o + c
                    : (int?)null;
                return new Lane(LaneKind.Ramp, scopes.Bind(Expression.MakeBinary(operation, left.Atom, right.Atom)), Stride: stride, Offset: offset);
            case ExpressionType.Multiply when left.Stride is null || right.Stride is null:
                var (ramp, factor) = left.Stride is null ? (right, left) : (left, right);
                return new Lane(LaneKind.Ramp, scopes.Bind(Expression.Multiply(left.Atom, right.Atom)), Stride: Integer(ExpressionType.Multiply, ramp.Stride!, factor.Atom));
            default: return null;
        }
    }

    private Expression Integer(ExpressionType operation, Expression left, Expression right)
    {
        if (Atom.TryGetInteger(left, out var a) && Atom.TryGetInteger(right, out var b))
            return Atom.Constant(operation switch { ExpressionType.Add => a + b, ExpressionType.Subtract => a - b, _ => a * b });
        if (operation == ExpressionType.Multiply && Atom.TryGetInteger(left, out a) && a == 1) return right;
        if (operation == ExpressionType.Multiply && Atom.TryGetInteger(right, out b) && b == 1) return left;
        return scopes.BindAt(Math.Max(scopes.DepthOf(left), scopes.DepthOf(right)), Expression.MakeBinary(operation, left, right));
    }

    /// <summary>Integers as numbers: exact, as doubles.</summary>
    private Expression? Numbers(Lane integer)
    {
        if (words.Number != typeof(double) || integer.Kind is not (LaneKind.Ramp or LaneKind.Uniform)) return null;
        var first = scopes.Bind(Expression.Convert(integer.Atom, typeof(double)));
        work++;
        if (integer.Stride is null) return scopes.Bind(words.Broadcast(first));
        if (Atom.TryGetInteger(integer.Stride, out var stride) && stride == 1) return scopes.Bind(words.Call(nameof(LaneOperators512.Ramp), first));
        var steps = scopes.Bind(words.Call(nameof(LaneOperators512.Ramp), Atom.Constant(0.0)));
        var factor = scopes.Bind(words.Broadcast(scopes.Bind(Expression.Convert(integer.Stride, typeof(double)))));
        var ramp = scopes.Bind(words.Call(ExpressionType.Multiply, steps, factor));
        return scopes.Bind(words.Call(ExpressionType.Add, ramp, scopes.Bind(words.Broadcast(first))));
    }

    private Lane? Positions(BinaryExpression comparison, Lane[] operands) => Numbers(operands[0]) is { } left && Numbers(operands[1]) is { } right ? Compared(comparison.NodeType, left, right) : null;

    private Lane? Compared(ExpressionType comparison, Expression left, Expression right) => comparison switch
    {
        ExpressionType.LessThan or ExpressionType.LessThanOrEqual or ExpressionType.GreaterThan or ExpressionType.GreaterThanOrEqual or ExpressionType.Equal or ExpressionType.NotEqual =>
            Bound(comparison, left, right) with { Kind = LaneKind.Mask },
        _ => null,
    };

    private Lane? Truths(BinaryExpression operation)
    {
        if (MaskOf(operation.Left) is not { } left || MaskOf(operation.Right) is not { } right) return null;
        return operation.NodeType is ExpressionType.And or ExpressionType.Or or ExpressionType.ExclusiveOr ? Bound(operation.NodeType, left, right) with { Kind = LaneKind.Mask } : null;
    }

    private Lane? Arithmetic(BinaryExpression operation, Lane[] operands)
    {
        var sum = Array.FindIndex(operands, o => o.Kind == LaneKind.Sum);
        if (sum >= 0) return Sum(operation, operands, sum);
        if (VectorOf(operation.Left) is not { } left || VectorOf(operation.Right) is not { } right) return null;
        return operation.NodeType is ExpressionType.Add or ExpressionType.Subtract or ExpressionType.Multiply or ExpressionType.Divide
            ? Bound(operation.NodeType, left, right)
            : Compared(operation.NodeType, left, right);
    }

    /// <summary>A sum in each lane; lanes that do not exist add nothing.</summary>
    private Lane? Sum(BinaryExpression operation, Lane[] operands, int sum)
    {
        if (isInBranch || operation.NodeType is not (ExpressionType.Add or ExpressionType.Subtract) || (operation.NodeType == ExpressionType.Subtract && sum == 1)) return null;
        if (VectorOf(sum == 0 ? operation.Right : operation.Left) is not { } term) return null;
        return Bound(operation.NodeType, operands[sum].Atom, Existing(term)) with { Kind = LaneKind.Sum, State = operands[sum].State };
    }

    private Expression Existing(Expression vector) => remaining is null ? vector : scopes.Bind(words.Call(nameof(LaneOperators512.First), vector, remaining));

    private Lane? Function(MethodCallExpression call)
    {
        var vectors = call.Arguments.Select(VectorOf).ToArray();
        if (vectors.Any(v => v is null) || call.Type != words.Number) return null;
        if (words.Function(call.Method, isStrict) is { } function)
        {
            work++;
            return new Lane(LaneKind.Vector, scopes.Bind(Expression.Call(function, vectors!)));
        }

        // Of numbers that a branch keeps away from it, the function may throw.
        var operation = vectors.Length switch { 1 => nameof(LaneOperators512.Each), 2 => nameof(LaneOperators512.EachPair), _ => null };
        if (operation is null || isStrict || isInBranch || !isPure(call.Method)) return RefuseLane($"there is no {call.Method.Name} of vectors{(isStrict ? " that rounds as it must in strict code" : null)}");
        var scalar = Expression.Constant(call.Method.CreateDelegate(Expression.GetFuncType([.. vectors.Select(_ => words.Number), words.Number])));
        return Bound(operation, [scalar, remaining ?? Atom.Constant(words.Count), .. vectors!]);
    }
}
