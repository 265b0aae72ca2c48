using ConcurrencyAnalyzers.Runtime;
using Runtime.Tests.Support;

namespace Runtime.Tests.Contract;

public abstract partial class ExecutorContract
{
    public static TheoryData<MapOptions> Chunkings =>
    [
        new MapOptions(),
        new MapOptions { ChunkSize = 1 },
        new MapOptions { ChunkSize = 7 },
        new MapOptions { ChunkSize = 100, BufferSize = 10 },
    ];

    [Theory, MemberData(nameof(Chunkings), DisableDiscoveryEnumeration = true)]
    public async Task MapsInOrder(MapOptions options)
    {
        await using var executor = New();
        var results = await executor.MapAsync(Functions.Square, Enumerable.Range(0, 1000), options).ToListAsync();
        Assert.Equal(Enumerable.Range(0, 1000).Select(n => n * n), results);
    }

    [Fact]
    public async Task MapsAsynchronousFunctionsOverAsynchronousSources()
    {
        await using var executor = New();
        var results = await executor.MapAsync(Functions.SquareLater, Enumerable.Range(0, 100).ToAsyncEnumerable()).ToListAsync();
        Assert.Equal(Enumerable.Range(0, 100).Select(n => n * n), results);
    }

    [Fact]
    public async Task MapsOutOfOrderWhenAsked()
    {
        await using var executor = New();
        using var gate = new Gate();
        var options = new MapOptions { Ordered = false, ChunkSize = 1 };
        await using var results = executor.MapAsync(
            static (string s) =>
                s.Length == 0 ? 0 : Gate.Enter(s, 1), [gate.Address, ""], options).GetAsyncEnumerator(TestContext.Current.CancellationToken);
        var first = results.MoveNextAsync().AsTask();
        var visitor = await gate.ArrivalAsync();
        Assert.True(await first);
        Assert.Equal(0, results.Current);
        visitor.Release();
        Assert.True(await results.MoveNextAsync());
        Assert.NotEqual(0, results.Current);
        Assert.False(await results.MoveNextAsync());
    }

    [Fact]
    public async Task TakesFromAnEndlessSourceNoMoreThanTheBuffer()
    {
        await using var executor = New();
        var taken = 0;
        IEnumerable<int> Endless()
        {
            while (true)
                yield return taken++;
        }
        await foreach (var result in executor.MapAsync(Functions.Square, Endless(), new MapOptions { BufferSize = 8, ChunkSize = 2 }))
        {
            Assert.True(taken <= (int)Math.Sqrt(result) + 1 + 8, $"{taken} taken when {result} was yielded");
            if (result == 50 * 50)
                break;
        }
    }

    [Fact]
    public async Task YieldsTheFirstResultWhileTheSourceIsStillOpen()
    {
        await using var executor = New();
        var open = new TaskCompletionSource();
        async IAsyncEnumerable<int> Slow()
        {
            yield return 3;
            await open.Task;
            yield return 4;
        }
        await using var results = executor.MapAsync(Functions.Square, Slow()).GetAsyncEnumerator(TestContext.Current.CancellationToken);
        Assert.True(await results.MoveNextAsync());
        Assert.Equal(9, results.Current);
        open.SetResult();
        Assert.True(await results.MoveNextAsync());
        Assert.Equal(16, results.Current);
        Assert.False(await results.MoveNextAsync());
    }

    [Theory, MemberData(nameof(Chunkings), DisableDiscoveryEnumeration = true)]
    public async Task ThrowsTheExceptionOfAnElementAtItsPlace(MapOptions options)
    {
        await using var executor = New();
        var yielded = new List<int>();
        var error = await Assert.ThrowsAsync<InvalidOperationException>(async () =>
        {
            await foreach (var n in executor.MapAsync(Functions.ThrowAt13, Enumerable.Range(0, 1000), options))
                yielded.Add(n);
        });
        Assert.Equal("thirteen", error.Message);
        Assert.Contains(nameof(Functions.ThrowAt13), error.StackTrace);
        Assert.Equal(Enumerable.Range(0, 13), yielded);
    }

    [Fact]
    public async Task ThrowsTheExceptionOfTheSourceAtItsPlace()
    {
        await using var executor = New();
        IEnumerable<int> Failing()
        {
            yield return 1;
            yield return 2;
            throw new FormatException("source");
        }
        var yielded = new List<int>();
        await Assert.ThrowsAsync<FormatException>(async () =>
        {
            await foreach (var n in executor.MapAsync(Functions.Square, Failing(), new MapOptions { ChunkSize = 10 }))
                yielded.Add(n);
        });
        Assert.Equal([1, 4], yielded);
    }

    [Fact]
    public async Task CancelsAndAwaitsWhatIsInFlightWhenTheEnumerationIsLeft()
    {
        await using var executor = New(maxWorkers: 1);
        using var gate = new Gate();
        var results = executor.MapAsync(Functions.WaitUntil, Enumerable.Repeat(gate.Address, 100), new MapOptions { ChunkSize = 1 })
            .GetAsyncEnumerator(TestContext.Current.CancellationToken);
        var first = results.MoveNextAsync().AsTask();
        (await gate.ArrivalAsync()).Release();
        Assert.True(await first);

        var second = await gate.ArrivalAsync();
        await results.DisposeAsync();
        Assert.Equal("cancelled", await second.FarewellAsync());
        Assert.Equal((0, 0), (executor.GetStatus().Pending, executor.GetStatus().Running));
        Assert.False(gate.HasUnmetVisitors);
    }

    [Fact]
    public async Task EndsTheEnumerationWhenItsTokenFires()
    {
        await using var executor = New(maxWorkers: 1);
        using var gate = new Gate();
        using var source = new CancellationTokenSource();
        await using var results = executor.MapAsync(Functions.WaitUntil, [gate.Address, gate.Address]).GetAsyncEnumerator(source.Token);
        var first = results.MoveNextAsync().AsTask();
        var visitor = await gate.ArrivalAsync();
        source.Cancel();
        Assert.Equal("cancelled", await visitor.FarewellAsync());
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
    }

    [Fact]
    public async Task RefusesNegativeMapOptionsAtOnce()
    {
        await using var executor = New();
        Assert.Throws<ArgumentOutOfRangeException>(() => executor.MapAsync(Functions.Square, [1], new MapOptions { ChunkSize = -1 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => executor.MapAsync(Functions.Square, [1], new MapOptions { BufferSize = -1 }));
    }
}
