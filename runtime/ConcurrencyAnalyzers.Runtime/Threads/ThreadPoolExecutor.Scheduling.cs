namespace ConcurrencyAnalyzers.Runtime;

// How tasks and continuations meet the threads.
public sealed partial class ThreadPoolExecutor
{
    /// <summary>Calls are tasks of this scheduler, for one reason: a thread that waits for such a task asks the scheduler to run it at
    /// once.</summary>
    /// <remarks>
    /// Without it, with one worker:
    /// <code>
    ///   worker                           queue
    ///   runs outer, submits inner        inner
    ///   outer waits for inner            inner        nobody is left to run it
    /// </code>
    /// A task runs once, whoever is first; the copy that stays in the queue is then found to have ended.
    /// </remarks>
    private sealed class Scheduler(ThreadPoolExecutor owner) : TaskScheduler
    {
        public override int MaximumConcurrencyLevel => owner.MaxWorkers;

        internal void Run(Task task) => TryExecuteTask(task);

        protected override void QueueTask(Task task)
        {
            // A continuation that no call waits for, of a forgotten task, may come after the end: the shared pool runs it.
            if (!owner.Enqueue(task, isContinuation: task.AsyncState is Continuation))
                ThreadPool.UnsafeQueueUserWorkItem(static work => work.Scheduler.Run(work.Task), (Scheduler: this, Task: task), preferLocal: false);
        }

        // Says "taken" without looking, so that a cancelled task ends at once and not when a worker comes to it. The task itself decides whether
        // it has started; a copy left in the queue is then found to have ended.
        protected override bool TryDequeue(Task task) => true;

        // Only our own threads help: a caller may be the I/O thread that the work was moved away from.
        protected override bool TryExecuteTaskInline(Task task, bool taskWasPreviouslyQueued)
        {
            if (Worker.Current?.Owner != owner)
                return false;
            var context = ExecutionContext.Capture();
            try
            {
                return TryExecuteTask(task);
            }
            finally
            {
                // A task without a context of its own has run in that of the call that waits for it.
                if (context is not null)
                    ExecutionContext.Restore(context);
            }
        }

        protected override IEnumerable<Task> GetScheduledTasks()
        {
            // For debuggers, which have stopped the world and must not be kept waiting by a thread that holds the lock.
            if (!owner._gate.TryEnter())
                throw new NotSupportedException($"The queue of {owner.Name} is in use.");
            try
            {
                return owner._queue.ToArray();
            }
            finally
            {
                owner._gate.Exit();
            }
        }
    }

    /// <summary>Brings the continuations of an asynchronous function back to the executor's threads. Each call has its own.</summary>
    private sealed class Context(ThreadPoolExecutor owner, Inside inside) : SynchronizationContext
    {
        internal ThreadPoolExecutor Owner => owner;

        internal Inside Inside => inside;

        public override SynchronizationContext CreateCopy() => this;

        public override void Post(SendOrPostCallback d, object? state) => Start(d, state);

        public override void Send(SendOrPostCallback d, object? state)
        {
            if (Worker.Current?.Owner == owner)
                d(state);
            else
                Start(d, state).GetAwaiter().GetResult();
        }

        private Task Start(SendOrPostCallback d, object? state) =>
            Task.Factory.StartNew(
                static c => ((Continuation)c!).Run(), new Continuation(this, d, state), CancellationToken.None, OurTasks, owner._scheduler);
    }

    /// <summary>What follows an <c>await</c> inside an asynchronous function.</summary>
    private sealed class Continuation(Context context, SendOrPostCallback callback, object? state)
    {
        internal void Run()
        {
            SynchronizationContext.SetSynchronizationContext(context);
            context.Inside.Enter();
            try
            {
                callback(state);
            }
            finally
            {
                context.Inside.Leave();
                SynchronizationContext.SetSynchronizationContext(null);
            }
        }
    }
}
