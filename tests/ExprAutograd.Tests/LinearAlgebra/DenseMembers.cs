using System.Linq.Expressions;
using System.Reflection;
using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.LinearAlgebra.Double;
using static ExprAutograd.Tests.LinearAlgebra.DenseData;

namespace ExprAutograd.Tests.LinearAlgebra;

/// <summary>MathNet's public members, and what becomes of each inside a function.</summary>
internal static class DenseMembers
{
    private const BindingFlags Public = BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static;

    /// <summary>Factorisations and what is computed from them have tables of their own.</summary>
    public static HashSet<string> OfFactorizations { get; } =
        ["LU", "QR", "Cholesky", "Svd", "Evd", "GramSchmidt", "Solve", "Inverse", "PseudoInverse", "Determinant", "Power", "ConditionNumber", "Rank", "Nullity"];

    /// <summary>What says nothing about numbers, draws random ones, or reads a text: called as it is, without a derivative.</summary>
    public static HashSet<string> WithoutDerivative { get; } =
    [
        "ToString", "ToTypeString", "ToVectorString", "ToVectorStringArray", "ToMatrixString", "ToMatrixStringArray", "Equals", "GetHashCode", "GetType",
        "Random", "RandomPositiveDefinite", "CreateRandom", "Parse", "TryParse", "IterativeSolverStopCriteria",
    ];

    /// <summary>Members that are refused: an example, and words of the remedy.</summary>
    public static Dictionary<string, (LambdaExpression Example, string Remedy)> Refused { get; } = new()
    {
        ["get_Storage"] = (F((Vector<double> x) => x.Storage.At(0)), "AsArray"),
        ["AsArray"] = (F((Matrix<double> a) => a.AsArray()[0, 0]), "ToArray"),
        ["AsRowMajorArray"] = (F((Matrix<double> a) => a.AsRowMajorArray()[0]), "ToRowMajorArray"),
        ["AsRowArrays"] = (F((Matrix<double> a) => a.AsRowArrays()[0][0]), "ToRowArrays"),
        ["AsColumnArrays"] = (F((Matrix<double> a) => a.AsColumnArrays()[0][0]), "ToColumnArrays"),
        ["OfStorage"] = (F((Vector<double> x) => Vector<double>.Build.OfStorage(x.Storage)[0]), "Build.Dense"),
        ["SparseFromCoordinateFormat"] = (F((double[] v) => Matrix<double>.Build.SparseFromCoordinateFormat(1, 1, 1, new[] { 0 }, new[] { 0 }, v)[0, 0]), "DenseOfIndexed"),
        ["SparseFromCompressedSparseRowFormat"] = (F((double[] v) => Matrix<double>.Build.SparseFromCompressedSparseRowFormat(1, 1, 1, new[] { 0, 1 }, new[] { 0 }, v)[0, 0]), "DenseOfIndexed"),
        ["SparseFromCompressedSparseColumnFormat"] = (F((double[] v) => Matrix<double>.Build.SparseFromCompressedSparseColumnFormat(1, 1, 1, new[] { 0, 1 }, new[] { 0 }, v)[0, 0]), "DenseOfIndexed"),
        ["DenseOfMatrixArray"] = (F((Matrix<double> a) => Matrix<double>.Build.DenseOfMatrixArray(Blocks(a))[0, 0]), "Append and Stack"),
        ["SparseOfMatrixArray"] = (F((Matrix<double> a) => Matrix<double>.Build.SparseOfMatrixArray(Blocks(a))[0, 0]), "Append and Stack"),
        ["SolveIterative"] = (F((Matrix<double> a, Vector<double> x) => a.SolveIterative(x, new MathNet.Numerics.LinearAlgebra.Double.Solvers.BiCgStab())[0]), "Solve"),
        ["TrySolveIterative"] = (F((Matrix<double> a, Vector<double> x) => (double)a.TrySolveIterative(x, x, new MathNet.Numerics.LinearAlgebra.Double.Solvers.BiCgStab())), "Solve"),
        ["Find"] = (F((Vector<double> x) => x.Find(v => v > 0, Zeros.Include).Item2), "lambda"),
        ["Find2"] = (F((Vector<double> x) => x.Find2((v, w) => v > w, x, Zeros.Include).Item2), "lambda"),
        ["Kernel"] = (F((Matrix<double> a) => a.Kernel()[0][0]), "rows of a matrix"),
        ["Range"] = (F((Matrix<double> a) => a.Range()[0][0]), "rows of a matrix"),
        ["ToComplex"] = (F((Vector<double> x) => x.ToComplex()[0].Real), "real and imaginary"),
        ["ToComplex32"] = (F((Vector<float> x) => x.ToComplex32()[0].Real), "real and imaginary"),
        ["Real"] = (F((Vector<double> x) => x.ToComplex().Real()[0]), "real and imaginary"),
        ["Imaginary"] = (F((Vector<double> x) => x.ToComplex().Imaginary()[0]), "real and imaginary"),
    };

    /// <summary>Every public member, by a name that its overrides share; but for those over a storage object, which are refused where it is read, and the spectral norm, which is of the factorisations.</summary>
    public static IEnumerable<(string Key, MethodBase Method)> All =>
        from type in new[]
        {
            typeof(Vector<double>), typeof(Matrix<double>), typeof(VectorBuilder<double>), typeof(MatrixBuilder<double>), typeof(DenseVector), typeof(DenseMatrix),
            typeof(VectorExtensions), typeof(MatrixExtensions),
        }
        from method in type.GetMethods(Public | BindingFlags.DeclaredOnly).Concat<MethodBase>(type.IsAbstract ? [] : type.GetConstructors())
        where !method.GetParameters().Any(p => p.ParameterType.Name.Contains("Storage", StringComparison.Ordinal)) && KeyOf(method) != "Matrix`1: Double L2Norm()"
        select (KeyOf(method), method);

    /// <summary>The members that a function's tree names.</summary>
    public static IEnumerable<string> In(LambdaExpression function)
    {
        var visitor = new Members();
        visitor.Visit(function);
        return visitor.Found;
    }

    private static string KeyOf(MethodBase method)
    {
        if (method is MethodInfo m) method = (m.IsGenericMethod ? m.GetGenericMethodDefinition() : m).GetBaseDefinition();
        return $"{method.DeclaringType!.Name}: {method}";
    }

    private static Matrix<double>[,] Blocks(Matrix<double> a) => new[,] { { a } };

    private static LambdaExpression F<TA, TR>(Expression<Func<TA, TR>> f) => f;

    private static LambdaExpression F<TA, TB, TR>(Expression<Func<TA, TB, TR>> f) => f;

    private sealed class Members : ExpressionVisitor
    {
        public List<string> Found { get; } = [];

        protected override Expression VisitMethodCall(MethodCallExpression node)
        {
            Found.Add(KeyOf(node.Method));
            return base.VisitMethodCall(node);
        }

        protected override Expression VisitBinary(BinaryExpression node)
        {
            if (node.Method is not null) Found.Add(KeyOf(node.Method));
            return base.VisitBinary(node);
        }

        protected override Expression VisitUnary(UnaryExpression node)
        {
            if (node.Method is not null) Found.Add(KeyOf(node.Method));
            return base.VisitUnary(node);
        }

        protected override Expression VisitNew(NewExpression node)
        {
            if (node.Constructor is not null) Found.Add(KeyOf(node.Constructor));
            return base.VisitNew(node);
        }

        protected override Expression VisitMember(MemberExpression node)
        {
            if (node.Member is PropertyInfo { GetMethod: { } getter }) Found.Add(KeyOf(getter));
            return base.VisitMember(node);
        }
    }
}
