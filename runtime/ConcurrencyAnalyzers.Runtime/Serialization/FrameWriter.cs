using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using ConcurrencyAnalyzers.Annotations;

namespace ConcurrencyAnalyzers.Runtime;

/// <summary>Builds frames in one growing buffer, which is kept for the next ones.</summary>
[NotThreadSafe]
internal sealed class FrameWriter : IBufferWriter<byte>
{
    private const int SmallestBuffer = 256;

    // One large frame must not keep its memory for ever.
    private const int LargestKept = 1 << 20;

    // Of whoever writes: a writer belongs to one thread at a time.
    private byte[] _buffer = [];

    /// <summary>Bytes written.</summary>
    internal int Length { get; private set; }

    /// <summary>Takes large values instead of the frame; null: nobody does.</summary>
    internal IPayloadRoom? Beside { get; init; }

    internal ReadOnlySpan<byte> Written => _buffer.AsSpan(0, Length);

    internal void Clear()
    {
        Length = 0;
        if (_buffer.Length <= LargestKept)
            return;
        Buffers.Return(_buffer);
        _buffer = [];
    }

    /// <summary>Hands out what was written: the rented buffer itself where a copy would be dear.</summary>
    internal byte[] Detach(out bool isRented)
    {
        isRented = Length > LargestKept;
        if (!isRented)
            return Written.ToArray();
        var buffer = _buffer;
        _buffer = [];
        return buffer;
    }

    /// <summary>Forgets what was written after a length that <see cref="Length"/> gave.</summary>
    internal void Truncate(int length) => Length = length;

    internal void Write<T>(T value)
    {
        var size = Unsafe.SizeOf<T>();
        Unsafe.WriteUnaligned(ref MemoryMarshal.GetReference(GetSpan(size)), value);
        Length += size;
    }

    internal void WriteBytes(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(GetSpan(bytes.Length));
        Length += bytes.Length;
    }

    /// <summary>Bytes that may be many: beside the frame if they are and there is room.</summary>
    internal void WritePayload(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < Payload.Smallest)
        {
            WriteBytes(bytes);
            return;
        }
        var start = Length;
        Write(true);
        if (Beside is not null && Beside.TryAdd(this, bytes))
            return;
        Overwrite(start, false);
        WriteBytes(bytes);
    }

    /// <summary>UTF-16 as it is in memory: every string comes back equal, also one that is no valid text.</summary>
    internal void WriteString(string? value)
    {
        Write(value?.Length ?? -1);
        WriteBytes(MemoryMarshal.AsBytes(value.AsSpan()));
    }

    internal void Overwrite<T>(int offset, T value) => Unsafe.WriteUnaligned(ref _buffer[offset], value);

    public void Advance(int count) => Length += count;

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        Reserve(Math.Max(sizeHint, 1));
        return _buffer.AsMemory(Length);
    }

    public Span<byte> GetSpan(int sizeHint = 0)
    {
        Reserve(Math.Max(sizeHint, 1));
        return _buffer.AsSpan(Length);
    }

    private void Reserve(int size)
    {
        if (_buffer.Length - Length >= size)
            return;
        var wanted = Math.Max((long)Length + size, Math.Max(SmallestBuffer, 2L * _buffer.Length));
        if ((long)Length + size > Array.MaxLength)
            throw new WorkerFunctionException($"The data of one call exceeds {Array.MaxLength} bytes. Send parts of it, or where to find it.");
        var larger = Buffers.Rent((int)Math.Min(wanted, Array.MaxLength));
        Written.CopyTo(larger);
        Buffers.Return(_buffer);
        _buffer = larger;
    }
}
