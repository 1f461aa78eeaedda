using System.Linq.Expressions;
using ExprAutograd.Benchmarks.AdBench;

namespace ExprAutograd.Benchmarks.Expert;

using Gradient = Func<double[], double[], double>;
using Objective = Func<double[], double>;

/// <summary>A function of one array, measured like a problem of ADBench: by hand it is the expert's.</summary>
internal sealed class FlatProblem(FlatFunction function) : Problem
{
    public override int Inputs => function.Point.Length;

    public override int Outputs => 1;

    public override IImplementation ByHand() => new Implementation(function.Point, function.Plain, function.ValueAndGradient);

    public override IImplementation Compile(Style style) => new Implementation(function.Point, Autograd.Compile(Function(style)), CompileGradient(Function(style)));

    public override void CompileDerivative(Style style, double literal)
    {
        var written = Function(style);
        CompileGradient(UnseenLiteral.In<Objective>(x => written.Compile()(x) + UnseenLiteral.Place, literal));
    }

    private static Gradient CompileGradient(Expression<Objective> written) => Autograd.CompileInto<Gradient>(Autograd.ValueAndGradient(written));

    private Expression<Objective> Function(Style style) => style == Style.Linq ? function.Linq : function.Method;

    private sealed class Implementation(double[] point, Objective objective, Gradient gradient) : IImplementation
    {
        private readonly double[] dPoint = new double[point.Length];
        private double value;

        public double Objective() => objective(point);

        public double Derivative() => value = gradient(point, dPoint);

        public IReadOnlyList<Result> Results() => [new("objective", [value]), new("gradient", [.. dPoint])];
    }
}
