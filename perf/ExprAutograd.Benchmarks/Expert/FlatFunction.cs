using System.Linq.Expressions;

namespace ExprAutograd.Benchmarks.Expert;

/// <summary>A scalar function of one array, as users write it and as an expert writes its gradient.</summary>
/// <param name="Linq">As a lambda over LINQ.</param>
/// <param name="Method">As a lifted method.</param>
/// <param name="Plain">The method itself.</param>
/// <param name="ValueAndGradient">The expert's: writes the gradient to its second argument and returns the value, allocating nothing.</param>
/// <param name="Point">Where it is measured.</param>
internal sealed record FlatFunction(
    Expression<Func<double[], double>> Linq, Expression<Func<double[], double>> Method, Func<double[], double> Plain, Func<double[], double[], double> ValueAndGradient, double[] Point);
