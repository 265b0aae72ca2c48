namespace ConcurrencyAnalyzers.Runtime;

/// <summary>The executor cannot keep a worker alive: initializers or whole workers failed several times in a row. It accepts no more calls.</summary>
/// <remarks><b>Source.</b> Python's <c>BrokenExecutor</c>. There one dead process is enough; here the executor has tried again first, and the last
/// failure is the inner exception.</remarks>
/// <param name="message">What failed, how often.</param>
/// <param name="innerException">The last failure.</param>
public sealed class BrokenExecutorException(string message, Exception? innerException = null) : ExecutorException(message, innerException);
