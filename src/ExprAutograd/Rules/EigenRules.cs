using System.Linq.Expressions;
using ExprAutograd.Operators;
using M = MathNet.Numerics.LinearAlgebra.Matrix<double>;
using V = MathNet.Numerics.LinearAlgebra.Vector<double>;

namespace ExprAutograd.Rules;

/// <summary>Eigenvalues of a general matrix, which come in conjugate pairs where they are complex.</summary>
/// <remarks>
/// Complex matrices are a real and an imaginary part each: X + iY times its like is two sums of two products. The scale of an eigenvector is
/// arbitrary and cancels from the eigenvalues' derivatives of every order, so the rule keeps it as it is.
/// </remarks>
internal static class EigenRules
{
    internal static RuleSet AddTo(RuleSet rules) => rules
        // A V = V Λ, W = V⁻¹, E = W dA V, G[i, j] = 1 / (λ[j] - λ[i])  =>  dλ = diag E, dV = V (G∘E), dW = -(G∘E) W;
        // dA = Re Wᴴ (diag dλ + Ḡ∘(Vᴴ dV - dW Wᴴ)) Vᴴ.  Magnus (1985), "On differentiating eigenvalues and eigenvectors"; Giles (2008), section 3.1.
        .WithMatrices(
            Factorizations.EigenFactors<double>,
            pullbacks:
            [
                MatrixRule.Let(
                    (M A, int n, bool maySymmetric, V re, V im, M Vr, M Vi, M Wr, M Wi, V dre, V dim, M dVr, M dVi, M dWr, M dWi) => MatrixFunctions.SimpleSpectrum(
                        Vr.TransposeThisAndMultiply(dVr) + Vi.TransposeThisAndMultiply(dVi) - dWr.TransposeAndMultiply(Wr) - dWi.TransposeAndMultiply(Wi), re, im),
                    (M A, int n, bool maySymmetric, V re, V im, M Vr, M Vi, M Wr, M Wi, V dre, V dim, M dVr, M dVi, M dWr, M dWi, M Nr) => MatrixFunctions.SimpleSpectrum(
                        Vr.TransposeThisAndMultiply(dVi) - Vi.TransposeThisAndMultiply(dVr) - dWi.TransposeAndMultiply(Wr) + dWr.TransposeAndMultiply(Wi), re, im),
                    (M A, int n, bool maySymmetric, V re, V im, M Vr, M Vi, M Wr, M Wi, V dre, V dim, M dVr, M dVi, M dWr, M dWi, M Nr, M Ni) => M.Build.DenseOfDiagonalVector(dre)
                        + MatrixFunctions.ComplexGapsReal(re, im).PointwiseMultiply(Nr) + MatrixFunctions.ComplexGapsImaginary(re, im).PointwiseMultiply(Ni),
                    (M A, int n, bool maySymmetric, V re, V im, M Vr, M Vi, M Wr, M Wi, V dre, V dim, M dVr, M dVi, M dWr, M dWi, M Nr, M Ni, M Er) => M.Build.DenseOfDiagonalVector(dim)
                        + MatrixFunctions.ComplexGapsReal(re, im).PointwiseMultiply(Ni) - MatrixFunctions.ComplexGapsImaginary(re, im).PointwiseMultiply(Nr),
                    (M A, int n, bool maySymmetric, V re, V im, M Vr, M Vi, M Wr, M Wi, V dre, V dim, M dVr, M dVi, M dWr, M dWi, M Nr, M Ni, M Er, M Ei) =>
                        (Wr.TransposeThisAndMultiply(Er) + Wi.TransposeThisAndMultiply(Ei)).TransposeAndMultiply(Vr)
                        + (Wr.TransposeThisAndMultiply(Ei) - Wi.TransposeThisAndMultiply(Er)).TransposeAndMultiply(Vi)),
            ],
            pushforward:
            [
                (M A, int n, bool maySymmetric, V re, V im, M Vr, M Vi, M Wr, M Wi, M dA) => (Wr * dA * Vr - Wi * dA * Vi).Diagonal(),
                (M A, int n, bool maySymmetric, V re, V im, M Vr, M Vi, M Wr, M Wi, M dA) => (Wr * dA * Vi + Wi * dA * Vr).Diagonal(),
                MatrixRule.Let(TurnReal, TurnImaginary, (M A, int n, bool maySymmetric, V re, V im, M Vr, M Vi, M Wr, M Wi, M dA, M Fr, M Fi) => Vr * Fr - Vi * Fi),
                MatrixRule.Let(TurnReal, TurnImaginary, (M A, int n, bool maySymmetric, V re, V im, M Vr, M Vi, M Wr, M Wi, M dA, M Fr, M Fi) => Vr * Fi + Vi * Fr),
                MatrixRule.Let(TurnReal, TurnImaginary, (M A, int n, bool maySymmetric, V re, V im, M Vr, M Vi, M Wr, M Wi, M dA, M Fr, M Fi) => Fi * Wi - Fr * Wr),
                MatrixRule.Let(TurnReal, TurnImaginary, (M A, int n, bool maySymmetric, V re, V im, M Vr, M Vi, M Wr, M Wi, M dA, M Fr, M Fi) => -(Fr * Wi) - Fi * Wr),
            ])
        .WithMatrices(
            Factorizations.Eigenvalues<double>,
            pullbacks:
            [
                null,
                (M A, V re, V im, M Vr, M Vi, M Wr, M Wi, int n, V yr, V yi, V dyr, V dyi) => dyr,
                (M A, V re, V im, M Vr, M Vi, M Wr, M Wi, int n, V yr, V yi, V dyr, V dyi) => dyi,
                (M A, V re, V im, M Vr, M Vi, M Wr, M Wi, int n, V yr, V yi, V dyr, V dyi) => M.Build.Dense(n, n, (i, j) => 0.0),
                (M A, V re, V im, M Vr, M Vi, M Wr, M Wi, int n, V yr, V yi, V dyr, V dyi) => M.Build.Dense(n, n, (i, j) => 0.0),
                (M A, V re, V im, M Vr, M Vi, M Wr, M Wi, int n, V yr, V yi, V dyr, V dyi) => M.Build.Dense(n, n, (i, j) => 0.0),
                (M A, V re, V im, M Vr, M Vi, M Wr, M Wi, int n, V yr, V yi, V dyr, V dyi) => M.Build.Dense(n, n, (i, j) => 0.0),
            ],
            pushforward:
            [
                (M A, V re, V im, M Vr, M Vi, M Wr, M Wi, int n, V yr, V yi, M dA, V dre, V dim, M dVr, M dVi, M dWr, M dWi) => (Wr * dA * Vr - Wi * dA * Vi).Diagonal(),
                (M A, V re, V im, M Vr, M Vi, M Wr, M Wi, int n, V yr, V yi, M dA, V dre, V dim, M dVr, M dVi, M dWr, M dWi) => (Wr * dA * Vi + Wi * dA * Vr).Diagonal(),
            ])

