namespace ExprAutograd.Tests.LinearAlgebra;

/// <summary>The tables: every member of MathNet's vectors and matrices that functions may use, and the models people write with them.</summary>
internal static partial class DenseRows
{
    /// <summary>Made when first asked for: the tables' own data is there then.</summary>
    private static readonly Lazy<Dictionary<string, DenseRow>> Made = new(() => new DenseRow[][] { Elementwise, Arithmetic, Products, Reductions, Norms, Layouts, Builders, Methods, Models, Idioms }
        .SelectMany(rows => rows).ToDictionary(r => r.Name));

    public static Dictionary<string, DenseRow> All => Made.Value;
}
