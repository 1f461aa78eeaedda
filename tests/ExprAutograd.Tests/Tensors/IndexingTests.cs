namespace ExprAutograd.Tests.Tensors;

/// <summary>Parts of tensors: values, derivatives, what follows what, and what is refused.</summary>
public sealed class IndexingTests
{
    public static TheoryData<string> Rows => [.. IndexingRows.All.Select(row => row.What)];

    [Theory]
    [MemberData(nameof(Rows))]
    public void Value_and_both_derivatives_are_what_PyTorch_computes(string what) => IndexingRows.All.Single(r => r.What == what).Check();

    [Theory]
    [MemberData(nameof(Rows))]
    public void Floats_stay_floats(string what) => IndexingRows.All.Single(r => r.What == what).CheckFloat();

    [Fact]
    public void Index_tensors_that_are_neighbours_stay_in_their_place_and_others_come_first()
    {
        var x = Tensor.Arange(0, 24).Reshape(2, 3, 4);
        var two = Tensor.From(new[] { 1, 0 });
        Assert.Equal<int>([2, 2], x[.., two, two].Shape);
        Assert.Equal<int>([2, 3], x[two, .., two].Shape);
        Assert.Equal([12.0, 16, 20, 1, 5, 9], x[two, .., Tensor.From(new[] { 0, 1 })].ToArray<double>());
        Assert.Equal<int>([3, 2], x[0, .., two].Shape);
        Assert.Equal<int>([2, 1, 2, 4], x[.., Tensor.From(new[,] { { 0, 2 } })].Shape);
        Assert.Equal<int>([2, 2, 4], x[Tensor.From(new[,] { { 0 }, { 1 } }), two].Shape);
        Assert.Equal<int>([1, 2, 1, 3, 4], x[TensorIndex.NewAxis, two, TensorIndex.NewAxis].Shape);
    }

    [Fact]
    public void A_mask_stands_for_as_many_axes_as_it_has()
    {
        var x = Tensor.Arange(0, 12).Reshape(2, 3, 2);
        Assert.Equal([4.0, 5, 6, 7, 8, 9, 10, 11], x[x[.., .., 0] > 3].ToArray<double>());
        Assert.Equal([4.0, 5], x[0, x[0] > 3].ToArray<double>());
        Assert.Equal<int>([2, 2, 2], x[.., Tensor.From(new[] { true, false, true })].Shape);
        Assert.Equal<int>([1, 2, 3, 2], x[Tensor.From(true)].Shape);
        Assert.Equal<int>([0, 2, 3, 2], x[Tensor.From(false)].Shape);
        Assert.Equal<int>([0], x[x > 100].Shape);
    }

    [Fact]
    public void A_range_beyond_the_ends_is_cut_off_there()
    {
        var x = Tensor.Arange(0, 5);
        Assert.Equal([3.0, 4], x[3..100].ToArray<double>());
        Assert.Equal([0.0, 1], x[^9..2].ToArray<double>());
        Assert.Equal<int>([0], x[4..2].Shape);
    }

    [Fact]
    public void What_is_set_in_a_view_is_set_in_its_base_and_the_other_way_round()
    {
        var x = Tensor.Zeros(2, 3);
        var row = x[1];
        row[0] = 7;
        x[1, 2] = 5;
        x.T[1..][x.T[1..].EqualTo(0)] = -1;
        Assert.Equal([0.0, -1, -1, 7, -1, 5], x.ToArray<double>());
        Assert.Equal([7.0, -1, 5], row.ToArray<double>());
        x.Unsqueeze(0)[0, 0] = 1;
        x.Flatten()[TensorIndex.Every(4)] = Tensor.From(new[] { 2.0, 3 });
        Assert.Equal([2.0, 1, 1, 7, 3, 5], x.ToArray<double>());
    }

