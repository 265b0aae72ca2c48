using System.Runtime.ExceptionServices;

namespace ConcurrencyAnalyzers.Demo.Acts;

/// <summary>Does something on several threads that start at one barrier.</summary>
internal static class Together
{
    /// <returns>The results, by thread.</returns>
    public static T[] Run<T>(int threads, Func<int, T> body)
    {
        using var start = new Barrier(threads);
        var results = new T[threads];
        var failures = new ExceptionDispatchInfo?[threads];
        var all = Enumerable.Range(0, threads).Select(number => new Thread(() =>
        {
            start.SignalAndWait();
            try
            {
                results[number] = body(number);
            }
            catch (Exception failure)
            {
                failures[number] = ExceptionDispatchInfo.Capture(failure);
            }
        })).ToList();
        all.ForEach(thread => thread.Start());
        all.ForEach(thread => thread.Join());
        failures.FirstOrDefault(failure => failure is not null)?.Throw();
        return results;
    }
}
