namespace ConcurrencyAnalyzers.Runtime;

// How a call becomes a task.
public sealed partial class ThreadPoolExecutor
{
    /// <summary>Our tasks are nobody's parent, lend their scheduler to nobody, and run no continuation of a caller on our threads.</summary>
    private const TaskCreationOptions OurTasks =
        TaskCreationOptions.DenyChildAttach | TaskCreationOptions.HideScheduler | TaskCreationOptions.RunContinuationsAsynchronously;

    /// <inheritdoc/>
    public Task<T> CallAsync<T>(Call<T> call, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(call);
        if (cancellationToken.IsCancellationRequested)
            return Task.FromCanceled<T>(cancellationToken);
        try
        {
            if (call.IsAsynchronous)
                return new AsynchronousRun<T>(this, call, cancellationToken).Start();
            if (call.TakesToken || cancellationToken.CanBeCanceled)
                return new CancellableRun<T>(this, call, cancellationToken).Start();

            // Started by the factory, a task looks at its token when it is taken from the queue and registers nothing: half the price of a call.
            return Task.Factory.StartNew(static c => ((Call<T>)c!).Invoke(default), call, _withdrawn.Token, OurTasks, _scheduler);
        }
        catch (TaskSchedulerException e) when (e.InnerException is { } refusal)
        {
            throw refusal is ObjectDisposedException ? new ObjectDisposedException(Name, refusal.Message) : refusal;
        }
    }

    /// <summary>Queues a task that ends as cancelled as soon as its token fires, and not only when a worker comes to it.</summary>
    private TTask Queue<TTask>(TTask task) where TTask : Task
    {
        try
        {
            task.Start(_scheduler);
        }
        catch (InvalidOperationException) when (task.IsCanceled)
        {
            // The token has fired since the task was made.
        }
        return task;
    }

    /// <summary>A call that its caller can cancel.</summary>
    private sealed class CancellableRun<T>(ThreadPoolExecutor owner, Call<T> call, CancellationToken caller)
    {
        // The task ends as cancelled while it is pending; what runs has a token of its own, which withdrawing does not fire.
        private readonly CancellationTokenSource _pending = CancellationTokenSource.CreateLinkedTokenSource(caller, owner._withdrawn.Token);
        private readonly CancellationTokenSource? _running = call.TakesToken
            ? CancellationTokenSource.CreateLinkedTokenSource(caller, owner._stop.Token) : null;

        internal Task<T> Start()
        {
            var task = new Task<T>(static run => ((CancellableRun<T>)run!).Run(), this, _pending.Token, OurTasks);
            _ = owner.Queue(task).ContinueWith(
                static (_, run) =>
                    ((CancellableRun<T>)run!).Dispose(), this, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously,
                        TaskScheduler.Default);
            return task;
        }

        private T Run()
        {
            try
            {
                return call.Invoke(_running?.Token ?? default);
            }
            catch (OperationCanceledException e) when (caller.IsCancellationRequested || owner._stop.IsCancellationRequested)
            {
                // Ends the task as cancelled: that takes the task's own token, whichever the function has seen.
                _pending.Cancel();
                throw new OperationCanceledException(e.Message, e, _pending.Token);
            }
        }

        private void Dispose()
        {
            _pending.Dispose();
            _running?.Dispose();
        }
    }

    /// <summary>A call of an asynchronous function: it starts on a thread of ours, and so does what follows each <c>await</c> in it.</summary>
    private sealed class AsynchronousRun<T>(ThreadPoolExecutor owner, Call<T> call, CancellationToken caller)
    {
        private readonly TaskCompletionSource<T> _result = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly CancellationTokenSource _pending = CancellationTokenSource.CreateLinkedTokenSource(caller, owner._withdrawn.Token);
        private readonly CancellationTokenSource _running = CancellationTokenSource.CreateLinkedTokenSource(caller, owner._stop.Token);

        internal Task<T> Start()
        {
            var first = new Task(static run => ((AsynchronousRun<T>)run!).Run(), this, _pending.Token, OurTasks);
            _ = owner.Queue(first).ContinueWith(
                static (_, run) => ((AsynchronousRun<T>)run!).Withdraw(), this, CancellationToken.None,
                TaskContinuationOptions.OnlyOnCanceled | TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
            return _result.Task;
        }

        private void Run()
        {
            // Before the function starts: from here until it ends, draining waits for its continuations.
            owner.EnterAwaiting();
            Task<T> task;
            SynchronizationContext.SetSynchronizationContext(owner._context);
            try
            {
                task = call.InvokeAsync(_running.Token).AsTask();
            }
            catch (Exception e)
            {
                task = Task.FromException<T>(e);
            }
            finally
            {
                SynchronizationContext.SetSynchronizationContext(null);
            }
            _ = task.ContinueWith(
                static (ended, run) =>
                    ((AsynchronousRun<T>)run!).End(ended), this, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously,
                        TaskScheduler.Default);
        }

        private void Withdraw()
        {
            _result.TrySetCanceled(caller.IsCancellationRequested ? caller : _pending.Token);
            Dispose();
        }

        private void End(Task<T> ended)
        {
            // A function that cancels for a reason of its own has failed; only its caller, or the executor's end, cancels the call.
            if (ended.IsCanceled && !_running.IsCancellationRequested)
                _result.TrySetException(new OperationCanceledException("The function was cancelled, but not by the token of its call."));
            else
                _result.TrySetFromTask(ended);
            Dispose();
            owner.LeaveAwaiting();
        }

        private void Dispose()
        {
            _pending.Dispose();
            _running.Dispose();
        }
    }

    private void EnterAwaiting()
    {
        lock (_gate)
            _awaiting++;
    }

    private void LeaveAwaiting()
    {
        Ending ending;
        lock (_gate)
        {
            _awaiting--;
            ending = EndIfDoneLocked();
        }
        Apply(ending);
    }
}
