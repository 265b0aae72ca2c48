namespace ConcurrencyAnalyzers.Runtime;

/// <summary>Writes and reads values of one declared type. Which type is decided by the function's signature, on both sides, and never by what was
/// sent.</summary>
internal abstract class Codec
{
    internal abstract void WriteObject(FrameWriter writer, object? value);

    internal abstract object? ReadObject(FrameReader reader);

    /// <summary>Writes the result of a <see cref="Task{TResult}"/> or <see cref="ValueTask{TResult}"/> of this type, waiting for it.</summary>
    internal abstract void WriteResultOf(FrameWriter writer, object task);
}

/// <inheritdoc/>
internal abstract class Codec<T> : Codec
{
    internal abstract void Write(FrameWriter writer, T value);

    internal abstract T Read(FrameReader reader);

    internal sealed override void WriteObject(FrameWriter writer, object? value) => Write(writer, (T)value!);

    internal sealed override object? ReadObject(FrameReader reader) => Read(reader);

    internal sealed override void WriteResultOf(FrameWriter writer, object task) =>
        Write(writer, (task is ValueTask<T> valueTask ? valueTask.AsTask() : (Task<T>)task).GetAwaiter().GetResult());
}

/// <summary>A value that is passed as another declared type, where a delegate's variance allows it.</summary>
internal sealed class VariantCodec<T, TDeclared>(Codec<TDeclared> declared) : Codec<T>
{
    internal override void Write(FrameWriter writer, T value) => declared.Write(writer, (TDeclared)(object?)value!);

    internal override T Read(FrameReader reader) => (T)(object?)declared.Read(reader)!;
}
