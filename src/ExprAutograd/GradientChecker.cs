using System.Collections.Immutable;
using System.Globalization;
using ExprAutograd.Compilation;

namespace ExprAutograd;

/// <summary>The comparisons of a gradient check. Each is of a bilinear form, u' J v or w' H v, so what is wrong narrows down by halving v and u.</summary>
internal sealed class GradientChecker(FlatFunction function, GradientCheckOptions options)
{
    /// <summary>With more parameters than this they are checked all at once, and one by one where that fails.</summary>
    private const int MostPartsCheckedAlone = 64;

    private const int MostNumbersForHessians = 16;
    private const int MostNamedFaults = 6;

    /// <summary>An error bound above this fraction of what is measured tells nothing of a wrong factor.</summary>
    private const double Coarse = 0.05;

    /// <summary>Numbers below it come from products that may have lost everything to underflow.</summary>
    private const double Underflow = 1e-150;

    private readonly Random random = new(options.Seed);
    private readonly ImmutableArray<GradientCheckRow>.Builder rows = ImmutableArray.CreateBuilder<GradientCheckRow>();
    private readonly double[] x = function.Start;
    private readonly double[] scales = ScalesOf(function);
    private readonly HashSet<(string Quantity, string Mode, string Along)> compared = [];
    private int namedFaults;

    /// <summary>The first fault that was narrowed down to elements, or else the first; null where nothing differs.</summary>
    public GradientCheckRow? Culprit { get; private set; }

    private bool IsForwardChecked => options.Differentiation.Mode != DifferentiationMode.Reverse;

    private bool IsReverseChecked => options.Differentiation.Mode != DifferentiationMode.Forward;

    private double Tolerance => Math.Max(options.Tolerance, 100 * function.Precision);

    /// <summary>A vector over the inputs (or the results) that is zero outside of a range.</summary>
    private sealed record Direction(string Name, double[] Vector, int Offset, int Length);

    public ImmutableArray<GradientCheckRow> Run()
    {
        foreach (var v in Directions()) Check(v, Cotangent(), First, function.ResultNameOf);
        if (options.Order == 2)
            foreach (var v in Directions()) Check(v, Random("", 0, x.Length), Second, function.NameOf);
        return rows.ToImmutable();
    }

    /// <summary>All parameters at once along random directions; then each by itself: a number along itself, an array along a random direction.</summary>
    private IEnumerable<Direction> Directions()
    {
        for (var k = 1; k <= options.Directions && x.Length > 1; k++) yield return Random($"all, random {k}", 0, x.Length);
        if (function.Parts.Length > MostPartsCheckedAlone) yield break;
        foreach (var (name, offset, length) in function.Parts)
            if (length == 1) yield return Unit(offset);
            else if (function.Parts.Length > 1) yield return Random(name, offset, length);
    }

    /// <summary>1 for a function that returns a number; else random numbers.</summary>
    private Direction Cotangent() =>
        new("", [.. Enumerable.Range(0, function.ResultLength).Select(_ => function.IsScalar ? 1 : Signed())], 0, function.ResultLength);

    private Direction Random(string name, int offset, int length)
    {
        var vector = new double[x.Length];
        for (var k = offset; k < offset + length; k++) vector[k] = Signed() * scales[k];
        return new Direction(name, vector, offset, length);
    }

    private Direction Unit(int position)
    {
        var vector = new double[x.Length];
        vector[position] = 1;
        return new Direction(function.NameOf(position), vector, position, 1);
    }

    /// <summary>Away from zero, so that nothing is left out.</summary>
    private double Signed() => (random.Next(2) == 0 ? -1 : 1) * (0.3 + (0.7 * random.NextDouble()));

    private static double[] ScalesOf(FlatFunction f)
    {
        var scales = new double[f.Start.Length];
        foreach (var (_, offset, length) in f.Parts)
        {
            var largest = f.Start.AsSpan(offset, length).ToArray().Select(Math.Abs).Where(double.IsFinite).DefaultIfEmpty(0).Max();
            for (var k = offset; k < offset + length; k++) scales[k] = Math.Max(Underflow, f.Start[k] != 0 && double.IsFinite(f.Start[k]) ? Math.Abs(f.Start[k]) : largest > 0 ? largest : 1);
        }
        return scales;
    }

    /// <summary>Compares, and where that fails, names the elements of <paramref name="v"/> and then of <paramref name="u"/> that are to blame.</summary>
    private void Check(Direction v, Direction u, Func<Direction, Direction, List<GradientCheckRow>> compare, Func<int, string> nameOfOther)
    {
        var found = compare(v, u);
        Add(found);
        if (!Differs(found) || namedFaults >= MostNamedFaults) return;
        foreach (var element in Narrow(v, part => Differs(compare(part, u)), function.NameOf))
            foreach (var other in Narrow(u, part => Differs(compare(element, part)), nameOfOther))
            {
                var faults = compare(element, other).Where(r => r.Outcome == GradientCheckOutcome.Differs).ToList();
                if (namedFaults == 0) Culprit = faults.FirstOrDefault();
                if (namedFaults++ < MostNamedFaults) Add(faults);
            }
        Culprit ??= found.Find(r => r.Outcome == GradientCheckOutcome.Differs);
    }

