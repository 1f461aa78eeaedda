using System.Linq.Expressions;
using ExprAutograd.Expressions;
using ExprAutograd.Operators;
using ExprAutograd.Sequences;
using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.LinearAlgebra.Factorization;

namespace ExprAutograd.LinearAlgebra;

/// <summary>MathNet's factorisations and what it computes from them, as calls of the primitives of <see cref="Factorizations"/>.</summary>
/// <remarks>
/// <code>
/// A.Solve(b)                    Solve(a, LuFactors(a, n), b, n, 1)              (least squares where A is not square)
/// A.Transpose().Solve(b)        SolveTransposed(a, LuFactors(a, n), b, n, 1)
/// A.Cholesky().DeterminantLn    CholeskyLogDeterminant(a, CholeskyFactor(a, n), n)
/// </code>
/// The object that <c>A.LU()</c> returns is A itself, and knows how it was asked for: <see cref="FactoredMatrix{T}"/>.
/// </remarks>
internal static class FactorizationCalls
{
    public static Expression? TryLower(DenseCall call, Scope scope)
    {
        if (call.Node is MethodCallExpression { Method.DeclaringType: var owner } && owner == typeof(MatrixFunctions)) return MatrixFunctionCalls.TryLower(call, scope);
        if (call.Operands.Length > 0 && FactorizationOf(call.Operands[0].Type) is { } kind) return Member(call, kind, scope);
        return (call.Name, call.Kinds) switch
        {
            ("LU" or "Cholesky" or "GramSchmidt", "M") => Factorization(call, scope, Numbers.Zero),
            ("QR" or "Evd", "MN") => Factorization(call, scope, Expression.Convert(call.Operands[1], typeof(int))),
            ("Svd", "MN") => Factorization(call, scope, Numbers.Zero),
            ("Solve", "MV" or "MM") => Solve(call, scope),
            ("Inverse", "M") => Of(call, scope) is var a ? a.Square(a.Call(nameof(Factorizations.Inverse), a.Values, a.Lu, a.Order)) : null,
            ("Determinant", "M") => Determinant(Of(call, scope)),
            ("Power", "MN") => Of(call, scope) is var a ? a.Square(a.Call(nameof(Factorizations.Power), a.Values, a.Order, call.Scalar(1, scope))) : null,
            ("PseudoInverse", "M") => Of(call, scope) is var a ? DenseOperand.Matrix(a.Call(nameof(Factorizations.PseudoInverse), a.Values, a.Svd, a.Rows, a.Columns), a.Columns, a.Rows) : null,
            ("ConditionNumber", "M") => SpectralCalls.ConditionNumber(Of(call, scope)),
            ("L2Norm", "M") => SpectralCalls.LargestValue(Of(call, scope)),
            ("Rank", "M") => SpectralCalls.Rank(Of(call, scope)),
            ("Nullity", "M") => Of(call, scope) is var a ? Expression.Subtract(a.Columns, SpectralCalls.Rank(a)) : null,
            _ => null,
        };
    }

    /// <summary>True for what stands for a factorisation object.</summary>
    public static bool IsFactored(Expression value) => value.Type.IsGenericType && value.Type.GetGenericTypeDefinition() == typeof(FactoredMatrix<>);

    public static Factored Of(DenseCall call, Scope scope) => new(call.Dense(0, scope), scope);

    public static Expression Determinant(Factored a) => a.Call(nameof(Factorizations.Determinant), a.Values, a.Lu, a.Order);

    /// <summary>The absolute value, which is what MathNet computes from factors that leave the sign open.</summary>
    public static Expression AbsoluteDeterminant(Factored a) => Number.Exact(nameof(Math.Abs), Determinant(a));

    /// <summary>A factorisation of MathNet's, or a type derived from one.</summary>
    private static Type? FactorizationOf(Type type)
    {
        for (var t = type; t is { IsClass: true }; t = t.BaseType!)
        {
            if (!t.IsGenericType) continue;
            var open = t.GetGenericTypeDefinition();
            if (open == typeof(LU<>) || open == typeof(Cholesky<>) || open == typeof(QR<>) || open == typeof(GramSchmidt<>) || open == typeof(Svd<>) || open == typeof(Evd<>)) return open;
        }
        return null;
    }

