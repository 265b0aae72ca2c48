using System.Text;
using ConcurrencyAnalyzers.Annotations;

namespace ConcurrencyAnalyzers.Runtime;

/// <summary>Takes what a worker writes to one of its standard streams: whole lines go on, the end is kept.</summary>
internal sealed class OutputPump
{
    private const int TailLength = 4096;

    private readonly StreamReader _reader;
    private readonly Action<string>? _sink;
    private readonly Lock _gate = new();

    [GuardedBy(nameof(_gate))] private readonly StringBuilder _tail = new();

    private OutputPump(StreamReader reader, Action<string>? sink)
    {
        _reader = reader;
        _sink = sink;
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
    /// <param name="sink">What gets each line; null: nothing.</param>
    internal static OutputPump Start(StreamReader reader, Action<string>? sink) => new(reader, sink);

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
                Pass(line);
            }
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException or OperationCanceledException)
        {
            // The stream is gone, which is no reason to end the program.
        }
        finally
        {
            // The process does not: it leaves its streams to whoever has asked for them.
            _reader.Dispose();
        }
    }

    private void Pass(string line)
    {
        try
        {
            _sink?.Invoke(line);
        }
        catch (Exception)
        {
            // The console is gone, or what the user has put in its place has failed. The worker must not learn of it: a pipe that nobody reads
            // would stop it in the middle of a call.
        }
    }
}
