using System.Diagnostics;

namespace ConcurrencyAnalyzers.Runtime;

/// <summary>One function, several arguments, one trip. The token stops the chunk between elements, also where the function takes none.</summary>
internal abstract class ChunkCall<A, T>(Delegate function, A[] arguments, bool functionTakesToken) : Call<Chunk<T>>(function, takesToken: true)
{
    internal A[] Arguments => arguments;

    internal override bool IsChunk => true;

    internal override bool FunctionTakesToken => functionTakesToken;

    internal override int Count => arguments.Length;

    internal override FunctionSignature Describe() => FunctionSignature.Of(Function, typeof(ValueTuple<A>), typeof(T), functionTakesToken);

    internal override void WriteArguments(FrameWriter writer, FunctionSignature signature)
    {
        var codec = (Codec<ValueTuple<A>>)signature.Arguments;
        writer.Write(arguments.Length);
        foreach (var argument in arguments)
            codec.Write(writer, new ValueTuple<A>(argument));
    }

    internal override Chunk<T> ReadResult(FrameReader reader, FunctionSignature signature)
    {
        var codec = (Codec<T>)signature.Result;
        var chunk = new Chunk<T>(arguments.Length) { Elapsed = new TimeSpan(reader.Read<long>()) };
        for (var i = 0; i < chunk.Count; i++)
        {
            if (reader.Read<bool>())
                chunk.Values[i] = codec.Read(reader);
            else
                chunk.Fail(i, ExceptionCodec.Read(reader));
        }
        return chunk;
    }

    internal override Chunk<T> AfterLimit(Chunk<T> result, TimeoutException overdue)
    {
        for (var i = 0; i < result.Count; i++)
        {
            if (result.ErrorAt(i) is OperationCanceledException)
                result.Fail(i, overdue);
        }
        return result;
    }

    /// <summary>Runs one element and files its outcome; false if the chunk was cancelled, and the rest with it.</summary>
    private protected static bool TryContinue(Chunk<T> chunk, int index, CancellationToken cancellationToken)
    {
        if (!cancellationToken.IsCancellationRequested)
            return true;
        for (var i = index; i < chunk.Count; i++)
            chunk.Fail(i, new OperationCanceledException(cancellationToken));
        return false;
    }
}

/// <summary>A chunk whose function returns its result.</summary>
internal sealed class SynchronousChunkCall<TFunction, A, T>(
    TFunction function, A[] arguments, bool functionTakesToken, Func<TFunction, A, CancellationToken, T> invoke)
    : ChunkCall<A, T>(function, arguments, functionTakesToken)
    where TFunction : Delegate
{
    public override bool IsAsynchronous => false;

    public override ValueTask<Chunk<T>> InvokeAsync(CancellationToken cancellationToken) => new(Invoke(cancellationToken));

    internal override Chunk<T> Invoke(CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        var chunk = new Chunk<T>(Arguments.Length);
        for (var i = 0; i < Arguments.Length && TryContinue(chunk, i, cancellationToken); i++)
        {
            try
            {
                chunk.Values[i] = invoke(function, Arguments[i], cancellationToken);
            }
            catch (Exception e)
            {
                chunk.Fail(i, e);
            }
        }
        chunk.Elapsed = Stopwatch.GetElapsedTime(started);
        return chunk;
    }
}

/// <summary>A chunk whose function returns a task of its result. Its elements run one after the other, as those of any chunk.</summary>
internal sealed class AsynchronousChunkCall<TFunction, A, T>(
    TFunction function, A[] arguments, bool functionTakesToken, Func<TFunction, A, CancellationToken, ValueTask<T>> invoke)
    : ChunkCall<A, T>(function, arguments, functionTakesToken)
    where TFunction : Delegate
{
    public override bool IsAsynchronous => true;

    public override async ValueTask<Chunk<T>> InvokeAsync(CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        var chunk = new Chunk<T>(Arguments.Length);
        for (var i = 0; i < Arguments.Length && TryContinue(chunk, i, cancellationToken); i++)
        {
            try
            {
                // Back to the executor's threads after each element: the next one computes there.
                chunk.Values[i] = await invoke(function, Arguments[i], cancellationToken);
            }
            catch (Exception e)
            {
                chunk.Fail(i, e);
            }
        }
        chunk.Elapsed = Stopwatch.GetElapsedTime(started);
        return chunk;
    }

    internal override Chunk<T> Invoke(CancellationToken cancellationToken) =>
        throw new InvalidOperationException("An asynchronous function has no synchronous result.");
}
