using System.Linq.Expressions;
using ExprAutograd.Compilation;

namespace ExprAutograd;

/// <content>Functions of one point over many.</content>
public static partial class Autograd
{
    /// <summary>A function of one point over many: one loop, with the function in its body. The delegate type that you name says what the points share.</summary>
    /// <typeparam name="TMapped">
    /// For a parameter of type <c>T</c>: <c>T[]</c>, one element for each point, or <c>T</c>, which all points share. For the result <c>R</c>: <c>R[]</c>.
    /// Of a tuple, in both places: an array of tuples, or a tuple of arrays, member by member, which is the fast layout; nested tuples likewise. At least one parameter has an element for each point.
    /// </typeparam>
    /// <param name="function">The function of one point, most often what a transform returned; its code is not run.</param>
    /// <param name="options">Rules; null for the defaults.</param>
    /// <returns>
    /// A lambda to be read, differentiated, mapped again, or compiled; with <see cref="CompileInto{TDelegate}"/> flat arrays of numbers are written without allocation.
    /// It returns new arrays, and throws <see cref="ArgumentException"/> where the arrays of its points differ in length.
    /// </returns>
    /// <exception cref="ArgumentException"><typeparamref name="TMapped"/> does not fit; the message says which type does.</exception>
    /// <exception cref="AutogradException">The function holds a construct that cannot be compiled.</exception>
    /// <remarks>
    /// <code>
    /// Expression&lt;Func&lt;double, double, double>> f = (x, w) => Math.Sin(w * x);
    /// var slopes = Autograd.Map&lt;Func&lt;double[], double, (double[], double[])>>(Autograd.Gradient(f));            // many x, one w
    /// </code>
    /// Where the result has rows, the row of each point is a new array, never an argument.
    /// The derivative in a shared parameter is the sum over the points; in a mapped one it has a number for each.
    /// Arrays of structs carry no derivative: where one is wanted, pass tuples of arrays.
    /// </remarks>
    public static Expression<TMapped> Map<TMapped>(LambdaExpression function, AutogradOptions? options = null)
        where TMapped : Delegate => (Expression<TMapped>)Mapping.Run(function, typeof(TMapped), options);

    /// <summary>A function of one parameter over many points: every parameter becomes an array, with one element for each point.</summary>
    /// <param name="function">The function of one point, most often what a transform returned; its code is not run.</param>
    /// <param name="options">Rules; null for the defaults.</param>
    /// <returns>A lambda of arrays of one length to a new array of that length; it throws <see cref="ArgumentException"/> where lengths differ.</returns>
    /// <exception cref="AutogradException">The function holds a construct that cannot be compiled.</exception>
    public static Expression<Func<T1[], TResult[]>> Map<T1, TResult>(Expression<Func<T1, TResult>> function, AutogradOptions? options = null) =>
        Map<Func<T1[], TResult[]>>(function, options);

    /// <summary>A function of two parameters over many points: every parameter becomes an array, with one element for each point.</summary>
    /// <param name="function">The function of one point, most often what a transform returned; its code is not run.</param>
    /// <param name="options">Rules; null for the defaults.</param>
    /// <returns>A lambda of arrays of one length to a new array of that length; it throws <see cref="ArgumentException"/> where lengths differ.</returns>
    /// <exception cref="AutogradException">The function holds a construct that cannot be compiled.</exception>
    public static Expression<Func<T1[], T2[], TResult[]>> Map<T1, T2, TResult>(Expression<Func<T1, T2, TResult>> function, AutogradOptions? options = null) =>
        Map<Func<T1[], T2[], TResult[]>>(function, options);

    /// <summary>A function of three parameters over many points: every parameter becomes an array, with one element for each point.</summary>
    /// <param name="function">The function of one point, most often what a transform returned; its code is not run.</param>
    /// <param name="options">Rules; null for the defaults.</param>
    /// <returns>A lambda of arrays of one length to a new array of that length; it throws <see cref="ArgumentException"/> where lengths differ.</returns>
    /// <exception cref="AutogradException">The function holds a construct that cannot be compiled.</exception>
    public static Expression<Func<T1[], T2[], T3[], TResult[]>> Map<T1, T2, T3, TResult>(Expression<Func<T1, T2, T3, TResult>> function, AutogradOptions? options = null) =>
        Map<Func<T1[], T2[], T3[], TResult[]>>(function, options);

