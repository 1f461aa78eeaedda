using System.Runtime.ExceptionServices;

namespace ExprAutograd.Dense;

/// <summary>Work in numbered parts that the caller and threads of the pool take one after the other.</summary>
/// <remarks>
/// The caller takes parts until none is left and then waits only for parts that a running thread has taken, never for a queued one, so a
/// busy pool makes it slower but cannot block it. Objects are reused once the pool has let go of them; nothing is allocated.
/// </remarks>
internal abstract class SharedWork : IThreadPoolWorkItem
{
    private int parts;
    private int taken;
    private int finished;
    private int holders;
    private ExceptionDispatchInfo? failure;

    /// <summary>Does one part; parts do not touch one another's results.</summary>
    protected abstract void Do(int part);

    /// <summary>Called when nobody holds the object any more, so that it can be used again.</summary>
    protected abstract void Return();

    /// <summary>Does all parts, with so many threads at most.</summary>
    protected void Share(int count, int threads)
    {
        parts = count;
        taken = finished = 0;
        failure = null;
        Volatile.Write(ref holders, threads);
        for (var helper = 1; helper < threads; helper++) ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
        TakeParts();
        var wait = new SpinWait();
        while (Volatile.Read(ref finished) < count) wait.SpinOnce(sleep1Threshold: -1);
        var failed = failure;
        LetGo();
        failed?.Throw();
    }

    void IThreadPoolWorkItem.Execute()
    {
        TakeParts();
        LetGo();
    }

    private void TakeParts()
    {
        for (int part; (part = Interlocked.Increment(ref taken) - 1) < parts;)
        {
            try
            {
                Do(part);
            }
            catch (Exception exception)
            {
                Interlocked.CompareExchange(ref failure, ExceptionDispatchInfo.Capture(exception), null);
            }
            Interlocked.Increment(ref finished);
        }
    }

    private void LetGo()
    {
        if (Interlocked.Decrement(ref holders) == 0) Return();
    }
}
