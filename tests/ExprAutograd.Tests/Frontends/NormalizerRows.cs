using System.Linq.Expressions;

namespace ExprAutograd.Tests.Frontends;

/// <summary>One function per kind of straight-line node, small enough to differentiate in the head.</summary>
/// <param name="Name">What the row shows.</param>
/// <param name="Function">A function of x and y.</param>
/// <param name="Value">f(x, y) at x = 3, y = 2.</param>
/// <param name="Gradient">Its derivatives there.</param>
internal sealed record NormalizerRow(string Name, Expression<Func<double, double, double>> Function, double Value, double[] Gradient)
{
    /// <summary>False where the function jumps at the point itself, or rounds to float: differences say nothing there.</summary>
    public bool IsSmooth { get; init; } = true;
}

/// <summary>The table.</summary>
internal static class NormalizerRows
{
    public const double X = 3;
    public const double Y = 2;

    private static readonly ParameterExpression x = Expression.Parameter(typeof(double), "x");
    private static readonly ParameterExpression y = Expression.Parameter(typeof(double), "y");
    private static readonly ParameterExpression v = Expression.Variable(typeof(double), "v");
    private static readonly ParameterExpression w = Expression.Variable(typeof(double), "w");
    private static readonly ParameterExpression n = Expression.Variable(typeof(int), "n");
    private static readonly ParameterExpression a = Expression.Variable(typeof(double[]), "a");
    private static readonly ParameterExpression maybe = Expression.Variable(typeof(double?), "maybe");
    private static readonly ParameterExpression pair = Expression.Variable(typeof(Pair), "pair");
    private static readonly BinaryExpression xIsLarge = Expression.GreaterThan(x, Number(1));
    private static readonly BinaryExpression xIsSmall = Expression.LessThan(x, Number(1));

