namespace ConcurrencyAnalyzers.Samples.Tests.Executors;

/// <summary>The programs of docs/executors.md run, print what they compute, and end.</summary>
public sealed class ExecutorRuns
{
    private const string Folder = "samples/Executors";

    private static readonly string Host = RunningProgram.Beside("Executors");

    /// <summary>Programs, and what each prints among other things.</summary>
    public static TheoryData<string, string[]> Programs => new()
    {
        { "OneThread", ["both run here", "total 42"] },
        { "Daemon", ["has beaten True"] },
        { "ThreadForEach", ["lengths 0 1 2 3 4 5 6 7 8 9"] },
        { "Locked", ["visitors 1000"] },
        { "ThreadLocalSums", ["sum 500500"] },
        { "ProducerAndConsumer", ["consumed 5050"] },
        { "SquareOnThread", ["square 144", "nested 7"] },
        { "FetchAsCompleted", ["fetched 80"] },
        { "OneProcess", ["hello Ada", "exit code 0"] },
        { "PrimesOnProcesses", ["primes 9592"] },
        { "MappedSquares", ["squares 0 1 4 9 16 25 36 49 64 81", "sum 285"] },
        { "MappedFactorials", ["digits 2568 2571 2574 2577 2580"] },
        { "ComputingServer", ["HELLO", "WORLD"] },
        { "LimitsAndCrashes", ["the endless loop was ended", "exit code 3, 2 workers", "and goes on: 9"] },
        { "InitializedWorkers", ["weights of model.bin", "uses 2"] },
        { "BackPressure", ["sum 4950", "number 1 is none"] },
        { "WorkerLines", ["[talkers-1] hello (to the log)"] },
        { "SharedQueue", ["sum 5050"] },
        { "Pipe", ["length 5"] },
        { "SharedCounter", ["counter 4000"] },
        { "SharedNumbers", ["sum 1500"] },
        { "LockedFile", ["lines 4"] },
        { "EventAndBarrier", ["phases 0 0"] },
    };

    [Theory, MemberData(nameof(Programs))]
    public async Task End(string program, string[] prints)
    {
        using var running = RunningProgram.Start(Host, program);

        Assert.Equal(0, await running.EndsAsync());
        Assert.All(prints, part => Assert.Contains(part, running.Output));
    }

    [Fact]
    public void AreAllThere() => Assert.Equal(
        Repository.FilesBelow(Folder, "*.cs").Select(Repository.Relative).Where(static path => path != Folder + "/Program.cs")
            .Select(static path => Path.GetFileNameWithoutExtension(path)).Order(StringComparer.Ordinal),
        Programs.Select(static row => row.Data.Item1).Order(StringComparer.Ordinal));
}
