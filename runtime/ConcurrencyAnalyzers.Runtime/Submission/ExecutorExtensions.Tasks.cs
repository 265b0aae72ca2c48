using System.Runtime.CompilerServices;

namespace ConcurrencyAnalyzers.Runtime;

// SubmitAsync for asynchronous functions with a result: 0 to 8 arguments, without and with a token as last parameter.
public static partial class ExecutorExtensions
{
    /// <inheritdoc cref="SubmitAsync{T}(IExecutor, Func{T}, CancellationToken)"/>
    [OverloadResolutionPriority(2)]
    public static Task<T> SubmitAsync<T>(this IExecutor executor, Func<Task<T>> function, CancellationToken cancellationToken = default) =>
        CallTask(executor, function, default(ValueTuple), NoToken, static (f, a, ct) => new ValueTask<T>(f()), cancellationToken);

    /// <inheritdoc cref="SubmitAsync{T}(IExecutor, Func{T}, CancellationToken)"/>
    [OverloadResolutionPriority(2)]
    public static Task<T> SubmitAsync<T>(
        this IExecutor executor, Func<CancellationToken, Task<T>> function, CancellationToken cancellationToken = default) =>
        CallTask(executor, function, default(ValueTuple), Token, static (f, a, ct) => new ValueTask<T>(f(ct)), cancellationToken);

    /// <inheritdoc cref="SubmitAsync{T}(IExecutor, Func{T}, CancellationToken)"/>
    [OverloadResolutionPriority(2)]
    public static Task<T> SubmitAsync<T1, T>(
        this IExecutor executor, Func<T1, Task<T>> function, T1 arg1, CancellationToken cancellationToken = default) =>
        CallTask(executor, function, ValueTuple.Create(arg1), NoToken, static (f, a, ct) => new ValueTask<T>(f(a.Item1)), cancellationToken);

    /// <inheritdoc cref="SubmitAsync{T}(IExecutor, Func{T}, CancellationToken)"/>
    [OverloadResolutionPriority(2)]
    public static Task<T> SubmitAsync<T1, T>(
        this IExecutor executor, Func<T1, CancellationToken, Task<T>> function, T1 arg1, CancellationToken cancellationToken = default) =>
        CallTask(executor, function, ValueTuple.Create(arg1), Token, static (f, a, ct) => new ValueTask<T>(f(a.Item1, ct)), cancellationToken);

    /// <inheritdoc cref="SubmitAsync{T}(IExecutor, Func{T}, CancellationToken)"/>
    [OverloadResolutionPriority(2)]
    public static Task<T> SubmitAsync<T1, T2, T>(
        this IExecutor executor, Func<T1, T2, Task<T>> function, T1 arg1, T2 arg2, CancellationToken cancellationToken = default) =>
        CallTask(executor, function, (arg1, arg2), NoToken, static (f, a, ct) => new ValueTask<T>(f(a.Item1, a.Item2)), cancellationToken);

    /// <inheritdoc cref="SubmitAsync{T}(IExecutor, Func{T}, CancellationToken)"/>
    [OverloadResolutionPriority(2)]
    public static Task<T> SubmitAsync<T1, T2, T>(
        this IExecutor executor, Func<T1, T2, CancellationToken, Task<T>> function, T1 arg1, T2 arg2,
        CancellationToken cancellationToken = default) =>
        CallTask(executor, function, (arg1, arg2), Token, static (f, a, ct) => new ValueTask<T>(f(a.Item1, a.Item2, ct)), cancellationToken);

    /// <inheritdoc cref="SubmitAsync{T}(IExecutor, Func{T}, CancellationToken)"/>
    [OverloadResolutionPriority(2)]
    public static Task<T> SubmitAsync<T1, T2, T3, T>(
        this IExecutor executor, Func<T1, T2, T3, Task<T>> function, T1 arg1, T2 arg2, T3 arg3, CancellationToken cancellationToken = default) =>
        CallTask(executor, function, (arg1, arg2, arg3), NoToken,
            static (f, a, ct) => new ValueTask<T>(f(a.Item1, a.Item2, a.Item3)), cancellationToken);

