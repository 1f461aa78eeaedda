using ExprAutograd.Operators;

namespace ExprAutograd.Rules;

/// <summary>Windows over images, and images from windows: both linear, and each the other's adjoint.</summary>
internal static class WindowRules
{
    public static RuleSet AddTo(RuleSet rules) => rules
        .WithPullbacks(
            (double[] x, int n, int c, int h, int w, int wh, int ww, int rs, int cs, int rp, int cp) => WindowOperators.Unfold(x, n, c, h, w, wh, ww, rs, cs, rp, cp),
            (double[] x, int n, int c, int h, int w, int wh, int ww, int rs, int cs, int rp, int cp, double[] y, double[] dy) => WindowOperators.Fold(dy, n, c, h, w, wh, ww, rs, cs, rp, cp),
            null, null, null, null, null, null, null, null, null, null)
        .WithPushforward(
            (double[] x, int n, int c, int h, int w, int wh, int ww, int rs, int cs, int rp, int cp) => WindowOperators.Unfold(x, n, c, h, w, wh, ww, rs, cs, rp, cp),
            (double[] x, int n, int c, int h, int w, int wh, int ww, int rs, int cs, int rp, int cp, double[] y, double[] dx) => WindowOperators.Unfold(dx, n, c, h, w, wh, ww, rs, cs, rp, cp))
        .WithPullbacks(
            (double[] x, int n, int c, int h, int w, int wh, int ww, int rs, int cs, int rp, int cp) => WindowOperators.Fold(x, n, c, h, w, wh, ww, rs, cs, rp, cp),
            (double[] x, int n, int c, int h, int w, int wh, int ww, int rs, int cs, int rp, int cp, double[] y, double[] dy) => WindowOperators.Unfold(dy, n, c, h, w, wh, ww, rs, cs, rp, cp),
            null, null, null, null, null, null, null, null, null, null)
        .WithPushforward(
            (double[] x, int n, int c, int h, int w, int wh, int ww, int rs, int cs, int rp, int cp) => WindowOperators.Fold(x, n, c, h, w, wh, ww, rs, cs, rp, cp),
            (double[] x, int n, int c, int h, int w, int wh, int ww, int rs, int cs, int rp, int cp, double[] y, double[] dx) => WindowOperators.Fold(dx, n, c, h, w, wh, ww, rs, cs, rp, cp));
}
