using System.Runtime.CompilerServices;

namespace ConcurrencyAnalyzers.Runtime;

// Start: functions and actions, synchronous and asynchronous, 0 to 3 arguments, without and with a token as last parameter.
public partial class WorkerProcess
{
    /// <summary>Starts a process that runs the function, and returns when the process exists.</summary>
    /// <param name="function">A static method, or a lambda that captures nothing. If its last parameter is a <see cref="CancellationToken"/>, it
    /// fires at <see cref="Stop"/> and at disposal: no argument stands for it.</param>
    /// <param name="options">Default: lines that the process writes are forwarded, and it is killed 250 ms after it was told to stop. The numbers of
    /// workers have no meaning here.</param>
    /// <exception cref="WorkerFunctionException">A worker process cannot run this function: it captures, or an argument cannot be sent.</exception>
    public static WorkerProcess<T> Start<T>(Func<T> function, ProcessExecutorOptions? options = null) =>
        Launch(options, (executor, ct) => executor.SubmitAsync(function, ct));

    /// <inheritdoc cref="Start{T}(Func{T}, ProcessExecutorOptions?)"/>
    [OverloadResolutionPriority(2)]
    public static WorkerProcess<T> Start<T>(Func<Task<T>> function, ProcessExecutorOptions? options = null) =>
        Launch(options, (executor, ct) => executor.SubmitAsync(function, ct));

    /// <inheritdoc cref="Start{T}(Func{T}, ProcessExecutorOptions?)"/>
    public static WorkerProcess Start(Action function, ProcessExecutorOptions? options = null) =>
        Launch(options, (executor, ct) => executor.SubmitAsync(function, ct));

    /// <inheritdoc cref="Start{T}(Func{T}, ProcessExecutorOptions?)"/>
    [OverloadResolutionPriority(2)]
    public static WorkerProcess Start(Func<Task> function, ProcessExecutorOptions? options = null) =>
        Launch(options, (executor, ct) => executor.SubmitAsync(function, ct));

    /// <inheritdoc cref="Start{T}(Func{T}, ProcessExecutorOptions?)"/>
    public static WorkerProcess<T> Start<T>(Func<CancellationToken, T> function, ProcessExecutorOptions? options = null) =>
        Launch(options, (executor, ct) => executor.SubmitAsync(function, ct));

    /// <inheritdoc cref="Start{T}(Func{T}, ProcessExecutorOptions?)"/>
    [OverloadResolutionPriority(2)]
    public static WorkerProcess<T> Start<T>(Func<CancellationToken, Task<T>> function, ProcessExecutorOptions? options = null) =>
        Launch(options, (executor, ct) => executor.SubmitAsync(function, ct));

    /// <inheritdoc cref="Start{T}(Func{T}, ProcessExecutorOptions?)"/>
    public static WorkerProcess Start(Action<CancellationToken> function, ProcessExecutorOptions? options = null) =>
        Launch(options, (executor, ct) => executor.SubmitAsync(function, ct));

    /// <inheritdoc cref="Start{T}(Func{T}, ProcessExecutorOptions?)"/>
    [OverloadResolutionPriority(2)]
    public static WorkerProcess Start(Func<CancellationToken, Task> function, ProcessExecutorOptions? options = null) =>
        Launch(options, (executor, ct) => executor.SubmitAsync(function, ct));

    /// <inheritdoc cref="Start{T}(Func{T}, ProcessExecutorOptions?)"/>
    public static WorkerProcess<T> Start<T1, T>(Func<T1, T> function, T1 arg1, ProcessExecutorOptions? options = null) =>
        Launch(options, (executor, ct) => executor.SubmitAsync(function, arg1, ct));

    /// <inheritdoc cref="Start{T}(Func{T}, ProcessExecutorOptions?)"/>
    [OverloadResolutionPriority(2)]
    public static WorkerProcess<T> Start<T1, T>(Func<T1, Task<T>> function, T1 arg1, ProcessExecutorOptions? options = null) =>
        Launch(options, (executor, ct) => executor.SubmitAsync(function, arg1, ct));

    /// <inheritdoc cref="Start{T}(Func{T}, ProcessExecutorOptions?)"/>
    public static WorkerProcess Start<T1>(Action<T1> function, T1 arg1, ProcessExecutorOptions? options = null) =>
        Launch(options, (executor, ct) => executor.SubmitAsync(function, arg1, ct));

