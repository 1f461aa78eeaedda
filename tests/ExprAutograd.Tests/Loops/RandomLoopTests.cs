using ExprAutograd.Tests.Differentiation;

namespace ExprAutograd.Tests.Loops;

/// <summary>Random functions with loops: compiled value, both modes and Hessians against an interpreter over hyper-dual numbers.</summary>
public sealed class RandomLoopTests
{
    private const int Cases = 2000;
    private const int HessianCases = 400;

    [Fact]
    public void The_compiled_value_is_that_of_the_lambda_bit_for_bit() => Fuzz.Run(Cases, bytes => RandomChecks.WrongValue(RandomLoops.Decode(bytes)), RandomLoops.Decode);

    [Fact]
    public void Reverse_equals_forward_equals_the_oracle() => Fuzz.Run(Cases, bytes => RandomChecks.WrongGradient(RandomLoops.Decode(bytes)), RandomLoops.Decode);

    [Fact]
    public void The_Hessian_is_symmetric_and_that_of_the_oracle_in_both_modes() => Fuzz.Run(HessianCases, bytes => RandomChecks.WrongHessian(RandomLoops.Decode(bytes)), RandomLoops.Decode);

    [Fact]
    public void The_oracle_computes_what_the_lambda_does() => Fuzz.Run(Cases, bytes => RandomChecks.WrongOracle(RandomLoops.Decode(bytes)), RandomLoops.Decode);
}
