using static ExprAutograd.Tests.LinearAlgebra.DenseData;
using static ExprAutograd.Tests.LinearAlgebra.DenseRow;

namespace ExprAutograd.Tests.LinearAlgebra;

/// <content>Statements, lifted from their IL.</content>
internal static partial class DenseRows
{
    private static DenseRow[] Methods =>
    [
        Method("elements assigned, read and assigned again", DenseMethods.Elements, V(4)),
        Method("two loops, compound assignment", DenseMethods.Cells, M(2, 3)),
        Method("every overload with a target", DenseMethods.InPlace, V(4), V(4, 2), 0.7),
        Method("every function with a target", DenseMethods.FunctionsInPlace, Positive(4), Positive(4, 2)),
        Method("steps with a target", DenseMethods.StepsInPlace, V(4)),
        Method("every overload with a target", DenseMethods.MatrixInPlace, M(2, 3), M(2, 3, 2), 0.7),
        Method("every function with a target", DenseMethods.MatrixFunctionsInPlace, PositiveM(2, 2), PositiveM(2, 2, 2)),
        Method("steps with a target", DenseMethods.MatrixStepsInPlace, M(2, 3)),
        Method("an operand is the target", DenseMethods.ProductsInPlace, M(2, 2), M(2, 2, 2), V(2)).Reassociated,
        Method("blocks, transposes and lines with a target", DenseMethods.LayoutsInPlace, M(2, 2)).Reassociated,
        Method("later ones over earlier ones", DenseMethods.Setters, M(3, 3), V(3)).Reassociated,
        Method("what is cleared has no derivative", DenseMethods.Clears, M(3, 3)),
        Method("source and target overlap", DenseMethods.Stretches, V(5)),
        Method("the lambdas capture a local", DenseMethods.MapsInPlace, V(3), V(3, 2), 0.7),
        Method("the lambdas capture a local", DenseMethods.MatrixMapsInPlace, M(2, 2), M(2, 2, 2), 0.7),
        Method("what is small is cut off", DenseMethods.Coerced, V(4)),
        Method("what is small is cut off", DenseMethods.CoercedMatrix, M(2, 3)),
        Method("rows and columns in another order", DenseMethods.Permuted, M(3, 2)),
        Method("a loop over rows", DenseMethods.RowLoop, M(3, 2), V(2)).Reassociated,
        Method("foreach over rows, columns, elements", DenseMethods.RowsOfEach, M(3, 2), V(2)).Reassociated,
        Method("a vector carried by a loop", DenseMethods.PowerIteration, M(3, 3), V(3)).Reassociated,
        Method("matrices chosen by tests, of one shape", DenseMethods.Chosen, M(3, 3), M(3, 3, 2), V(3)).Reassociated,
        Method("a matrix filled row by row by a loop", DenseMethods.Recurrence, M(4, 2), M(2, 2), V(2)).Reassociated,
        Method("a loop in a loop, columns read back", DenseMethods.GramSchmidt, M(3, 2)).Reassociated,
        Method("three loops over elements", DenseMethods.CholeskyByHand, M(new[,] { { 4, 1, 0.5 }, { 1, 3, 0.2 }, { 0.5, 0.2, 2 } })).Reassociated,
        Method("a tuple of a vector and a matrix", DenseMethods.KalmanStep, V(2), PositiveM(2, 2), M(2, 2, 2), V(1)).Reassociated,
        Method("two names for one matrix, and its array", DenseMethods.Aliased, M(2, 2)).Reassociated,
    ];
}
