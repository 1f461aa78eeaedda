using System.Runtime.ExceptionServices;

namespace ExprAutograd.Dense;

/// <summary>Work in numbered parts that the caller and threads of the pool take one after the other.</summary>
/// <remarks>
/// The caller takes parts until none is left and then waits only for parts that a running thread has taken, never for a queued one, so a
/// busy pool makes it slower but cannot block it. Where callers are parallel already, they get no help beyond the number of processors.
/// Objects are reused once the pool has let go of them; nothing is allocated.
/// </remarks>
internal abstract class SharedWork : IThreadPoolWorkItem
{
    /// <summary>Threads at work on parts, of whatever work.</summary>
    private static int busy;

    private readonly Lock failing = new();
    private int parts;
    private int taken;
    private int finished;
    private int holders;
    private int firstFailed;
    private ExceptionDispatchInfo? failure;

    /// <summary>Does one part; parts do not touch one another's results.</summary>
    protected abstract void Do(int part);

    /// <summary>Called when nobody holds the object any more, so that it can be used again.</summary>
    protected abstract void Return();

    /// <summary>Does all parts, with so many threads at most. What it throws is what the first part threw that failed.</summary>
    protected void Share(int count, int threads)
    {
        threads = Math.Max(1, Math.Min(Math.Min(threads, count), Environment.ProcessorCount - Volatile.Read(ref busy)));
        parts = count;
        taken = finished = 0;
        (firstFailed, failure) = (int.MaxValue, null);
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
        Interlocked.Increment(ref busy);
        for (int part; (part = Interlocked.Increment(ref taken) - 1) < parts;)
        {
            try
            {
                if (part < Volatile.Read(ref firstFailed)) Do(part);
            }
            catch (Exception exception)
            {
                Fail(part, exception);
            }
            Interlocked.Increment(ref finished);
        }
        Interlocked.Decrement(ref busy);
    }

    private void Fail(int part, Exception exception)
    {
        lock (failing)
        {
            if (part > firstFailed) return;
            firstFailed = part;
            failure = ExceptionDispatchInfo.Capture(exception);
        }
    }

    private void LetGo()
    {
        if (Interlocked.Decrement(ref holders) == 0) Return();
    }
}
