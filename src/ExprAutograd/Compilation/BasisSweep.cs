using System.Collections.Immutable;
using System.Linq.Expressions;
using ExprAutograd.Anf;
using ExprAutograd.Differentiation;
using ExprAutograd.Expressions;
using ExprAutograd.Operators;
using ExprAutograd.Rules;

namespace ExprAutograd.Compilation;

/// <summary>All first derivatives of a program, one basis direction after another, side by side in one program.</summary>
/// <remarks>
/// A number is one direction. Of an array whose elements are all read at constant positions, each position read is one; what is never
/// read has derivative zero. An array read at computed positions takes a loop over its length.
/// </remarks>
internal sealed class BasisSweep(AnfProgram function, ImmutableArray<ParameterExpression> inputs, Passes passes, SourceMap source)
{
    /// <summary>One input number: a scalar input, or one element of an array input.</summary>
    private readonly record struct Coordinate(ParameterExpression Input, Expression? Index);

    /// <summary>The value, then per input its derivative in its own shape: the gradient of a scalar function, forward.</summary>
    public AnfProgram Gradient()
    {
        var builder = new ProgramBuilder();
        builder.AddRange(function.Equations);
        var derivatives = new Dictionary<ParameterExpression, Expression>();
        foreach (var input in inputs) derivatives[input] = ArrayOperation.Zero(builder, input);
        foreach (var (coordinate, tangents) in Tangents(builder))
        {
            var before = derivatives[coordinate.Input];
            derivatives[coordinate.Input] = coordinate.Index switch
            {
                null => ToType(builder, tangents[0], coordinate.Input.Type),
                ConstantExpression at => builder.Bind(ArrayOperation.Store(before, at, ToType(builder, tangents[0], coordinate.Input.Type.GetElementType()!))),
                _ => builder.Bind(ArrayOperation.Reshape(tangents[0].Type == typeof(float[]) ? builder.Bind(ArrayOperation.Flatten(tangents[0])) : tangents[0], coordinate.Input)),
            };
        }
        return builder.ToProgram(function.Parameters, function.Results.AddRange(inputs.Select(i => derivatives[i])));
    }

    private static Expression ToType(ProgramBuilder builder, Expression number, Type type) => number.Type == type ? number : builder.Bind(Expression.Convert(number, type));

    /// <summary>The matrix of derivatives, column by column.</summary>
    public AnfProgram Jacobian(DifferentiationMode mode, bool isSymmetric)
    {
        var builder = new ProgramBuilder();
        builder.AddRange(function.Equations);
        var (rows, rowCount) = Offsets(builder, function.Results);
        var (columns, columnCount) = Offsets(builder, [.. inputs]);
        Expression matrix = builder.Bind(Expression.Call(typeof(MatrixOperators), nameof(MatrixOperators.Zeros), null, rowCount, columnCount));
        foreach (var (coordinate, tangents) in Tangents(builder, Place))
        {
            var column = columns[inputs.IndexOf(coordinate.Input)];
            var at = coordinate.Index switch { null => column, ConstantExpression => Add(builder, column, coordinate.Index), _ => null };
            for (var r = 0; r < function.Results.Length; r++)
            {
                if (!NumericTypes.IsDifferentiable(function.Results[r].Type)) continue;
                if (at is not null) matrix = Update(builder, function.Results[r].Type.IsArray ? nameof(MatrixOperators.WithColumn) : nameof(MatrixOperators.With), matrix, rows[r], at, tangents[r]);
                else if (!function.Results[r].Type.IsArray) matrix = Update(builder, nameof(MatrixOperators.WithRow), matrix, rows[r], column, tangents[r]);
            }
        }
        return builder.ToProgram(function.Parameters, [matrix]);

        // In a loop over coordinates, the matrix is its state: the tangents of arrays are columns of it.
        MatrixState Place(ParameterExpression input) => new(
            matrix,
            result => matrix = result,
            (state, index, tangents) =>
            {
                var column = Add(builder, columns[inputs.IndexOf(input)], index);
                for (var r = 0; r < tangents.Length; r++)
                    if (function.Results[r].Type.IsArray && NumericTypes.IsDifferentiable(function.Results[r].Type)) state = WithColumn(builder, state, rows[r], column, tangents[r]);
                return state;
            });
    }

    /// <summary>The matrix with an array down a column; of an array that was just made of its elements, the elements.</summary>
    private static Expression WithColumn(ProgramBuilder builder, Expression matrix, Expression row, Expression column, Expression values)
    {
        if (builder.Current.FirstOrDefault(e => e.Variables.Contains(values))?.Value is not NewArrayExpression { NodeType: ExpressionType.NewArrayInit, Expressions: var elements })
            return Update(builder, nameof(MatrixOperators.WithColumn), matrix, row, column, values);
        for (var k = 0; k < elements.Count; k++) matrix = Update(builder, nameof(MatrixOperators.With), matrix, Add(builder, row, Expression.Constant(k)), column, elements[k]);
        return matrix;
    }

