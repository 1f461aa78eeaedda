using System.Linq.Expressions;
using System.Runtime.CompilerServices;
using MathNet.Numerics;

namespace ExprAutograd.Tests.Diagnostics;

/// <summary>A wrong program and what its error must say.</summary>
/// <param name="Name">What is wrong.</param>
/// <param name="Build">Builds the derivative; never calls it.</param>
/// <param name="Exception">The exception's type.</param>
/// <param name="Says">Pieces of the message: the subexpression in the user's words, what is wrong, what to write instead.</param>
internal sealed record ErrorRow(string Name, Action Build, Type Exception, params string[] Says);

/// <summary>The table.</summary>
internal static class ErrorRows
{
    private static readonly ParameterExpression x = Expression.Parameter(typeof(double), "x");
    private static readonly ParameterExpression v = Expression.Variable(typeof(double), "v");

    public static ErrorRow[] All { get; } =
    [
        // No rule.
        Missing("an unknown method", (x) => x + Unknown(x * 2), "ErrorRows.Unknown", "Unknown(x * 2", "RuleSet.Default.With"),
        Missing("an unknown instance method", (x) => new Opaque(1).Scale(x), "Opaque.Scale", "Scale(x)", "With"),
        Missing("an operator that the rules lack", () => Autograd.Derivative((double x) => Math.Sin(x), new AutogradOptions { Rules = RuleSet.Empty }), "Math.Sin", "Sin(x)", "With"),
        Missing("a method of a rule that has no rule itself", () => Autograd.Derivative(Autograd.Derivative((double x) => Unknown(x), Rules), Rules), "ErrorRows.Slope", "Slope", "With"),

        // Integers.
        Unsupported("a differentiated value that becomes an int", (x) => x * (int)(x * 3), "(int)(x * 3", "converted to int", "Math.Floor"),
        Unsupported("a differentiated value that becomes a long", (x) => (long)x, "(long)x", "converted to long", "StopGradient"),
        Unsupported("the gradient in an int", () => Autograd.Gradient((double x, int n) => x * n), "'n'", "int carries no derivative", "WithRespectTo"),
        Unsupported("the gradient in a bool", () => Autograd.Gradient((bool b) => b ? 1.0 : 2.0), "'b'", "bool carries no derivative"),
        Unsupported("the gradient in text", () => Autograd.Gradient((string text) => text!.Length * 1.0), "'text'", "string carries no derivative"),
        Unsupported("the gradient of an int", () => Autograd.Gradient((double x) => (int)x), "returns int", "double"),
        Unsupported("the gradient of a bool", () => Autograd.Gradient((double x) => x > 0), "returns bool"),

        // Results.
        Unsupported("the gradient of an array", () => Autograd.Gradient((double x) => new[] { x, x * x }), "returns double[]", "Jacobian"),
        Unsupported("the gradient of a tuple", () => Autograd.Gradient((double x) => new Tuple<double, double>(x, x)), "one number", "Jacobian"),
        Unsupported("the Hessian of an array", () => Autograd.Hessian((double x) => new[] { x, x * x }), "returns double[]", "Jacobian"),
        Unsupported("a function that returns nothing", () => Autograd.Gradient(Expression.Lambda(Expression.Empty(), x)), "nothing"),

        // Objects.
        Unsupported("a number in a box", (x) => (double)(object)x! * x, "(object)x", "boxed", "variable of its own type"),
        Unsupported("an object that computes", (x) => new Opaque(x).Double, "Opaque"),
        Unsupported("a captured delegate", (x) => Identity!(x), "Identity", "not part of the expression", "Expression<Func"),
        Unsupported("a lambda that escapes", () => Autograd.Derivative(Of(Expression.Call(typeof(ErrorRows), nameof(Apply), null, Expression.Lambda<Func<double, double>>(x, v)))), "lambda", "inline"),
        Unsupported("a by-reference argument", () => Autograd.Derivative(Of(Expression.Call(typeof(ErrorRows), nameof(ByReference), null, x))), "ByReference", "by-reference", "returns"),
        Unsupported("a by-reference parameter", () => Autograd.Gradient(ByReferenceParameter()), "by-reference", "ordinary parameter"),

        // Control flow.
        Unsupported("a try", () => Autograd.Derivative(Of(Expression.TryCatch(Expression.Multiply(x, x), Expression.Catch(typeof(Exception), x)))), "try", "x * x", "conditional"),
        Unsupported("a try and finally", () => Autograd.Derivative(Of(Expression.TryFinally(x, Expression.Empty()))), "try"),
        Unsupported("a loop that never ends", () => Autograd.Derivative(Of(Expression.Block(Expression.Loop(Expression.Empty()), x))), "never ends", "break"),
        Unsupported("a jump back", () => Autograd.Derivative(Of(JumpBack())), "again", "as a loop"),
        Unsupported("a jump out of an operand", () => Autograd.Derivative(Of(JumpOut())), "middle of an expression", "statement of its own"),
        Unsupported("a dynamic operation", () => Autograd.Derivative(Of(Dynamic())), "dynamic", "static type"),
        Unsupported("runtime variables", () => Autograd.Derivative(Of(Expression.Block([v], Expression.Assign(v, x), Expression.Property(Expression.RuntimeVariables(v), "Count"), v))), "locals"),
        Unsupported("a lambda that invokes itself", () => Autograd.Derivative(Recursive()), "invokes itself", "loop"),

        // Variables.
        Unsupported("a variable that nothing is assigned to", () => Autograd.Derivative(Of(Expression.Block([v], Expression.Multiply(v, x)))), "'v'", "before anything is assigned", "Assign it first"),
        Unsupported("a variable that one branch assigns", () => Autograd.Derivative(Of(Expression.Block([v], Expression.IfThen(Expression.LessThan(x, Expression.Constant(0.0)), Expression.Assign(v, x)), v))), "'v'", "assigned"),
        Unsupported("a variable that nothing declares", () => Autograd.Derivative(Of(Expression.Multiply(x, v))), "'v'", "neither a parameter nor declared", "Declare it"),
        Unsupported("an assignment to what nothing declares", () => Autograd.Derivative(Of(Expression.Block(Expression.Assign(v, x), x))), "'v'", "Declare it"),
        Unsupported("an assignment to a static field", () => Autograd.Derivative(Of(Expression.Block(Expression.Assign(Expression.Field(null, typeof(ErrorRows).GetField(nameof(Global))!), x), x))), "Global", "cannot be assigned"),

        // Refused operands.
        Unsupported("the order of a Bessel function", () => Autograd.Gradient((double order, double x) => SpecialFunctions.BesselJ(order, x)), "BesselJ(order, x)", "BesselJ", "order"),

        // The call itself.
        new("a null function", () => Autograd.Gradient((LambdaExpression)null!), typeof(ArgumentNullException), "function"),
        new("a null typed function", () => Autograd.Gradient((Expression<Func<double, double>>)null!), typeof(ArgumentNullException), "function"),
        new("a null to compile", () => Autograd.Compile((LambdaExpression)null!), typeof(ArgumentNullException), "function"),
        new("a null to print", () => Autograd.ToCSharp(null!), typeof(ArgumentNullException), "function"),
        new("a parameter beyond the last", () => Autograd.Gradient((double x, double y) => x * y, new AutogradOptions { WithRespectTo = [2] }), typeof(ArgumentOutOfRangeException), "2", "2 parameters, numbered from 0"),
        new("a parameter before the first", () => Autograd.Gradient((double x) => x, new AutogradOptions { WithRespectTo = [-1] }), typeof(ArgumentOutOfRangeException), "1 parameter", "numbered from 0"),
        new("a partial derivative beyond the last", () => Autograd.Derivative((double x, double y) => x * y, 2), typeof(ArgumentOutOfRangeException), "2 parameters, numbered from 0"),
        new("no parameter to differentiate", () => Autograd.Gradient((double x) => x, new AutogradOptions { WithRespectTo = [] }), typeof(ArgumentException), "WithRespectTo"),
        new("a function without parameters", () => Autograd.Gradient(Expression.Lambda<Func<double>>(Expression.Constant(1.0))), typeof(ArgumentException), "parameter"),
        new("a gradient of another type than the one asked for", () => Autograd.Gradient((double x, double y) => x * y, new AutogradOptions { WithRespectTo = [0] }), typeof(ArgumentException), "with respect to x", "Func<double, double, double>", "type argument"),

        // Rule sets.
        new("a rule whose operator is no operation", () => RuleSet.Default.With(x => x, (x, y, dy) => dy), typeof(ArgumentException), "operation"),
        new("a rule of two operations", () => RuleSet.Default.With(x => Math.Sin(Math.Cos(x)), (x, y, dy) => dy), typeof(ArgumentException), "one operation over its parameters"),
        new("a rule whose operands are not the parameters in order", () => RuleSet.Default.With((a, b) => Math.Pow(b, a), (a, b, y, dy) => dy, (a, b, y, dy) => dy), typeof(ArgumentException), "in order"),
        new("too few pullbacks", () => RuleSet.Default.WithPullbacks((double a, double b) => Math.Pow(a, b), (double a, double b, double y, double dy) => dy), typeof(ArgumentException), "2 operands", "1 pullback"),
        new("a pullback of too few parameters", () => RuleSet.Default.WithPullbacks((double a) => Math.Sin(a), (double a) => a), typeof(ArgumentException), "cotangent"),
        new("a pullback of other types", () => RuleSet.Default.WithPullbacks((double a) => Math.Sin(a), (float a, double y, double dy) => dy), typeof(ArgumentException), "float"),
        new("a pullback of another result", () => RuleSet.Default.WithPullbacks((double a) => Math.Sin(a), (double a, double y, double dy) => 1), typeof(ArgumentException), "int"),
        new("a null pullback of a double", () => RuleSet.Default.With(x => Math.Sin(x), null!), typeof(ArgumentNullException), "pullback"),
        new("a refusal for an operator without a rule", () => RuleSet.Empty.RefuseDerivative((double a, double b) => Math.Pow(a, b), 0, "No."), typeof(ArgumentException), "Math.Pow", "rule"),
        new("a refusal for an operand that is not there", () => RuleSet.Default.RefuseDerivative((double a, double b) => Math.Pow(a, b), 2, "No."), typeof(ArgumentOutOfRangeException), "2 operands"),
        Unsupported("a rule's lambda with a try", () => Autograd.Derivative((double x) => Unknown(x), new AutogradOptions { Rules = RuleSet.Default.WithPullbacks((double x) => Unknown(x), TryPullback()) }), "try"),
        Unsupported("a derivative that a rule refuses", () => Autograd.Derivative((double x) => Unknown(x), new AutogradOptions { Rules = RuleSet.Default.With(x => Unknown(x), (x, y, dy) => dy).RefuseDerivative((double x) => Unknown(x), 0, "It is not smooth.") }), "Unknown(x)", "It is not smooth."),
    ];

