using System.Linq.Expressions;
using ExprAutograd.Operators;
using ExprAutograd.Sequences;
using MathNet.Numerics;
using MathNet.Numerics.LinearAlgebra;

namespace ExprAutograd.LinearAlgebra;

/// <summary>What is done to each element on its own, or to each pair: arithmetic with scalars, pointwise functions, maps.</summary>
internal static class Elementwise
{
    private const string Pointwise = "Pointwise";

    /// <summary>The functions of one element, by the name that follows <c>Pointwise</c>.</summary>
    private static readonly Dictionary<string, Func<Expression, Expression>> Functions = new()
    {
        ["Exp"] = x => Number.Call(nameof(Math.Exp), x),
        ["Log"] = x => Number.Call(nameof(Math.Log), x),
        ["Log10"] = x => Number.Call(nameof(Math.Log10), x),
        ["Sin"] = x => Number.Call(nameof(Math.Sin), x),
        ["Cos"] = x => Number.Call(nameof(Math.Cos), x),
        ["Tan"] = x => Number.Call(nameof(Math.Tan), x),
        ["Asin"] = x => Number.Call(nameof(Math.Asin), x),
        ["Acos"] = x => Number.Call(nameof(Math.Acos), x),
        ["Atan"] = x => Number.Call(nameof(Math.Atan), x),
        ["Sinh"] = x => Number.Call(nameof(Math.Sinh), x),
        ["Cosh"] = x => Number.Call(nameof(Math.Cosh), x),
        ["Tanh"] = x => Number.Call(nameof(Math.Tanh), x),
        ["Sqrt"] = x => Number.Call(nameof(Math.Sqrt), x),
        ["Abs"] = x => Number.Exact(nameof(Math.Abs), x),
        ["Sign"] = x => Number.As(x.Type, Number.Exact(nameof(Math.Sign), x)),
        ["Floor"] = x => Number.Call(nameof(Math.Floor), x),
        ["Ceiling"] = x => Number.Call(nameof(Math.Ceiling), x),
        ["Round"] = x => Number.Call(nameof(Math.Round), x),
    };

    /// <summary>The functions of two elements, or of an element and a number, by MathNet's names for them.</summary>
    private static readonly Dictionary<string, Func<Expression, Expression, Expression>> Pairs = new()
    {
        ["op_Addition"] = Expression.Add,
        ["op_Subtraction"] = Expression.Subtract,
        ["op_Division"] = Expression.Divide,
        ["op_DotMultiply"] = Expression.Multiply,
        ["op_DotDivide"] = Expression.Divide,
        ["op_DotHat"] = (x, y) => Number.Call(nameof(Math.Pow), x, y),
        ["op_DotPercent"] = Expression.Modulo,
        ["op_Modulus"] = Expression.Modulo,
        ["Add"] = Expression.Add,
        ["Subtract"] = Expression.Subtract,
        ["SubtractFrom"] = (x, y) => Expression.Subtract(y, x),
        ["Divide"] = Expression.Divide,
        ["DivideByThis"] = (x, y) => Expression.Divide(y, x),
        ["Modulus"] = Modulus,
        ["ModulusByThis"] = (x, y) => Modulus(y, x),
        ["Remainder"] = Expression.Modulo,
        ["RemainderByThis"] = (x, y) => Expression.Modulo(y, x),
        ["PointwiseMultiply"] = Expression.Multiply,
        ["PointwiseDivide"] = Expression.Divide,
        ["PointwisePower"] = (x, y) => Number.Call(nameof(Math.Pow), x, y),
        ["PointwiseModulus"] = Modulus,
        ["PointwiseRemainder"] = Expression.Modulo,
        ["PointwiseAtan2"] = (x, y) => Number.Call(nameof(Math.Atan2), x, y),
        ["PointwiseMaximum"] = (x, y) => Number.Exact(nameof(Math.Max), x, y),
        ["PointwiseMinimum"] = (x, y) => Number.Exact(nameof(Math.Min), x, y),
        ["PointwiseAbsoluteMaximum"] = (x, y) => Number.Exact(nameof(Math.Max), Number.Exact(nameof(Math.Abs), x), Number.Exact(nameof(Math.Abs), y)),
        ["PointwiseAbsoluteMinimum"] = (x, y) => Number.Exact(nameof(Math.Min), Number.Exact(nameof(Math.Abs), x), Number.Exact(nameof(Math.Abs), y)),
    };

    public static Expression? TryLower(DenseCall call, Scope scope) => (call.Name, call.Kinds) switch
    {
        ("op_UnaryNegation" or "Negate", "V" or "M") => Map(call, scope, Expression.Negate),
        ("op_Multiply" or "Multiply", "VN" or "MN" or "NV" or "NM") => Combine(call, scope, Expression.Multiply),
        ("op_Division" or "Divide", "MN") => Divide(call, scope),
        ("Map" or "MapConvert", "VFN" or "MFN") => Map(call, scope, (body, _, x) => call.Function(1).Apply(body, x), call.Function(1).ResultType),
        ("MapIndexed" or "MapIndexedConvert", "VFN") => Map(call, scope, (body, k, x) => call.Function(1).Apply(body, k, x), call.Function(1).ResultType),
        ("MapIndexed" or "MapIndexedConvert", "MFN") => MapIndexed(call, scope),
        ("Map2", "VFVN" or "MFMN") => Combine(call.Operands[0], call.Operands[2], call, scope, (body, x, y) => call.Function(1).Apply(body, x, y)),
        ("Normalize", "VN") => Normalize(call, scope),
        ("ToDouble", "V" or "M") => Convert(call, scope, typeof(double)),
        ("ToSingle", "V" or "M") => Convert(call, scope, typeof(float)),
        (_, "V" or "M") when Functions.TryGetValue(FunctionName(call), out var function) => Map(call, scope, function),
        (_, "VV" or "MM" or "VN" or "MN" or "NV" or "NM") when Pairs.TryGetValue(call.Name, out var pair) => Combine(call, scope, pair),
        _ => null,
    };

