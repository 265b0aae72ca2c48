using System.Diagnostics;
using System.Numerics;
using System.Runtime.CompilerServices;
using ConcurrencyAnalyzers.Annotations;

namespace ConcurrencyAnalyzers.Runtime;

/// <summary>One value in memory that several processes see at once. Each operation is whole: no reader sees half a value, no update is lost.</summary>
/// <remarks>
/// <para><b>Update.</b> There is no property to assign: <c>value++</c> would be a read and a write, with room for others in between. Use
/// <see cref="Update"/> or <see cref="SharedValueExtensions.Add"/>.</para>
/// <para><b>How.</b> Up to eight bytes are exchanged by one instruction. Larger values have two places: a writer fills the one that nobody reads, and
/// turns the page. A writer that dies in the middle has changed nothing, and the next one sees that it is gone.</para>
/// <para><b>Lifetime.</b> As that of a <see cref="SharedArray{T}"/>.</para>
/// <para><b>Source.</b> Python's <c>multiprocessing.Value</c>, where <c>value.value += 1</c> loses updates in spite of its lock.</para>
/// </remarks>
/// <typeparam name="T">A type without references. Values are compared bit by bit.</typeparam>
[ThreadSafe]
[DebuggerDisplay("{Shown,nq}")]
public sealed unsafe class SharedValue<T> : IDisposable
    where T : unmanaged
{
    // Word of a large value: the page that is read in the lowest bit of the counter, then whether somebody writes, then who.
    private const long Busy = 1L << 31;
    private const int FirstPage = 64;

    private static readonly int s_pageSize = (sizeof(T) + 63) & ~63;

    private readonly SharedSegment _segment;
    private readonly bool _isOwner;

    // Set once, from false to true.
    private volatile bool _isDisposed;

    /// <summary>Creates a value.</summary>
    /// <param name="value">What it is at first.</param>
    /// <exception cref="IOException">The system has no memory to give.</exception>
    public SharedValue(T value = default)
    {
        _segment = SharedSegment.Create(FirstPage + (2L * s_pageSize));
        _isOwner = true;
        Write(value);
    }

    internal SharedValue(FrameReader reader)
    {
        var path = reader.ReadString()!;
        _segment = SharedSegment.Open(path, reader.Read<Guid>(), FirstPage + (2L * s_pageSize));
    }

    // Reading waits for nobody, so that it can be looked at while the processes stand still.
    private string? Shown => _isDisposed ? "disposed" : Read().ToString();

    private static bool IsSmall => sizeof(T) <= sizeof(long);

    private ref long Word
    {
        get
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            return ref *(long*)_segment.Data;
        }
    }

    /// <summary>The value.</summary>
    public T Read()
    {
        ref var word = ref Word;
        if (IsSmall)
            return FromBits(Volatile.Read(ref word));
        while (true)
        {
            var before = Volatile.Read(ref word);
            var value = *Page(before);

            // The copy is done before the word is looked at again. If the page was turned meanwhile, a writer may have been in it.
            Interlocked.MemoryBarrier();
            if (CounterOf(Volatile.Read(ref word)) == CounterOf(before))
                return value;
        }
    }

    /// <summary>Replaces the value.</summary>
    public void Write(T value) => Exchange(value);

    /// <summary>Replaces the value, and returns what it was.</summary>
    public T Exchange(T value)
    {
        if (IsSmall)
            return FromBits(Interlocked.Exchange(ref Word, ToBits(value)));
        var word = Enter();
        var before = *Page(word);
        Leave(word, value);
        return before;
    }

    /// <summary>Replaces the value if it is as expected, bit by bit, and returns what it was.</summary>
    public T CompareExchange(T value, T expected)
    {
        if (IsSmall)
            return FromBits(Interlocked.CompareExchange(ref Word, ToBits(value), ToBits(expected)));
        var word = Enter();
        var before = *Page(word);
        if (AreSame(before, expected))
            Leave(word, value);
        else
            Volatile.Write(ref Word, CounterOf(word));
        return before;
    }

    /// <summary>Replaces the value by what the function makes of it, and returns that.</summary>
    /// <param name="change">Called again when another process was quicker: it only computes. No process waits while it runs.</param>
    /// <param name="arg">Its second argument.</param>
    public T Update<A>(Func<T, A, T> change, A arg)
    {
        ArgumentNullException.ThrowIfNull(change);
        var before = Read();
        while (true)
        {
            var after = change(before, arg);
            var found = CompareExchange(after, before);
            if (AreSame(found, before))
                return after;
            before = found;
        }
    }

    /// <summary>Gives the memory back in this process; if it has made the value, nobody can open it any more, and those who have it keep it.</summary>
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
    }

    private static long CounterOf(long word) => word & (Busy - 1);

    private static long ToBits(T value)
    {
        long bits = 0;
        *(T*)&bits = value;
        return bits;
    }

    private static T FromBits(long bits) => *(T*)&bits;

    private static bool AreSame(T a, T b) => new ReadOnlySpan<byte>(&a, sizeof(T)).SequenceEqual(new ReadOnlySpan<byte>(&b, sizeof(T)));

    private T* Page(long word) => (T*)(_segment.Data + FirstPage + ((word & 1) * s_pageSize));

    /// <summary>Waits until nobody else writes, and says that we do. Returns the word as it was before.</summary>
    private long Enter()
    {
        ref var word = ref Word;
        var mine = Busy | ((long)Environment.ProcessId << 32);
        var wait = new SpinWait();
        while (true)
        {
            var seen = Volatile.Read(ref word);
            var isFree = (seen & Busy) == 0;
            if (isFree && Interlocked.CompareExchange(ref word, mine | CounterOf(seen), seen) == seen)
                return CounterOf(seen);

            // A writer needs a few nanoseconds, unless it was interrupted, or is dead.
            wait.SpinOnce();
            if (!isFree && wait.Count % 1000 == 0 && IsGone((int)(seen >>> 32)))
                Interlocked.CompareExchange(ref word, CounterOf(seen), seen);
        }
    }

    private void Leave(long word, T value)
    {
        var next = CounterOf(word + 1);
        *Page(next) = value;
        Volatile.Write(ref Word, next);
    }

    private static bool IsGone(int processId)
    {
        try
        {
            using var process = Process.GetProcessById(processId);
            return process.HasExited;
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException)
        {
            return true;
        }
    }
}

/// <summary>Arithmetic on shared values.</summary>
public static class SharedValueExtensions
{
    /// <summary>Adds to the value, in one step, and returns the sum. Overflow wraps around.</summary>
    public static T Add<T>(this SharedValue<T> value, T amount)
        where T : unmanaged, INumberBase<T>
    {
        ArgumentNullException.ThrowIfNull(value);
        return value.Update(static (sum, a) => unchecked(sum + a), amount);
    }
}
