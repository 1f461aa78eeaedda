using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;
using System.Runtime.CompilerServices;

namespace ExprAutograd.Lifting;

/// <summary>Names of locals and lines of source, where a portable PDB is embedded in the assembly or stands next to it.</summary>
internal sealed class SourceSymbols
{
    private static readonly ConditionalWeakTable<System.Reflection.Module, SourceSymbols> Known = [];

    // Holds the memory that the reader reads.
    private readonly MetadataReaderProvider? provider;
    private readonly MetadataReader? reader;

    private SourceSymbols(MetadataReaderProvider? provider)
    {
        this.provider = provider;
        reader = provider?.GetMetadataReader();
    }

    public static SourceSymbols Of(System.Reflection.Module module) => Known.GetValue(module, m => new SourceSymbols(Open(m)));

    /// <summary>The file and line that the instruction was compiled from, such as <c>Loss.cs, line 12</c>; null without symbols.</summary>
    public string? LineOf(MethodBase method, int offset)
    {
        if (Find(method) is not { } handle) return null;
        SequencePoint? best = null;
        foreach (var point in reader!.GetMethodDebugInformation(handle.ToDebugInformationHandle()).GetSequencePoints())
            if (!point.IsHidden && point.Offset <= offset) best = point;
        return best is { } found ? $"{Path.GetFileName(reader.GetString(reader.GetDocument(found.Document).Name))}, line {found.StartLine}" : null;
    }

    /// <summary>The locals the user named, each with the stretch of offsets where the name holds.</summary>
    public IReadOnlyList<(int Index, string Name, int Start, int End)> LocalsOf(MethodBase method)
    {
        if (Find(method) is not { } handle) return [];
        var names = new List<(int, string, int, int)>();
        foreach (var scopeHandle in reader!.GetLocalScopes(handle))
        {
            var scope = reader.GetLocalScope(scopeHandle);
            foreach (var variableHandle in scope.GetLocalVariables())
            {
                var variable = reader.GetLocalVariable(variableHandle);
                if ((variable.Attributes & LocalVariableAttributes.DebuggerHidden) == 0) names.Add((variable.Index, reader.GetString(variable.Name), scope.StartOffset, scope.EndOffset));
            }
        }
        return names;
    }

    private MethodDefinitionHandle? Find(MethodBase method)
    {
        if (reader is null) return null;
        var handle = MetadataTokens.EntityHandle(method.MetadataToken);
        return handle.Kind == HandleKind.MethodDefinition ? (MethodDefinitionHandle)handle : null;
    }

    private static MetadataReaderProvider? Open(System.Reflection.Module module)
    {
        try
        {
            var path = module.Assembly.IsDynamic ? "" : module.FullyQualifiedName;
            if (!File.Exists(path)) return null;
            using var file = File.OpenRead(path);
            using var image = new PEReader(file);
            foreach (var entry in image.ReadDebugDirectory())
                if (entry.Type == DebugDirectoryEntryType.EmbeddedPortablePdb) return image.ReadEmbeddedPortablePdbDebugDirectoryData(entry);
            if (!image.TryOpenAssociatedPortablePdb(path, p => File.Exists(p) ? new MemoryStream(File.ReadAllBytes(p)) : null, out var provider, out _)) return null;
            return provider;
        }
        catch (Exception e) when (e is IOException or BadImageFormatException or UnauthorizedAccessException)
        {
            return null; // Symbols only make names better.
        }
    }
}
