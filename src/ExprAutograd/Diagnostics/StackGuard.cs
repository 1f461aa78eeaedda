using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;

namespace ExprAutograd.Diagnostics;

/// <summary>Runs a recursion over nested regions to any depth: where the thread's stack runs short, the rest runs on a fresh one.</summary>
/// <remarks>
/// Passes are loops over equation lists; what recurses is region nesting (a conditional in a conditional in a ...), usually a few levels and
/// 100,000 when a program generated it. A fresh thread every few thousand levels costs nothing then and nothing at all before.
/// </remarks>
internal static class StackGuard
{
    private const int FreshStackBytes = 16 << 20;

    public static T Run<T>(Func<T> body)
    {
        if (RuntimeHelpers.TryEnsureSufficientExecutionStack()) return body();

        var result = default(T);
        ExceptionDispatchInfo? failure = null;
        var thread = new Thread(() =>
        {
            try { result = body(); }
            catch (Exception e) { failure = ExceptionDispatchInfo.Capture(e); }
        }, FreshStackBytes);
        thread.Start();
        thread.Join();
        failure?.Throw();
        return result!;
    }
}