    private void Add(List<GradientCheckRow> more) => rows.AddRange(more.Where(r => compared.Add((r.Quantity, r.Mode, r.Along))));

    private static bool Differs(List<GradientCheckRow> rows) => rows.Exists(r => r.Outcome == GradientCheckOutcome.Differs);

    /// <summary>Halves a failing range until single elements fail; a range that fails only as a whole stays whole.</summary>
    private IEnumerable<Direction> Narrow(Direction whole, Func<Direction, bool> fails, Func<int, string> nameOf)
    {
        if (whole.Length == 1)
        {
            var unit = new double[whole.Vector.Length];
            unit[whole.Offset] = 1;
            yield return whole with { Name = whole.Name.Length == 0 && unit.Length == 1 ? "" : nameOf(whole.Offset), Vector = unit };
            yield break;
        }
        var half = whole.Length / 2;
        var isNarrower = false;
        foreach (var (offset, length) in ((int, int)[])[(whole.Offset, half), (whole.Offset + half, whole.Length - half)])
        {
            var vector = new double[whole.Vector.Length];
            Array.Copy(whole.Vector, offset, vector, offset, length);
            var part = new Direction($"{nameOf(offset)} ... {nameOf(offset + length - 1)}", vector, offset, length);
            if (!fails(part)) continue;
            isNarrower = true;
            foreach (var element in Narrow(part, fails, nameOf)) yield return element;
        }
        if (!isNarrower) yield return whole;
    }

    /// <summary>u' J v: in reverse, forward, and from values.</summary>
    private List<GradientCheckRow> First(Direction v, Direction u)
    {
        double Forward(double t) => Dot(u.Vector, function.Push(At(t, v), v.Vector));
        double Reverse(double t) => Dot(function.Pull(At(t, v), u.Vector), v.Vector);
        var step = StepOf(v);
        var terms = IsReverseChecked ? Size(function.Pull(x, u.Vector), v.Vector) : Size(u.Vector, function.Push(x, v.Vector));
        var numerical = NumericalDerivative.Of(t => Dot(u.Vector, function.Value(At(t, v))), WidestStep(v), step, function.Precision);
        var along = Along(v, u, ", of ");
        var found = new List<GradientCheckRow>();
        if (IsReverseChecked && IsForwardChecked) found.Add(Exact("derivative", "reverse | forward", along, Forward, Reverse, step, terms));
        if (IsReverseChecked) found.Add(Numerical("derivative", "reverse | numerical", along, numerical, Reverse, step, terms));
        if (IsForwardChecked) found.Add(Numerical("derivative", "forward | numerical", along, numerical, Forward, step, terms));
        return found;
    }

    /// <summary>w' H v: forward over reverse, from Hessians in both modes, from differences of gradients, and the other way round.</summary>
    private List<GradientCheckRow> Second(Direction v, Direction w)
    {
        double Product(double t) => Dot(w.Vector, function.PushGradient(At(t, v), v.Vector));
        double Transposed(double t) => Dot(v.Vector, function.PushGradient(At(t, v), w.Vector));
        var step = StepOf(v);
        double[] one = [1];
        var terms = Size(w.Vector, function.PushGradient(x, v.Vector));
        var numerical = NumericalDerivative.Of(t => Dot(w.Vector, function.Pull(At(t, v), one)), WidestStep(v), step, function.Precision);
        var along = Along(v, w, " and ");
        var found = new List<GradientCheckRow>
        {
            Numerical("second derivative", "Hvp | differences of gradients", along, numerical, Product, step, terms),
            Exact("symmetry", "w'Hv | v'Hw", along, Transposed, Product, step, Math.Max(terms, Size(v.Vector, function.PushGradient(x, w.Vector)))),
        };
        if (x.Length > MostNumbersForHessians) return found;
        foreach (var (mode, isChecked) in ((DifferentiationMode, bool)[])[(DifferentiationMode.Reverse, IsReverseChecked), (DifferentiationMode.Forward, IsForwardChecked)])
            if (isChecked)
                found.Add(Exact("second derivative", $"Hessian, {mode.ToString().ToLowerInvariant()} | Hvp", along, Product, t => Form(w.Vector, function.Hessian(At(t, v), mode), v.Vector), step, terms));
        return found;
    }

    /// <summary>Two computations that differ by rounding only, which is measured.</summary>
    private GradientCheckRow Exact(string quantity, string mode, string along, Func<double, double> expected, Func<double, double> found, double step, double terms)
    {
        var (a, b) = (expected(0), found(0));
        var isSame = a.Equals(b);
        var noise = isSame ? 0 : NumericalDerivative.Noise(t => found(t) - expected(t), step, function.Precision);
        var allowed = (Tolerance * terms) + (NumericalDerivative.Safety * noise) + Underflow;
        var error = isSame ? 0 : Math.Abs(a - b);
        return Row(quantity, mode, along, a, b, error, allowed, error <= allowed ? GradientCheckOutcome.Agrees : GradientCheckOutcome.Differs);
    }

