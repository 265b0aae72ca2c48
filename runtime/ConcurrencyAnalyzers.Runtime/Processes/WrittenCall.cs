namespace ConcurrencyAnalyzers.Runtime;

/// <summary>A call as it is sent: its frame, and the memory with the large arguments that are not in it.</summary>
/// <param name="Frame">Header, function and arguments.</param>
/// <param name="Length">How many bytes of it are the frame.</param>
/// <param name="IsRented">Whether the buffer is one to give back.</param>
/// <param name="Slabs">Those of <paramref name="Pool"/>; nearly always none.</param>
/// <param name="Pool">Where slabs come from.</param>
internal readonly record struct WrittenCall(byte[] Frame, int Length, bool IsRented, SharedSegment[] Slabs, SlabPool Pool)
{
    /// <param name="wasRead">Nobody reads it any more.</param>
    internal void GiveBack(bool wasRead)
    {
        if (IsRented && wasRead)
            Buffers.Return(Frame);
        foreach (var slab in Slabs)
        {
            if (wasRead)
                Pool.Return(slab);
            else
                Pool.Drop(slab);
        }
    }
}
