using System.Text;
using ConcurrencyAnalyzers.Annotations;

namespace ConcurrencyAnalyzers.Runtime;

/// <summary>Takes what a worker writes to one of its standard streams: whole lines go on, the end is kept.</summary>
internal sealed class OutputPump
{
    private const int TailLength = 4096;

    private readonly StreamReader _reader;
    private readonly string _prefix;
    private readonly Func<TextWriter>? _target;
    private readonly Lock _gate = new();

    [GuardedBy(nameof(_gate))] private readonly StringBuilder _tail = new();

    private OutputPump(StreamReader reader, string prefix, Func<TextWriter>? target)
    {
        _reader = reader;
        _prefix = prefix;
        _target = target;
        Completion = RunAsync();
    }

    /// <summary>Ends when the stream does: all writers of the worker, its own children included, have closed it.</summary>
    internal Task Completion { get; }

    internal string Tail
    {
        get
        {
            lock (_gate)
                return _tail.ToString().Trim();
        }
    }

    /// <param name="reader">The worker's stream.</param>
    /// <param name="prefix">Stands before each line.</param>
    /// <param name="target">Where lines go, asked for each time since a program may redirect its console; null: nowhere.</param>
    internal static OutputPump Start(StreamReader reader, string prefix, Func<TextWriter>? target) => new(reader, prefix, target);

    private async Task RunAsync()
    {
        try
        {
            while (await _reader.ReadLineAsync().ConfigureAwait(false) is { } line)
            {
                lock (_gate)
                {
                    _tail.AppendLine(line);
                    if (_tail.Length > TailLength)
                        _tail.Remove(0, _tail.Length - TailLength);
                }
                _target?.Invoke().WriteLine($"{_prefix}{line}");
            }
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException or OperationCanceledException)
        {
            // The stream is gone, or the console that lines went to; neither is a reason to end the program.
        }
        finally
        {
            // The process does not: it leaves its streams to whoever has asked for them.
            _reader.Dispose();
        }
    }
}
