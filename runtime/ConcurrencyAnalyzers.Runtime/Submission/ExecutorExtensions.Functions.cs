using System.Runtime.CompilerServices;

namespace ConcurrencyAnalyzers.Runtime;

// SubmitAsync for functions that return a value: 0 to 8 arguments, without and with a token as last parameter.
/// <summary>The ways to submit work to an <see cref="IExecutor"/>: functions of every shape, one by one or mapped over a sequence.</summary>
public static partial class ExecutorExtensions
{
    /// <summary>Queues a call of the function and returns at once.</summary>
    /// <param name="executor">Runs the call.</param>
    /// <param name="function">For worker processes: a static method, or a lambda that captures nothing. If its last parameter is a
    /// <see cref="CancellationToken"/>, the executor supplies it: no argument stands for it.</param>
    /// <param name="cancellationToken">Withdraws the call while it is pending; reaches the function if it takes a token.</param>
    /// <returns>Ends with the result, with the exception of the function, or cancelled.
    /// A function that returns a task gives its result, never a task of a task.</returns>
    /// <exception cref="ObjectDisposedException">The executor was shut down.</exception>
    /// <exception cref="BrokenExecutorException">The executor could not keep workers alive.</exception>
    /// <exception cref="WorkerFunctionException">A worker process cannot run this function: it captures, or an argument cannot be sent.</exception>
    /// <remarks>Arguments of a worker process are copies. Python's <c>executor.submit(function, *args)</c>.</remarks>
    public static Task<T> SubmitAsync<T>(this IExecutor executor, Func<T> function, CancellationToken cancellationToken = default) =>
        Call(executor, function, default(ValueTuple), NoToken, static (f, a, ct) => f(), cancellationToken);

    /// <inheritdoc cref="SubmitAsync{T}(IExecutor, Func{T}, CancellationToken)"/>
    public static Task<T> SubmitAsync<T>(
        this IExecutor executor, Func<CancellationToken, T> function, CancellationToken cancellationToken = default) =>
        Call(executor, function, default(ValueTuple), Token, static (f, a, ct) => f(ct), cancellationToken);

    /// <inheritdoc cref="SubmitAsync{T}(IExecutor, Func{T}, CancellationToken)"/>
    public static Task<T> SubmitAsync<T1, T>(
        this IExecutor executor, Func<T1, T> function, T1 arg1, CancellationToken cancellationToken = default) =>
        Call(executor, function, ValueTuple.Create(arg1), NoToken, static (f, a, ct) => f(a.Item1), cancellationToken);

    /// <inheritdoc cref="SubmitAsync{T}(IExecutor, Func{T}, CancellationToken)"/>
    public static Task<T> SubmitAsync<T1, T>(
        this IExecutor executor, Func<T1, CancellationToken, T> function, T1 arg1, CancellationToken cancellationToken = default) =>
        Call(executor, function, ValueTuple.Create(arg1), Token, static (f, a, ct) => f(a.Item1, ct), cancellationToken);

    /// <inheritdoc cref="SubmitAsync{T}(IExecutor, Func{T}, CancellationToken)"/>
    public static Task<T> SubmitAsync<T1, T2, T>(
        this IExecutor executor, Func<T1, T2, T> function, T1 arg1, T2 arg2, CancellationToken cancellationToken = default) =>
        Call(executor, function, (arg1, arg2), NoToken, static (f, a, ct) => f(a.Item1, a.Item2), cancellationToken);

    /// <inheritdoc cref="SubmitAsync{T}(IExecutor, Func{T}, CancellationToken)"/>
    public static Task<T> SubmitAsync<T1, T2, T>(
        this IExecutor executor, Func<T1, T2, CancellationToken, T> function, T1 arg1, T2 arg2, CancellationToken cancellationToken = default) =>
        Call(executor, function, (arg1, arg2), Token, static (f, a, ct) => f(a.Item1, a.Item2, ct), cancellationToken);

    /// <inheritdoc cref="SubmitAsync{T}(IExecutor, Func{T}, CancellationToken)"/>
    public static Task<T> SubmitAsync<T1, T2, T3, T>(
        this IExecutor executor, Func<T1, T2, T3, T> function, T1 arg1, T2 arg2, T3 arg3, CancellationToken cancellationToken = default) =>
        Call(executor, function, (arg1, arg2, arg3), NoToken, static (f, a, ct) => f(a.Item1, a.Item2, a.Item3), cancellationToken);

