using System.Runtime.CompilerServices;
using ConcurrencyAnalyzers.Runtime;
using Runtime.Tests.Support;

namespace Runtime.Tests.Contract;

public abstract partial class ExecutorContract
{
    [Fact]
    public async Task KeepsAStateForEachWorker()
    {
        await using var executor = New(maxWorkers: 2);
        using var gate = new Gate();
        var both = Enumerable.Range(0, 2).Select(_ => executor.SubmitAsync(CountAtGate, gate.Address)).ToArray();
        var visitors = new[] { await gate.ArrivalAsync(), await gate.ArrivalAsync() };
        foreach (var visitor in visitors)
            visitor.Release();
        Assert.Equal((int[])[1, 1], await Task.WhenAll(both));

        var counts = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => executor.SubmitAsync(CountCalls)));
        Assert.All(counts.GroupBy(c => c.Worker), g => Assert.Equal(Enumerable.Range(2, g.Count()), g.Select(c => c.Calls).Order()));
    }

    [Fact]
    public async Task SaysToAFunctionWhichWorkerRunsIt()
    {
        await using var executor = New(maxWorkers: 1);
        Assert.Equal((executor.Name, 1, Environment.ProcessId), await executor.SubmitAsync(static () =>
            (WorkerContext.Current!.PoolName, WorkerContext.Current.Index, WorkerContext.Current.ParentId)));
        Assert.Null(WorkerContext.Current);
    }

    [Fact]
    public async Task TellsWhatAFunctionHasLeftInItsWorkerThatTheWorkerEnds()
    {
        var mark = Path.GetTempFileName();
        await using (var executor = New(maxWorkers: 1))
        {
            await executor.SubmitAsync(static (string path) =>
            {
                WorkerContext.Current!.Stopping.Register(() => File.WriteAllText(path, "stopped"));
                WorkerContext.Current.Stopping.Register(static () => throw new InvalidOperationException("nobody's business"));
            }, mark);
            await executor.SubmitAsync(Functions.Square, 3);
            Assert.Equal("", File.ReadAllText(mark));
        }
        Assert.Equal("stopped", File.ReadAllText(mark));
        File.Delete(mark);
    }

    private static int CountAtGate(string gate)
    {
        Gate.Enter(gate);
        return CountCalls().Calls;
    }

    private static (int Worker, int Calls) CountCalls() =>
        (WorkerContext.Current!.Index, ++WorkerContext.Current.State<StrongBox<int>>().Value);
}
