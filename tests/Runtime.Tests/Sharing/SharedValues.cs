using System.Diagnostics;
using ConcurrencyAnalyzers.Runtime;
using Runtime.Tests.Support;

namespace Runtime.Tests.Sharing;

public sealed class SharedValues(SharedPool pool) : IClassFixture<SharedPool>
{
    private const int Rounds = 20_000;

    /// <summary>Larger than any instruction exchanges; whole if all parts are equal.</summary>
    public readonly record struct Large(long A, long B, long C, long D)
    {
        public bool IsWhole => A == B && B == C && C == D;

        public static Large Of(long n) => new(n, n, n, n);
    }

    [Fact]
    public async Task NoUpdateIsLostBetweenProcesses()
    {
        using var number = new SharedValue<int>(5);
        using var large = new SharedValue<Large>();
        using var money = new SharedValue<decimal>(1m);
        using var small = new SharedValue<byte>();
        var calls = Enumerable.Range(0, 2).Select(_ => pool.Executor.SubmitAsync(
            static (SharedValue<int> n, SharedValue<Large> l, SharedValue<decimal> m, SharedValue<byte> s) =>
            {
                for (var round = 0; round < Rounds; round++)
                {
                    n.Add(1);
                    l.Update(static (before, by) => Large.Of(before.A + by), 2);
                    m.Add(0.5m);
                    s.Add((byte)1);
                }
            }, number, large, money, small)).ToArray();
        for (var round = 0; round < Rounds; round++)
        {
            number.Add(1);
            Assert.True(large.Read().IsWhole);
        }
        await Task.WhenAll(calls);
        Assert.Equal(5 + (3 * Rounds), number.Read());
        Assert.Equal(Large.Of(2 * 2 * Rounds), large.Read());
        Assert.Equal(1m + Rounds, money.Read());
        Assert.Equal(unchecked((byte)(2 * Rounds)), small.Read());
    }

    [Fact]
    public void EachOperationSaysWhatWasThere()
    {
        Check(1L, 2L, 3L);
        Check(1.5, 2.5, 3.5);
        Check(Large.Of(1), Large.Of(2), Large.Of(3));

        static void Check<T>(T first, T second, T third) where T : unmanaged
        {
            using var value = new SharedValue<T>(first);
            Assert.Equal(first, value.Read());
            Assert.Equal(first, value.Exchange(second));
            Assert.Equal(second, value.CompareExchange(third, expected: first));
            Assert.Equal(second, value.Read());
            Assert.Equal(second, value.CompareExchange(third, expected: second));
            Assert.Equal(third, value.Read());
            value.Write(first);
            Assert.Equal(second, value.Update(static (_, next) => next, second));
            Assert.Equal(second, value.Read());
        }
    }

    [Fact]
    public async Task AWriterThatDiesInTheMiddleChangesNothingAndStopsNobody()
    {
        await using var executor = new ProcessPoolExecutor(new ProcessExecutorOptions { MaxWorkers = 1, Output = WorkerOutput.Discard }).Watched();
        using var value = new SharedValue<Large>();
        using var gate = new Gate();
        for (var round = 0; round < 5; round++)
        {
            var endless = executor.SubmitAsync(static (SharedValue<Large> v, string g) =>
            {
                Gate.Enter(g);
                for (var n = 0L; ; n++)
                    v.Write(Large.Of(n));
            }, value, gate.Address);
            var visitor = await gate.ArrivalAsync();
            value.Write(Large.Of(-1));
            visitor.Release();
            while (value.Read() == Large.Of(-1))
                await Task.Yield();
            Process.GetProcessById(visitor.ProcessId).Kill();
            await Assert.ThrowsAsync<WorkerCrashedException>(() => endless);
            Assert.True(value.Read().IsWhole);
            value.Write(Large.Of(round));
            Assert.Equal(Large.Of(round), value.Read());
        }
    }

    [Fact]
    public void AValueThatWasDisposedSaysSo()
    {
        var value = new SharedValue<int>();
        value.Dispose();
        value.Dispose();
        Assert.Throws<ObjectDisposedException>(() => value.Read());
    }
}
