namespace ConcurrencyAnalyzers.Runtime;

/// <summary>Runs functions on workers of its own, threads or processes, and hands out a task for each.</summary>
/// <remarks>
/// <code>
///   caller               executor                     workers, 1..MaxWorkers
///   SubmitAsync -> task  queue, in order of submission  take, run, answer
///   await task  &lt;-                                      result, exception or cancellation
/// </code>
/// <para><b>Use.</b> <c>SubmitAsync</c> and <c>MapAsync</c> of <see cref="ExecutorExtensions"/>; this interface is what an executor has to
/// implement.</para>
/// <para><b>Threads.</b> Every member may be called from any thread at any time. Continuations of the tasks never run on a thread of the
/// executor.</para>
/// <para><b>Order.</b> Calls start in the order of submission and end in any order; <see
/// cref="Task.WhenEach{TResult}(IEnumerable{Task{TResult}})"/> yields them as they end.</para>
/// <para><b>Cancellation.</b> A pending call is withdrawn and ends as cancelled. A running one sees its token, if the function takes one as its last
/// parameter, and its task ends when the function does: what has a completed task no longer runs.</para>
/// <para><b>Disposal.</b> Waits for everything that was submitted, as the end of Python's <c>with executor:</c>. <see cref="ShutdownAsync"/> can
/// withdraw what is pending.
/// Neither waits when it is called by a function that the executor runs: no call can wait for its own end.</para>
/// <para><b>Source.</b> Python's <c>concurrent.futures.Executor</c>. There, <c>Future</c> is a type of its own; here <see cref="Task{TResult}"/> is
/// the future.</para>
/// </remarks>
public interface IExecutor : IDisposable, IAsyncDisposable
{
    /// <summary>The name in thread names, messages and <see cref="GetStatus"/>.</summary>
    string Name { get; }

    /// <summary>Most calls that run at once.</summary>
    int MaxWorkers { get; }

    /// <summary>Queues a call and returns at once.</summary>
    /// <typeparam name="T">What the function returns.</typeparam>
    /// <param name="call">Function and arguments.</param>
    /// <param name="cancellationToken">Withdraws the call while it is pending; reaches the function if it takes a token.</param>
    /// <returns>Ends with the result, with the exception of the call, or cancelled.</returns>
    /// <exception cref="ObjectDisposedException">The executor was shut down.</exception>
    /// <exception cref="BrokenExecutorException">The executor could not keep workers alive.</exception>
    /// <exception cref="WorkerFunctionException">A worker process cannot run this function: it captures, or an argument cannot be sent.</exception>
    Task<T> CallAsync<T>(Call<T> call, CancellationToken cancellationToken = default);

    /// <summary>Starts workers before there are calls, so that the first calls do not wait for them.</summary>
    /// <param name="workers">How many to have at least; more than <see cref="MaxWorkers"/> means all.</param>
    /// <param name="cancellationToken">Ends the wait; workers that are starting go on.</param>
    /// <returns>Ends when so many are ready for calls.</returns>
    /// <exception cref="ObjectDisposedException">The executor was shut down.</exception>
    /// <exception cref="BrokenExecutorException">Workers cannot be started.</exception>
    Task WarmUpAsync(int workers = int.MaxValue, CancellationToken cancellationToken = default);

    /// <summary>Accepts no more calls, and ends when the accepted ones have ended. Idempotent: a second call waits for the same end.</summary>
    /// <param name="cancelPending">Withdraws the calls that have not started. Default: they run.</param>
    /// <param name="cancellationToken">Ends the patience: what is pending is withdrawn and what runs is told to stop; worker processes are
    /// killed.</param>
    /// <exception cref="OperationCanceledException">The token fired, and threads were still running a function that ignores its token.</exception>
    Task ShutdownAsync(bool cancelPending = false, CancellationToken cancellationToken = default);

    /// <summary>A snapshot of queue and workers.</summary>
    ExecutorStatus GetStatus();
}
