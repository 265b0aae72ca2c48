using ConcurrencyAnalyzers.Annotations;

namespace ConcurrencyAnalyzers.Runtime;

// Which code runs inside a call: on the thread of the call, and wherever the call's execution context flows.
public sealed partial class ThreadPoolExecutor
{
    private static readonly AsyncLocal<Inside?> s_inside = new();

    /// <summary>Runs a call's function with the mark that it is inside one.</summary>
    /// <remarks>
    /// A call submitted under the mark may be what the marked call waits for, whichever thread has submitted it:
    /// <code>
    ///   worker 1 (of 1)                          thread of .NET
    ///   Task.Run(() => pool.SubmitAsync(…))
    ///   waits for it                             submits, under the mark that has flown here
    /// </code>
    /// To set a mark is to make an execution context, which would be half the price of an empty call. Most calls come without a context of their
    /// own: these all run in one that their worker has made, and a new one is made only after a call whose mark was seen elsewhere.
    /// </remarks>
    private static T Invoke<T>(Call<T> call, CancellationToken token)
    {
        if (Worker.Current is not { } worker)
            return call.Invoke(token);
        var context = ExecutionContext.Capture();
        if (context is null || context == worker.Context)
            return call.Invoke(token);
        if (context == worker.EmptyContext)
        {
            // Put back by the task, or by the worker after it.
            ExecutionContext.Restore(worker.Context!);
            return call.Invoke(token);
        }

        var inside = new Inside(worker.Owner, s_inside.Value);
        s_inside.Value = inside;
        inside.Enter();
        try
        {
            return call.Invoke(token);
        }
        finally
        {
            inside.Leave();
        }
    }

    /// <summary>The mark of a call of this executor in whose flow the current code runs, while a thread runs that call.</summary>
    private Inside? CurrentMark()
    {
        for (var inside = s_inside.Value; inside is not null; inside = inside.Outer)
        {
            if (inside.Owner == this && inside.IsOnThread)
                return inside;
        }
        return null;
    }

    /// <summary>A call, as the code knows it that runs in its flow.</summary>
    private sealed class Inside
    {
        // Only by Interlocked: what follows an await of a call may run on one thread while the call's first part leaves another.
        private int _threads;

        internal Inside(ThreadPoolExecutor owner, Inside? outer)
        {
            Owner = owner;

            // Rings of executors: each has one place in the chain, so that recursion does not make it longer.
            while (outer is not null && (outer.Owner == owner || !outer.IsOnThread))
                outer = outer.Outer;
            Outer = outer;
        }

        internal ThreadPoolExecutor Owner { get; }

        /// <summary>The call of another executor in whose flow this one was submitted.</summary>
        internal Inside? Outer { get; }

        /// <summary>Whether a thread is in the call: only such a call can keep its thread waiting. One that awaits cannot, nor one that has
        /// ended and left something behind that goes on under its mark.</summary>
        internal bool IsOnThread => Volatile.Read(ref _threads) > 0;

        /// <summary>Whether another thread has submitted under it. Of a worker's own mark.</summary>
        [GuardedBy(nameof(_gate))] internal bool IsUsed { get; set; }

        internal void Enter() => Interlocked.Increment(ref _threads);

        internal void Leave() => Interlocked.Decrement(ref _threads);
    }
}
