using System.Diagnostics;
using System.Globalization;
using Runtime.Tests.Processes;
using Runtime.Tests.Soaking;
using Runtime.Tests.Support;
using Xunit.MicrosoftTestingPlatform;

namespace Runtime.Tests;

/// <summary>Runs the tests; with <c>--repeat N</c> as first argument N times, each in a process of its own, up to the first failure;
/// with <c>--soak N</c> it kills workers for N minutes instead,
/// with <c>--leaks N</c> it uses N executors and counts what is left.</summary>
internal static class Program
{
    public static async Task<int> Main(string[] args)
    {
        if (args is ["--repeat", var times, .. var rest])
            return await RepeatAsync(int.Parse(times), rest);
        if (args is [Soak.Role, var minutes])
            return await Soak.RunAsync(TimeSpan.FromMinutes(double.Parse(minutes, CultureInfo.InvariantCulture)));
        if (args is [Leaking.Role, var pools])
            return await Leaking.RunAsync(int.Parse(pools));
        if (args is [Surroundings.Role, var what])
            return Surroundings.BeParent(what);
        if (args is [Stacks.Role, var processId])
            return Stacks.Print(int.Parse(processId));
        if (args is [Parents.Role, var gate, var end])
            return Parents.BeParent(gate, end);
        if (args.Contains("-automated") || args.Contains("@@"))
            return await Xunit.Runner.InProc.SystemConsole.ConsoleRunner.Run(args);
        return await TestPlatformTestFramework.RunAsync(args, SelfRegisteredExtensions.AddSelfRegisteredExtensions);
    }

    private static async Task<int> RepeatAsync(int times, string[] args)
    {
        for (var turn = 1; turn <= times; turn++)
        {
            var started = Stopwatch.GetTimestamp();
            using var run = Process.Start(new ProcessStartInfo(Environment.ProcessPath!, args) { RedirectStandardOutput = true })!;
            var output = await run.StandardOutput.ReadToEndAsync();
            await run.WaitForExitAsync();
            Console.WriteLine($"turn {turn} of {times}: exit code {run.ExitCode}, {Stopwatch.GetElapsedTime(started).TotalSeconds:F1} s");
            if (run.ExitCode != 0)
            {
                Console.WriteLine(output);
                return run.ExitCode;
            }
        }
        return 0;
    }
}
