using ConcurrencyAnalyzers.Annotations;

namespace ConcurrencyAnalyzers.Runtime;

/// <summary>Shared memory for the large arguments of one executor's calls, used again and again: fresh memory costs as much as to fill it twice, in the
/// worker as well as here.</summary>
/// <remarks>A slab belongs to one call from its submission until it was answered. Only this process writes to it, and only before the call is sent, so
/// workers read it without asking.</remarks>
[ThreadSafe]
internal sealed class SlabPool
{
    private const long Unit = 1 << 20;

    private const long LargestSlab = 64 << 20;

    // Calls that wait must not take all of the machine's memory, nor all descriptors; those beyond go through the socket.
    private const long MostLent = 256 << 20;

    // What a pool keeps that nobody uses.
    internal const long MostKept = 32 << 20;

    private readonly Lock _gate = new();

    /// <summary>Those that no call has, the last used at the end: its pages are still in the caches.</summary>
    [GuardedBy(nameof(_gate))] private readonly List<SharedSegment> _free = [];

    [GuardedBy(nameof(_gate))] private long _kept;
    [GuardedBy(nameof(_gate))] private long _lent;
    [GuardedBy(nameof(_gate))] private bool _isClosed;

    /// <summary>A slab with at least so many bytes; null if there is none to be had.</summary>
    internal SharedSegment? TryRent(long size)
    {
        // Elsewhere memory has a name and a file, and is not what costs.
        if (!OperatingSystem.IsLinux() || size > LargestSlab)
            return null;
        var rounded = (size + Unit - 1) / Unit * Unit;
        lock (_gate)
        {
            if (_isClosed || _lent + rounded > MostLent)
                return null;

            // Not one of which most would be wasted: the next call may need it.
            var at = _free.FindLastIndex(slab => slab.Size >= rounded && slab.Size <= 2 * rounded);
            if (at >= 0)
            {
                var slab = _free[at];
                _free.RemoveAt(at);
                _kept -= slab.Size;
                _lent += slab.Size;
                return slab;
            }
            _lent += rounded;
        }
        try
        {
            return SharedSegment.Create(rounded);
        }
        catch (IOException)
        {
            lock (_gate)
                _lent -= rounded;
            return null;
        }
    }

    /// <summary>Takes back what its call has used, and nobody reads any more.</summary>
    internal void Return(SharedSegment slab)
    {
        lock (_gate)
        {
            _lent -= slab.Size;
            if (!_isClosed && _kept + slab.Size <= MostKept)
            {
                _kept += slab.Size;
                _free.Add(slab);
                return;
            }
        }
        slab.Dispose();
    }

    /// <summary>Takes back what a worker may still read: it keeps its view of the memory, and nobody else gets it.</summary>
    internal void Drop(SharedSegment slab)
    {
        lock (_gate)
            _lent -= slab.Size;
        slab.Dispose();
    }

    /// <summary>Gives back what no call has.</summary>
    internal void Trim()
    {
        List<SharedSegment> free;
        lock (_gate)
        {
            free = [.. _free];
            _free.Clear();
            _kept = 0;
        }
        free.ForEach(static slab => slab.Dispose());
    }

    /// <summary>Keeps nothing from now on.</summary>
    internal void Close()
    {
        lock (_gate)
            _isClosed = true;
        Trim();
    }
}
