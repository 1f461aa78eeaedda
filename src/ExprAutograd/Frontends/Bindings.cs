using System.Linq.Expressions;

namespace ExprAutograd.Frontends;

/// <summary>What each variable and each array is at this point of the program, with a journal so that a branch can be undone.</summary>
internal sealed class Bindings
{
    private readonly Dictionary<object, Value> current = [];
    private readonly Stack<Dictionary<object, Value?>> journals = new();

    /// <summary>Counts every change: what was computed at an earlier count may be out of date.</summary>
    public int Version { get; private set; }

    public Value? Find(object key) => current.GetValueOrDefault(key);

    /// <summary>The pseudo-variables that satisfy <paramref name="isFlag"/>, in order of their first binding.</summary>
    public List<object> Flags(Func<object, bool> isFlag) => [.. current.Keys.Where(isFlag)];

    /// <summary>The variables that hold <paramref name="array"/>.</summary>
    public IEnumerable<System.Linq.Expressions.ParameterExpression> HoldersOf(ArrayValue array) =>
        current.Where(b => ReferenceEquals(b.Value, array)).Select(b => b.Key).OfType<System.Linq.Expressions.ParameterExpression>();

    /// <summary>The variables that hold a row of <paramref name="array"/>.</summary>
    public List<(object Holder, RowValue Row)> RowsOf(ArrayValue array) =>
        [.. current.Where(b => b.Value is RowValue row && row.Rows == array).Select(b => (b.Key, (RowValue)b.Value))];

    public void Set(object key, Value value)
    {
        Version++;
        if (journals.TryPeek(out var journal)) journal.TryAdd(key, current.GetValueOrDefault(key));
        current[key] = value;
    }

    public void Remove(object key)
    {
        Version++;
        if (journals.TryPeek(out var journal)) journal.TryAdd(key, current.GetValueOrDefault(key));
        current.Remove(key);
    }

    public void Restore(object key, Value? value)
    {
        if (value is null) Remove(key);
        else Set(key, value);
    }

    /// <summary>Starts a branch.</summary>
    public void Mark() => journals.Push([]);

    /// <summary>Ends the branch: undoes it and says what it had changed of what was bound before it, and what it had made.</summary>
    public BranchChanges Undo()
    {
        var changed = new Dictionary<object, Value>();
        var made = new Dictionary<object, Value>();
        var journal = journals.Pop();
        if (journal.Count > 0) Version++; // Else nothing that was computed before or inside is out of date.
        foreach (var (key, before) in journal)
        {
            if (current.TryGetValue(key, out var after) && !ReferenceEquals(before, after)) (before is null ? made : changed)[key] = after;
            if (before is null) current.Remove(key);
            else current[key] = before;
        }
        return new BranchChanges(changed, made);
    }
}

/// <summary>What a branch did to the bindings.</summary>
/// <param name="Changed">New values of what was bound before the branch.</param>
/// <param name="Made">What was first bound inside it: arrays made there, mostly.</param>
internal sealed record BranchChanges(Dictionary<object, Value> Changed, Dictionary<object, Value> Made);