    /// <summary>The static methods are named after the functions; the instance methods say that they are pointwise.</summary>
    private static string FunctionName(DenseCall call) => call.Name.StartsWith(Pointwise, StringComparison.Ordinal) ? call.Name[Pointwise.Length..] : call.Name;

    /// <summary>The remainder with the divisor's sign, as <see cref="Euclid.Modulus(double, double)"/> computes it.</summary>
    private static Expression Modulus(Expression x, Expression y) => Expression.Modulo(Expression.Add(Expression.Modulo(x, y), y), y);

    private static Expression Map(DenseCall call, Scope scope, Func<Expression, Expression> function) => Map(call, scope, (_, _, x) => function(x));

    private static Expression Map(DenseCall call, Scope scope, Func<Scope, Expression, Expression, Expression> function, Type? element = null)
    {
        var x = call.Dense(0, scope);
        return x.Like(DenseLoops.Fill(scope, element ?? x.Element, x.Count, (body, k) => function(body, k, body.Let(x.At(k), "x"))));
    }

    private static Expression MapIndexed(DenseCall call, Scope scope)
    {
        var x = call.Dense(0, scope);
        var rows = scope.Let(x.Rows, "rows");
        return x.Like(DenseLoops.Fill(scope, call.Function(1).ResultType, x.Count, (body, k) => call.Function(1).Apply(body, Expression.Modulo(k, rows), Expression.Divide(k, rows), x.At(k))));
    }

    /// <summary>A matrix over a number is times its reciprocal, as in MathNet; a vector over a number is divided.</summary>
    private static Expression Divide(DenseCall call, Scope scope)
    {
        var x = call.Dense(0, scope);
        var factor = scope.Let(Expression.Divide(Number.Of(1, x.Element), call.Scalar(1, scope)), "factor");
        return x.Like(DenseLoops.Fill(scope, x.Element, x.Count, (_, k) => Expression.Multiply(x.At(k), factor)));
    }

    private static Expression Convert(DenseCall call, Scope scope, Type element)
    {
        var x = call.Dense(0, scope);
        return x.Like(DenseLoops.Fill(scope, element, x.Count, (_, k) => Expression.Convert(x.At(k), element)));
    }

    private static Expression Combine(DenseCall call, Scope scope, Func<Expression, Expression, Expression> function) =>
        Combine(call.Operands[0], call.Operands[1], call, scope, (_, x, y) => function(x, y));

    /// <summary>Two of one shape, or one and a number.</summary>
    private static Expression Combine(Expression left, Expression right, DenseCall call, Scope scope, Func<Scope, Expression, Expression, Expression> function)
    {
        if (call.Kinds[0] == 'N')
        {
            var number = scope.Let(left, "scalar");
            var only = DenseOperand.Of(right, scope);
            return only.Like(DenseLoops.Fill(scope, only.Element, only.Count, (body, k) => function(body, number, only.At(k))));
        }
        var x = DenseOperand.Of(left, scope);
        if (call.Kinds[^1] == 'N' && call.Kinds.Length == 2)
        {
            var number = scope.Let(right, "scalar");
            return x.Like(DenseLoops.Fill(scope, x.Element, x.Count, (body, k) => function(body, x.At(k), number)));
        }
        var y = DenseOperand.Of(right, scope);
        return x.Like(DenseLoops.Fill(scope, x.Element, SameShape(x, y, call), (body, k) => function(body, x.At(k), y.At(k))));
    }

    /// <summary>The number of elements of two of one shape.</summary>
    public static Expression SameShape(DenseOperand x, DenseOperand y, DenseCall call) => x.IsMatrix
        ? Expression.Call(typeof(DenseShapes), nameof(DenseShapes.Same), null, x.Rows, x.Columns, y.Rows, y.Columns, call.Text)
        : Expression.Call(typeof(DenseShapes), nameof(DenseShapes.Same), null, x.Count, y.Count, call.Text);

    /// <summary>The vector over its norm; a zero vector stays as it is.</summary>
    private static Expression Normalize(DenseCall call, Scope scope)
    {
        var x = call.Dense(0, scope);
        var norm = scope.Let(Norms.OfVector(x, call.Scalar(1, scope), scope), "norm");
        var divisor = scope.Let(Expression.Condition(Expression.Equal(norm, Number.Of(0, norm.Type)), Number.Of(1, norm.Type), norm), "divisor");
        var factor = scope.Let(Number.As(x.Element, Expression.Divide(Number.Of(1, norm.Type), divisor)), "factor");
        return x.Like(DenseLoops.Fill(scope, x.Element, x.Count, (_, k) => Expression.Multiply(x.At(k), factor)));
    }
}
