using System.Linq.Expressions;
using ExprAutograd.Expressions;

namespace ExprAutograd;

/// <summary>Writes a function with statements, loops and arrays, which C# does not allow in expression lambdas, step by step.</summary>
/// <remarks>
/// <code>
/// var norm = FunctionBuilder.Create&lt;Func&lt;double[], double>>(f =>
/// {
///     var x = f.ArrayParameter&lt;double>("x");
///     var s = f.Let(0.0);
///     f.For(0, x.Length, i => s.Value += x[i] * x[i]);
///     f.Return(f.Call(Math.Sqrt, s));
/// });
/// var gradient = Autograd.Compile(Autograd.Gradient(norm));
/// </code>
/// <para>The C# code runs once and writes the function down: a C# <c>if</c> or <c>for</c> decides what is written, <see cref="If"/> and
/// <see cref="For"/> are statements of the function. Not thread-safe.</para>
/// </remarks>
public sealed partial class FunctionBuilder
{
    private readonly List<ParameterExpression> parameters = [];
    private readonly LabelTarget result;
    private StatementList statements = new();
    private Expression? returned;
    private bool hasEarlyReturn;

    private FunctionBuilder(Type resultType) => result = Expression.Label(resultType, "result");

    /// <summary>The function that <paramref name="body"/> writes, as an expression to be differentiated and compiled.</summary>
    /// <typeparam name="TDelegate">The function's type; its parameters are declared in <paramref name="body"/>, in order.</typeparam>
    /// <param name="body">Declares the parameters, writes the statements, and ends with <see cref="Return{T}"/>.</param>
    /// <exception cref="ArgumentException">The parameters are not those of <typeparamref name="TDelegate"/>.</exception>
    /// <exception cref="InvalidOperationException">The function does not end with <see cref="Return{T}"/>, or has a statement where none can be reached.</exception>
    public static Expression<TDelegate> Create<TDelegate>(Action<FunctionBuilder> body)
        where TDelegate : Delegate
    {
        ArgumentNullException.ThrowIfNull(body);
        var invoke = typeof(TDelegate).GetMethod("Invoke")!;
        var builder = new FunctionBuilder(invoke.ReturnType);
        body(builder);
        var (expected, found) = (invoke.GetParameters().Select(p => p.ParameterType), builder.parameters.Select(p => p.Type));
        if (!expected.SequenceEqual(found))
            throw new ArgumentException($"A {NumericTypes.Name(typeof(TDelegate))} has the parameters ({Names(expected)}); the body declares ({Names(found)}). Declare one of each, in order.", nameof(body));
        return Expression.Lambda<TDelegate>(builder.Finish(), builder.parameters);

        static string Names(IEnumerable<Type> types) => string.Join(", ", types.Select(NumericTypes.Name));
    }

    /// <summary>Declares the next parameter.</summary>
    /// <param name="name">Its name, for messages and for <see cref="Autograd.ToCSharp"/>.</param>
    public Formula<T> Parameter<T>(string name) => new(Declare(typeof(T), name));

    /// <summary>Declares the next parameter, an array.</summary>
    /// <param name="name">Its name.</param>
    public ArrayFormula<T> ArrayParameter<T>(string name) => new(this, Declare(typeof(T[]), name));

    /// <summary>Declares the next parameter, a rectangular array.</summary>
    /// <param name="name">Its name.</param>
    public MatrixFormula<T> MatrixParameter<T>(string name) => new(this, Declare(typeof(T[,]), name));

    /// <summary>A new variable that starts as a constant.</summary>
    /// <param name="initial">The constant.</param>
    /// <param name="name">Its name, for <see cref="Autograd.ToCSharp"/>.</param>
    public LocalFormula<T> Let<T>(T initial, string? name = null)
        where T : struct => Let((Formula<T>)initial, name);

    /// <summary>A new variable that starts with the present value of a formula.</summary>
    /// <param name="initial">The formula; evaluated here and once.</param>
    /// <param name="name">Its name, for <see cref="Autograd.ToCSharp"/>.</param>
    public LocalFormula<T> Let<T>(Formula<T> initial, string? name = null)
    {
        ArgumentNullException.ThrowIfNull(initial);
        return new LocalFormula<T>(this, Store(initial.Expression, name));
    }

    /// <summary>A new array of zeros.</summary>
    /// <param name="length">The number of elements.</param>
    public ArrayFormula<T> NewArray<T>(Formula<int> length)
    {
        ArgumentNullException.ThrowIfNull(length);
        return new ArrayFormula<T>(this, Store(Expression.NewArrayBounds(typeof(T), length.Expression)));
    }

