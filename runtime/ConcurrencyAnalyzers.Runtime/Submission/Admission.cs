using ConcurrencyAnalyzers.Annotations;

namespace ConcurrencyAnalyzers.Runtime;

/// <summary>How many calls an executor has, for those who wait until it has fewer.</summary>
/// <remarks>
/// A place is taken before a call is submitted and given back when its task ends. Who submits without asking takes one all the same, so that the
/// number can exceed the capacity; who asks then waits longer. The places of those who wait are given in the order of asking.
/// </remarks>
/// <param name="capacity">Most calls under way for those who ask.</param>
[ThreadSafe]
internal sealed class Admission(int capacity)
{
    private readonly Lock _gate = new();

    [GuardedBy(nameof(_gate))] private readonly LinkedList<TaskCompletionSource> _waiting = [];
    [GuardedBy(nameof(_gate))] private int _present;

    /// <summary>The executor accepts no more calls: who waits shall go on, and hear it from the executor.</summary>
    [GuardedBy(nameof(_gate))] private bool _isOver;

    /// <summary>Null for an executor whose calls nobody counts.</summary>
    internal static Admission? For(ExecutorOptions options) =>
        options.QueueCapacity < 0 ? null : new Admission((int)Math.Min(int.MaxValue, (long)options.MaxWorkers + options.QueueCapacity));

    internal bool TryEnter()
    {
        lock (_gate)
        {
            if (!_isOver && (_present >= capacity || _waiting.Count > 0))
                return false;
            _present++;
            return true;
        }
    }

    internal async ValueTask EnterAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (TryEnter())
            return;
        var turn = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        LinkedListNode<TaskCompletionSource> node;
        lock (_gate)
        {
            node = _waiting.AddLast(turn);

            // The last place may have been given back since.
            AdmitLocked();
        }
        using (cancellationToken.UnsafeRegister((_, token) => Withdraw(node, token), null))
            await turn.Task.ConfigureAwait(false);
    }

    /// <summary>Submits, and keeps the call's place until its task ends.</summary>
    internal Task<T> Count<T>(Call<T> call, CancellationToken cancellationToken, Func<Call<T>, CancellationToken, Task<T>> submit)
    {
        if (!call.HasPlace)
            EnterAnyway();
        Task<T> task;
        try
        {
            task = submit(call, cancellationToken);
        }
        catch
        {
            Leave();
            throw;
        }
        _ = task.ContinueWith(
            static (_, self) => ((Admission)self!).Leave(), this, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously,
            TaskScheduler.Default);
        return task;
    }

    internal void Leave()
    {
        lock (_gate)
        {
            _present--;
            AdmitLocked();
        }
    }

    internal void End()
    {
        lock (_gate)
        {
            _isOver = true;
            AdmitLocked();
        }
    }

    private void EnterAnyway()
    {
        lock (_gate)
            _present++;
    }

    private void AdmitLocked()
    {
        System.Diagnostics.Debug.Assert(_gate.IsHeldByCurrentThread);
        while ((_present < capacity || _isOver) && _waiting.First is { } first)
        {
            _waiting.RemoveFirst();
            _present++;

            // Runs nothing here: continuations go to the pool.
            first.Value.SetResult();
        }
    }

    /// <summary>Who leaves the list decides how the wait ends: there is one, under the lock.</summary>
    private void Withdraw(LinkedListNode<TaskCompletionSource> node, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (node.List is null)
                return;
            _waiting.Remove(node);
            node.Value.SetCanceled(cancellationToken);
        }
    }
}

/// <summary>An executor that can say how many calls it has.</summary>
internal interface IAdmitting
{
    /// <summary>Null: it takes as many as come.</summary>
    Admission? Admission { get; }
}
