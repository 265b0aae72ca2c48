using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;

namespace ConcurrencyAnalyzers.Runtime;

/// <summary>The program that a worker process runs: this assembly is started with the user's deps file, so that the user's assemblies are
/// found.</summary>
internal static partial class WorkerMain
{
    internal const string Variable = "CONCURRENCYANALYZERS_WORKER";

    private const int Misuse = 64;
    private const int SoftwareFailure = 70;
    private const int Unwanted = 75;

    internal static int Main()
    {
        if (Environment.GetEnvironmentVariable(Variable) is not { } line)
        {
            Console.Error.WriteLine("This is the worker of ProcessPoolExecutor (ConcurrencyAnalyzers.Runtime). Programs start it; there is nothing to run by hand.");
            return Misuse;
        }

        // First of all: processes that the user's functions start are no workers.
        Environment.SetEnvironmentVariable(Variable, null);
        try
        {
            Run(WorkerStartInfo.Parse(line));
            Environment.Exit(0);
            return 0;
        }
        catch (Exception e)
        {
            Console.Error.WriteLine($"The worker cannot run: {e}");
            return SoftwareFailure;
        }
    }

    private static void Run(WorkerStartInfo start)
    {
        if (OperatingSystem.IsLinux())
            DieWithParent(start.ParentId);

        // Before it connects: the parent deletes the file when we have.
        var progress = ProgressPage.Open(start.PagePath);
        ByteChannel data, control;
        try
        {
            data = Connect(start);
            control = Connect(start);
        }
        catch (IOException)
        {
            // The executor was shut down while we were starting: nobody wants to read about it.
            Environment.Exit(Unwanted);
            return;
        }
        WorkerContext.Current = new WorkerContext(start.PoolName, start.Index, start.ParentId, start.Depth);
        new WorkerLoop(data, control, progress).Run();
    }

    private static ByteChannel Connect(WorkerStartInfo start)
    {
        ByteChannel channel;
        if (OperatingSystem.IsLinux())
        {
            channel = LinuxChannel.Connect(start.Address);
        }
        else
        {
            var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            socket.Connect(new UnixDomainSocketEndPoint(start.Address));
            channel = new SocketChannel(socket);
        }
        channel.Send(Convert.FromHexString(start.Secret));
        return channel;
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

    [LibraryImport("libc", EntryPoint = "prctl")]
    private static partial int ProcessControl(int option, nuint a, nuint b, nuint c, nuint d);

    [LibraryImport("libc", EntryPoint = "getppid")]
    private static partial int ParentId();
}
