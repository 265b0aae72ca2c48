using System.Diagnostics;
using ConcurrencyAnalyzers.Annotations;

namespace ConcurrencyAnalyzers.Runtime;

/// <summary>One worker process, as its parent sees it.</summary>
/// <remarks>
/// <code>
///   Starting -> Ready -> Leaving -> gone
///       \         \______________/^        its stream ended: it was asked to leave, or it died
/// </code>
/// A thread of its own starts the process, reads its answers until the stream ends, and collects its remains. It is a thread and not asynchronous,
/// so that
/// calls end also when the shared pool is exhausted, by callers that block on them for example.
/// </remarks>
internal sealed class Worker(ProcessPoolExecutor pool, int index)
{
    private const int BufferSize = 64 << 10;

    // Looking costs a tenth of a millisecond, and memory grows slowly.
    private static readonly TimeSpan s_memoryPause = TimeSpan.FromMilliseconds(100);

    // How often the wait for a connection looks whether the process still lives.
    private static readonly TimeSpan s_glance = TimeSpan.FromMilliseconds(50);

    // A process whose stream has ended is ending; after this it is made to.
    private static readonly TimeSpan s_exitGrace = TimeSpan.FromSeconds(2);

    // The last words come with the end, unless a child of the worker holds the stream open.
    private static readonly TimeSpan s_lastWordsGrace = TimeSpan.FromMilliseconds(200);

    // Set by the worker's thread before the state is Ready, which others read under the executor's lock first.
    private SocketChannel? _data;
    private SocketChannel? _control;
    private OutputPump? _output;
    private OutputPump? _errors;
    private ProgressPage? _page;

    private readonly TaskCompletionSource _started = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<WorkerExit> _gone = new(TaskCreationOptions.RunContinuationsAsynchronously);

    // The worker's thread's alone.
    private long _memoryChecked;

    // Held while one message is sent: those of several callers must not mix.
    private readonly Lock _told = new();

    // Set once by the worker's thread, read by whoever wants the worker to end.
    private volatile Process? _process;
    private volatile bool _isAborted;

    internal int Index => index;

    /// <summary>0 until the worker's thread has started the process; an int is read whole.</summary>
    internal int ProcessId { get; private set; }

    [GuardedBy("ProcessPoolExecutor._gate")] internal WorkerState State { get; set; } = WorkerState.Starting;

    /// <summary>The calls that were sent and not answered, in the order of sending.</summary>
    [GuardedBy("ProcessPoolExecutor._gate")] internal List<PendingCall> InFlight { get; } = [];

    [GuardedBy("ProcessPoolExecutor._gate")] internal int BytesInFlight { get; set; }

    [GuardedBy("ProcessPoolExecutor._gate")] internal long LastSequence { get; set; }

    /// <summary>The functions that the worker has been told of.</summary>
    [GuardedBy("ProcessPoolExecutor._gate")] internal HashSet<int> Known { get; } = [];

    /// <summary>The culture that the worker was told last.</summary>
    [GuardedBy("ProcessPoolExecutor._gate")] internal string? Culture { get; set; }

    /// <summary>Whether some thread writes to the worker; that thread goes on until nothing is left to write.</summary>
    [GuardedBy("ProcessPoolExecutor._gate")] internal bool IsWriting { get; set; }

    [GuardedBy("ProcessPoolExecutor._gate")] internal Pace Pace;

    /// <summary>How many frames there are in <see cref="Out"/>.</summary>
    [GuardedBy("ProcessPoolExecutor._gate")] internal int FramesToSend { get; set; }

    /// <summary>Calls that it was ever given; each mapped element counts.</summary>
    [GuardedBy("ProcessPoolExecutor._gate")] internal int Assigned { get; set; }

    /// <summary>It gets no more calls, and leaves after those that it has; its place is free for another.</summary>
    [GuardedBy("ProcessPoolExecutor._gate")] internal bool IsRetiring { get; set; }

    /// <summary>It may be killed for the call that it has, and gets no other until that has ended.</summary>
    [GuardedBy("ProcessPoolExecutor._gate")] internal bool IsReserved { get; set; }

    /// <summary>The executor kills it.</summary>
    [GuardedBy("ProcessPoolExecutor._gate")] internal bool IsKilled { get; set; }

    /// <summary>Whether it can be given calls.</summary>
    internal bool TakesCalls => State is (WorkerState.Idle or WorkerState.Busy) && !IsRetiring && !IsReserved && !IsKilled;

    [GuardedBy("ProcessPoolExecutor._gate")] internal long IdleSince { get; set; }

