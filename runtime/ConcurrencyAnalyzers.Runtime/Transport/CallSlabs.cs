using ConcurrencyAnalyzers.Annotations;

namespace ConcurrencyAnalyzers.Runtime;

/// <summary>Where the large arguments of the call are that is being written. One for each submitting thread.</summary>
[NotThreadSafe]
internal sealed class CallSlabs : IPayloadRoom
{
    // Of a cache line, so that values of any type are aligned and two of them share none.
    private const int Alignment = 64;

    private readonly List<SharedSegment> _slabs = [];
    // The submitting thread's alone; null and 0 between two calls.
    private SlabPool? _pool;
    private long _used;

    /// <summary>A call of this pool's executor is written from now on.</summary>
    internal void Open(SlabPool pool) => _pool = pool;

    public unsafe bool TryAdd(FrameWriter writer, ReadOnlySpan<byte> bytes)
    {
        if (_pool is null)
            return false;
        if (_slabs.Count == 0 || _slabs[^1].Size - _used < bytes.Length)
        {
            if (_pool.TryRent(bytes.Length) is not { } another)
                return false;
            _slabs.Add(another);
            _used = 0;
        }
        var slab = _slabs[^1];
        bytes.CopyTo(new Span<byte>(slab.Data + _used, bytes.Length));
        writer.Write(slab.Id);
        writer.WriteString(slab.Path);
        writer.Write(slab.Size);
        writer.Write(_used);
        _used = (_used + bytes.Length + Alignment - 1) / Alignment * Alignment;
        return true;
    }

    /// <summary>The call has been written: its slabs are the caller's.</summary>
    internal SharedSegment[] Detach()
    {
        if (_slabs.Count == 0)
            return [];
        SharedSegment[] slabs = [.. _slabs];
        _slabs.Clear();
        return slabs;
    }

    /// <summary>Nothing is written any more. What was not detached goes back.</summary>
    internal void Close()
    {
        foreach (var slab in _slabs)
            _pool!.Return(slab);
        _slabs.Clear();
        _pool = null;
    }
}
