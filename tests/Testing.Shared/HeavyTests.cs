using ConcurrencyAnalyzers.Testing;

[assembly: AssemblyFixture(typeof(HeavyTests))]

namespace ConcurrencyAnalyzers.Testing;

/// <summary>Holds the machine's one place for heavy tests: of the test projects that compile this file, one runs at a time, in whatever checkout.</summary>
/// <remarks>
/// <c>dotnet test</c> runs test projects beside each other. Those that start compilers or pools of processes would then measure and time out
/// on each other's load. The place is a locked file, so that it is free again however its holder ends.
/// </remarks>
public sealed class HeavyTests : IAsyncLifetime
{
    // Longer than all heavy projects together take on two slow cores, shorter than the time limit of CI.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(20);
    private static readonly TimeSpan BetweenTries = TimeSpan.FromMilliseconds(250);

    private static readonly string Place = Path.Combine(Path.GetTempPath(), $"concurrency-analyzers-heavy-tests-{Environment.UserName}.lock");

    private FileStream? _held;

    /// <summary>Waits for the place.</summary>
    public async ValueTask InitializeAsync()
    {
        var giveUp = DateTime.UtcNow + Patience;
        while ((_held = TryTake()) is null)
        {
            if (DateTime.UtcNow > giveUp)
                throw new TimeoutException($"Another test project has held '{Place}' for {Patience.TotalMinutes} minutes. Find it with 'lsof {Place}' and end it.");

            await Task.Delay(BetweenTries);
        }
    }

    /// <summary>Leaves it to the next.</summary>
    public ValueTask DisposeAsync() => _held?.DisposeAsync() ?? ValueTask.CompletedTask;

    private static FileStream? TryTake()
    {
        try
        {
            return new FileStream(Place, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException)
        {
            return null;
        }
    }
}
