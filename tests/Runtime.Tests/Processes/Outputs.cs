using System.Collections.Concurrent;
using ConcurrencyAnalyzers.Runtime;
using Runtime.Tests.Support;

namespace Runtime.Tests.Processes;

/// <summary>What workers write reaches whoever has asked for it. That it reaches the console whole is in <see cref="Parents"/>.</summary>
public sealed class Outputs
{
    [Fact]
    public async Task LinesGoWhereTheProgramSaysWithWhoHasWrittenThem()
    {
        var lines = new ConcurrentQueue<WorkerLine>();
        int id;
        await using (var executor = new ProcessPoolExecutor(
            new ProcessExecutorOptions { MaxWorkers = 1, Name = "talkers", OnOutput = lines.Enqueue }).Watched())
        {
            id = await executor.SubmitAsync(static () =>
            {
                Console.WriteLine("one");
                Console.WriteLine("two");
                Console.Error.WriteLine("bad");
                return Environment.ProcessId;
            });
        }
        Assert.Equal(["one", "two"], lines.Where(line => !line.IsError).Select(line => line.Text));
        var bad = Assert.Single(lines, line => line.IsError);
        Assert.Equal(("talkers", 1, id, "bad"), (bad.Executor, bad.Worker, bad.ProcessId, bad.Text));
        Assert.Equal("[talkers-1] bad", bad.ToString());
    }

    [Fact]
    public async Task AHandlerThatFailsStopsNoWorker()
    {
        var calls = 0;
        await using (var executor = new ProcessPoolExecutor(new ProcessExecutorOptions
        {
            MaxWorkers = 1,
            OnOutput = _ =>
            {
                Interlocked.Increment(ref calls);
                throw new InvalidOperationException("the log is full");
            },
        }).Watched())
        {
            // More than a pipe holds: a worker whose lines nobody takes would stop here.
            await executor.SubmitAsync(static () =>
            {
                for (var n = 0; n < 2000; n++)
                    Console.WriteLine(new string('x', 100));
            });
            Assert.Equal(9, await executor.SubmitAsync(Contract.Functions.Square, 3));
        }
        Assert.Equal(2000, calls);
    }
}
