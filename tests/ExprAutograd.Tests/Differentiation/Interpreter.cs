using System.Linq.Expressions;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace ExprAutograd.Tests.Differentiation;

/// <summary>Runs a user's lambda over hyper-dual numbers, node by node as LINQ defines them: the oracle, which shares nothing with the library.</summary>
internal sealed partial class Interpreter
{
    private static readonly double Ln2 = Math.Log(2);
    private static readonly double Ln10 = Math.Log(10);

    /// <summary>The largest number met, derivatives included: how far rounding errors may have been amplified.</summary>
    public double Largest { get; private set; }

    /// <summary>True when a kink was met exactly, where derivatives are a convention.</summary>
    public bool IsAtKink { get; private set; }

    /// <summary>The value with derivatives along the two given directions.</summary>
    public HyperDual Run(LambdaExpression function, double[] x, double[] first, double[] second)
    {
        var inputs = x.Select((v, k) => new HyperDual(v, first[k], second[k], 0)).ToArray();
        var scope = new Scope(null);
        if (function.Parameters[0].Type.IsArray) scope.Declare(function.Parameters[0], inputs);
        else
            for (var k = 0; k < inputs.Length; k++) scope.Declare(function.Parameters[k], inputs[k]);
        return (HyperDual)Evaluate(function.Body, scope)!;
    }

    private sealed class Scope(Scope? outer)
    {
        private readonly Dictionary<ParameterExpression, StrongBox<object?>> cells = [];

        public void Declare(ParameterExpression variable, object? value) => cells[variable] = new StrongBox<object?>(value);

        public StrongBox<object?> this[ParameterExpression variable] => cells.GetValueOrDefault(variable) ?? outer![variable];
    }

    private sealed record Closure(LambdaExpression Lambda, Scope Scope);

    private object? Evaluate(Expression e, Scope scope)
    {
        var value = Node(e, scope);
        if (value is HyperDual d) Largest = Math.Max(Largest, double.IsFinite(d.Largest) ? d.Largest : double.PositiveInfinity);
        return value;
    }

    private HyperDual Number(Expression e, Scope scope) => (HyperDual)Evaluate(e, scope)!;

    private object? Node(Expression e, Scope scope)
    {
        switch (e)
        {
            case ConstantExpression c: return c.Value is double d ? (HyperDual)d : c.Value;
            case ParameterExpression p: return Copy(scope[p].Value);
            case DefaultExpression: return e.Type == typeof(double) ? (HyperDual)0 : e.Type.IsPrimitive ? Activator.CreateInstance(e.Type) : null;
            case LambdaExpression l: return new Closure(l, scope);
            case InvocationExpression i:
                var closure = (Closure)Evaluate(i.Expression, scope)!;
                var inner = new Scope(closure.Scope);
                var arguments = i.Arguments.Select(a => Evaluate(a, scope)).ToArray();
                for (var k = 0; k < arguments.Length; k++) inner.Declare(closure.Lambda.Parameters[k], arguments[k]);
                return Evaluate(closure.Lambda.Body, inner);
            case BlockExpression b: return Block(b, scope);
            case LoopExpression l: return Loop(l, scope);
            case GotoExpression g: return Jump(g, scope);
            case LabelExpression l: return Land(l, scope);
            case ConditionalExpression c: return Evaluate((bool)Evaluate(c.Test, scope)! ? c.IfTrue : c.IfFalse, scope);
            case SwitchExpression s:
                var selector = (int)Evaluate(s.SwitchValue, scope)!;
                foreach (var branch in s.Cases)
                    if (branch.TestValues.Any(t => (int)Evaluate(t, scope)! == selector)) return Evaluate(branch.Body, scope);
                return s.DefaultBody is null ? null : Evaluate(s.DefaultBody, scope);
            case NewExpression n: return n.Arguments.Select(a => Evaluate(a, scope)).ToArray();
            case NewArrayExpression { NodeType: ExpressionType.NewArrayBounds } n: return NewArray(n, scope);
            case NewArrayExpression n when n.Type == typeof(double[][]): return n.Expressions.Select(a => (HyperDual[])Evaluate(a, scope)!).ToArray();
            case NewArrayExpression n: return n.Expressions.Select(a => Number(a, scope)).ToArray();
            case MemberExpression m:
                var tuple = (object?[])Evaluate(m.Expression!, scope)!;
                return tuple[m.Member.Name[^1] - '1'];
            case MethodCallExpression { Method.Name: nameof(Array.Clone) } m: return ((Array)Evaluate(m.Object!, scope)!).Clone();
            case MethodCallExpression { Method.Name: nameof(Array.GetLength) } m: return ((Array)Evaluate(m.Object!, scope)!).GetLength((int)Evaluate(m.Arguments[0], scope)!);
            case MethodCallExpression m: return Call(m.Method, [.. m.Arguments.Select(a => Evaluate(a, scope))]);
            case UnaryExpression u: return Unary(u, scope);
            case BinaryExpression b: return Binary(b, scope);
            case IndexExpression i:
                var (array, index) = Element(i, scope);
                return array.GetValue(index);
            default: throw new NotSupportedException(e.NodeType.ToString());
        }
    }