    /// <summary>When the last answer came, or the first call after a pause was sent.</summary>
    [GuardedBy("ProcessPoolExecutor._gate")] internal long LastProgress { get; set; }

    /// <summary>What the thread that has set <see cref="IsWriting"/> is about to send. It alone uses it.</summary>
    internal FrameWriter Out { get; } = new();

    /// <summary>Ends when the process has ended and its calls have been dealt with.</summary>
    internal Task<WorkerExit> Gone => _gone.Task;

    /// <summary>Ends when the process exists, or cannot be started.</summary>
    internal Task Started => _started.Task;

    /// <summary>The last call that the worker has started.</summary>
    internal long LastStarted => _page?.Started ?? 0;

    internal void Start() => new Thread(Run, maxStackSize: 1 << 20) { IsBackground = true, Name = $"{pool.Name}-{index} reader" }.Start();

    /// <exception cref="IOException">The worker is gone.</exception>
    internal void Send(ReadOnlySpan<byte> bytes) => _data!.Send(bytes);

    /// <summary>Says something about a call, past all calls that wait. Best effort: a worker that does not read it does nothing else
    /// either.</summary>
    internal void Tell(FrameKind kind, long sequence)
    {
        Span<byte> message = stackalloc byte[FrameHeader.Size];
        new FrameHeader(0, kind, sequence).Write(message);
        try
        {
            // The socket does not block: a stopped process must not stop whoever cancels.
            lock (_told)
                _control!.Send(message);
        }
        catch (IOException)
        {
        }
    }

    /// <summary>Lets the worker end after the calls that it has: its stream of calls ends.</summary>
    internal void Leave()
    {
        _isAborted = true;
        try
        {
            _data?.Socket.Shutdown(System.Net.Sockets.SocketShutdown.Send);
        }
        catch (Exception e) when (e is System.Net.Sockets.SocketException or ObjectDisposedException)
        {
            // It is gone already.
        }
        if (_data is null)
            Kill();
    }

    /// <summary>Makes the worker end at once, in the middle of a call if it has one, but by its own exit.</summary>
    internal void Close()
    {
        _isAborted = true;
        _control?.Dispose();
        _data?.Dispose();
    }

    internal void Kill()
    {
        _isAborted = true;
        try
        {
            _process?.Kill();
        }
        catch (Exception e) when (e is InvalidOperationException or System.ComponentModel.Win32Exception)
        {
            // It has ended by itself.
        }
    }

    internal bool WaitForExit(TimeSpan patience)
    {
        try
        {
            return _process?.WaitForExit(patience) ?? true;
        }
        catch (InvalidOperationException)
        {
            return true;
        }
    }

    private void Run()
    {
        Exception? failure = null;
        try
        {
            Connect();
            pool.Ready(this);
            Read();
        }
        catch (Exception e)
        {
            failure = e;
            Kill();
        }
        _started.TrySetResult();
        var exit = Collect();
        var unsent = _page?.Unsent() ?? [];
        var answers = SplitUnsent(unsent);
        pool.Gone(this, exit, failure, answers);
        End(answers, unsent, NewReader());
        _page?.Dispose();
        _process?.Dispose();
        _gone.SetResult(exit);
    }

    /// <summary>How many bytes it holds; 0 if it is too soon to look again.</summary>
    private long MeasureMemory()
    {
        if (_memoryChecked != 0 && Stopwatch.GetElapsedTime(_memoryChecked) < s_memoryPause)
            return 0;
        _memoryChecked = Stopwatch.GetTimestamp();
        try
        {
            _process!.Refresh();
            return _process.WorkingSet64;
        }
        catch (InvalidOperationException)
        {
            // It has ended.
            return 0;
        }
    }

    private void Connect()
    {
        var started = Stopwatch.GetTimestamp();
        using var listener = new WorkerListener();
        _page = new ProgressPage();
        try
        {
            var start = new WorkerStartInfo(listener.Address, listener.Secret, Environment.ProcessId, index, Depth: 0, _page.Path, pool.Name);
            _process = WorkerLauncher.Start(start, pool.Options);
            ProcessId = _process.Id;
            _started.SetResult();
            Telemetry.WorkerStarted(pool.Name);
            if (index == 1)
                Telemetry.Add(pool);
            _process.StandardInput.Close();
            _output = OutputPump.Start(_process.StandardOutput, SinkOf(isError: false));
            _errors = OutputPump.Start(_process.StandardError, SinkOf(isError: true));

            _data = Accept(listener, started);
            _control = Accept(listener, started);
            _control.Socket.Blocking = false;
        }
        catch
        {
            // Before its page and its listener are gone: it would complain to the user that it cannot reach them.
            Kill();
            throw;
        }
    }

