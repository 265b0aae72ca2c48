using System.Buffers;
using System.Diagnostics;
using System.Runtime.CompilerServices;
using ConcurrencyAnalyzers.Annotations;

namespace ConcurrencyAnalyzers.Runtime;

/// <summary>Elements in memory that several processes see at once: sent to a call as an argument, only its address travels.</summary>
/// <remarks>
/// <code>
/// using var image = new SharedArray&lt;float&gt;(width * height);
/// await Task.WhenAll(Enumerable.Range(0, height / 100).Select(part => pool.SubmitAsync(Blur, image.Slice(…))));
/// </code>
/// <para><b>Threads and processes.</b> Nothing orders accesses to the elements: give each call a <see cref="Slice"/> of its own, or guard the
/// elements by a <see cref="ProcessLock"/>, or change them by <see cref="Interlocked"/> on <c>ref array[i]</c>. The end of a call is seen by whoever
/// has awaited it.</para>
/// <para><b>Lifetime.</b> The memory is there until its last user has disposed it, or has ended. Spans and references are addresses: keep the array
/// as long as you use them, and do not use them after its disposal. <see cref="Memory"/> keeps the array.</para>
/// <para><b>Source.</b> Python's <c>multiprocessing.Array</c>, and <c>shared_memory</c>, whose segments somebody must unlink.</para>
/// </remarks>
/// <typeparam name="T">A type without references.</typeparam>
[NotThreadSafe]
[DebuggerDisplay("{Shown,nq}")]
public sealed unsafe class SharedArray<T> : IDisposable
    where T : unmanaged
{
    private readonly SharedSegment _segment;
    private readonly bool _isOwner;
    private readonly int _start;

    // Set once, from false to true.
    private volatile bool _isDisposed;

    /// <summary>Creates an array of zeros.</summary>
    /// <param name="length">How many elements, from 0.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="length"/> is negative.</exception>
    /// <exception cref="IOException">The system has not so much memory to give.</exception>
    public SharedArray(int length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        _segment = SharedSegment.Create((long)length * sizeof(T));
        _isOwner = true;
        Length = length;
    }

    internal SharedArray(FrameReader reader)
    {
        var path = reader.ReadString()!;
        var id = reader.Read<Guid>();
        _segment = SharedSegment.Open(path, id, reader.Read<long>());
        _start = reader.Read<int>();
        Length = reader.Read<int>();
        if (_start < 0 || Length < 0 || ((long)_start + Length) * sizeof(T) > _segment.Size)
            throw new InvalidDataException($"The shared memory has {_segment.Size} bytes, fewer than were announced.");
    }

    private string Shown => _isDisposed ? "disposed" : $"{typeof(T).Name}[{Length}]";

    private SharedArray(SharedSegment segment, int start, int length)
    {
        _segment = segment;
        _start = start;
        Length = length;
    }

    /// <summary>How many elements there are.</summary>
    public int Length { get; }

    /// <summary>The elements. Keeps the array as long as it is used.</summary>
    public Memory<T> Memory => new Manager(this).Memory;

    /// <summary>One element, where it is: assign to it, or pass it to <see cref="Interlocked"/>.</summary>
    /// <exception cref="IndexOutOfRangeException">There is no such element.</exception>
    public ref T this[int index] => ref AsSpan()[index];

    /// <summary>The elements, where they are.</summary>
    /// <exception cref="ObjectDisposedException">The array was disposed.</exception>
    public Span<T> AsSpan()
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        return new Span<T>(_segment.Data + ((long)_start * sizeof(T)), Length);
    }

    /// <summary>A part of the same memory, for one call. It need not be disposed.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The range is not inside the array.</exception>
    public SharedArray<T> Slice(Range range)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        var (offset, length) = range.GetOffsetAndLength(Length);
        return new SharedArray<T>(_segment, _start + offset, length);
    }

    /// <summary>Gives the memory back in this process; if it has made the array, nobody can open it any more, and those who have it keep it.</summary>
    public void Dispose()
    {
        _isDisposed = true;
        if (_isOwner)
            _segment.Dispose();
    }

    internal void Write(FrameWriter writer)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        writer.WriteString(_segment.Path);
        writer.Write(_segment.Id);
        writer.Write(_segment.Size);
        writer.Write(_start);
        writer.Write(Length);
    }

    private sealed class Manager(SharedArray<T> array) : MemoryManager<T>
    {
        public override Span<T> GetSpan() => array.AsSpan();

        public override MemoryHandle Pin(int elementIndex = 0) => new(Unsafe.AsPointer(ref array[elementIndex]));

        public override void Unpin()
        {
        }

        protected override void Dispose(bool disposing)
        {
        }
    }
}
