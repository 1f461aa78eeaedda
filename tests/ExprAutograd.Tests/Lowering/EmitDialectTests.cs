using System.Linq.Expressions;
using System.Runtime.CompilerServices;
using ExprAutograd.Anf;
using ExprAutograd.Compilation;
using ExprAutograd.Frontends;
using ExprAutograd.Lowering;
using ExprAutograd.Rules;
using ExprAutograd.Tests.Differentiation;
using ExprAutograd.Tests.Rules;

namespace ExprAutograd.Tests.Lowering;

/// <summary>The fence: inside it the fast compiler is right to the bit, outside it nothing gets through, and all that is emitted is inside.</summary>
public sealed class EmitDialectTests
{
    private const int Cases = 3200;
    private const int EmittedCases = 400;

    // The fast compiler may decline a program; were it to decline many, the comparison would compare nothing.
    private const double MostDeclined = 0.02;

    private static readonly (double X, float F, int N, bool P)[] Inputs = [(0.75, -1.5f, 3, true), (-2.5, 0.25f, -7, false), (double.NaN, float.PositiveInfinity, int.MaxValue, true)];

    public static TheoryData<string> Outside => [.. ProgramsOutside.All.Select(p => p.Name)];

    [Fact]
    public void Random_programs_of_the_dialect_compute_what_Expression_Compile_computes_bit_for_bit()
    {
        var (ran, declined) = (0, 0);
        Fuzz.Run(
            Cases,
            bytes =>
            {
                var program = RandomDialectPrograms.Decode(bytes);
                if (EmitDialect.FirstViolation(program) is { } violation) return $"Refused: {violation}";
                var (fast, compiler) = FastCompiler.Compile(program);
                Interlocked.Increment(ref ran);
                if (compiler != nameof(FastExpressionCompiler)) Interlocked.Increment(ref declined);
                var slow = program.Compile();
                foreach (var input in Inputs)
                {
                    var (expected, actual) = (Run(slow, input), Run((DialectFunction)fast, input));
                    if (actual == expected) continue;

                    // Once seen, how often is not measured: it can be Expression.Compile that is wrong, a conditional whose test is a conditional:
                    // LINQ's interpreter, which shares no code with either, decides.
                    var judged = Run(program.Compile(preferInterpretation: true), input);
                    if (actual != judged) return $"At {input}: {actual}, by Expression.Compile {expected}, by the interpreter {judged}";
                }
                return null;
            },
            RandomDialectPrograms.Decode);
        Assert.True(declined <= MostDeclined * ran, $"{declined} of {ran} programs were declined.");
    }

    [Theory]
    [MemberData(nameof(Outside))]
    public void A_program_that_the_fast_compiler_gets_wrong_is_refused(string name) =>
        Assert.NotNull(EmitDialect.FirstViolation(ProgramsOutside.All.Single(p => p.Name == name).Program));

    [Fact]
    public void The_gradient_and_Hessian_of_every_rule_are_emitted_in_the_dialect() =>
        Assert.All(RuleTable.Smooth.Concat(RuleTable.Edges), row => AssertEmittedInside(row.Operator));

    [Fact]
    public void The_gradients_and_Hessians_of_random_functions_are_emitted_in_the_dialect() => Fuzz.Run(
        EmittedCases,
        bytes =>
        {
            AssertEmittedInside(RandomFunctions.Decode(bytes));
            return null;
        },
        b => RandomFunctions.Decode(b));

    private static void AssertEmittedInside(LambdaExpression function)
    {
        AssertInside(function);
        foreach (var mode in CompiledDerivatives.BothModes)
        {
            var options = new AutogradOptions { Mode = mode };
            AssertInside(Autograd.ValueAndGradient(function, options));
            AssertInside(Autograd.Hessian(function, options));
        }
    }

    /// <summary>Lowers as the compiler does and asks the verifier about every method.</summary>
    private static void AssertInside(LambdaExpression function)
    {
        var isPure = Pipeline.PurityUnder(RuleSet.Default);
        var normal = Normalizer.Normalize(function);
        var (program, variables) = ConstantLifting.Run(Pipeline.Tidy(normal.Program, RuleSet.Default));
        var environment = new object[variables.Length + 1];
        var emitted = Emitter.ToMethods(program, normal.Shape, function.Type, [.. variables.Select(v => v.Variable)], environment, isPure);
        Assert.Null(EmitDialect.FirstViolation(emitted.Main));
        Assert.All(emitted.Methods, m => Assert.Null(EmitDialect.FirstViolation(m)));
    }

    /// <summary>The result, the arrays after the call, and the exception if there was one, as text that shows every bit.</summary>
    private static string Run(DialectFunction function, (double X, float F, int N, bool P) input)
    {
        double[] a = [0.5, -1, 2, 3, 1e10];
        int[] b = [1, -2, 3, 40, 5];
        string outcome;
        try
        {
            var (x, f, n, p) = function(input.X, input.F, input.N, input.P, a, b);
            outcome = $"{Bits(x)} {Bits(f)} {n} {p}";
        }
        catch (Exception e)
        {
            outcome = e.GetType().Name;
        }
        return $"{outcome} [{string.Join(", ", a.Select(Bits))}] [{string.Join(", ", b)}]";
    }

    private static string Bits(double value) => double.IsNaN(value) ? "NaN" : BitConverter.DoubleToInt64Bits(value).ToString("x");

    private static string Bits(float value) => float.IsNaN(value) ? "NaN" : BitConverter.SingleToInt32Bits(value).ToString("x");
}
