using System.Reflection;

namespace ConcurrencyAnalyzers.Runtime;

/// <summary>Sends what processes share: not what is in it, but where it is.</summary>
internal sealed class SharedObjectCodec<T> : Codec<T>
    where T : SharedObject
{
    private static readonly ConstructorInfo s_open =
        typeof(T).GetConstructor(BindingFlags.Instance | BindingFlags.NonPublic, [typeof(FrameReader)])!;

    internal override void Write(FrameWriter writer, T value)
    {
        writer.Write(value is not null);
        value?.Write(writer);
    }

    internal override T Read(FrameReader reader) => reader.Read<bool>()
        ? (T)s_open.Invoke(BindingFlags.DoNotWrapExceptions, null, [reader], null)
        : null!;
}

/// <inheritdoc cref="SharedObjectCodec{T}"/>
internal sealed class SharedArrayCodec<T> : Codec<SharedArray<T>>
    where T : unmanaged
{
    internal override void Write(FrameWriter writer, SharedArray<T> value)
    {
        writer.Write(value is not null);
        value?.Write(writer);
    }

    internal override SharedArray<T> Read(FrameReader reader) => reader.Read<bool>() ? new SharedArray<T>(reader) : null!;
}

/// <inheritdoc cref="SharedObjectCodec{T}"/>
internal sealed class SharedValueCodec<T> : Codec<SharedValue<T>>
    where T : unmanaged
{
    internal override void Write(FrameWriter writer, SharedValue<T> value)
    {
        writer.Write(value is not null);
        value?.Write(writer);
    }

    internal override SharedValue<T> Read(FrameReader reader) => reader.Read<bool>() ? new SharedValue<T>(reader) : null!;
}