    /// <inheritdoc cref="SubmitAsync{T}(IExecutor, Func{T}, CancellationToken)"/>
    [OverloadResolutionPriority(2)]
    public static Task<T> SubmitAsync<T1, T2, T3, T>(
        this IExecutor executor, Func<T1, T2, T3, CancellationToken, Task<T>> function, T1 arg1, T2 arg2, T3 arg3,
        CancellationToken cancellationToken = default) =>
        CallTask(executor, function, (arg1, arg2, arg3), Token,
            static (f, a, ct) => new ValueTask<T>(f(a.Item1, a.Item2, a.Item3, ct)), cancellationToken);

    /// <inheritdoc cref="SubmitAsync{T}(IExecutor, Func{T}, CancellationToken)"/>
    [OverloadResolutionPriority(2)]
    public static Task<T> SubmitAsync<T1, T2, T3, T4, T>(
        this IExecutor executor, Func<T1, T2, T3, T4, Task<T>> function, T1 arg1, T2 arg2, T3 arg3, T4 arg4,
        CancellationToken cancellationToken = default) =>
        CallTask(executor, function, (arg1, arg2, arg3, arg4), NoToken,
            static (f, a, ct) => new ValueTask<T>(f(a.Item1, a.Item2, a.Item3, a.Item4)), cancellationToken);

    /// <inheritdoc cref="SubmitAsync{T}(IExecutor, Func{T}, CancellationToken)"/>
    [OverloadResolutionPriority(2)]
    public static Task<T> SubmitAsync<T1, T2, T3, T4, T>(
        this IExecutor executor, Func<T1, T2, T3, T4, CancellationToken, Task<T>> function, T1 arg1, T2 arg2, T3 arg3, T4 arg4,
        CancellationToken cancellationToken = default) =>
        CallTask(executor, function, (arg1, arg2, arg3, arg4), Token,
            static (f, a, ct) => new ValueTask<T>(f(a.Item1, a.Item2, a.Item3, a.Item4, ct)), cancellationToken);

    /// <inheritdoc cref="SubmitAsync{T}(IExecutor, Func{T}, CancellationToken)"/>
    [OverloadResolutionPriority(2)]
    public static Task<T> SubmitAsync<T1, T2, T3, T4, T5, T>(
        this IExecutor executor, Func<T1, T2, T3, T4, T5, Task<T>> function, T1 arg1, T2 arg2, T3 arg3, T4 arg4, T5 arg5,
        CancellationToken cancellationToken = default) =>
        CallTask(executor, function, (arg1, arg2, arg3, arg4, arg5), NoToken,
            static (f, a, ct) => new ValueTask<T>(f(a.Item1, a.Item2, a.Item3, a.Item4, a.Item5)), cancellationToken);

    /// <inheritdoc cref="SubmitAsync{T}(IExecutor, Func{T}, CancellationToken)"/>
    [OverloadResolutionPriority(2)]
    public static Task<T> SubmitAsync<T1, T2, T3, T4, T5, T>(
        this IExecutor executor, Func<T1, T2, T3, T4, T5, CancellationToken, Task<T>> function, T1 arg1, T2 arg2, T3 arg3, T4 arg4, T5 arg5,
        CancellationToken cancellationToken = default) =>
        CallTask(executor, function, (arg1, arg2, arg3, arg4, arg5), Token,
            static (f, a, ct) => new ValueTask<T>(f(a.Item1, a.Item2, a.Item3, a.Item4, a.Item5, ct)), cancellationToken);

    /// <inheritdoc cref="SubmitAsync{T}(IExecutor, Func{T}, CancellationToken)"/>
    [OverloadResolutionPriority(2)]
    public static Task<T> SubmitAsync<T1, T2, T3, T4, T5, T6, T>(
        this IExecutor executor, Func<T1, T2, T3, T4, T5, T6, Task<T>> function, T1 arg1, T2 arg2, T3 arg3, T4 arg4, T5 arg5, T6 arg6,
        CancellationToken cancellationToken = default) =>
        CallTask(executor, function, (arg1, arg2, arg3, arg4, arg5, arg6), NoToken,
            static (f, a, ct) => new ValueTask<T>(f(a.Item1, a.Item2, a.Item3, a.Item4, a.Item5, a.Item6)), cancellationToken);

