using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace ConcurrencyAnalyzers.Runtime;

/// <summary>Starts worker processes.</summary>
/// <remarks>
/// <code>
///   dotnet exec --depsfile (the user's) --runtimeconfig (the user's) ConcurrencyAnalyzers.Runtime.dll
/// </code>
/// The user's deps file makes the user's assemblies loadable by name; the user's runtime configuration makes the worker run as the parent does.
/// </remarks>
internal static class WorkerLauncher
{
    // A pool in a worker in a worker …: each level multiplies the processes.
    private const int DeepestWorker = 4;

    /// <summary>
    /// All workers are started by this thread, which never ends. Linux sends the death signal that a worker asks for when the thread that started
    /// it ends,
    /// not when the process does.
    /// </summary>
    private static readonly Lazy<BlockingCollection<(ProcessStartInfo Info, TaskCompletionSource<Process> Started)>> s_requests = new(StartThread);

    private static readonly Lazy<Recipe> s_recipe = new(FindRecipe);

    private static int Depth { get; } = WorkerContext.OfProcess?.Depth ?? 0;

    /// <exception cref="ExecutorException">This program cannot have workers, or the system refuses to start one.</exception>
    internal static Process Start(WorkerStartInfo worker, ProcessExecutorOptions options)
    {
        var depth = Depth + 1;
        if (depth > DeepestWorker)
            throw new ExecutorException(
                $"This is a worker in a worker, {Depth} deep, and starts no more: each level multiplies the processes. Submit the inner calls " +
                    $"from the program itself.");

        var recipe = s_recipe.Value;
        var info = new ProcessStartInfo(recipe.Dotnet)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
            CreateNoWindow = true,
        };
        foreach (var argument in (string[])["exec", "--depsfile", recipe.Deps, "--runtimeconfig", recipe.RuntimeConfig, recipe.Worker])
            info.ArgumentList.Add(argument);
        RemoveWatchers(info.Environment);
        if (options.ProcessorsPerWorker > 0)
            info.Environment["DOTNET_PROCESSOR_COUNT"] = options.ProcessorsPerWorker.ToString(CultureInfo.InvariantCulture);
        foreach (var (name, value) in options.Environment)
            info.Environment[name] = value;
        info.Environment[WorkerMain.Variable] = (worker with { Depth = depth }).Format();

        var started = new TaskCompletionSource<Process>(TaskCreationOptions.RunContinuationsAsynchronously);
        s_requests.Value.Add((info, started));
        return started.Task.GetAwaiter().GetResult();
    }

    private static BlockingCollection<(ProcessStartInfo, TaskCompletionSource<Process>)> StartThread()
    {
        var requests = new BlockingCollection<(ProcessStartInfo Info, TaskCompletionSource<Process> Started)>();
        new Thread(() =>
        {
            foreach (var (info, started) in requests.GetConsumingEnumerable())
            {
                try
                {
                    started.SetResult(Process.Start(info)!);
                }
                catch (Exception e)
                {
                    started.SetException(new ExecutorException($"The system does not start {info.FileName}: {e.Message}", e));
                }
            }
        })
        { IsBackground = true, Name = "worker launcher" }.Start();
        return requests;
    }

    private static Recipe FindRecipe()
    {
        var worker = typeof(WorkerLauncher).Assembly.Location;
        var deps = (AppContext.GetData("APP_CONTEXT_DEPS_FILES") as string)?.Split(';', StringSplitOptions.RemoveEmptyEntries).FirstOrDefault();
        if (worker.Length == 0 || deps is null || !File.Exists(deps))
            throw new ExecutorException(
                "Worker processes need the program's assemblies as files, with its .deps.json: this program is a single file, trimmed or compiled " +
                    "ahead of time. " +
                "Publish it without PublishSingleFile, PublishTrimmed and PublishAot, or use ThreadPoolExecutor.");

        var runtimeConfig = Path.ChangeExtension(Path.ChangeExtension(deps, null), ".runtimeconfig.json");
        if (!File.Exists(runtimeConfig))
            throw new ExecutorException(
                $"Worker processes are started with the program's runtime configuration, and there is no {runtimeConfig}. Build the program as an " +
                    $"executable.");

        // Not the path of this process: that may be a host that starts one program only.
        var name = OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet";
        var dotnet = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", name));
        if (!File.Exists(dotnet))
            throw new ExecutorException(
                $"Worker processes are started by {dotnet}, which does not exist: this program carries its own runtime. Publish it " +
                    $"framework-dependent (--self-contained false), or use ThreadPoolExecutor.");
        return new Recipe(dotnet, deps, runtimeConfig, worker);
    }

    /// <summary>Hooks that change the code of a running program: in a worker they would wait for a tool that does not know it.</summary>
    private static void RemoveWatchers(IDictionary<string, string?> environment)
    {
        const string Hooks = "DOTNET_STARTUP_HOOKS";
        environment.Remove("DOTNET_MODIFIABLE_ASSEMBLIES");
        if (!environment.TryGetValue(Hooks, out var hooks) || hooks is null)
            return;
        var kept = hooks.Split(Path.PathSeparator).Where(static hook =>
            !hook.Contains("DotNetDeltaApplier", StringComparison.OrdinalIgnoreCase)
                && !hook.Contains("dotnet-watch", StringComparison.OrdinalIgnoreCase));
        environment[Hooks] = string.Join(Path.PathSeparator, kept);
    }

    private sealed record Recipe(string Dotnet, string Deps, string RuntimeConfig, string Worker);
}