    /// <inheritdoc cref="Start{T}(Func{T}, ProcessExecutorOptions?)"/>
    [OverloadResolutionPriority(2)]
    public static WorkerProcess Start<T1>(Func<T1, Task> function, T1 arg1, ProcessExecutorOptions? options = null) =>
        Launch(options, (executor, ct) => executor.SubmitAsync(function, arg1, ct));

    /// <inheritdoc cref="Start{T}(Func{T}, ProcessExecutorOptions?)"/>
    public static WorkerProcess<T> Start<T1, T>(Func<T1, CancellationToken, T> function, T1 arg1, ProcessExecutorOptions? options = null) =>
        Launch(options, (executor, ct) => executor.SubmitAsync(function, arg1, ct));

    /// <inheritdoc cref="Start{T}(Func{T}, ProcessExecutorOptions?)"/>
    [OverloadResolutionPriority(2)]
    public static WorkerProcess<T> Start<T1, T>(Func<T1, CancellationToken, Task<T>> function, T1 arg1, ProcessExecutorOptions? options = null) =>
        Launch(options, (executor, ct) => executor.SubmitAsync(function, arg1, ct));

    /// <inheritdoc cref="Start{T}(Func{T}, ProcessExecutorOptions?)"/>
    public static WorkerProcess Start<T1>(Action<T1, CancellationToken> function, T1 arg1, ProcessExecutorOptions? options = null) =>
        Launch(options, (executor, ct) => executor.SubmitAsync(function, arg1, ct));

    /// <inheritdoc cref="Start{T}(Func{T}, ProcessExecutorOptions?)"/>
    [OverloadResolutionPriority(2)]
    public static WorkerProcess Start<T1>(Func<T1, CancellationToken, Task> function, T1 arg1, ProcessExecutorOptions? options = null) =>
        Launch(options, (executor, ct) => executor.SubmitAsync(function, arg1, ct));

    /// <inheritdoc cref="Start{T}(Func{T}, ProcessExecutorOptions?)"/>
    public static WorkerProcess<T> Start<T1, T2, T>(Func<T1, T2, T> function, T1 arg1, T2 arg2, ProcessExecutorOptions? options = null) =>
        Launch(options, (executor, ct) => executor.SubmitAsync(function, arg1, arg2, ct));

    /// <inheritdoc cref="Start{T}(Func{T}, ProcessExecutorOptions?)"/>
    [OverloadResolutionPriority(2)]
    public static WorkerProcess<T> Start<T1, T2, T>(Func<T1, T2, Task<T>> function, T1 arg1, T2 arg2, ProcessExecutorOptions? options = null) =>
        Launch(options, (executor, ct) => executor.SubmitAsync(function, arg1, arg2, ct));

    /// <inheritdoc cref="Start{T}(Func{T}, ProcessExecutorOptions?)"/>
    public static WorkerProcess Start<T1, T2>(Action<T1, T2> function, T1 arg1, T2 arg2, ProcessExecutorOptions? options = null) =>
        Launch(options, (executor, ct) => executor.SubmitAsync(function, arg1, arg2, ct));

    /// <inheritdoc cref="Start{T}(Func{T}, ProcessExecutorOptions?)"/>
    [OverloadResolutionPriority(2)]
    public static WorkerProcess Start<T1, T2>(Func<T1, T2, Task> function, T1 arg1, T2 arg2, ProcessExecutorOptions? options = null) =>
        Launch(options, (executor, ct) => executor.SubmitAsync(function, arg1, arg2, ct));

    /// <inheritdoc cref="Start{T}(Func{T}, ProcessExecutorOptions?)"/>
    public static WorkerProcess<T> Start<T1, T2, T>(Func<T1, T2, CancellationToken, T> function, T1 arg1, T2 arg2, ProcessExecutorOptions? options = null) =>
        Launch(options, (executor, ct) => executor.SubmitAsync(function, arg1, arg2, ct));

    /// <inheritdoc cref="Start{T}(Func{T}, ProcessExecutorOptions?)"/>
    [OverloadResolutionPriority(2)]
    public static WorkerProcess<T> Start<T1, T2, T>(Func<T1, T2, CancellationToken, Task<T>> function, T1 arg1, T2 arg2, ProcessExecutorOptions? options = null) =>
        Launch(options, (executor, ct) => executor.SubmitAsync(function, arg1, arg2, ct));