    /// <summary>A tuple is a value: reading it makes a copy.</summary>
    private static object? Copy(object? value) => value is object?[] tuple && tuple.GetType() == typeof(object[]) ? tuple.Clone() : value;

    private object? Unary(UnaryExpression u, Scope scope)
    {
        if (u.Type == typeof(int) && IntegerStep(u, scope) is { } stepped) return stepped;
        switch (u.NodeType)
        {
            case ExpressionType.PreIncrementAssign: return Update(u.Operand, scope, v => Add(v, 1)).After;
            case ExpressionType.PreDecrementAssign: return Update(u.Operand, scope, v => Subtract(v, 1)).After;
            case ExpressionType.PostIncrementAssign: return Update(u.Operand, scope, v => Add(v, 1)).Before;
            case ExpressionType.PostDecrementAssign: return Update(u.Operand, scope, v => Subtract(v, 1)).Before;
        }
        var value = Evaluate(u.Operand, scope);
        return u.NodeType switch
        {
            ExpressionType.Not => !(bool)value!,
            ExpressionType.Negate => Negate((HyperDual)value!),
            ExpressionType.UnaryPlus => value,
            ExpressionType.Increment => Add((HyperDual)value!, 1),
            ExpressionType.Decrement => Subtract((HyperDual)value!, 1),
            ExpressionType.Convert when u.Type.IsArray => value,
            ExpressionType.Convert when u.Type == typeof(int) => (int)((HyperDual)value!).Value,
            ExpressionType.Convert when value is int i => (HyperDual)i,
            ExpressionType.ArrayLength => ((Array)value!).Length,
            _ => throw new NotSupportedException(u.NodeType.ToString()),
        };
    }

    /// <summary>The place that an assignment writes, its own operands evaluated once.</summary>
    private (Func<object?> Read, Action<object?> Write) Place(Expression target, Scope scope)
    {
        switch (target)
        {
            case ParameterExpression p: return (() => scope[p].Value, v => scope[p].Value = v);
            case MemberExpression { Expression: ParameterExpression owner } m:
                var member = m.Member.Name[^1] - '1';
                return (() => ((object?[])scope[owner].Value!)[member], v => ((object?[])scope[owner].Value!)[member] = v);
            case IndexExpression i:
                var (array, index) = Element(i, scope);
                return (() => array.GetValue(index), v => array.SetValue(v, index));
            default: throw new NotSupportedException(target.NodeType.ToString());
        }
    }

    private (HyperDual Before, HyperDual After) Update(Expression target, Scope scope, Func<HyperDual, HyperDual> step)
    {
        var (read, write) = Place(target, scope);
        var before = (HyperDual)read()!;
        var after = step(before);
        write(after);
        return (before, after);
    }

    private object? Binary(BinaryExpression b, Scope scope)
    {
        switch (b.NodeType)
        {
            case ExpressionType.AndAlso: return (bool)Evaluate(b.Left, scope)! && (bool)Evaluate(b.Right, scope)!;
            case ExpressionType.OrElse: return (bool)Evaluate(b.Left, scope)! || (bool)Evaluate(b.Right, scope)!;
            case ExpressionType.Assign:
                var (_, write) = Place(b.Left, scope);
                var assigned = Evaluate(b.Right, scope);
                if (target is not null) return null;
                write(assigned);
                return Copy(assigned);
            case ExpressionType.AddAssign when b.Type == typeof(int): return IntegerUpdate(b.Left, scope, v => unchecked(v + (int)Evaluate(b.Right, scope)!)).After;
            case ExpressionType.AddAssign: return Update(b.Left, scope, v => Add(v, Number(b.Right, scope))).After;
            case ExpressionType.SubtractAssign: return Update(b.Left, scope, v => Subtract(v, Number(b.Right, scope))).After;
            case ExpressionType.MultiplyAssign: return Update(b.Left, scope, v => Multiply(v, Number(b.Right, scope))).After;
            case ExpressionType.DivideAssign: return Update(b.Left, scope, v => Divide(v, Number(b.Right, scope))).After;
        }
        var (left, right) = (Evaluate(b.Left, scope), Evaluate(b.Right, scope));
        if (b.NodeType == ExpressionType.ArrayIndex) return ((Array)left!).GetValue((int)right!);
        if (left is not HyperDual) return Inactive(b.NodeType, left!, right!);
        var (x, y) = ((HyperDual)left!, (HyperDual)right!);
        return b.NodeType switch
        {
            ExpressionType.Add => Add(x, y),
            ExpressionType.Subtract => Subtract(x, y),
            ExpressionType.Multiply => Multiply(x, y),
            ExpressionType.Divide => Divide(x, y),
            ExpressionType.Power => Power(x, y),
            ExpressionType.LessThan => Compare(x, y, x.Value < y.Value),
            ExpressionType.LessThanOrEqual => Compare(x, y, x.Value <= y.Value),
            ExpressionType.GreaterThan => Compare(x, y, x.Value > y.Value),
            ExpressionType.GreaterThanOrEqual => Compare(x, y, x.Value >= y.Value),
            ExpressionType.Equal => Compare(x, y, x.Value == y.Value),
            ExpressionType.NotEqual => Compare(x, y, x.Value != y.Value),
            _ => throw new NotSupportedException(b.NodeType.ToString()),
        };
    }

