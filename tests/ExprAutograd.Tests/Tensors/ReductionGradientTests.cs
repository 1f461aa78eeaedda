namespace ExprAutograd.Tests.Tensors;

/// <summary>Every reduction, differentiated twice: over all elements, along each axis, of a transpose, of a number.</summary>
public sealed class ReductionGradientTests
{
    private static readonly (string Name, Func<Tensor, Tensor> Function)[] Functions =
    [
        ("Sum()", x => x.Sum()), ("Sum(0)", x => x.Sum(0)), ("Sum(-1, keep)", x => x.Sum(-1, true)), ("Sum([0, -1])", x => x.Sum(x.Rank > 1 ? [0, -1] : [0])),
        ("Mean()", x => x.Mean()), ("Mean(0)", x => x.Mean(0)),
        ("Prod()", x => x.Prod()), ("Prod(0)", x => x.Prod(0)), ("Prod(-1, keep)", x => x.Prod(-1, true)),
        ("Max()", x => x.Max()), ("Min()", x => x.Min()), ("AMax(0)", x => x.AMax(0)), ("AMax(-1)", x => x.AMax(-1, true)), ("AMin(-1)", x => x.AMin(-1)),
        ("AMax of several", x => x.AMax(x.Rank > 1 ? [0, -1] : [0])),
        ("AMax squared", x => x.AMax(0).Square()),
        ("Max(0)", x => x.Max(0).Values.Square()), ("Min(-1, keep)", x => x.Min(-1, true).Values.Square()),
        ("LogSumExp(0)", x => x.LogSumExp(0)), ("LogSumExp(-1, keep)", x => x.LogSumExp(-1, true)), ("LogSumExp()", x => x.LogSumExp([])),
        ("CumSum(0)", x => x.CumSum(0)), ("CumSum(-1)", x => x.CumSum(-1).Square()),
        ("Var()", x => x.Var([], correction: 0)), ("Var(0)", x => x.Var(0, correction: 0)), ("Std(-1)", x => (x * x).Std(-1, correction: 0.5)),
        ("Norm()", x => x.Norm()), ("Norm(1)", x => x.Norm(1)), ("Norm(3)", x => x.Norm(3)), ("Norm(inf)", x => x.Norm(double.PositiveInfinity)), ("Norm([-1], 1.5)", x => x.Norm([-1], 1.5)),
        ("Softmax(0)", x => x.Softmax(0)), ("Softmax(-1)", x => x.Softmax(-1)), ("LogSoftmax(0)", x => x.LogSoftmax(0)), ("LogSoftmax(-1)", x => x.LogSoftmax(-1)),
        ("of an exponential", x => x.Exp().AMax(0) * x.Exp().Sum(0)),
    ];

    private static readonly (string Name, Tensor X, Func<Tensor, Tensor> Seen)[] Operands =
    [
        ("[2, 3]", Tensor.From([0.3, -0.7, 1.1, 0.9, 0.2, -0.4], [2, 3]), x => x),
        ("[3, 2] transposed", Tensor.From([0.3, -0.7, 1.1, 0.9, 0.2, -0.4], [3, 2]), x => x.T),
        ("[2, 2, 3]", Tensor.From([0.3, -0.7, 1.1, 0.9, 0.2, -0.4, -0.25, 0.8, -1.2, 0.55, 0.35, -0.15], [2, 2, 3]), x => x),
        ("[4]", Tensor.From(new[] { 0.3, -0.7, 1.1, 0.9 }), x => x),
        ("[1]", Tensor.From(new[] { 0.6 }), x => x),
        ("a number", Tensor.From(0.6), x => x),
    ];

    public static TheoryData<string, string> Rows
    {
        get
        {
            var rows = new TheoryData<string, string>();
            foreach (var (function, _) in Functions)
                foreach (var (operand, _, _) in Operands) rows.Add(function, operand);
            return rows;
        }
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public void Gradients_of_order_1_and_2_are_what_differences_say(string function, string operand)
    {
        var f = Functions.Single(r => r.Name == function).Function;
        var (_, x, seen) = Operands.Single(r => r.Name == operand);
        if (x.Count == 1 && function.StartsWith("Std", StringComparison.Ordinal)) return;
        TensorDifferences.Check(t => f(seen(t[0])), x);
    }
}
