using System.Collections;
using System.ComponentModel;
using System.Diagnostics;
using ConcurrencyAnalyzers.Tool.Cli;

namespace ConcurrencyAnalyzers.Tool.Loading;

/// <summary>One run of the SDK's <c>dotnet</c>: the one that started this process, else the one on the PATH.</summary>
internal static class DotnetCommand
{
    public static async Task<(int ExitCode, string Output, string Errors)> RunAsync(string directory, params IEnumerable<string> args)
    {
        var start = new ProcessStartInfo(Executable, args)
        {
            WorkingDirectory = directory,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };

        // Under `dotnet run` or `dotnet test` the outer MSBuild's paths and switches are in the environment; they would steer the inner one.
        foreach (var name in Environment.GetEnvironmentVariables().Cast<DictionaryEntry>().Select(entry => (string)entry.Key))
        {
            if (name.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase) && name != "MSBUILDDISABLENODEREUSE")
                start.Environment.Remove(name);
        }

        // The output is read: other languages and terminal decoration would be in the way.
        start.Environment["DOTNET_CLI_UI_LANGUAGE"] = "en";
        start.Environment["MSBUILDTERMINALLOGGER"] = "off";
        start.Environment["DOTNET_NOLOGO"] = "1";

        using var process = Start(start);
        var errors = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, output, await errors);
    }

    private static string Executable
    {
        get
        {
            var beside = Path.Combine(ReferencePacks.DotnetRoot, OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet");
            return File.Exists(beside) ? beside : "dotnet";
        }
    }

    private static Process Start(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception cause)
        {
            throw new ToolFailure(
                $"`{start.FileName}` cannot be started ({cause.Message}): projects are loaded with the .NET SDK. Install it, or use --loose.");
        }
    }
}
