using ExprAutograd.Networks;
using ExprAutograd.Recording;

namespace ExprAutograd;

/// <summary>The limited-memory method of Broyden, Fletcher, Goldfarb and Shanno, for losses that are the same function at each step (no batches).</summary>
/// <remarks>
/// <para>Liu, Nocedal (1989), "On the limited memory BFGS method for large scale optimization". Without a line search a step makes up to
/// <c>maxIterations</c> iterations of length <see cref="Optimizer.LearningRate"/>, as PyTorch does; the first of all is shortened to min(1, 1/|g|_1) of it. With one, each iteration's length
/// satisfies the strong Wolfe conditions (Nocedal, Wright (2006), Numerical optimization, algorithms 3.5 and 3.6, with c1 = 1e-4 and c2 = 0.9), which
/// is nearly always better.</para>
/// <para>It remembers 2 <c>historySize</c> arrays of the length of all parameters together.</para>
/// </remarks>
public sealed class Lbfgs : Optimizer
{
    /// <summary>A change of the gradient that curves less than this teaches nothing.</summary>
    private const double LeastCurvature = 1e-10;

    private readonly int maxIterations;
    private readonly double gradientTolerance;
    private readonly double changeTolerance;
    private readonly bool searches;
    private readonly CurvatureHistory history;
    private readonly Node?[] own;
    private double[]? previousGradient;
    private double[] direction = [];
    private double length;

    /// <summary>An optimiser of these parameters.</summary>
    /// <param name="parameters">Leaves; <see cref="Module.Parameters"/> of a network.</param>
    /// <param name="learningRate">The length of an iteration; with a line search, the first one that is tried.</param>
    /// <param name="maxIterations">The most iterations in a step.</param>
    /// <param name="historySize">How many iterations the curvature is estimated from.</param>
    /// <param name="strongWolfe">Whether a line search chooses the length.</param>
    /// <param name="gradientTolerance">The step ends when no element of the gradient is larger.</param>
    /// <param name="changeTolerance">The step ends when neither the loss nor a parameter changes by more.</param>
    /// <exception cref="ArgumentException">There are no parameters, or one is no leaf.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    public Lbfgs(
        IEnumerable<Tensor> parameters, double learningRate = 1, int maxIterations = 20, int historySize = 10, bool strongWolfe = false, double gradientTolerance = 1e-7, double changeTolerance = 1e-9)
        : base(parameters, learningRate)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(maxIterations);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(historySize);
        this.maxIterations = maxIterations;
        this.gradientTolerance = Require(gradientTolerance >= 0, gradientTolerance, nameof(gradientTolerance), "not negative");
        this.changeTolerance = Require(changeTolerance >= 0, changeTolerance, nameof(changeTolerance), "not negative");
        searches = strongWolfe;
        history = new CurvatureHistory(historySize);
        own = new Node?[Parameters.Count];
    }

    /// <summary>Not possible: a step computes the loss several times.</summary>
    /// <exception cref="InvalidOperationException">Always.</exception>
    public override void Step() => throw new InvalidOperationException("L-BFGS computes the loss several times in a step. Call Step(closure), the closure clearing the gradients, computing the loss, calling its Backward, and returning it.");

    /// <inheritdoc/>
    public override Tensor Step(Func<Tensor> closure)
    {
        ArgumentNullException.ThrowIfNull(closure);
        var first = closure();
        var loss = first.Item();
        var gradient = Gradient();
        for (var k = 0; k < maxIterations && Largest(gradient) > gradientTolerance; k++)
        {
            Turn(gradient);
            var slope = Dot(gradient, direction);
            if (!(slope <= -changeTolerance)) break;
            var (lossBefore, from) = (loss, Values());
            previousGradient = gradient;
            if (searches)
            {
                var search = new WolfeSearch(t => Evaluate(closure, from, t), loss, gradient, slope);
                (length, loss, gradient) = search.Run(length, direction);
                Move(from, length);
            }
            else (loss, gradient) = Evaluate(closure, from, length);
            if (Largest(direction) * Math.Abs(length) <= changeTolerance || Math.Abs(loss - lossBefore) < changeTolerance) break;
        }
        return first;
    }

    /// <summary>The next direction and the length to begin with.</summary>
    private void Turn(double[] gradient)
    {
        if (previousGradient is null)
        {
            direction = Array.ConvertAll(gradient, g => -g);
            length = Math.Min(1, 1 / gradient.Sum(Math.Abs)) * LearningRate;
            return;
        }
        var change = new double[gradient.Length];
        var step = new double[gradient.Length];
        for (var k = 0; k < change.Length; k++)
        {
            change[k] = gradient[k] - previousGradient[k];
            step[k] = length * direction[k];
        }
        if (Dot(change, step) > LeastCurvature) history.Add(step, change);
        direction = history.Direction(gradient);
        length = LearningRate;
    }

    private (double Loss, double[] Gradient) Evaluate(Func<Tensor> closure, double[] from, double distance)
    {
        Move(from, distance);
        return (closure().Item(), Gradient());
    }

    /// <summary>All gradients one after the other; zeros for a parameter that has none.</summary>
    private double[] Gradient() => Flat(p => p.Node.Slot?.Sum);

    private double[] Values() => Flat(p => p.Node);

    private double[] Flat(Func<Tensor, Node?> part)
    {
        var all = new double[Parameters.Sum(p => p.Count)];
        var at = 0;
        foreach (var parameter in Parameters)
        {
            if (part(parameter) is { } node)
            {
                var values = Evaluation.ValueOf(node);
                for (var k = 0; k < values.Length; k++) all[at + k] = values is double[] doubles ? doubles[k] : ((float[])values)[k];
            }
            at += parameter.Count;
        }
        return all;
    }

    /// <summary>The parameters become from + distance direction.</summary>
    private void Move(double[] from, double distance)
    {
        var at = 0;
        for (var p = 0; p < own.Length; p++)
        {
            var start = at;
            Parameters[p].Overwrite(ref own[p], values => Write(values, start), "Lbfgs.Step");
            at += Parameters[p].Count;
        }

        void Write(Array values, int start)
        {
            for (var k = 0; k < values.Length; k++)
            {
                var value = from[start + k] + (distance * direction[start + k]);
                if (values is double[] doubles) doubles[k] = value;
                else ((float[])values)[k] = (float)value;
            }
        }
    }

    private static double Largest(double[] x) => x.Length == 0 ? 0 : x.Max(Math.Abs);

    private static double Dot(double[] x, double[] y) => CurvatureHistory.Dot(x, y);
}
