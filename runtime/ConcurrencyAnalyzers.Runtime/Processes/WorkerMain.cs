using System.Net.Sockets;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using System.Text;

namespace ConcurrencyAnalyzers.Runtime;

/// <summary>The program that a worker process runs: this assembly is started with the user's deps file, so that the user's assemblies are
/// found.</summary>
internal static partial class WorkerMain
{
    internal const string Variable = "CONCURRENCYANALYZERS_WORKER";

    private const int Misuse = 64;
    private const int SoftwareFailure = 70;
    private const int Unwanted = 75;

    /// <summary>Whether this process was started to be a worker, and has not become one yet.</summary>
    internal static bool IsWanted => Environment.GetEnvironmentVariable(Variable) is not null;

    internal static int Main()
    {
        if (Environment.GetEnvironmentVariable(Variable) is not { } line)
            return Say(Misuse,
                "This is the worker of ProcessPoolExecutor (ConcurrencyAnalyzers.Runtime). Programs start it; there is nothing to run by hand.");

        // First of all: processes that the user's functions start are no workers.
        Environment.SetEnvironmentVariable(Variable, null);
        if (Environment.GetEnvironmentVariable(WorkerRecipe.Hooks) is not null)
            WorkerRecipe.RemoveOwnHook();
        try
        {
            Run(WorkerStartInfo.Parse(line));
            Environment.Exit(0);
            return 0;
        }
        catch (Exception e)
        {
            return Say(SoftwareFailure, $"The worker cannot run: {e}");
        }
    }

    // A method of its own, as others here, so that what it needs is loaded when it runs and not when its caller is compiled: until the first answer,
    // each assembly costs half a millisecond.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int Say(int exitCode, string text)
    {
        Console.Error.WriteLine(text);
        return exitCode;
    }

    private static void Run(WorkerStartInfo start)
    {
        // At once and not one by one: until the first answer, each method that is compiled counts.
        var (address, secret, parentId, index, depth, page, pool) = start;
        if (OperatingSystem.IsLinux())
        {
            DieWithParent(parentId);
            LeaveInterruptsToParent();
        }

        var progress = WorkerProgress.Open(page);
        ByteChannel data, control;
        try
        {
            data = Connect(address, secret);
            control = Connect(address, secret);
        }
        catch (IOException)
        {
            // The executor was shut down while we were starting: nobody wants to read about it.
            Environment.Exit(Unwanted);
            return;
        }
        var context = new WorkerContext(pool, index, parentId, depth);
        WorkerContext.EnterProcess(context);
        new WorkerLoop(data, control, progress).Run();
        context.Stop();
    }

    private static ByteChannel Connect(string address, string secret)
    {
        ByteChannel channel = OperatingSystem.IsLinux() ? LinuxChannel.Connect(address) : ConnectSocket(address);
        channel.Send(Encoding.ASCII.GetBytes(secret));
        return channel;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static SocketChannel ConnectSocket(string address)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Connect(new UnixDomainSocketEndPoint(address));
        return new SocketChannel(socket);
    }

    /// <summary>Covers what the closing of a socket does not: a parent that is killed while a function of ours runs.</summary>
    [SupportedOSPlatform("linux")]
    private static void DieWithParent(int parentId)
    {
        const int SetParentDeathSignal = 1;
        const int Kill = 9;
        _ = ProcessControl(SetParentDeathSignal, Kill, 0, 0, 0);

        // It may have died before the system was told.
        if (ParentId() != parentId)
            Environment.Exit(0);
    }

    /// <summary>Ctrl-C goes to every process of the terminal's foreground group. Whether the program ends is for the parent to say; so a worker is in
    /// a group of its own, and what it starts is too.</summary>
    [SupportedOSPlatform("linux")]
    private static void LeaveInterruptsToParent() => _ = SetProcessGroup(0, 0);

    [LibraryImport("libc", EntryPoint = "setpgid")]
    private static partial int SetProcessGroup(int process, int group);

    [LibraryImport("libc", EntryPoint = "prctl")]
    private static partial int ProcessControl(int option, nuint a, nuint b, nuint c, nuint d);

    [LibraryImport("libc", EntryPoint = "getppid")]
    private static partial int ParentId();
}
