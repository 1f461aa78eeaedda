using System.Linq.Expressions;
using System.Reflection;

namespace ExprAutograd.Lifting;

/// <summary>What an entry of the evaluation stack, an argument or a local stands for.</summary>
internal abstract record Operand;

/// <summary>A value, not computed yet: it runs where it is used.</summary>
internal sealed record Value(Expression Expression) : Operand;

/// <summary>A managed pointer: to a variable, an array element or a field of one of these.</summary>
internal sealed record Address(Expression Place) : Operand;

/// <summary>A span: a stretch of an array.</summary>
internal sealed record SpanOf(Type Type, Expression Array, Expression Offset, Expression Length) : Operand
{
    public Type ItemType => Type.GetGenericArguments()[0];
}

/// <summary>A variable that holds a span, as the three it is made of.</summary>
internal sealed record SpanVariable(Type Type, ParameterExpression Array, ParameterExpression Offset, ParameterExpression Length) : Operand
{
    public SpanOf Read() => new(Type, Array, Offset, Length);
}

/// <summary>A compiler-made closure object: its fields are variables.</summary>
internal sealed record ClosureOf(Closure Closure) : Operand;

/// <summary>The address of code, on its way into a delegate.</summary>
internal sealed record Function(MethodBase Method) : Operand;

/// <summary>A metadata token: of a field that holds an array's initial contents, or of a type.</summary>
internal sealed record Token(MemberInfo Member) : Operand;

/// <summary>The enumerator of a foreach: the elements by index, from the first to before the end, and where it stands among them.</summary>
internal sealed record EnumeratorOf(ParameterExpression Index, Expression First, Expression End, Func<Expression, Expression> Item) : Operand;

/// <summary>Memory on the stack, on its way into a span.</summary>
internal sealed record StackMemory : Operand;

/// <summary>The variables of a compiler-made closure object, by field name; closures within closures share theirs.</summary>
internal sealed class Closure
{
    private readonly Dictionary<string, Operand> fields = [];

    public Operand? Find(FieldInfo field) => fields.GetValueOrDefault(field.Name);

    public void Bind(FieldInfo field, Operand operand) => fields[field.Name] = operand;

    public static bool IsClosure(Type type) =>
        type.Name.Contains("DisplayClass", StringComparison.Ordinal) && type.IsDefined(typeof(System.Runtime.CompilerServices.CompilerGeneratedAttribute), false);
}