    /// <summary>A field that a function must not write.</summary>
    public static double Global = 1;

    private static AutogradOptions Rules { get; } = new() { Rules = RuleSet.Default.With(x => Unknown(x), (x, y, dy) => dy * Slope(x)) };

    private static Func<double, double> Identity { get; } = x => x;

    /// <summary>Has no rule.</summary>
    public static double Unknown(double x) => x;

    /// <summary>Has no rule either.</summary>
    public static double Slope(double x) => x;

    /// <summary>Takes a lambda as a value.</summary>
    public static double Apply(Func<double, double> f) => f(1);

    /// <summary>Writes through its parameter.</summary>
    public static double ByReference(ref double x) => x++;

    private static ErrorRow Missing(string name, Expression<Func<double, double>> function, params string[] says) => Missing(name, () => Autograd.Derivative(function), says);

    private static ErrorRow Missing(string name, Action build, params string[] says) => new(name, build, typeof(MissingRuleException), says);

    private static ErrorRow Unsupported(string name, Expression<Func<double, double>> function, params string[] says) => Unsupported(name, () => Autograd.Derivative(function), says);

    private static ErrorRow Unsupported(string name, Action build, params string[] says) => new(name, build, typeof(UnsupportedExpressionException), says);

    private static Expression<Func<double, double>> Of(Expression body) => Expression.Lambda<Func<double, double>>(body, x);

