namespace ExprAutograd.Tests.Rules;

/// <summary>The special functions' rows, one family a file. Reference values are central differences taken with 160 digits in mpmath 1.2.1, from defining series where there is one.</summary>
internal static partial class SpecialFunctionRows
{
    /// <summary>Every special function with a rule, at easy and at hard points.</summary>
    public static IEnumerable<RuleRow> All =>
    [
        .. Gamma,
        .. IncompleteGamma,
        .. Beta,
        .. ErrorFunction,
        .. StableFunction,
        .. Bessel,
        .. AiryKelvin,
        .. StruveMarcum,
    ];
}
