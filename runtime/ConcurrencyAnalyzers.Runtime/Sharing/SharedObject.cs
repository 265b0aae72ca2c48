using ConcurrencyAnalyzers.Annotations;

namespace ConcurrencyAnalyzers.Runtime;

/// <summary>An object that lives in the process that made it, and is used from there and from every process that it was sent to, as an argument of a
/// call.</summary>
/// <remarks>
/// <para>It ends when the process that made it disposes it, or ends; whoever waits for it then gets an exception. In other processes disposal
/// does nothing.</para>
/// <para><b>Threads.</b> Every member may be called from any thread at any time, in every process.</para>
/// <para><b>Death.</b> A process that ends, however, gives back what it held.</para>
/// <para><b>Cost.</b> In the process that made it, that of a lock; elsewhere, a trip between processes for each operation.</para>
/// </remarks>
[ThreadSafe]
public abstract class SharedObject : IDisposable
{
    private readonly bool _isOwner;
    private readonly Guid _id;
    private readonly string? _address;
    private readonly byte[]? _secret;
    private readonly SharingEndpoint _endpoint;

    /// <param name="state">The object itself.</param>
    /// <param name="isFirst">Whether nobody else stands for it; its disposal is the object's.</param>
    private protected SharedObject(SharedState state, bool isFirst = true)
    {
        _isOwner = isFirst;
        _id = state.Id;
        _endpoint = LocalEndpoint.Instance;
        if (isFirst)
            SharingHost.Add(state);
    }

    /// <summary>Where it lives, for debuggers: the object itself may be in another process, or guarded by a lock that a stopped thread has.</summary>
    private protected string Shown => _address is null ? $"made here, {_id}" : $"made elsewhere, {_id}";

    /// <summary>Checks before the object comes into being.</summary>
    private protected static int FromOne(int value, string name)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(value, 1, name);
        return value;
    }

    /// <summary>As another process has sent it, or this one to itself.</summary>
    private protected SharedObject(FrameReader reader)
    {
        _id = reader.Read<Guid>();
        _address = reader.ReadString()!;
        _secret = reader.ReadBytes(16).ToArray();
        _endpoint = SharingHost.IsDoor(_address) ? LocalEndpoint.Instance : RemoteEndpoint.To(_address, _secret);
    }

    /// <summary>In the process that made it: ends the object everywhere. Elsewhere: does nothing.</summary>
    public void Dispose()
    {
        if (_isOwner)
            SharingHost.Remove(_id);
    }

    internal virtual void Write(FrameWriter writer)
    {
        var (address, secret) = _address is null ? SharingHost.Door : (_address, _secret!);
        writer.Write(_id);
        writer.WriteString(address);
        writer.WriteBytes(secret);
    }

    private protected Task<SharingAnswer> AskAsync(SharingOp op, ReadOnlyMemory<byte> body, CancellationToken cancellationToken) =>
        _endpoint.AskAsync(_id, op, body, cancellationToken);

    private protected void Tell(SharingOp op, ReadOnlySpan<byte> body = default) => _endpoint.Tell(_id, op, body);

    /// <summary>Gives back what a request was granted.</summary>
    internal void Release(long request) => Tell(SharingOp.Release, BitConverter.GetBytes(request));
}
