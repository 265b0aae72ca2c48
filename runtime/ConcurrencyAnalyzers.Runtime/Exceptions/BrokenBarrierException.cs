namespace ConcurrencyAnalyzers.Runtime;

/// <summary>A <see cref="ProcessBarrier"/> cannot bring its participants together any more.</summary>
/// <remarks><b>Source.</b> Python's <c>threading.BrokenBarrierError</c>. There a wait that is given up breaks the barrier as well; here who leaves
/// has not come.</remarks>
/// <param name="message">Why.</param>
public sealed class BrokenBarrierException(string message) : ExecutorException(message);
