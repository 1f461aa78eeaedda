using System.Linq.Expressions;
using System.Runtime.CompilerServices;
using System.Text.Json;
using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.LinearAlgebra.Factorization;
using M = MathNet.Numerics.LinearAlgebra.Matrix<double>;
using V = MathNet.Numerics.LinearAlgebra.Vector<double>;

namespace ExprAutograd.Tests.LinearAlgebra;

/// <summary>Functions with factorisations from public collections, with values and derivatives from high-precision arithmetic.</summary>
public sealed class FactorizationReferenceTests
{
    // |found - reference| <= max(1, |reference|) (1e-10 + 50 err64): the rounding error of the function itself, with room.
    private const double Tolerance = 1e-10;
    private const double RoundingErrors = 50;

    private static readonly Dictionary<string, LambdaExpression> Functions = new()
    {
        ["la_matrix_power3"] = (M A) => A.Power(3),
        ["la_solve_mat"] = (M A, M B) => A.Solve(B),
        ["la_log_abs_det"] = (M A) => Math.Log(Math.Abs(A.Determinant())),
        ["la_logdet_spd"] = (M A) => A.Cholesky().DeterminantLn,
        ["la_difftests_mat2num_1"] = (M x) => ((x[0, 0] * (x * x).Inverse()) + x).Determinant(),
        ["la_schur_complement"] = (M A, M B, M D) => Math.Log((D - (B.Transpose() * A.Solve(B))).Determinant()),
        ["la_cholesky_solve"] = (M A, V b) => A.Cholesky().Solve(b),

        // MathNet's Q has its own signs; the reference has those of a positive diagonal of R, as Gram and Schmidt have.
        ["la_qr_q"] = (M A) => A.GramSchmidt().Q,
        ["la_eigvalsh"] = (M A) => A.Evd(Symmetricity.Symmetric).EigenValues.Real(),
        ["la_largest_eig"] = (M A) => MatrixFunctions.SymmetricEigenvalues(A)[A.RowCount - 1],
        ["la_matrix_sqrt_trace"] = (M A) => MatrixFunctions.SquareRoot(A).Trace(),
        ["la_pca_reconstruction"] = (M X) => MatrixFunctions.SymmetricEigenvalues(X.TransposeThisAndMultiply(X)).SubVector(0, 2).Sum(),
        ["la_pca_projector"] = (M X, V z) => (X.TransposeThisAndMultiply(X).Evd(Symmetricity.Symmetric).EigenVectors.SubMatrix(0, 4, 2, 2).Transpose() * z).DotProduct(
            X.TransposeThisAndMultiply(X).Evd(Symmetricity.Symmetric).EigenVectors.SubMatrix(0, 4, 2, 2).Transpose() * z),
        ["la_mvn_logpdf"] = (V x, V mu, M S) => -0.5 * ((x - mu).DotProduct(S.Solve(x - mu)) + Math.Log(S.Determinant()) + (3.0 * Math.Log(2.0 * Math.PI))),
        ["la_gaussian_kl"] = (V m, M S, M P) => 0.5 * (P.Solve(S).Trace() + m.DotProduct(P.Solve(m)) - 3.0 + Math.Log(P.Determinant()) - Math.Log(S.Determinant())),
    };

    private static readonly Dictionary<string, JsonElement> Cases = JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Cases", "linalg.json")))
        .RootElement.EnumerateArray().ToDictionary(c => c.GetProperty("id").GetString()!);

    public static TheoryData<string> Names => [.. Functions.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Value_and_gradient_are_exact(string name)
    {
        var (function, reference) = (Functions[name], Cases[name]);
        var inputs = reference.GetProperty("inputs").EnumerateObject().Select(p => Shaped(p.Value)).ToArray();
        var error = Numbers(reference.GetProperty("err64"));
        var value = CompiledDerivatives.Call(function.Compile(), inputs);
        var compiled = CompiledDerivatives.Call(Autograd.Compile(function), inputs);
        AssertClose(name, Numbers(reference.GetProperty("output")), Flat(compiled!), Tolerance + (RoundingErrors * error[0]));

        var cotangent = reference.GetProperty("cotangent") is { ValueKind: not JsonValueKind.Null } given ? Shaped(given) : 1.0;
        var pulled = (ITuple)CompiledDerivatives.Call(Autograd.Compile(Autograd.Vjp(function)), [.. inputs, cotangent])!;
        var gradients = pulled[1] is ITuple all ? Enumerable.Range(0, all.Length).Select(k => all[k]!).ToArray() : [pulled[1]!];
        foreach (var (gradient, parameter) in gradients.Zip(function.Parameters))
            if (reference.GetProperty("grad").TryGetProperty(parameter.Name!, out var expected)) AssertClose($"{name}, {parameter.Name}", Numbers(expected), Flat(gradient), Tolerance + (RoundingErrors * error[1]));
        AssertClose(name, Flat(value!), Flat(compiled!), Tolerance);
    }

    private static object Shaped(JsonElement e) => e.ValueKind switch
    {
        JsonValueKind.Number => e.GetDouble(),
        _ when e[0].ValueKind == JsonValueKind.Array => M.Build.DenseOfRowArrays(e.EnumerateArray().Select(r => r.EnumerateArray().Select(x => x.GetDouble()).ToArray())),
        _ => V.Build.DenseOfEnumerable(e.EnumerateArray().Select(x => x.GetDouble())),
    };

    /// <summary>The numbers row by row.</summary>
    private static double[] Numbers(JsonElement e) => e.ValueKind == JsonValueKind.Number ? [e.GetDouble()] : [.. e.EnumerateArray().SelectMany(Numbers)];

    private static double[] Flat(object value) => value switch
    {
        double d => [d],
        V v => v.ToArray(),
        M m => m.ToRowMajorArray(),
        _ => throw new ArgumentException($"No numbers in '{value}'."),
    };

    private static void AssertClose(string what, double[] expected, double[] found, double tolerance)
    {
        Assert.Equal(expected.Length, found.Length);
        foreach (var (e, f) in expected.Zip(found)) Assert.True(Math.Abs(e - f) <= tolerance * Math.Max(1, Math.Abs(e)), $"{what}: expected {e:R}, found {f:R}.");
    }
}
