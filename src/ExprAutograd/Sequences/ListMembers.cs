using System.Reflection;

namespace ExprAutograd.Sequences;

/// <summary>The members by which a list is read: lists, vectors, read-only lists.</summary>
internal readonly record struct ListMembers(PropertyInfo Count, PropertyInfo Indexer)
{
    /// <summary>The members of <paramref name="type"/>; null when it is no list, or hides that it is one.</summary>
    public static ListMembers? Of(Type type)
    {
        Type[] types = [type, .. type.GetInterfaces()];
        if (!types.Any(t => t.IsGenericType && (t.GetGenericTypeDefinition() == typeof(IReadOnlyList<>) || t.GetGenericTypeDefinition() == typeof(IList<>)))) return null;
        var places = type.IsInterface ? types : [type];
        var count = Find("Count", []);
        var indexer = Find("Item", [typeof(int)]);
        return count is not null && indexer is not null ? new ListMembers(count, indexer) : null;

        PropertyInfo? Find(string name, Type[] index) => places.Select(t => t.GetProperty(name, index)).FirstOrDefault(p => p?.GetMethod is { IsPublic: true })
            is { } property && (index.Length > 0 || property.PropertyType == typeof(int)) ? property : null;
    }
}
