using ExprAutograd.Operators;

namespace ExprAutograd.Tests.Rules;

/// <summary>Powers and roots.</summary>
internal static class PowerRows
{
    public static IEnumerable<RuleRow> All { get; } =
    [
        new(
            "Math.Pow",
            (double a, double b) => Math.Pow(a, b),
            new([2, 3], 8, [12, 5.545177444479562], [[12, 12.317766166719343], [12.317766166719343, 3.8436241113456115]]),
            new([0.5, -2.5], 5.656854249492381, [-28.284271247461902, -3.921032573874189], [[197.9898987322333, 30.918871368355703], [30.918871368355703, 2.7178526734645994]]),
            new([0.001, 0.5], 0.03162277660168379, [15.811388300841896, -0.21844240200635404], [[-7905.694150420948, -77.59842440149322], [-77.59842440149322, 1.5089466556129303]], Why: "near the branch point"),
            new([1.0000001, 10000000], 2.7182816941320818, [27182814.223039392, 2.718281559805121E-07], [[271828087864770.9, 5.436562710280931], [5.436562710280931, 2.7182814254781675E-14]], Why: "base near 1, large exponent"),
            new([1E-100, 2], 1E-200, [2E-100, -2.3025850929940457E-198], [[2, -4.5951701859880915E-98], [-4.5951701859880915E-98, 5.301898110478398E-196]], Why: "tiny base"),
            new([2, 0], 1, [0, 0.6931471805599453], [[0, 0.5], [0.5, 0.48045301391820144]], Why: "exponent 0: the mixed derivative is 1/a, not 0"),
            new([3, 1], 3, [1, 3.295836866004329], [[0, 2.0986122886681096], [2.0986122886681096, 3.6208468824377458]], Why: "exponent 1"),
            new([0, 3], 0, [0, 0], [[0, 0], [0, 0]], Why: "base 0: log(0) must not enter"),
            new([1E100, 0.5], 1E50, [5E-51, 2.3025850929940456E52], [[-2.5E-151, 1.1612925464970229E-48], [1.1612925464970229E-48, 5.301898110478398E54]], Why: "large base")),
        new(
            "Math.Pow, integer exponent 0",
            (double x) => Math.Pow(x, 0),
            new([1.5], 1, [0], [[0]]),
            new([-2], 1, [0], [[0]], Why: "negative base"),
            new([0], 1, [0], [[0]], Why: "x = 0: no 0 times infinity")),
        new(
            "Math.Pow, integer exponent 1",
            (double x) => Math.Pow(x, 1),
            new([1.5], 1.5, [1], [[0]]),
            new([-2], -2, [1], [[0]], Why: "negative base"),
            new([0], 0, [1], [[0]], Why: "x = 0: no 0 times infinity")),
        new(
            "Math.Pow, integer exponent 2",
            (double x) => Math.Pow(x, 2),
            new([1.5], 2.25, [3], [[2]]),
            new([-2], 4, [-4], [[2]], Why: "negative base"),
            new([0], 0, [0], [[2]], Why: "x = 0: no 0 times infinity")),
        new(
            "Math.Pow, integer exponent 3",
            (double x) => Math.Pow(x, 3),
            new([1.5], 3.375, [6.75], [[9]]),
            new([-2], -8, [12], [[-12]], Why: "negative base"),
            new([0], 0, [0], [[0]], Why: "x = 0: no 0 times infinity")),
        new(
            "Math.Pow, integer exponent -1",
            (double x) => Math.Pow(x, -1),
            new([1.5], 0.6666666666666666, [-0.4444444444444444], [[0.5925925925925926]]),
            new([-2], -0.5, [-0.25], [[-0.25]], Why: "negative base")),
        new(
            "Math.Pow, integer exponent -2",
            (double x) => Math.Pow(x, -2),
            new([1.5], 0.4444444444444444, [-0.5925925925925926], [[1.1851851851851851]]),
            new([-2], 0.25, [0.25], [[0.375]], Why: "negative base")),
        new(
            "Math.Pow, exponent 2.5",
            (double x) => Math.Pow(x, 2.5),
            new([1.5], 2.7556759606310752, [4.592793267718459], [[4.592793267718459]]),
            new([1E-08], 1.0000000000000001E-20, [2.5000000000000003E-12], [[0.000375]], Why: "near the branch point"),
            new([0], 0, [0], [[0]], Why: "at the branch point the second derivative still exists")),
        new(
            "Math.Pow, base 2",
            (double x) => Math.Pow(2, x),
            new([-3], 0.125, [0.08664339756999316], [[0.06005662673977518]]),
            new([10.5], 1448.1546878700494, [1003.7843389117924], [[695.7702844069374]]),
            new([1000], 1.0715086071862673E301, [7.427131700168751E300], [[5.1480953976193634E300]], Why: "near overflow")),
        new(
            "Elementary.Pow",
            (double a, double b) => Elementary.Pow(a, b),
            new([2, 3], 8, [12, 5.545177444479562], [[12, 12.317766166719343], [12.317766166719343, 3.8436241113456115]]),
            new([0.5, -2.5], 5.656854249492381, [-28.284271247461902, -3.921032573874189], [[197.9898987322333, 30.918871368355703], [30.918871368355703, 2.7178526734645994]]),
            new([0.001, 0.5], 0.03162277660168379, [15.811388300841896, -0.21844240200635404], [[-7905.694150420948, -77.59842440149322], [-77.59842440149322, 1.5089466556129303]], Why: "near the branch point"),
            new([1.0000001, 10000000], 2.7182816941320818, [27182814.223039392, 2.718281559805121E-07], [[271828087864770.9, 5.436562710280931], [5.436562710280931, 2.7182814254781675E-14]], Why: "base near 1, large exponent"),
            new([1E-100, 2], 1E-200, [2E-100, -2.3025850929940457E-198], [[2, -4.5951701859880915E-98], [-4.5951701859880915E-98, 5.301898110478398E-196]], Why: "tiny base"),
            new([2, 0], 1, [0, 0.6931471805599453], [[0, 0.5], [0.5, 0.48045301391820144]], Why: "exponent 0: the mixed derivative is 1/a, not 0"),
            new([3, 1], 3, [1, 3.295836866004329], [[0, 2.0986122886681096], [2.0986122886681096, 3.6208468824377458]], Why: "exponent 1"),
            new([0, 3], 0, [0, 0], [[0, 0], [0, 0]], Why: "base 0: log(0) must not enter"),
            new([1E100, 0.5], 1E50, [5E-51, 2.3025850929940456E52], [[-2.5E-151, 1.1612925464970229E-48], [1.1612925464970229E-48, 5.301898110478398E54]], Why: "large base")),
        new(
            "Elementary.Pow, integer exponent 0",
            (double x) => Elementary.Pow(x, 0),
            new([1.5], 1, [0], [[0]]),
            new([-2], 1, [0], [[0]], Why: "negative base"),
            new([0], 1, [0], [[0]], Why: "x = 0: no 0 times infinity")),
        new(
            "Elementary.Pow, integer exponent 1",
            (double x) => Elementary.Pow(x, 1),
            new([1.5], 1.5, [1], [[0]]),
            new([-2], -2, [1], [[0]], Why: "negative base"),
            new([0], 0, [1], [[0]], Why: "x = 0: no 0 times infinity")),
        new(
            "Elementary.Pow, integer exponent 2",
            (double x) => Elementary.Pow(x, 2),
            new([1.5], 2.25, [3], [[2]]),
            new([-2], 4, [-4], [[2]], Why: "negative base"),
            new([0], 0, [0], [[2]], Why: "x = 0: no 0 times infinity")),
        new(
            "Elementary.Pow, integer exponent 3",
            (double x) => Elementary.Pow(x, 3),
            new([1.5], 3.375, [6.75], [[9]]),
            new([-2], -8, [12], [[-12]], Why: "negative base"),
            new([0], 0, [0], [[0]], Why: "x = 0: no 0 times infinity")),
        new(
            "Elementary.Pow, integer exponent -1",
            (double x) => Elementary.Pow(x, -1),
            new([1.5], 0.6666666666666666, [-0.4444444444444444], [[0.5925925925925926]]),
            new([-2], -0.5, [-0.25], [[-0.25]], Why: "negative base")),
        new(
            "Elementary.Pow, integer exponent -2",
            (double x) => Elementary.Pow(x, -2),
            new([1.5], 0.4444444444444444, [-0.5925925925925926], [[1.1851851851851851]]),
            new([-2], 0.25, [0.25], [[0.375]], Why: "negative base")),
        new(
            "Elementary.Pow, exponent 2.5",
            (double x) => Elementary.Pow(x, 2.5),
            new([1.5], 2.7556759606310752, [4.592793267718459], [[4.592793267718459]]),
            new([1E-08], 1.0000000000000001E-20, [2.5000000000000003E-12], [[0.000375]], Why: "near the branch point"),
            new([0], 0, [0], [[0]], Why: "at the branch point the second derivative still exists")),
        new(
            "Elementary.Pow, base 2",
            (double x) => Elementary.Pow(2, x),
            new([-3], 0.125, [0.08664339756999316], [[0.06005662673977518]]),
            new([10.5], 1448.1546878700494, [1003.7843389117924], [[695.7702844069374]]),
            new([1000], 1.0715086071862673E301, [7.427131700168751E300], [[5.1480953976193634E300]], Why: "near overflow")),
        new(
            "Math.Sqrt",
            (double x) => Math.Sqrt(x),
            new([2], 1.4142135623730951, [0.3535533905932738], [[-0.08838834764831845]]),
            new([1E-100], 1E-50, [5E49], [[-2.5E149]], Why: "near the branch point"),
            new([1E300], 1E150, [5E-151], [[-0.0]], Why: "large")),
        new(
            "Math.ReciprocalSqrtEstimate",
            (double x) => Math.ReciprocalSqrtEstimate(x),
            new([0.01], 10, [-500], [[75000]], Tolerance: 0.005, Why: "an estimate: up to 1/256 of the value is lost on some machines"),
            new([1.7], 0.7669649888473704, [-0.22557793789628544], [[0.19903935696731068]], Tolerance: 0.005, Why: "likewise")),
        new(
            "Math.Cbrt",
            (double x) => Math.Cbrt(x),
            new([2], 1.2599210498948732, [0.20998684164914552], [[-0.06999561388304851]]),
            new([-2], -1.2599210498948732, [0.20998684164914552], [[0.06999561388304851]]),
            new([1E-30], 1E-10, [3.333333333333333E19], [[-2.222222222222222E49]], Why: "near the branch point"),
            new([-1E-30], -1E-10, [3.333333333333333E19], [[2.222222222222222E49]], Why: "near the branch point"),
            new([1.7E308], 5.539658256754465E102, [1.0862075013244048E-206], [[-0.0]], Why: "3 x overflows")),
        new(
            "double.RootN, n = 1",
            (double x) => double.RootN(x, 1),
            new([2.5], 2.5, [1], [[0]]),
            new([1E-20], 1E-20, [1], [[0]], Why: "near the branch point"),
            new([-2.5], -2.5, [1], [[0]], Why: "negative, odd n")),
        new(
            "double.RootN, n = 2",
            (double x) => double.RootN(x, 2),
            new([2.5], 1.5811388300841898, [0.31622776601683794], [[-0.06324555320336758]]),
            new([1E-20], 1E-10, [5000000000], [[-2.5E29]], Why: "near the branch point")),
        new(
            "double.RootN, n = 3",
            (double x) => double.RootN(x, 3),
            new([2.5], 1.3572088082974534, [0.18096117443966045], [[-0.04825631318390945]]),
            new([1E-20], 2.1544346900318838E-07, [7181448966772.946], [[-4.7876326445152974E32]], Why: "near the branch point"),
            new([-2.5], -1.3572088082974534, [0.18096117443966045], [[0.04825631318390945]], Why: "negative, odd n")),
        new(
            "double.RootN, n = 4",
            (double x) => double.RootN(x, 4),
            new([2.5], 1.2574334296829355, [0.12574334296829354], [[-0.037723002890488064]]),
            new([1E-20], 9.999999999999999E-06, [250000000000000], [[-1.8750000000000002E34]], Why: "near the branch point")),
        new(
            "double.RootN, n = 5",
            (double x) => double.RootN(x, 5),
            new([2.5], 1.2011244339814313, [0.0960899547185145], [[-0.030748785509924638]]),
            new([1E-20], 0.0001, [2000000000000000.0], [[-1.6000000000000001E35]], Why: "near the branch point"),
            new([-2.5], -1.2011244339814313, [0.0960899547185145], [[0.030748785509924638]], Why: "negative, odd n")),
        new(
            "double.RootN, n = -1",
            (double x) => double.RootN(x, -1),
            new([2.5], 0.4, [-0.16], [[0.128]]),
            new([1E-20], 1E20, [-1.0000000000000002E40], [[2.0000000000000003E60]], Why: "near the pole"),
            new([-2.5], -0.4, [-0.16], [[-0.128]], Why: "negative, odd n")),
        new(
            "double.RootN, n = -2",
            (double x) => double.RootN(x, -2),
            new([2.5], 0.6324555320336759, [-0.12649110640673517], [[0.0758946638440411]]),
            new([1E-20], 10000000000, [-5E29], [[7.500000000000001E49]], Why: "near the pole")),
        new(
            "double.RootN, n = -3",
            (double x) => double.RootN(x, -3),
            new([2.5], 0.7368062997280773, [-0.09824083996374364], [[0.052395114647329946]]),
            new([1E-20], 4641588.833612779, [-1.5471962778709264E26], [[2.0629283704945686E46]], Why: "near the pole"),
            new([-2.5], -0.7368062997280773, [-0.09824083996374364], [[-0.052395114647329946]], Why: "negative, odd n")),
        new(
            "double.Hypot",
            (double a, double b) => double.Hypot(a, b),
            new([3, -4], 5, [0.6, -0.8], [[0.128, 0.096], [0.096, 0.072]]),
            new([0, -2], 2, [0, -1], [[0.5, 0], [0, 0]], Why: "on an axis"),
            new([3E200, 4E200], 4.9999999999999995E200, [0.6, 0.8], [[1.28E-201, -9.6E-202], [-9.6E-202, 7.2E-202]], Why: "the squares overflow"),
            new([3E-200, 4E-200], 5E-200, [0.6, 0.8], [[1.28E199, -9.6E198], [-9.6E198, 7.2E198]], Why: "the squares underflow"),
            new([100000000, 1], 100000000, [1, 1E-08], [[1E-24, -9.999999999999999E-17], [-9.999999999999999E-17, 9.999999999999999E-09]], Why: "one leg is lost in the other")),
    ];
}
