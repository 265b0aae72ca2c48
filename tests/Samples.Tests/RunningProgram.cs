using System.Diagnostics;
using System.Text;

namespace ConcurrencyAnalyzers.Samples.Tests;

/// <summary>A program while it runs. It is killed with its children where it does not end in time.</summary>
internal sealed class RunningProgram : IDisposable
{
    // The longest program sleeps for seven and a half seconds; the rest is for a machine with other work to do.
    private static readonly TimeSpan s_timeLimit = TimeSpan.FromSeconds(120);

    private readonly Process _process;
    private readonly StringBuilder _output = new();
    private readonly CancellationTokenSource _limit = new(s_timeLimit);
    private readonly SemaphoreSlim _lines = new(0);

    private RunningProgram(Process process) => _process = process;

    /// <summary>One that was built beside the tests.</summary>
    public static string Beside(string name) => Path.Combine(AppContext.BaseDirectory, OperatingSystem.IsWindows() ? name + ".exe" : name);

    public static RunningProgram Start(string program, params IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["DOTNET_SYSTEM_GLOBALIZATION_INVARIANT"] = "1";

        // `.ci/run` asks for English, which the compiler takes for no language where there are no cultures.
        foreach (var name in new[] { "DOTNET_CLI_UI_LANGUAGE", "PreferredUILang", "VSLANG" })
            start.Environment.Remove(name);
        var running = new RunningProgram(new Process { StartInfo = start });
        running._process.OutputDataReceived += (_, line) => running.Take(line.Data);
        running._process.ErrorDataReceived += (_, line) => running.Take(line.Data);
        running._process.Start();
        running._process.StandardInput.Close();
        running._process.BeginOutputReadLine();
        running._process.BeginErrorReadLine();
        return running;
    }

    public int Id => _process.Id;

    /// <summary>What it has printed so far, both streams.</summary>
    public string Output
    {
        get
        {
            lock (_output)
                return _output.ToString();
        }
    }

    /// <summary>Waits until it has printed a text, and returns the whole output.</summary>
    public async Task<string> PrintsAsync(string text)
    {
        while (!Output.Contains(text, StringComparison.Ordinal))
        {
            try
            {
                await _lines.WaitAsync(_limit.Token);
            }
            catch (OperationCanceledException)
            {
                throw new TimeoutException($"After {s_timeLimit.TotalSeconds} s it has not printed '{text}', but\n{Output}");
            }
        }

        return Output;
    }

    /// <summary>Waits for its end.</summary>
    public async Task<int> EndsAsync()
    {
        try
        {
            await _process.WaitForExitAsync(_limit.Token);
        }
        catch (OperationCanceledException)
        {
            throw new TimeoutException($"After {s_timeLimit.TotalSeconds} s it has not ended. It printed\n{Output}");
        }

        return _process.ExitCode;
    }

    public void Dispose()
    {
        if (!_process.HasExited)
            _process.Kill(entireProcessTree: true);
        _process.WaitForExit();
        _process.Dispose();
        _limit.Dispose();
        _lines.Dispose();
    }

    private void Take(string? line)
    {
        if (line is null)
            return;

        lock (_output)
            _output.Append(line).Append('\n');
        _lines.Release();
    }
}
