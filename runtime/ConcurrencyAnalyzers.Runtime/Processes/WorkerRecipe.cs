using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace ConcurrencyAnalyzers.Runtime;

/// <summary>How this program starts a process that is a worker of it.</summary>
/// <remarks>
/// <code>
///   the program's assemblies are files, and there is a dotnet:
///       dotnet exec --depsfile (the user's) --runtimeconfig (the user's) ConcurrencyAnalyzers.Runtime.dll
///   a single file, or a program that carries its runtime:
///       the program itself, with a startup hook: the worker runs before Main, which never runs
/// </code>
/// The user's deps file makes the user's assemblies loadable by name; the user's runtime configuration makes the worker run as the parent does. The
/// program itself has both with it. The hook is not used everywhere, since the host of a program may be another's, a test host for example.
/// </remarks>
internal sealed class WorkerRecipe
{
    internal const string Hooks = "DOTNET_STARTUP_HOOKS";

    private static readonly Lazy<WorkerRecipe> s_this = new(Find);

    private readonly string _program;
    private readonly string[] _arguments;
    private readonly string? _hook;

    private WorkerRecipe(string program, string[] arguments, string? hook)
    {
        _program = program;
        _arguments = arguments;
        _hook = hook;
    }

    /// <exception cref="ExecutorException">This program cannot have workers.</exception>
    internal static WorkerRecipe OfThisProgram => s_this.Value;

    internal ProcessStartInfo ToStartInfo()
    {
        var info = new ProcessStartInfo(_program, _arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
            CreateNoWindow = true,
        };
        RemoveWatchers(info.Environment);
        if (_hook is null)
            return info;

        // The last, since it never returns: others find the worker as they find the program.
        var others = info.Environment.TryGetValue(Hooks, out var hooks) && !string.IsNullOrEmpty(hooks) ? hooks + Path.PathSeparator : "";
        info.Environment[Hooks] = others + _hook;
        return info;
    }

    /// <summary>In a worker: takes our hook out of what its own child processes inherit.</summary>
    internal static void RemoveOwnHook()
    {
        if (Environment.GetEnvironmentVariable(Hooks) is not { } hooks)
            return;
        var left = string.Join(Path.PathSeparator, Array.FindAll(
            hooks.Split(Path.PathSeparator), static hook => hook != SimpleName && hook != typeof(WorkerRecipe).Assembly.Location));
        Environment.SetEnvironmentVariable(Hooks, left.Length == 0 ? null : left);
    }

    private static string SimpleName => typeof(WorkerRecipe).Assembly.GetName().Name!;

    private static WorkerRecipe Find()
    {
        if (!RuntimeFeature.IsDynamicCodeSupported)
            throw new ExecutorException(
                "Worker processes find functions by metadata, and this program is compiled ahead of time and has none. Publish it without PublishAot, or " +
                    "use ThreadPoolExecutor, which works everywhere.");

        var worker = typeof(WorkerRecipe).Assembly.Location;
        var deps = (AppContext.GetData("APP_CONTEXT_DEPS_FILES") as string)?.Split(';', StringSplitOptions.RemoveEmptyEntries).FirstOrDefault();

        // Not the path of this process: that may be a host that starts one program only.
        var name = OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet";
        var dotnet = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", name));
        if (worker.Length == 0 || !File.Exists(dotnet))
            return OfHook(worker);
        if (deps is null || !File.Exists(deps))
            throw new ExecutorException(
                "Worker processes need the program's .deps.json, which lists its assemblies, and there is none. Build the program without " +
                    "GenerateDependencyFile=false.");

        var runtimeConfig = Path.ChangeExtension(Path.ChangeExtension(deps, null), ".runtimeconfig.json");
        if (!File.Exists(runtimeConfig))
            throw new ExecutorException(
                $"Worker processes are started with the program's runtime configuration, and there is no {runtimeConfig}. Build the program as an " +
                    $"executable.");
        return new WorkerRecipe(dotnet, ["exec", "--depsfile", deps, "--runtimeconfig", runtimeConfig, worker], hook: null);
    }

    /// <param name="worker">The path of this assembly; empty inside a single file.</param>
    private static WorkerRecipe OfHook(string worker)
    {
        if (AppContext.TryGetSwitch("System.StartupHookProvider.IsSupported", out var hasHooks) && !hasHooks)
            throw new ExecutorException(
                "Worker processes of a program that is a single file, or carries its own runtime, start by a startup hook, and this program was published " +
                    "without them: it is trimmed, or says StartupHookSupport=false. Publish it without PublishTrimmed, or use ThreadPoolExecutor.");
        if (Environment.ProcessPath is not { } program)
            throw new ExecutorException("Worker processes are started from the program's own file, and the system does not say which that is.");
        return new WorkerRecipe(program, [], worker.Length == 0 ? SimpleName : worker);
    }

    /// <summary>Hooks that change the code of a running program: in a worker they would wait for a tool that does not know it.</summary>
    private static void RemoveWatchers(IDictionary<string, string?> environment)
    {
        environment.Remove("DOTNET_MODIFIABLE_ASSEMBLIES");
        if (!environment.TryGetValue(Hooks, out var hooks) || hooks is null)
            return;
        var kept = hooks.Split(Path.PathSeparator).Where(static hook =>
            !hook.Contains("DotNetDeltaApplier", StringComparison.OrdinalIgnoreCase)
                && !hook.Contains("dotnet-watch", StringComparison.OrdinalIgnoreCase));
        environment[Hooks] = string.Join(Path.PathSeparator, kept);
    }
}
