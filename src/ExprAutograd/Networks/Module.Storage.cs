using ExprAutograd.Networks;
using ExprAutograd.Recording;

namespace ExprAutograd;

public abstract partial class Module
{
    /// <summary>Writes the parameters to a file in the safetensors format, under their names.</summary>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public void Save(string path)
    {
        using var file = File.Create(path);
        Save(file);
    }

    /// <summary>Writes the parameters in the safetensors format; the stream stays open.</summary>
    public void Save(Stream destination) => SafeTensors.Write(
        destination,
        NamedParameters().ToDictionary(p => p.Name, p => (p.Parameter.ElementType, p.Parameter.Shape.ToArray(), Evaluation.ValueOf(p.Parameter.Node))));

    /// <summary>Reads the parameters from a file in the safetensors format, as <see cref="Save(string)"/> or other programs write it.</summary>
    /// <inheritdoc cref="Load(Stream)"/>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public void Load(string path)
    {
        using var file = File.OpenRead(path);
        Load(file);
    }

    /// <summary>Reads the parameters in the safetensors format; the stream is read to its end and stays open.</summary>
    /// <exception cref="InvalidDataException">It is no such file, or its tensors are not these parameters: the message names all that are missing, unexpected or of another shape. No parameter has changed then.</exception>
    /// <remarks>Float32 is read into Float64 and the other way round.</remarks>
    public void Load(Stream source)
    {
        var (stored, _) = SafeTensors.Read(source);
        var named = NamedParameters().ToList();
        var wrong = new List<string>();
        foreach (var (name, parameter) in named)
        {
            if (!stored.TryGetValue(name, out var entry)) wrong.Add($"'{name}' is missing");
            else if (!entry.Shape.SequenceEqual(parameter.Shape)) wrong.Add($"'{name}' has the shape [{string.Join(", ", entry.Shape)}], not [{string.Join(", ", parameter.Shape)}]");
            else if (!ElementTypes.IsFloating(entry.Type)) wrong.Add($"'{name}' holds {entry.Type}");
        }
        wrong.AddRange(stored.Keys.Except(named.Select(p => p.Name)).Select(name => $"'{name}' is unexpected"));
        if (wrong.Count > 0) throw new InvalidDataException($"The file does not hold the parameters of this {GetType().Name}: {string.Join("; ", wrong)}.");
        using (GradientMode.Set(isEnabled: false))
        {
            foreach (var (name, parameter) in named)
            {
                var (type, shape, values) = stored[name];
                parameter.CopyFrom(new Tensor(Node.Leaf(values, TensorShape.Of(shape), type, requiresGradient: false)));
            }
        }
    }
}
