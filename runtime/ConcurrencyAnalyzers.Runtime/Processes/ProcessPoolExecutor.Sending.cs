using System.Diagnostics;

namespace ConcurrencyAnalyzers.Runtime;

// Between the queue and the workers: who gets which calls, and what becomes of answers.
public sealed partial class ProcessPoolExecutor
{
    // What a worker has not read yet must fit into the buffer of its socket, so that whoever writes never waits for it.
    private const int MostBytesAhead = 64 << 10;

    /// <summary>The workers that the caller must write to, outside the lock: as many as there are calls for. Null: none, or others write
    /// already.</summary>
    private List<Worker>? DispatchLocked()
    {
        Debug.Assert(_gate.IsHeldByCurrentThread);
        List<Worker>? writeTo = null;
        for (var i = 0; i < _pending && ChooseLocked() is { } worker; i++)
        {
            worker.IsWriting = true;
            (writeTo ??= []).Add(worker);
        }
        return writeTo;
    }

    private void Write(List<Worker>? workers)
    {
        foreach (var worker in workers ?? [])
            Write(worker);
    }

    /// <summary>The worker that can take the next call: an idle one, else the one with the fewest.</summary>
    private Worker? ChooseLocked()
    {
        Debug.Assert(_gate.IsHeldByCurrentThread);
        Worker? best = null;
        foreach (var worker in _workers)
        {
            if (worker.IsWriting || !worker.TakesCalls || worker.InFlight.Count >= worker.Pace.Window)
                continue;
            if (worker.InFlight.Count == 0)
                return worker;
            if (best is null || worker.InFlight.Count < best.InFlight.Count)
                best = worker;
        }
        return best;
    }

    /// <summary>Sends what the worker can take, until there is nothing. The caller has set <see cref="Worker.IsWriting"/>.</summary>
    private void Write(Worker worker)
    {
        while (true)
        {
            PendingCall? large;
            Worker? replacement;
            int frames;
            lock (_gate)
            {
                worker.Out.Clear();
                large = FillLocked(worker);
                (frames, worker.FramesToSend) = (worker.FramesToSend, 0);
                replacement = worker.IsRetiring ? StartIfUsefulLocked() : null;
                if (large is null && worker.Out.Length == 0)
                {
                    worker.IsWriting = false;
                    return;
                }
            }

            replacement?.Start();
            if (Telemetry.CountsFrames)
                Telemetry.Transferred(Name, isSent: true, frames, worker.Out.Length + (large is null ? 0 : large.FrameLength - FrameHeader.Size));
            if (!TrySend(worker, worker.Out.Written))
                return;
            if (large is null)
                continue;

            // The worker reads a large frame as fast as it can, but a stopped process does not: neither a caller nor the reader of answers may wait
            // for it.
            new Thread(() =>
            {
                if (TrySend(worker, large.Frame[FrameHeader.Size..]))
                    Write(worker);
            }, maxStackSize: 256 << 10) { IsBackground = true, Name = $"{Name} large frame" }.Start();
            return;
        }
    }

    private bool TrySend(Worker worker, ReadOnlySpan<byte> bytes)
    {
        try
        {
            worker.Send(bytes);
            return true;
        }
        catch (IOException)
        {
            // The reader of the worker sees the same end and deals with its calls. Nothing is to be written any more.
            return false;
        }
    }

    /// <summary>Moves calls from the queue into the worker's next batch; a large one is returned, to be sent after the batch.</summary>
    private PendingCall? FillLocked(Worker worker)
    {
        Debug.Assert(_gate.IsHeldByCurrentThread);
        if (!worker.TakesCalls || _pending == 0)
            return null;

        // Nothing waits behind a call while another worker would run it at once.
        if (worker.InFlight.Count > 0 && _workers.Exists(static w => w.State == WorkerState.Idle && w.TakesCalls))
            return null;

        // Its share only: another worker may be about to ask.
        var ready = _workers.Count(static w => w.TakesCalls);
        for (var share = (_pending + ready - 1) / ready; share > 0 && worker.TakesCalls && worker.InFlight.Count < worker.Pace.Window; share--)
        {
            if (NextPendingLocked(remove: false) is not { } call)
                return null;
            if (worker.InFlight.Count > 0 && (call.Options.Timeout is not null || worker.BytesInFlight + call.FrameLength > MostBytesAhead))
                return null;
            NextPendingLocked(remove: true);
            AssignLocked(worker, call);
            if (call.FrameLength > MostBytesAhead)
            {
                // Its header goes with the batch: should the call come back before the rest is sent, and be sent again, it will have another number.
                worker.Out.WriteBytes(call.Frame[..FrameHeader.Size]);
                return call;
            }
            worker.Out.WriteBytes(call.Frame);
        }
        return null;
    }

