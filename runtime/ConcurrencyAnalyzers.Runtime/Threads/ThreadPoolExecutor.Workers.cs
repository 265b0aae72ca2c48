using System.Diagnostics;
using ConcurrencyAnalyzers.Annotations;

namespace ConcurrencyAnalyzers.Runtime;

// The threads: who starts, wakes and ends them.
public sealed partial class ThreadPoolExecutor
{
    private bool IsDoneLocked
    {
        get
        {
            Debug.Assert(_gate.IsHeldByCurrentThread);
            return _state != State.Open && _queue.Count == 0 && _awaiting == 0;
        }
    }

    /// <summary>Hands a task to the workers, and starts or wakes one if that helps.</summary>
    /// <param name="task">A call, or the continuation of an asynchronous function.</param>
    /// <param name="isContinuation">Continuations belong to calls that were accepted before: draining runs them.</param>
    /// <returns>False if the executor has closed, so that nobody will run the continuation.</returns>
    private bool Enqueue(Task task, bool isContinuation)
    {
        Worker? worker;
        bool isNew;
        var isOwn = Worker.Current?.Owner == this;
        var inside = isOwn || isContinuation ? null : CurrentMark();
        lock (_gate)
        {
            if (_state == State.Closed || _broken is not null || (_state == State.Draining && !isContinuation))
                return isContinuation ? false : throw RefusalLocked();

            _queue.Enqueue(task);
            if (inside is not null)
                inside.IsUsed = true;
            if (inside is not null || (isOwn && !isContinuation))
                _nested.Add(task, inside);
            isNew = _idle.Count == 0 && _workers.Count < MaxWorkers && _pause is null;
            worker = isNew ? AddLocked() : UnparkLocked();
            if (worker is null)
                SetWatchLocked();
        }

        if (isNew)
            Start(worker!);
        else
            worker?.Wake();
        return true;
    }

    private Worker AddLocked()
    {
        Debug.Assert(_gate.IsHeldByCurrentThread);
        var worker = new Worker(this, ++_started) { IsReady = _options.Initializer is null };
        _workers.Add(worker);
        return worker;
    }

    private void Start(Worker worker)
    {
        try
        {
            // Without the context of whoever happens to submit first.
            worker.Thread.UnsafeStart();
            Telemetry.WorkerStarted(Name);
            if (worker.Index == 1)
                Telemetry.Add(this);
        }
        catch (OutOfMemoryException)
        {
            // The system has no thread to give. Those that exist will do the work; if there is none, the caller must know.
            lock (_gate)
            {
                _workers.Remove(worker);
                if (_workers.Count > 0)
                    return;
            }
            throw;
        }
    }

    /// <summary>The next task for a worker, which waits here while there is none. Null: the worker must end, and is counted no more.</summary>
    private Task? Take(Worker worker)
    {
        while (true)
        {
            Ending ending;
            var mustStop = false;
            lock (_gate)
            {
                worker.Task = null;
                if (_queue.TryDequeue(out var task))
                {
                    _taken++;
                    if (_nested.Count > 0)
                        _nested.Remove(task);
                    worker.RenewMarkLocked();
                    worker.TaskSince = Environment.TickCount64;
                    return worker.Task = task;
                }
                if (!IsDoneLocked)
                {
                    ParkLocked(worker);
                    ending = default;
                }
                else if (!worker.HasStopped)
                {
                    // Before the executor's end is told: who waits for it may rely on what its functions have registered.
                    mustStop = true;
                    ending = default;
                }
                else
                {
                    _workers.Remove(worker);
                    ending = EndIfDoneLocked();
                }
            }

            if (mustStop)
            {
                worker.Stop();
                continue;
            }
            if (ending.IsDone)
            {
                Apply(ending);
                return null;
            }
            worker.Sleep();
            if (worker.IsRetired)
                return null;
        }
    }

    private void ParkLocked(Worker worker)
    {
        Debug.Assert(_gate.IsHeldByCurrentThread);
        worker.Thread.IsBackground = true;
        worker.IdleSince = _options.TimeProvider.GetTimestamp();
        _idle.Add(worker);
        if (_idle.Count == 1)
            SetTrimmerLocked(_options.IdleTimeout);
    }

    private Worker? UnparkLocked()
    {
        Debug.Assert(_gate.IsHeldByCurrentThread);
        if (_idle.Count == 0)
            return null;
        var worker = _idle[^1];
        _idle.RemoveAt(_idle.Count - 1);
        return worker;
    }

