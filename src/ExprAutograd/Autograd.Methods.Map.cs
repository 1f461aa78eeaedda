using System.Linq.Expressions;
using System.Reflection;
using System.Runtime.CompilerServices;
using ExprAutograd.Compilation;

namespace ExprAutograd;

/// <content>Methods of one point over many.</content>
public static partial class Autograd
{
    /// <summary>A method of one point over many, as a lambda of the delegate type that you name.</summary>
    /// <typeparam name="TMapped">The method's parameters, each an array of one element for each point or what all points share, to arrays of results.</typeparam>
    /// <param name="method">The method, as a delegate; its code is read and not run.</param>
    /// <param name="options">Rules; null for the defaults.</param>
    /// <inheritdoc cref="Map{TMapped}(LambdaExpression, AutogradOptions?)"/>
    /// <exception cref="AutogradException">The method cannot be lifted; the message says which instruction and what to write instead.</exception>
    [OverloadResolutionPriority(-1)]
    public static Expression<TMapped> Map<TMapped>(Delegate method, AutogradOptions? options = null)
        where TMapped : Delegate => Map<TMapped>(MethodLifting.Read(method, options), options);

    /// <summary>A static method of one point over many, as a lambda of the delegate type that you name.</summary>
    /// <typeparam name="TMapped">The method's parameters, each an array of one element for each point or what all points share, to arrays of results.</typeparam>
    /// <param name="method">The method; its code is read and not run.</param>
    /// <param name="options">Rules; null for the defaults.</param>
    /// <inheritdoc cref="Map{TMapped}(LambdaExpression, AutogradOptions?)"/>
    /// <exception cref="AutogradException">The method cannot be lifted; the message says which instruction and what to write instead.</exception>
    public static Expression<TMapped> Map<TMapped>(MethodInfo method, AutogradOptions? options = null)
        where TMapped : Delegate => Map<TMapped>(Lift(method, options), options);

    /// <summary>A method of one parameter over many points: every parameter becomes an array, with one element for each point.</summary>
    /// <param name="method">The method, as a delegate; its code is read and not run.</param>
    /// <param name="options">Rules; null for the defaults.</param>
    /// <returns>A lambda of arrays of one length to a new array of that length; it throws <see cref="ArgumentException"/> where lengths differ.</returns>
    /// <exception cref="AutogradException">The method holds a construct that cannot be lifted.</exception>
    [OverloadResolutionPriority(-1)]
    public static Expression<Func<T1[], TResult[]>> Map<T1, TResult>(Func<T1, TResult> method, AutogradOptions? options = null) =>
        Map(Lift(method, options), options);

    /// <summary>A method of two parameters over many points: every parameter becomes an array, with one element for each point.</summary>
    /// <param name="method">The method, as a delegate; its code is read and not run.</param>
    /// <param name="options">Rules; null for the defaults.</param>
    /// <returns>A lambda of arrays of one length to a new array of that length; it throws <see cref="ArgumentException"/> where lengths differ.</returns>
    /// <exception cref="AutogradException">The method holds a construct that cannot be lifted.</exception>
    [OverloadResolutionPriority(-1)]
    public static Expression<Func<T1[], T2[], TResult[]>> Map<T1, T2, TResult>(Func<T1, T2, TResult> method, AutogradOptions? options = null) =>
        Map(Lift(method, options), options);

    /// <summary>A method of three parameters over many points: every parameter becomes an array, with one element for each point.</summary>
    /// <param name="method">The method, as a delegate; its code is read and not run.</param>
    /// <param name="options">Rules; null for the defaults.</param>
    /// <returns>A lambda of arrays of one length to a new array of that length; it throws <see cref="ArgumentException"/> where lengths differ.</returns>
    /// <exception cref="AutogradException">The method holds a construct that cannot be lifted.</exception>
    [OverloadResolutionPriority(-1)]
    public static Expression<Func<T1[], T2[], T3[], TResult[]>> Map<T1, T2, T3, TResult>(Func<T1, T2, T3, TResult> method, AutogradOptions? options = null) =>
        Map(Lift(method, options), options);

