namespace ConcurrencyAnalyzers.Runtime;

// Options for calls, and several tasks at once.
public static partial class ExecutorExtensions
{
    /// <summary>The same executor, with options for the calls that are submitted through the result.</summary>
    /// <param name="executor">Runs the calls. Its disposal and that of the result are one.</param>
    /// <param name="options">They replace those of an earlier <c>With</c>.</param>
    /// <remarks>
    /// <code>
    /// var guarded = pool.With(new CallOptions { Timeout = TimeSpan.FromSeconds(2), Retries = 1 });
    /// var answer = await guarded.SubmitAsync(Solve, puzzle);
    /// </code>
    /// </remarks>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    public static IExecutor With(this IExecutor executor, CallOptions options)
    {
        ArgumentNullException.ThrowIfNull(executor);
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        return new ConfiguredExecutor(executor is ConfiguredExecutor configured ? configured.Executor : executor, options);
    }

    /// <summary>Ends with all results, or with the first exception as soon as there is one; the other calls go on. Python's
    /// <c>wait(…, FIRST_EXCEPTION)</c>.</summary>
    /// <param name="tasks">Ordered as the results.</param>
    public static async Task<T[]> WhenAllOrFirstExceptionAsync<T>(this IEnumerable<Task<T>> tasks)
    {
        var all = tasks.ToArray();
        await foreach (var ended in Task.WhenEach(all).ConfigureAwait(false))
            await ended.ConfigureAwait(false);
        return [.. all.Select(static task => task.Result)];
    }
}
