using System.Runtime.ExceptionServices;

namespace ConcurrencyAnalyzers.Runtime;

/// <summary>What <c>MapAsync</c> gives: the results of a function for each element of a source. Enumerated, it throws the exception of an element at
/// its place; <see cref="Results"/> hands it out instead.</summary>
/// <typeparam name="T">What the function returns.</typeparam>
public abstract class MappedSequence<T> : IAsyncEnumerable<T>
{
    private protected MappedSequence()
    {
    }

    /// <summary>One result for each element, with its value or its exception: the enumeration goes on after an exception.</summary>
    /// <remarks>
    /// <para><b>What still ends it:</b> an exception of the source, the token, and an executor that accepts no more calls.</para>
    /// <para><b>Chunks.</b> Elements that were travelling with one that ended its worker process, or whose argument cannot be sent, have its
    /// exception too. With <see cref="MapOptions.ChunkSize"/> 1 each travels alone.</para>
    /// <para><b>Source.</b> Python's <c>map</c> ends at the first exception, whatever is behind it.</para>
    /// </remarks>
    public abstract IAsyncEnumerable<MapResult<T>> Results { get; }

    /// <inheritdoc/>
    public abstract IAsyncEnumerator<T> GetAsyncEnumerator(CancellationToken cancellationToken = default);
}

/// <summary>How the call for one element of a mapped sequence has ended.</summary>
/// <typeparam name="T">What the function returns.</typeparam>
public readonly struct MapResult<T>
{
    private readonly T _value;

    internal MapResult(int index, T value, Exception? error)
    {
        Index = index;
        _value = value;
        Error = error;
    }

    /// <summary>The position of the element in the source, from 0.</summary>
    public int Index { get; }

    /// <summary>The exception of the call; null if it has a value.</summary>
    public Exception? Error { get; }

    /// <summary>What the function has returned.</summary>
    /// <exception cref="Exception">It has thrown: <see cref="Error"/>, with its stack.</exception>
    public T Value
    {
        get
        {
            if (Error is not null)
                ExceptionDispatchInfo.Throw(Error);
            return _value;
        }
    }

    /// <summary>The value, or the exception's type and message.</summary>
    public override string ToString() => Error is null ? $"{Index}: {_value}" : $"{Index}: {Error.GetType()}: {Error.Message}";
}

internal sealed class MappedSequence<A, T>(
    IExecutor executor, IAsyncEnumerable<A> source, MapOptions options, Func<A[], ChunkCall<A, T>> toCall, CancellationToken token)
        : MappedSequence<T>
{
    public override IAsyncEnumerable<MapResult<T>> Results => new Enumeration<MapResult<T>>(
        token => new Mapping<A, T>(executor, toCall, options, keepsErrors: true)
            .RunAsync(source, static (chunk, i, first) => new MapResult<T>(first + i, chunk.Values[i], chunk.ErrorAt(i)), token),
        token);

    public override IAsyncEnumerator<T> GetAsyncEnumerator(CancellationToken cancellationToken = default) => new Mapping<A, T>(
        executor, toCall, options, keepsErrors: false).RunAsync(source, static (chunk, i, _) => chunk.ValueAt(i), token)
        .GetAsyncEnumerator(cancellationToken);

    private sealed class Enumeration<TOut>(Func<CancellationToken, IAsyncEnumerable<TOut>> start, CancellationToken token) : IAsyncEnumerable<TOut>
    {
        public IAsyncEnumerator<TOut> GetAsyncEnumerator(CancellationToken cancellationToken = default) =>
            start(token).GetAsyncEnumerator(cancellationToken);
    }
}