    /// <summary>A method of four parameters over many points: every parameter becomes an array, with one element for each point.</summary>
    /// <param name="method">The method, as a delegate; its code is read and not run.</param>
    /// <param name="options">Rules; null for the defaults.</param>
    /// <returns>A lambda of arrays of one length to a new array of that length; it throws <see cref="ArgumentException"/> where lengths differ.</returns>
    /// <exception cref="AutogradException">The method holds a construct that cannot be lifted.</exception>
    [OverloadResolutionPriority(-1)]
    public static Expression<Func<T1[], T2[], T3[], T4[], TResult[]>> Map<T1, T2, T3, T4, TResult>(Func<T1, T2, T3, T4, TResult> method, AutogradOptions? options = null) =>
        Map(Lift(method, options), options);

    /// <summary>A method of five parameters over many points: every parameter becomes an array, with one element for each point.</summary>
    /// <param name="method">The method, as a delegate; its code is read and not run.</param>
    /// <param name="options">Rules; null for the defaults.</param>
    /// <returns>A lambda of arrays of one length to a new array of that length; it throws <see cref="ArgumentException"/> where lengths differ.</returns>
    /// <exception cref="AutogradException">The method holds a construct that cannot be lifted.</exception>
    [OverloadResolutionPriority(-1)]
    public static Expression<Func<T1[], T2[], T3[], T4[], T5[], TResult[]>> Map<T1, T2, T3, T4, T5, TResult>(Func<T1, T2, T3, T4, T5, TResult> method, AutogradOptions? options = null) =>
        Map(Lift(method, options), options);

    /// <summary>A method of six parameters over many points: every parameter becomes an array, with one element for each point.</summary>
    /// <param name="method">The method, as a delegate; its code is read and not run.</param>
    /// <param name="options">Rules; null for the defaults.</param>
    /// <returns>A lambda of arrays of one length to a new array of that length; it throws <see cref="ArgumentException"/> where lengths differ.</returns>
    /// <exception cref="AutogradException">The method holds a construct that cannot be lifted.</exception>
    [OverloadResolutionPriority(-1)]
    public static Expression<Func<T1[], T2[], T3[], T4[], T5[], T6[], TResult[]>> Map<T1, T2, T3, T4, T5, T6, TResult>(Func<T1, T2, T3, T4, T5, T6, TResult> method, AutogradOptions? options = null) =>
        Map(Lift(method, options), options);

    /// <summary>A method of seven parameters over many points: every parameter becomes an array, with one element for each point.</summary>
    /// <param name="method">The method, as a delegate; its code is read and not run.</param>
    /// <param name="options">Rules; null for the defaults.</param>
    /// <returns>A lambda of arrays of one length to a new array of that length; it throws <see cref="ArgumentException"/> where lengths differ.</returns>
    /// <exception cref="AutogradException">The method holds a construct that cannot be lifted.</exception>
    [OverloadResolutionPriority(-1)]
    public static Expression<Func<T1[], T2[], T3[], T4[], T5[], T6[], T7[], TResult[]>> Map<T1, T2, T3, T4, T5, T6, T7, TResult>(Func<T1, T2, T3, T4, T5, T6, T7, TResult> method, AutogradOptions? options = null) =>
        Map(Lift(method, options), options);

    /// <summary>A method of eight parameters over many points: every parameter becomes an array, with one element for each point.</summary>
    /// <param name="method">The method, as a delegate; its code is read and not run.</param>
    /// <param name="options">Rules; null for the defaults.</param>
    /// <returns>A lambda of arrays of one length to a new array of that length; it throws <see cref="ArgumentException"/> where lengths differ.</returns>
    /// <exception cref="AutogradException">The method holds a construct that cannot be lifted.</exception>
    [OverloadResolutionPriority(-1)]
    public static Expression<Func<T1[], T2[], T3[], T4[], T5[], T6[], T7[], T8[], TResult[]>> Map<T1, T2, T3, T4, T5, T6, T7, T8, TResult>(Func<T1, T2, T3, T4, T5, T6, T7, T8, TResult> method, AutogradOptions? options = null) =>
        Map(Lift(method, options), options);
}