    /// <inheritdoc cref="SubmitAsync{T}(IExecutor, Func{T}, CancellationToken)"/>
    public static Task<T> SubmitAsync<T1, T2, T3, T>(
        this IExecutor executor, Func<T1, T2, T3, CancellationToken, T> function, T1 arg1, T2 arg2, T3 arg3,
        CancellationToken cancellationToken = default) =>
        Call(executor, function, (arg1, arg2, arg3), Token, static (f, a, ct) => f(a.Item1, a.Item2, a.Item3, ct), cancellationToken);

    /// <inheritdoc cref="SubmitAsync{T}(IExecutor, Func{T}, CancellationToken)"/>
    public static Task<T> SubmitAsync<T1, T2, T3, T4, T>(
        this IExecutor executor, Func<T1, T2, T3, T4, T> function, T1 arg1, T2 arg2, T3 arg3, T4 arg4,
        CancellationToken cancellationToken = default) =>
        Call(executor, function, (arg1, arg2, arg3, arg4), NoToken,
            static (f, a, ct) => f(a.Item1, a.Item2, a.Item3, a.Item4), cancellationToken);

    /// <inheritdoc cref="SubmitAsync{T}(IExecutor, Func{T}, CancellationToken)"/>
    public static Task<T> SubmitAsync<T1, T2, T3, T4, T>(
        this IExecutor executor, Func<T1, T2, T3, T4, CancellationToken, T> function, T1 arg1, T2 arg2, T3 arg3, T4 arg4,
        CancellationToken cancellationToken = default) =>
        Call(executor, function, (arg1, arg2, arg3, arg4), Token,
            static (f, a, ct) => f(a.Item1, a.Item2, a.Item3, a.Item4, ct), cancellationToken);

    /// <inheritdoc cref="SubmitAsync{T}(IExecutor, Func{T}, CancellationToken)"/>
    public static Task<T> SubmitAsync<T1, T2, T3, T4, T5, T>(
        this IExecutor executor, Func<T1, T2, T3, T4, T5, T> function, T1 arg1, T2 arg2, T3 arg3, T4 arg4, T5 arg5,
        CancellationToken cancellationToken = default) =>
        Call(executor, function, (arg1, arg2, arg3, arg4, arg5), NoToken,
            static (f, a, ct) => f(a.Item1, a.Item2, a.Item3, a.Item4, a.Item5), cancellationToken);

    /// <inheritdoc cref="SubmitAsync{T}(IExecutor, Func{T}, CancellationToken)"/>
    public static Task<T> SubmitAsync<T1, T2, T3, T4, T5, T>(
        this IExecutor executor, Func<T1, T2, T3, T4, T5, CancellationToken, T> function, T1 arg1, T2 arg2, T3 arg3, T4 arg4, T5 arg5,
        CancellationToken cancellationToken = default) =>
        Call(executor, function, (arg1, arg2, arg3, arg4, arg5), Token,
            static (f, a, ct) => f(a.Item1, a.Item2, a.Item3, a.Item4, a.Item5, ct), cancellationToken);

    /// <inheritdoc cref="SubmitAsync{T}(IExecutor, Func{T}, CancellationToken)"/>
    public static Task<T> SubmitAsync<T1, T2, T3, T4, T5, T6, T>(
        this IExecutor executor, Func<T1, T2, T3, T4, T5, T6, T> function, T1 arg1, T2 arg2, T3 arg3, T4 arg4, T5 arg5, T6 arg6,
        CancellationToken cancellationToken = default) =>
        Call(executor, function, (arg1, arg2, arg3, arg4, arg5, arg6), NoToken,
            static (f, a, ct) => f(a.Item1, a.Item2, a.Item3, a.Item4, a.Item5, a.Item6), cancellationToken);

    /// <inheritdoc cref="SubmitAsync{T}(IExecutor, Func{T}, CancellationToken)"/>
    public static Task<T> SubmitAsync<T1, T2, T3, T4, T5, T6, T>(
        this IExecutor executor, Func<T1, T2, T3, T4, T5, T6, CancellationToken, T> function, T1 arg1, T2 arg2, T3 arg3, T4 arg4, T5 arg5, T6 arg6,
        CancellationToken cancellationToken = default) =>
        Call(executor, function, (arg1, arg2, arg3, arg4, arg5, arg6), Token,
            static (f, a, ct) => f(a.Item1, a.Item2, a.Item3, a.Item4, a.Item5, a.Item6, ct), cancellationToken);

