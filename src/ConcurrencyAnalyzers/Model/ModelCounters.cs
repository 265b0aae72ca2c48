namespace ConcurrencyAnalyzers.Model;

/// <summary>What the model has done, for tests that bound its work. Any thread may count and read.</summary>
internal sealed class ModelCounters
{
    private int _bodies;

    /// <summary>Member bodies that were bound and summarized, each once.</summary>
    public int BodiesBound => Volatile.Read(ref _bodies);

    internal void CountBody() => Interlocked.Increment(ref _bodies);
}
