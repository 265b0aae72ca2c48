using System.Runtime.ExceptionServices;

namespace ConcurrencyAnalyzers.Runtime;

/// <summary>The outcomes of the elements that travelled together: one each, a value or an exception.</summary>
internal sealed class Chunk<T>(int count)
{
    // Filled by whoever runs or reads the chunk, before the task of the chunk ends; read after.
    private Exception?[]? _errors;

    internal T[] Values { get; } = new T[count];

    /// <summary>How long the functions ran, without transport and waiting.</summary>
    internal TimeSpan Elapsed { get; set; }

    internal int Count => Values.Length;

    internal void Fail(int index, Exception error) => (_errors ??= new Exception?[Count])[index] = error;

    internal T ValueAt(int index)
    {
        if (ErrorAt(index) is { } error)
            ExceptionDispatchInfo.Throw(error);
        return Values[index];
    }

    internal Exception? ErrorAt(int index) => _errors?[index];
}
