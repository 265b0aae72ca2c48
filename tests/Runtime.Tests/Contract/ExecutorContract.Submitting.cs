using ConcurrencyAnalyzers.Runtime;
using Runtime.Tests.Support;

namespace Runtime.Tests.Contract;

public abstract partial class ExecutorContract
{
    [Fact]
    public async Task ReturnsTheResultOfAStaticMethod()
    {
        await using var executor = New();
        Assert.Equal(25, await executor.SubmitAsync(Functions.CountPrimes, 1, 100, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task ReturnsTheResultOfALambdaThatCapturesNothing()
    {
        await using var executor = New();
        Assert.Equal("ab", await executor.SubmitAsync(static (a, b) => a + b, "a", "b"));
        Assert.Equal(7, await executor.SubmitAsync((int a) => a + 3, 4));
    }

    [Fact]
    public async Task TakesNoneToEightArguments()
    {
        await using var executor = New();
        Assert.Equal(0, await executor.SubmitAsync(Functions.Zero));
        Assert.Equal(1, await executor.SubmitAsync(static (int a) => a, 1));
        Assert.Equal(3, await executor.SubmitAsync(static (int a, int b) => a + b, 1, 2));
        Assert.Equal(6, await executor.SubmitAsync(static (int a, int b, int c) => a + b + c, 1, 2, 3));
        Assert.Equal(10, await executor.SubmitAsync(static (int a, int b, int c, int d) => a + b + c + d, 1, 2, 3, 4));
        Assert.Equal(15, await executor.SubmitAsync(static (int a, int b, int c, int d, int e) => a + b + c + d + e, 1, 2, 3, 4, 5));
        Assert.Equal(21, await executor.SubmitAsync(static (int a, int b, int c, int d, int e, int f) => a + b + c + d + e + f, 1, 2, 3, 4, 5, 6));
        Assert.Equal(28,
            await executor.SubmitAsync(static (int a, int b, int c, int d, int e, int f, int g) => a + b + c + d + e + f + g, 1, 2, 3, 4, 5, 6, 7));
        Assert.Equal("1 two 3.5 True 5 6 7.25 8", await executor.SubmitAsync(Functions.Join8, 1, "two", 3.5, true, 5L, '6', 7.25m, (byte)8));
    }

    [Fact]
    public async Task SuppliesTheTokenThatTheFunctionAsksFor()
    {
        await using var executor = New();
        using var source = new CancellationTokenSource();
        Assert.Equal(1, await executor.SubmitAsync(Functions.TokenState, source.Token));
        Assert.Equal(5,
            await executor.SubmitAsync(static (int a, CancellationToken token) => token.IsCancellationRequested ? -1 : a, 5, source.Token));
        Assert.Equal(6, await executor.SubmitAsync(static async (int a, CancellationToken token) => { await Task.Yield(); return a; }, 6));
    }

    [Fact]
    public async Task RunsFunctionsThatReturnNothing()
    {
        await using var executor = New();
        await executor.SubmitAsync(static (int a) => { _ = a; }, 1);
        await executor.SubmitAsync(static async (int a) => { await Task.Yield(); }, 1);
        await executor.SubmitAsync(static async ValueTask (int a) => await Task.Yield(), 1);
        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => executor.SubmitAsync(Functions.Throw, "void"));
        Assert.Equal("void", error.Message);
    }

    [Fact]
    public async Task GivesTheResultOfAnAsynchronousFunctionAndNotItsTask()
    {
        await using var executor = New();
        Task<int> task = executor.SubmitAsync(Functions.SquareLater, 5);
        Task<int> valueTask = executor.SubmitAsync(Functions.SquareValueLater, 6);
        Assert.Equal(25, await task);
        Assert.Equal(36, await valueTask);
        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => executor.SubmitAsync(Functions.ThrowLater, "later"));
        Assert.Equal("later", error.Message);
    }

    [Fact]
    public async Task CarriesTheExceptionWithTheStackOfTheWorker()
    {
        await using var executor = New();
        var error = await Assert.ThrowsAsync<ArgumentOutOfRangeException>(async () => await executor.SubmitAsync(Functions.ThrowArgument, 3));
        Assert.Equal("value", error.ParamName);
        Assert.Contains("too much", error.Message);
        Assert.Contains(nameof(Functions.ThrowArgument), error.StackTrace);
        Assert.Contains(nameof(CarriesTheExceptionWithTheStackOfTheWorker), error.StackTrace);
    }

    [Fact]
    public async Task CarriesAnExceptionThatCannotBeRebuilt()
    {
        await using var executor = New();
        AssertOdd(await Assert.ThrowsAnyAsync<Exception>(async () => await executor.SubmitAsync(Functions.ThrowUnrebuildable, 42)), 42);
    }

    [Fact]
    public async Task CallsEndInAnyOrder()
    {
        await using var executor = New();
        using var gate = new Gate();
        var slow = executor.SubmitAsync(Functions.Wait, gate.Address);
        var visitor = await gate.ArrivalAsync();
        var quick = executor.SubmitAsync(Functions.Square, 3);

        var ended = Task.WhenEach(slow, quick).GetAsyncEnumerator(TestContext.Current.CancellationToken);
        Assert.True(await ended.MoveNextAsync());
        Assert.Same(quick, ended.Current);
        visitor.Release();
        Assert.True(await ended.MoveNextAsync());
        Assert.Same(slow, ended.Current);
    }

    [Fact]
    public async Task RunsAsManyCallsAtOnceAsItHasWorkersAndNoMore()
    {
        await using var executor = New(maxWorkers: 2);
        using var gate = new Gate();
        var calls = Enumerable.Range(1, 3).Select(n => executor.SubmitAsync(Functions.WaitNumbered, gate.Address, n)).ToArray();
        var first = await gate.ArrivalAsync();
        var second = await gate.ArrivalAsync();
        Assert.False(gate.HasUnmetVisitors);

        // The calls start in the order of submission: the third is the one that had to wait.
        Assert.Equal([1, 2], new[] { first.Number, second.Number }.Order());
        first.Release();
        (await gate.ArrivalAsync()).Release();
        second.Release();
        var numbers = await Task.WhenAll(calls);
        Assert.Equal([1, 2, 3], numbers);
    }

    [Fact]
    public async Task ServesManyCallers()
    {
        await using var executor = New();
        var callers = Enumerable.Range(0, 4).Select(c => Task.Run(async () =>
        {
            var tasks = Enumerable.Range(0, 250).Select(n => executor.SubmitAsync(Functions.Square, (c * 250) + n)).ToArray();
            return await Task.WhenAll(tasks);
        }));
        Assert.Equal(Enumerable.Range(0, 1000).Select(n => n * n), (await Task.WhenAll(callers)).SelectMany(r => r));
    }
}
