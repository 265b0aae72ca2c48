using System.Diagnostics;
using ConcurrencyAnalyzers.Runtime;

// Whoever starts this program as a child, a worker included, gets its arguments and not another worker.
if (args is ["child"])
{
    Console.WriteLine($"child {WorkerContext.IsWorker}");
    return;
}

await using var executor = new ProcessPoolExecutor(2);
var squares = await executor.MapAsync(static x => x * x, Enumerable.Range(0, 100)).ToListAsync();
Console.WriteLine($"sum {squares.Sum()}");
Console.WriteLine($"elsewhere {await executor.SubmitAsync(static () => Environment.ProcessId) != Environment.ProcessId}");
Console.WriteLine($"worker {await executor.SubmitAsync(static () => WorkerContext.IsWorker)}");
Console.WriteLine($"hooks {await executor.SubmitAsync(static () => Environment.GetEnvironmentVariable("DOTNET_STARTUP_HOOKS") ?? "none")}");
Console.WriteLine(await executor.SubmitAsync(static async () =>
{
    using var child = Process.Start(new ProcessStartInfo(Environment.ProcessPath!, ["child"]) { RedirectStandardOutput = true })!;
    return (await child.StandardOutput.ReadToEndAsync()).Trim();
}));
try
{
    await executor.SubmitAsync(static () => Environment.Exit(3));
}
catch (WorkerCrashedException e)
{
    Console.WriteLine($"crashed {e.ExitCode}");
}

var factor = 2;
var unit = "m";
Func<int, string> name = x => $"{x} {unit}";
Refuse(() => executor.SubmitAsync(x => x * factor, 2));
Refuse(() => executor.SubmitAsync(Scale, 2));
Console.WriteLine(name(factor));

int Scale(int x) => x * factor;

static void Refuse(Func<Task> submit)
{
    try
    {
        _ = submit();
    }
    catch (WorkerFunctionException e)
    {
        Console.WriteLine(e.Message[..e.Message.IndexOf(';')]);
    }
}
