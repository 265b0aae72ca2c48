namespace ConcurrencyAnalyzers.Runtime;

/// <summary>A <see cref="ProcessBarrier"/> cannot bring its participants together any more.</summary>
/// <param name="message">Why.</param>
public sealed class BrokenBarrierException(string message) : ExecutorException(message);