    public static NormalizerRow[] All { get; } =
    [
        // Arithmetic.
        new("Add", (x, y) => x + y, 5, [1, 1]),
        new("Subtract", (x, y) => x - y, 1, [1, -1]),
        new("Multiply", (x, y) => x * y, 6, [2, 3]),
        new("Divide", (x, y) => x / y, 1.5, [0.5, -0.75]),
        new("Modulo", (x, y) => x % y, 1, [1, -1]),
        Row("Power", Expression.Power(x, Number(2)), 9, [6, 0]),
        Row("Power of two variables", Expression.Power(y, x), 8, [8 * Math.Log(2), 12]),
        new("Negate", (x, y) => -x * y, -6, [-2, -3]),
        Row("UnaryPlus", Expression.UnaryPlus(Times(x, y)), 6, [2, 3]),
        Row("Increment", Times(Expression.Increment(x), y), 8, [2, 4]),
        Row("Decrement", Times(Expression.Decrement(x), y), 4, [2, 2]),
        Row("AddChecked", Expression.AddChecked(x, y), 5, [1, 1]),
        Row("SubtractChecked", Expression.SubtractChecked(x, y), 1, [1, -1]),
        Row("MultiplyChecked", Expression.MultiplyChecked(x, y), 6, [2, 3]),
        Row("NegateChecked", Expression.NegateChecked(Times(x, y)), -6, [-2, -3]),
        Row("an operator with a method", Expression.Multiply(x, y, typeof(Math).GetMethod(nameof(Math.Pow))), 9, [6, 9 * Math.Log(3)]),

        // Numbers that carry no derivative.
        new("Convert to float and back", (x, y) => (double)(float)x * y, 6, [2, 3]) { IsSmooth = false },
        new("Convert of an int", (x, y) => x * (int)Math.Floor(y), 6, [2, 0]) { IsSmooth = false },
        Row("ConvertChecked", Times(x, Expression.ConvertChecked(Expression.ConvertChecked(Floor(y), typeof(int)), typeof(double))), 6, [2, 0]) with { IsSmooth = false },
        Row("And, Or, ExclusiveOr", Times(x, Real(Expression.ExclusiveOr(Expression.Or(Integer(5), Expression.And(Integer(6), Integer(3))), Integer(1)))), 18, [6, 0]),
        Row("LeftShift, RightShift", Times(x, Real(Expression.RightShift(Expression.LeftShift(Integer(5), Integer(3)), Integer(2)))), 30, [10, 0]),
        Row("OnesComplement", Times(x, Real(Expression.OnesComplement(Integer(-5)))), 12, [4, 0]),
        Row("checked integers", Times(x, Real(Expression.SubtractChecked(Expression.MultiplyChecked(Integer(5), Integer(3)), Expression.AddChecked(Integer(5), Integer(3))))), 21, [7, 0]),
        Row("integer division and remainder", Times(x, Real(Expression.Add(Expression.Divide(Integer(7), Integer(2)), Expression.Modulo(Integer(7), Integer(4))))), 18, [6, 0]),
        Row("Default", Expression.Add(Times(x, y), Expression.Default(typeof(double))), 6, [2, 3]),
        Row("a constant", Times(Number(7), x), 21, [7, 0]),

        // Tests.
        new("Equal, NotEqual", (x, y) => x == 3 && y != 3 ? x * y : 0, 6, [2, 3]) { IsSmooth = false },
        new("less and greater", (x, y) => x < 2 || x <= 2 || y > 2 || y >= 3 ? 0 : x * y, 6, [2, 3]) { IsSmooth = false },
        new("Not", (x, y) => !(x < y) ? x : y, 3, [1, 0]),
        Row("IsTrue, IsFalse", Expression.Condition(Expression.IsTrue(xIsLarge), Expression.Condition(Expression.IsFalse(xIsLarge), y, x), y), 3, [1, 0]),
        Row("And and Or of bools", Expression.Condition(Expression.And(xIsLarge, Expression.Or(xIsSmall, xIsLarge)), x, y), 3, [1, 0]),
        Row("ExclusiveOr of bools", Expression.Condition(Expression.ExclusiveOr(xIsLarge, xIsSmall), x, y), 3, [1, 0]),
        Row("TypeIs of an object", Expression.Condition(Expression.TypeIs(Expression.Constant("text", typeof(object)), typeof(string)), Times(x, y), x), 6, [2, 3]),
        Row("TypeEqual of an object", Expression.Condition(Expression.TypeEqual(Expression.Constant("text", typeof(object)), typeof(string)), Times(x, y), x), 6, [2, 3]),
        Row("TypeIs of a number", Expression.Condition(Expression.TypeIs(x, typeof(double)), Times(x, y), x), 6, [2, 3]),
        Row("TypeAs", Expression.Condition(Expression.Equal(Expression.TypeAs(Expression.Constant("text", typeof(object)), typeof(string)), Expression.Constant("text")), Times(x, y), x), 6, [2, 3]),
        Row("Unbox of a captured number", Times(x, Expression.Unbox(Expression.Constant(4.0, typeof(object)), typeof(double))), 12, [4, 0]),

        // Choices.
        new("Conditional", (x, y) => x > y ? x * y : x + y, 6, [2, 3]),
        new("Conditional in a Conditional", (x, y) => x > y ? y > 5 ? x : y : 7, 2, [0, 1]),
        Row("Conditional as a statement", Block([v], Assign(v, x), Expression.IfThenElse(xIsLarge, Assign(v, Times(v, y)), Assign(v, y)), v), 6, [2, 3]),
        Row("a Conditional that assigns on one side", Block([v], Assign(v, x), Expression.IfThen(xIsLarge, Assign(v, Times(v, v))), v), 9, [6, 0]),
        Row("Switch", Expression.Switch(Expression.Convert(Floor(x), typeof(int)), y, Expression.SwitchCase(x, Integer(1), Integer(2)), Expression.SwitchCase(Times(x, y), Integer(3))), 6, [2, 3]) with { IsSmooth = false },
        Row("Switch as a statement", Block([v], Assign(v, y), Expression.Switch(typeof(void), Expression.Convert(Floor(x), typeof(int)), Assign(v, Number(0)), null, Expression.SwitchCase(Assign(v, Times(x, y)), Integer(3))), v), 6, [2, 3]) with { IsSmooth = false },
        Row("Switch on text", Expression.Switch(Expression.Constant("b"), y, (System.Reflection.MethodInfo?)null, Expression.SwitchCase(x, Expression.Constant("a")), Expression.SwitchCase(Times(x, y), Expression.Constant("b"))), 6, [2, 3]),
        Row("Switch without a match", Expression.Switch(Expression.Convert(Floor(x), typeof(int)), y, Expression.SwitchCase(x, Integer(1))), 2, [0, 1]) with { IsSmooth = false },
        Row("Throw in the branch not taken", Expression.Condition(xIsSmall, Expression.Throw(Expression.New(typeof(InvalidOperationException)), typeof(double)), Times(x, y)), 6, [2, 3]),
        Row("Throw as a statement not reached", Block([], Expression.IfThen(xIsSmall, Expression.Throw(Expression.New(typeof(InvalidOperationException)))), Times(x, y)), 6, [2, 3]),

        // Nullables.
        Row("Coalesce of a number", Block([maybe], Assign(maybe, Expression.Convert(x, typeof(double?))), Times(Expression.Coalesce(maybe, y), y)), 6, [2, 3]),
        Row("Coalesce of null", Block([maybe], Assign(maybe, Expression.Constant(null, typeof(double?))), Times(Expression.Coalesce(maybe, y), y)), 4, [0, 4]),
        Row("Coalesce with a conversion", Coalesce(), 9, [3, 3]),
        Row("Coalesce of text", Times(x, Real(Expression.Property(Expression.Coalesce(Expression.Constant(null, typeof(string)), Expression.Constant("four")), "Length"))), 12, [4, 0]),
        Row("lifted arithmetic", Block([maybe], Assign(maybe, Expression.Multiply(Maybe(x), Maybe(y))), Expression.Convert(maybe, typeof(double))), 6, [2, 3]),
        Row("lifted arithmetic with null", Expression.Coalesce(Expression.Add(Maybe(x), Expression.Constant(null, typeof(double?))), Times(x, y)), 6, [2, 3]),
        Row("a lifted comparison", Expression.Condition(Expression.LessThan(Maybe(x), Expression.Constant(null, typeof(double?))), y, x), 3, [1, 0]),
        Row("a lifted negation", Expression.Property(Expression.Negate(Maybe(Times(x, y))), "Value"), -6, [-2, -3]),
        Row("HasValue and GetValueOrDefault", Expression.Condition(Expression.Property(Maybe(x), "HasValue"), Expression.Call(Maybe(x), "GetValueOrDefault", null), y), 3, [1, 0]),

        // Variables.
        Row("Block and Assign", Block([v], Assign(v, Times(x, y)), Expression.Add(v, v)), 12, [4, 6]),
        Row("Assign as a value", Expression.Add(Block([v], Assign(v, x)), y), 5, [1, 1]),
        Row("Assign to a parameter", Block([], Assign(x, Times(x, y)), Expression.Add(x, y)), 8, [2, 4]),
        Row("a value read before its variable is assigned again", Expression.Add(x, Block([], Assign(x, Times(x, y)), x)), 9, [3, 3]),
        Row("a Block in a Block, the inner name its own", Block([v], Assign(v, x), Block([v], Assign(v, y), v), v), 3, [1, 0]),
        Row("the inner name's value out of its Block", Block([v], Assign(v, x), Times(Block([v], Assign(v, y), v), v)), 6, [2, 3]),
        Row("an outer variable assigned inside", Block([v], Assign(v, x), Block([w], Assign(w, y), Assign(v, Times(v, w))), v), 6, [2, 3]),
        Row("AddAssign", Block([v], Assign(v, x), Expression.AddAssign(v, y), Times(v, v)), 25, [10, 10]),
        Row("SubtractAssign", Block([v], Assign(v, x), Expression.SubtractAssign(v, y), Times(v, v)), 1, [2, -2]),
        Row("MultiplyAssign", Block([v], Assign(v, x), Expression.MultiplyAssign(v, y), v), 6, [2, 3]),
        Row("DivideAssign", Block([v], Assign(v, x), Expression.DivideAssign(v, y), v), 1.5, [0.5, -0.75]),
        Row("ModuloAssign", Block([v], Assign(v, x), Expression.ModuloAssign(v, y), v), 1, [1, -1]),
        Row("PowerAssign", Block([v], Assign(v, x), Expression.PowerAssign(v, Number(2)), v), 9, [6, 0]),
        Row("checked compound assignments", Block([v], Assign(v, x), Expression.AddAssignChecked(v, y), Expression.MultiplyAssignChecked(v, y), Expression.SubtractAssignChecked(v, x), v), 7, [1, 7]),
        Row("a compound assignment as a value", Block([v], Assign(v, x), Times(Expression.AddAssign(v, y), v)), 25, [10, 10]),
        Row("compound assignments of integers", Block([n], Expression.Assign(n, Integer(13)), Expression.AndAssign(n, Integer(7)), Expression.OrAssign(n, Integer(2)), Expression.ExclusiveOrAssign(n, Integer(1)),
            Expression.LeftShiftAssign(n, Integer(3)), Expression.RightShiftAssign(n, Integer(1)), Times(x, Real(n))), 72, [24, 0]),
        Row("PreIncrementAssign", Block([v], Assign(v, x), Times(Expression.PreIncrementAssign(v), v)), 16, [8, 0]),
        Row("PreDecrementAssign", Block([v], Assign(v, x), Times(Expression.PreDecrementAssign(v), v)), 4, [4, 0]),
        Row("PostIncrementAssign", Block([v], Assign(v, x), Times(Expression.PostIncrementAssign(v), v)), 12, [7, 0]),
        Row("PostDecrementAssign", Block([v], Assign(v, x), Times(Expression.PostDecrementAssign(v), v)), 6, [5, 0]),
        Row("a subtree used twice that changes what it reads", TwiceWithEffect(), 20, [9, 0]),

        // Arrays.
        new("NewArrayInit and ArrayIndex", (x, y) => new[] { x, y, x * y }[2] * x, 18, [12, 9]),
        Row("ArrayLength", Times(x, Real(Expression.ArrayLength(Expression.NewArrayInit(typeof(double), x, y)))), 6, [2, 0]),
        Row("NewArrayBounds and Index", Block([a], Assign(a, Expression.NewArrayBounds(typeof(double), Integer(2))), Assign(At(0), x), Times(Expression.Add(At(0), At(1)), y)), 6, [2, 3]),
        Row("an element written over", Block([a], Assign(a, Expression.NewArrayInit(typeof(double), x, y)), Assign(At(0), Times(At(0), At(1))), Times(At(0), At(0))), 36, [24, 36]),
        Row("AddAssign to an element", Block([a], Assign(a, Expression.NewArrayInit(typeof(double), x, y)), Expression.AddAssign(At(0), At(1)), Times(At(0), y)), 10, [2, 7]),
        Row("MultiplyAssign to an element as a value", Block([a], Assign(a, Expression.NewArrayInit(typeof(double), x, y)), Expression.Add(Expression.MultiplyAssign(At(1), x), At(1))), 12, [4, 6]),
        Row("PostIncrementAssign of an element", Block([a], Assign(a, Expression.NewArrayInit(typeof(double), x, y)), Times(Expression.PostIncrementAssign(At(0)), At(0))), 12, [7, 0]),
        Row("PreDecrementAssign of an element", Block([a], Assign(a, Expression.NewArrayInit(typeof(double), x, y)), Times(Expression.PreDecrementAssign(At(0)), At(0))), 4, [4, 0]),
        Row("two names of one array", Alias(), 6, [2, 3]),
        Row("an element assigned in one branch", Block([a], Assign(a, Expression.NewArrayInit(typeof(double), x, y)), Expression.IfThen(xIsLarge, Assign(At(0), Times(x, x))), Times(At(0), At(1))), 18, [12, 9]),
        Row("an index that is computed", Times(Expression.ArrayIndex(Expression.NewArrayInit(typeof(double), x, y), Expression.Convert(Floor(Expression.Subtract(x, y)), typeof(int))), x), 6, [2, 3]) with { IsSmooth = false },
        Row("ListInit", Expression.Property(Expression.ListInit(Expression.New(typeof(List<double>)), Times(x, y), y), "Item", Integer(0)), 6, [2, 3]),

        // Members.
        new("a tuple", (x, y) => new Tuple<double, double>(x * y, y).Item1, 6, [2, 3]),
        Row("a ValueTuple", Expression.Field(Expression.New(typeof(ValueTuple<double, double>).GetConstructors()[0], Times(x, y), y), "Item1"), 6, [2, 3]),
        Row("ValueTuple.Create", Expression.Field(Expression.Call(typeof(ValueTuple), nameof(ValueTuple.Create), [typeof(double), typeof(double)], y, Times(x, y)), "Item2"), 6, [2, 3]),
        new("a tuple of tuples", (x, y) => new Tuple<Tuple<double, double>, double>(new Tuple<double, double>(x, y), x).Item1.Item2 * x, 6, [2, 3]),
        new("an anonymous type", (x, y) => new { A = x * y, B = y }.A, 6, [2, 3]),
        new("a record", (x, y) => new Point(x * y, y).Across * new Point(x, y).Down, 12, [4, 12]),
        new("MemberInit of a struct", (x, y) => new Pair { First = x, Second = y }.First * y, 6, [2, 3]),
        new("MemberInit that leaves a member out", (x, y) => new Pair { First = x }.Second + x, 3, [1, 0]),
        new("MemberInit of a class", (x, y) => new Settable { Left = x * y, Right = y }.Left, 6, [2, 3]),
        Row("Assign to a struct's field", Block([pair], Assign(pair, Expression.New(typeof(Pair))), Assign(Expression.Field(pair, "First"), x), Times(Expression.Field(pair, "First"), y)), 6, [2, 3]),
        Row("AddAssign to a struct's field", Block([pair], Assign(pair, Expression.Default(typeof(Pair))), Expression.AddAssign(Expression.Field(pair, "First"), x), Expression.AddAssign(Expression.Field(pair, "First"), y), Expression.Field(pair, "First")), 5, [1, 1]),
        Row("a struct copied, then changed", CopiedStruct(), 6, [2, 3]),
        Row("a struct that a branch chooses", Expression.Field(Expression.Condition(xIsLarge, NewPair(x, y), NewPair(y, x)), "First"), 3, [1, 0]),
        new("a constant of a class", (x, y) => x * Math.PI / Math.PI, 3, [1, 0]),
        new("a static field", (x, y) => x * StaticScale, 12, [4, 0]),
        new("SinCos, one call of two results", (x, y) => Math.SinCos(x).Sin * y, 2 * Math.Sin(3), [2 * Math.Cos(3), Math.Sin(3)]),

        // Calls and lambdas.
        new("Call", (x, y) => Math.Max(x, y) * y, 6, [2, 3]),
        Row("Invoke", Expression.Invoke(Expression.Lambda(Times(v, y), v), x), 6, [2, 3]),
        Row("an Invoke that binds an outer parameter again", Expression.Add(Expression.Invoke(Expression.Lambda(Times(x, Number(3)), x), Expression.Add(x, y)), x), 18, [4, 3]),
        Row("an Invoke that exchanges parameters", Expression.Invoke(Expression.Lambda(Expression.Subtract(x, y), x, y), y, x), -1, [-1, 1]),
        Row("a lambda held in a variable", LetLambda(), 12, [4, 6]),
        Row("a lambda that reads a variable assigned later", LateLambda(), 6, [2, 3]),
        Row("a lambda that returns a lambda", Expression.Invoke(Expression.Invoke(Expression.Lambda(Expression.Lambda(Times(v, w), w), v), x), y), 6, [2, 3]),
        Row("Quote", Expression.Invoke(Expression.Call(Expression.Quote(Expression.Lambda<Func<double, double>>(Times(v, y), v)), typeof(Expression<Func<double, double>>).GetMethod("Compile", [])!), x), 6, [2, 3]),
        Row("DebugInfo", Block([], Expression.DebugInfo(Expression.SymbolDocument("Loss.cs"), 1, 1, 1, 9), Times(x, y)), 6, [2, 3]),
        Row("a node that reduces", new Doubling(Times(x, y)), 12, [4, 6]),
    ];

