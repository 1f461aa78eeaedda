using System.Linq.Expressions;
using ExprAutograd.Compilation;
using ExprAutograd.Frontends;
using ExprAutograd.Lowering;
using ExprAutograd.Rules;
using ExprAutograd.Tests.Differentiation;

namespace ExprAutograd.Tests.Compilation;

/// <summary>Functions too large for one method are split and stay right.</summary>
public sealed class LargeFunctionTests
{
    private const int Operations = 20_000;

    public static TheoryData<string, int> Functions
    {
        get
        {
            var data = new TheoryData<string, int>();
            foreach (var name in new[] { nameof(LargeFunctions.Chain), nameof(LargeFunctions.Sum), nameof(LargeFunctions.Branches), nameof(LargeFunctions.LargeBranches) })
                foreach (var operations in new[] { 700, 900, 1700, Operations })
                    data.Add(name, operations);
            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Functions))]
    public void Value_and_gradient_are_those_of_the_interpreter(string name, int operations)
    {
        var function = Make(name, operations);
        var modes = CompiledDerivatives.BothModes.Select(m => new CompiledDerivatives(function, m)).ToArray();
        foreach (var x in (double[][])[[0.5, 0.25], [0.25, 0.5]])
        {
            var (alongX, alongY) = (new Interpreter().Run(function, x, [1, 0], [0, 1]), new Interpreter().Run(function, x, [0, 1], [0, 0]));
            foreach (var mode in modes)
            {
                var (value, gradient) = mode.ValueAndGradient(x);
                Assert.Equal(alongX.Value, value);
                Assert.Null(Closeness.Difference($"{name} at ({string.Join(", ", x)}): gradient", gradient, [alongX.First, alongY.First], 1e-9));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Functions))]
    public void The_Hessian_is_that_of_the_interpreter(string name, int operations)
    {
        if (operations > 5000) operations = 5000;
        var function = Make(name, operations);
        double[] x = [0.5, 0.25];
        double[][] units = [[1, 0], [0, 1]];
        var expected = units.Select(u => units.Select(v => new Interpreter().Run(function, x, u, v).Mixed).ToArray()).ToArray();
        Assert.Null(Closeness.Difference(name, new CompiledDerivatives(function, DifferentiationMode.Automatic).Hessian(x), expected, 1e-8));
    }

    [Fact]
    public void A_large_function_is_many_methods_and_a_small_one_is_one()
    {
        Assert.Empty(MethodsOf(LargeFunctions.Chain(200)));
        Assert.True(MethodsOf(LargeFunctions.Chain(Operations)).Length > 5);
    }

    private static Expression<Func<double, double, double>> Make(string name, int operations) => name switch
    {
        nameof(LargeFunctions.Chain) => LargeFunctions.Chain(operations),
        nameof(LargeFunctions.Sum) => LargeFunctions.Sum(operations),
        nameof(LargeFunctions.Branches) => LargeFunctions.Branches(operations),
        _ => LargeFunctions.LargeBranches(operations),
    };

    private static Expression<Action<Frame>>[] MethodsOf(LambdaExpression function)
    {
        var normal = Normalizer.Normalize(function);
        var program = Pipeline.Tidy(normal.Program, RuleSet.Default);
        return [.. Emitter.ToMethods(program, normal.Shape, function.Type, [], new object[1], Pipeline.PurityUnder(RuleSet.Default)).Methods];
    }
}
