using System.Linq.Expressions;
using ExprAutograd.Anf;
using ExprAutograd.Diagnostics;
using ExprAutograd.Expressions;
using ExprAutograd.Operators;
using MathNet.Numerics.LinearAlgebra;

namespace ExprAutograd.Explanation;

/// <summary>Counts and lengths as formulas in a function's parameters.</summary>
internal sealed class SizeFormulas
{
    private const int DeepestFormula = 6;
    private const int LongestFormula = 48;

    /// <summary>What is no short formula.</summary>
    public const string Unknown = "?";

    private readonly Dictionary<ParameterExpression, Expression> definitions = [];

    public SizeFormulas(AnfProgram program) => Note(program);

    /// <summary>The number as C#; a question mark where it is no short formula.</summary>
    public string Of(Expression count) => Text(Expand(count, DeepestFormula));

    /// <summary>How many elements an array has, as C#.</summary>
    public string LengthOf(Expression array) => Text(Length(array, DeepestFormula));

    /// <summary>Whether two counts are one, as far as formulas tell.</summary>
    public bool AreSame(Expression a, Expression b) => Atom.AreSame(a, b) || (Of(a) is var text && text != Unknown && text == Of(b));

    /// <summary>The array that this one is a later version of, and itself where it is none.</summary>
    public Expression OriginOf(Expression array)
    {
        while (array is ParameterExpression p && definitions.TryGetValue(p, out var definition))
        {
            if (definition is ParameterExpression) array = definition;
            else if (ArrayMethods.IsUpdate(definition)) array = Operation.Operand(definition, 0);
            else break;
        }
        return array;
    }

    /// <summary>The product of formulas.</summary>
    public static string Product(IEnumerable<string> factors)
    {
        var all = factors.Where(f => f != "1").ToList();
        if (all.Contains(Unknown)) return Unknown;
        return all.Count == 0 ? "1" : all.Count == 1 ? all[0] : string.Join(" * ", all.Select(f => f.Contains(' ', StringComparison.Ordinal) ? $"({f})" : f));
    }

    private void Note(AnfProgram program)
    {
        foreach (var equation in program.Equations)
        {
            if (equation.Value is LoopRegion loop)
            {
                for (var k = 0; k < loop.Initial.Length; k++)
                {
                    definitions[equation.Variables[k]] = loop.Initial[k];
                    foreach (var nested in loop.Programs) definitions[nested.Parameters[k + 1]] = loop.Initial[k];
                }
            }
            else if (equation.Value is IfRegion branch)
            {
                for (var k = 0; k < equation.Variables.Length; k++) definitions[equation.Variables[k]] = branch.Then.Results[k];
            }
            else definitions[equation.Variable] = equation.Value;
            if (equation.Value is Region region)
                foreach (var nested in region.Programs) StackGuard.Run(() => { Note(nested); return 0; });
        }
    }

    private static string Text(Expression? formula)
    {
        if (formula is null) return Unknown;
        var text = CSharpPrinter.Print(formula);
        return text.Length <= LongestFormula ? text : Unknown;
    }

