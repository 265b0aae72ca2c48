namespace ConcurrencyAnalyzers.Runtime;

/// <summary>A call failed for a reason that is not its function's own: base of what executors throw.</summary>
public class ExecutorException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">What happened, where, and what to do.</param>
    /// <param name="innerException">What caused it.</param>
    public ExecutorException(string message, Exception? innerException = null) : base(message, innerException)
    {
    }
}