    [Fact]
    public void Values_that_are_set_are_stretched_and_the_last_of_equal_indices_counts()
    {
        var x = Tensor.Zeros(3, 2);
        x[Tensor.From(new[] { 0, -1 })] = Tensor.From(new[,] { { 1.0 }, { 2.0 } });
        x[0] = Tensor.Ones(1, 2);
        x[1] = Tensor.From(new[] { 4.0, 5 });
        Assert.Equal([1.0, 1, 4, 5, 2, 2], x.ToArray<double>());
        x[Tensor.From(new[] { 2, 2 }), 0] = Tensor.From(new[] { 8.0, 9 });
        Assert.Equal(9, x[2, 0].Item());
    }

    [Fact]
    public void Setting_what_a_gradient_flows_to_replaces_that_part_of_it()
    {
        var x = Tensor.From([1.0, 2, 3]).SetRequiresGrad();
        var v = Tensor.From([5.0, 6]).SetRequiresGrad();
        var y = x * 2;
        y[Tensor.From(new[] { 0, 0 })] = v;
        y[2] = 0;
        y.Sum().Backward();
        Assert.Equal([0.0, 2, 0], x.Grad!.ToArray<double>());
        Assert.Equal([0.0, 1], v.Grad!.ToArray<double>());
    }

    [Fact]
    public void A_row_that_is_taken_twice_has_the_sum_of_both_derivatives()
    {
        var table = Tensor.Arange(0, 6).Reshape(3, 2).Clone().SetRequiresGrad();
        (table[Tensor.From(new[,] { { 0, 2 }, { 2, 2 } })] * Tensor.Arange(1, 9).Reshape(2, 2, 2)).Sum().Backward();
        Assert.Equal([1.0, 2, 0, 0, 15, 18], table.Grad!.ToArray<double>());
    }

    [Fact]
    public void Another_index_of_the_same_shape_is_the_same_structure()
    {
        var x = Tensor.Arange(0, 6).Reshape(3, 2);
        x[Tensor.From(new[] { 0, 1 })].ToArray<double>();
        var before = Tensor.Statistics.Hits;
        Assert.Equal([4.0, 5, 0, 1], x[Tensor.From(new[] { 2, 0 })].ToArray<double>());
        Assert.True(Tensor.Statistics.Hits > before);
    }

    [Fact]
    public void The_derivative_of_the_branch_that_is_not_taken_is_zero_times_its_own()
    {
        var x = Tensor.From([0.0, 1]).SetRequiresGrad();
        Tensor.Where(x > 0, x.Sqrt(), Tensor.ZerosLike(x)).Sum().Backward();
        Assert.Equal([double.NaN, 0.5], x.Grad!.ToArray<double>());
        x.ZeroGrad();
        Tensor.Where(x > 0, Tensor.Where(x > 0, x, Tensor.OnesLike(x)).Sqrt(), Tensor.ZerosLike(x)).Sum().Backward();
        Assert.Equal([0.0, 0.5], x.Grad!.ToArray<double>());
    }

    [Fact]
    public void Integers_and_masks_are_indexed_and_chosen_too()
    {
        var x = Tensor.From(new[] { 3, 1, 2 });
        Assert.Equal([2, 3], x[new[] { 2, 0 }].ToArray<int>());
        Assert.Equal([true, false], (x > 1)[new[] { 2, 1 }].ToArray<bool>());
        Assert.Equal([3, 0, 2], Tensor.Where(x > 1, x, 0).ToArray<int>());
        Assert.Equal([3, 9, 2], x.MaskedFill(x < 2, 9).ToArray<int>());
        Assert.Equal([3, 1, 7], x.ScatterAdd(0, Tensor.From(new[] { 2, 2 }), Tensor.From(new[] { 1, 4 })).ToArray<int>());
    }

