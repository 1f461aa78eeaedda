namespace ExprAutograd;

/// <summary>A part of a network: a function of tensors with parameters of its own, and parts of its own.</summary>
/// <remarks>
/// <code>
/// sealed class Perceptron : Module
/// {
///     private readonly Linear hidden, output;
///
///     public Perceptron(int inputs, int outputs)
///     {
///         hidden = Register(nameof(hidden), new Linear(inputs, 32));
///         output = Register(nameof(output), new Linear(32, outputs));
///     }
///
///     public override Tensor Forward(Tensor x) => output.Forward(hidden.Forward(x).Relu());
/// }
/// </code>
/// Its parameters are <c>hidden.weight</c>, <c>hidden.bias</c>, <c>output.weight</c> and <c>output.bias</c>. Nothing is found by reflection, so trimmed programs work.
/// </remarks>
public abstract partial class Module
{
    private readonly List<(string Name, Tensor Parameter)> parameters = [];
    private readonly List<(string Name, Module Module)> children = [];

    /// <summary>Whether the module is being trained, as it is at first, rather than used.</summary>
    public bool IsTraining { get; private set; } = true;

    /// <summary>The parts that were registered, in order.</summary>
    public IEnumerable<(string Name, Module Module)> Children => children;

    /// <summary>The result for an input, recorded as operations on tensors are.</summary>
    public abstract Tensor Forward(Tensor input);

    /// <summary>The parameters of this module, then those of its parts; one that is shared comes once.</summary>
    public IEnumerable<Tensor> Parameters() => NamedParameters().Select(p => p.Parameter).Distinct();

    /// <summary>The parameters by name, the names of parts before them with a dot between.</summary>
    public IEnumerable<(string Name, Tensor Parameter)> NamedParameters() =>
        parameters.Concat(children.SelectMany(c => c.Module.NamedParameters().Select(p => ($"{c.Name}.{p.Name}", p.Parameter))));

    /// <summary>From now on the module is trained: dropout drops.</summary>
    /// <returns>This module.</returns>
    public Module Train(bool isTraining = true)
    {
        IsTraining = isTraining;
        foreach (var (_, module) in children) module.Train(isTraining);
        return this;
    }

    /// <summary>From now on the module is used: dropout passes everything on.</summary>
    /// <returns>This module.</returns>
    public Module Eval() => Train(isTraining: false);

    /// <summary>Clears the gradients of all parameters.</summary>
    public void ZeroGrad()
    {
        foreach (var parameter in Parameters()) parameter.ZeroGrad();
    }

    /// <summary>Makes a leaf a parameter of this module.</summary>
    /// <param name="name">Its name, unique in the module and without dots.</param>
    /// <param name="parameter">A leaf; from now on it requires a gradient.</param>
    /// <returns>The parameter.</returns>
    /// <exception cref="ArgumentException">The name is taken or is none, or the tensor is a result of operations.</exception>
    protected Tensor Register(string name, Tensor parameter)
    {
        ArgumentNullException.ThrowIfNull(parameter);
        RequireFree(name);
        if (!parameter.IsLeaf) throw new ArgumentException($"The parameter '{name}' is a result ({parameter.GradientFunction}); parameters are leaves. Detach it.", nameof(parameter));
        parameters.Add((name, parameter.SetRequiresGrad()));
        return parameter;
    }

    /// <summary>Makes a module a part of this one.</summary>
    /// <typeparam name="TModule">What it is.</typeparam>
    /// <param name="name">Its name, unique in the module and without dots.</param>
    /// <param name="module">The part.</param>
    /// <returns>The part.</returns>
    /// <exception cref="ArgumentException">The name is taken or is none, or the part contains this module.</exception>
    protected TModule Register<TModule>(string name, TModule module)
        where TModule : Module
    {
        ArgumentNullException.ThrowIfNull(module);
        RequireFree(name);
        if (module.Contains(this)) throw new ArgumentException($"The part '{name}' contains the module that it is to be a part of.", nameof(module));
        children.Add((name, module));
        return module;
    }

    private bool Contains(Module other) => this == other || children.Exists(c => c.Module.Contains(other));

    private void RequireFree(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        if (name.Contains('.')) throw new ArgumentException($"'{name}' has a dot, which stands between the names of modules and their parts.", nameof(name));
        if (parameters.Exists(p => p.Name == name) || children.Exists(c => c.Name == name)) throw new ArgumentException($"There is already a '{name}' in this module.", nameof(name));
    }
}
