using ConcurrencyAnalyzers.Annotations;

namespace ConcurrencyAnalyzers.Runtime;

/// <summary>One run of <see cref="BoundedThreads"/>: its threads take turns at the source and call the body in between.</summary>
/// <remarks>
/// <code>
///   thread 1  takes a, starts thread 2   body(a)   takes c ...
///   thread 2                             takes b, starts thread 3 ...
/// </code>
/// A thread that has got an element starts the next one, so that there are never more threads than elements, and one that finds the source
/// empty is the last.
/// </remarks>
internal sealed class BoundedRun<A>
{
    // Only ever incremented, by Interlocked.
    private static int s_created;

    private readonly int _maxThreads;
    private readonly Action<A, CancellationToken> _body;
    private readonly CancellationToken _caller;
    private readonly CancellationTokenSource _stopping;
    private readonly string _name = $"{nameof(BoundedThreads)}-{Interlocked.Increment(ref s_created)}";
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    // The source belongs to whichever thread holds the turn. Not the lock: a source may block, and what it runs is not ours.
    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly IEnumerator<A> _source;

    private readonly Lock _gate = new();

    [GuardedBy(nameof(_gate))] private readonly List<Exception> _errors = [];
    [GuardedBy(nameof(_gate))] private readonly List<Thread> _threads = [];
    [GuardedBy(nameof(_gate))] private int _alive;
    [GuardedBy(nameof(_gate))] private bool _isSourceDone;

    internal BoundedRun(IEnumerable<A> source, int maxThreads, Action<A, CancellationToken> body, CancellationToken caller)
    {
        _maxThreads = maxThreads;
        _body = body;
        _caller = caller;
        _stopping = CancellationTokenSource.CreateLinkedTokenSource(caller);
        _source = source.GetEnumerator();
    }

    internal BoundedRun<A> Start()
    {
        StartAnother();
        return this;
    }

    /// <summary>Ends when all threads are about to.</summary>
    internal Task Completion => _ended.Task;

    /// <summary>Blocks until all threads have ended, and throws what was thrown.</summary>
    internal void Wait()
    {
        try
        {
            Completion.Wait(CancellationToken.None);
        }
        catch (AggregateException e) when (Completion.IsCanceled)
        {
            throw new OperationCanceledException(e.InnerException!.Message, _caller);
        }
        finally
        {
            Join();
        }
    }

    private void Join()
    {
        Thread[] threads;
        lock (_gate)
            threads = [.. _threads];
        foreach (var thread in threads)
            thread.Join();
    }

    private void StartAnother()
    {
        Thread thread;
        lock (_gate)
        {
            if (_isSourceDone || _errors.Count > 0 || _threads.Count == _maxThreads)
                return;
            thread = new Thread(Run) { Name = $"{_name}-{_threads.Count + 1}" };
            _threads.Add(thread);
            _alive++;
        }

        try
        {
            thread.Start();
        }
        catch (OutOfMemoryException e)
        {
            // The system has no thread to give. Those that run will do the work; without any, the caller must know.
            bool isFirst;
            lock (_gate)
            {
                _threads.Remove(thread);
                isFirst = _threads.Count == 0;
            }
            Leave(isFirst ? e : null);
        }
    }

    private void Run()
    {
        Exception? error = null;
        try
        {
            while (TryTake(out var element))
            {
                StartAnother();
                _body(element, _stopping.Token);
            }
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
            // Who fired the token has the reason.
        }
        catch (Exception e)
        {
            error = e;
        }
        Leave(error);
    }

    private bool TryTake(out A element)
    {
        element = default!;
        _turn.Wait(_stopping.Token);
        try
        {
            lock (_gate)
            {
                if (_isSourceDone)
                    return false;
            }
            if (_source.MoveNext())
            {
                element = _source.Current;
                return true;
            }
            lock (_gate)
                _isSourceDone = true;
            return false;
        }
        finally
        {
            _turn.Release();
        }
    }

    private void Leave(Exception? error)
    {
        if (error is not null)
            Stop(error);

        // The last thing that it does with what all share: the last one to come here takes it down.
        bool isLast;
        lock (_gate)
            isLast = --_alive == 0;
        if (isLast)
            End();
    }

    private void Stop(Exception error)
    {
        lock (_gate)
            _errors.Add(error);
        try
        {
            _stopping.Cancel();
        }
        catch (AggregateException e)
        {
            // What others have registered on the token, and fails.
            lock (_gate)
                _errors.AddRange(e.InnerExceptions);
        }
    }

    private void End()
    {
        Exception[] errors;
        bool isWhole;
        lock (_gate)
            (errors, isWhole) = ([.. _errors], _isSourceDone);
        try
        {
            _source.Dispose();
        }
        catch (Exception e)
        {
            errors = [.. errors, e];
        }
        _turn.Dispose();
        _stopping.Dispose();

        if (errors.Length > 0)
            _ended.SetException(errors);
        else if (isWhole)
            _ended.SetResult();
        else
            _ended.SetCanceled(_caller);
    }
}
