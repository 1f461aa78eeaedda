using System.Reflection;
using MathNet.Numerics.Providers.LinearAlgebra;

namespace ExprAutograd.Tests.Dense;

/// <summary>A provider that is neither MathNet's nor ours: it passes everything on to the managed one and writes down what was called.</summary>
public class NativeStandIn
{
    public NativeStandIn()
    {
        Provider = DispatchProxy.Create<ILinearAlgebraProvider, Recorder>();
        ((Recorder)Provider).Calls = Calls;
    }

    public ILinearAlgebraProvider Provider { get; }

    public List<string> Calls { get; } = [];

    public class Recorder : DispatchProxy
    {
        public List<string> Calls { get; set; } = [];

        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
        {
            if (targetMethod!.Name != nameof(ILinearAlgebraProvider.InitializeVerify)) Calls.Add(targetMethod.Name);
            return targetMethod.Invoke(ManagedLinearAlgebraProvider.Instance, BindingFlags.DoNotWrapExceptions, null, args, null);
        }
    }
}