    /// <inheritdoc cref="SubmitAsync{T}(IExecutor, Func{T}, CancellationToken)"/>
    public static Task<T> SubmitAsync<T1, T2, T3, T4, T5, T6, T7, T>(
        this IExecutor executor, Func<T1, T2, T3, T4, T5, T6, T7, T> function, T1 arg1, T2 arg2, T3 arg3, T4 arg4, T5 arg5, T6 arg6, T7 arg7,
        CancellationToken cancellationToken = default) =>
        Call(executor, function, (arg1, arg2, arg3, arg4, arg5, arg6, arg7), NoToken,
            static (f, a, ct) => f(a.Item1, a.Item2, a.Item3, a.Item4, a.Item5, a.Item6, a.Item7), cancellationToken);

    /// <inheritdoc cref="SubmitAsync{T}(IExecutor, Func{T}, CancellationToken)"/>
    public static Task<T> SubmitAsync<T1, T2, T3, T4, T5, T6, T7, T>(
        this IExecutor executor, Func<T1, T2, T3, T4, T5, T6, T7, CancellationToken, T> function, T1 arg1, T2 arg2, T3 arg3, T4 arg4, T5 arg5,
            T6 arg6, T7 arg7,
        CancellationToken cancellationToken = default) =>
        Call(executor, function, (arg1, arg2, arg3, arg4, arg5, arg6, arg7), Token,
            static (f, a, ct) => f(a.Item1, a.Item2, a.Item3, a.Item4, a.Item5, a.Item6, a.Item7, ct), cancellationToken);

    /// <inheritdoc cref="SubmitAsync{T}(IExecutor, Func{T}, CancellationToken)"/>
    public static Task<T> SubmitAsync<T1, T2, T3, T4, T5, T6, T7, T8, T>(
        this IExecutor executor, Func<T1, T2, T3, T4, T5, T6, T7, T8, T> function, T1 arg1, T2 arg2, T3 arg3, T4 arg4, T5 arg5, T6 arg6, T7 arg7,
            T8 arg8,
        CancellationToken cancellationToken = default) =>
        Call(executor, function, (arg1, arg2, arg3, arg4, arg5, arg6, arg7, arg8), NoToken,
            static (f, a, ct) => f(a.Item1, a.Item2, a.Item3, a.Item4, a.Item5, a.Item6, a.Item7, a.Item8), cancellationToken);

    /// <inheritdoc cref="SubmitAsync{T}(IExecutor, Func{T}, CancellationToken)"/>
    public static Task<T> SubmitAsync<T1, T2, T3, T4, T5, T6, T7, T8, T>(
        this IExecutor executor, Func<T1, T2, T3, T4, T5, T6, T7, T8, CancellationToken, T> function, T1 arg1, T2 arg2, T3 arg3, T4 arg4, T5 arg5,
            T6 arg6, T7 arg7, T8 arg8,
        CancellationToken cancellationToken = default) =>
        Call(executor, function, (arg1, arg2, arg3, arg4, arg5, arg6, arg7, arg8), Token,
            static (f, a, ct) => f(a.Item1, a.Item2, a.Item3, a.Item4, a.Item5, a.Item6, a.Item7, a.Item8, ct), cancellationToken);

    private const bool NoToken = false;
    private const bool Token = true;

    private static Task<T> Call<TFunction, TArgs, T>(
        IExecutor executor, TFunction function, TArgs arguments, bool takesToken, Func<TFunction, TArgs, CancellationToken, T> invoke,
            CancellationToken token)
        where TFunction : Delegate
        where TArgs : struct, ITuple =>
        executor.CallAsync(new SynchronousCall<TFunction, TArgs, T>(function, arguments, takesToken, invoke), token);

    private static Task<T> CallTask<TFunction, TArgs, T>(
        IExecutor executor, TFunction function, TArgs arguments, bool takesToken, Func<TFunction, TArgs, CancellationToken, ValueTask<T>> invoke,
        CancellationToken token)
        where TFunction : Delegate
        where TArgs : struct, ITuple =>
        executor.CallAsync(new AsynchronousCall<TFunction, TArgs, T>(function, arguments, takesToken, invoke), token);
}
