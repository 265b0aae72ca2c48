using System.Runtime.CompilerServices;

namespace ConcurrencyAnalyzers.Runtime;

/// <summary>A call with its arguments in one tuple, so that one class serves every arity.</summary>
internal abstract class FunctionCall<TArgs, T>(Delegate function, TArgs arguments, bool takesToken) : Call<T>(function, takesToken)
    where TArgs : struct, ITuple
{
    private protected TArgs Arguments => arguments;

    internal override FunctionSignature Describe() => FunctionSignature.Of(Function, typeof(TArgs), typeof(T), TakesToken);

    internal override void WriteArguments(FrameWriter writer, FunctionSignature signature) =>
        ((Codec<TArgs>)signature.Arguments).Write(writer, arguments);

    internal override T ReadResult(FrameReader reader, FunctionSignature signature) => ((Codec<T>)signature.Result).Read(reader);
}

/// <summary>A call whose function returns its result.</summary>
internal sealed class SynchronousCall<TFunction, TArgs, T>(
    TFunction function, TArgs arguments, bool takesToken, Func<TFunction, TArgs, CancellationToken, T> invoke)
    : FunctionCall<TArgs, T>(function, arguments, takesToken)
    where TFunction : Delegate
    where TArgs : struct, ITuple
{
    public override bool IsAsynchronous => false;

    public override ValueTask<T> InvokeAsync(CancellationToken cancellationToken) => new(Invoke(cancellationToken));

    internal override T Invoke(CancellationToken cancellationToken) => invoke(function, Arguments, cancellationToken);
}

/// <summary>A call whose function returns a task of its result.</summary>
internal sealed class AsynchronousCall<TFunction, TArgs, T>(
    TFunction function, TArgs arguments, bool takesToken, Func<TFunction, TArgs, CancellationToken, ValueTask<T>> invoke)
    : FunctionCall<TArgs, T>(function, arguments, takesToken)
    where TFunction : Delegate
    where TArgs : struct, ITuple
{
    public override bool IsAsynchronous => true;

    public override ValueTask<T> InvokeAsync(CancellationToken cancellationToken) => invoke(function, Arguments, cancellationToken);

    internal override T Invoke(CancellationToken cancellationToken) =>
        throw new InvalidOperationException("An asynchronous function has no synchronous result.");
}

/// <summary>The result of functions that return nothing.</summary>
internal readonly struct Nothing
{
    internal static async ValueTask<Nothing> After(Task task)
    {
        await task.ConfigureAwait(false);
        return default;
    }

    internal static async ValueTask<Nothing> After(ValueTask task)
    {
        await task.ConfigureAwait(false);
        return default;
    }
}
