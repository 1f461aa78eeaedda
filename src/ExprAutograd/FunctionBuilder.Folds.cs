namespace ExprAutograd;

/// <content>Loops with a value.</content>
public sealed partial class FunctionBuilder
{
    /// <summary>The state after <paramref name="count"/> steps.</summary>
    /// <param name="count">The number of steps.</param>
    /// <param name="initial">The state before the first.</param>
    /// <param name="step">The next state, given the step's number from 0 and the state.</param>
    public Formula<T> Fold<T>(Formula<int> count, Formula<T> initial, Func<Formula<int>, Formula<T>, Formula<T>> step)
    {
        ArgumentNullException.ThrowIfNull(step);
        var state = Let(initial);
        For(0, count, i => state.Value = step(i, state));
        return state;
    }

    /// <summary>The state after <paramref name="count"/> steps.</summary>
    /// <param name="count">The number of steps.</param>
    /// <param name="initial">The state before the first, a constant.</param>
    /// <param name="step">The next state, given the step's number from 0 and the state.</param>
    public Formula<T> Fold<T>(Formula<int> count, T initial, Func<Formula<int>, Formula<T>, Formula<T>> step)
        where T : struct => Fold(count, (Formula<T>)initial, step);

    /// <summary>The states after each of <paramref name="count"/> steps, as an array of that length.</summary>
    /// <param name="count">The number of steps.</param>
    /// <param name="initial">The state before the first.</param>
    /// <param name="step">The next state, given the step's number from 0 and the state.</param>
    public ArrayFormula<T> Scan<T>(Formula<int> count, Formula<T> initial, Func<Formula<int>, Formula<T>, Formula<T>> step)
    {
        ArgumentNullException.ThrowIfNull(step);
        var states = NewArray<T>(count);
        var state = Let(initial);
        For(0, states.Length, i =>
        {
            state.Value = step(i, state);
            states[i] = state;
        });
        return states;
    }

    /// <summary>The states after each of <paramref name="count"/> steps, as an array of that length.</summary>
    /// <param name="count">The number of steps.</param>
    /// <param name="initial">The state before the first, a constant.</param>
    /// <param name="step">The next state, given the step's number from 0 and the state.</param>
    public ArrayFormula<T> Scan<T>(Formula<int> count, T initial, Func<Formula<int>, Formula<T>, Formula<T>> step)
        where T : struct => Scan(count, (Formula<T>)initial, step);
}
