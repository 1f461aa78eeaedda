using System.Linq.Expressions;

namespace ExprAutograd.Rules;

/// <summary>The C# operators on floating numbers.</summary>
internal static class ArithmeticRules
{
    public static RuleSet AddTo(RuleSet rules) => rules
        .With((a, b) => a + b, (a, b, y, dy) => dy, (a, b, y, dy) => dy)
        .With((a, b) => a - b, (a, b, y, dy) => dy, (a, b, y, dy) => -dy)
        .With((a, b) => a * b, (a, b, y, dy) => dy * b, (a, b, y, dy) => dy * a)

        // PyTorch: at 0/0 the derivative in a is 1/0 and in b it is NaN; both fall out of the formulas.
        .With((a, b) => a / b, (a, b, y, dy) => dy / b, (a, b, y, dy) => -dy * y / b)

        // a % b = a - b n, n = trunc(a/b) taken as the integer it is: (a - y) / b is exact up to rounding, a/b may round across.
        .With((a, b) => a % b, (a, b, y, dy) => dy, (a, b, y, dy) => -dy * Math.Round((a - y) / b))
        .With(x => -x, (x, y, dy) => -dy);
}
