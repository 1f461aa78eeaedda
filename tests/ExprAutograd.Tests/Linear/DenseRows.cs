namespace ExprAutograd.Tests.Linear;

/// <summary>The tables: every member of MathNet's vectors and matrices that functions may use, and the models people write with them.</summary>
internal static partial class DenseRows
{
    public static Dictionary<string, DenseRow> All { get; } = new DenseRow[][] { Elementwise, Arithmetic, Products, Reductions, Norms, Layouts, Builders, Methods }
        .SelectMany(rows => rows).ToDictionary(r => r.Name);
}
