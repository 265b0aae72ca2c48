namespace ConcurrencyAnalyzers.Runtime;

/// <summary>Items of queues and pipes as bytes, by the rules for arguments.</summary>
internal sealed class ItemCodec<T>
{
    private readonly Codec<T> _codec = Find();
    private readonly int _before;

    internal ItemCodec(int bytesBefore = 0) => _before = bytesBefore;

    /// <summary>The item, after so many bytes as were asked for.</summary>
    internal byte[] Write(T item)
    {
        var writer = new FrameWriter();
        writer.GetSpan(Math.Max(_before, 1))[.._before].Clear();
        writer.Advance(_before);
        try
        {
            _codec.Write(writer, item);
        }
        catch (Exception e) when (e is not WorkerFunctionException)
        {
            throw new WorkerFunctionException($"The item of type {typeof(T)} cannot be sent: {e.Message}", e);
        }
        var bytes = writer.Written.ToArray();
        writer.Clear();
        return bytes;
    }

    internal T Read(byte[] bytes)
    {
        var reader = new FrameReader();
        reader.Open(bytes, 0, bytes.Length);
        return _codec.Read(reader);
    }

    private static Codec<T> Find()
    {
        try
        {
            return (Codec<T>)Codecs.For(typeof(T));
        }
        catch (NotSupportedException e)
        {
            throw new WorkerFunctionException($"Items of type {typeof(T)} cannot be sent, because {e.Message}.", e);
        }
    }
}
