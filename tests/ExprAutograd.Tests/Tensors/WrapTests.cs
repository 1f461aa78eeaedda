using MathNet.Numerics.LinearAlgebra;

namespace ExprAutograd.Tests.Tensors;

/// <summary>MathNet's objects as tensors over the same memory.</summary>
public sealed class WrapTests
{
    [Fact]
    public void A_dense_vector_lends_its_memory()
    {
        var vector = Vector<double>.Build.Dense([1, 2, 3]);
        var tensor = Tensor.Wrap(vector);
        Assert.Same(((MathNet.Numerics.LinearAlgebra.Storage.DenseVectorStorage<double>)vector.Storage).Data, tensor.Node.Value);
        Assert.Equal([2, 4, 6], (tensor * 2).ToVector<double>());
    }

    [Fact]
    public void A_matrix_is_read_as_it_is_stored()
    {
        var matrix = Matrix<double>.Build.DenseOfArray(new[,] { { 1.0, 2, 3 }, { 4, 5, 6 } });
        var tensor = Tensor.Wrap(matrix);
        Assert.Equal([2, 3], tensor.Shape.ToArray());
        Assert.Equal(matrix, tensor.ToMatrix<double>());
        Assert.Equal(matrix * matrix.Transpose(), tensor.MatMul(tensor.T).ToMatrix<double>());
        Assert.Equal(matrix.ToSingle().ToRowMajorArray(), Tensor.Wrap(matrix.ToSingle()).ToArray<float>());
    }

    [Fact]
    public void What_is_not_dense_is_copied() =>
        Assert.Equal([0, 0, 5, 0], Tensor.Wrap(Vector<double>.Build.SparseOfIndexed(4, [(2, 5.0)])).ToArray<double>());
}