    /// <inheritdoc cref="SubmitAsync{T}(IExecutor, Func{T}, CancellationToken)"/>
    [OverloadResolutionPriority(2)]
    public static Task<T> SubmitAsync<T1, T2, T3, T4, T5, T6, T>(
        this IExecutor executor, Func<T1, T2, T3, T4, T5, T6, CancellationToken, Task<T>> function, T1 arg1, T2 arg2, T3 arg3, T4 arg4, T5 arg5,
            T6 arg6,
        CancellationToken cancellationToken = default) =>
        CallTask(executor, function, (arg1, arg2, arg3, arg4, arg5, arg6), Token,
            static (f, a, ct) => new ValueTask<T>(f(a.Item1, a.Item2, a.Item3, a.Item4, a.Item5, a.Item6, ct)), cancellationToken);

    /// <inheritdoc cref="SubmitAsync{T}(IExecutor, Func{T}, CancellationToken)"/>
    [OverloadResolutionPriority(2)]
    public static Task<T> SubmitAsync<T1, T2, T3, T4, T5, T6, T7, T>(
        this IExecutor executor, Func<T1, T2, T3, T4, T5, T6, T7, Task<T>> function, T1 arg1, T2 arg2, T3 arg3, T4 arg4, T5 arg5, T6 arg6, T7 arg7,
        CancellationToken cancellationToken = default) =>
        CallTask(executor, function, (arg1, arg2, arg3, arg4, arg5, arg6, arg7), NoToken,
            static (f, a, ct) => new ValueTask<T>(f(a.Item1, a.Item2, a.Item3, a.Item4, a.Item5, a.Item6, a.Item7)), cancellationToken);

    /// <inheritdoc cref="SubmitAsync{T}(IExecutor, Func{T}, CancellationToken)"/>
    [OverloadResolutionPriority(2)]
    public static Task<T> SubmitAsync<T1, T2, T3, T4, T5, T6, T7, T>(
        this IExecutor executor, Func<T1, T2, T3, T4, T5, T6, T7, CancellationToken, Task<T>> function, T1 arg1, T2 arg2, T3 arg3, T4 arg4, T5 arg5,
            T6 arg6, T7 arg7,
        CancellationToken cancellationToken = default) =>
        CallTask(executor, function, (arg1, arg2, arg3, arg4, arg5, arg6, arg7), Token,
            static (f, a, ct) => new ValueTask<T>(f(a.Item1, a.Item2, a.Item3, a.Item4, a.Item5, a.Item6, a.Item7, ct)), cancellationToken);

    /// <inheritdoc cref="SubmitAsync{T}(IExecutor, Func{T}, CancellationToken)"/>
    [OverloadResolutionPriority(2)]
    public static Task<T> SubmitAsync<T1, T2, T3, T4, T5, T6, T7, T8, T>(
        this IExecutor executor, Func<T1, T2, T3, T4, T5, T6, T7, T8, Task<T>> function, T1 arg1, T2 arg2, T3 arg3, T4 arg4, T5 arg5, T6 arg6,
            T7 arg7, T8 arg8,
        CancellationToken cancellationToken = default) =>
        CallTask(executor, function, (arg1, arg2, arg3, arg4, arg5, arg6, arg7, arg8), NoToken,
            static (f, a, ct) => new ValueTask<T>(f(a.Item1, a.Item2, a.Item3, a.Item4, a.Item5, a.Item6, a.Item7, a.Item8)), cancellationToken);

    /// <inheritdoc cref="SubmitAsync{T}(IExecutor, Func{T}, CancellationToken)"/>
    [OverloadResolutionPriority(2)]
    public static Task<T> SubmitAsync<T1, T2, T3, T4, T5, T6, T7, T8, T>(
        this IExecutor executor, Func<T1, T2, T3, T4, T5, T6, T7, T8, CancellationToken, Task<T>> function, T1 arg1, T2 arg2, T3 arg3, T4 arg4,
            T5 arg5, T6 arg6, T7 arg7, T8 arg8,
        CancellationToken cancellationToken = default) =>
        CallTask(executor, function, (arg1, arg2, arg3, arg4, arg5, arg6, arg7, arg8), Token,
            static (f, a, ct) => new ValueTask<T>(f(a.Item1, a.Item2, a.Item3, a.Item4, a.Item5, a.Item6, a.Item7, a.Item8, ct)), cancellationToken);
}