    private static BlockExpression JumpBack()
    {
        var again = Expression.Label("again");
        return Expression.Block(Expression.Label(again), Expression.IfThen(Expression.LessThan(x, Expression.Constant(0.0)), Expression.Goto(again)), x);
    }

    private static BlockExpression JumpOut()
    {
        var end = Expression.Label(typeof(double), "end");
        var jump = Expression.Condition(Expression.LessThan(x, Expression.Constant(0.0)), Expression.Goto(end, x, typeof(double)), x);
        return Expression.Block(Expression.Multiply(x, jump), Expression.Label(end, x));
    }

    private static UnaryExpression Dynamic()
    {
        var binder = Microsoft.CSharp.RuntimeBinder.Binder.BinaryOperation(
            Microsoft.CSharp.RuntimeBinder.CSharpBinderFlags.None, ExpressionType.Multiply, typeof(ErrorRows),
            [Microsoft.CSharp.RuntimeBinder.CSharpArgumentInfo.Create(0, null), Microsoft.CSharp.RuntimeBinder.CSharpArgumentInfo.Create(0, null)]);
        return Expression.Convert(Expression.Dynamic(binder, typeof(object), x, x), typeof(double));
    }

    private static Expression<Func<double, double>> Recursive()
    {
        var f = Expression.Variable(typeof(Func<double, double>), "f");
        var lambda = Expression.Lambda<Func<double, double>>(Expression.Multiply(v, Expression.Invoke(f, v)), v);
        return Of(Expression.Block([f], Expression.Assign(f, Expression.Lambda<Func<double, double>>(v, v)), Expression.Assign(f, lambda), Expression.Invoke(f, x)));
    }

    private static LambdaExpression ByReferenceParameter()
    {
        var p = Expression.Parameter(typeof(double).MakeByRefType(), "p");
        return Expression.Lambda(Expression.Multiply(p, p), p);
    }

    private static LambdaExpression TryPullback()
    {
        ParameterExpression[] p = [Expression.Parameter(typeof(double), "x"), Expression.Parameter(typeof(double), "y"), Expression.Parameter(typeof(double), "dy")];
        return Expression.Lambda(Expression.TryFinally(p[2], Expression.Empty()), p);
    }

    /// <summary>An object that is more than its members.</summary>
    public sealed class Opaque(double x)
    {
        private readonly double hidden = x;

        /// <summary>Computed.</summary>
        public double Double => 2 * hidden;

        /// <summary>Computed.</summary>
        public double Scale(double factor) => hidden * factor;
    }
}
