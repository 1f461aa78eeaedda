using System.Linq.Expressions;
using ExprAutograd.Expressions;

namespace ExprAutograd.Tests.Sequences;

/// <summary>Derivatives of random pipelines: forward mode, reverse mode and differences agree.</summary>
public sealed class RandomGradientTests
{
    private static readonly ParameterExpression X = Expression.Parameter(typeof(double[]), "x");
    private static readonly ParameterExpression Y = Expression.Parameter(typeof(double[]), "y");
    private static readonly ParameterExpression A = Expression.Parameter(typeof(double), "a");

    private static readonly double[] AtX = [0.71, -1.37, 2.13, 0.44, -0.59];
    private static readonly double[] AtY = [1.93, 0.31, -0.83, 1.17];
    private const double AtA = 0.77;

    private static readonly SequenceData Data = new()
    {
        N = [3, 1, 2],
        Rows = [[0.53, -1.51, 2.47], [1.13], [-0.71, 0.23]],
        Grid = new double[,] { { 0.5, -1.5 }, { 1.1, 0.9 } },
        List = [1.93, 0.31, -0.83],
        Items = AtX.AsEnumerable(),
        K = 2,
    };

    [Fact]
    public void Random_pipelines_have_the_same_derivatives_in_both_modes_and_by_differences() => Fuzz.Run(60, Difference, Decode);

    /// <summary>Of an array the sum of squares: how many items there are may change around the point.</summary>
    private static LambdaExpression Decode(byte[] bytes)
    {
        var body = new Rebinding().Visit(RandomPipelines.Decode(bytes).Body);
        Expression<Func<double[], double>> squares = items => items.Sum(v => v * v);
        return Expression.Lambda(body.Type == typeof(double[]) ? Expression.Invoke(squares, body) : body, X, Y, A);
    }

    private static string? Difference(byte[] bytes)
    {
        var function = Decode(bytes);
        if (!NumericTypes.IsDifferentiable(function.ReturnType) || !HasValue(function)) return null;
        try
        {
            var report = GradientCheck.Run(function, new GradientCheckOptions { Order = function.ReturnType == typeof(double) ? 2 : 1, Directions = 1 }, AtX, AtY, AtA);
            return report.IsCorrect ? null : report.ToString();
        }
        catch (Exception e) when (e is InvalidOperationException or ArgumentOutOfRangeException)
        {
            return null; // Around the point LINQ may find no item, or one too many.
        }
    }

    private static bool HasValue(LambdaExpression function) => LoweredFunction.Outcome(() => CompiledDerivatives.Call(function.Compile(), AtX, AtY, AtA)) is not Exception;

    /// <summary>The arrays and the number of the data as parameters, the rest as captured; items as they are, unseen.</summary>
    private sealed class Rebinding : ExpressionVisitor
    {
        protected override Expression VisitMember(MemberExpression node) => (node.Expression, node.Member.Name) switch
        {
            (ParameterExpression { Name: "d" }, nameof(SequenceData.X)) => X,
            (ParameterExpression { Name: "d" }, nameof(SequenceData.Y)) => Y,
            (ParameterExpression { Name: "d" }, nameof(SequenceData.A)) => A,
            (ParameterExpression { Name: "d" }, _) => Expression.MakeMemberAccess(Expression.Constant(Data), node.Member),
            _ => base.VisitMember(node),
        };

        protected override Expression VisitMethodCall(MethodCallExpression node) =>
            node.Method.Name == nameof(RandomPipelines.Seen) ? Visit(node.Arguments[0]) : base.VisitMethodCall(node);
    }
}
