using System.Runtime.CompilerServices;

namespace ConcurrencyAnalyzers.Runtime;

/// <summary>A call whose function returns its result. The arguments are one tuple, so that one class serves every arity.</summary>
internal sealed class SynchronousCall<TFunction, TArgs, T>(
    TFunction function, TArgs arguments, bool takesToken, Func<TFunction, TArgs, CancellationToken, T> invoke)
    : Call<T>(function, takesToken)
    where TFunction : Delegate
    where TArgs : struct, ITuple
{
    public override bool IsAsynchronous => false;

    public override ValueTask<T> InvokeAsync(CancellationToken cancellationToken) => new(Invoke(cancellationToken));

    internal override T Invoke(CancellationToken cancellationToken) => invoke(function, arguments, cancellationToken);
}

/// <summary>A call whose function returns a task of its result.</summary>
internal sealed class AsynchronousCall<TFunction, TArgs, T>(
    TFunction function, TArgs arguments, bool takesToken, Func<TFunction, TArgs, CancellationToken, ValueTask<T>> invoke)
    : Call<T>(function, takesToken)
    where TFunction : Delegate
    where TArgs : struct, ITuple
{
    public override bool IsAsynchronous => true;

    public override ValueTask<T> InvokeAsync(CancellationToken cancellationToken) => invoke(function, arguments, cancellationToken);

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
