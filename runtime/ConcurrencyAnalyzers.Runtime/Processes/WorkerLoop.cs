using System.Diagnostics;
using System.Runtime.CompilerServices;
using ConcurrencyAnalyzers.Annotations;

namespace ConcurrencyAnalyzers.Runtime;

/// <summary>Reads calls, runs them one by one, answers.</summary>
/// <remarks>
/// <code>
///   data socket     main thread: read what has come, run it call by call, send the answers in one piece
///   control socket  second thread: cancel, withdraw; its end is the parent's end
///   1 ms tick       third thread: sends answers that wait behind a call which turns out to be long
/// </code>
/// </remarks>
internal sealed class WorkerLoop
{
    private const int BufferSize = 64 << 10;

    // Answers wait for the calls that came with theirs, but not for long ones.
    private static readonly TimeSpan s_longestDelay = TimeSpan.FromMilliseconds(1);

    // How long the parent's end may take to be our end: what runs at exit gets this, then the process is killed.
    private static readonly TimeSpan s_parentLossGrace = TimeSpan.FromSeconds(2);

    // Ticks without answers after which the third thread sleeps until it is needed.
    private const int IdleTicks = 20;

    private readonly ByteChannel _data;
    private readonly ByteChannel _control;
    private readonly WorkerProgress _progress;
    private readonly Dictionary<int, WorkerFunction> _functions = [];
    private readonly Dictionary<int, Exception> _unknown = [];
    private readonly FrameReader _reader = new() { Beside = new MappedSlabs() };
    private readonly AnswerRoom _room;
    private readonly FrameWriter _result;
    private readonly SemaphoreSlim _ticking = new(0);

    // The main thread's alone.
    private Thread? _ticker;
    private string? _trace;
    private CallCulture? _culture;

    private readonly Lock _gate = new();

    // Made for the first one: a worker that nobody asks back anything must not compile a set before its first answer.
    [GuardedBy(nameof(_gate))] private HashSet<long>? _withdrawn;

    [GuardedBy(nameof(_gate))] private long _running;
    [GuardedBy(nameof(_gate))] private long _lastStarted;
    [GuardedBy(nameof(_gate))] private CancellationTokenSource? _token;
    [GuardedBy(nameof(_gate))] private bool _isTicking;

    internal WorkerLoop(ByteChannel data, ByteChannel control, WorkerProgress progress)
    {
        _data = data;
        _control = control;
        _progress = progress;
        _room = new AnswerRoom(progress);
        _result = new FrameWriter { Beside = _room };
    }

    /// <summary>Returns when the parent says so, or is gone.</summary>
    internal void Run()
    {
        new Thread(Control, maxStackSize: 256 << 10) { IsBackground = true, Name = "worker control" }.Start();
        var buffer = Buffers.Rent(BufferSize);
        var have = 0;
        while (true)
        {
            var count = _data.Receive(buffer.AsSpan(have));
            if (count == 0)
                return;
            have += count;

            var at = 0;
            var wanted = FrameHeader.Size;
            while (have - at >= FrameHeader.Size)
            {
                var header = FrameHeader.Read(buffer.AsSpan(at));
                wanted = FrameHeader.Size + header.Length;
                if (have - at < wanted)
                    break;
                _reader.Open(buffer, at + FrameHeader.Size, header.Length);
                Handle(header);
                at += wanted;
                wanted = FrameHeader.Size;
            }
            Flush();

            // What is left is the start of a frame. It moves to the front, of a larger buffer if it needs one.
            buffer = Buffers.Fit(buffer, at, have - at, wanted);
            have -= at;
        }
    }

    private void Handle(FrameHeader header)
    {
        if (header.Kind == FrameKind.Trace)
        {
            _trace = _reader.ReadString();
            return;
        }
        if (header.Kind == FrameKind.Culture)
        {
            (_culture ??= new CallCulture()).Enter(_reader.ReadString());
            return;
        }
        var id = _reader.Read<int>();
        if (header.Kind == FrameKind.Define)
        {
            Define(id);
            return;
        }
        var trace = _trace;
        _trace = null;
        if (!TryStart(header, id, out var function, out var token))
            return;

        _result.Clear();
        _room.Clear();
        FrameKind answer;
        IDisposable? span = null;
        try
        {
            if (trace is not null)
                span = JoinTrace(trace);
            if (function is null)
                throw _unknown[id];
            if (_culture?.Error is { } error)
                throw error;
            _reader.Token = token;
            if (header.Kind == FrameKind.Chunk)
                RunChunk(function, token);
            else
                function.Call(_reader, _result);
            if (_result.Length > FrameHeader.LargestFrame)
                throw new WorkerFunctionException(
                    $"The result has {_result.Length} bytes; at most {FrameHeader.LargestFrame} can be sent. Return parts of it, or where to find " +
                        $"it.");
            answer = _room.Pass() ? FrameKind.ResultBeside : FrameKind.Result;
        }
        catch (OperationCanceledException) when (token.IsCancellationRequested)
        {
            _result.Clear();
            answer = FrameKind.Cancelled;
        }
        catch (Exception e)
        {
            _result.Clear();
            ExceptionCodec.Write(_result, e);
            answer = FrameKind.Error;
        }
        span?.Dispose();
        End(header.Sequence, answer);
    }

