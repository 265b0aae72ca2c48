namespace ConcurrencyAnalyzers.Runtime;

/// <summary>Every worker of an executor waits, for calls that only these workers could run.</summary>
/// <remarks>
/// <para>The pending call ends with it, so that whoever waits for the call goes on. Await inner calls, or give them an executor of their
/// own.</para>
/// <para><b>Source.</b> None: Python's documentation shows the same program as an example that never ends.</para>
/// </remarks>
/// <param name="message">Which executor, and which calls wait.</param>
public sealed class ExecutorDeadlockException(string message) : ExecutorException(message);
