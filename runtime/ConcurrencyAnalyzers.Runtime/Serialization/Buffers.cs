using System.Buffers;

namespace ConcurrencyAnalyzers.Runtime;

/// <summary>Buffers for frames. Large ones are used again: fresh memory of 8 MB costs as much as to fill it twice.</summary>
internal static class Buffers
{
    // Up to here a buffer is kept by whoever reads with it.
    private const int Ordinary = 64 << 10;

    internal static byte[] Rent(int size) => ArrayPool<byte>.Shared.Rent(size);

    internal static void Return(byte[] buffer)
    {
        if (buffer.Length > 0)
            ArrayPool<byte>.Shared.Return(buffer);
    }

    /// <summary>Moves the bytes that are left to the front, of a buffer that is large enough for the frame which they begin, and not larger than it
    /// need be.</summary>
    internal static byte[] Fit(byte[] buffer, int start, int length, int wanted)
    {
        var isTooSmall = wanted > buffer.Length;
        var isTooLarge = length == 0 && buffer.Length > 2 * Ordinary;
        var next = isTooSmall || isTooLarge ? Rent(Math.Max(wanted, Ordinary)) : buffer;
        buffer.AsSpan(start, length).CopyTo(next);
        if (next != buffer)
            Return(buffer);
        return next;
    }
}
