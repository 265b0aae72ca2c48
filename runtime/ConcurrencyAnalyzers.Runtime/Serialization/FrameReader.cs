using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using ConcurrencyAnalyzers.Annotations;

namespace ConcurrencyAnalyzers.Runtime;

/// <summary>Reads the body of one frame. Nothing in a frame makes it read outside, or allocate more than the frame holds.</summary>
[NotThreadSafe]
internal sealed class FrameReader
{
    // Of whoever reads: a reader belongs to one thread at a time.
    private byte[] _data = [];
    private int _position;
    private int _end;

    /// <summary>What a parameter of type <see cref="CancellationToken"/> gets: tokens do not travel, their firing does.</summary>
    internal CancellationToken Token { get; set; }

    /// <summary>Where the values are that are not in the frame itself; null: there are none.</summary>
    internal IPayloadStore? Beside { get; init; }

    internal int Left => _end - _position;

    internal void Open(byte[] data, int offset, int length)
    {
        _data = data;
        _position = offset;
        _end = offset + length;
    }

    internal T Read<T>()
    {
        var value = Unsafe.ReadUnaligned<T>(ref MemoryMarshal.GetReference(ReadBytes(Unsafe.SizeOf<T>())));
        return value;
    }

    internal ReadOnlySpan<byte> ReadBytes(int count)
    {
        if ((uint)count > (uint)Left)
            throw new InvalidDataException($"A frame ends {count - Left} bytes too early: both sides disagree about what it holds.");
        var span = _data.AsSpan(_position, count);
        _position += count;
        return span;
    }

    /// <summary>What <see cref="FrameWriter.WritePayload"/> has written.</summary>
    internal ReadOnlySpan<byte> ReadPayload(int count)
    {
        if (count < Payload.Smallest || !Read<bool>())
            return ReadBytes(count);
        return Beside is not null
            ? Beside.Find(this, count)
            : throw new InvalidDataException($"A value of {count} bytes is said to be beside a frame that has nothing beside it.");
    }

    internal string? ReadString()
    {
        var length = Read<int>();
        return length < 0 ? null : new string(MemoryMarshal.Cast<byte, char>(ReadBytes(checked(length * sizeof(char)))));
    }
}
