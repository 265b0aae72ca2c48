using System.Net.Sockets;

namespace ConcurrencyAnalyzers.Runtime;

/// <summary>One end of a stream between two processes. One thread reads, one writes.</summary>
internal abstract class ByteChannel : IDisposable
{
    /// <summary>Waits for bytes; 0 when the other side has closed or is gone.</summary>
    internal abstract int Receive(Span<byte> into);

    /// <summary>Sends all bytes, waiting for room.</summary>
    /// <exception cref="IOException">The other side is gone.</exception>
    internal abstract void Send(ReadOnlySpan<byte> bytes);

    public abstract void Dispose();

    /// <summary>Reads until the span is full; false if the stream ended before.</summary>
    internal bool TryReceiveExactly(Span<byte> into)
    {
        while (into.Length > 0)
        {
            var count = Receive(into);
            if (count == 0)
                return false;
            into = into[count..];
        }
        return true;
    }
}

/// <summary>A stream over a socket of the framework.</summary>
internal sealed class SocketChannel(Socket socket) : ByteChannel
{
    internal Socket Socket => socket;

    internal override int Receive(Span<byte> into)
    {
        try
        {
            return socket.Receive(into);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // A killed process resets its connections: to us the end of its stream as any other.
            return 0;
        }
    }

    internal override void Send(ReadOnlySpan<byte> bytes)
    {
        try
        {
            while (bytes.Length > 0)
                bytes = bytes[socket.Send(bytes)..];
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            throw new IOException("The process at the other end is gone.", e);
        }
    }

    public override void Dispose() => socket.Dispose();
}
