using System.Diagnostics;
using ConcurrencyAnalyzers.Testing;

namespace ConcurrencyAnalyzers.Benchmarks;

/// <summary>A hundred keystrokes in a 2,000-line file of a 200-file project, each until the file's diagnostics are there.</summary>
/// <remarks>
/// Beside ours runs a session without a rule: parsing, declaring and binding the file is the host's own work, whatever is installed. Both type
/// the same characters in turn. The processor's time says on a busy machine what the clock cannot.
/// </remarks>
internal static class EditorBenchmark
{
    private const string Typed = "if (_ticks > 10_000)\n  _ticks = 0;\nvar share = Math.Max(_ticks, _entries);\n_ticks += share; _ticks++; // done\n";
    private const string Nothing = "no rule";

    public static async IAsyncEnumerable<Figure> RunAsync()
    {
        var program = GeneratedProject.Of(files: 200, lines: 2_000);
        var ours = await OpenAsync(program, RulesUnderTest.Shipped);
        var bare = await OpenAsync(program, RulesUnderTest.None);

        // What the runtime compiles on the way is paid once in the life of an editor.
        await TypeAsync(ours, bare);
        await TypeAsync(ours, bare);
        var (mine, host) = await TypeAsync(ours, bare);

        yield return new("editor: keystroke, median", Median(mine, one => one.Clock), "ms", Nothing, Median(host, one => one.Clock), 30);
        yield return new("editor: keystroke, worst of 100", mine.Max(one => one.Clock), "ms", Nothing, host.Max(one => one.Clock), 150);
        yield return new("editor: keystroke, most allocated", mine.Max(one => one.Megabytes), "MB", Nothing, host.Max(one => one.Megabytes), 20);
        yield return new("editor: keystroke, processor time, median", Median(mine, one => one.Processor), "ms", Nothing, Median(host, one => one.Processor));
        yield return new("editor: keystroke, processor time, worst of 100", mine.Max(one => one.Processor), "ms", Nothing, host.Max(one => one.Processor));

        var (asked, offered) = await OfferAsync(ours);
        yield return new("editor: light bulb, median of 20", Median(offered, one => one.Clock), "ms", "the keystroke before", Median(asked, one => one.Clock), 200);
        yield return new("editor: light bulb, processor time, median of 20", Median(offered, one => one.Processor), "ms", "the keystroke before", Median(asked, one => one.Processor));
    }

    private static async Task<EditorSession> OpenAsync(SampleProgram program, RulesUnderTest rules)
    {
        var editor = EditorSession.Open(program, GeneratedProject.LargeFile, rules);
        await editor.CaretAtAsync(GeneratedProject.Caret, CancellationToken.None);
        return editor;
    }

    private static async Task<(List<Keystroke> Ours, List<Keystroke> Bare)> TypeAsync(EditorSession ours, EditorSession bare)
    {
        var (mine, host) = (new List<Keystroke>(), new List<Keystroke>());
        foreach (var key in Typed[..100])
        {
            mine.Add(await MeasureAsync(ours, key));
            host.Add(await MeasureAsync(bare, key));
        }

        await ours.DeleteAsync(100, CancellationToken.None);
        await bare.DeleteAsync(100, CancellationToken.None);
        return (mine, host);
    }

    /// <summary>The fixes of one diagnostic, each time right after an edit: nothing of the file is bound yet but what the keystroke bound.</summary>
    private static async Task<(List<Keystroke> Asked, List<Keystroke> Offered)> OfferAsync(EditorSession editor)
    {
        await editor.InsertAsync("_ticks++;", CancellationToken.None);
        var (asked, offered) = (new List<Keystroke>(), new List<Keystroke>());
        for (var round = -5; round < 20; round++)
        {
            var answer = default(EditorAnswer);
            var asking = await MeasureAsync(async () =>
            {
                await editor.InsertAsync(" ", CancellationToken.None);
                answer = await editor.AskAsync(null, CancellationToken.None);
            });
            var offering = await MeasureAsync(() => editor.FixesAsync(answer!.Diagnostics[0], CancellationToken.None));
            if (round >= 0)
            {
                asked.Add(asking);
                offered.Add(offering);
            }
        }

        return (asked, offered);
    }

    private static Task<Keystroke> MeasureAsync(EditorSession editor, char key) => MeasureAsync(async () =>
    {
        await editor.InsertAsync(key.ToString(), CancellationToken.None);
        await editor.AskAsync(null, CancellationToken.None);
    });

    private static async Task<Keystroke> MeasureAsync(Func<Task> work)
    {
        var allocated = GC.GetTotalAllocatedBytes(precise: true);
        var processor = Environment.CpuUsage.TotalTime;
        var start = Stopwatch.GetTimestamp();
        await work();
        var clock = Stopwatch.GetElapsedTime(start);
        return new(clock.TotalMilliseconds, (Environment.CpuUsage.TotalTime - processor).TotalMilliseconds, (GC.GetTotalAllocatedBytes(precise: true) - allocated) / 1e6);
    }

    private static double Median(List<Keystroke> keystrokes, Func<Keystroke, double> figure)
    {
        var sorted = keystrokes.Select(figure).Order().ToList();
        return (sorted[(sorted.Count - 1) / 2] + sorted[sorted.Count / 2]) / 2;
    }

    private sealed record Keystroke(double Clock, double Processor, double Megabytes);
}
