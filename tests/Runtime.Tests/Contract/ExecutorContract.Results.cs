using ConcurrencyAnalyzers.Runtime;
using Runtime.Tests.Support;

namespace Runtime.Tests.Contract;

public abstract partial class ExecutorContract
{
    [Theory, MemberData(nameof(Chunkings), DisableDiscoveryEnumeration = true)]
    public async Task GoesOnAfterTheExceptionOfAnElementWhenResultsAreAskedFor(MapOptions options)
    {
        await using var executor = New();
        var results = await executor.MapAsync(Functions.ThrowAt13, Enumerable.Range(0, 100), options).Results.ToListAsync();
        Assert.Equal(Enumerable.Range(0, 100), results.Select(r => r.Index));
        Assert.Equal(Enumerable.Range(0, 100).Where(n => n != 13), results.Where(r => r.Error is null).Select(r => r.Value));
        var failed = Assert.Single(results, r => r.Error is not null);
        Assert.Equal(13, failed.Index);
        Assert.Equal("thirteen", Assert.IsType<InvalidOperationException>(failed.Error).Message);
        Assert.Contains(nameof(Functions.ThrowAt13), Assert.Throws<InvalidOperationException>(() => failed.Value).StackTrace);
        Assert.Equal("13: System.InvalidOperationException: thirteen", failed.ToString());
        Assert.Equal("12: 12", results[12].ToString());
    }

    [Fact]
    public async Task SaysWhichElementAResultBelongsToInAnyOrder()
    {
        await using var executor = New();
        var results = await executor.MapAsync(
            Functions.SquareLater, Enumerable.Range(0, 200).ToAsyncEnumerable(), new MapOptions { Ordered = false, ChunkSize = 3 }).Results.ToListAsync();
        Assert.Equal(200, results.Count);
        Assert.All(results, r => Assert.Equal(r.Index * r.Index, r.Value));
    }

    [Fact]
    public async Task EndsAlsoTheResultsWithTheSourceTheTokenAndTheExecutor()
    {
        await using var executor = New();
        var seen = new List<int>();
        await Assert.ThrowsAsync<FormatException>(async () =>
        {
            await foreach (var result in executor.MapAsync(Functions.Square, Failing()).Results)
                seen.Add(result.Value);
        });
        Assert.Equal([1, 4], seen);

        using var source = new CancellationTokenSource();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (var result in executor.MapAsync(Functions.Square, Enumerable.Range(0, 1000), cancellationToken: source.Token).Results)
                source.Cancel();
        });

        await executor.ShutdownAsync();
        await Assert.ThrowsAsync<ObjectDisposedException>(async () => await executor.MapAsync(Functions.Square, [1, 2]).Results.ToListAsync());

        static IEnumerable<int> Failing()
        {
            yield return 1;
            yield return 2;
            throw new FormatException("source");
        }
    }
}
