using ConcurrencyAnalyzers.Annotations;

namespace ConcurrencyAnalyzers.Runtime;

/// <summary>A call on its way through a <see cref="ProcessPoolExecutor"/>: what to send, and whom to tell.</summary>
/// <remarks>Fields that change are guarded by the executor's lock. Whoever sets the state to Done, under the lock, ends the task, outside it:
/// exactly once.</remarks>
internal abstract class PendingCall(FunctionSignature function, WrittenCall written, CancellationToken token)
{
    internal enum CallState
    {
        /// <summary>Not yet in the executor's queue.</summary>
        New,

        /// <summary>Waits in the executor.</summary>
        Pending,

        /// <summary>Was sent to a worker.</summary>
        Sent,

        /// <summary>Its task has ended, or is about to.</summary>
        Done,
    }

    internal FunctionSignature Function => function;

    /// <summary>Header, function and arguments, ready to be sent, perhaps more than once.</summary>
    internal ReadOnlySpan<byte> Frame => written.Frame.AsSpan(0, written.Length);

    internal int FrameLength => written.Length;

    internal FrameKind Kind => FrameHeader.Read(written.Frame).Kind;

    internal CancellationToken Token => token;

    [GuardedBy("ProcessPoolExecutor._gate")] internal CallState State { get; set; }

    /// <summary>Number of the call in the executor, in the order of submission.</summary>
    [GuardedBy("ProcessPoolExecutor._gate")] internal long Order { get; set; }

    [GuardedBy("ProcessPoolExecutor._gate")] internal Worker? Worker { get; set; }

    [GuardedBy("ProcessPoolExecutor._gate")] internal long Sequence { get; private set; }

    /// <summary>The worker was asked not to start it, or to stop: if it comes back unstarted, it has been cancelled.</summary>
    [GuardedBy("ProcessPoolExecutor._gate")] internal bool IsCancelRequested { get; set; }

    /// <summary>When the worker is told to stop the call, or killed for not stopping: a timestamp of the executor's clock.</summary>
    [GuardedBy("ProcessPoolExecutor._gate")] internal long Due { get; set; } = long.MaxValue;

    /// <summary>The worker was told to stop the call; when <see cref="Due"/> comes again, it is killed.</summary>
    [GuardedBy("ProcessPoolExecutor._gate")] internal bool IsToldToStop { get; set; }

    /// <summary>How many workers have ended while they ran it.</summary>
    [GuardedBy("ProcessPoolExecutor._gate")] internal int Crashes { get; set; }

    /// <summary>Set before the answer is awaited or the worker is killed, read by the thread that has seen either.</summary>
    internal volatile bool IsOverdue;

    /// <summary>Whether it makes a worker ready and has no caller.</summary>
    internal bool IsInitializer { get; init; }

    /// <summary>The span that the call belongs to, as W3C writes it; null if nobody traces.</summary>
    internal string? TraceParent { get; init; }

    /// <summary>The culture that it runs in, as <see cref="CallCulture"/> writes it; null for the worker's own.</summary>
    internal string? Culture { get; init; }

    internal abstract CallOptions Options { get; }

    /// <summary>How messages begin that speak of the call.</summary>
    internal abstract string Subject { get; }

    internal abstract string ShortName { get; }

    /// <summary>How many calls of the function travel in it.</summary>
    internal abstract int Count { get; }

    /// <summary>What its task has ended with.</summary>
    internal abstract Exception? Error { get; }

    /// <summary>Set before the call is queued and never after.</summary>
    internal CancellationTokenRegistration Registration { get; set; }

    internal void SetSequence(long sequence)
    {
        Sequence = sequence;
        new FrameHeader(written.Length - FrameHeader.Size, Kind, sequence).Write(written.Frame);
    }

    /// <summary>Gives back the memory in which the call was sent.</summary>
    /// <param name="wasRead">The worker has answered with the result or the function's exception, or never got the call: nobody is sending or reading
    /// it, and others may write there.</param>
    internal void GiveBack(bool wasRead) => written.GiveBack(wasRead);

    /// <summary>Ends the task with what the worker answered.</summary>
    internal abstract void Complete(FrameKind answer, FrameReader body);

    internal abstract void Fail(Exception exception);

    internal abstract void Cancel();
}

/// <inheritdoc/>
internal sealed class PendingCall<T>(Call<T> call, FunctionSignature function, WrittenCall written, CancellationToken token)
    : PendingCall(function, written, token)
{
    // No caller's code on our threads: it could wait for another call, which that thread would have to read.
    private readonly TaskCompletionSource<T> _result = new(TaskCreationOptions.RunContinuationsAsynchronously);

    internal Task<T> Task => _result.Task;

    internal override CallOptions Options => call.Options;

    internal override string Subject => call.Subject;

    internal override string ShortName => call.ShortName;

    internal override int Count => call.Count;

    internal override Exception? Error => _result.Task.Exception?.InnerException;

    internal override void Complete(FrameKind answer, FrameReader body)
    {
        Registration.Unregister();
        try
        {
            if (answer is FrameKind.Result or FrameKind.Error)
                GiveBack(wasRead: true);
            if (answer == FrameKind.Result)
                SetResult(call.ReadResult(body, Function));
            else if (answer == FrameKind.Error)
                _result.TrySetException(ExceptionCodec.Read(body));
            else
                Cancel();
        }
        catch (Exception e)
        {
            _result.TrySetException(
                new WorkerFunctionException($"The result of {FunctionRules.NameOf(Function.Method)} cannot be read: {e.Message}", e));
        }
    }

    private void SetResult(T result) => _result.TrySetResult(IsOverdue ? call.AfterLimit(result, Overdue()) : result);

    private TimeoutException Overdue() => new($"{Subject} has run longer than its limit of {Options.Timeout}. It was told to stop, and did.");

    internal override void Fail(Exception exception)
    {
        Registration.Unregister();
        GiveBack(wasRead: false);
        _result.TrySetException(exception);
    }

    internal override void Cancel()
    {
        Registration.Unregister();
        GiveBack(wasRead: false);
        if (IsOverdue && !Token.IsCancellationRequested)
            _result.TrySetException(Overdue());
        else
            _result.TrySetCanceled(Token.IsCancellationRequested ? Token : new CancellationToken(canceled: true));
    }
}
