namespace ConcurrencyAnalyzers.Runtime;

/// <summary>A function failed in a worker process with an exception that is not rebuilt here, because its type may need what only the worker
/// has.</summary>
/// <remarks>
/// <para>Common exceptions of the framework arrive as themselves; everything else arrives as this: as data, never as an object that a stream has
/// asked to be created.</para>
/// <para><b>Source.</b> Python sends exceptions pickled, and one that cannot be unpickled breaks the pool.</para>
/// </remarks>
public sealed class RemoteException : ExecutorException
{
    internal RemoteException(string typeName, string message, string stackTrace, Exception? innerException)
        : base($"{typeName}: {message}", innerException)
    {
        RemoteTypeName = typeName;
        RemoteMessage = message;
        RemoteStackTrace = stackTrace;
    }

    /// <summary>Full name of the type that was thrown in the worker.</summary>
    public string RemoteTypeName { get; }

    /// <summary>The message of what was thrown.</summary>
    public string RemoteMessage { get; }

    /// <summary>Where it was thrown in the worker. <see cref="Exception.StackTrace"/> shows it too, before the frames of this process.</summary>
    public string RemoteStackTrace { get; }
}
