namespace ConcurrencyAnalyzers.Runtime;

/// <summary>A function with its arguments, as <see cref="IExecutor.CallAsync"/> takes it. Made by the overloads of <c>SubmitAsync</c> and
/// <c>MapAsync</c>.</summary>
/// <typeparam name="T">What the function returns; for an asynchronous function, the result of its task.</typeparam>
public abstract class Call<T>
{
    private protected Call(Delegate function, bool takesToken)
    {
        ArgumentNullException.ThrowIfNull(function);
        Function = function;
        TakesToken = takesToken;
    }

    /// <summary>The function, without its arguments.</summary>
    public Delegate Function { get; }

    /// <summary>Whether the function's last parameter is a <see cref="CancellationToken"/>, which the executor supplies.</summary>
    public bool TakesToken { get; }

    /// <summary>Whether the function returns a task, whose end is the end of the call.</summary>
    public abstract bool IsAsynchronous { get; }

    /// <summary>Runs the function on the current thread, in this process.</summary>
    /// <param name="cancellationToken">What the function sees if it takes a token.</param>
    public abstract ValueTask<T> InvokeAsync(CancellationToken cancellationToken);

    /// <summary>Runs a function that is not asynchronous, without the cost of a task.</summary>
    internal abstract T Invoke(CancellationToken cancellationToken);

    /// <summary>What a worker process needs to know of the function.</summary>
    /// <exception cref="WorkerFunctionException">A worker process cannot run it.</exception>
    internal abstract FunctionSignature Describe();

    /// <summary>Whether several calls travel together.</summary>
    internal virtual bool IsChunk => false;

    /// <summary>Writes what follows the function's number in the frame of the call.</summary>
    internal abstract void WriteArguments(FrameWriter writer, FunctionSignature signature);

    /// <summary>Reads what a worker answered.</summary>
    internal abstract T ReadResult(FrameReader reader, FunctionSignature signature);
}
