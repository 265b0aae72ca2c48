namespace ConcurrencyAnalyzers.Runtime;

/// <summary>An executor as seen through options for its calls.</summary>
internal sealed class ConfiguredExecutor(IExecutor executor, CallOptions options) : IExecutor, IAdmitting
{
    public string Name => executor.Name;

    public int MaxWorkers => executor.MaxWorkers;

    public Admission? Admission => (executor as IAdmitting)?.Admission;

    internal IExecutor Executor => executor;

    internal CallOptions Options => options;

    public Task<T> CallAsync<T>(Call<T> call, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(call);
        call.Options = options;
        return executor.CallAsync(call, cancellationToken);
    }

    public Task WarmUpAsync(int workers = int.MaxValue, CancellationToken cancellationToken = default) =>
        executor.WarmUpAsync(workers, cancellationToken);

    public Task ShutdownAsync(bool cancelPending = false, CancellationToken cancellationToken = default) =>
        executor.ShutdownAsync(cancelPending, cancellationToken);

    public ExecutorStatus GetStatus() => executor.GetStatus();

    public void Dispose() => executor.Dispose();

    public ValueTask DisposeAsync() => executor.DisposeAsync();
}
