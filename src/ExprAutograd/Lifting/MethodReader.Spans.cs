using System.Linq.Expressions;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace ExprAutograd.Lifting;

/// <summary>Spans over arrays, as an array, an offset and a length; arrays with initial contents.</summary>
internal sealed partial class MethodReader
{
    private static readonly ConstantExpression Zero = Expression.Constant(0);

    public static bool IsSpan(Type type) => type.IsGenericType && type.GetGenericTypeDefinition() is var definition && (definition == typeof(Span<>) || definition == typeof(ReadOnlySpan<>));

    private SpanVariable NewSpanVariable(Type type, string name) => new(
        type, variables.Add(type.GetGenericArguments()[0].MakeArrayType(), name), variables.Add(typeof(int), name + "Offset"), variables.Add(typeof(int), name + "Length"));

    private void StoreSpan(SpanVariable target, Operand value)
    {
        var span = ToSpan(value, target.Type);
        Expression[] kept = [.. new[] { span.Array, span.Offset, span.Length }.Select(part => IsAtom(part) || IsLengthOfAtom(part) ? part : KeepInOrder(part))];
        Emit(Expression.Assign(target.Array, kept[0]));
        Emit(Expression.Assign(target.Offset, kept[1]));
        Emit(Expression.Assign(target.Length, kept[2]));
    }

    private static bool IsLengthOfAtom(Expression e) => e is UnaryExpression { NodeType: ExpressionType.ArrayLength, Operand: ParameterExpression };

    private SpanOf ToSpan(Operand operand, Type type) => operand switch
    {
        SpanOf s => s with { Type = type },
        SpanVariable v => v.Read() with { Type = type },
        Value { Expression: { Type.IsArray: true } array } => WholeOf(array, type),
        Value { Expression: DefaultExpression or ConstantExpression { Value: null } } => new SpanOf(type, Expression.NewArrayInit(type.GetGenericArguments()[0]), Zero, Zero),
        _ => throw Refuse("A span over something else than an array.", "Make the span of an array."),
    };

    private SpanOf WholeOf(Expression array, Type type)
    {
        array = IsAtom(array) ? array : KeepInOrder(array);
        return new SpanOf(type, array, Zero, Expression.ArrayLength(array));
    }

    private SpanOf Slice(SpanOf span, Operand start, Operand? length)
    {
        var from = Repeatable(ToIndex(((Value)start).Expression));
        var count = length is Value l ? Repeatable(ToIndex(l.Expression)) : Difference(span.Length, from);
        return span with { Array = IsAtom(span.Array) ? span.Array : KeepInOrder(span.Array), Offset = Sum(span.Offset, from), Length = count };
    }

    private Expression Repeatable(Expression e) => IsRepeatable(e) ? e : KeepInOrder(e);

    private static Expression Sum(Expression a, Expression b) => a is ConstantExpression { Value: 0 } ? b : b is ConstantExpression { Value: 0 } ? a : Expression.Add(a, b);

    private static Expression Difference(Expression a, Expression b) => b is ConstantExpression { Value: 0 } ? a : Expression.Subtract(a, b);

    /// <summary><c>new Span(array)</c>, <c>new Span(array, start, length)</c>, stackalloc.</summary>
    private bool ReadNewSpan(ConstructorInfo constructor, Operand[] operands)
    {
        var type = constructor.DeclaringType!;
        if (!IsSpan(type)) return false;
        if (operands is [StackMemory, Value length])
            Push(WholeOf(Keep(Expression.NewArrayBounds(type.GetGenericArguments()[0], ToIndex(length.Expression))), type));
        else if (operands is [Value { Expression: { Type.IsArray: true } array }, .. var bounds])
            Push(bounds.Length == 0 ? WholeOf(array, type) : Slice(WholeOf(array, type), bounds[0], bounds[1]));
        else
            throw Refuse("A span over something else than an array.", "Make the span of an array.");
        return true;
    }

