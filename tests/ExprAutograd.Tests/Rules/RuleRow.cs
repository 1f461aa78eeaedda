using System.Linq.Expressions;

namespace ExprAutograd.Tests.Rules;

/// <summary>One operator's row: the operator as a lambda over its double operands, and points where it is easy and where it is hard.</summary>
/// <param name="Name">The operator's spelling.</param>
/// <param name="Operator">A lambda over doubles only; integer operands are constants in its body.</param>
/// <param name="Points">Reference values from high-precision arithmetic.</param>
internal sealed record RuleRow(string Name, LambdaExpression Operator, params RulePoint[] Points);

/// <summary>Value, gradient and Hessian at one point.</summary>
/// <param name="X">The operands.</param>
/// <param name="Value">The operator's value.</param>
/// <param name="Gradient">One entry per operand.</param>
/// <param name="Hessian">Rows; null where the second derivative is not compared (a convention at a kink).</param>
/// <param name="Tolerance">Accepted difference, relative to max(1, |reference|).</param>
/// <param name="Why">Where this point is hard.</param>
internal sealed record RulePoint(double[] X, double Value, double[] Gradient, double[][]? Hessian, double Tolerance = 1e-10, string Why = "");