    /// <summary>Read as a static field.</summary>
    public static double StaticScale { get; } = 4;

    private static NormalizerRow Row(string name, Expression body, double value, double[] gradient) => new(name, Expression.Lambda<Func<double, double, double>>(body, x, y), value, gradient);

    private static ConstantExpression Number(double value) => Expression.Constant(value);

    private static ConstantExpression Integer(int value) => Expression.Constant(value);

    private static UnaryExpression Real(Expression integer) => Expression.Convert(integer, typeof(double));

    private static UnaryExpression Maybe(Expression number) => Expression.Convert(number, typeof(double?));

    private static BinaryExpression Times(Expression a, Expression b) => Expression.Multiply(a, b);

    private static BinaryExpression Assign(Expression target, Expression value) => Expression.Assign(target, value);

    private static BlockExpression Block(ParameterExpression[] variables, params Expression[] statements) => Expression.Block(variables, statements);

    private static MethodCallExpression Floor(Expression e) => Expression.Call(typeof(Math), nameof(Math.Floor), null, e);

    private static IndexExpression At(int index) => Expression.ArrayAccess(a, Integer(index));

    private static NewExpression NewPair(Expression first, Expression second) => Expression.New(typeof(Pair).GetConstructors()[0], first, second);

    private static BinaryExpression Coalesce()
    {
        var number = Expression.Parameter(typeof(double), "number");
        return Expression.Add(Expression.Coalesce(Maybe(x), y, Expression.Lambda<Func<double, double>>(Times(number, y), number)), x);
    }