    private bool Compare(HyperDual x, HyperDual y, bool answer)
    {
        IsAtKink |= x.Value == y.Value;
        return answer;
    }

    private static HyperDual Negate(HyperDual a) => new(-a.Value, -a.First, -a.Second, -a.Mixed);

    private static HyperDual Add(HyperDual a, HyperDual b) => new(a.Value + b.Value, a.First + b.First, a.Second + b.Second, a.Mixed + b.Mixed);

    private static HyperDual Subtract(HyperDual a, HyperDual b) => new(a.Value - b.Value, a.First - b.First, a.Second - b.Second, a.Mixed - b.Mixed);

    private static HyperDual Multiply(HyperDual a, HyperDual b) => HyperDual.Through(a, b, a.Value * b.Value, b.Value, a.Value, 0, 1, 0);

    private static HyperDual Divide(HyperDual a, HyperDual b)
    {
        var r = 1 / b.Value;
        return HyperDual.Through(a, b, a.Value / b.Value, r, -a.Value * r * r, 0, -r * r, 2 * a.Value * r * r * r);
    }

    private static HyperDual Power(HyperDual a, HyperDual b)
    {
        var (x, p) = (a.Value, b.Value);
        var value = Math.Pow(x, p);
        var d = p == 0 ? 0 : p * Math.Pow(x, p - 1);
        var dd = p is 0 or 1 ? 0 : p * (p - 1) * Math.Pow(x, p - 2);
        if (b is { First: 0, Second: 0, Mixed: 0 }) return a.Through(value, d, dd);
        var log = Math.Log(x);
        return HyperDual.Through(a, b, value, d, value * log, dd, Math.Pow(x, p - 1) * (1 + (p * log)), value * log * log);
    }

    private HyperDual Larger(HyperDual a, HyperDual b, double value)
    {
        IsAtKink |= a.Value == b.Value;
        return a.Value == b.Value ? HyperDual.Midpoint(value, a, b) : value == a.Value ? a : b;
    }