    /// <summary>A new array, element by element.</summary>
    /// <param name="length">The number of elements.</param>
    /// <param name="element">The element at a position.</param>
    public ArrayFormula<T> NewArray<T>(Formula<int> length, Func<Formula<int>, Formula<T>> element)
    {
        ArgumentNullException.ThrowIfNull(element);
        var array = NewArray<T>(length);
        For(0, array.Length, i => array[i] = element(i));
        return array;
    }

    /// <summary>A new array of given elements.</summary>
    /// <param name="elements">The elements.</param>
    public ArrayFormula<T> ArrayOf<T>(params Formula<T>[] elements)
    {
        ArgumentNullException.ThrowIfNull(elements);
        return new ArrayFormula<T>(this, Store(Expression.NewArrayInit(typeof(T), elements.Select(e => e.Expression))));
    }

    /// <summary>A new rectangular array of zeros.</summary>
    /// <param name="rowCount">The number of rows.</param>
    /// <param name="columnCount">The number of columns.</param>
    public MatrixFormula<T> NewMatrix<T>(Formula<int> rowCount, Formula<int> columnCount)
    {
        ArgumentNullException.ThrowIfNull(rowCount);
        ArgumentNullException.ThrowIfNull(columnCount);
        return new MatrixFormula<T>(this, Store(Expression.NewArrayBounds(typeof(T), rowCount.Expression, columnCount.Expression)));
    }

    /// <summary>A new array with the elements of another: to write to where the other must stay as it is.</summary>
    /// <param name="array">The array to copy.</param>
    public ArrayFormula<T> Copy<T>(Formula<T[]> array)
    {
        ArgumentNullException.ThrowIfNull(array);
        return new ArrayFormula<T>(this, Store(Expression.Convert(Expression.Call(array.Expression, nameof(Array.Clone), null), typeof(T[]))));
    }

    /// <summary>A formula of an array (a row of an array of arrays, the result of a call) with its length and elements.</summary>
    /// <param name="array">The formula.</param>
    public ArrayFormula<T> AsArray<T>(Formula<T[]> array)
    {
        ArgumentNullException.ThrowIfNull(array);
        return new ArrayFormula<T>(this, array.Expression);
    }

    /// <summary>Ends the function with a value; inside of <see cref="If"/> or a loop, where that is reached.</summary>
    /// <param name="value">The value, of the function's result type.</param>
    /// <exception cref="ArgumentException">The function returns another type.</exception>
    public void Return<T>(Formula<T> value)
    {
        ArgumentNullException.ThrowIfNull(value);
        if (typeof(T) != result.Type) throw new ArgumentException($"The function returns {NumericTypes.Name(result.Type)}; '{value}' is {NumericTypes.Name(typeof(T))}.", nameof(value));
        if (statements.Outer is null)
        {
            RequireReachable();
            returned = value.Expression;
            statements.IsClosed = true;
            return;
        }
        hasEarlyReturn = true;
        Leave(Expression.Return(result, value.Expression, result.Type));
    }

    internal void Assign(Expression place, Expression value) => Add(Expression.Assign(place, value));

    private ParameterExpression Declare(Type type, string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        var parameter = Expression.Parameter(type, name);
        parameters.Add(parameter);
        return parameter;
    }

    private ParameterExpression Store(Expression value, string? name = null)
    {
        var variable = Expression.Variable(value.Type, name);
        Add(Expression.Assign(variable, value));
        statements.Variables.Add(variable);
        return variable;
    }

    private void Add(Expression statement)
    {
        RequireReachable();
        statements.Items.Add(statement);
    }

    /// <summary>A jump: nothing may follow it in its block.</summary>
    private void Leave(GotoExpression jump)
    {
        Add(jump);
        statements.IsClosed = true;
    }

    private void RequireReachable()
    {
        if (statements.IsClosed) throw new InvalidOperationException("A statement follows Return, Break or Continue in the same block, where it is never reached. Move it before, or the jump into an If.");
    }

    private Expression Finish()
    {
        if (returned is null) throw new InvalidOperationException("The function does not end with a value. Call Return at the end of the body.");
        if (!hasEarlyReturn && statements.Items.Count == 0) return returned;
        var last = hasEarlyReturn ? Expression.Label(result, returned) : returned;
        return Expression.Block(statements.Variables, [.. statements.Items, last]);
    }

    /// <summary>The statements that <paramref name="body"/> writes, as a block of their own.</summary>
    private BlockExpression Write(Action body)
    {
        statements = new StatementList { Outer = statements };
        try
        {
            body();
            if (statements.Items.Count == 0) statements.Items.Add(Expression.Empty());
            return Expression.Block(typeof(void), statements.Variables, statements.Items);
        }
        finally
        {
            statements = statements.Outer;
        }
    }

    private sealed class StatementList
    {
        public StatementList? Outer { get; init; }

        public List<ParameterExpression> Variables { get; } = [];

        public List<Expression> Items { get; } = [];

        /// <summary>True after a jump.</summary>
        public bool IsClosed { get; set; }
    }
}