        // G' = -G² (dλ[j] - dλ[i]), and the cotangent is multiplied by the conjugate of -G².
        .WithMatrices(
            Factorizations.ComplexGapsReal<double>,
            pullbacks:
            [
                MatrixRule.Let(
                    (V re, V im, int n, M Y, M dY) => MatrixFunctions.ComplexGapsImaginary(re, im),
                    (V re, V im, int n, M Y, M dY, M Yi) => (dY - dY.Transpose()).PointwiseMultiply(Y.PointwiseMultiply(Y) - Yi.PointwiseMultiply(Yi)).RowSums()),
                MatrixRule.Let(
                    (V re, V im, int n, M Y, M dY) => MatrixFunctions.ComplexGapsImaginary(re, im),
                    (V re, V im, int n, M Y, M dY, M Yi) => (-2.0) * (dY - dY.Transpose()).PointwiseMultiply(Y.PointwiseMultiply(Yi)).RowSums()),
            ],
            pushforward:
            [
                MatrixRule.Let(
                    (V re, V im, int n, M Y, V dre, V dim) => MatrixFunctions.ComplexGapsImaginary(re, im),
                    (V re, V im, int n, M Y, V dre, V dim, M Yi) => M.Build.Dense(
                        n, n, (i, j) => (2.0 * Y[i, j] * Yi[i, j] * (dim[j] - dim[i])) - (((Y[i, j] * Y[i, j]) - (Yi[i, j] * Yi[i, j])) * (dre[j] - dre[i])))),
            ])
        .WithMatrices(
            Factorizations.ComplexGapsImaginary<double>,
            pullbacks:
            [
                MatrixRule.Let(
                    (V re, V im, int n, M Y, M dY) => MatrixFunctions.ComplexGapsReal(re, im),
                    (V re, V im, int n, M Y, M dY, M Yr) => 2.0 * (dY - dY.Transpose()).PointwiseMultiply(Y.PointwiseMultiply(Yr)).RowSums()),
                MatrixRule.Let(
                    (V re, V im, int n, M Y, M dY) => MatrixFunctions.ComplexGapsReal(re, im),
                    (V re, V im, int n, M Y, M dY, M Yr) => (dY - dY.Transpose()).PointwiseMultiply(Yr.PointwiseMultiply(Yr) - Y.PointwiseMultiply(Y)).RowSums()),
            ],
            pushforward:
            [
                MatrixRule.Let(
                    (V re, V im, int n, M Y, V dre, V dim) => MatrixFunctions.ComplexGapsReal(re, im),
                    (V re, V im, int n, M Y, V dre, V dim, M Yr) => M.Build.Dense(
                        n, n, (i, j) => (-2.0 * Y[i, j] * Yr[i, j] * (dre[j] - dre[i])) - (((Yr[i, j] * Yr[i, j]) - (Y[i, j] * Y[i, j])) * (dim[j] - dim[i])))),
            ])
        .WithMatrices(
            Factorizations.SymmetricOnly<double>,
            pullbacks: [(M A, int n, M Y, M dY) => dY],
            pushforward: [(M A, int n, M Y, M dA) => dA])

