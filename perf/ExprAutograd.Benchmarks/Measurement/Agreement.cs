namespace ExprAutograd.Benchmarks.Measurement;

/// <summary>Both sides of a comparison must compute the same: a fast wrong answer is not measured.</summary>
internal static class Agreement
{
    private const double Tolerance = 1e-11;

    /// <summary>Throws unless the two agree to eleven digits.</summary>
    /// <exception cref="InvalidOperationException">They differ.</exception>
    public static void Require(string what, ReadOnlySpan<double> handWritten, ReadOnlySpan<double> compiled)
    {
        if (handWritten.Length != compiled.Length) throw new InvalidOperationException($"{what}: {handWritten.Length} numbers by hand, {compiled.Length} compiled.");
        for (var k = 0; k < handWritten.Length; k++)
            if (!(Math.Abs(handWritten[k] - compiled[k]) <= Tolerance * (1 + Math.Abs(handWritten[k]))))
                throw new InvalidOperationException($"{what}: number {k} is {handWritten[k]:R} by hand and {compiled[k]:R} compiled.");
    }
}
