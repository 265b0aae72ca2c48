namespace ConcurrencyAnalyzers.Runtime;

/// <summary>One blocking call an element, on threads of their own, and never more of them at once than was said.</summary>
/// <remarks>
/// <code>
///   source -> next element, one thread at a time -> body, at most maxThreads at once -> all ended -> returns
/// </code>
/// <para><b>When.</b> Instead of a new thread for each element, for bodies that block: the number of elements then no longer is the number of
/// threads. For bodies that compute, <see cref="Parallel"/>; for bodies that await,
/// <see cref="Parallel.ForEachAsync{TSource}(IEnumerable{TSource}, Func{TSource, CancellationToken, ValueTask})"/>.</para>
/// <para><b>Threads.</b> Started as elements come, so that few elements start few threads; all have ended when the method returns. The source is
/// never enumerated by two threads at once, and elements are taken as threads become free: it may be endless.</para>
/// <para><b>Exceptions.</b> After the first one no element is taken any more and the bodies' token fires; what runs is waited for, and all
/// exceptions are thrown together.</para>
/// <para><b>Cancellation.</b> As after an exception; the method then throws <see cref="OperationCanceledException"/>.</para>
/// <para><b>Source.</b> Python's list of <c>threading.Thread</c>, one for each element, started and joined in loops. There an exception ends its
/// thread with a text on the console, and the loop that joins learns nothing.</para>
/// </remarks>
public static class BoundedThreads
{
    /// <summary>Calls the body for each element, and blocks until all calls have ended.</summary>
    /// <param name="source">Taken from as threads become free.</param>
    /// <param name="maxThreads">Most threads at once, 1 to 1024. A source with fewer elements starts fewer.</param>
    /// <param name="body">Runs on several threads at once.</param>
    /// <param name="cancellationToken">No further element is taken once it has fired.</param>
    /// <exception cref="AggregateException">A body or the source has thrown; it holds all that was thrown.</exception>
    /// <exception cref="OperationCanceledException">The token has fired.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="maxThreads"/> is out of range.</exception>
    public static void ForEach<A>(IEnumerable<A> source, int maxThreads, Action<A> body, CancellationToken cancellationToken = default) =>
        Begin(source, maxThreads, IgnoreToken(body), cancellationToken).Wait();

    /// <param name="source">Taken from as threads become free.</param>
    /// <param name="maxThreads">Most threads at once, 1 to 1024. A source with fewer elements starts fewer.</param>
    /// <param name="body">Runs on several threads at once. Its token fires when <paramref name="cancellationToken"/> does, and when another body
    /// has thrown.</param>
    /// <param name="cancellationToken">No further element is taken once it has fired.</param>
    /// <inheritdoc cref="ForEach{A}(IEnumerable{A}, int, Action{A}, CancellationToken)"/>
    public static void ForEach<A>(
        IEnumerable<A> source, int maxThreads, Action<A, CancellationToken> body, CancellationToken cancellationToken = default) =>
        Begin(source, maxThreads, body, cancellationToken).Wait();

    /// <summary>Calls the body for each element on other threads. The task ends when all calls have ended.</summary>
    /// <inheritdoc cref="ForEach{A}(IEnumerable{A}, int, Action{A}, CancellationToken)"/>
    /// <returns>Ends with all exceptions in its <see cref="Task.Exception"/>; <c>await</c> throws the first.</returns>
    public static Task ForEachAsync<A>(
        IEnumerable<A> source, int maxThreads, Action<A> body, CancellationToken cancellationToken = default) =>
        Begin(source, maxThreads, IgnoreToken(body), cancellationToken).Completion;

    /// <summary>Calls the body for each element on other threads. The task ends when all calls have ended.</summary>
    /// <inheritdoc cref="ForEach{A}(IEnumerable{A}, int, Action{A, CancellationToken}, CancellationToken)"/>
    /// <returns>Ends with all exceptions in its <see cref="Task.Exception"/>; <c>await</c> throws the first.</returns>
    public static Task ForEachAsync<A>(
        IEnumerable<A> source, int maxThreads, Action<A, CancellationToken> body, CancellationToken cancellationToken = default) =>
        Begin(source, maxThreads, body, cancellationToken).Completion;

    private static Action<A, CancellationToken> IgnoreToken<A>(Action<A> body)
    {
        ArgumentNullException.ThrowIfNull(body);
        return (element, _) => body(element);
    }

    private static BoundedRun<A> Begin<A>(
        IEnumerable<A> source, int maxThreads, Action<A, CancellationToken> body, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(body);
        ArgumentOutOfRangeException.ThrowIfLessThan(maxThreads, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(maxThreads, 1024);
        return new BoundedRun<A>(source, maxThreads, body, cancellationToken).Start();
    }
}
