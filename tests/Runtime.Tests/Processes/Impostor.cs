using System.Net.Sockets;
using Runtime.Tests.Processes;

/// <summary>Runs before the worker in a worker's process: found by the runtime by this name, without a namespace, when a test names our assembly in
/// DOTNET_STARTUP_HOOKS.</summary>
internal static class StartupHook
{
    public static void Initialize() => Impostor.KnockFirst();
}

namespace Runtime.Tests.Processes
{
    /// <summary>The right process with the wrong secret.</summary>
    internal static class Impostor
    {
        /// <summary>Says to the process that it is to be an impostor first.</summary>
        internal const string Variable = "RUNTIME_TESTS_IMPOSTOR";

        /// <summary>What became of it, for the function that asks.</summary>
        internal const string Outcome = "impostor";

        internal static void KnockFirst()
        {
            // The worker's own line begins with the address, and its secret follows.
            var line = Environment.GetEnvironmentVariable("CONCURRENCYANALYZERS_WORKER");
            if (Environment.GetEnvironmentVariable(Variable) is null || line?.Split('|') is not [var address, var secret, ..])
                return;
            using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            socket.Connect(new UnixDomainSocketEndPoint($"\0{address}"));
            socket.Send(System.Text.Encoding.ASCII.GetBytes(new string('x', secret.Length)));
            AppContext.SetData(Outcome, socket.Receive(new byte[1]) == 0 ? "dropped" : "answered");
        }
    }
}
