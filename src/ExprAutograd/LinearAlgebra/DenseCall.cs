using System.Linq.Expressions;
using System.Reflection;
using ExprAutograd.Diagnostics;
using ExprAutograd.Expressions;
using ExprAutograd.Sequences;
using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.LinearAlgebra.Factorization;

namespace ExprAutograd.LinearAlgebra;

/// <summary>A node of the user's that is one of MathNet's operators, methods or properties on vectors and matrices: its name and its operands.</summary>
/// <param name="Node">The node, for errors.</param>
/// <param name="Name">The member's name, without <c>get_</c>.</param>
/// <param name="Operands">The instance, where there is one that is no builder, then the arguments.</param>
/// <param name="Resolve">Finds the lambda behind an argument that is none.</param>
/// <param name="Describe">The user's words for a node.</param>
internal sealed record DenseCall(Expression Node, string Name, Expression[] Operands, Func<Expression, LambdaExpression?> Resolve, Func<Expression, string> Describe)
{
    private static readonly Type[] Openers =
    [
        typeof(Vector<>), typeof(Matrix<>), typeof(VectorBuilder<>), typeof(MatrixBuilder<>), typeof(VectorExtensions), typeof(MatrixExtensions), typeof(CreateVector), typeof(CreateMatrix),
        typeof(LU<>), typeof(Cholesky<>), typeof(QR<>), typeof(GramSchmidt<>), typeof(Svd<>), typeof(Evd<>), typeof(MatrixFunctions),
    ];

    /// <summary>The operands in short: V for a vector, M for a matrix, F for a function, N for anything else.</summary>
    public string Kinds { get; } = string.Concat(Operands.Select(KindOf));

    /// <summary>The user's words for the whole node, as a constant for a check to show.</summary>
    public Expression Text => Expression.Constant(Describe(Node));

    /// <summary>Reads a node; null when it is no member of MathNet's vectors and matrices.</summary>
    public static DenseCall? TryRead(Expression node, Func<Expression, LambdaExpression?> resolve, Func<Expression, string> describe)
    {
        var (member, operands) = node switch
        {
            MethodCallExpression m => (m.Method, m.Object is null || IsBuilder(m.Object.Type) ? [.. m.Arguments] : [m.Object, .. m.Arguments]),
            BinaryExpression { NodeType: ExpressionType.Assign, Left: IndexExpression { Object: { } owner, Indexer.SetMethod: { } setter } i } b => (setter, [owner, .. i.Arguments, b.Right]),
            BinaryExpression { Method: { } method } b => (method, [b.Left, b.Right]),
            UnaryExpression { Method: { } method } u => (method, [u.Operand]),
            MemberExpression { Expression: { } owner, Member: PropertyInfo { GetMethod: { } getter } } => (getter, [owner]),
            NewExpression { Constructor: { } constructor } n => ((MethodBase)constructor, n.Arguments.ToArray()),
            IndexExpression { Object: { } owner, Indexer.GetMethod: { } getter } i => (getter, [owner, .. i.Arguments]),
            _ => ((MethodBase?)null, Array.Empty<Expression>()),
        };
        if (member?.DeclaringType is not { } type || !IsDense(type)) return null;
        return new DenseCall(node, member.Name.StartsWith("get_", StringComparison.Ordinal) ? member.Name[4..] : member.Name, operands, resolve, describe);
    }

    /// <summary>The same call of the overload without operand <paramref name="index"/>.</summary>
    public DenseCall Without(int index) => new(Node, Name, [.. Operands[..index], .. Operands[(index + 1)..]], Resolve, Describe);

    /// <summary>Operand <paramref name="index"/>, of a dense type, evaluated once.</summary>
    public DenseOperand Dense(int index, Scope scope) => DenseOperand.Of(Operands[index], scope);

    /// <summary>Operand <paramref name="index"/>, a number, evaluated once.</summary>
    public Expression Scalar(int index, Scope scope) => scope.Let(Operands[index], "scalar");

    /// <summary>Operand <paramref name="index"/>, a function.</summary>
    public Function Function(int index) => Sequences.Function.Of(Operands[index], Resolve);

    /// <summary>The error of a member that has no derivative here.</summary>
    public UnsupportedExpressionException Refuse(string reason, string remedy) => new(Node, Describe(Node), reason, remedy);

    private static bool IsDense(Type type) =>
        DenseType.TryGet(type) is not null || Openers.Contains(type.IsGenericType ? type.GetGenericTypeDefinition() : type);

    /// <summary>A builder is no operand: what it makes is all in the arguments.</summary>
    private static bool IsBuilder(Type type) => type.IsGenericType && type.GetGenericTypeDefinition() is var open && (open == typeof(VectorBuilder<>) || open == typeof(MatrixBuilder<>));

    private static char KindOf(Expression operand) => DenseType.TryGet(Storage.Bare(operand).Type) switch
    {
        { IsMatrix: true } => 'M',
        { } => 'V',
        null when Sequences.Function.IsOne(operand) => 'F',
        null => 'N',
    };
}
