namespace ExprAutograd.Tests.Tensors;

/// <summary>Losses, normalisation and pooling, as PyTorch 1.13 computes them.</summary>
internal static class NetworkFunctionRows
{
    public static TensorValueRow[] All { get; } =
    [
        new("Clamp", x => x.Clamp(0, 1), [0, 1, double.NaN, 2, -1, 0.5], [6], [0, 1, double.NaN, 1, 0, 0.5], [6], [1, 1, 0, 0, 0, 1]),
        new(
            "Clamp from below", x => x.Clamp(min: 0.5), [0, 0.5, double.PositiveInfinity, double.NegativeInfinity], [4],
            [0.5, 0.5, double.PositiveInfinity, 0.5], [4], [0, 1, 1, 0]),
        new(
            "Clamp from above", x => x.Clamp(max: 0.5), [0, 0.5, double.PositiveInfinity, double.NegativeInfinity], [4],
            [0, 0.5, 0.5, double.NegativeInfinity], [4], [1, 1, 0, 1]),
        new("Clamp crossed", x => x.Clamp(2, 1), [0, 1, 2, 3], [4], [1, 1, 1, 1], [4], null),
        new(
            "LayerNorm", x => x.LayerNorm([3]).Square(), [1, -2, 3, 0.5, 0.25, -1], [2, 3],
            [0.026315727146962016, 1.6842065374055701, 1.2894706302011392, 0.7903042251921891, 0.2580585225117351, 1.9515675764949973], [2, 3],
            [3.7395944746387855e-07, -2.991675579155917e-06, 2.617716131969594e-06, 6.29315199844327e-05, 3.596086856222369e-05, -9.889238854615678e-05]),
        new(
            "LayerNorm over two", x => x.LayerNorm([2, 3]).Square(), [1, -2, 3, 0.5, 0.25, -1], [2, 3],
            [0.20337707849966774, 2.128773918551885, 2.9732462168204017, 0.017593172880594102, 0.0007037269152237617, 0.6762815655300367], [2, 3],
            [2.3276676216210657e-06, -7.5306893642379524e-06, 8.899905612341774e-06, 6.846081239686441e-07, -1.3692162487144444e-07, -4.244570369099643e-06]),
        new("LayerNorm of equal ones", x => x.LayerNorm([2]), [2, 2], [1, 2], [0, 0], [1, 2], [0, 0]),
        new(
            "CrossEntropy", x => x.CrossEntropy(Tensor.From(new[] { 2, 1, 0 })), [1, 2, 3, 1000, 0, -1000, 0.5, 0.5, 0.25], [3, 3],
            [333.8098751420277], [],
            [0.030010191056793478, 0.08157615701826587, -0.1115863480750594, 0.3333333333333333, -0.3333333333333333, 0, -0.21337751089222246,
            0.11995582244111086, 0.09342168845111154]),
        new(
            "CrossEntropy, sum", x => x.CrossEntropy(Tensor.From(new[] { 1, 1 }), Reduction.Sum), [1, -2, 3, 0.5, 0.25, -1], [2, 3],
            [6.0769574201294905], [], [0.11849965453500957, -0.9941002495980972, 0.8756005950630876, 0.4995177298132149, -0.6109752008634178, 0.11145747105020275]),
        new(
            "CrossEntropy, none", x => x.CrossEntropy(Tensor.From(new[] { 1, 1 }), Reduction.None), [1, -2, 3, 0.5, 0.25, -1], [2, 3],
            [5.132845233727576, 0.9441121864019144], [2],
            [0.11849965453500957, -0.9941002495980972, 0.8756005950630876, 0.4995177298132149, -0.6109752008634178, 0.11145747105020275]),
        new(
            "CrossEntropy of one", x => x.CrossEntropy(Tensor.From(2)), [1, 2, 3], [3],
            [0.4076059644443804], [], [0.09003057317038043, 0.24472847105479764, -0.3347590442251782]),
        new(
            "CrossEntropy of places", x => x.CrossEntropy(Tensor.From(new[,] { { 1, 0 } })), [1, 2, 3, -4, 5, 6], [1, 3, 2],
            [3.0805630693904975], [],
            [0.007938119988233386, -0.49100729594389037, -0.4413447860869008, 2.2290684753198085e-05, 0.43340666609866746, 0.4909850052591372]),
        new(
            "CrossEntropy of probabilities", x => x.CrossEntropy(Tensor.From(new[,] { { 0.2, 0.3, 0.5 }, { 0, 1, 0 } })), [1, -2, 3, 0.5, 0.25, -1], [2, 3],
            [1.488478710064745], [],
            [-0.04075017273249522, -0.1470501247990486, 0.18780029753154381, 0.24975886490660745, -0.3054876004317089, 0.055728735525101374]),
        new("NllLoss", x => x.NllLoss(Tensor.From(new[] { 2, 0 })), [1, -2, 3, 0.5, 0.25, -1], [2, 3], [-1.75], [], [0, 0, -0.5, -0.5, 0, 0]),
        new("NllLoss, none", x => x.NllLoss(Tensor.From(new[] { 2, 0 }), Reduction.None), [1, -2, 3, 0.5, 0.25, -1], [2, 3], [-3, -0.5], [2], [0, 0, -1, -1, 0, 0]),
        new(
            "MseLoss", x => x.MseLoss(Tensor.From(new[] { 0.5, 0, 1 })), [0.5, 2000, -3], [3],
            [1333338.6666666667], [], [0, 1333.3333333333333, -2.6666666666666665]),
        new("MseLoss, sum", x => x.MseLoss(Tensor.From(new[] { 0.5, 0, 1 }), reduction: Reduction.Sum), [0.25, -0.5, 4], [3], [9.3125], [], [-0.5, -1, 6]),
        new(
            "MseLoss, none", x => x.MseLoss(Tensor.From(new[] { 0.5, 0, 1 }), reduction: Reduction.None), [0.25, -0.5, double.NaN], [3],
            [0.0625, 0.25, double.NaN], [3], [-0.5, -1, double.NaN]),
        new("L1Loss", x => x.L1Loss(Tensor.From(new[] { 0.5, 0, 1 })), [0.5, 2000, -3], [3], [668], [], [0, 0.3333333333333333, -0.3333333333333333]),
        new("L1Loss, sum", x => x.L1Loss(Tensor.From(new[] { 0.5, 0, 1 }), reduction: Reduction.Sum), [0.25, -0.5, 4], [3], [3.75], [], [-1, -1, 1]),
        new(
            "L1Loss, none", x => x.L1Loss(Tensor.From(new[] { 0.5, 0, 1 }), reduction: Reduction.None), [0.25, -0.5, double.NaN], [3],
            [0.25, 0.5, double.NaN], [3], [-1, -1, 0]),
        new(
            "HuberLoss", x => x.HuberLoss(Tensor.From(new[] { 0.5, 0, 1 })), [0.5, 2000, -3], [3],
            [667.6666666666666], [], [0, 0.3333333333333333, -0.3333333333333333]),
        new("HuberLoss, sum", x => x.HuberLoss(Tensor.From(new[] { 0.5, 0, 1 }), reduction: Reduction.Sum), [0.25, -0.5, 4], [3], [2.65625], [], [-0.25, -0.5, 1]),
        new(
            "HuberLoss, none", x => x.HuberLoss(Tensor.From(new[] { 0.5, 0, 1 }), reduction: Reduction.None), [0.25, -0.5, double.NaN], [3],
            [0.03125, 0.125, double.NaN], [3], [-0.25, -0.5, double.NaN]),
        new(
            "SmoothL1Loss", x => x.SmoothL1Loss(Tensor.From(new[] { 0.5, 0, 1 })), [0.5, 2000, -3], [3],
            [667.6666666666666], [], [0, 0.3333333333333333, -0.3333333333333333]),
        new(
            "SmoothL1Loss, sum", x => x.SmoothL1Loss(Tensor.From(new[] { 0.5, 0, 1 }), reduction: Reduction.Sum), [0.25, -0.5, 4], [3],
            [2.65625], [], [-0.25, -0.5, 1]),
        new(
            "SmoothL1Loss, none", x => x.SmoothL1Loss(Tensor.From(new[] { 0.5, 0, 1 }), reduction: Reduction.None), [0.25, -0.5, double.NaN], [3],
            [0.03125, 0.125, double.NaN], [3], [-0.25, -0.5, double.NaN]),
        new(
            "BinaryCrossEntropyWithLogits", x => x.BinaryCrossEntropyWithLogits(Tensor.From(new[] { 0.5, 0, 1 })), [0.5, 2000, -3], [3],
            [667.9242214452513], [], [0.04081977706728487, 0.3333333333333333, -0.3175247089408111]),
        new(
            "BinaryCrossEntropyWithLogits, sum", x => x.BinaryCrossEntropyWithLogits(Tensor.From(new[] { 0.5, 0, 1 }), reduction: Reduction.Sum), [0.25, -0.5, 4], [3],
            [1.19316633197676], [], [0.06217650088579807, 0.3775406687981454, -0.01798620996209155]),
        new(
            "BinaryCrossEntropyWithLogits, none", x => x.BinaryCrossEntropyWithLogits(Tensor.From(new[] { 0.5, 0, 1 }), reduction: Reduction.None), [0.25, -0.5, double.NaN], [3],
            [0.7009394198788437, 0.4740769841801067, double.NaN], [3], [0.06217650088579807, 0.3775406687981454, double.NaN]),
        new("KlDiv", x => x.KlDiv(Tensor.From(new[] { 0.5, 0, 1 })), [0.5, 2000, -3], [3], [0.8011421365733424], [], [-0.16666666666666666, 0, -0.3333333333333333]),
        new("KlDiv, sum", x => x.KlDiv(Tensor.From(new[] { 0.5, 0, 1 }), reduction: Reduction.Sum), [0.25, -0.5, 4], [3], [-4.471573590279973], [], [-0.5, 0, -1]),
        new(
            "KlDiv, none", x => x.KlDiv(Tensor.From(new[] { 0.5, 0, 1 }), reduction: Reduction.None), [0.25, -0.5, double.NaN], [3],
            [-0.47157359027997264, 0, double.NaN], [3], [-0.5, 0, -1]),
        new(
            "HuberLoss of 0.5", x => x.HuberLoss(Tensor.From(new[] { 0.5, 0, 1 }), 0.5), [0.5, 2, 1.5], [3],
            [0.3333333333333333], [], [0, 0.16666666666666666, 0.16666666666666666]),
        new(
            "SmoothL1Loss of 2", x => x.SmoothL1Loss(Tensor.From(new[] { 0.5, 0, 1 }), 2), [0.5, 2, 1.5], [3],
            [0.3541666666666667], [], [0, 0.3333333333333333, 0.08333333333333333]),
        new(
            "SmoothL1Loss of 0", x => x.SmoothL1Loss(Tensor.From(new[] { 0.5, 0, 1 }), 0), [1, 2, 1.5], [3],
            [1], [], [0.3333333333333333, 0.3333333333333333, 0.3333333333333333]),
        new("MaxPool2d", x => x.MaxPool2d(2), [1, 2, 3, 4, 5, 5, 6, 6], [1, 2, 4], [5, 6], [1, 1, 2], [0, 0, 0, 0, 1, 0, 1, 0]),
        new(
            "AvgPool2d, padded", x => x.AvgPool2d(2, padding: 1), [1, 2, 3, 4, 5, 6, 7, 8, 9], [1, 3, 3],
            [0.25, 1.25, 2.75, 7], [1, 2, 2], [0.25, 0.25, 0.25, 0.25, 0.25, 0.25, 0.25, 0.25, 0.25]),
    ];
}
