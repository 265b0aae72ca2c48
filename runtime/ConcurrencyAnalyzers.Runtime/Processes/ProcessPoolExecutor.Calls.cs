using System.Diagnostics;

namespace ConcurrencyAnalyzers.Runtime;

// From a call to the queue.
public sealed partial class ProcessPoolExecutor
{
    // Kept by each submitting thread; null while in use, since user code that serializes an argument may submit another call.
    [ThreadStatic]
    private static FrameWriter? t_writer;

    /// <summary>Where the large arguments of calls are.</summary>
    private readonly SlabPool _slabs = new();

    /// <inheritdoc/>
    public Task<T> CallAsync<T>(Call<T> call, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(call);
        return _admission is null ? FollowAsync(call, cancellationToken) : _admission.Count(call, cancellationToken, FollowAsync);
    }

    private Task<T> FollowAsync<T>(Call<T> call, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
            return Task.FromCanceled<T>(cancellationToken);
        return Telemetry.FollowsCalls ? Telemetry.FollowAsync(Name, call, cancellationToken, SendAsync) : SendAsync(call, cancellationToken);
    }

    private Task<T> SendAsync<T>(Call<T> call, CancellationToken cancellationToken)
    {
        var pending = Prepare(call, cancellationToken);
        if (cancellationToken.CanBeCanceled)
            pending.Registration = cancellationToken.UnsafeRegister(static state =>
            {
                var (pool, cancelled) = ((ProcessPoolExecutor, PendingCall))state!;
                pool.Cancel(cancelled);
            }, (this, (PendingCall)pending));
        Enqueue(pending);
        return pending.Task;
    }

    /// <summary>Writes the frame here, on the caller's thread: an argument that cannot be sent is an exception where it was passed.</summary>
    private PendingCall<T> Prepare<T>(Call<T> call, CancellationToken cancellationToken, bool isInitializer = false)
    {
        var signature = call.Describe();
        var writer = t_writer ?? new FrameWriter { Beside = new CallSlabs() };
        var slabs = (CallSlabs)writer.Beside!;
        t_writer = null;
        slabs.Open(_slabs);
        try
        {
            writer.Write(default(FrameHeader));
            writer.Write(signature.Id);
            call.WriteArguments(writer, signature);
            if (writer.Length > FrameHeader.LargestFrame)
                throw new WorkerFunctionException(
                    $"The arguments of {FunctionRules.NameOf(signature.Method)} have {writer.Length} bytes; at most {FrameHeader.LargestFrame} " +
                        $"can be sent. Send parts of them, or where to find them.");
            var length = writer.Length;
            var frame = writer.Detach(out var isRented);
            new FrameHeader(length - FrameHeader.Size, call.IsChunk ? FrameKind.Chunk : FrameKind.Call, 0).Write(frame);
            var written = new WrittenCall(frame, length, isRented, slabs.Detach(), _slabs);
            return new PendingCall<T>(call, signature, written, cancellationToken)
            {
                IsInitializer = isInitializer,
                TraceParent = Activity.Current?.Id,
                Culture = isInitializer ? null : CallCulture.OfCaller(),
            };
        }
        catch (Exception e) when (e is not WorkerFunctionException)
        {
            throw new WorkerFunctionException($"An argument of {FunctionRules.NameOf(signature.Method)} cannot be sent: {e.Message}", e);
        }
        finally
        {
            writer.Clear();
            slabs.Close();
            t_writer = writer;
        }
    }

    private void Enqueue(PendingCall call)
    {
        List<Worker>? writeTo;
        Worker? start;
        lock (_gate)
        {
            // Cancelled between its registration and now.
            if (call.State == PendingCall.CallState.Done)
                return;
            if (_state != PoolState.Open || _broken is not null)
            {
                call.State = PendingCall.CallState.Done;
                call.Registration.Unregister();
                call.GiveBack(wasRead: true);
                throw RefusalLocked();
            }
            call.State = PendingCall.CallState.Pending;
            call.Order = ++_submitted;
            _queue.Enqueue(call);
            _pending++;
            writeTo = DispatchLocked();
            start = StartIfUsefulLocked();
        }
        start?.Start();
        Write(writeTo);
    }

    private Exception RefusalLocked()
    {
        Debug.Assert(_gate.IsHeldByCurrentThread);
        return _broken is { } cause
            ? new BrokenExecutorException($"The executor {Name} cannot start workers and accepts no more calls: {cause.Message}", cause)
            : new ObjectDisposedException(Name, $"The executor {Name} was shut down and accepts no more calls.");
    }

    private void Cancel(PendingCall call)
    {
        Worker? sentTo = null;
        long sequence = 0;
        List<(Worker Worker, long Sequence)> withdrawn = [];
        Ending ending = default;
        lock (_gate)
        {
            switch (call.State)
            {
                case PendingCall.CallState.Done:
                    return;
                case PendingCall.CallState.Sent:
                    call.IsCancelRequested = true;
                    (sentTo, sequence) = (call.Worker, call.Sequence);
                    LimitCancelledLocked(call, withdrawn);
                    break;
                default:
                    if (call.State == PendingCall.CallState.Pending)
                        _pending--;
                    call.State = PendingCall.CallState.Done;
                    ending = EndIfDoneLocked();
                    break;
            }
        }
        if (sentTo is not null)
            sentTo.Tell(FrameKind.Cancel, sequence);
        else
            call.Cancel();
        foreach (var (worker, behind) in withdrawn)
            worker.Tell(FrameKind.Withdraw, behind);
        Apply(ending);
    }

    /// <summary>The call that is next; calls that have ended in the queue are dropped on the way.</summary>
    private PendingCall? NextPendingLocked(bool remove)
    {
        Debug.Assert(_gate.IsHeldByCurrentThread);
        while (_returned.Min is { } returned)
        {
            if (returned.State != PendingCall.CallState.Pending || remove)
                _returned.Remove(returned);
            if (returned.State != PendingCall.CallState.Pending)
                continue;
            _pending -= remove ? 1 : 0;
            return returned;
        }
        while (_queue.TryPeek(out var call))
        {
            if (call.State != PendingCall.CallState.Pending || remove)
                _queue.Dequeue();
            if (call.State != PendingCall.CallState.Pending)
                continue;
            _pending -= remove ? 1 : 0;
            return call;
        }
        return null;
    }
}