    /// <summary>A function of four parameters over many points: every parameter becomes an array, with one element for each point.</summary>
    /// <param name="function">The function of one point, most often what a transform returned; its code is not run.</param>
    /// <param name="options">Rules; null for the defaults.</param>
    /// <returns>A lambda of arrays of one length to a new array of that length; it throws <see cref="ArgumentException"/> where lengths differ.</returns>
    /// <exception cref="AutogradException">The function holds a construct that cannot be compiled.</exception>
    public static Expression<Func<T1[], T2[], T3[], T4[], TResult[]>> Map<T1, T2, T3, T4, TResult>(Expression<Func<T1, T2, T3, T4, TResult>> function, AutogradOptions? options = null) =>
        Map<Func<T1[], T2[], T3[], T4[], TResult[]>>(function, options);

    /// <summary>A function of five parameters over many points: every parameter becomes an array, with one element for each point.</summary>
    /// <param name="function">The function of one point, most often what a transform returned; its code is not run.</param>
    /// <param name="options">Rules; null for the defaults.</param>
    /// <returns>A lambda of arrays of one length to a new array of that length; it throws <see cref="ArgumentException"/> where lengths differ.</returns>
    /// <exception cref="AutogradException">The function holds a construct that cannot be compiled.</exception>
    public static Expression<Func<T1[], T2[], T3[], T4[], T5[], TResult[]>> Map<T1, T2, T3, T4, T5, TResult>(Expression<Func<T1, T2, T3, T4, T5, TResult>> function, AutogradOptions? options = null) =>
        Map<Func<T1[], T2[], T3[], T4[], T5[], TResult[]>>(function, options);

    /// <summary>A function of six parameters over many points: every parameter becomes an array, with one element for each point.</summary>
    /// <param name="function">The function of one point, most often what a transform returned; its code is not run.</param>
    /// <param name="options">Rules; null for the defaults.</param>
    /// <returns>A lambda of arrays of one length to a new array of that length; it throws <see cref="ArgumentException"/> where lengths differ.</returns>
    /// <exception cref="AutogradException">The function holds a construct that cannot be compiled.</exception>
    public static Expression<Func<T1[], T2[], T3[], T4[], T5[], T6[], TResult[]>> Map<T1, T2, T3, T4, T5, T6, TResult>(Expression<Func<T1, T2, T3, T4, T5, T6, TResult>> function, AutogradOptions? options = null) =>
        Map<Func<T1[], T2[], T3[], T4[], T5[], T6[], TResult[]>>(function, options);

    /// <summary>A function of seven parameters over many points: every parameter becomes an array, with one element for each point.</summary>
    /// <param name="function">The function of one point, most often what a transform returned; its code is not run.</param>
    /// <param name="options">Rules; null for the defaults.</param>
    /// <returns>A lambda of arrays of one length to a new array of that length; it throws <see cref="ArgumentException"/> where lengths differ.</returns>
    /// <exception cref="AutogradException">The function holds a construct that cannot be compiled.</exception>
    public static Expression<Func<T1[], T2[], T3[], T4[], T5[], T6[], T7[], TResult[]>> Map<T1, T2, T3, T4, T5, T6, T7, TResult>(Expression<Func<T1, T2, T3, T4, T5, T6, T7, TResult>> function, AutogradOptions? options = null) =>
        Map<Func<T1[], T2[], T3[], T4[], T5[], T6[], T7[], TResult[]>>(function, options);

    /// <summary>A function of eight parameters over many points: every parameter becomes an array, with one element for each point.</summary>
    /// <param name="function">The function of one point, most often what a transform returned; its code is not run.</param>
    /// <param name="options">Rules; null for the defaults.</param>
    /// <returns>A lambda of arrays of one length to a new array of that length; it throws <see cref="ArgumentException"/> where lengths differ.</returns>
    /// <exception cref="AutogradException">The function holds a construct that cannot be compiled.</exception>
    public static Expression<Func<T1[], T2[], T3[], T4[], T5[], T6[], T7[], T8[], TResult[]>> Map<T1, T2, T3, T4, T5, T6, T7, T8, TResult>(Expression<Func<T1, T2, T3, T4, T5, T6, T7, T8, TResult>> function, AutogradOptions? options = null) =>
        Map<Func<T1[], T2[], T3[], T4[], T5[], T6[], T7[], T8[], TResult[]>>(function, options);
}