    /// <summary>The matrix that a loop over the coordinates of an array writes to.</summary>
    /// <param name="Before">As it is before the loop.</param>
    /// <param name="Leave">Takes it as it is after.</param>
    /// <param name="Write">From the matrix, the index and the tangents of all results, to the matrix with the arrays among them.</param>
    private sealed record MatrixState(Expression Before, Action<Expression> Leave, Func<Expression, Expression, ImmutableArray<Expression>, Expression> Write);

    /// <summary>The matrix of derivatives, row by row: one reverse sweep per result number.</summary>
    public AnfProgram JacobianByRows()
    {
        if (function.Results.Any(r => r.Type.IsArray)) return Jacobian(DifferentiationMode.Forward, isSymmetric: false);
        var builder = new ProgramBuilder();
        builder.AddRange(function.Equations);
        var (columns, columnCount) = Offsets(builder, [.. inputs]);
        Expression matrix = builder.Bind(Expression.Call(typeof(MatrixOperators), nameof(MatrixOperators.Zeros), null, Expression.Constant(function.Results.Length), columnCount));
        for (var r = 0; r < function.Results.Length; r++)
        {
            var seeds = function.Results.Select((y, k) => k == r ? Atom.Number(1, y.Type) : null).ToImmutableArray<Expression?>();
            var reverse = ReverseMode.Run(function, inputs, seeds, passes, source);
            var cotangents = builder.Inline(reverse, [.. function.Parameters], source)[function.Results.Length..];
            for (var k = 0; k < inputs.Length; k++)
                matrix = Update(builder, inputs[k].Type.IsArray ? nameof(MatrixOperators.WithRow) : nameof(MatrixOperators.With), matrix, Expression.Constant(r), columns[k], cotangents[k]);
        }
        return builder.ToProgram(function.Parameters, [matrix]);
    }

    /// <summary>For each coordinate the tangents of all results along it; for an array read at computed positions, collected over it.</summary>
    /// <param name="builder">What it is appended to.</param>
    /// <param name="placed">For a loop over an input's coordinates, the matrix that it writes the tangents of arrays to; null where there is none.</param>
    private IEnumerable<(Coordinate, ImmutableArray<Expression>)> Tangents(ProgramBuilder builder, Func<ParameterExpression, MatrixState>? placed = null)
    {
        var positions = ConstantPositions();
        var coordinates = new List<Coordinate>();
        foreach (var input in inputs)
        {
            if (!input.Type.IsArray) coordinates.Add(new Coordinate(input, null));
            else if (positions.TryGetValue(input, out var read) && read is not null) coordinates.AddRange(read.Order().Select(k => new Coordinate(input, Expression.Constant(k))));
        }
        if (coordinates.Count > 0)
        {
            var results = Push(builder, coordinates);
            var width = function.Results.Length;
            for (var d = 0; d < coordinates.Count; d++) yield return (coordinates[d], [.. results.Skip((d + 1) * width).Take(width)]);
        }
        foreach (var input in inputs)
        {
            if (!input.Type.IsArray || (positions.TryGetValue(input, out var read) && read is not null)) continue;
            var index = Expression.Parameter(typeof(int), "i");
            var length = builder.Bind(ArrayOperation.Count(input));
            var matrix = placed is not null && function.Results.Any(r => r.Type.IsArray) ? placed(input) : null;
            builder.Open();
            var tangents = Push(builder, [new Coordinate(input, index)])[function.Results.Length..];
            ImmutableArray<Expression> items = [.. tangents.Where(t => NumericTypes.IsFloating(t.Type))];
            ImmutableArray<ParameterExpression> columns = [.. items.Select(t => Expression.Variable(t.Type.MakeArrayType()))];
            var state = matrix is null ? null : Expression.Variable(matrix.Before.Type);
            ImmutableArray<Expression> next = [.. items.Select((t, k) => builder.Bind(ArrayOperation.Store(columns[k], index, t)))];
            if (state is not null) next = next.Add(matrix!.Write(state, index, tangents));
            var body = new AnfProgram([index, .. columns, .. state is null ? [] : new[] { state }], builder.Close(), next);
            ImmutableArray<Expression> initial = [.. items.Select(t => builder.Bind(Expression.NewArrayBounds(t.Type, length)))];
            var collected = builder.Bind(new LoopRegion(length, matrix is null ? initial : initial.Add(matrix.Before), null, body));
            matrix?.Leave(collected[^1]);
            var number = 0;
            yield return (new Coordinate(input, index), [.. function.Results.Select(r => NumericTypes.IsFloating(r.Type) ? collected[number++] : (Expression)Expression.Constant(0))]);
        }
    }