    private void SetTrimmerLocked(TimeSpan dueTime)
    {
        Debug.Assert(_gate.IsHeldByCurrentThread);
        if (_isTrimmerSet || dueTime == Timeout.InfiniteTimeSpan)
            return;
        _isTrimmerSet = true;
        _trimmer ??= _options.TimeProvider.CreateTimer(static self =>
            ((ThreadPoolExecutor)self!).Trim(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _trimmer.Change(dueTime, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Ends the threads that have been idle for too long. The list is sorted by that: the most recent one is woken first.</summary>
    private void Trim()
    {
        var retired = new List<Worker>();
        lock (_gate)
        {
            _isTrimmerSet = false;
            var left = Timeout.InfiniteTimeSpan;
            while (_idle.Count > 0 && _workers.Count > _options.MinWorkers
                && (left = _options.IdleTimeout - _options.TimeProvider.GetElapsedTime(_idle[0].IdleSince)) <= TimeSpan.Zero)
            {
                _idle[0].IsRetired = true;
                retired.Add(_idle[0]);
                _workers.Remove(_idle[0]);
                _idle.RemoveAt(0);
                left = Timeout.InfiniteTimeSpan;
            }
            SetTrimmerLocked(left);
        }
        foreach (var worker in retired)
            worker.Wake();
    }

    /// <summary>What there is to do outside the lock when the executor has nothing left to run: everybody who waits must go, and the last one
    /// closes.</summary>
    private Ending EndIfDoneLocked()
    {
        Debug.Assert(_gate.IsHeldByCurrentThread);
        if (!IsDoneLocked)
            return default;

        var idle = _idle.ToArray();
        _idle.Clear();
        if (_workers.Count == 0 && _extras.Count == 0)
            _state = State.Closed;
        return new Ending(IsDone: true, IsClosed: _state == State.Closed, idle);
    }

    private void Apply(Ending ending)
    {
        if (!ending.IsDone)
            return;
        foreach (var worker in ending.Idle)
            worker.Wake();
        if (ending.IsClosed && _closed.TrySetResult())
            Close();
    }

    private void Close()
    {
        Telemetry.Remove(this);
        List<TaskCompletionSource> notWarm;
        lock (_gate)
        {
            _trimmer?.Dispose();
            _watch?.Dispose();
            _pause?.Dispose();
            notWarm = TakeWarmUpsLocked();
        }
        notWarm.ForEach(w => w.TrySetException(new ObjectDisposedException(Name, $"The executor {Name} was shut down before it was warm.")));
    }

    private readonly record struct Ending(bool IsDone, bool IsClosed, Worker[] Idle);

    /// <summary>One thread.</summary>
    private sealed class Worker
    {
        [ThreadStatic]
        private static Worker? t_current;

        // Set by whoever took the worker off the idle list, once for each time that it went to sleep.
        private readonly ManualResetEventSlim _wake = new();

        private readonly WorkerContext _context;

        // Its own thread's alone. Others find the object in the context of what they run.
        private Inside _inside;

        internal Worker(ThreadPoolExecutor owner, int index)
        {
            Owner = owner;
            Index = index;
            _inside = new Inside(owner, outer: null);
            _context = new WorkerContext(owner.Name, index, Environment.ProcessId, depth: 0);
            Thread = new Thread(Run, owner._options.MaxStackSize)
            {
                Name = $"{owner.Name}-{index}",
                IsBackground = owner._options.IsBackground,
                Priority = owner._options.Priority,
            };
        }

        internal static Worker? Current => t_current;

        /// <summary>What threads have that were given no context, and the calls that they submit: one object for all. Only its own thread
        /// asks.</summary>
        internal ExecutionContext? EmptyContext { get; private set; }

        /// <summary>What calls run in that come without a context: nothing but the worker's mark. First its own thread asks.</summary>
        internal ExecutionContext? Context { get; private set; }

        internal ThreadPoolExecutor Owner { get; }

        internal int Index { get; }

        internal Thread Thread { get; }

        [GuardedBy(nameof(_gate))] internal long IdleSince { get; set; }

        /// <summary>What it runs; null while it starts and while it waits.</summary>
        [GuardedBy(nameof(_gate))] internal Task? Task { get; set; }

        [GuardedBy(nameof(_gate))] internal long TaskSince { get; set; }

        /// <summary>Whether its initializer has run.</summary>
        [GuardedBy(nameof(_gate))] internal bool IsReady { get; set; }

        /// <summary>The task for which it was started, beside the workers; null for one that takes from the queue. Set before it starts.</summary>
        internal Task? First { get; init; }

        /// <summary>Written before <see cref="Wake"/>, read after <see cref="Sleep"/>: the event orders them.</summary>
        internal bool IsRetired { get; set; }

        /// <summary>Makes the thread a foreground one before it runs: <c>Main</c> may return right after it has submitted, and the call must still
        /// happen.</summary>
        internal void Wake()
        {
            Thread.IsBackground = Owner._options.IsBackground;
            _wake.Set();
        }

        internal void Sleep()
        {
            _wake.Wait();
            _wake.Reset();
        }

        /// <summary>Whether what its functions have registered for its end has been told. First its own thread asks.</summary>
        internal bool HasStopped { get; private set; }

        /// <summary>Gives the next call another mark if this one was seen on another thread: what the ended call has left behind there would look
        /// as if it were the next call's.</summary>
        internal void RenewMarkLocked()
        {
            Debug.Assert(Owner._gate.IsHeldByCurrentThread);
            if (!_inside.IsUsed)
                return;
            _inside.Leave();
            _inside = new Inside(Owner, outer: null);
            Mark();
        }

        private void Mark()
        {
            _inside.Enter();
            s_inside.Value = _inside;
            Context = ExecutionContext.Capture();

            // Between tasks, as a task expects that comes without a context: it then changes nothing.
            ExecutionContext.Restore(EmptyContext!);
        }

        internal void Stop()
        {
            if (HasStopped)
                return;
            HasStopped = true;
            _context.Stop();
        }

        private void Run()
        {
            t_current = this;
            EmptyContext = ExecutionContext.Capture();
            Mark();
            WorkerContext.EnterThread(_context);
            if (First is not null)
            {
                for (var task = First; task is not null; task = Owner.TakeNested(this))
                    Run(task);
                Stop();
                Owner.Leave(this, hasHelped: true);
                return;
            }
            ExecutionContext.Restore(Context!);
            var isReady = Owner.TryInitialize(this);
            ExecutionContext.Restore(EmptyContext!);
            if (isReady)
            {
                while (Owner.Take(this) is { } task)
                    Run(task);
            }
            Stop();
            _wake.Dispose();
        }

        private void Run(Task task)
        {
            Owner._scheduler.Run(task);

            // What a call has set that came with its flow suppressed is not the next one's.
            ExecutionContext.Restore(EmptyContext!);
        }
    }
}
