namespace ConcurrencyAnalyzers.Runtime;

/// <summary>An executor in which a place has been taken, for the first call that is submitted through this view.</summary>
internal sealed class AdmittedExecutor(IExecutor executor) : IExecutor, IAdmitting
{
    // 1 when a call has the place. Only ever exchanged, by Interlocked.
    private int _isUsed;

    public string Name => executor.Name;

    public int MaxWorkers => executor.MaxWorkers;

    public Admission? Admission => (executor as IAdmitting)?.Admission;

    /// <summary>Takes the place for good; false if a call has it.</summary>
    internal bool TryUse() => Interlocked.Exchange(ref _isUsed, 1) == 0;

    public Task<T> CallAsync<T>(Call<T> call, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(call);
        call.HasPlace = TryUse();
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
