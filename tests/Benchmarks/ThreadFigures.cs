using System.Diagnostics;
using System.Threading.Channels;
using ConcurrencyAnalyzers.Runtime;

namespace ConcurrencyAnalyzers.Benchmarks;

internal static class ThreadFigures
{
    private const int Many = 300_000;

    internal static void Measure(Report report)
    {
        using var executor = new ThreadPoolExecutor(2);
        if (report.Wants("threads: empty calls"))
        {
            // Not the best of each: a round without a collection has left its garbage to another one.
            var (ours, theirs) = Report.InTurn(15, () => [Rate(() => SubmitMany(executor))], () => [Rate(ChannelOfTwoThreads)]);
            report.Add(
                "threads: empty calls", Report.At(ours, 0.5), "1/s", "two own threads on a channel", Report.At(theirs, 0.5), 0.8, isMost: false);
        }
        if (report.Wants("threads: round trip"))
        {
            var (ours, theirs) = Report.InTurn(
                10,
                () => Report.Sample(1000, () => executor.SubmitAsync(Functions.Nothing, 1).Wait()),
                static () => Report.Sample(1000, static () => Task.Run(static () => { }).Wait()));
            report.Add("threads: round trip", Report.At(ours, 0.5), "us", "Task.Run(…).Wait()", Report.At(theirs, 0.5), 1.5, isMost: true);
        }
    }

    private static double Rate(Action run)
    {
        var started = Stopwatch.GetTimestamp();
        run();
        return Many / Stopwatch.GetElapsedTime(started).TotalSeconds;
    }

    private static void SubmitMany(ThreadPoolExecutor executor)
    {
        var all = new Task[Many];
        for (var i = 0; i < all.Length; i++)
            all[i] = executor.SubmitAsync(Functions.Nothing, i);
        Task.WaitAll(all);
    }

    private static void ChannelOfTwoThreads()
    {
        var channel = Channel.CreateUnbounded<(Func<int, int> Function, int Argument, TaskCompletionSource<int> Call)>(
            new UnboundedChannelOptions { SingleWriter = true });
        var threads = new Thread[2];
        for (var t = 0; t < threads.Length; t++)
        {
            threads[t] = new Thread(() =>
            {
                while (channel.Reader.WaitToReadAsync().AsTask().GetAwaiter().GetResult())
                {
                    while (channel.Reader.TryRead(out var item))
                        item.Call.SetResult(item.Function(item.Argument));
                }
            });
            threads[t].Start();
        }
        var all = new Task[Many];
        for (var i = 0; i < all.Length; i++)
        {
            var call = new TaskCompletionSource<int>();
            all[i] = call.Task;
            channel.Writer.TryWrite((Functions.Nothing, i, call));
        }
        Task.WaitAll(all);
        channel.Writer.Complete();
        foreach (var thread in threads)
            thread.Join();
    }
}
