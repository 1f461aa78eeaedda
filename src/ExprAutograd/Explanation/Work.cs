using System.Linq.Expressions;
using System.Runtime.InteropServices;
using ExprAutograd.Expressions;
using ExprAutograd.Operators;

namespace ExprAutograd.Explanation;

/// <summary>The operations of a stretch of program, counted by kind, with the numbers they compute and the bytes they move.</summary>
internal sealed class Work
{
    private static readonly HashSet<string> CheapFunctions =
        [nameof(Math.Abs), nameof(Math.Min), nameof(Math.Max), nameof(Math.CopySign), nameof(Math.FusedMultiplyAdd), nameof(Math.Floor), nameof(Math.Ceiling), nameof(Math.Round), nameof(Math.Truncate), nameof(Math.Sign)];

    public Dictionary<WorkItem, int> Counts { get; } = [];

    public int Flops { get; private set; }

    public int BytesRead { get; private set; }

    public int BytesWritten { get; private set; }

    /// <summary>Adds an operation that is no region.</summary>
    public void Add(Expression value)
    {
        switch (value)
        {
            case BinaryExpression { NodeType: ExpressionType.ArrayIndex }: Load(value.Type); break;
            case BinaryExpression { Method: null } b when NumericTypes.IsFloating(b.Left.Type):
                Count(b.NodeType is ExpressionType.Divide or ExpressionType.Modulo ? WorkKind.Division : WorkKind.Arithmetic);
                Flops += NumericTypes.IsFloating(b.Type) ? 1 : 0;
                break;
            case UnaryExpression { NodeType: ExpressionType.Negate, Method: null } u when NumericTypes.IsFloating(u.Type):
                Count(WorkKind.Arithmetic);
                Flops++;
                break;
            case UnaryExpression { NodeType: ExpressionType.Convert, Method: null } u when NumericTypes.IsFloating(u.Type) || NumericTypes.IsFloating(u.Operand.Type): Count(WorkKind.Arithmetic); break;
            case BinaryExpression { Method: null } or UnaryExpression { Method: null }: Count(WorkKind.Integer); break;
            case BinaryExpression { Method: { } method }: Count(WorkKind.Call, method); break;
            case UnaryExpression { Method: { } method }: Count(WorkKind.Call, method); break;
            case NewArrayExpression: Count(WorkKind.WholeArray); break;
            case MethodCallExpression call: Add(call); break;
        }
    }

    /// <summary>Adds the operations of <paramref name="other"/>, each as often.</summary>
    public void Add(Work other)
    {
        foreach (var (item, count) in other.Counts) CollectionsMarshal.GetValueRefOrAddDefault(Counts, item, out _) += count;
        Flops += other.Flops;
        BytesRead += other.BytesRead;
        BytesWritten += other.BytesWritten;
    }

    private void Add(MethodCallExpression call)
    {
        var (owner, name) = (call.Method.DeclaringType!, call.Method.Name);
        switch (name)
        {
            case nameof(ArrayOperators.Load) when owner == typeof(ArrayOperators): Load(call.Type); return;
            case nameof(ArrayOperators.Store) when owner == typeof(ArrayOperators): Store(call.Arguments[^1].Type); return;
            case nameof(ArrayOperators.AddAt) when owner == typeof(ArrayOperators) && !call.Arguments[^1].Type.IsArray:
                Load(call.Arguments[^1].Type);
                Store(call.Arguments[^1].Type);
                Count(WorkKind.Arithmetic);
                Flops++;
                return;
            case nameof(MatrixOperators.With) when owner == typeof(MatrixOperators): Store(typeof(double)); return;
            case nameof(TapeOperators.Push) when owner == typeof(TapeOperators):
                Count(WorkKind.TapeWrite);
                BytesWritten += SizeOf(call.Arguments[1].Type);
                return;
            case nameof(TapeOperators.Pop) when owner == typeof(TapeOperators):
                Count(WorkKind.TapeRead);
                BytesRead += SizeOf(call.Type);
                return;
        }
        if (owner == typeof(TapeOperators) || owner == typeof(DenseStorage) || owner == typeof(ControlOperators) || owner == typeof(DerivativeOperators)) return;
        if (DenseWork.IsProduct(call)) Count(WorkKind.Product);
        else if (owner == typeof(ArrayOperators) || owner == typeof(MatrixOperators)) Count(WorkKind.WholeArray);
        else if (!IsScalar(call)) Count(WorkKind.Call, call.Method);
        else if (call.Type == typeof(int) || owner == typeof(DenseShapes)) Count(WorkKind.Integer);
        else if (name == nameof(Math.Sqrt))
        {
            Count(WorkKind.SquareRoot);
            Flops++;
        }
        else if (CheapFunctions.Contains(name)) Count(WorkKind.Arithmetic);
        else Count(WorkKind.Function, call.Method);
    }

    private static bool IsScalar(MethodCallExpression call) => call.Object is null && call.Type.IsPrimitive && call.Arguments.All(a => a.Type.IsPrimitive || a.Type == typeof(string));

    private void Load(Type element)
    {
        Count(WorkKind.Load);
        BytesRead += SizeOf(element);
    }

    private void Store(Type element)
    {
        Count(WorkKind.Store);
        BytesWritten += SizeOf(element);
    }

    private void Count(WorkKind kind, System.Reflection.MethodInfo? method = null) => CollectionsMarshal.GetValueRefOrAddDefault(Counts, new WorkItem(kind, method), out _)++;

    /// <summary>The bytes of an element of this type; of an object, those of a reference.</summary>
    public static int SizeOf(Type type) => Type.GetTypeCode(type) switch
    {
        TypeCode.Boolean or TypeCode.Byte or TypeCode.SByte => 1,
        TypeCode.Int16 or TypeCode.UInt16 or TypeCode.Char => 2,
        TypeCode.Int32 or TypeCode.UInt32 or TypeCode.Single => 4,
        TypeCode.Decimal => 16,
        _ => 8,
    };
}
