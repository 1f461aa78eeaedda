namespace ExprAutograd.Tests.Dense;

/// <summary>Tests that set what is global: the vectors' width, MathNet's provider, the number of threads.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class DenseCollection
{
    public const string Name = "Dense";
}
