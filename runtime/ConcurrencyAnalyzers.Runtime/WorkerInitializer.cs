namespace ConcurrencyAnalyzers.Runtime;

/// <summary>What each new worker of an executor runs before its first call: to load a model, to open a connection.</summary>
/// <remarks>
/// <para>A worker whose initializer throws takes no calls and ends; another one is tried. After
/// <see cref="ExecutorOptions.MaxStartFailures"/> in a row the executor is broken, and says with which exception.</para>
/// <para><b>Source.</b> Python's <c>initializer</c> and <c>initargs</c>. There the first failure breaks the pool, and its exception is only
/// logged.</para>
/// </remarks>
public sealed class WorkerInitializer
{
    private readonly Func<Call<Nothing>> _create;

    private WorkerInitializer(Func<Call<Nothing>> create) => _create = create;

    /// <summary>Runs a function.</summary>
    /// <param name="function">For worker processes: a static method, or a lambda that captures nothing.</param>
    public static WorkerInitializer Of(Action function) =>
        Make(function, default(ValueTuple), static (f, a, ct) => { f(); return default; });

    /// <summary>Runs a function with an argument.</summary>
    /// <param name="function">For worker processes: a static method, or a lambda that captures nothing.</param>
    /// <param name="arg">For worker processes: copied to each of them.</param>
    public static WorkerInitializer Of<A>(Action<A> function, A arg) =>
        Make(function, ValueTuple.Create(arg), static (f, a, ct) => { f(a.Item1); return default; });

    /// <summary>Runs an asynchronous function to its end.</summary>
    /// <inheritdoc cref="Of(Action)"/>
    public static WorkerInitializer Of(Func<Task> function) => MakeTask(function, default(ValueTuple), static (f, a, ct) => Nothing.After(f()));

    /// <summary>Runs an asynchronous function with an argument to its end.</summary>
    /// <inheritdoc cref="Of{A}(Action{A}, A)"/>
    public static WorkerInitializer Of<A>(Func<A, Task> function, A arg) =>
        MakeTask(function, ValueTuple.Create(arg), static (f, a, ct) => Nothing.After(f(a.Item1)));

    /// <summary>A call for one worker.</summary>
    internal Call<Nothing> Create() => _create();

    /// <summary>Runs it here, to its end.</summary>
    internal void Run()
    {
        var call = _create();
        if (call.IsAsynchronous)
            call.InvokeAsync(CancellationToken.None).AsTask().GetAwaiter().GetResult();
        else
            call.Invoke(CancellationToken.None);
    }

    private static WorkerInitializer Make<TFunction, TArgs>(
        TFunction function, TArgs arguments, Func<TFunction, TArgs, CancellationToken, Nothing> invoke)
        where TFunction : Delegate
        where TArgs : struct, System.Runtime.CompilerServices.ITuple
    {
        ArgumentNullException.ThrowIfNull(function);
        return new(() => new SynchronousCall<TFunction, TArgs, Nothing>(function, arguments, takesToken: false, invoke));
    }

    private static WorkerInitializer MakeTask<TFunction, TArgs>(
        TFunction function, TArgs arguments, Func<TFunction, TArgs, CancellationToken, ValueTask<Nothing>> invoke)
        where TFunction : Delegate
        where TArgs : struct, System.Runtime.CompilerServices.ITuple
    {
        ArgumentNullException.ThrowIfNull(function);
        return new(() => new AsynchronousCall<TFunction, TArgs, Nothing>(function, arguments, takesToken: false, invoke));
    }
}
