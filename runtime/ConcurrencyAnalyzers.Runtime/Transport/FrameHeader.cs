using System.Runtime.InteropServices;

namespace ConcurrencyAnalyzers.Runtime;

/// <summary>What a frame is.</summary>
internal enum FrameKind
{
    /// <summary>To the worker: a function, before the first call of it.</summary>
    Define = 1,

    /// <summary>To the worker: one call.</summary>
    Call,

    /// <summary>To the worker: several calls of one function, answered together.</summary>
    Chunk,

    /// <summary>To the worker, past the calls that wait: do not start this call, or tell it to stop if it runs.</summary>
    Cancel,

    /// <summary>To the worker, past the calls that wait: do not start this call. If it runs, let it.</summary>
    Withdraw,

    /// <summary>From the worker: the call's result.</summary>
    Result,

    /// <summary>From the worker: the call's exception.</summary>
    Error,

    /// <summary>From the worker: the call ended because its token fired.</summary>
    Cancelled,

    /// <summary>From the worker: the call will not be started.</summary>
    Withdrawn,

    /// <summary>To the worker: the trace that the next call belongs to.</summary>
    Trace,

    /// <summary>From the worker: the call's result, of which large parts are in the worker's page.</summary>
    ResultBeside,

    /// <summary>To the worker: the culture of the calls that follow.</summary>
    Culture,
}

/// <summary>What stands before each frame on a socket.</summary>
/// <param name="Length">Bytes after the header.</param>
/// <param name="Kind">What they are.</param>
/// <param name="Sequence">The number of the call on this worker, from 1, in the order in which calls were sent.</param>
[StructLayout(LayoutKind.Sequential)]
internal readonly record struct FrameHeader(int Length, FrameKind Kind, long Sequence)
{
    internal const int Size = 16;

    /// <summary>Most bytes of a frame: 256 MiB.</summary>
    internal const int LargestFrame = 256 << 20;

    internal static FrameHeader Read(ReadOnlySpan<byte> bytes)
    {
        var header = MemoryMarshal.Read<FrameHeader>(bytes);
        if (header.Length is < 0 or > LargestFrame || header.Kind is < FrameKind.Define or > FrameKind.Culture)
            throw Damaged(header);
        return header;
    }

    private static InvalidDataException Damaged(FrameHeader header) =>
        new($"The stream between the processes is damaged: a frame of kind {(int)header.Kind} and {header.Length} bytes.");

    internal void Write(Span<byte> bytes) => MemoryMarshal.Write(bytes, this);
}
