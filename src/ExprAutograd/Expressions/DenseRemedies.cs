using System.Linq.Expressions;
using System.Reflection;
using MathNet.Numerics.LinearAlgebra;

namespace ExprAutograd.Expressions;

/// <summary>What to write instead of a member of MathNet's vectors and matrices that has no derivative.</summary>
internal static class DenseRemedies
{
    private static readonly Type[] Owners =
    [
        typeof(Vector<>), typeof(Matrix<>), typeof(VectorBuilder<>), typeof(MatrixBuilder<>), typeof(VectorExtensions), typeof(MatrixExtensions), typeof(CreateVector), typeof(CreateMatrix),
    ];

    private static readonly Dictionary<string, string> Remedies = new()
    {
        ["Storage"] = "Read elements by index, or take them all with AsArray of a vector or AsColumnMajorArray of a matrix.",
        ["OfStorage"] = "Make it of an array: Build.Dense(values), Build.Dense(rows, columns, values).",
        ["AsArray"] = "A matrix of MathNet's has no such array of its own; take a copy with ToArray.",
        ["AsRowMajorArray"] = "A matrix of MathNet's has no such array of its own; take a copy with ToRowMajorArray.",
        ["AsRowArrays"] = "A matrix of MathNet's has no such arrays of its own; take copies with ToRowArrays.",
        ["AsColumnArrays"] = "A matrix of MathNet's has no such arrays of its own; take copies with ToColumnArrays.",
        ["DenseOfMatrixArray"] = "Put blocks together with Append and Stack.",
        ["SparseOfMatrixArray"] = "Put blocks together with Append and Stack.",
        ["SparseFromCoordinateFormat"] = "Make it with DenseOfIndexed(rows, columns, items); inside a function a matrix is dense.",
        ["SparseFromCompressedSparseRowFormat"] = "Make it with DenseOfIndexed(rows, columns, items); inside a function a matrix is dense.",
        ["SparseFromCompressedSparseColumnFormat"] = "Make it with DenseOfIndexed(rows, columns, items); inside a function a matrix is dense.",
        ["SolveIterative"] = "Use Solve, whose derivative reuses the factors.",
        ["TrySolveIterative"] = "Use Solve, whose derivative reuses the factors.",
        ["ToComplex"] = "Complex vectors and matrices carry no derivative here; keep real and imaginary parts in two real ones.",
        ["ToComplex32"] = "Complex vectors and matrices carry no derivative here; keep real and imaginary parts in two real ones.",
        ["Real"] = "Complex vectors and matrices carry no derivative here; keep real and imaginary parts in two real ones.",
        ["Imaginary"] = "Complex vectors and matrices carry no derivative here; keep real and imaginary parts in two real ones.",
        ["Find"] = "Use MaximumIndex or MinimumIndex and read the element there, or LINQ's First over Enumerate().",
        ["Find2"] = "Use MaximumIndex or MinimumIndex and read the elements there, or LINQ's First over Enumerate().",
        ["Kernel"] = "A null space has no basis of its own; take the columns of Svd().VT that you mean.",
        ["Range"] = "A range has no basis of its own; take the columns of Svd().U that you mean.",
    };

    /// <summary>The remedy for an operation on vectors or matrices that has no rule; null for every other operation.</summary>
    public static string? Of(Expression value)
    {
        var (owner, name) = value switch
        {
            MethodCallExpression call => (call.Method.DeclaringType!, call.Method.Name),
            MemberExpression { Member: PropertyInfo property } => (property.DeclaringType!, property.Name),
            NewExpression { Constructor: { } constructor } => (constructor.DeclaringType!, nameof(MatrixBuilder<double>.OfStorage)),
            _ => (typeof(void), ""),
        };
        if (owner == typeof(System.Numerics.Complex) || owner == typeof(MathNet.Numerics.Complex32)) return Remedies["ToComplex"];
        if (owner.Namespace == "MathNet.Numerics.LinearAlgebra.Storage") return Remedies["Storage"];
        if (owner == typeof(DenseStorage)) return "Vectors and matrices in arrays and objects carry no derivative here; keep them in variables or tuples, or as rows of a matrix.";
        if (DenseType.TryGet(owner) is null && !Owners.Contains(owner.IsGenericType ? owner.GetGenericTypeDefinition() : owner)) return null;
        return Remedies.GetValueOrDefault(name.StartsWith("get_", StringComparison.Ordinal) ? name[4..] : name, "Write it with operators, pointwise functions, Map, sums and slices; or compute it outside the function.");
    }
}
