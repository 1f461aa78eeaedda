using System.Linq.Expressions;

namespace ExprAutograd.Tests.Lowering;

/// <summary>Programs outside the emit dialect: each was measured to crash FastExpressionCompiler 6.0.0, to give another number, or is of a kind that was.</summary>
internal static class ProgramsOutside
{
    private static readonly ParameterExpression x = Expression.Parameter(typeof(double), "x");
    private static readonly ParameterExpression n = Expression.Parameter(typeof(int), "n");
    private static readonly ParameterExpression a = Expression.Parameter(typeof(double[]), "a");
    private static readonly ParameterExpression v = Expression.Variable(typeof(double), "v");
    private static readonly ParameterExpression maybe = Expression.Variable(typeof(double?), "maybe");
    private static readonly ParameterExpression box = Expression.Variable(typeof(Box), "box");

    public static (string Name, LambdaExpression Program)[] All { get; } =
    [
        ("++ before a double", Of(Block(v, 10.0, Expression.PreIncrementAssign(v)))),
        ("-- before a double", Of(Block(v, 10.0, Expression.PreDecrementAssign(v)))),
        ("++ after a double", Of(Block(v, 10.0, Expression.PostIncrementAssign(v)))),
        ("-- after a double", Of(Block(v, 10.0, Expression.PostDecrementAssign(v)))),
        ("+= on a local", Of(Block(v, 10.0, Expression.AddAssign(v, x), v))),
        ("+= on a local, in a void block", Of(Block(v, 10.0, Expression.Block(typeof(void), Expression.AddAssign(v, x)), v))),
        ("+= on an element", Of(Expression.AddAssign(Expression.ArrayAccess(a, n), x))),
        ("+= on a struct's field", Of(Expression.Block([box], Expression.Assign(box, Expression.New(typeof(Box))), Expression.AddAssign(Expression.Field(box, "Y"), Expression.Constant(1.5)), Expression.Field(box, "Y")))),
        ("a member initializer", Of(Expression.Field(Expression.MemberInit(Expression.New(typeof(Box)), Expression.Bind(typeof(Box).GetField("F")!, x)), "F"))),
        ("a list initializer", Of(Expression.Property(Expression.ListInit(Expression.New(typeof(List<double>)), x), "Item", Expression.Constant(0)))),
        ("an invocation that reuses an outer parameter", Of(Expression.Add(Expression.Invoke(Expression.Lambda(Expression.Multiply(x, Expression.Constant(3.0)), x), Expression.Add(x, Expression.Constant(1.0))), x))),
        ("a nested lambda", Of(Expression.Constant(1.0), Expression.Lambda(x))),
        ("a quoted lambda", Of(Expression.Constant(1.0), Expression.Quote(Expression.Lambda(x)))),
        ("a nullable sum", Of(Expression.Block([maybe], Expression.Assign(maybe, Expression.Convert(x, typeof(double?))), Expression.Assign(maybe, Expression.Add(maybe, Expression.Constant(1.5, typeof(double?)))), x))),
        ("a conversion to nullable", Of(Expression.Block([maybe], Expression.Assign(maybe, Expression.Convert(x, typeof(double?))), x))),
        ("a coalescence", Of(Expression.Coalesce(Expression.Constant(null, typeof(double?)), x))),
        ("a call on a struct that is not a local", Of(Expression.Call(Expression.New(typeof(Box)), nameof(Box.Twice), null, x))),
        ("a call with a by-reference element", Of(Expression.Call(typeof(ProgramsOutside), nameof(ReadThrough), null, Expression.ArrayAccess(a, n)))),
        ("an element whose index is written by its value", Of(Expression.Assign(Expression.ArrayAccess(a, n), Expression.Block(Expression.Assign(n, Expression.Constant(1)), x)))),
        ("an element whose array is written by its value", Of(Expression.Assign(Expression.ArrayAccess(a, n), Expression.Block(Expression.Assign(a, Expression.NewArrayBounds(typeof(double), n)), x)))),
        ("an assignment as an operand", Of(Expression.Add(Expression.Assign(x, Expression.Constant(2.0)), x))),
        ("an assignment as an argument", Of(Expression.Call(typeof(Math), nameof(Math.Sin), null, Expression.Assign(x, Expression.Constant(2.0))))),
        ("a block as an operand", Of(Expression.Add(x, Block(v, 1.0, v)))),
        ("a variable assigned to itself", Of(Block(v, 1.0, Expression.Assign(v, v), v))),
        ("a variable read before it is assigned", Of(Expression.Block([v], v))),
        ("a variable assigned on one side only", Of(Expression.Block([v], Expression.IfThen(Expression.LessThan(x, Expression.Constant(0.0)), Expression.Assign(v, x)), v))),
        ("one variable of two sibling blocks", Of(Expression.Add(Block(v, 1.0, v), Block(v, 2.0, v)))),
        ("one variable of two sibling blocks, the second unassigned", Of(Expression.Block(Block(v, 1.0, Expression.Empty()), Expression.Block([v], v)))),
        ("a variable that nothing declares", Of(v)),
        ("two constants compared, NaN among them", Of(Expression.Condition(Expression.Equal(Expression.Constant(double.NaN), Expression.Constant(double.NaN)), x, Expression.Constant(0.0)))),
        ("a value that is discarded", Of(Expression.Block(Expression.Add(x, x), x))),
        ("a call whose value is discarded", Of(Expression.Block(Expression.Call(typeof(Math), nameof(Math.Sin), null, x), x))),
        ("a try as a value", Of(Expression.TryCatch(x, Expression.Catch(typeof(Exception), Expression.Constant(0.0))))),
        ("a throw", Of(Expression.Condition(Expression.LessThan(x, x), Expression.Throw(Expression.New(typeof(InvalidOperationException)), typeof(double)), x))),
        ("a goto", Of(Goto())),
        ("a power node", Of(Expression.Power(x, x))),
        ("an operator with a method", Of(Expression.Multiply(x, x, typeof(Math).GetMethod(nameof(Math.Pow))!))),
        ("a captured object", Of(Expression.Field(Expression.Constant(new StrongBox()), "Value"))),
        ("an assignment to a property", Of(Expression.Block(Expression.Assign(Expression.Property(Expression.New(typeof(StrongBox)), "Settable"), x), x))),
        ("an expression nested too deep", Of(Enumerable.Range(0, 200).Aggregate((Expression)x, (e, _) => Expression.Negate(e)))),
        ("runtime variables", Of(Expression.Block([v], Expression.Assign(v, x), Expression.Assign(Expression.Variable(typeof(System.Runtime.CompilerServices.IRuntimeVariables), "r"), Expression.RuntimeVariables(v)), x))),
    ];

    /// <summary>Writes through a reference.</summary>
    public static double ReadThrough(ref double value) => value++;

    private static LambdaExpression Of(Expression body, params Expression[] discarded) =>
        Expression.Lambda(discarded.Length == 0 ? body : Expression.Block([.. discarded, body]), x, n, a);

    private static BlockExpression Block(ParameterExpression variable, double value, params Expression[] rest) =>
        Expression.Block([variable], [Expression.Assign(variable, Expression.Constant(value)), .. rest]);

    private static BlockExpression Goto()
    {
        var end = Expression.Label(typeof(double));
        return Expression.Block(Expression.Goto(end, x), Expression.Label(end, x));
    }

    /// <summary>A struct with fields and a method.</summary>
    public struct Box(double f, double y)
    {
        /// <summary>A field.</summary>
        public double F = f;

        /// <summary>Another.</summary>
        public double Y = y;

        /// <summary>Twice x, plus the field.</summary>
        public readonly double Twice(double x) => (2 * x) + F;
    }

    /// <summary>An object.</summary>
    public sealed class StrongBox
    {
        /// <summary>A field.</summary>
        public readonly double Value = 1;

        /// <summary>A property.</summary>
        public double Settable { get; set; }
    }
}
