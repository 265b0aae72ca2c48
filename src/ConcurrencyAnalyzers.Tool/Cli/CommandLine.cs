using System.Reflection;

namespace ConcurrencyAnalyzers.Tool.Cli;

/// <summary>The first word of the command line decides; every failure that was foreseen becomes one sentence and exit code 2.</summary>
internal static class CommandLine
{
    public static async Task<int> RunAsync(IReadOnlyList<string> args, ToolHost host)
    {
        try
        {
            switch (args.FirstOrDefault())
            {
                case null or "--help" or "-h" or "help":
                    host.Out.Write(HelpText.Overview);
                    return ExitCode.Clean;
                case "--version":
                    host.Out.WriteLine(Version);
                    return ExitCode.Clean;
                case "check" when args.Any(arg => arg is "--help" or "-h"):
                    host.Out.Write(HelpText.Check);
                    return ExitCode.Clean;
                case "check":
                    return await new CheckCommand(CheckOptionsParser.Parse([.. args.Skip(1)]), host).RunAsync();
                case "declare" when args.Any(arg => arg is "--help" or "-h"):
                    host.Out.Write(HelpText.Declare);
                    return ExitCode.Clean;
                case "declare":
                    return await new DeclareCommand(DeclareOptions.Parse([.. args.Skip(1)]), host).RunAsync();
                case var other:
                    throw new ToolFailure($"'{other}' is no command. The commands are: check, declare. `concurrency --help` describes them.");
            }
        }
        catch (ToolFailure failure)
        {
            host.Error.WriteLine($"error: {failure.Message}");
            return ExitCode.Failed;
        }
    }

    private static string Version =>
        typeof(CommandLine).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;
}