    private static Expression Factorization(DenseCall call, Scope scope, Expression option)
    {
        var matrix = call.Dense(0, scope);
        return Expression.New(typeof(FactoredMatrix<>).MakeGenericType(matrix.Element).GetConstructors().Single(), matrix.Held, option);
    }

    /// <summary>The matrix of the factorisation that operand 0 is, and the option it was made with.</summary>
    public static (Factored Matrix, Expression Option) Read(DenseCall call, Scope scope)
    {
        var element = call.Operands[0].Type.GetGenericArguments()[0];
        var written = Storage.Bare(call.Operands[0]);
        if (written is MethodCallExpression { Object: { } matrix } made && DenseType.TryGet(matrix.Type) is not null)
            return (new Factored(DenseOperand.Of(matrix, scope), scope), made.Arguments.Count == 1 && made.Arguments[0].Type.IsEnum ? Expression.Convert(made.Arguments[0], typeof(int)) : Numbers.Zero);
        var held = scope.Let(written, "factorization");
        return (
            new Factored(DenseOperand.Of(Expression.Call(typeof(FactoredMatrix), nameof(FactoredMatrix.Of), [element], held), scope), scope),
            scope.Let(Expression.Call(typeof(FactoredMatrix), nameof(FactoredMatrix.Option), [element], held), "option"));
    }

    private static Expression Member(DenseCall call, Type kind, Scope scope)
    {
        var (a, option) = Read(call, scope);
        var lowered = kind == typeof(LU<>) ? OfLu(call, a, scope)
            : kind == typeof(Cholesky<>) ? OfCholesky(call, a, scope)
            : kind == typeof(QR<>) ? OfQr(call, a, option, scope)
            : kind == typeof(GramSchmidt<>) ? OfGramSchmidt(call, a, scope)
            : kind == typeof(Svd<>) ? SpectralCalls.OfSvd(call, a, scope)
            : SpectralCalls.OfEvd(call, a, option, scope);
        return lowered ?? throw call.Refuse(
            $"'{call.Name}' of a factorisation has no equivalent that can be differentiated.", "Use its factors, its determinant, or its Solve(b).");
    }

    private static Expression? OfLu(DenseCall call, Factored a, Scope scope) => call.Name switch
    {
        "L" => a.Square(a.Call(nameof(Factorizations.LuLower), a.Values, a.Lu, a.Order)),
        "U" => a.Square(a.Call(nameof(Factorizations.LuUpper), a.Values, a.Lu, a.Order)),
        "Determinant" => Determinant(a),
        "Inverse" => a.Square(a.Call(nameof(Factorizations.Inverse), a.Values, a.Lu, a.Order)),
        "Solve" when call.Operands.Length == 2 => System(call, a, nameof(Factorizations.Solve), a.Lu, call.Dense(1, scope)),
        _ => null,
    };

    private static Expression? OfCholesky(DenseCall call, Factored a, Scope scope) => call.Name switch
    {
        "Factor" => a.Square(a.Cholesky),
        "Determinant" => a.Call(nameof(Factorizations.CholeskyDeterminant), a.Values, a.Cholesky, a.Order),
        "DeterminantLn" => a.Call(nameof(Factorizations.CholeskyLogDeterminant), a.Values, a.Cholesky, a.Order),
        "Solve" when call.Operands.Length == 2 => System(call, a, nameof(Factorizations.CholeskySolve), a.Cholesky, call.Dense(1, scope)),
        _ => null,
    };

    private static Expression? OfQr(DenseCall call, Factored a, Expression option, Scope scope) => call.Name switch
    {
        "Q" => IfFull(
            option,
            () => a.Part(a.FullQr, Numbers.Zero, a.Rows, a.Rows),
            () => ThinQ(a, a.Qr)),
        "R" => IfFull(
            option,
            () => a.Part(a.FullQr, Numbers.Multiply(a.Rows, a.Rows), a.Rows, a.Columns),
            () => ThinR(a, a.Qr)),
        "Determinant" => AbsoluteDeterminant(a),
        "IsFullRank" => HasFullRank(a, a.Qr),
        "Solve" when call.Operands.Length == 2 => LeastSquares(call, a, call.Dense(1, scope), a.Qr),
        _ => null,
    };

