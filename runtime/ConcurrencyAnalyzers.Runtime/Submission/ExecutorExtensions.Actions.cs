namespace ConcurrencyAnalyzers.Runtime;

// SubmitAsync for functions that return nothing: 0 to 8 arguments, without and with a token as last parameter.
public static partial class ExecutorExtensions
{
    /// <inheritdoc cref="SubmitAsync{T}(IExecutor, Func{T}, CancellationToken)"/>
    public static Task SubmitAsync(this IExecutor executor, Action function, CancellationToken cancellationToken = default) =>
        Call(executor, function, default(ValueTuple), NoToken, static (f, a, ct) => { f(); return default(Nothing); }, cancellationToken);

    /// <inheritdoc cref="SubmitAsync{T}(IExecutor, Func{T}, CancellationToken)"/>
    public static Task SubmitAsync(this IExecutor executor, Action<CancellationToken> function, CancellationToken cancellationToken = default) =>
        Call(executor, function, default(ValueTuple), Token, static (f, a, ct) => { f(ct); return default(Nothing); }, cancellationToken);

    /// <inheritdoc cref="SubmitAsync{T}(IExecutor, Func{T}, CancellationToken)"/>
    public static Task SubmitAsync<T1>(this IExecutor executor, Action<T1> function, T1 arg1, CancellationToken cancellationToken = default) =>
        Call(executor, function, ValueTuple.Create(arg1), NoToken,
            static (f, a, ct) => { f(a.Item1); return default(Nothing); }, cancellationToken);

    /// <inheritdoc cref="SubmitAsync{T}(IExecutor, Func{T}, CancellationToken)"/>
    public static Task SubmitAsync<T1>(
        this IExecutor executor, Action<T1, CancellationToken> function, T1 arg1, CancellationToken cancellationToken = default) =>
        Call(executor, function, ValueTuple.Create(arg1), Token,
            static (f, a, ct) => { f(a.Item1, ct); return default(Nothing); }, cancellationToken);

    /// <inheritdoc cref="SubmitAsync{T}(IExecutor, Func{T}, CancellationToken)"/>
    public static Task SubmitAsync<T1, T2>(
        this IExecutor executor, Action<T1, T2> function, T1 arg1, T2 arg2, CancellationToken cancellationToken = default) =>
        Call(executor, function, (arg1, arg2), NoToken,
            static (f, a, ct) => { f(a.Item1, a.Item2); return default(Nothing); }, cancellationToken);

    /// <inheritdoc cref="SubmitAsync{T}(IExecutor, Func{T}, CancellationToken)"/>
    public static Task SubmitAsync<T1, T2>(
        this IExecutor executor, Action<T1, T2, CancellationToken> function, T1 arg1, T2 arg2, CancellationToken cancellationToken = default) =>
        Call(executor, function, (arg1, arg2), Token,
            static (f, a, ct) => { f(a.Item1, a.Item2, ct); return default(Nothing); }, cancellationToken);

    /// <inheritdoc cref="SubmitAsync{T}(IExecutor, Func{T}, CancellationToken)"/>
    public static Task SubmitAsync<T1, T2, T3>(
        this IExecutor executor, Action<T1, T2, T3> function, T1 arg1, T2 arg2, T3 arg3, CancellationToken cancellationToken = default) =>
        Call(executor, function, (arg1, arg2, arg3), NoToken,
            static (f, a, ct) => { f(a.Item1, a.Item2, a.Item3); return default(Nothing); }, cancellationToken);

    /// <inheritdoc cref="SubmitAsync{T}(IExecutor, Func{T}, CancellationToken)"/>
    public static Task SubmitAsync<T1, T2, T3>(
        this IExecutor executor, Action<T1, T2, T3, CancellationToken> function, T1 arg1, T2 arg2, T3 arg3,
        CancellationToken cancellationToken = default) =>
        Call(executor, function, (arg1, arg2, arg3), Token,
            static (f, a, ct) => { f(a.Item1, a.Item2, a.Item3, ct); return default(Nothing); }, cancellationToken);

    /// <inheritdoc cref="SubmitAsync{T}(IExecutor, Func{T}, CancellationToken)"/>
    public static Task SubmitAsync<T1, T2, T3, T4>(
        this IExecutor executor, Action<T1, T2, T3, T4> function, T1 arg1, T2 arg2, T3 arg3, T4 arg4,
        CancellationToken cancellationToken = default) =>
        Call(executor, function, (arg1, arg2, arg3, arg4), NoToken,
            static (f, a, ct) => { f(a.Item1, a.Item2, a.Item3, a.Item4); return default(Nothing); }, cancellationToken);

    /// <inheritdoc cref="SubmitAsync{T}(IExecutor, Func{T}, CancellationToken)"/>
    public static Task SubmitAsync<T1, T2, T3, T4>(
        this IExecutor executor, Action<T1, T2, T3, T4, CancellationToken> function, T1 arg1, T2 arg2, T3 arg3, T4 arg4,
        CancellationToken cancellationToken = default) =>
        Call(executor, function, (arg1, arg2, arg3, arg4), Token,
            static (f, a, ct) => { f(a.Item1, a.Item2, a.Item3, a.Item4, ct); return default(Nothing); }, cancellationToken);

    /// <inheritdoc cref="SubmitAsync{T}(IExecutor, Func{T}, CancellationToken)"/>
    public static Task SubmitAsync<T1, T2, T3, T4, T5>(
        this IExecutor executor, Action<T1, T2, T3, T4, T5> function, T1 arg1, T2 arg2, T3 arg3, T4 arg4, T5 arg5,
        CancellationToken cancellationToken = default) =>
        Call(executor, function, (arg1, arg2, arg3, arg4, arg5), NoToken,
            static (f, a, ct) => { f(a.Item1, a.Item2, a.Item3, a.Item4, a.Item5); return default(Nothing); }, cancellationToken);

