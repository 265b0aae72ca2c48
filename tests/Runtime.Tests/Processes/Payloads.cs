using System.Diagnostics;
using System.Diagnostics.Metrics;
using ConcurrencyAnalyzers.Runtime;
using Runtime.Tests.Support;

namespace Runtime.Tests.Processes;

/// <summary>Large arguments and results, which travel in memory that both sides map. Alone, since they count it.</summary>
[Collection(nameof(Leaks))]
public sealed class Payloads
{
    private const int Large = 1 << 20;

    [Theory]
    [InlineData((64 << 10) - 1), InlineData(64 << 10), InlineData((64 << 10) + 1), InlineData(Large), InlineData(16 << 20), InlineData((16 << 20) + 1),
        InlineData((64 << 20) + 1)]
    public async Task BytesOfEveryLengthComeBackEqual(int length)
    {
        await using var executor = New();
        var there = new byte[length];
        Random.Shared.NextBytes(there);
        for (var n = 0; n < 3; n++)
        {
            there[n * 17] ^= 1;
            AssertSame(there, await executor.SubmitAsync(static (byte[] b) => b, there));
        }
    }

    [Fact]
    public async Task SeveralInOneCallAreKeptApart()
    {
        await using var executor = New();
        double[] numbers = [.. Enumerable.Range(0, 100_000).Select(static n => n + 0.5)];
        byte[] bytes = [.. Enumerable.Range(0, 300_000).Select(static n => (byte)n)];
        for (var n = 0; n < 3; n++)
        {
            var (a, b, c) = await executor.SubmitAsync(
                static (byte[] x, double[] y, Memory<byte> z) => (y, z.ToArray(), x), bytes, numbers, bytes.AsMemory(1, 200_000));
            Assert.True(numbers.AsSpan().SequenceEqual(a));
            Assert.True(bytes.AsSpan(1, 200_000).SequenceEqual(b));
            Assert.True(bytes.AsSpan().SequenceEqual(c));
        }
    }

    [Fact]
    public async Task CallsThatAreUnderWayTogetherDoNotMix()
    {
        await using var executor = New(workers: 2);
        var answers = await Task.WhenAll(Enumerable.Range(0, 60).Select(n => n % 2 == 0
            ? executor.SubmitAsync(static x => Filled(x, Large + x), n)
            : executor.SubmitAsync(static (byte[] b) => Filled(b[^1], b.Length), Filled(n, Large + n))));
        for (var n = 0; n < answers.Length; n++)
            Assert.True(answers[n].AsSpan().SequenceEqual(Filled(n, Large + n)), $"call {n}");

        var mapped = await executor.MapAsync(static (byte[] b) => b, Enumerable.Range(0, 40).Select(static n => Filled(n, 100_000)),
            new MapOptions { ChunkSize = 7 }).ToListAsync();
        for (var n = 0; n < mapped.Count; n++)
            Assert.True(mapped[n].AsSpan().SequenceEqual(Filled(n, 100_000)), $"element {n}");
    }

    [Fact]
    public async Task ACallerMayChangeItsArrayAsSoonAsItHasSubmittedIt()
    {
        await using var executor = New();
        var array = Filled(1, Large);
        var sums = new Task<int>[10];
        for (var n = 0; n < sums.Length; n++)
        {
            Array.Fill(array, (byte)n);
            sums[n] = executor.SubmitAsync(static (byte[] b) => b[0] + b[^1], array);
        }
        Assert.Equal(Enumerable.Range(0, 10).Select(static n => 2 * n), await Task.WhenAll(sums));
    }

    [Fact]
    public async Task TheyDoNotGoThroughTheSocket()
    {
        var bytes = 0L;
        var name = $"measured {Guid.NewGuid()}";
        using var listener = new MeterListener
        {
            InstrumentPublished = static (instrument, self) =>
            {
                if (instrument.Name == "executor.bytes")
                    self.EnableMeasurementEvents(instrument);
            },
        };
        listener.SetMeasurementEventCallback<long>((_, v, tags, _) =>
        {
            if (tags.ToArray().Any(t => Equals(t.Value, name)))
                Interlocked.Add(ref bytes, v);
        });
        listener.Start();
        await using (var executor = new ProcessPoolExecutor(new ProcessExecutorOptions { Name = name, MaxWorkers = 1 }).Watched())
            Assert.Equal(8 * Large, (await executor.SubmitAsync(static (byte[] b) => b, new byte[8 * Large])).Length);

        // On other systems they do.
        Assert.InRange(Interlocked.Read(ref bytes), 1, OperatingSystem.IsLinux() ? 10_000 : long.MaxValue);
    }

    [Fact]
    public async Task TheMemoryIsUsedAgainAndGivenBack()
    {
        var before = Left.SharedMemories();
        await using (var executor = New())
        {
            await executor.SubmitAsync(static (byte[] b) => b, new byte[Large]);
            var first = Left.SharedMemories();
            for (var n = 0; n < 20; n++)
                await executor.SubmitAsync(static (byte[] b) => b, new byte[Large]);
            Assert.InRange(Left.SharedMemories() - first, -1000, 0);

            // Who gets no answer keeps none.
            using var cancel = new CancellationTokenSource();
            using var gate = new Gate();
            var busy = executor.SubmitAsync(Contract.Functions.Wait, gate.Address);
            var visitor = await gate.ArrivalAsync();
            var cancelled = Enumerable.Range(0, 20).Select(_ => executor.SubmitAsync(static (byte[] b) => b, new byte[Large], cancel.Token)).ToArray();
            await cancel.CancelAsync();
            foreach (var call in cancelled)
                await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
            visitor.Release();
            await busy;
            for (var n = 0; n < 20; n++)
            {
                Assert.Throws<WorkerFunctionException>(() =>
                {
                    _ = executor.SubmitAsync(static (byte[] b, Unwilling _) => b, new byte[Large], new Unwilling());
                });
            }
            Assert.InRange(Left.SharedMemories() - first, -1000, 0);
        }

        // The thread of a worker gives back its page as its last act, when the executor's end is known already.
        while (Left.SharedMemories() > before)
            await Task.Yield();
    }

    [Fact]
    public async Task ACallThatIsTriedAgainFindsItsArguments()
    {
        await using var executor = New();
        var sign = Path.Combine(Path.GetTempPath(), $"died-{Guid.NewGuid():N}");
        try
        {
            var again = executor.With(new CallOptions { Retries = 1 });
            AssertSame(Filled(7, Large), await again.SubmitAsync(DieOnce, sign, Filled(7, Large)));
        }
        finally
        {
            File.Delete(sign);
        }
    }

    public static byte[] DieOnce(string sign, byte[] bytes)
    {
        if (!File.Exists(sign))
        {
            File.WriteAllText(sign, "");
            Process.GetCurrentProcess().Kill();
        }
        return bytes;
    }

    public sealed class Unwilling
    {
        public int Value => throw new InvalidOperationException("no");
    }

    private static void AssertSame(byte[] expected, byte[] actual) => Assert.True(expected.AsSpan().SequenceEqual(actual));

    private static byte[] Filled(int value, int length)
    {
        var bytes = new byte[length];
        Array.Fill(bytes, (byte)value);
        return bytes;
    }

    private static ProcessPoolExecutor New(int workers = 1) =>
        new ProcessPoolExecutor(new ProcessExecutorOptions { MaxWorkers = workers, Output = WorkerOutput.Discard }).Watched();
}
