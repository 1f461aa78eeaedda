using System.Linq.Expressions;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace ExprAutograd.Tests.Methods;

/// <summary>Which overload C# chooses: a lambda is taken as an expression, a delegate or a method group as a method.</summary>
public sealed class MethodOverloadTests
{
    /// <summary>What takes a function; what is about tensors is not a transform.</summary>
    private static readonly MethodInfo[] Transforms =
    [
        .. typeof(Autograd).GetMethods(BindingFlags.Public | BindingFlags.Static | BindingFlags.DeclaredOnly).Where(m => m.Name != nameof(Autograd.Grad) && m.GetParameters().Length > 0),
    ];

    [Fact]
    public void A_lambda_is_an_expression()
    {
        AssertTakes(typeof(Expression<>), () => Autograd.Derivative((double x) => x * x, null));
        AssertTakes(typeof(Expression<>), () => Autograd.Derivative((double x, double y) => x * y, 0, null));
        AssertTakes(typeof(Expression<>), () => Autograd.Gradient((double x) => x * x, null));
        AssertTakes(typeof(Expression<>), () => Autograd.Gradient((double[] x) => x[0], null));
        AssertTakes(typeof(Expression<>), () => Autograd.Gradient((double x, double[] y) => x * y[0], null));
        AssertTakes(typeof(Expression<>), () => Autograd.Gradient<double, double>(x => x * x, null));
        AssertTakes(typeof(Expression<>), () => Autograd.ValueAndGradient((double x, double y) => x * y, null));
        AssertTakes(typeof(Expression<>), () => Autograd.Jvp((double x, double y) => x * y, null));
        AssertTakes(typeof(Expression<>), () => Autograd.Vjp((double x, double y) => x * y, null));
        AssertTakes(typeof(Expression<>), () => Autograd.Hvp((double x, double y) => x * y, null));
        AssertTakes(typeof(Expression<>), () => Autograd.Jacobian((double x, double y) => x * y, null));
        AssertTakes(typeof(Expression<>), () => Autograd.Hessian((double x, double y) => x * y, null));
        AssertTakes(typeof(Expression<>), () => Autograd.CompileFunction(x => x[0], null));
        AssertTakes(typeof(LambdaExpression), () => Autograd.Gradient<Func<double[], int, double[]>>((double[] x, int i) => x[i], null));
    }

    [Fact]
    public void A_delegate_is_a_method()
    {
        AssertTakes(typeof(Func<,>), () => Autograd.Derivative((Func<double, double>)Square, null));
        AssertTakes(typeof(Func<,,>), () => Autograd.Derivative((Func<double, double, double>)Product, 1, null));
        AssertTakes(typeof(Func<,>), () => Autograd.Gradient((Func<double[], double>)Loss, null));
        AssertTakes(typeof(Func<,,>), () => Autograd.ValueAndGradient((Func<double, double, double>)Product, null));
        AssertTakes(typeof(Func<,>), () => Autograd.Jvp((Func<double[], double[]>)Residuals, null));
        AssertTakes(typeof(Func<,>), () => Autograd.Vjp((Func<double[], double[]>)Residuals, null));
        AssertTakes(typeof(Func<,>), () => Autograd.Hvp((Func<double[], double>)Loss, null));
        AssertTakes(typeof(Func<,>), () => Autograd.Jacobian((Func<double[], double[]>)Residuals, null));
        AssertTakes(typeof(Func<,>), () => Autograd.Hessian((Func<double[], double>)Loss, null));
        AssertTakes(typeof(Func<,>), () => Autograd.CompileFunction((Func<double[], double>)Loss, null));
    }

    [Fact]
    public void A_method_group_needs_its_types_or_Lift()
    {
        AssertTakes(typeof(Func<,>), () => Autograd.Derivative<double>(Square, null));
        AssertTakes(typeof(Func<,>), () => Autograd.Gradient<double[]>(Loss, null));
        AssertTakes(typeof(Func<,>), () => Autograd.Gradient<double[], double>(Loss, null));
        AssertTakes(typeof(Func<,,>), () => Autograd.Gradient<double, double, double>(Product, null));
        AssertTakes(typeof(Func<,>), () => Autograd.ValueAndGradient<double[]>(Loss, null));
        AssertTakes(typeof(Func<,>), () => Autograd.Hvp<double[]>(Loss, null));
        AssertTakes(typeof(Func<,>), () => Autograd.Hessian<double[]>(Loss, null));
        AssertTakes(typeof(Func<,>), () => Autograd.Jacobian<double[], double[]>(Residuals, null));
        AssertTakes(typeof(Func<,>), () => Autograd.CompileFunction(Loss, null));
        AssertTakes(typeof(Expression<>), () => Autograd.Gradient(Autograd.Lift(Loss, null), null));
        AssertTakes(typeof(Expression<>), () => Autograd.Gradient(Autograd.Lift(Product, null), null));
    }

    [Fact]
    public void Every_typed_transform_of_an_expression_has_its_twin_for_a_method()
    {
        var ofExpressions = Transforms.Where(m => m.IsGenericMethod && IsTyped(m.GetParameters()[0].ParameterType) && m.Name is not nameof(Autograd.Compile)).ToList();
        Assert.Equal(72, ofExpressions.Count);
        foreach (var transform in ofExpressions)
        {
            var twin = Transforms.SingleOrDefault(m => Signature(m) == Signature(transform).Replace("Expression`1[Func", "[Func", StringComparison.Ordinal) && m != transform);
            Assert.True(twin is not null, $"{transform} has no twin for a method.");
            Assert.Equal(-1, twin.GetCustomAttribute<OverloadResolutionPriorityAttribute>()?.Priority);
        }

        static bool IsTyped(Type type) => type.IsGenericType && type.GetGenericTypeDefinition() == typeof(Expression<>);

        static string Signature(MethodInfo m) =>
            $"{m.Name} {m.ReturnType} of {Plain(m.GetParameters()[0].ParameterType)} {string.Join(", ", m.GetParameters().Skip(1).Select(p => p.ParameterType))}";

        static string Plain(Type type) => IsTyped(type) ? $"Expression`1[Func{type.GetGenericArguments()[0]}]" : $"[Func{type}]";
    }

    [Fact]
    public void Every_untyped_transform_takes_a_MethodInfo()
    {
        foreach (var transform in Transforms.Where(m => !m.IsGenericMethod && m.GetParameters() is [{ ParameterType: var f }, { ParameterType: var o }] && f == typeof(LambdaExpression) && o == typeof(AutogradOptions) && m.ReturnType == f))
            Assert.NotNull(typeof(Autograd).GetMethod(transform.Name, [typeof(MethodInfo), typeof(AutogradOptions)]));
    }

    private static double Square(double x) => x * x;

    private static double Product(double x, double y) => x * y;

    private static double Loss(double[] x) => x[0] * x[1];

    private static double[] Residuals(double[] x) => [x[0], x[1] * x[1]];

    /// <summary>The compiler wrote the chosen method into the tree.</summary>
    private static void AssertTakes<T>(Type parameter, Expression<Func<T>> call)
    {
        var chosen = ((MethodCallExpression)call.Body).Method.GetParameters()[0].ParameterType;
        Assert.Equal(parameter, chosen.IsGenericType ? chosen.GetGenericTypeDefinition() : chosen);
    }
}
