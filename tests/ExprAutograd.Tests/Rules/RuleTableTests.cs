using System.Linq.Expressions;
using ExprAutograd.Compilation;
using ExprAutograd.Expressions;
using ExprAutograd.Operators;
using ExprAutograd.Rules;

namespace ExprAutograd.Tests.Rules;

/// <summary>Every rule against reference values: value, gradient and Hessian, in both modes, through the public API.</summary>
public sealed class RuleTableTests
{
    // Float has 24 bits; a row's hard points amplify the rounding of the operands of its pullback.
    private const double FloatTolerance = 2e-4;
    private const double LargestFloatOperand = 100;
    private const double SmallestFloatOperand = 1e-3;

    public static TheoryData<string, DifferentiationMode> SmoothRows => Rows(RuleTable.Smooth);

    public static TheoryData<string, DifferentiationMode> EdgeRows => Rows(RuleTable.Edges);

    public static TheoryData<string> FloatRows => [.. RuleTable.Smooth.Where(r => FloatSpelling.Of(r.Operator) is not null).Select(r => r.Name)];

    [Theory]
    [MemberData(nameof(SmoothRows))]
    public void Value_gradient_and_Hessian_are_those_of_the_row(string name, DifferentiationMode mode) =>
        Assert.Null(RuleTable.FirstFailure(RuleTable.Smooth.Single(r => r.Name == name), mode, RuleSet.Default));

    [Theory]
    [MemberData(nameof(EdgeRows))]
    public void A_convention_at_a_kink_or_pole_holds_exactly(string name, DifferentiationMode mode) =>
        Assert.Null(RuleTable.FirstFailure(RuleTable.Edges.Single(r => r.Name == name), mode, RuleSet.Default));

    [Theory]
    [MemberData(nameof(FloatRows))]
    public void Float_derivatives_are_those_of_double_up_to_rounding(string name)
    {
        var row = RuleTable.Smooth.Single(r => r.Name == name);
        foreach (var mode in CompiledDerivatives.BothModes)
        {
            var inFloat = new CompiledDerivatives(FloatSpelling.Of(row.Operator)!, mode);
            var inDouble = new CompiledDerivatives(row.Operator, mode);
            foreach (var point in row.Points.Where(p => p.X.All(IsOrdinary)))
            {
                double[] x = [.. point.X.Select(v => (double)(float)v)];
                var (value, gradient) = inFloat.ValueAndGradient(x);
                var (exactValue, exactGradient) = inDouble.ValueAndGradient(x);
                if (!exactGradient.Append(exactValue).All(v => Math.Abs(v) < float.MaxValue)) continue;
                Assert.Null(Closeness.Difference($"{name} at {string.Join(", ", x)}, value", value, exactValue, FloatTolerance)
                    ?? Closeness.Difference($"{name} at {string.Join(", ", x)}, gradient", gradient, exactGradient, FloatTolerance));
            }
        }
    }

    [Fact]
    public void Every_rule_has_a_row()
    {
        var covered = RuleTable.Smooth.SelectMany(RuleTable.OperatorsOf).ToHashSet();
        Assert.Empty(RuleSet.Default.Entries.Where(e => !covered.Contains(e.Key) && e.Key.Method?.DeclaringType != typeof(Factorizations)).Select(e => e.Key.Name));
    }

    [Fact]
    public void Every_row_has_a_name_of_its_own_and_points() => Assert.All(
        RuleTable.Smooth.Concat(RuleTable.Edges).GroupBy(r => r.Name),
        rows =>
        {
            Assert.Single(rows);
            Assert.NotEmpty(rows.Single().Points);
        });

    private static bool IsOrdinary(double x) => x == 0 || (Math.Abs(x) <= LargestFloatOperand && Math.Abs(x) >= SmallestFloatOperand);

    private static TheoryData<string, DifferentiationMode> Rows(IEnumerable<RuleRow> rows)
    {
        var data = new TheoryData<string, DifferentiationMode>();
        foreach (var row in rows)
            foreach (var mode in CompiledDerivatives.BothModes)
                data.Add(row.Name, mode);
        return data;
    }

    /// <summary>A lambda over doubles, said in float: <c>x => Math.Exp(x)</c> becomes <c>x => MathF.Exp(x)</c>.</summary>
    private sealed class FloatSpelling : ExpressionVisitor
    {
        private readonly Dictionary<ParameterExpression, ParameterExpression> renamed = [];
        private bool isSpelled = true;

        /// <summary>The lambda in float; null where a method it calls has no float spelling.</summary>
        public static LambdaExpression? Of(LambdaExpression function)
        {
            var spelling = new FloatSpelling();
            foreach (var p in function.Parameters) spelling.renamed[p] = Expression.Parameter(typeof(float), p.Name);
            if (!spelling.CanSpell(function.Body)) return null;
            return Expression.Lambda(spelling.Visit(function.Body), function.Parameters.Select(p => spelling.renamed[p]));
        }

        protected override Expression VisitParameter(ParameterExpression node) => renamed.GetValueOrDefault(node, node);

        protected override Expression VisitConstant(ConstantExpression node) => node.Value is double d ? Expression.Constant((float)d) : node;

        protected override Expression VisitMember(MemberExpression node) =>
            node.Type == typeof(double) && node.Expression is null ? Expression.Constant((float)(double)((System.Reflection.FieldInfo)node.Member).GetValue(null)!) : base.VisitMember(node);

        protected override Expression VisitUnary(UnaryExpression node)
        {
            var operand = Visit(node.Operand);
            return Expression.MakeUnary(node.NodeType, operand, node.Type == typeof(double) ? typeof(float) : node.Type);
        }

        protected override Expression VisitBinary(BinaryExpression node) => Expression.MakeBinary(node.NodeType, Visit(node.Left), Visit(node.Right));

        protected override Expression VisitConditional(ConditionalExpression node) => Expression.Condition(Visit(node.Test), Visit(node.IfTrue), Visit(node.IfFalse));

        protected override Expression VisitMethodCall(MethodCallExpression node) => Expression.Call(Find(node)!, node.Arguments.Select(a => Visit(a)!));

        private static System.Reflection.MethodInfo? Find(MethodCallExpression node)
        {
            var method = node.Method.IsGenericMethod ? node.Method.GetGenericMethodDefinition() : node.Method;
            var found = Spelling.Find(method.DeclaringType!, method.Name, [.. method.GetParameters().Select(p => p.ParameterType == typeof(double) ? typeof(float) : p.ParameterType)]);
            return found is null ? null : node.Method.IsGenericMethod ? found.MakeGenericMethod(node.Method.GetGenericArguments()) : found;
        }

        private bool CanSpell(Expression body)
        {
            new CallFinder(call => isSpelled &= NumericTypes.IsFloating(call.Method.DeclaringType!) | call.Method.DeclaringType == typeof(Math) && Find(call) is not null).Visit(body);
            return isSpelled;
        }

        private sealed class CallFinder(Action<MethodCallExpression> found) : ExpressionVisitor
        {
            protected override Expression VisitMethodCall(MethodCallExpression node)
            {
                found(node);
                return base.VisitMethodCall(node);
            }
        }
    }
}