        // Which symmetry a matrix has shows when the function runs, so the refusal runs as well.
        .WithMatrices(
            Factorizations.GeneralEigenvectors<double>,
            pullbacks: [(M A, int n, M Y, M dY) => MatrixFunctions.NoEigenvectorDerivative(dY)],
            pushforward: [(M A, int n, M Y, M dA) => MatrixFunctions.NoEigenvectorDerivative(dA)])
        .WithZeroDerivative((double[] d, int n) => Factorizations.NoEigenvectorDerivative(d, n))
        .WithMatrices(
            Factorizations.SimpleSpectrum<double>,
            pullbacks: [(M K, V re, V im, int n, M Y, M dY) => dY, null, null],
            pushforward: [(M K, V re, V im, int n, M Y, M dK, V dre, V dim) => dK]);

    /// <summary>The real part of G∘E.</summary>
    private static LambdaExpression TurnReal { get; } = MatrixRule.Let(
        (M A, int n, bool maySymmetric, V re, V im, M Vr, M Vi, M Wr, M Wi, M dA) => MatrixFunctions.SimpleSpectrum(Wr * dA * Vr - Wi * dA * Vi, re, im),
        (M A, int n, bool maySymmetric, V re, V im, M Vr, M Vi, M Wr, M Wi, M dA, M Er) => MatrixFunctions.SimpleSpectrum(Wr * dA * Vi + Wi * dA * Vr, re, im),
        (M A, int n, bool maySymmetric, V re, V im, M Vr, M Vi, M Wr, M Wi, M dA, M Er, M Ei) => MatrixFunctions.ComplexGapsReal(re, im).PointwiseMultiply(Er) - MatrixFunctions.ComplexGapsImaginary(re, im).PointwiseMultiply(Ei));

    /// <summary>The imaginary part of G∘E, beside the real one.</summary>
    private static LambdaExpression TurnImaginary { get; } = MatrixRule.Let(
        (M A, int n, bool maySymmetric, V re, V im, M Vr, M Vi, M Wr, M Wi, M dA, M Fr) => MatrixFunctions.SimpleSpectrum(Wr * dA * Vr - Wi * dA * Vi, re, im),
        (M A, int n, bool maySymmetric, V re, V im, M Vr, M Vi, M Wr, M Wi, M dA, M Fr, M Er) => MatrixFunctions.SimpleSpectrum(Wr * dA * Vi + Wi * dA * Vr, re, im),
        (M A, int n, bool maySymmetric, V re, V im, M Vr, M Vi, M Wr, M Wi, M dA, M Fr, M Er, M Ei) => MatrixFunctions.ComplexGapsReal(re, im).PointwiseMultiply(Ei) + MatrixFunctions.ComplexGapsImaginary(re, im).PointwiseMultiply(Er));
}