    private static Expression? OfGramSchmidt(DenseCall call, Factored a, Scope scope) => call.Name switch
    {
        "Q" => ThinQ(a, a.GramSchmidt),
        "R" => ThinR(a, a.GramSchmidt),
        "Determinant" => AbsoluteDeterminant(a),
        "IsFullRank" => HasFullRank(a, a.GramSchmidt),
        "Solve" when call.Operands.Length == 2 => LeastSquares(call, a, call.Dense(1, scope), a.GramSchmidt),
        _ => null,
    };

    private static Expression ThinQ(Factored a, Expression factors) => DenseOperand.Matrix(a.Call(nameof(Factorizations.ThinQ), a.Values, factors, a.Rows, a.Columns), a.Rows, a.Columns);

    private static Expression ThinR(Factored a, Expression factors) => DenseOperand.Matrix(a.Call(nameof(Factorizations.ThinR), a.Values, factors, a.Rows, a.Columns), a.Columns, a.Columns);

    private static Expression HasFullRank(Factored a, Expression qr) => a.Call(nameof(Factorizations.HasFullRank), qr, a.Rows, a.Columns);

    /// <summary>The method is a constant nearly always, and then the other side never exists.</summary>
    private static Expression IfFull(Expression option, Func<Expression> full, Func<Expression> thin)
    {
        while (option is UnaryExpression { NodeType: ExpressionType.Convert } cast) option = cast.Operand;
        if (option is ConstantExpression known) return Convert.ToInt32(known.Value) == (int)QRMethod.Full ? full() : thin();
        return Expression.Condition(Expression.Equal(Expression.Convert(option, typeof(int)), Expression.Constant((int)QRMethod.Full)), full(), thin());
    }

    /// <summary>By LU where the matrix is square and by QR where it is not, as MathNet does; of a transpose, without making it.</summary>
    private static Expression Solve(DenseCall call, Scope scope)
    {
        var (written, isTransposed) = (Storage.Bare(call.Operands[0]), false);
        while (written is MethodCallExpression { Method.Name: nameof(Matrix<double>.Transpose), Object: { } inner, Arguments.Count: 0 }) (written, isTransposed) = (Storage.Bare(inner), !isTransposed);
        var a = new Factored(DenseOperand.Of(written, scope), scope);
        var right = call.Dense(1, scope);

        // Both factorisations stand before the branch, where value and adjoint find them; of the one that is not wanted nothing is computed.
        var lu = a.Lu;
        var (square, oblong) = (scope.Nested(), scope.Nested());
        var bySquare = System(call, new Factored(a.Matrix, square), isTransposed ? nameof(Factorizations.SolveTransposed) : nameof(Factorizations.Solve), lu, right);
        Expression byQr;
        if (isTransposed)
        {
            var transpose = new Factored(DenseOperand.Of(call.Operands[0], oblong), oblong);
            byQr = LeastSquares(call, transpose, right, transpose.Qr);
        }
        else
        {
            var columns = scope.Let(Expression.Call(typeof(SystemShapes), nameof(SystemShapes.OblongColumns), null, a.Rows, a.Columns), "columns");
            byQr = LeastSquares(call, new Factored(a.Matrix, oblong, columns), right, new Factored(a.Matrix, scope, columns).Qr);
        }
        return Expression.Condition(Expression.Equal(a.Rows, a.Columns), square.ToExpression(bySquare), oblong.ToExpression(byQr));
    }

    public static Expression System(DenseCall call, Factored a, string primitive, Expression factors, DenseOperand right)
    {
        var sides = a.Sides(right, call);
        return Factored.Solution(a.Call(primitive, a.Values, factors, right.Values, a.Order, sides), a.Order, sides, right);
    }

    public static Expression LeastSquares(DenseCall call, Factored a, DenseOperand right, Expression qr)
    {
        var sides = a.Sides(right, call);
        return Factored.Solution(a.Call(nameof(Factorizations.LeastSquares), a.Values, qr, right.Values, a.Rows, a.Columns, sides), a.Columns, sides, right);
    }
}
