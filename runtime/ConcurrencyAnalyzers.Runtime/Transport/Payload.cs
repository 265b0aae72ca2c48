namespace ConcurrencyAnalyzers.Runtime;

/// <summary>The large values of a frame, which need not go through the socket: both sides map the memory that they are in.</summary>
/// <remarks>
/// <code>
///                through the socket                               beside the frame
///   one way      value -> frame -> kernel -> frame -> value       value -> memory -> value
/// </code>
/// Where there is no such memory, or no room in it, the value is in the frame as any other: whoever writes decides, and says so before the value.
/// </remarks>
internal static class Payload
{
    /// <summary>Bytes from which a value may be beside its frame. Smaller ones go through the socket while the memory would still be looked for.</summary>
    internal const int Smallest = 64 << 10;
}

/// <summary>Where a writer puts large values.</summary>
internal interface IPayloadRoom
{
    /// <summary>Takes the bytes, and writes where they are; writes nothing and gives false if there is no room.</summary>
    bool TryAdd(FrameWriter writer, ReadOnlySpan<byte> bytes);
}

/// <summary>Where a reader finds what the other side has put there.</summary>
internal interface IPayloadStore
{
    /// <summary>Reads where the bytes are, and gives them. They stay there until the next ones are looked for: copy them at once.</summary>
    /// <exception cref="InvalidDataException">They are not where the frame says.</exception>
    ReadOnlySpan<byte> Find(FrameReader reader, int count);
}
