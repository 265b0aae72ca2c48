using System.ComponentModel;
using System.Net.Sockets;
using ConcurrencyAnalyzers.Demo.Acts;
using ConcurrencyAnalyzers.Demo.Service;
using ConcurrencyAnalyzers.Runtime;

namespace ConcurrencyAnalyzers.Demo;

/// <summary>The demo from its first line to its exit code.</summary>
internal static class Demonstration
{
    private const int Right = 0;
    private const int Wrong = 1;
    private const int Missing = 2;

    public static async Task<int> RunAsync(string[] args, Screen screen, TextWriter errors, Workload work)
    {
        try
        {
            if (args is ["--help" or "-h", ..])
            {
                screen.Out.Write(DemoOptions.Help);
                return Right;
            }

            return await ShowAsync(DemoOptions.Parse(args), screen, work) ? Right : Wrong;
        }
        catch (DemoFailure failure)
        {
            errors.WriteLine(failure.Message);
        }
        catch (Exception cause) when (cause is TaskCanceledException or HttpRequestException { StatusCode: not null })
        {
            // The machine did its part: the service hangs, or fails.
            errors.WriteLine($"The service has not answered: {cause.Message.ReplaceLineEndings(" ")}");
            return Wrong;
        }
        catch (Exception cause) when (cause is ExecutorException or IOException or UnauthorizedAccessException or SocketException or HttpRequestException or Win32Exception)
        {
            // A port, a process or a folder that this machine does not give.
            errors.WriteLine($"The demo ends here, because of this machine: {cause.Message.ReplaceLineEndings(" ")}");
        }

        return Missing;
    }

    /// <summary>Shows everything.</summary>
    /// <returns>Whether every answer was right that has to be.</returns>
    private static async Task<bool> ShowAsync(DemoOptions options, Screen screen, Workload work)
    {
        using var folder = new TemporaryFolder();
        var texts = new CountedTexts(folder.Sub("texts"), work);
        screen.Say("samples/Before is a small web service that counts words and primes. It compiles without a warning of the compiler. Every number below was measured just now.");

        screen.Heading(1, "What the analyzers find in it");
        var before = ServiceProject.OfSamples();
        await WarningsAct.ShowAsync(before, screen);

        screen.Heading(2, "Its answers, run for real");
        var built = await ServiceBuild.WriteAsync(before, folder.Sub("before"));
        Stall stalled;
        using (var service = await ServiceProcess.StartAsync(built))
        {
            await CountingAct.ShowBeforeAsync(service, texts, work, screen);
            stalled = StallAct.Measure(service, work);
            StallAct.Show(stalled, work, screen);
        }

        screen.Heading(3, "The repair, as the fixes write it");
        var after = await RepairAct.ShowAsync(before, screen);

        screen.Heading(4, "The repaired service, built and run");
        bool isRight;
        built = await ServiceBuild.WriteAsync(after, folder.Sub("after"));
        using (var service = await ServiceProcess.StartAsync(built))
        {
            isRight = await CountingAct.ShowAfterAsync(service, texts, work, screen);
            var stall = StallAct.Measure(service, work);
            StallAct.Show(stall, work, screen);
            isRight &= stall.IsRight && stalled.IsRight;
        }

        screen.Heading(5, "Serial, threads, processes");
        isRight &= await ThreeWaysAct.ShowAsync(work, screen);

        if (options.Keep is { } keep)
        {
            await KeptCopy.WriteAsync(after, keep);
            screen.Line();
            screen.Say($"The repaired copy is in {keep}; `dotnet run --project {Argument(keep)}` starts it.");
        }

        screen.Line();
        screen.Say(isRight ? "Every answer of the repaired service was right." : "At least one answer that has to be right is wrong.");
        return isRight;
    }

    /// <summary>A path as a shell takes it for one argument.</summary>
    private static string Argument(string path) => path.Contains(' ') ? $"\"{path}\"" : path;
}
