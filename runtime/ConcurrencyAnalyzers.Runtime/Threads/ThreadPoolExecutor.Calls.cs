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
        return _admission is null ? FollowAsync(call, cancellationToken) : _admission.Count(call, cancellationToken, FollowAsync);
    }

    private Task<T> FollowAsync<T>(Call<T> call, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
            return Task.FromCanceled<T>(cancellationToken);
        if (!_options.SuppressFlow || ExecutionContext.IsFlowSuppressed())
            return Telemetry.FollowsCalls ? Telemetry.FollowAsync(Name, call, cancellationToken, QueueAsync) : QueueAsync(call, cancellationToken);
        using (ExecutionContext.SuppressFlow())
            return FollowAsync(call, cancellationToken);
    }

    private Task<T> QueueAsync<T>(Call<T> call, CancellationToken cancellationToken)
    {
        if (call.Options.Timeout is not null && !call.FunctionTakesToken)
            throw new ArgumentException(
                $"{call.Subject} has a time limit and takes no token, by which it could see that its time is over: nothing ends a thread by " +
                    $"force. Give it a CancellationToken as last parameter, or use {nameof(ProcessPoolExecutor)}.", nameof(call));
        try
        {
            if (call.IsAsynchronous)
                return new AsynchronousRun<T>(this, call, cancellationToken).Start();
            if (call.TakesToken || cancellationToken.CanBeCanceled)
                return new CancellableRun<T>(this, call, cancellationToken).Start();

            // Started by the factory, a task looks at its token when it is taken from the queue and registers nothing: half the price of a call.
            return Task.Factory.StartNew(static c =>
            {
                ThrowIfRefused();
                return Invoke((Call<T>)c!, default);
            }, call, _withdrawn.Token, OurTasks, _scheduler);
        }
        catch (TaskSchedulerException e) when (e.InnerException is { } refusal)
        {
            throw refusal is ObjectDisposedException ? new ObjectDisposedException(Name, refusal.Message) : refusal;
        }
    }

    private static TimeoutException Overdue<T>(Call<T> call) =>
        new($"{call.Subject} has run longer than its limit of {call.Options.Timeout}. It was told to stop, and did.");

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
    private sealed class CancellableRun<T>(ThreadPoolExecutor owner, Call<T> call, CancellationToken caller) : INamedWork
    {
        // The task ends as cancelled while it is pending; what runs has a token of its own, which withdrawing does not fire.
        private readonly CancellationTokenSource _pending = CancellationTokenSource.CreateLinkedTokenSource(caller, owner._withdrawn.Token);
        private readonly CancellationTokenSource? _running = call.TakesToken
            ? CancellationTokenSource.CreateLinkedTokenSource(caller, owner._stop.Token) : null;

        string INamedWork.Name => call.ShortName;

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
            ThrowIfRefused();
            try
            {
                return call.Options.Timeout is { } limit ? RunUntil(limit) : Invoke(call, _running?.Token ?? default);
            }
            catch (OperationCanceledException e) when (caller.IsCancellationRequested || owner._stop.IsCancellationRequested)
            {
                // Ends the task as cancelled: that takes the task's own token, whichever the function has seen.
                _pending.Cancel();
                throw new OperationCanceledException(e.Message, e, _pending.Token);
            }
        }

        private T RunUntil(TimeSpan limit)
        {
            using var overdue = new CancellationTokenSource(limit, owner._options.TimeProvider);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(_running!.Token, overdue.Token);
            try
            {
                var result = Invoke(call, either.Token);
                return overdue.IsCancellationRequested ? call.AfterLimit(result, Overdue(call)) : result;
            }
            catch (OperationCanceledException) when (overdue.IsCancellationRequested && !_running.IsCancellationRequested)
            {
                throw Overdue(call);
            }
        }

        private void Dispose()
        {
            _pending.Dispose();
            _running?.Dispose();
        }
    }

    /// <summary>A call of an asynchronous function: it starts on a thread of ours, and so does what follows each <c>await</c> in it.</summary>
    private sealed class AsynchronousRun<T>(ThreadPoolExecutor owner, Call<T> call, CancellationToken caller) : INamedWork
    {
        private readonly TaskCompletionSource<T> _result = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly CancellationTokenSource _pending = CancellationTokenSource.CreateLinkedTokenSource(caller, owner._withdrawn.Token);
        private readonly CancellationTokenSource _running = CancellationTokenSource.CreateLinkedTokenSource(caller, owner._stop.Token);
        private readonly Inside _inside = new(owner, s_inside.Value);

        // Set when the function starts, read when it has ended.
        private CancellationTokenSource? _overdue;
        private CancellationTokenSource? _either;

        string INamedWork.Name => call.ShortName;

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
            SynchronizationContext.SetSynchronizationContext(new Context(owner, _inside));
            s_inside.Value = _inside;
            _inside.Enter();
            try
            {
                ThrowIfRefused();
                task = call.InvokeAsync(StartLimit()).AsTask();
            }
            catch (Exception e)
            {
                task = Task.FromException<T>(e);
            }
            finally
            {
                _inside.Leave();
                SynchronizationContext.SetSynchronizationContext(null);
            }
            _ = task.ContinueWith(
                static (ended, run) =>
                    ((AsynchronousRun<T>)run!).End(ended), this, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously,
                        TaskScheduler.Default);
        }

        private CancellationToken StartLimit()
        {
            if (call.Options.Timeout is not { } limit)
                return _running.Token;
            _overdue = new CancellationTokenSource(limit, owner._options.TimeProvider);
            _either = CancellationTokenSource.CreateLinkedTokenSource(_running.Token, _overdue.Token);
            return _either.Token;
        }

        private void Withdraw()
        {
            _result.TrySetCanceled(caller.IsCancellationRequested ? caller : _pending.Token);
            Dispose();
        }

        private void End(Task<T> ended)
        {
            // A function that cancels for a reason of its own has failed; only its caller, or the executor's end, cancels the call.
            var isOverdue = _overdue is { IsCancellationRequested: true };
            if (isOverdue && ended.IsCanceled && !_running.IsCancellationRequested)
                _result.TrySetException(Overdue(call));
            else if (isOverdue && ended.IsCompletedSuccessfully)
                _result.TrySetResult(call.AfterLimit(ended.Result, Overdue(call)));
            else if (ended.IsCanceled && !_running.IsCancellationRequested)
                _result.TrySetException(new OperationCanceledException("The function was cancelled, but not by the token of its call."));
            else
                _result.TrySetFromTask(ended);
            Dispose();
            owner.LeaveAwaiting();
        }

        private void Dispose()
        {
            _either?.Dispose();
            _overdue?.Dispose();
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