    /// <summary>An integer in terms of parameters; null where it is not.</summary>
    private Expression? Expand(Expression e, int depth)
    {
        if (depth == 0) return null;
        switch (e)
        {
            case ConstantExpression: return e;
            case ParameterExpression p when definitions.TryGetValue(p, out var definition): return p.Type.IsArray || p.Type == typeof(int) ? Expand(definition, depth - 1) : null;
            case ParameterExpression { Name: not null }: return e;
            case UnaryExpression { NodeType: ExpressionType.ArrayLength, Operand: var array }: return Length(array, depth - 1);
            case BinaryExpression { NodeType: ExpressionType.ArrayIndex } row when Expand(row.Left, depth - 1) is { } rows && Expand(row.Right, depth - 1) is { } index: return Expression.ArrayIndex(rows, index);
            case BinaryExpression { Method: null } b when Expand(b.Left, depth - 1) is { } left && Expand(b.Right, depth - 1) is { } right:
                return b.NodeType == ExpressionType.Multiply && IsOne(left) ? right : b.NodeType == ExpressionType.Multiply && IsOne(right) ? left : Expression.MakeBinary(b.NodeType, left, right);
            case MemberExpression m when m.Expression is { } owner && Expand(owner, depth - 1) is { } known: return Expression.MakeMemberAccess(known, m.Member);
            case MethodCallExpression { Method: { Name: nameof(Math.Max) } method, Arguments: [var count, ConstantExpression { Value: 0 }] } when method.DeclaringType == typeof(Math): return Expand(count, depth);
            case MethodCallExpression { Method: { Name: nameof(Math.Max) or nameof(Math.Min) } method, Arguments: [var one, var other] } when method.DeclaringType == typeof(Math):
                return Expand(one, depth - 1) is { } first && Expand(other, depth - 1) is { } second ? Expression.Call(method, first, second) : null;
            case MethodCallExpression { Method: { Name: nameof(ProductOperators.MultiplyLength) or nameof(StoredProducts.MultiplyLeftLength) or nameof(StoredProducts.MultiplyRightLength) }, Arguments: [var rows, var columns] }:
                return Expand(Expression.Multiply(rows, columns), depth);
            case MethodCallExpression { Method: var method, Arguments: var a } when method.DeclaringType == typeof(DenseShapes) && a.Count is 3 or 4: return Expand(a[0], depth);
            case MethodCallExpression { Method: { Name: nameof(DenseStorage.Rows) or nameof(DenseStorage.Columns) } method, Arguments: [ParameterExpression matrix] } when method.DeclaringType == typeof(DenseStorage):
                return Expression.Property(matrix, method.Name == nameof(DenseStorage.Rows) ? nameof(Matrix<double>.RowCount) : nameof(Matrix<double>.ColumnCount));
            default: return null;
        }
    }

    private static bool IsOne(Expression e) => e is ConstantExpression { Value: 1 };

    private Expression? Length(Expression array, int depth)
    {
        if (depth == 0 || array is not ParameterExpression p) return null;
        if (!definitions.TryGetValue(p, out var definition)) return array.Type.GetArrayRank() == 1 ? Expression.ArrayLength(array) : Expression.Property(array, nameof(Array.Length));
        return definition switch
        {
            NewArrayExpression { NodeType: ExpressionType.NewArrayBounds, Expressions: [var length] } => Expand(length, depth - 1),
            NewArrayExpression { NodeType: ExpressionType.NewArrayBounds, Expressions: [var rows, var columns] } => Expand(Expression.Multiply(rows, columns), depth - 1),
            NewArrayExpression made => Expression.Constant(made.Expressions.Count),
            ParameterExpression other => Length(other, depth - 1),
            MethodCallExpression call when ArrayMethods.IsUpdate(call) => Length(call.Arguments[0], depth - 1),
            MethodCallExpression call when Destinations.IsOne(call) => Expand(Destinations.Length(call), depth - 1),
            MethodCallExpression { Method: { Name: nameof(MatrixOperators.Zeros) } method, Arguments: [var rows, var columns] } when method.DeclaringType == typeof(MatrixOperators) => Expand(Expression.Multiply(rows, columns), depth - 1),
            MethodCallExpression { Method: { Name: nameof(ArrayOperators.ZerosLike) or nameof(ArrayOperators.Copy) or nameof(ArrayOperators.ClearedLike) } method } call when method.DeclaringType == typeof(ArrayOperators) =>
                Length(call.Arguments[^1] is { Type.IsArray: true } like ? like : call.Arguments[call.Arguments.Count > 1 ? 1 : 0], depth - 1),
            MethodCallExpression { Method: { Name: nameof(ArrayOperators.Cleared) }, Arguments: [_, var length, _] } => Expand(length, depth - 1),
            BinaryExpression row => Expand(row, depth - 1) is { } known ? Expression.ArrayLength(known) : null,
            _ => Expand(definition, depth - 1) is { Type.IsArray: true } known ? Expression.ArrayLength(known) : null,
        };
    }
}