    private static BinaryExpression TwiceWithEffect()
    {
        var step = Block([], Expression.PreIncrementAssign(x), x);
        return Times(step, step);
    }

    private static BlockExpression Alias()
    {
        var b = Expression.Variable(typeof(double[]), "b");
        return Block([a, b], Assign(a, Expression.NewArrayInit(typeof(double), Number(0), y)), Assign(b, a), Assign(At(0), x), Times(Expression.ArrayAccess(b, Integer(0)), y));
    }

    private static BlockExpression CopiedStruct()
    {
        var copy = Expression.Variable(typeof(Pair), "copy");
        return Block([pair, copy], Assign(pair, NewPair(x, y)), Assign(copy, pair), Assign(Expression.Field(pair, "First"), Number(100)), Times(Expression.Field(copy, "First"), y));
    }

    private static BlockExpression LetLambda()
    {
        var g = Expression.Variable(typeof(Func<double, double>), "g");
        return Block([g], Assign(g, Expression.Lambda<Func<double, double>>(Times(v, y), v)), Expression.Add(Expression.Invoke(g, x), Expression.Invoke(g, x)));
    }

    private static BlockExpression LateLambda()
    {
        var g = Expression.Variable(typeof(Func<double>), "g");
        return Block([g, v], Assign(v, y), Assign(g, Expression.Lambda<Func<double>>(v)), Assign(v, Times(x, y)), Expression.Invoke(g));
    }

    /// <summary>A struct with a constructor for all its fields.</summary>
    public struct Pair(double first, double second)
    {
        /// <summary>The first.</summary>
        public double First = first;

        /// <summary>The second.</summary>
        public double Second = second;
    }

    /// <summary>A record.</summary>
    public sealed record Point(double Across, double Down);

    /// <summary>A class with settable members.</summary>
    public sealed class Settable
    {
        /// <summary>One.</summary>
        public double Left { get; set; }

        /// <summary>Another.</summary>
        public double Right { get; set; }
    }

    /// <summary>Twice its operand, by reduction.</summary>
    private sealed class Doubling(Expression operand) : Expression
    {
        public override bool CanReduce => true;

        public override ExpressionType NodeType => ExpressionType.Extension;

        public override Type Type => typeof(double);

        public override Expression Reduce() => Add(operand, operand);

        protected override Expression VisitChildren(ExpressionVisitor visitor) => this;
    }
}