    // A method of its own, so that a worker which nobody traces loads nothing for it.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static IDisposable JoinTrace(string trace) => Telemetry.Continue(trace);

    private void Define(int id)
    {
        try
        {
            _functions[id] = WorkerFunction.Read(_reader);
        }
        catch (Exception e)
        {
            // Each call of it will say so; the other functions are as good as before.
            _unknown[id] = e as WorkerFunctionException
                ?? new WorkerFunctionException($"The worker process cannot load the function: {e.Message}", e);
        }
    }

    /// <summary>Counts the call as started, unless it was withdrawn before.</summary>
    private bool TryStart(FrameHeader header, int id, out WorkerFunction? function, out CancellationToken token)
    {
        _functions.TryGetValue(id, out function);
        token = default;
        var wakeTicks = false;
        lock (_gate)
        {
            if (_withdrawn is not null && _withdrawn.Remove(header.Sequence))
                return false;
            _running = _lastStarted = header.Sequence;
            _progress.SetStarted(header.Sequence);
            if (header.Kind == FrameKind.Chunk || function is { TakesToken: true })
            {
                _token = new CancellationTokenSource();
                token = _token.Token;
            }
            if (!_progress.Waiting.IsEmpty && !_isTicking)
                wakeTicks = _isTicking = true;
        }
        if (wakeTicks)
            StartTicks();
        return true;
    }

    private void RunChunk(WorkerFunction function, CancellationToken token)
    {
        var started = Stopwatch.GetTimestamp();
        var count = _reader.Read<int>();
        _result.Write(0L);
        for (var i = 0; i < count; i++)
        {
            token.ThrowIfCancellationRequested();
            var start = _result.Length;
            _result.Write(true);
            try
            {
                function.Call(_reader, _result);
            }
            catch (Exception e)
            {
                _result.Truncate(start);
                _result.Write(false);
                ExceptionCodec.Write(_result, e);
            }
        }
        _result.Overwrite(0, Stopwatch.GetElapsedTime(started).Ticks);
    }

    private void End(long sequence, FrameKind kind)
    {
        CancellationTokenSource? token;
        lock (_gate)
        {
            token = _token;
            _token = null;
            _running = 0;
            AnswerLocked(sequence, kind, _result.Written);
        }
        token?.Dispose();
    }

    private void AnswerLocked(long sequence, FrameKind kind, ReadOnlySpan<byte> body)
    {
        Debug.Assert(_gate.IsHeldByCurrentThread);
        var header = new FrameHeader(body.Length, kind, sequence);
        if (_progress.TryAdd(header, body))
            return;
        FlushLocked();
        if (_progress.TryAdd(header, body))
            return;

        // Not copied once more.
        Span<byte> start = stackalloc byte[FrameHeader.Size];
        header.Write(start);
        Send(start);
        Send(body);
    }

    private void Flush()
    {
        lock (_gate)
            FlushLocked();
    }

    private void FlushLocked()
    {
        Debug.Assert(_gate.IsHeldByCurrentThread);
        if (_progress.Waiting.IsEmpty)
            return;
        Send(_progress.Waiting);
        _progress.Clear();
    }

    private void Send(ReadOnlySpan<byte> bytes)
    {
        try
        {
            _data.Send(bytes);
        }
        catch (IOException)
        {
            // The parent is gone; the next read says so.
        }
    }

    private void StartTicks()
    {
        if (_ticker is null)
        {
            _ticker = new Thread(Tick, maxStackSize: 256 << 10) { IsBackground = true, Name = "worker ticks" };
            _ticker.Start();
        }
        _ticking.Release();
    }

    private void Tick()
    {
        while (true)
        {
            _ticking.Wait();
            for (var idle = 0; idle < IdleTicks; idle++)
            {
                Thread.Sleep(s_longestDelay);
                lock (_gate)
                {
                    if (!_progress.Waiting.IsEmpty)
                        idle = 0;
                    FlushLocked();
                }
            }
            lock (_gate)
            {
                _isTicking = false;
                FlushLocked();
            }
        }
    }

    private void Control()
    {
        var message = new byte[FrameHeader.Size];
        while (_control.TryReceiveExactly(message))
        {
            var header = FrameHeader.Read(message);
            CancellationTokenSource? token = null;
            lock (_gate)
            {
                if (header.Sequence > _lastStarted)
                {
                    (_withdrawn ??= []).Add(header.Sequence);
                    AnswerLocked(header.Sequence, FrameKind.Withdrawn, default);
                    FlushLocked();
                }
                else if (header.Kind == FrameKind.Cancel && header.Sequence == _running)
                {
                    token = _token;
                }
            }
            Fire(token);
        }
        LeaveWithParent();
    }

    /// <summary>Outside the lock: what is registered on the token is the user's.</summary>
    private static void Fire(CancellationTokenSource? token)
    {
        try
        {
            token?.Cancel();
        }
        catch (Exception e) when (e is ObjectDisposedException or AggregateException)
        {
            // The call has ended meanwhile, or a callback of the user failed; neither is for this thread to report.
        }
    }

    private static void LeaveWithParent()
    {
        new Thread(static () =>
        {
            WorkerContext.OfProcess?.Stop();
            Environment.Exit(0);
        }) { IsBackground = true }.Start();
        Thread.Sleep(s_parentLossGrace);
        Process.GetCurrentProcess().Kill();
    }
}
