using ConcurrencyAnalyzers.Annotations;

namespace ConcurrencyAnalyzers.Runtime;

/// <summary>The worker's view of the slabs in which its calls' arguments come. The last ones stay mapped, since the parent uses them again.</summary>
[NotThreadSafe]
internal sealed class MappedSlabs : IPayloadStore
{
    // What is mapped lives on, also when the parent has given it back: not more than the parent itself would keep.
    private const long MostKept = SlabPool.MostKept;

    /// <summary>The last used at the end.</summary>
    private readonly List<SharedSegment> _recent = [];

    public unsafe ReadOnlySpan<byte> Find(FrameReader reader, int count)
    {
        var id = reader.Read<Guid>();
        var path = reader.ReadString()!;
        var size = reader.Read<long>();
        var offset = reader.Read<long>();
        if (count < 0 || offset < 0 || offset > size - count)
            throw new InvalidDataException($"An argument of {count} bytes is said to be at {offset} of {size}.");
        return new ReadOnlySpan<byte>(Map(id, path, size).Data + offset, count);
    }

    private SharedSegment Map(Guid id, string path, long size)
    {
        var at = _recent.FindIndex(slab => slab.Id == id);
        var slab = at < 0 ? SharedSegment.Open(path, id, size) : _recent[at];
        if (at >= 0)
            _recent.RemoveAt(at);
        else
            MakeRoom(size);
        _recent.Add(slab);
        return slab;
    }

    /// <summary>Unmaps the oldest until there is room for another; that one is mapped however large it is.</summary>
    private void MakeRoom(long size)
    {
        var kept = _recent.Sum(static slab => slab.Size) + size;
        while (_recent.Count > 0 && kept > MostKept)
        {
            kept -= _recent[0].Size;
            _recent[0].Dispose();
            _recent.RemoveAt(0);
        }
    }
}
