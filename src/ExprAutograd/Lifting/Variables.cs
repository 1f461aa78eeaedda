using System.Collections.Immutable;
using System.Linq.Expressions;
using System.Reflection;
using System.Reflection.Metadata;

namespace ExprAutograd.Lifting;

/// <summary>The variables of a method that is lifted: its locals under the user's names where symbols exist, and those that lifting adds.</summary>
internal sealed class Variables
{
    private readonly IList<LocalVariableInfo> slots;
    private readonly LocalWebs webs;
    private readonly IReadOnlyList<(int Index, string Name, int Start, int End)> names;
    private readonly Dictionary<int, ParameterExpression> locals = [];
    private readonly HashSet<ParameterExpression> own = [];
    private readonly HashSet<string> taken = [];
    private readonly Dictionary<string, int> next = [];

    public Variables(MethodBase method, IList<LocalVariableInfo> slots, List<BasicBlock> order, ImmutableArray<Instruction> instructions)
    {
        this.slots = slots;
        names = SourceSymbols.Of(method.Module).LocalsOf(method);
        foreach (var parameter in method.GetParameters()) taken.Add(parameter.Name ?? "");
        var isWhole = new bool[slots.Count];
        foreach (var instruction in instructions)
            if (instruction.Code == ILOpCode.Ldloca) isWhole[instruction.Index] = true;
        webs = LocalWebs.Find(order, instructions, isWhole);
    }

    /// <summary>Variables that no line of the source names: copies of them are seen through.</summary>
    public HashSet<ParameterExpression> Added { get; } = [];

    /// <summary>Parameters that nothing outside this method can write while it runs.</summary>
    public HashSet<ParameterExpression> Parameters { get; } = [];

    public bool IsParameter(ParameterExpression variable) => Parameters.Contains(variable);

    /// <summary>Objects that the method has made and that nothing else holds.</summary>
    public HashSet<ParameterExpression> Made { get; } = [];

    /// <summary>True for a variable of this method: what a reference argument or a closure refers to belongs to another.</summary>
    public bool Owns(ParameterExpression variable) => own.Contains(variable);

    public Type TypeOf(int slot) => slots[slot].LocalType;

    /// <summary>The local that the load or store at <paramref name="index"/> is about.</summary>
    public ParameterExpression At(int index, Instruction instruction)
    {
        var web = webs.VariableAt(index);
        if (locals.TryGetValue(web, out var known)) return known;
        var slot = instruction.Index;
        var name = NameOf(slot, instruction.Offset);
        var variable = Expression.Variable(TypeOf(slot), name ?? Unique(NameFor(TypeOf(slot))));
        own.Add(variable);
        return locals[web] = variable;
    }

    /// <summary>A variable for a value that must be kept.</summary>
    public ParameterExpression Add(Type type, string? name = null)
    {
        var variable = Expression.Variable(type, Unique(name ?? NameFor(type)));
        Added.Add(variable);
        own.Add(variable);
        return variable;
    }

    /// <summary>Takes over a variable made for an argument.</summary>
    public void Adopt(ParameterExpression variable)
    {
        Added.Add(variable);
        own.Add(variable);
    }

    /// <summary>The user's name of a slot; a store stands just before the stretch where the name holds.</summary>
    public string? NameOf(int slot, int offset)
    {
        const int StoreBytes = 4;
        foreach (var (index, name, start, end) in names)
            if (index == slot && offset + StoreBytes >= start && offset < end) return name;
        return null;
    }

    private string Unique(string name)
    {
        var unique = name;
        while (!taken.Add(unique))
        {
            next[name] = next.GetValueOrDefault(name, 1) + 1;
            unique = name + next[name];
        }
        return unique;
    }

    private static string NameFor(Type type) =>
        StackTypes.IsFloating(type) ? "num"
        : type == typeof(bool) ? "flag"
        : type == typeof(int) ? "i"
        : type.IsArray ? "array"
        : StackTypes.IsIntegerLike(type) ? "n"
        : "value";
}
