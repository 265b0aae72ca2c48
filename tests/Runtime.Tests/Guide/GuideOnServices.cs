using System.Text;
using ConcurrencyAnalyzers.Runtime;

namespace Runtime.Tests.Guide;

/// <summary>The snippets of docs/executors.md about programs that run for long: what stands between the marks stands there, and runs here.</summary>
public sealed class GuideOnServices
{
    [Fact]
    public async Task Room()
    {
        var lines = Enumerable.Range(0, 100).Select(n => $"{n}").ToAsyncEnumerable();
        var calls = new List<Task<int>>();
        // snippet: room
        await using var executor = new ProcessPoolExecutor(new ProcessExecutorOptions { MaxWorkers = 2, QueueCapacity = 10 });
        await foreach (var line in lines)
            calls.Add(await executor.EnqueueAsync(e => e.SubmitAsync(Parse, line)));  // waits while twelve are under way

        if (!executor.TrySubmit(e => e.SubmitAsync(Parse, "7"), out var call))
            call = Task.FromResult(-1);  // the server is busy: say so at once

        static int Parse(string line) => int.Parse(line);
        // end
        Assert.Equal(Enumerable.Range(0, 100), await Task.WhenAll(calls));
        Assert.Contains(await call, (int[])[-1, 7]);
    }

    [Fact]
    public async Task Results()
    {
        var bad = new List<string>();
        var sum = 0;
        await using var executor = new ProcessPoolExecutor(2);
        // snippet: results
        string[] lines = ["1", "two", "3"];
        await foreach (var result in executor.MapAsync(static line => int.Parse(line), lines).Results)
        {
            if (result.Error is FormatException)
                bad.Add(lines[result.Index]);
            else
                sum += result.Value;  // throws what the function has thrown
        }
        // end
        Assert.Equal(["two"], bad);
        Assert.Equal(4, sum);
    }

    [Fact]
    public async Task State()
    {
        await using var executor = new ProcessPoolExecutor(1);
        // snippet: state
        var length = await executor.SubmitAsync(static text =>
        {
            var buffer = WorkerContext.Current!.State<StringBuilder>();  // this worker's own, made once
            return buffer.Clear().Append(text).Append(text).Length;
        }, "ab");
        // end
        Assert.Equal(4, length);
    }

    [Fact]
    public async Task Output()
    {
        var log = new StringWriter();
        // snippet: output
        var synchronized = TextWriter.Synchronized(log);
        await using (var executor = new ProcessPoolExecutor(new ProcessExecutorOptions
        {
            Name = "parsers",
            OnOutput = line => synchronized.WriteLine($"{line.Executor} {line.Worker} says: {line.Text}"),
        }))
        {
            await executor.SubmitAsync(static () => Console.WriteLine("hello"));
        }
        // end
        Assert.Equal("parsers 1 says: hello", log.ToString().Trim());
    }
}
