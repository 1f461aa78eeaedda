namespace ExprAutograd.Tests.Tensors;

/// <summary>Values, shape and attributes of a tensor, and how PyTorch 1.13 prints it.</summary>
internal sealed record TensorTextRow(string What, Array Values, int[] Shape, string Suffix, string Expected);

/// <summary>Tensors and their texts, printed by PyTorch 1.13 with float64 as its default type and otherwise default settings.</summary>
internal static class TensorTextRows
{
    public static readonly TensorTextRow[] All =
    [
        new("a number", D(3), [], "", "tensor(3.)"),
        new("zero", D(0), [], "", "tensor(0.)"),
        new("negative zero", D(-0d), [], "", "tensor(-0.)"),
        new("four decimals", D(2.5), [], "", "tensor(2.5000)"),
        new("half to even", D(0.03125, 0.09375, 1), [3], "", "tensor([0.0312, 0.0938, 1.0000])"),
        new("a large number", D(1000000000), [], "", "tensor(1.0000e+09)"),
        new("a small number", D(1e-05), [], "", "tensor(1.0000e-05)"),
        new("not a number", D(double.NaN), [], "", "tensor(nan)"),
        new("an infinity", D(-1d/0), [], "", "tensor(-inf)"),
        new("three digits of exponent", D(1.5e-300), [], "", "tensor(1.5000e-300)"),
        new("exponents of two and three digits", D(1e+100, 1e-07, -1e-300), [3], "", "tensor([ 1.0000e+100,   1.0000e-07, -1.0000e-300])"),
        new("a truth", B(true), [], "", "tensor(True)"),
        new("an integer", I(7), [], "", "tensor(7)"),
        new("one element", D(1), [1], "", "tensor([1.])"),
        new("whole numbers", D(1, 2, 3), [3], "", "tensor([1., 2., 3.])"),
        new("a sign widens all", D(1, -2, 10), [3], "", "tensor([ 1., -2., 10.])"),
        new("NaN beside whole numbers", D(1, double.NaN), [2], "", "tensor([1., nan])"),
        new("wide NaN", D(1, 10, double.NaN, 1d/0), [4], "", "tensor([ 1., 10., nan, inf])"),
        new("narrow NaN", D(100, double.NaN, -1d/0), [3], "", "tensor([100.,  nan, -inf])"),
        new("only NaN and infinities", D(double.NaN, 1d/0, -1d/0), [3], "", "tensor([nan, inf, -inf])"),
        new("zeros and NaN", D(0, double.NaN, -0d), [3], "", "tensor([0., nan, -0.])"),
        new("ratio of 1000", D(1, 1000), [2], "", "tensor([   1., 1000.])"),
        new("ratio above 1000", D(1, 1001), [2], "", "tensor([1.0000e+00, 1.0010e+03])"),
        new("ratio of fractions", D(0.5, 500), [2], "", "tensor([  0.5000, 500.0000])"),
        new("ratio of fractions above", D(0.5, 500.5), [2], "", "tensor([5.0000e-01, 5.0050e+02])"),
        new("1e8", D(100000000, 100000000), [2], "", "tensor([100000000., 100000000.])"),
        new("above 1e8", D(100000000, 100000001), [2], "", "tensor([1.0000e+08, 1.0000e+08])"),
        new("fractions above 1e8", D(100000000.5), [1], "", "tensor([1.0000e+08])"),
        new("fractions below 1e8", D(99999999.5, -99999999.25), [2], "", "tensor([ 99999999.5000, -99999999.2500])"),
        new("1e-4", D(0.0001, 0.05), [2], "", "tensor([0.0001, 0.0500])"),
        new("below 1e-4", D(9.9e-05, 0.05), [2], "", "tensor([9.9000e-05, 5.0000e-02])"),
        new("scientific with zero and NaN", D(100000, double.NaN, 1, 0), [4], "", "tensor([1.0000e+05,        nan, 1.0000e+00, 0.0000e+00])"),
        new("scientific, negative", D(-100000, 2.5), [2], "", "tensor([-1.0000e+05,  2.5000e+00])"),
        new("scientific, half to even", D(100005, 1, 100015), [3], "", "tensor([1.0000e+05, 1.0000e+00, 1.0002e+05])"),
        new("rounds up to more digits", D(9.99996, -99.99996), [2], "", "tensor([  10.0000, -100.0000])"),
        new("truths", B(true, false), [2], "", "tensor([ True, False])"),
        new("one truth value", B(true, true), [2], "", "tensor([True, True])"),
        new("integers", I(1, -20, 300), [3], "", "tensor([  1, -20, 300])"),
        new("a matrix", D(1, 2, 3, 4), [2, 2], "",
            """
            tensor([[1., 2.],
                    [3., 4.]])
            """),
        new("a matrix of fractions", D(1.5, -2, 3, 4.25), [2, 2], "",
            """
            tensor([[ 1.5000, -2.0000],
                    [ 3.0000,  4.2500]])
            """),
        new("a matrix of truths", B(true, false, false, false), [2, 2], "",
            """
            tensor([[ True, False],
                    [False, False]])
            """),
        new("a column", D(1, 2, 3), [3, 1], "",
            """
            tensor([[1.],
                    [2.],
                    [3.]])
            """),
        new("a stack of matrices", D(0, 1, 2, 3, 4, 5, 6, 7), [2, 2, 2], "",
            """
            tensor([[[0., 1.],
                     [2., 3.]],

                    [[4., 5.],
                     [6., 7.]]])
            """),
        new("four axes", D(0, 1, 2, 3, 4, 5, 6, 7), [2, 2, 1, 2], "",
            """
            tensor([[[[0., 1.]],

                     [[2., 3.]]],


                    [[[4., 5.]],

                     [[6., 7.]]]])
            """),
        new("a matrix of one number", D(5), [1, 1, 1], "", "tensor([[[5.]]])"),
        new("empty", D(), [0], "", "tensor([])"),
        new("empty matrix", D(), [0, 3], "", "tensor([], size=(0, 3))"),
        new("empty in the middle", D(), [2, 0, 3], "", "tensor([], size=(2, 0, 3))"),
        new("empty integers", I(), [0], ", dtype=torch.int32)", "tensor([], dtype=torch.int32)"),
        new("empty matrix of truths that is long", B(), [0, 2], ", dtype=torch.bool)", "tensor([], size=(0, 2), dtype=torch.bool)"),
        new("empty with gradient", D(), [0, 3], ", requires_grad=True)", "tensor([], size=(0, 3), requires_grad=True)"),
        new("6 fractions in a row", Series(6), [6], "", "tensor([-6.0000, -5.8750, -5.5000, -4.8750, -4.0000, -2.8750])"),
        new("7 fractions in a row", Series(7), [7], "", "tensor([-6.0000, -5.8750, -5.5000, -4.8750, -4.0000, -2.8750, -1.5000])"),
        new("8 fractions in a row", Series(8), [8], "", "tensor([-6.0000, -5.8750, -5.5000, -4.8750, -4.0000, -2.8750, -1.5000,  0.1250])"),
        new("9 fractions in a row", Series(9), [9], "",
            """
            tensor([-6.0000, -5.8750, -5.5000, -4.8750, -4.0000, -2.8750, -1.5000,  0.1250,
                     2.0000])
            """),
        new("10 fractions in a row", Series(10), [10], "",
            """
            tensor([-6.0000, -5.8750, -5.5000, -4.8750, -4.0000, -2.8750, -1.5000,  0.1250,
                     2.0000,  4.1250])
            """),
        new("40 fractions in two rows", Series(40), [2, 20], "",
            """
            tensor([[-6.0000, -5.8750, -5.5000, -4.8750, -4.0000, -2.8750, -1.5000,  0.1250,
                      2.0000,  4.1250, -5.6250, -3.0000, -0.1250,  3.0000, -5.7500, -2.1250,
                      1.7500,  5.8750, -1.8750,  2.7500],
                    [-4.5000,  0.6250,  6.0000, -0.5000,  5.3750, -0.6250,  5.7500,  0.2500,
                     -5.0000,  2.1250, -2.6250,  5.0000,  0.7500, -3.2500,  5.1250,  1.6250,
                     -1.6250, -4.6250,  4.7500,  2.2500]])
            """),
        new("a long row of integers", Range(50), [50], "",
            """
            tensor([ 0,  1,  2,  3,  4,  5,  6,  7,  8,  9, 10, 11, 12, 13, 14, 15, 16, 17,
                    18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31, 32, 33, 34, 35,
                    36, 37, 38, 39, 40, 41, 42, 43, 44, 45, 46, 47, 48, 49])
            """),
        new("a long row, indented", Series(18), [1, 1, 18], "",
            """
            tensor([[[-6.0000, -5.8750, -5.5000, -4.8750, -4.0000, -2.8750, -1.5000,
                       0.1250,  2.0000,  4.1250, -5.6250, -3.0000, -0.1250,  3.0000,
                      -5.7500, -2.1250,  1.7500,  5.8750]]])
            """),
        new("1001 elements", Counts(1001), [1001], "", "tensor([   0.,    1.,    2.,  ...,  998.,  999., 1000.])"),
        new("a large matrix", Counts(1200), [30, 40], "",
            """
            tensor([[0.0000e+00, 1.0000e+00, 2.0000e+00,  ..., 3.7000e+01, 3.8000e+01,
                     3.9000e+01],
                    [4.0000e+01, 4.1000e+01, 4.2000e+01,  ..., 7.7000e+01, 7.8000e+01,
                     7.9000e+01],
                    [8.0000e+01, 8.1000e+01, 8.2000e+01,  ..., 1.1700e+02, 1.1800e+02,
                     1.1900e+02],
                    ...,
                    [1.0800e+03, 1.0810e+03, 1.0820e+03,  ..., 1.1170e+03, 1.1180e+03,
                     1.1190e+03],
                    [1.1200e+03, 1.1210e+03, 1.1220e+03,  ..., 1.1570e+03, 1.1580e+03,
                     1.1590e+03],
                    [1.1600e+03, 1.1610e+03, 1.1620e+03,  ..., 1.1970e+03, 1.1980e+03,
                     1.1990e+03]])
            """),
        new("few columns", Counts(1200), [300, 4], "",
            """
            tensor([[0.0000e+00, 1.0000e+00, 2.0000e+00, 3.0000e+00],
                    [4.0000e+00, 5.0000e+00, 6.0000e+00, 7.0000e+00],
                    [8.0000e+00, 9.0000e+00, 1.0000e+01, 1.1000e+01],
                    ...,
                    [1.1880e+03, 1.1890e+03, 1.1900e+03, 1.1910e+03],
                    [1.1920e+03, 1.1930e+03, 1.1940e+03, 1.1950e+03],
                    [1.1960e+03, 1.1970e+03, 1.1980e+03, 1.1990e+03]])
            """),
        new("few rows", Counts(1200), [2, 600], "",
            """
            tensor([[0.0000e+00, 1.0000e+00, 2.0000e+00,  ..., 5.9700e+02, 5.9800e+02,
                     5.9900e+02],
                    [6.0000e+02, 6.0100e+02, 6.0200e+02,  ..., 1.1970e+03, 1.1980e+03,
                     1.1990e+03]])
            """),
        new("three large axes", Counts(1001, 1000), [143, 1, 7], "",
            """
            tensor([[[1000., 1001., 1002.,  ..., 1004., 1005., 1006.]],

                    [[1007., 1008., 1009.,  ..., 1011., 1012., 1013.]],

                    [[1014., 1015., 1016.,  ..., 1018., 1019., 1020.]],

                    ...,

                    [[1980., 1981., 1982.,  ..., 1984., 1985., 1986.]],

                    [[1987., 1988., 1989.,  ..., 1991., 1992., 1993.]],

                    [[1994., 1995., 1996.,  ..., 1998., 1999., 2000.]]])
            """),
        new("six are not cut", Counts(1200), [6, 200], "",
            """
            tensor([[0.0000e+00, 1.0000e+00, 2.0000e+00,  ..., 1.9700e+02, 1.9800e+02,
                     1.9900e+02],
                    [2.0000e+02, 2.0100e+02, 2.0200e+02,  ..., 3.9700e+02, 3.9800e+02,
                     3.9900e+02],
                    [4.0000e+02, 4.0100e+02, 4.0200e+02,  ..., 5.9700e+02, 5.9800e+02,
                     5.9900e+02],
                    [6.0000e+02, 6.0100e+02, 6.0200e+02,  ..., 7.9700e+02, 7.9800e+02,
                     7.9900e+02],
                    [8.0000e+02, 8.0100e+02, 8.0200e+02,  ..., 9.9700e+02, 9.9800e+02,
                     9.9900e+02],
                    [1.0000e+03, 1.0010e+03, 1.0020e+03,  ..., 1.1970e+03, 1.1980e+03,
                     1.1990e+03]])
            """),
        new("seven are", Counts(1400), [7, 200], "",
            """
            tensor([[0.0000e+00, 1.0000e+00, 2.0000e+00,  ..., 1.9700e+02, 1.9800e+02,
                     1.9900e+02],
                    [2.0000e+02, 2.0100e+02, 2.0200e+02,  ..., 3.9700e+02, 3.9800e+02,
                     3.9900e+02],
                    [4.0000e+02, 4.0100e+02, 4.0200e+02,  ..., 5.9700e+02, 5.9800e+02,
                     5.9900e+02],
                    ...,
                    [8.0000e+02, 8.0100e+02, 8.0200e+02,  ..., 9.9700e+02, 9.9800e+02,
                     9.9900e+02],
                    [1.0000e+03, 1.0010e+03, 1.0020e+03,  ..., 1.1970e+03, 1.1980e+03,
                     1.1990e+03],
                    [1.2000e+03, 1.2010e+03, 1.2020e+03,  ..., 1.3970e+03, 1.3980e+03,
                     1.3990e+03]])
            """),
        new("style from what is shown", Counts(1001).With(500, 0.5), [1001], "", "tensor([   0.,    1.,    2.,  ...,  998.,  999., 1000.])"),
        new("fractions at the edge", Counts(1001).With(1, 0.5), [1001], "",
            """
            tensor([0.0000e+00, 5.0000e-01, 2.0000e+00,  ..., 9.9800e+02, 9.9900e+02,
                    1.0000e+03])
            """),
        new("many truths", Thirds(1001), [1001], "", "tensor([ True, False, False,  ..., False,  True, False])"),
        new("floats", F(1f, 2.5f), [2], ", dtype=torch.float32)", "tensor([1.0000, 2.5000], dtype=torch.float32)"),
        new("floats are exact", F(0.1f, 16777216f), [2], ", dtype=torch.float32)", "tensor([1.0000e-01, 1.6777e+07], dtype=torch.float32)"),
        new("a float", F(0.1f), [], ", dtype=torch.float32)", "tensor(0.1000, dtype=torch.float32)"),
        new("32-bit integers", I(1, 2), [2], ", dtype=torch.int32)", "tensor([1, 2], dtype=torch.int32)"),
        new("a leaf", D(1, 2), [2], ", requires_grad=True)", "tensor([1., 2.], requires_grad=True)"),
        new("a result", D(2, 4), [2], ", grad_fn=<MulBackward0>)", "tensor([2., 4.], grad_fn=<MulBackward0>)"),
        new("a number with history", D(6), [], ", grad_fn=<SumBackward0>)", "tensor(6., grad_fn=<SumBackward0>)"),
        new("a matrix with history", D(2, 3, 4, 5), [2, 2], ", grad_fn=<AddBackward0>)",
            """
            tensor([[2., 3.],
                    [4., 5.]], grad_fn=<AddBackward0>)
            """),
        new("two attributes", F(1f, 2f), [2], ", dtype=torch.float32, requires_grad=True)", "tensor([1., 2.], dtype=torch.float32, requires_grad=True)"),
        new("history after 5", Series(5), [5], ", grad_fn=<MulBackward0>)", "tensor([-6.0000, -5.8750, -5.5000, -4.8750, -4.0000], grad_fn=<MulBackward0>)"),
        new("leaf of 5", Series(5), [5], ", requires_grad=True)", "tensor([-6.0000, -5.8750, -5.5000, -4.8750, -4.0000], requires_grad=True)"),
        new("attributes after 5", Floats(5), [5], ", dtype=torch.float32, requires_grad=True)",
            """
            tensor([-6.0000, -5.8750, -5.5000, -4.8750, -4.0000], dtype=torch.float32,
                   requires_grad=True)
            """),
        new("history after 6", Series(6), [6], ", grad_fn=<MulBackward0>)",
            """
            tensor([-6.0000, -5.8750, -5.5000, -4.8750, -4.0000, -2.8750],
                   grad_fn=<MulBackward0>)
            """),
        new("leaf of 6", Series(6), [6], ", requires_grad=True)",
            """
            tensor([-6.0000, -5.8750, -5.5000, -4.8750, -4.0000, -2.8750],
                   requires_grad=True)
            """),
        new("attributes after 6", Floats(6), [6], ", dtype=torch.float32, requires_grad=True)",
            """
            tensor([-6.0000, -5.8750, -5.5000, -4.8750, -4.0000, -2.8750],
                   dtype=torch.float32, requires_grad=True)
            """),
        new("history after 7", Series(7), [7], ", grad_fn=<MulBackward0>)",
            """
            tensor([-6.0000, -5.8750, -5.5000, -4.8750, -4.0000, -2.8750, -1.5000],
                   grad_fn=<MulBackward0>)
            """),
        new("leaf of 7", Series(7), [7], ", requires_grad=True)",
            """
            tensor([-6.0000, -5.8750, -5.5000, -4.8750, -4.0000, -2.8750, -1.5000],
                   requires_grad=True)
            """),
        new("attributes after 7", Floats(7), [7], ", dtype=torch.float32, requires_grad=True)",
            """
            tensor([-6.0000, -5.8750, -5.5000, -4.8750, -4.0000, -2.8750, -1.5000],
                   dtype=torch.float32, requires_grad=True)
            """),
        new("leaf of 11 whole numbers", Whole(11), [11], ", requires_grad=True)",
            """
            tensor([-6., -5., -5., -4., -4., -2., -1.,  0.,  2.,  4., -5.],
                   requires_grad=True)
            """),
        new("leaf of 12 whole numbers", Whole(12), [12], ", requires_grad=True)",
            """
            tensor([-6., -5., -5., -4., -4., -2., -1.,  0.,  2.,  4., -5., -3.],
                   requires_grad=True)
            """),
        new("leaf of 13 whole numbers", Whole(13), [13], ", requires_grad=True)",
            """
            tensor([-6., -5., -5., -4., -4., -2., -1.,  0.,  2.,  4., -5., -3., -0.],
                   requires_grad=True)
            """),
        new("leaf of 14 whole numbers", Whole(14), [14], ", requires_grad=True)",
            """
            tensor([-6., -5., -5., -4., -4., -2., -1.,  0.,  2.,  4., -5., -3., -0.,  3.],
                   requires_grad=True)
            """),
        new("attributes of a wrapped matrix", Series(24), [2, 12], ", requires_grad=True)",
            """
            tensor([[-6.0000, -5.8750, -5.5000, -4.8750, -4.0000, -2.8750, -1.5000,  0.1250,
                      2.0000,  4.1250, -5.6250, -3.0000],
                    [-0.1250,  3.0000, -5.7500, -2.1250,  1.7500,  5.8750, -1.8750,  2.7500,
                     -4.5000,  0.6250,  6.0000, -0.5000]], requires_grad=True)
            """),
    ];

    private static double[] D(params double[] values) => values;

    private static float[] F(params float[] values) => values;

    private static int[] I(params int[] values) => values;

    private static bool[] B(params bool[] values) => values;

    private static int[] Range(int count) => [.. Enumerable.Range(0, count)];

    private static double[] Counts(int count, int start = 0) => [.. Enumerable.Range(start, count).Select(k => (double)k)];

    private static bool[] Thirds(int count) => [.. Enumerable.Range(0, count).Select(k => k % 3 == 0)];

    /// <summary>Eighths between -6 and 6, in no order.</summary>
    private static double[] Series(int count) => [.. Enumerable.Range(0, count).Select(k => ((k * k % 97) - 48) / 8.0)];

    private static double[] Whole(int count) => [.. Series(count).Select(Math.Truncate)];

    private static float[] Floats(int count) => [.. Series(count).Select(v => (float)v)];

    private static double[] With(this double[] values, int position, double value)
    {
        values[position] = value;
        return values;
    }
}