    private object? Call(MethodInfo method, object?[] arguments)
    {
        if (method.Name == nameof(ValueTuple.Create)) return arguments;
        var a = arguments.Length > 0 && arguments[0] is HyperDual first ? first : default;
        var b = arguments.Length > 1 && arguments[1] is HyperDual second ? second : default;
        var x = a.Value;
        switch (method.Name)
        {
            case nameof(Math.Sin): return a.Through(Math.Sin(x), Math.Cos(x), -Math.Sin(x));
            case nameof(Math.Cos): return a.Through(Math.Cos(x), -Math.Sin(x), -Math.Cos(x));
            case nameof(Math.Tan): return a.Through(Math.Tan(x), 1 / Square(Math.Cos(x)), 2 * Math.Sin(x) / Cube(Math.Cos(x)));
            case nameof(Math.SinCos): return new object?[] { a.Through(Math.Sin(x), Math.Cos(x), -Math.Sin(x)), a.Through(Math.Cos(x), -Math.Sin(x), -Math.Cos(x)) };
            case nameof(double.SinPi): return a.Through(double.SinPi(x), Math.PI * Math.Cos(Math.PI * x), -Math.PI * Math.PI * Math.Sin(Math.PI * x));
            case nameof(double.CosPi): return a.Through(double.CosPi(x), -Math.PI * Math.Sin(Math.PI * x), -Math.PI * Math.PI * Math.Cos(Math.PI * x));
            case nameof(Math.Sinh): return a.Through(Math.Sinh(x), Math.Cosh(x), Math.Sinh(x));
            case nameof(Math.Cosh): return a.Through(Math.Cosh(x), Math.Sinh(x), Math.Cosh(x));
            case nameof(Math.Tanh): return a.Through(Math.Tanh(x), 1 / Square(Math.Cosh(x)), -2 * Math.Sinh(x) / Cube(Math.Cosh(x)));
            case nameof(Math.Asin): return a.Through(Math.Asin(x), Math.Pow(1 - (x * x), -0.5), x * Math.Pow(1 - (x * x), -1.5));
            case nameof(Math.Acos): return a.Through(Math.Acos(x), -Math.Pow(1 - (x * x), -0.5), -x * Math.Pow(1 - (x * x), -1.5));
            case nameof(Math.Atan): return a.Through(Math.Atan(x), 1 / (1 + (x * x)), -2 * x / Square(1 + (x * x)));
            case nameof(Math.Asinh): return a.Through(Math.Asinh(x), Math.Pow(1 + (x * x), -0.5), -x * Math.Pow(1 + (x * x), -1.5));
            case nameof(Math.Acosh): return a.Through(Math.Acosh(x), Math.Pow((x * x) - 1, -0.5), -x * Math.Pow((x * x) - 1, -1.5));
            case nameof(Math.Atanh): return a.Through(Math.Atanh(x), 1 / (1 - (x * x)), 2 * x / Square(1 - (x * x)));
            case nameof(Math.Exp): return a.Through(Math.Exp(x), Math.Exp(x), Math.Exp(x));
            case nameof(double.Exp2): return a.Through(double.Exp2(x), Math.Exp(x * Ln2) * Ln2, Math.Exp(x * Ln2) * Ln2 * Ln2);
            case nameof(double.Exp10): return a.Through(double.Exp10(x), Math.Exp(x * Ln10) * Ln10, Math.Exp(x * Ln10) * Ln10 * Ln10);
            case nameof(double.ExpM1): return a.Through(double.ExpM1(x), Math.Exp(x), Math.Exp(x));
            case nameof(Math.Log): return a.Through(Math.Log(x), 1 / x, -1 / (x * x));
            case nameof(Math.Log2): return a.Through(Math.Log2(x), 1 / x / Ln2, -1 / (x * x) / Ln2);
            case nameof(Math.Log10): return a.Through(Math.Log10(x), 1 / x / Ln10, -1 / (x * x) / Ln10);
            case nameof(double.LogP1): return a.Through(double.LogP1(x), 1 / (1 + x), -1 / Square(1 + x));
            case nameof(Math.Sqrt): return a.Through(Math.Sqrt(x), Math.Pow(x, -0.5) / 2, -Math.Pow(x, -1.5) / 4);
            case nameof(Math.Cbrt): return a.Through(Math.Cbrt(x), Math.Pow(x, -2.0 / 3) / 3, -2 * Math.Pow(x, -5.0 / 3) / 9);
            case nameof(Math.Floor): return (HyperDual)Math.Floor(x);
            case nameof(Math.Pow): return Power(a, b);
            case nameof(Math.FusedMultiplyAdd): return Add(Multiply(a, b), (HyperDual)arguments[2]!) with { Value = Math.FusedMultiplyAdd(x, b.Value, ((HyperDual)arguments[2]!).Value) };
            case nameof(Math.Abs):
                IsAtKink |= x == 0;
                return a.Through(Math.Abs(x), x > 0 ? 1 : x < 0 ? -1 : 0, 0);
            case nameof(Math.Max): return Larger(a, b, Math.Max(x, b.Value));
            case nameof(Math.Min): return Larger(a, b, Math.Min(x, b.Value));
            case nameof(Math.Atan2):
                var (y, z) = (x, b.Value);
                var r2 = (y * y) + (z * z);
                return HyperDual.Through(a, b, Math.Atan2(y, z), z / r2, -y / r2, -2 * y * z / (r2 * r2), ((y * y) - (z * z)) / (r2 * r2), 2 * y * z / (r2 * r2));
            case nameof(double.Hypot):
                var (u, v) = (x, b.Value);
                var h = double.Hypot(u, v);
                return HyperDual.Through(a, b, h, u / h, v / h, v * v / Cube(h), -u * v / Cube(h), u * u / Cube(h));
            default: throw new NotSupportedException(method.Name);
        }
    }

    private static double Square(double x) => x * x;

    private static double Cube(double x) => x * x * x;
}
