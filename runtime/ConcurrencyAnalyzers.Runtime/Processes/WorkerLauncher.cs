using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;

namespace ConcurrencyAnalyzers.Runtime;

/// <summary>Starts worker processes as the <see cref="WorkerRecipe"/> of this program says.</summary>
internal static class WorkerLauncher
{
    // A pool in a worker in a worker …: each level multiplies the processes.
    private const int DeepestWorker = 4;

    /// <summary>
    /// All workers are started by this thread, which never ends. Linux sends the death signal that a worker asks for when the thread that started
    /// it ends,
    /// not when the process does.
    /// </summary>
    private static readonly Lazy<BlockingCollection<(ProcessStartInfo Info, TaskCompletionSource<Process> Started)>> s_requests = new(StartThread);

    private static int Depth { get; } = WorkerContext.OfProcess?.Depth ?? 0;

    /// <exception cref="ExecutorException">This program cannot have workers, or the system refuses to start one.</exception>
    internal static Process Start(WorkerStartInfo worker, ProcessExecutorOptions options)
    {
        var depth = Depth + 1;
        if (depth > DeepestWorker)
            throw new ExecutorException(
                $"This is a worker in a worker, {Depth} deep, and starts no more: each level multiplies the processes. Submit the inner calls " +
                    $"from the program itself.");

        var info = WorkerRecipe.OfThisProgram.ToStartInfo();
        if (options.ProcessorsPerWorker > 0)
            info.Environment["DOTNET_PROCESSOR_COUNT"] = options.ProcessorsPerWorker.ToString(CultureInfo.InvariantCulture);
        foreach (var (name, value) in options.Environment)
            info.Environment[name] = value;
        info.Environment[WorkerMain.Variable] = (worker with { Depth = depth }).Format();

        var started = new TaskCompletionSource<Process>(TaskCreationOptions.RunContinuationsAsynchronously);
        s_requests.Value.Add((info, started));
        return started.Task.GetAwaiter().GetResult();
    }

    private static BlockingCollection<(ProcessStartInfo, TaskCompletionSource<Process>)> StartThread()
    {
        var requests = new BlockingCollection<(ProcessStartInfo Info, TaskCompletionSource<Process> Started)>();
        new Thread(() =>
        {
            foreach (var (info, started) in requests.GetConsumingEnumerable())
            {
                try
                {
                    started.SetResult(Process.Start(info)!);
                }
                catch (Exception e)
                {
                    started.SetException(new ExecutorException($"The system does not start {info.FileName}: {e.Message}", e));
                }
            }
        })
        { IsBackground = true, Name = "worker launcher" }.Start();
        return requests;
    }
}