    /// <summary>A computation against differences of values.</summary>
    private GradientCheckRow Numerical(string quantity, string mode, string along, NumericalDerivative expected, Func<double, double> derivative, double step, double terms)
    {
        var found = derivative(0);
        var error = Math.Abs(found - expected.Value);
        if (expected.IsKink)
        {
            var allowed = (Tolerance * terms) + (NumericalDerivative.Safety * (expected.Error + Math.Abs(expected.Left - expected.Right) * 1e-6));
            var isBetween = found >= Math.Min(expected.Left, expected.Right) - allowed && found <= Math.Max(expected.Left, expected.Right) + allowed;
            return Row(quantity, mode, along, expected.Value, found, error, allowed, isBetween ? GradientCheckOutcome.Kink : GradientCheckOutcome.Differs,
                $"the slope is {Short(expected.Left)} on the left and {Short(expected.Right)} on the right");
        }
        if (!double.IsFinite(expected.Value))
            return Row(quantity, mode, along, expected.Value, found, error, double.PositiveInfinity, GradientCheckOutcome.Inconclusive, $"no numerical derivative along {along}, {WhyNone(expected)}");
        var bound = NumericalDerivative.Safety * (expected.Error + NumericalDerivative.Noise(derivative, step, function.Precision));
        var tolerated = (Tolerance * Math.Max(terms, Math.Abs(expected.Value))) + bound + Underflow;
        var largest = Math.Max(terms, Math.Max(Math.Abs(found), Math.Abs(expected.Value)));
        var (outcome, note) = !(error <= tolerated) && expected.StandsStill && found == 0 ? (GradientCheckOutcome.Inconclusive, $"along {along} the function is a staircase: flat here, sloped from afar")
            : !(error <= tolerated) ? (GradientCheckOutcome.Differs, "")
            : bound <= Coarse * largest || found == 0 || largest < Underflow ? (GradientCheckOutcome.Agrees, "")
            : (GradientCheckOutcome.Inconclusive, $"differences along {along} do not settle (a jump, a vertical tangent), or what changes is too small beside the value");
        return Row(quantity, mode, along, expected.Value, found, error, tolerated, outcome, note);
    }

    private static string WhyNone(NumericalDerivative d) => (double.IsFinite(d.Left), double.IsFinite(d.Right)) switch
    {
        (false, true) => "the function has no value on the left",
        (true, false) => "the function has no value on the right",
        _ => "the function has no values around the point",
    };

    private static GradientCheckRow Row(string quantity, string mode, string along, double expected, double found, double error, double allowed, GradientCheckOutcome outcome, string note = "")
    {
        if (outcome == GradientCheckOutcome.Differs && note.Length == 0)
            note = expected != 0 && double.IsFinite(found / expected) ? $"{Short(found / expected)} times what is expected" : "no multiple of what is expected";
        return new GradientCheckRow(quantity, mode, along, expected, found, error, allowed, outcome, note);
    }

    private static string Along(Direction v, Direction u, string between) => u.Name.Length == 0 ? v.Name : v.Name + between + u.Name;

    private double[] At(double t, Direction v)
    {
        var at = (double[])x.Clone();
        for (var k = v.Offset; k < v.Offset + v.Length; k++) at[k] += t * v.Vector[k];
        return at;
    }

    /// <summary>How far along <paramref name="v"/> until some number has changed by its own size.</summary>
    private double StepOf(Direction v) => Enumerable.Range(v.Offset, v.Length).Min(k => scales[k] / Math.Abs(v.Vector[k]));

    /// <summary>Where differences start: at the numbers' own size; within one parameter at one, where its numbers are smaller.</summary>
    private double WidestStep(Direction v) =>
        function.Parts.Any(p => v.Offset >= p.Offset && v.Offset + v.Length <= p.Offset + p.Length) ? 1 / v.Vector.Max(Math.Abs) : 0;

    /// <summary>a' b; where one is zero the other may be infinite.</summary>
    private static double Dot(double[] a, double[] b)
    {
        var sum = 0.0;
        for (var k = 0; k < a.Length; k++)
            if (a[k] != 0 && b[k] != 0) sum += a[k] * b[k];
        return sum;
    }

    private static double Size(double[] a, double[] b) => Dot([.. a.Select(Math.Abs)], [.. b.Select(Math.Abs)]);

    private static double Form(double[] w, double[,] h, double[] v)
    {
        var sum = 0.0;
        for (var r = 0; r < w.Length; r++)
            for (var c = 0; c < v.Length; c++)
                if (w[r] != 0 && v[c] != 0) sum += w[r] * h[r, c] * v[c];
        return sum;
    }

    private static string Short(double number) => number.ToString("G4", CultureInfo.InvariantCulture);
}
