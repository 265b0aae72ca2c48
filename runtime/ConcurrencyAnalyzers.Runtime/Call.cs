namespace ConcurrencyAnalyzers.Runtime;

/// <summary>A function with its arguments, as <see cref="IExecutor.CallAsync"/> takes it. Made by the overloads of <c>SubmitAsync</c> and
/// <c>MapAsync</c>.</summary>
/// <typeparam name="T">What the function returns; for an asynchronous function, the result of its task.</typeparam>
public abstract class Call<T> : INamedWork
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

    /// <summary>Time limit, repetitions and name.</summary>
    public CallOptions Options { get; internal set; } = CallOptions.Default;

    /// <summary>Whether a place was taken for it, in an executor that counts its calls.</summary>
    internal bool HasPlace { get; set; }

    /// <summary>How messages begin that speak of the call.</summary>
    internal string Subject => Options.Name is { } name ? $"The call '{name}'" : FunctionRules.NameOf(Function.Method);

    /// <summary>What status and traces show.</summary>
    internal string ShortName => Options.Name ?? FunctionRules.PathOf(Function.Method);

    string INamedWork.Name => ShortName;

    /// <summary>Whether the function itself can see a token; a chunk of calls can be stopped in between even if it cannot.</summary>
    internal virtual bool FunctionTakesToken => TakesToken;

    /// <summary>How many calls of the function this is.</summary>
    internal virtual int Count => 1;

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

    /// <summary>The result as it is after the time limit has passed: what was cancelled by it says so.</summary>
    internal virtual T AfterLimit(T result, TimeoutException overdue) => result;

    /// <summary>Reads what a worker answered.</summary>
    internal abstract T ReadResult(FrameReader reader, FunctionSignature signature);
}

/// <summary>Work whose name the status of an executor shows.</summary>
internal interface INamedWork
{
    string Name { get; }
}
