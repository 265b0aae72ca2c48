using ConcurrencyAnalyzers.Runtime;

namespace Runtime.Tests.Threads;

public sealed class JoinedThreadTests
{
    [Theory, InlineData(true), InlineData(false)]
    public async Task DisposalStopsAndWaits(bool asynchronously)
    {
        using var running = new ManualResetEventSlim();
        var hasEnded = false;
        var thread = JoinedThread.Start(token =>
        {
            running.Set();
            token.WaitHandle.WaitOne();
            Volatile.Write(ref hasEnded, true);
        });
        running.Wait();
        Assert.False(thread.IsCompleted);
        if (asynchronously)
            await thread.DisposeAsync();
        else
            thread.Dispose();
        Assert.True(Volatile.Read(ref hasEnded));
        Assert.True(thread.IsCompleted);
        Assert.Null(thread.Error);
        thread.Dispose();
        await thread.DisposeAsync();
    }

    [Fact]
    public async Task WaitsForABodyThatTakesNoToken()
    {
        using var go = new ManualResetEventSlim();
        var result = 0;
        var thread = JoinedThread.Start(() =>
        {
            go.Wait();
            result = 3;
        }, "Named");
        Assert.Equal("Named", thread.Name);
        var disposal = thread.DisposeAsync().AsTask();
        Assert.False(disposal.IsCompleted);
        go.Set();
        await disposal;
        Assert.Equal(3, result);
    }

    [Fact]
    public async Task GivesTheExceptionToWhoeverWaitsFirst()
    {
        var joined = JoinedThread.Start(Fail);
        var error = Assert.Throws<InvalidOperationException>(() => joined.Join());
        Assert.Contains(nameof(Fail), error.StackTrace);
        Assert.Same(error, joined.Error);
        joined.Dispose();

        var awaited = JoinedThread.Start(Fail);
        await Assert.ThrowsAsync<InvalidOperationException>(() => awaited.JoinAsync());
        await awaited.DisposeAsync();

        var disposed = JoinedThread.Start(Fail);
        Assert.Throws<InvalidOperationException>(disposed.Dispose);
        disposed.Dispose();
        Assert.Throws<InvalidOperationException>(() => disposed.Join());

        var disposedLater = JoinedThread.Start(Fail);
        await Assert.ThrowsAsync<InvalidOperationException>(async () => await disposedLater.DisposeAsync());
    }

    [Fact]
    public void EndsWellWhenTheBodyLeavesByItsToken()
    {
        var thread = JoinedThread.Start(static token =>
        {
            token.WaitHandle.WaitOne();
            token.ThrowIfCancellationRequested();
        });
        thread.Stop();
        thread.Join();
        Assert.Null(thread.Error);
        thread.Stop();

        var cancelled = JoinedThread.Start(static _ => throw new OperationCanceledException("a reason of its own"));
        Assert.Throws<OperationCanceledException>(() => cancelled.Join());
    }

    [Fact]
    public void StopsWithTheTokenOfItsStart()
    {
        using var source = new CancellationTokenSource();
        var thread = JoinedThread.Start(static token => token.WaitHandle.WaitOne(), cancellationToken: source.Token);
        source.Cancel();
        thread.Join();
        Assert.True(thread.IsCompleted);
    }

    [Fact]
    public void SaysWhichThreadStillRuns()
    {
        using var go = new ManualResetEventSlim();
        using var thread = JoinedThread.Start(go.Wait, "Pump");
        Assert.Contains("Pump", Assert.Throws<TimeoutException>(() => thread.Join(TimeSpan.Zero)).Message);
        go.Set();
        thread.Join();
    }

    [Fact]
    public void RefusesToWaitForItself()
    {
        JoinedThread? self = null;
        using var known = new ManualResetEventSlim();
        self = JoinedThread.Start(() =>
        {
            known.Wait();
            self!.Dispose();
            Assert.Throws<InvalidOperationException>(() => self.Join());
        });
        known.Set();
        self.Join();
    }

    [Fact]
    public void JoinsEvenIfARegistrationFails()
    {
        using var registered = new ManualResetEventSlim();
        var hasEnded = false;
        var thread = JoinedThread.Start(token =>
        {
            token.Register(static () => throw new FormatException());
            registered.Set();
            token.WaitHandle.WaitOne();
            Volatile.Write(ref hasEnded, true);
        });
        registered.Wait();
        Assert.IsType<FormatException>(Assert.Throws<AggregateException>(thread.Dispose).InnerException);
        Assert.True(Volatile.Read(ref hasEnded));
    }

    private static void Fail() => throw new InvalidOperationException("failed");
}
