using ExprAutograd.Operators;

namespace ExprAutograd.Rules;

/// <summary>All the library's rules, family by family.</summary>
internal static class DefaultRules
{
    private static readonly Func<RuleSet, RuleSet>[] Families =
    [
        ArithmeticRules.AddTo,
        ArithmeticFunctionRules.AddTo,
        MagnitudeRules.AddTo,
        ExtremaRules.AddTo,
        RoundingRules.AddTo,
        PredicateRules.AddTo,
        PowerRules.AddTo,
        ExponentialRules.AddTo,
        LogarithmRules.AddTo,
        TrigonometricRules.AddTo,
        HalfTurnRules.AddTo,
        HyperbolicRules.AddTo,
        GammaRules.AddTo,
        IncompleteGammaRules.AddTo,
        BetaRules.AddTo,
        ErrorFunctionRules.AddTo,
        StableFunctionRules.AddTo,
        BesselRules.AddTo,
        AiryKelvinRules.AddTo,
        StruveMarcumRules.AddTo,
        SequenceRules.AddTo,
        ProductRules.AddTo,
        RowRules.AddTo,
        WindowRules.AddTo,
        MarkerRules.AddTo,
        RectifierRules.AddTo,
    ];

    /// <summary>Those of factorisations: a program without any never makes them.</summary>
    private static readonly Func<RuleSet, RuleSet>[] FactorizationFamilies =
    [
        SolveRules.AddTo,
        TriangularRules.AddTo,
        OrthogonalRules.AddTo,
        SpectralRules.AddTo,
        SpectralGapRules.AddTo,
        EigenRules.AddTo,
        MatrixFunctionRules.AddTo,
    ];

    public static RuleSet Instance { get; } = All(RuleSet.Empty, Families).Deferring(typeof(Factorizations), rules => All(rules, FactorizationFamilies));

    private static RuleSet All(RuleSet rules, Func<RuleSet, RuleSet>[] families) => families.Aggregate(rules, (sum, addTo) => addTo(sum));
}
