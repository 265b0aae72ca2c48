using System.Diagnostics;
using System.Runtime.ExceptionServices;
using ConcurrencyAnalyzers.Annotations;

namespace ConcurrencyAnalyzers.Runtime;

/// <summary>A thread that cannot be forgotten: disposal waits for its end, and an exception of its body comes to whoever waits.</summary>
/// <remarks>
/// <code>
///   owner                                thread
///   using var t = JoinedThread.Start(f)  runs f
///   end of the block: token fires,       f sees its token, ends
///   waits                                ended
///   throws what f has thrown
/// </code>
/// <para><b>When.</b> Work that has one owner and lives as long as a block or an object does: a listener, a pump, a blocking loop. For many calls,
/// <see cref="ThreadPoolExecutor"/>; for one thread an element, <see cref="BoundedThreads"/>.</para>
/// <para><b>Threads.</b> Every member may be called from any thread at any time. The thread is a foreground one: the program does not end before
/// it.</para>
/// <para><b>Cancellation.</b> The body's token fires at <see cref="Stop"/>, at disposal, and with the token given to <c>Start</c>. A body without
/// a token is waited for as long as it runs. A body that leaves by <see cref="OperationCanceledException"/> after its token has fired has ended
/// well.</para>
/// <para><b>Exceptions.</b> They do not end the program, as those of a plain thread do. The first of <c>Join</c>, <c>JoinAsync</c>,
/// <c>Dispose</c> and <c>DisposeAsync</c> that sees the end throws them, with the stack of the thread; disposal throws only what nobody has seen.
/// </para>
/// <para><b>Source.</b> C++'s <c>std::jthread</c>, and Python's <c>Thread.join</c>, which keeps the exception of the thread to itself.</para>
/// </remarks>
[DebuggerDisplay("{Name,nq} ended: {IsCompleted}")]
[ThreadSafe]
public sealed class JoinedThread : IDisposable, IAsyncDisposable
{
    // Only ever incremented, by Interlocked.
    private static int s_created;

    private readonly Thread _thread;
    private readonly Action<CancellationToken> _body;
    private readonly CancellationToken _caller;

    // Never disposed: its owner may fire it at any time, and without a wait handle it holds nothing but memory.
    private readonly CancellationTokenSource _stopping = new();

    // Ended by the thread as its last act; says nothing of how the body ended, so that nobody must look at it.
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    // Written by the thread before it ends the task above, read after that.
    private volatile Exception? _error;

    // 1 once somebody was given the exception. Changed by Interlocked alone.
    private int _isObserved;

    private JoinedThread(Action<CancellationToken> body, string? name, CancellationToken cancellationToken)
    {
        _body = body;
        _caller = cancellationToken;
        Name = name ?? $"{nameof(JoinedThread)}-{Interlocked.Increment(ref s_created)}";
        _thread = new Thread(Run) { Name = Name };
    }

    /// <summary>The name of the thread, in debuggers and traces.</summary>
    public string Name { get; }

    /// <summary>Whether the body has ended.</summary>
    public bool IsCompleted => _ended.Task.IsCompleted;

    /// <summary>What the body has thrown; null while it runs, and if it has ended well. To look here does not count as having seen it.</summary>
    public Exception? Error => IsCompleted ? _error : null;

    /// <summary>Starts the thread.</summary>
    /// <param name="body">What it runs. Its token fires when the thread is to stop.</param>
    /// <param name="name">The thread's name. Default: <c>JoinedThread</c> and a number.</param>
    /// <param name="cancellationToken">Fires the body's token too.</param>
    /// <returns>The running thread, which its owner disposes.</returns>
    /// <exception cref="OutOfMemoryException">The system has no thread to give.</exception>
    public static JoinedThread Start(Action<CancellationToken> body, string? name = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(body);
        var joined = new JoinedThread(body, name, cancellationToken);
        joined._thread.Start();
        return joined;
    }

    /// <summary>Starts a thread whose body cannot be told to stop: disposal waits until it ends by itself.</summary>
    /// <inheritdoc cref="Start(Action{CancellationToken}, string?, CancellationToken)"/>
    public static JoinedThread Start(Action body, string? name = null)
    {
        ArgumentNullException.ThrowIfNull(body);
        return Start(_ => body(), name);
    }

    /// <summary>Fires the body's token and returns at once.</summary>
    public void Stop() => _stopping.Cancel();

    /// <summary>Blocks until the thread has ended, and throws what its body has thrown.</summary>
    /// <param name="timeout">How long to wait. Default: for ever.</param>
    /// <exception cref="TimeoutException">The body still runs after <paramref name="timeout"/>. It goes on.</exception>
    /// <exception cref="InvalidOperationException">The body itself has called: no thread can wait for its own end.</exception>
    public void Join(TimeSpan? timeout = null)
    {
        if (Thread.CurrentThread == _thread)
            throw new InvalidOperationException($"The thread {Name} cannot wait for its own end. Join it from the thread that started it.");
        if (!_thread.Join(timeout ?? Timeout.InfiniteTimeSpan))
            throw new TimeoutException($"The thread {Name} still runs after {timeout}. Does its body look at its token?");
        Rethrow();
    }

    /// <summary>Ends when the thread has ended, with what its body has thrown.</summary>
    /// <param name="cancellationToken">Ends the wait; the thread goes on.</param>
    public async Task JoinAsync(CancellationToken cancellationToken = default)
    {
        await _ended.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
        Rethrow();
    }

    /// <summary>Fires the body's token, blocks until the thread has ended, and throws what its body has thrown and nobody has seen. Called by the
    /// body itself, it does not wait.</summary>
    public void Dispose()
    {
        try
        {
            _stopping.Cancel();
        }
        finally
        {
            // Also when something registered on the token fails.
            if (Thread.CurrentThread != _thread)
                _thread.Join();
        }
        RethrowUnseen();
    }

    /// <summary>Fires the body's token, and ends when the thread has ended, with what its body has thrown and nobody has seen.</summary>
    public async ValueTask DisposeAsync()
    {
        var isOwn = Thread.CurrentThread == _thread;
        try
        {
            await _stopping.CancelAsync().ConfigureAwait(false);
        }
        finally
        {
            if (!isOwn)
                await _ended.Task.ConfigureAwait(false);
        }
        RethrowUnseen();
    }

    private void Run()
    {
        try
        {
            using (_caller.UnsafeRegister(static self => ((JoinedThread)self!).Stop(), this))
                _body(_stopping.Token);
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
            // What it was asked for.
        }
        catch (Exception e)
        {
            _error = e;
        }
        _ended.SetResult();
    }

    private void Rethrow()
    {
        if (_error is not { } error)
            return;
        Interlocked.Exchange(ref _isObserved, 1);
        ExceptionDispatchInfo.Throw(error);
    }

    private void RethrowUnseen()
    {
        if (_error is { } error && Interlocked.Exchange(ref _isObserved, 1) == 0)
            ExceptionDispatchInfo.Throw(error);
    }
}