    [Fact]
    public void Parts_of_nothing_are_nothing()
    {
        var none = Tensor.From(Array.Empty<int>());
        var x = Tensor.Arange(0, 6).Reshape(2, 3).Clone().SetRequiresGrad();
        Assert.Equal<int>([0, 3], x[none].Shape);
        Assert.Equal<int>([2, 0], x[.., none].Shape);
        (x[none].Sum() + x[x > 100].Sum() + x[2..].Sum()).Backward();
        Assert.Equal(new double[6], x.Grad!.ToArray<double>());
        Assert.Equal<int>([0, 2], Tensor.Zeros(0, 3).IndexSelect(1, Tensor.From(new[] { 1, 1 })).Shape);
        Assert.Equal(x.ToArray<double>(), x.ScatterAdd(0, Tensor.From(Array.Empty<int>(), [0, 3]), x).ToArray<double>());
    }

    [Fact]
    public void A_number_is_indexed_by_what_takes_no_axis()
    {
        var x = Tensor.From(3.0);
        Assert.Equal<int>([1], x[TensorIndex.NewAxis].Shape);
        x[TensorIndex.Ellipsis] = 4;
        Assert.Equal(4, x.Gather(0, Tensor.From(0)).Item());
    }

    [Theory]
    [InlineData(5, "Index 5 is out of bounds for axis 0, whose extent is 3. Indices are -3 to 2.")]
    [InlineData(-4, "Index -4 is out of bounds for axis 0, whose extent is 3. Indices are -3 to 2.")]
    public void An_index_that_is_data_is_checked_when_it_is_used(int index, string message)
    {
        var x = Tensor.Zeros(3, 2);
        Assert.Contains(message, Assert.Throws<ArgumentOutOfRangeException>(() => x[Tensor.From(new[] { 0, index })].ToArray<double>()).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => x[Tensor.From(index)].ToArray<double>());
        Assert.Throws<ArgumentOutOfRangeException>(() => x[Tensor.From(new[] { index }), 0].ToArray<double>());
        Assert.Contains("extent is 2. Indices are 0 to 1.", Assert.Throws<ArgumentOutOfRangeException>(() => x.Gather(1, Tensor.From(new[,] { { index } })).ToArray<double>()).Message);
    }

    [Fact]
    public void What_does_not_fit_is_refused_with_both_shapes()
    {
        var x = Tensor.Zeros(3, 4);
        Assert.Contains("Index 3 is out of bounds for axis 0 of a tensor of shape [3, 4]", Assert.Throws<ArgumentOutOfRangeException>(() => x[3]).Message);
        Assert.Contains("[3, 4]", Assert.Throws<ArgumentOutOfRangeException>(() => x.Select(1, -5)).Message);
        Assert.Contains("2 elements from 2", Assert.Throws<ArgumentOutOfRangeException>(() => x.Narrow(0, 2, 2)).Message);
        Assert.Contains("it has 2 axes, the indices stand for 3", Assert.Throws<ArgumentException>(() => x[0, 0, 0]).Message);
        Assert.Contains("one Ellipsis", Assert.Throws<ArgumentException>(() => x[TensorIndex.Ellipsis, TensorIndex.Ellipsis]).Message);
        Assert.Contains("this one holds Float64", Assert.Throws<ArgumentException>(() => x[x]).Message);
        Assert.Contains("mask of shape [1]", Assert.Throws<ArgumentException>(() => x[Tensor.From(new[] { true })]).Message);
        Assert.Contains("shapes [3] and [2]", Assert.Throws<ArgumentException>(() => x[new[] { 0, 1, 2 }, new[] { 0, 1 }]).Message);
        Assert.Contains("[4, 1]", Assert.Throws<ArgumentException>(() => x.Gather(1, Tensor.From(new int[4], [4, 1]))).Message);
        Assert.Throws<ArgumentException>(() => x[0..2] = Tensor.Ones(3));
        Assert.Throws<ArgumentException>(() => x[new[] { 0, 1 }] = Tensor.Ones(3));
        Assert.Throws<ArgumentException>(() => x.Scatter(0, Tensor.From(new[,] { { 0 } }), x > 1));
        Assert.Throws<InvalidOperationException>(() => x.SetRequiresGrad()[0] = 1);
    }
}
