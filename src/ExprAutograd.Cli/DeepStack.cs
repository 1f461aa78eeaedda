using System.Runtime.ExceptionServices;

namespace ExprAutograd.Cli;

/// <summary>Runs work on a thread whose stack is deep enough for what a program may have generated.</summary>
/// <remarks>
/// The C# compiler recurses over nested expressions and the JIT over nested calls; a stack overflow in either ends the process and cannot be
/// caught. The memory is reserved, and used only as far as the recursion goes.
/// </remarks>
internal static class DeepStack
{
    private const int StackBytes = 1 << 30;

    public static T Run<T>(Func<T> work)
    {
        var result = default(T);
        ExceptionDispatchInfo? failure = null;
        var thread = new Thread(
            () =>
            {
                try
                {
                    result = work();
                }
                catch (Exception e)
                {
                    failure = ExceptionDispatchInfo.Capture(e);
                }
            },
            StackBytes);
        thread.Start();
        thread.Join();
        failure?.Throw();
        return result!;
    }
}
