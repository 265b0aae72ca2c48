namespace ConcurrencyAnalyzers.Runtime;

/// <summary>A worker process cannot run this function: it is not static, captures, cannot be found there, or an argument or result cannot be
/// sent.</summary>
/// <param name="message">Which function, parameter and type, why, and what to write instead.</param>
/// <param name="innerException">What the serializer or the loader said.</param>
public sealed class WorkerFunctionException(string message, Exception? innerException = null) : ExecutorException(message, innerException);
