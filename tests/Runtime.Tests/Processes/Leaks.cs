using ConcurrencyAnalyzers.Runtime;
using Runtime.Tests.Contract;
using Runtime.Tests.Support;

namespace Runtime.Tests.Processes;

/// <summary>What many pools leave behind: nothing. Alone, since other tests have descriptors of their own.</summary>
[Collection(nameof(Leaks)), CollectionDefinition(nameof(Leaks), DisableParallelization = true)]
public sealed class Leaks
{
    private const int Pools = 30;

    // What the runtime itself may have more or fewer of at any moment.
    private const int Slack = 10;

    [Fact]
    public async Task ManyPoolsLeaveNeitherDescriptorsNorThreads()
    {
        await UseAsync();
        var (descriptors, threads) = (Left.Descriptors(), Left.Threads());
        for (var n = 0; n < Pools; n++)
            await UseAsync();
        Assert.InRange(Left.Descriptors() - descriptors, -1000, Slack);
        Assert.InRange(Left.Threads() - threads, -1000, Slack);

        static async Task UseAsync()
        {
            await using var processes = new ProcessPoolExecutor(new ProcessExecutorOptions { MaxWorkers = 1, Output = WorkerOutput.Discard });
            await using var threads = new ThreadPoolExecutor(2);
            using var value = new SharedValue<int>();
            using var guard = new ProcessLock();
            await processes.SubmitAsync(static (SharedValue<int> v, ProcessLock l) =>
            {
                using var held = l.Acquire();
                v.Add(1);
            }, value, guard);
            await threads.SubmitAsync(Functions.Square, 1);
            Assert.Equal(1, value.Read());
        }
    }
}
