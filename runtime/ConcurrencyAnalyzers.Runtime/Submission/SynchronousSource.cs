namespace ConcurrencyAnalyzers.Runtime;

/// <summary>A sequence that never makes anybody wait, in the shape of one that may.</summary>
internal sealed class SynchronousSource<A>(IEnumerable<A> source) : IAsyncEnumerable<A>
{
    public IAsyncEnumerator<A> GetAsyncEnumerator(CancellationToken cancellationToken = default) => new Enumerator(source.GetEnumerator());

    private sealed class Enumerator(IEnumerator<A> enumerator) : IAsyncEnumerator<A>
    {
        public A Current => enumerator.Current;

        public ValueTask<bool> MoveNextAsync() => new(enumerator.MoveNext());

        public ValueTask DisposeAsync()
        {
            enumerator.Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
