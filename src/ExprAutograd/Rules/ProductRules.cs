using System.Linq.Expressions;
using ExprAutograd.Operators;

namespace ExprAutograd.Rules;

/// <summary>Products of matrices, and the roots of norms.</summary>
internal static class ProductRules
{
    /// <summary>Adds these rules to <paramref name="rules"/>.</summary>
    public static RuleSet AddTo(RuleSet rules) => AddNorms(AddBatches(AddProducts(rules)));

    /// <summary>C = op(A) op(B)  =>  op(A)' = C' op(B)^T,  op(B)' = op(A)^T C'.  Giles (2008), "Collected matrix derivative results", 2.2.2.</summary>
    /// <remarks>The cotangent of a factor that is stored transposed is the transpose of that: the factors change places, and no transpose is made.</remarks>
    private static RuleSet AddProducts(RuleSet rules) => rules
        .WithPullbacks(
            (double[] a, bool ta, double[] b, bool tb, int m, int n, int k) => ProductOperators.Multiply(a, ta, b, tb, m, n, k),
            (double[] a, bool ta, double[] b, bool tb, int m, int n, int k, double[] c, double[] dc) =>
                ta ? ProductOperators.Multiply(b, tb, dc, true, k, m, n) : ProductOperators.Multiply(dc, false, b, !tb, m, k, n),
            null,
            (double[] a, bool ta, double[] b, bool tb, int m, int n, int k, double[] c, double[] dc) =>
                tb ? ProductOperators.Multiply(dc, true, a, ta, n, k, m) : ProductOperators.Multiply(a, !ta, dc, false, k, n, m),
            null, null, null, null)
        .WithPushforward(
            (double[] a, bool ta, double[] b, bool tb, int m, int n, int k) => ProductOperators.Multiply(a, ta, b, tb, m, n, k),
            (double[] a, bool ta, double[] b, bool tb, int m, int n, int k, double[] c, double[] da, double[] db) =>
                ArrayOperators.Sum(ProductOperators.Multiply(da, ta, b, tb, m, n, k), ProductOperators.Multiply(a, ta, db, tb, m, n, k)));

    /// <summary>The same for each pair of a batch.</summary>
    private static RuleSet AddBatches(RuleSet rules) => rules
        .WithPullbacks(
            (double[] a, bool ta, double[] b, bool tb, int m, int n, int k, int count) => BatchedProducts.MultiplyEach(a, ta, b, tb, m, n, k, count),
            (double[] a, bool ta, double[] b, bool tb, int m, int n, int k, int count, double[] c, double[] dc) =>
                ta ? BatchedProducts.MultiplyEach(b, tb, dc, true, k, m, n, count) : BatchedProducts.MultiplyEach(dc, false, b, !tb, m, k, n, count),
            null,
            (double[] a, bool ta, double[] b, bool tb, int m, int n, int k, int count, double[] c, double[] dc) =>
                tb ? BatchedProducts.MultiplyEach(dc, true, a, ta, n, k, m, count) : BatchedProducts.MultiplyEach(a, !ta, dc, false, k, n, m, count),
            null, null, null, null, null)
        .WithPushforward(
            (double[] a, bool ta, double[] b, bool tb, int m, int n, int k, int count) => BatchedProducts.MultiplyEach(a, ta, b, tb, m, n, k, count),
            (double[] a, bool ta, double[] b, bool tb, int m, int n, int k, int count, double[] c, double[] da, double[] db) =>
                ArrayOperators.Sum(BatchedProducts.MultiplyEach(da, ta, b, tb, m, n, k, count), BatchedProducts.MultiplyEach(a, ta, db, tb, m, n, k, count)));

    private static RuleSet AddNorms(RuleSet rules) => rules
        .With((double s) => NormOperators.Root(s), (s, y, dy) => y == 0 ? 0 : dy / (2 * y))
        .With(
            (double s, double p) => NormOperators.Root(s, p),
            (s, p, y, dy) => s == 0 ? 0 : dy * y / (p * s),
            (s, p, y, dy) => s == 0 ? 0 : -dy * y * Math.Log(s) / (p * p));
}
