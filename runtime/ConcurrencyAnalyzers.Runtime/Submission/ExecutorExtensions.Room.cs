using System.Diagnostics.CodeAnalysis;

namespace ConcurrencyAnalyzers.Runtime;

// Submitting no faster than the executor works: what ExecutorOptions.QueueCapacity is for.
public static partial class ExecutorExtensions
{
    /// <summary>Waits until the executor has room for another call, then submits it.</summary>
    /// <param name="executor">Has a <see cref="ExecutorOptions.QueueCapacity"/>; without one there is always room.</param>
    /// <param name="submit">Submits one call to the executor that it gets: <c>e => e.SubmitAsync(Parse, line)</c>. Called once, after the
    /// wait.</param>
    /// <param name="cancellationToken">Ends the wait. It is not the token of the call.</param>
    /// <returns>Ends when the call was accepted, with the call's task.</returns>
    /// <remarks>
    /// <code>
    /// await foreach (var line in lines)
    ///     calls.Add(await pool.EnqueueAsync(e => e.SubmitAsync(Parse, line)));
    /// </code>
    /// <para><b>Order.</b> Who waits is served in the order of asking.</para>
    /// <para><b>Source.</b> Python's executors have an unbounded queue; what a program submits too fast stays in memory there.</para>
    /// </remarks>
    /// <exception cref="ObjectDisposedException">The executor was shut down, perhaps during the wait.</exception>
    /// <exception cref="OperationCanceledException">The token fired during the wait.</exception>
    public static async ValueTask<Task<T>> EnqueueAsync<T>(
        this IExecutor executor, Func<IExecutor, Task<T>> submit, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(executor);
        ArgumentNullException.ThrowIfNull(submit);
        if ((executor as IAdmitting)?.Admission is not { } admission)
            return submit(executor);
        await admission.EnterAsync(cancellationToken).ConfigureAwait(false);
        return SubmitAdmitted(executor, admission, submit);
    }

    /// <inheritdoc cref="EnqueueAsync{T}(IExecutor, Func{IExecutor, Task{T}}, CancellationToken)"/>
    public static async ValueTask<Task> EnqueueAsync(
        this IExecutor executor, Func<IExecutor, Task> submit, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(executor);
        ArgumentNullException.ThrowIfNull(submit);
        if ((executor as IAdmitting)?.Admission is not { } admission)
            return submit(executor);
        await admission.EnterAsync(cancellationToken).ConfigureAwait(false);
        return SubmitAdmitted(executor, admission, submit);
    }

    /// <summary>Submits a call if the executor has room for it, and returns at once.</summary>
    /// <param name="executor">Has a <see cref="ExecutorOptions.QueueCapacity"/>; without one there is always room.</param>
    /// <param name="submit">Submits one call to the executor that it gets: <c>e => e.SubmitAsync(Parse, line)</c>. Not called if there is no
    /// room.</param>
    /// <param name="task">The call's task; null if there is no room.</param>
    /// <returns>False if there is no room: for a server, the moment to say "try again later".</returns>
    /// <exception cref="ObjectDisposedException">The executor was shut down.</exception>
    public static bool TrySubmit<T>(this IExecutor executor, Func<IExecutor, Task<T>> submit, [NotNullWhen(true)] out Task<T>? task)
    {
        ArgumentNullException.ThrowIfNull(executor);
        ArgumentNullException.ThrowIfNull(submit);
        var admission = (executor as IAdmitting)?.Admission;
        task = admission is null ? submit(executor) : admission.TryEnter() ? SubmitAdmitted(executor, admission, submit) : null;
        return task is not null;
    }

    /// <inheritdoc cref="TrySubmit{T}(IExecutor, Func{IExecutor, Task{T}}, out Task{T}?)"/>
    public static bool TrySubmit(this IExecutor executor, Func<IExecutor, Task> submit, [NotNullWhen(true)] out Task? task)
    {
        ArgumentNullException.ThrowIfNull(executor);
        ArgumentNullException.ThrowIfNull(submit);
        var admission = (executor as IAdmitting)?.Admission;
        task = admission is null ? submit(executor) : admission.TryEnter() ? SubmitAdmitted(executor, admission, submit) : null;
        return task is not null;
    }

    private static TTask SubmitAdmitted<TTask>(IExecutor executor, Admission admission, Func<IExecutor, TTask> submit) where TTask : Task
    {
        var admitted = new AdmittedExecutor(executor);
        try
        {
            return submit(admitted);
        }
        finally
        {
            // It has submitted nothing, or has thrown before.
            if (admitted.TryUse())
                admission.Leave();
        }
    }
}