    private void AssignLocked(Worker worker, PendingCall call)
    {
        Debug.Assert(_gate.IsHeldByCurrentThread);
        if (worker.InFlight.Count == 0)
            worker.LastProgress = Stopwatch.GetTimestamp();
        worker.State = WorkerState.Busy;
        worker.Assigned += call.Count;
        worker.IsRetiring |= Options.MaxTasksPerWorker > 0 && worker.Assigned >= Options.MaxTasksPerWorker && !call.IsInitializer;
        if (call.Options.Timeout is { } limit)
        {
            // It starts at once, since the worker has nothing else, and takes nobody with it if it has to be ended.
            worker.IsReserved = true;
            call.IsToldToStop = call.IsOverdue = false;
            LimitLocked(call, limit);
        }
        worker.InFlight.Add(call);
        worker.BytesInFlight += call.FrameLength;
        call.State = PendingCall.CallState.Sent;
        call.Worker = worker;
        call.SetSequence(++worker.LastSequence);
        worker.FramesToSend++;
        if (worker.Known.Add(call.Function.Id))
        {
            var identity = call.Function.Identity;
            worker.Out.Write(new FrameHeader(sizeof(int) + identity.Length, FrameKind.Define, 0));
            worker.Out.Write(call.Function.Id);
            worker.Out.WriteBytes(identity);
            worker.FramesToSend++;
        }
        if (call.Culture != worker.Culture)
        {
            worker.Culture = call.Culture;
            worker.Out.Write(new FrameHeader(sizeof(int) + (call.Culture?.Length * sizeof(char) ?? 0), FrameKind.Culture, 0));
            worker.Out.WriteString(call.Culture);
            worker.FramesToSend++;
        }
        if (call.TraceParent is { } trace)
        {
            worker.Out.Write(new FrameHeader(sizeof(int) + (trace.Length * sizeof(char)), FrameKind.Trace, call.Sequence));
            worker.Out.WriteString(trace);
            worker.FramesToSend++;
        }
    }

    /// <summary>Takes note of what a worker has answered, gives it more to do, and finds the calls whose tasks the caller will end.</summary>
    /// <param name="worker">Who has answered.</param>
    /// <param name="answers">What; gets the calls that belong to it.</param>
    /// <param name="memory">How many bytes the worker holds; 0 if nobody has looked.</param>
    internal void Answered(Worker worker, List<Answer> answers, long memory)
    {
        List<Worker>? writeTo;
        List<TaskCompletionSource>? warm = null;
        bool mustLeave;
        Worker? start;
        Ending ending;
        lock (_gate)
        {
            for (var i = 0; i < answers.Count; i++)
            {
                answers[i] = TakeLocked(worker, answers[i]);
                if (answers[i] is not { Header: var header, Call: { } call })
                    continue;
                if (call.IsInitializer && header.Kind == FrameKind.Result && worker.State == WorkerState.Starting)
                    warm = SettleLocked(worker);
                else if (header.Kind is FrameKind.Result or FrameKind.Error)
                    _crashesInARow = 0;
            }
            var now = Stopwatch.GetTimestamp();
            worker.Pace.Observe(answers.Count, Stopwatch.GetElapsedTime(worker.LastProgress, now));
            worker.LastProgress = now;
            worker.IsRetiring |= memory > Options.MaxWorkerMemory;
            mustLeave = RestLocked(worker);
            start = worker.IsRetiring ? StartIfUsefulLocked() : null;
            writeTo = DispatchLocked();
            ending = EndIfDoneLocked();
        }
        if (mustLeave)
            worker.Leave();
        start?.Start();
        warm?.ForEach(static w => w.TrySetResult());
        Write(writeTo);
        Apply(ending);
    }

    /// <summary>A worker that has no call any more becomes idle, or leaves; true if it must be told to.</summary>
    private bool RestLocked(Worker worker)
    {
        Debug.Assert(_gate.IsHeldByCurrentThread);
        if (worker.InFlight.Count > 0 || worker.State is not (WorkerState.Busy or WorkerState.Idle))
            return false;
        worker.IsReserved = false;
        if (worker.IsRetiring)
        {
            worker.State = WorkerState.Leaving;
            return true;
        }
        if (worker.State == WorkerState.Busy)
            SetIdleLocked(worker);
        return false;
    }

    /// <summary>Finds the call that an answer ends: none if it has ended before, or was not started and goes back to the queue.</summary>
    private Answer TakeLocked(Worker worker, Answer answer)
    {
        Debug.Assert(_gate.IsHeldByCurrentThread);
        if (TakeLocked(worker, answer.Header.Sequence) is not { } call)
            return answer;
        if (answer.Header.Kind != FrameKind.Withdrawn || call.IsCancelRequested || call.IsOverdue)
            return answer with { Call = EndLocked(call) };
        ReturnLocked(call);
        return answer;
    }

    private static PendingCall? TakeLocked(Worker worker, long sequence)
    {
        // Nearly always the first: answers come in the order of the calls.
        var at = worker.InFlight.FindIndex(call => call.Sequence == sequence);
        if (at < 0)
            return null;
        var call = worker.InFlight[at];
        worker.InFlight.RemoveAt(at);
        worker.BytesInFlight -= call.FrameLength;
        return call;
    }

    private static PendingCall EndLocked(PendingCall call)
    {
        call.State = PendingCall.CallState.Done;
        return call;
    }

    private void ReturnLocked(PendingCall call)
    {
        Debug.Assert(_gate.IsHeldByCurrentThread);
        call.State = PendingCall.CallState.Pending;
        call.Worker = null;
        call.Due = long.MaxValue;
        _returned.Add(call);
        _pending++;
    }
}
