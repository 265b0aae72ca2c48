using System.Collections.Concurrent;
using System.Diagnostics;
using System.Reflection;
using System.Text;
using Runtime.Tests.Support;
using Xunit.v3;

[assembly: Watchdog]

namespace Runtime.Tests.Support;

/// <summary>Ends the run when one test hangs, and says where every thread stands. A test that waits for an event has no other end.</summary>
[AttributeUsage(AttributeTargets.Assembly)]
public sealed class WatchdogAttribute : BeforeAfterTestAttribute
{
    // Far beyond the slowest test on a loaded machine.
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(
        int.Parse(Environment.GetEnvironmentVariable("RUNTIME_TESTS_PATIENCE") ?? "60"));
    private static readonly ConcurrentDictionary<string, Timer> s_running = [];

    public override void Before(MethodInfo methodUnderTest, IXunitTest test) =>
        s_running[test.UniqueID] = new Timer(static name => Report((string)name!), test.TestDisplayName, s_patience, Timeout.InfiniteTimeSpan);

    public override void After(MethodInfo methodUnderTest, IXunitTest test)
    {
        if (s_running.TryRemove(test.UniqueID, out var timer))
            timer.Dispose();
    }

    private static void Report(string test)
    {
        var report = new StringWriter();
        report.WriteLine($"HANG: {test} has not ended after {s_patience.TotalSeconds:F0} s.");
        foreach (var executor in Executors.Alive)
        {
            var status = executor.GetStatus();
            report.WriteLine($"{status}: {string.Join(", ", status.Workers)}");
        }
        // From another process: the reader stops all threads, and cannot be one of them.
        using (var reader = Process.Start(new ProcessStartInfo(Environment.ProcessPath!,
            [Stacks.Role, $"{Environment.ProcessId}"]) { RedirectStandardOutput = true })!)
            report.Write(reader.StandardOutput.ReadToEnd());

        // Past the test platform, which keeps what tests write to the console.
        using (var error = Console.OpenStandardError())
            error.Write(Encoding.UTF8.GetBytes(report.ToString()));
        Environment.Exit(86);
    }
}