    /// <inheritdoc cref="SubmitAsync{T}(IExecutor, Func{T}, CancellationToken)"/>
    public static Task SubmitAsync<T1, T2, T3, T4, T5>(
        this IExecutor executor, Action<T1, T2, T3, T4, T5, CancellationToken> function, T1 arg1, T2 arg2, T3 arg3, T4 arg4, T5 arg5,
        CancellationToken cancellationToken = default) =>
        Call(executor, function, (arg1, arg2, arg3, arg4, arg5), Token,
            static (f, a, ct) => { f(a.Item1, a.Item2, a.Item3, a.Item4, a.Item5, ct); return default(Nothing); }, cancellationToken);

    /// <inheritdoc cref="SubmitAsync{T}(IExecutor, Func{T}, CancellationToken)"/>
    public static Task SubmitAsync<T1, T2, T3, T4, T5, T6>(
        this IExecutor executor, Action<T1, T2, T3, T4, T5, T6> function, T1 arg1, T2 arg2, T3 arg3, T4 arg4, T5 arg5, T6 arg6,
        CancellationToken cancellationToken = default) =>
        Call(executor, function, (arg1, arg2, arg3, arg4, arg5, arg6), NoToken,
            static (f, a, ct) => { f(a.Item1, a.Item2, a.Item3, a.Item4, a.Item5, a.Item6); return default(Nothing); }, cancellationToken);

    /// <inheritdoc cref="SubmitAsync{T}(IExecutor, Func{T}, CancellationToken)"/>
    public static Task SubmitAsync<T1, T2, T3, T4, T5, T6>(
        this IExecutor executor, Action<T1, T2, T3, T4, T5, T6, CancellationToken> function, T1 arg1, T2 arg2, T3 arg3, T4 arg4, T5 arg5, T6 arg6,
        CancellationToken cancellationToken = default) =>
        Call(executor, function, (arg1, arg2, arg3, arg4, arg5, arg6), Token,
            static (f, a, ct) => { f(a.Item1, a.Item2, a.Item3, a.Item4, a.Item5, a.Item6, ct); return default(Nothing); }, cancellationToken);

    /// <inheritdoc cref="SubmitAsync{T}(IExecutor, Func{T}, CancellationToken)"/>
    public static Task SubmitAsync<T1, T2, T3, T4, T5, T6, T7>(
        this IExecutor executor, Action<T1, T2, T3, T4, T5, T6, T7> function, T1 arg1, T2 arg2, T3 arg3, T4 arg4, T5 arg5, T6 arg6, T7 arg7,
        CancellationToken cancellationToken = default) =>
        Call(executor, function, (arg1, arg2, arg3, arg4, arg5, arg6, arg7), NoToken,
            static (f, a, ct) => { f(a.Item1, a.Item2, a.Item3, a.Item4, a.Item5, a.Item6, a.Item7); return default(Nothing); }, cancellationToken);

    /// <inheritdoc cref="SubmitAsync{T}(IExecutor, Func{T}, CancellationToken)"/>
    public static Task SubmitAsync<T1, T2, T3, T4, T5, T6, T7>(
        this IExecutor executor, Action<T1, T2, T3, T4, T5, T6, T7, CancellationToken> function, T1 arg1, T2 arg2, T3 arg3, T4 arg4, T5 arg5,
            T6 arg6, T7 arg7,
        CancellationToken cancellationToken = default) =>
        Call(executor, function, (arg1, arg2, arg3, arg4, arg5, arg6, arg7), Token,
            static (f, a, ct) =>
                { f(a.Item1, a.Item2, a.Item3, a.Item4, a.Item5, a.Item6, a.Item7, ct); return default(Nothing); }, cancellationToken);

    /// <inheritdoc cref="SubmitAsync{T}(IExecutor, Func{T}, CancellationToken)"/>
    public static Task SubmitAsync<T1, T2, T3, T4, T5, T6, T7, T8>(
        this IExecutor executor, Action<T1, T2, T3, T4, T5, T6, T7, T8> function, T1 arg1, T2 arg2, T3 arg3, T4 arg4, T5 arg5, T6 arg6, T7 arg7,
            T8 arg8,
        CancellationToken cancellationToken = default) =>
        Call(executor, function, (arg1, arg2, arg3, arg4, arg5, arg6, arg7, arg8), NoToken,
            static (f, a, ct) =>
                { f(a.Item1, a.Item2, a.Item3, a.Item4, a.Item5, a.Item6, a.Item7, a.Item8); return default(Nothing); }, cancellationToken);

    /// <inheritdoc cref="SubmitAsync{T}(IExecutor, Func{T}, CancellationToken)"/>
    public static Task SubmitAsync<T1, T2, T3, T4, T5, T6, T7, T8>(
        this IExecutor executor, Action<T1, T2, T3, T4, T5, T6, T7, T8, CancellationToken> function, T1 arg1, T2 arg2, T3 arg3, T4 arg4, T5 arg5,
            T6 arg6, T7 arg7, T8 arg8,
        CancellationToken cancellationToken = default) =>
        Call(executor, function, (arg1, arg2, arg3, arg4, arg5, arg6, arg7, arg8), Token,
            static (f, a, ct) =>
                { f(a.Item1, a.Item2, a.Item3, a.Item4, a.Item5, a.Item6, a.Item7, a.Item8, ct); return default(Nothing); }, cancellationToken);
}
