using System.Diagnostics;
using ConcurrencyAnalyzers.Runtime;
using Runtime.Tests.Support;

namespace Runtime.Tests.Sharing;

public sealed class SharedArrays(SharedPool pool) : IClassFixture<SharedPool>
{
    [Fact]
    public async Task AWriteInAWorkerIsSeenWhileItsCallStillRuns()
    {
        using var array = new SharedArray<int>(1000);
        using var gate = new Gate();
        array[3] = 7;
        var call = pool.Executor.SubmitAsync(static (SharedArray<int> a, string g) =>
        {
            var seen = a[3];
            a.AsSpan().Fill(seen + 1);
            return Gate.Enter(g);
        }, array, gate.Address);
        var visitor = await gate.ArrivalAsync();
        Assert.False(call.IsCompleted);
        Assert.All(array.AsSpan().ToArray(), element => Assert.Equal(8, element));
        visitor.Release();
        await call;
    }

    /// <summary>A container's <c>/dev/shm</c> has 64 MB, or nothing: none of our memory is a file in it.</summary>
    [Fact]
    public async Task NoMemoryIsInTheFolderThatContainersKeepSmall()
    {
        using var array = new SharedArray<int>(1 << 20);
        var inWorker = await pool.Executor.SubmitAsync(
            static (SharedArray<int> shared, byte[] large) =>
            {
                shared.AsSpan().Fill(large.Length);
                return Mappings();
            }, array, new byte[8 << 20]);
        Assert.Equal(8 << 20, array[^1]);
        foreach (var mappings in (string[][])[inWorker, Mappings()])
        {
            Assert.Contains(mappings, static line => line.Contains("/memfd:"));
            Assert.DoesNotContain(mappings, static line => line.Contains("/dev/shm"));
        }

        static string[] Mappings() => File.ReadAllLines("/proc/self/maps");
    }

    [Fact]
    public async Task SlicesAreThePartsThatTheyName()
    {
        using var array = new SharedArray<long>(100);
        await Task.WhenAll(Enumerable.Range(0, 10).Select(part => pool.Executor.SubmitAsync(static (SharedArray<long> slice, long value) =>
        {
            Assert.Equal(10, slice.Length);
            slice.AsSpan().Fill(value);
        }, array.Slice((10 * part)..(10 * (part + 1))), (long)part)));
        Assert.Equal(Enumerable.Range(0, 100).Select(n => n / 10L), array.Memory.ToArray());
        Assert.Equal(4, array.Slice(20..).Slice(^6..^2).Length);
        Assert.Throws<ArgumentOutOfRangeException>(() => array.Slice(90..101));
        Assert.Throws<IndexOutOfRangeException>(() => array[100]);
    }

    [Fact]
    public async Task ElementsCanBeChangedByInterlockedFromSeveralProcesses()
    {
        using var array = new SharedArray<int>(1);
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => pool.Executor.SubmitAsync(static (SharedArray<int> a) =>
        {
            for (var n = 0; n < 10_000; n++)
                Interlocked.Increment(ref a[0]);
        }, array)));
        Assert.Equal(40_000, array[0]);
    }

    [Fact]
    public async Task AnArrayThatWasDisposedIsNobodysAnyMore()
    {
        var array = new SharedArray<int>(10);
        array.Dispose();
        array.Dispose();
        Assert.Throws<ObjectDisposedException>(() => { _ = array.AsSpan(); });
        Assert.Throws<WorkerFunctionException>(() => { _ = pool.Executor.SubmitAsync(static (SharedArray<int> a) => a.Length, array); });

        // Sent before, opened after: also if the descriptor is something else by then.
        await using var single = new ProcessPoolExecutor(1).Watched();
        using var gate = new Gate();
        var busy = single.SubmitAsync(static (string g) => Gate.Enter(g), gate.Address);
        var visitor = await gate.ArrivalAsync();
        var late = new SharedArray<int>(10);
        var call = single.SubmitAsync(static (SharedArray<int> a) => a.Length, late);
        late.Dispose();
        using var other = new SharedArray<int>(10);
        visitor.Release();
        await busy;
        await Assert.ThrowsAsync<ObjectDisposedException>(() => call);
    }

    [Fact]
    public async Task AWorkerKeepsWhatItHas()
    {
        var array = new SharedArray<int>(10);
        using var gate = new Gate();
        array[9] = 5;
        var call = pool.Executor.SubmitAsync(static (SharedArray<int> a, string g) =>
        {
            Gate.Enter(g);
            return a[9];
        }, array, gate.Address);
        var visitor = await gate.ArrivalAsync();
        array.Dispose();
        visitor.Release();
        Assert.Equal(5, await call);
    }

    [Fact]
    public async Task ComesBackAsTheSameMemory()
    {
        using var array = new SharedArray<int>(10);
        var back = await pool.Executor.SubmitAsync(static (SharedArray<int> a) => a, array);
        back[1] = 3;
        Assert.Equal(3, array[1]);
        Assert.Null(await pool.Executor.SubmitAsync(static (SharedArray<int>? a) => a, (SharedArray<int>?)null));
        using var empty = new SharedArray<double>(0);
        Assert.Equal(0, await pool.Executor.SubmitAsync(static (SharedArray<double> a) => a.Length, empty));
    }

    [Fact]
    public async Task AThousandArraysLeaveNoDescriptorsAndNoMappings()
    {
        await pool.Executor.SubmitAsync(Touch, new SharedArray<int>(1));
        var before = Mappings();
        for (var n = 0; n < 1000; n++)
        {
            using var array = new SharedArray<int>(10);
            array[0] = n;
        }
        Assert.InRange(Mappings() - before, -10, 10);
    }

    [Fact]
    public void MoreMemoryThanThereIsIsAnException() => Assert.Throws<IOException>(() => new SharedArray<Page>(int.MaxValue));

    /// <summary>As many as there are integers make 8 TB.</summary>
    [System.Runtime.CompilerServices.InlineArray(4096)]
    private struct Page
    {
        public byte First;
    }

    private static int Mappings()
    {
        var id = Process.GetCurrentProcess().Id;
        var descriptors = new DirectoryInfo($"/proc/{id}/fd").GetFiles().Count(f => f.LinkTarget?.Contains("conc-shared") == true);
        return descriptors + File.ReadLines($"/proc/{id}/maps").Count(l => l.Contains("conc-shared"));
    }

    private static void Touch(SharedArray<int> array) => array[0]++;
}