    private Action<string>? SinkOf(bool isError)
    {
        if (pool.Options.Output != WorkerOutput.Forward)
            return null;

        // The console is asked for at each line: a program may redirect it.
        var handler = pool.Options.OnOutput ?? WriteToConsole;
        return text => handler(new WorkerLine(pool.Name, index, ProcessId, isError, text));

        static void WriteToConsole(WorkerLine line) => (line.IsError ? Console.Error : Console.Out).WriteLine(line.ToString());
    }

    private SocketChannel Accept(WorkerListener listener, long started)
    {
        while (true)
        {
            if (listener.TryAccept(ProcessId, s_glance) is { } channel)
                return channel;
            if (_isAborted || _process!.HasExited)
                throw new IOException($"Worker process {ProcessId} ended before it was ready.");
            if (pool.Options.StartTimeout != Timeout.InfiniteTimeSpan && Stopwatch.GetElapsedTime(started) > pool.Options.StartTimeout)
                throw new TimeoutException($"Worker process {ProcessId} was not ready after {pool.Options.StartTimeout}.");
        }
    }

    private void Read()
    {
        var buffer = Buffers.Rent(BufferSize);
        var have = 0;
        var reader = NewReader();
        var answers = new List<Answer>();
        while (_data!.Receive(buffer.AsSpan(have)) is > 0 and var count)
        {
            have += count;
            var (at, wanted) = Split(buffer, have, answers);
            if (Telemetry.CountsFrames)
                Telemetry.Transferred(pool.Name, isSent: false, answers.Count, count);
            if (answers.Count > 0)
                pool.Answered(this, answers, pool.Options.MaxWorkerMemory > 0 ? MeasureMemory() : 0);
            End(answers, buffer, reader);
            buffer = Buffers.Fit(buffer, at, have - at, wanted);
            have -= at;
        }
    }

    /// <summary>Finds the whole frames; gives where the rest begins, and how many bytes the frame that it begins will have.</summary>
    private static (int At, int Wanted) Split(byte[] buffer, int have, List<Answer> answers)
    {
        answers.Clear();
        var at = 0;
        while (have - at >= FrameHeader.Size)
        {
            var header = FrameHeader.Read(buffer.AsSpan(at));
            var wanted = FrameHeader.Size + header.Length;
            if (have - at < wanted)
                return (at, wanted);
            answers.Add(Answer.Of(header, at + FrameHeader.Size));
            at += wanted;
        }
        return (at, FrameHeader.Size);
    }

    private static List<Answer> SplitUnsent(byte[] unsent)
    {
        var answers = new List<Answer>();
        try
        {
            Split(unsent, unsent.Length, answers);
        }
        catch (InvalidDataException)
        {
            // The process has written over them before it ended. The calls whose frames are not whole end with it.
        }
        return answers;
    }

    private FrameReader NewReader() => new() { Beside = _page };

    private void End(List<Answer> answers, byte[] buffer, FrameReader reader)
    {
        foreach (var (header, offset, isBeside, call) in answers)
        {
            if (call is not null)
            {
                reader.Open(buffer, offset, header.Length);
                call.Complete(header.Kind, reader);
            }
            if (isBeside)
                _page!.CountRead();
            if (call is { IsInitializer: true, Error: { } error })
                throw new InitializerFailure(error);
        }
    }

    /// <summary>Waits for the process to end, and makes it, and gathers how it did.</summary>
    private WorkerExit Collect()
    {
        var process = _process;
        if (process is null)
        {
            Close();
            return new WorkerExit(0, null, "");
        }
        if (!process.WaitForExit(s_exitGrace))
        {
            Kill();
            process.WaitForExit();
        }
        Close();
        if (_errors is not null && _output is not null)
            Task.WhenAll(_errors.Completion, _output.Completion).Wait(s_lastWordsGrace);
        return new WorkerExit(ProcessId, process.ExitCode, _errors?.Tail ?? "");
    }
}

/// <summary>A frame from a worker, where its body begins in the buffer, whether parts of it are in the worker's page, and the call that it
/// ends, if it ends one.</summary>
internal readonly record struct Answer(FrameHeader Header, int Offset, bool IsBeside, PendingCall? Call)
{
    /// <summary>Where the parts of a result are is for who reads them to know; to all others it is a result.</summary>
    internal static Answer Of(FrameHeader header, int offset) => header.Kind == FrameKind.ResultBeside
        ? new Answer(header with { Kind = FrameKind.Result }, offset, true, null)
        : new Answer(header, offset, false, null);
}

/// <summary>Why a worker that has started does not get ready.</summary>
internal sealed class InitializerFailure(Exception error) : Exception(error.Message, error);
