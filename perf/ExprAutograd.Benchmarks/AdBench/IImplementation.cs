namespace ExprAutograd.Benchmarks.AdBench;

/// <summary>One way to compute a problem's objective and its derivative, into memory that every call reuses.</summary>
internal interface IImplementation
{
    /// <summary>Computes the objective; what it returns depends on every number computed.</summary>
    double Objective();

    /// <summary>Computes the objective's value and derivative; what it returns depends on them.</summary>
    double Derivative();

    /// <summary>All numbers that the latest calls gave, as the reference files name and order them.</summary>
    IReadOnlyList<Result> Results();
}