    /// <summary>The members of spans, and what makes spans of arrays.</summary>
    private bool ReadSpanCall(MethodBase target, Operand[] operands)
    {
        var type = target.DeclaringType!;
        var returns = (target as MethodInfo)?.ReturnType;
        if (type == typeof(MemoryExtensions) && target.Name == nameof(MemoryExtensions.AsSpan) && operands[0] is Value { Expression.Type.IsArray: true } array && operands.Skip(1).All(o => o is Value { Expression.Type: var t } && t == typeof(int)))
        {
            var whole = WholeOf(array.Expression, returns!);
            Push(operands.Length == 1 ? whole : Slice(whole, operands[1], operands.ElementAtOrDefault(2)));
            return true;
        }
        if (type == typeof(RuntimeHelpers) && target.Name == nameof(RuntimeHelpers.CreateSpan) && operands is [Token { Member: FieldInfo contents }])
        {
            Push(WholeOf(Keep(InitialContents.Read(contents, returns!.GetGenericArguments()[0])), returns));
            return true;
        }
        if (!IsSpan(type)) return false;
        switch (target.Name)
        {
            case ".ctor":
                ReadNewSpan((ConstructorInfo)target, operands[1..]);
                Store(operands[0], Pop());
                break;
            case "op_Implicit": Push(ToSpan(operands[0], returns!)); break;
            case "get_Item":
                var span = ToSpan(operands[0], type);
                PushElementAddress(span.Array, [Sum(span.Offset, ToIndex(((Value)operands[1]).Expression))]);
                break;
            case "get_Length": Push(ToSpan(operands[0], type).Length); break;
            case "get_IsEmpty": Push(Expression.Equal(ToSpan(operands[0], type).Length, Zero)); break;
            case "get_Empty": Push(ToSpan(new Value(Expression.Default(returns!)), returns!)); break;
            case "Slice": Push(Slice(ToSpan(operands[0], type), operands[1], operands.ElementAtOrDefault(2))); break;
            case "Clear" or "Fill" or "CopyTo" or "ToArray": ReadSpanOperation(target.Name, ToSpan(operands[0], type), operands[1..]); break;
            default: throw Refuse($"'{target.Name}' of a span cannot be taken in.", "Write it as a loop.");
        }
        return true;
    }

    private void ReadSpanOperation(string name, SpanOf span, Operand[] operands)
    {
        switch (name)
        {
            case "Clear": Emit(Expression.Call(typeof(Array), nameof(Array.Clear), null, span.Array, span.Offset, span.Length)); break;
            case "Fill": Emit(Expression.Call(typeof(Array), nameof(Array.Fill), [span.ItemType], span.Array, StackTypes.To(((Value)operands[0]).Expression, span.ItemType), span.Offset, span.Length)); break;
            case "CopyTo":
                var to = ToSpan(operands[0], span.Type);
                Emit(Copy(span, to.Array, to.Offset));
                break;
            default:
                var copy = KeepInOrder(Expression.NewArrayBounds(span.ItemType, span.Length));
                Emit(Copy(span, copy, Zero));
                Push(copy);
                break;
        }
    }

    private static MethodCallExpression Copy(SpanOf from, Expression to, Expression offset) =>
        Expression.Call(typeof(Array), nameof(Array.Copy), null, from.Array, from.Offset, to, offset, from.Length);

    /// <summary>An array that gets its contents from the assembly: the array just made is written with them.</summary>
    private bool ReadInitializer(MethodBase target, Operand[] operands)
    {
        if (target.DeclaringType != typeof(RuntimeHelpers) || target.Name != nameof(RuntimeHelpers.InitializeArray)) return false;
        if (operands is not [Value { Expression: ParameterExpression array }, Token { Member: FieldInfo contents }]
            || block.Statements.LastOrDefault() is not BinaryExpression { Right: NewArrayExpression made } last || last.Left != array)
            throw Refuse("An array is filled from data in an unusual way.", "Write the array with an initializer where it is made.");

        if (array.Type.IsSZArray) block.Statements[^1] = Expression.Assign(array, InitialContents.Read(contents, made.Type.GetElementType()!, ((ConstantExpression)made.Expressions[0]).Value));
        else block.Statements.AddRange(InitialContents.Assignments(array, contents, [.. made.Expressions.Select(e => (int)((ConstantExpression)e).Value!)]));
        return true;
    }
}
