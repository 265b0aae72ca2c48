using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace ConcurrencyAnalyzers.Runtime;

/// <summary>A value without references, as the bytes that it has in memory: both sides run the same build on one machine.</summary>
internal sealed class BlitCodec<T> : Codec<T>
{
    internal override void Write(FrameWriter writer, T value) => writer.Write(value);

    internal override T Read(FrameReader reader) => reader.Read<T>();
}

/// <summary>An array of values without references.</summary>
internal sealed class BlitArrayCodec<T> : Codec<T[]?> where T : struct
{
    internal override void Write(FrameWriter writer, T[]? value) => WriteSpan(writer, value, value?.Length ?? -1);

    internal override T[]? Read(FrameReader reader) => ReadArray(reader);

    internal static void WriteSpan(FrameWriter writer, ReadOnlySpan<T> values, int length)
    {
        writer.Write(length);
        writer.WritePayload(Bytes(values));
    }

    internal static T[]? ReadArray(FrameReader reader)
    {
        var length = reader.Read<int>();
        if (length < 0)
            return null;

        // Checked against what was sent before anything is allocated.
        var bytes = reader.ReadPayload(checked(length * Unsafe.SizeOf<T>()));
        var array = GC.AllocateUninitializedArray<T>(length);
        bytes.CopyTo(Bytes<T>(array));
        return array;
    }

    // Not MemoryMarshal.AsBytes: it refuses lengths in bytes over int, and so do we, but by name.
    private static ReadOnlySpan<byte> Bytes(ReadOnlySpan<T> values) => MemoryMarshal.AsBytes(values);

    private static Span<byte> Bytes<TItem>(Span<TItem> values) where TItem : struct => MemoryMarshal.AsBytes(values);
}

internal sealed class BlitMemoryCodec<T> : Codec<Memory<T>> where T : struct
{
    internal override void Write(FrameWriter writer, Memory<T> value) => BlitArrayCodec<T>.WriteSpan(writer, value.Span, value.Length);

    internal override Memory<T> Read(FrameReader reader) => BlitArrayCodec<T>.ReadArray(reader);
}

internal sealed class BlitReadOnlyMemoryCodec<T> : Codec<ReadOnlyMemory<T>> where T : struct
{
    internal override void Write(FrameWriter writer, ReadOnlyMemory<T> value) => BlitArrayCodec<T>.WriteSpan(writer, value.Span, value.Length);

    internal override ReadOnlyMemory<T> Read(FrameReader reader) => BlitArrayCodec<T>.ReadArray(reader);
}

internal sealed class StringCodec : Codec<string?>
{
    internal override void Write(FrameWriter writer, string? value) => writer.WriteString(value);

    internal override string? Read(FrameReader reader) => reader.ReadString();
}

/// <summary>JSON would write its properties and read back zero.</summary>
internal sealed class BigIntegerCodec : Codec<BigInteger>
{
    internal override void Write(FrameWriter writer, BigInteger value)
    {
        var length = value.GetByteCount();
        writer.Write(length);
        value.TryWriteBytes(writer.GetSpan(length), out var written);
        writer.Advance(written);
    }

    internal override BigInteger Read(FrameReader reader) => new(reader.ReadBytes(reader.Read<int>()));
}

/// <summary>Nothing is sent: the worker supplies the token of the call.</summary>
internal sealed class TokenCodec : Codec<CancellationToken>
{
    internal override void Write(FrameWriter writer, CancellationToken value)
    {
    }

    internal override CancellationToken Read(FrameReader reader) => reader.Token;
}

/// <summary>The result of functions without a result.</summary>
internal sealed class NothingCodec : Codec<Nothing>
{
    internal override void Write(FrameWriter writer, Nothing value)
    {
    }

    internal override Nothing Read(FrameReader reader) => default;
}
