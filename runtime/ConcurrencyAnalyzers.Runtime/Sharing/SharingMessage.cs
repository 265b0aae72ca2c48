using System.Runtime.InteropServices;

namespace ConcurrencyAnalyzers.Runtime;

/// <summary>What one process asks another about an object that the other owns, and what it is told.</summary>
internal enum SharingOp
{
    /// <summary>A lock, or a number of places of a semaphore. Answered when granted.</summary>
    Acquire = 1,

    /// <summary>Gives back what a request was granted. Not answered.</summary>
    Release,

    /// <summary>Sets an event. Not answered.</summary>
    Set,

    /// <summary>Resets an event. Not answered.</summary>
    Reset,

    /// <summary>Whether an event is set.</summary>
    IsSet,

    /// <summary>Answered when an event is set, or a barrier is full, or a queue has ended.</summary>
    Wait,

    /// <summary>Ends a barrier for all. Not answered.</summary>
    Break,

    /// <summary>Puts an item into a queue. Answered when there was room.</summary>
    Enqueue,

    /// <summary>Takes an item from a queue. Answered when there was one.</summary>
    Dequeue,

    /// <summary>No more items will come. Answered.</summary>
    Complete,

    /// <summary>Says who has an end of a pipe. Answered.</summary>
    Attach,

    /// <summary>An end of a pipe is closed. Not answered.</summary>
    Close,

    /// <summary>Withdraws a request that has not been answered; the request is answered, one way or the other.</summary>
    Cancel,

    /// <summary>The answer: granted, with what was asked for.</summary>
    Done,

    /// <summary>The answer: withdrawn.</summary>
    Cancelled,

    /// <summary>The answer: no, with the reason.</summary>
    Failed,
}

/// <summary>Why a request has failed.</summary>
internal enum SharingFailure : byte
{
    /// <summary>The object does not exist any more.</summary>
    Disposed,

    /// <summary>The queue was completed, or the other end of the pipe closed.</summary>
    Completed,

    /// <summary>The barrier is broken.</summary>
    Broken,

    /// <summary>An end of a pipe belongs to another process.</summary>
    Taken,

    /// <summary>The process that owns the object is gone.</summary>
    OwnerGone,
}

/// <summary>What stands before each message.</summary>
/// <param name="Length">Bytes after the header.</param>
/// <param name="Op">What is asked or answered.</param>
/// <param name="Request">Number of the request, from 1, counted by whoever asks.</param>
/// <param name="Target">The object; nothing in answers.</param>
[StructLayout(LayoutKind.Sequential)]
internal readonly record struct SharingHeader(int Length, SharingOp Op, long Request, Guid Target)
{
    internal const int Size = 32;

    internal static SharingHeader Read(ReadOnlySpan<byte> bytes)
    {
        var header = MemoryMarshal.Read<SharingHeader>(bytes);
        if (header.Length is < 0 or > FrameHeader.LargestFrame || header.Op is < SharingOp.Acquire or > SharingOp.Failed)
            throw new InvalidDataException(
                $"The stream between the processes is damaged: a message of kind {(int)header.Op} and {header.Length} bytes.");
        return header;
    }

    internal static byte[] Message(SharingOp op, long request, Guid target, ReadOnlySpan<byte> body)
    {
        var message = new byte[Size + body.Length];
        MemoryMarshal.Write(message, new SharingHeader(body.Length, op, request, target));
        body.CopyTo(message.AsSpan(Size));
        return message;
    }
}
