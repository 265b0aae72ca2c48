using System.Diagnostics;
using System.Text;

namespace ConcurrencyAnalyzers.Package.Tests;

/// <summary>Runs a command as a fresh shell on a fresh machine would: nothing of the test run around it shows through.</summary>
internal static class Command
{
    // One step takes seconds. A step that hangs is killed with its children and shows what it had printed.
    private static readonly TimeSpan TimeLimit = TimeSpan.FromMinutes(5);

    // All that passes. MSBuild takes every variable for a property, and `dotnet test` hands its own SDK, MSBuild and test pipes to its children.
    private static readonly string[] Kept =
    [
        "PATH", "HOME", "USER", "LANG", "TMPDIR",
        "PATHEXT", "COMSPEC", "SystemRoot", "SystemDrive", "windir", "USERPROFILE", "APPDATA", "LOCALAPPDATA", "ProgramData", "ProgramFiles", "ProgramFiles(x86)", "TEMP", "TMP",
    ];

    /// <summary>The <c>dotnet</c> that runs these tests.</summary>
    public static string Dotnet { get; } = Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet";

    /// <param name="program">What to run.</param>
    /// <param name="directory">Where it runs.</param>
    /// <param name="variables">Set on top of the scrubbed environment.</param>
    /// <param name="arguments">One argument each; no shell reads them.</param>
    public static async Task<Step> RunAsync(string program, string directory, IReadOnlyDictionary<string, string> variables, params string[] arguments)
    {
        using var process = new Process { StartInfo = StartInfo(program, directory, variables, arguments) };
        var output = new StringBuilder();
        process.OutputDataReceived += (_, line) => Append(output, line.Data);
        process.ErrorDataReceived += (_, line) => Append(output, line.Data);
        process.Start();
        process.StandardInput.Close();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();

        using var limit = new CancellationTokenSource(TimeLimit);
        try
        {
            await process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            Append(output, $"(killed after {TimeLimit.TotalMinutes} minutes)");
        }

        lock (output)
            return new Step(directory, string.Join(' ', [Path.GetFileName(program), .. arguments]), process.HasExited ? process.ExitCode : -1, output.ToString());
    }

    private static ProcessStartInfo StartInfo(string program, string directory, IReadOnlyDictionary<string, string> variables, string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = directory,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };

        foreach (var name in start.Environment.Keys.Except(Kept, StringComparer.OrdinalIgnoreCase).ToList())
            start.Environment.Remove(name);

        start.Environment["DOTNET_CLI_UI_LANGUAGE"] = "en";
        start.Environment["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1";
        start.Environment["DOTNET_NOLOGO"] = "1";
        start.Environment["DOTNET_GENERATE_ASPNET_CERTIFICATE"] = "false";
        // No build server of ours outlives the tests, and none of the user's, with other analyzers loaded, takes part.
        start.Environment["DOTNET_CLI_USE_MSBUILD_SERVER"] = "0";
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        // Signatures of packages are checked on extraction; asking the network whether a certificate was revoked can take minutes.
        start.Environment["NUGET_CERT_REVOCATION_MODE"] = "offline";
        // Each step is a process of a few seconds, which ends before what it measures of its own loops would pay.
        start.Environment["DOTNET_TieredPGO"] = "0";
        foreach (var (name, value) in variables)
            start.Environment[name] = value;

        return start;
    }

    private static void Append(StringBuilder output, string? line)
    {
        if (line is null)
            return;

        lock (output)
            output.Append(line).Append('\n');
    }
}