    /// <inheritdoc cref="Start{T}(Func{T}, ProcessExecutorOptions?)"/>
    public static WorkerProcess Start<T1, T2>(Action<T1, T2, CancellationToken> function, T1 arg1, T2 arg2, ProcessExecutorOptions? options = null) =>
        Launch(options, (executor, ct) => executor.SubmitAsync(function, arg1, arg2, ct));

    /// <inheritdoc cref="Start{T}(Func{T}, ProcessExecutorOptions?)"/>
    [OverloadResolutionPriority(2)]
    public static WorkerProcess Start<T1, T2>(Func<T1, T2, CancellationToken, Task> function, T1 arg1, T2 arg2, ProcessExecutorOptions? options = null) =>
        Launch(options, (executor, ct) => executor.SubmitAsync(function, arg1, arg2, ct));

    /// <inheritdoc cref="Start{T}(Func{T}, ProcessExecutorOptions?)"/>
    public static WorkerProcess<T> Start<T1, T2, T3, T>(Func<T1, T2, T3, T> function, T1 arg1, T2 arg2, T3 arg3, ProcessExecutorOptions? options = null) =>
        Launch(options, (executor, ct) => executor.SubmitAsync(function, arg1, arg2, arg3, ct));

    /// <inheritdoc cref="Start{T}(Func{T}, ProcessExecutorOptions?)"/>
    [OverloadResolutionPriority(2)]
    public static WorkerProcess<T> Start<T1, T2, T3, T>(Func<T1, T2, T3, Task<T>> function, T1 arg1, T2 arg2, T3 arg3, ProcessExecutorOptions? options = null) =>
        Launch(options, (executor, ct) => executor.SubmitAsync(function, arg1, arg2, arg3, ct));

    /// <inheritdoc cref="Start{T}(Func{T}, ProcessExecutorOptions?)"/>
    public static WorkerProcess Start<T1, T2, T3>(Action<T1, T2, T3> function, T1 arg1, T2 arg2, T3 arg3, ProcessExecutorOptions? options = null) =>
        Launch(options, (executor, ct) => executor.SubmitAsync(function, arg1, arg2, arg3, ct));

    /// <inheritdoc cref="Start{T}(Func{T}, ProcessExecutorOptions?)"/>
    [OverloadResolutionPriority(2)]
    public static WorkerProcess Start<T1, T2, T3>(Func<T1, T2, T3, Task> function, T1 arg1, T2 arg2, T3 arg3, ProcessExecutorOptions? options = null) =>
        Launch(options, (executor, ct) => executor.SubmitAsync(function, arg1, arg2, arg3, ct));

    /// <inheritdoc cref="Start{T}(Func{T}, ProcessExecutorOptions?)"/>
    public static WorkerProcess<T> Start<T1, T2, T3, T>(Func<T1, T2, T3, CancellationToken, T> function, T1 arg1, T2 arg2, T3 arg3, ProcessExecutorOptions? options = null) =>
        Launch(options, (executor, ct) => executor.SubmitAsync(function, arg1, arg2, arg3, ct));

    /// <inheritdoc cref="Start{T}(Func{T}, ProcessExecutorOptions?)"/>
    [OverloadResolutionPriority(2)]
    public static WorkerProcess<T> Start<T1, T2, T3, T>(Func<T1, T2, T3, CancellationToken, Task<T>> function, T1 arg1, T2 arg2, T3 arg3, ProcessExecutorOptions? options = null) =>
        Launch(options, (executor, ct) => executor.SubmitAsync(function, arg1, arg2, arg3, ct));

    /// <inheritdoc cref="Start{T}(Func{T}, ProcessExecutorOptions?)"/>
    public static WorkerProcess Start<T1, T2, T3>(Action<T1, T2, T3, CancellationToken> function, T1 arg1, T2 arg2, T3 arg3, ProcessExecutorOptions? options = null) =>
        Launch(options, (executor, ct) => executor.SubmitAsync(function, arg1, arg2, arg3, ct));

    /// <inheritdoc cref="Start{T}(Func{T}, ProcessExecutorOptions?)"/>
    [OverloadResolutionPriority(2)]
    public static WorkerProcess Start<T1, T2, T3>(Func<T1, T2, T3, CancellationToken, Task> function, T1 arg1, T2 arg2, T3 arg3, ProcessExecutorOptions? options = null) =>
        Launch(options, (executor, ct) => executor.SubmitAsync(function, arg1, arg2, arg3, ct));
}