    private ImmutableArray<Expression> Push(ProgramBuilder builder, List<Coordinate> coordinates)
    {
        var seeds = new Dictionary<ParameterExpression, Expression?[]>();
        var units = new Dictionary<Expression, int>();
        foreach (var input in inputs)
        {
            var along = coordinates.Select(c => c.Input == input ? Unit(c) : null).ToArray();
            if (along.Any(a => a is not null)) seeds[input] = along;
        }
        return builder.Inline(ForwardMode.Run(function, seeds, units, passes, source), [.. function.Parameters], source);

        Expression Unit(Coordinate c)
        {
            if (c.Index is null) return Atom.Number(1, c.Input.Type);
            var direction = builder.Bind(ArrayOperation.UnitLike(c.Input, c.Index));
            if (Atom.TryGetInteger(c.Index, out var k)) units[direction] = k;
            return direction;
        }
    }

    /// <summary>A number, or a plain array of them.</summary>
    private static bool IsFlat(Type type) => !type.IsArray || (type.GetArrayRank() == 1 && !type.GetElementType()!.IsArray);

    /// <summary>Per array input the constant positions it is read at; null when it is read in any other way.</summary>
    private Dictionary<ParameterExpression, HashSet<int>?> ConstantPositions()
    {
        var positions = inputs.Where(i => i.Type.IsArray && IsFlat(i.Type)).ToDictionary(i => i, _ => (HashSet<int>?)[]);
        Walk(function);
        foreach (var result in function.Results) Spoil(result);
        return positions;

        void Walk(AnfProgram program)
        {
            foreach (var equation in program.Equations)
            {
                switch (equation.Value)
                {
                    case Region region:
                        foreach (var operand in region.Operands) Spoil(operand);
                        foreach (var nested in region.Programs)
                        {
                            Diagnostics.StackGuard.Run(() => { Walk(nested); return 0; });
                            foreach (var result in nested.Results) Spoil(result);
                        }
                        break;
                    case BinaryExpression { NodeType: ExpressionType.ArrayIndex, Left: ParameterExpression array } load when positions.TryGetValue(array, out var read):
                        if (!Atom.TryGetInteger(load.Right, out var k)) positions[array] = null;
                        else read?.Add(k);
                        break;
                    case UnaryExpression { NodeType: ExpressionType.ArrayLength }: break;
                    case MethodCallExpression call when ArrayOperation.IsOne(call, nameof(ArrayOperators.ZerosLike)): break;
                    default:
                        foreach (var operand in Operation.Operands(equation.Value)) Spoil(operand);
                        break;
                }
            }
        }

        void Spoil(Expression atom)
        {
            if (atom is ParameterExpression p && positions.ContainsKey(p)) positions[p] = null;
        }
    }

    /// <summary>Where each value's numbers start when all are laid out in a row, and how many there are.</summary>
    private static (ImmutableArray<Expression> Starts, Expression Count) Offsets(ProgramBuilder builder, ImmutableArray<Expression> values)
    {
        Expression next = Expression.Constant(0);
        var starts = ImmutableArray.CreateBuilder<Expression>();
        foreach (var value in values)
        {
            starts.Add(next);
            if (!NumericTypes.IsDifferentiable(value.Type)) continue;
            next = Add(builder, next, value.Type.IsArray ? builder.Bind(ArrayOperation.Count(value)) : Expression.Constant(1));
        }
        return (starts.ToImmutable(), next);
    }

    private static Expression Add(ProgramBuilder builder, Expression a, Expression b) => (a, b) switch
    {
        (ConstantExpression { Value: 0 }, _) => b,
        (_, ConstantExpression { Value: 0 }) => a,
        (ConstantExpression { Value: int x }, ConstantExpression { Value: int y }) => Expression.Constant(x + y),
        _ => builder.Bind(Expression.Add(a, b)),
    };

    private static ParameterExpression Update(ProgramBuilder builder, string update, Expression matrix, Expression row, Expression column, Expression value)
    {
        if (value.Type == typeof(float)) value = builder.Bind(Expression.Convert(value, typeof(double)));
        if (!IsFlat(value.Type)) value = builder.Bind(ArrayOperation.Flatten(value));
        var method = typeof(MatrixOperators).GetMethod(update, [matrix.Type, typeof(int), typeof(int), value.Type])!;
        return builder.Bind(Expression.Call(method, matrix, row, column, value));
    }
}
