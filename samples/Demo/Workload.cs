namespace ConcurrencyAnalyzers.Demo;

/// <summary>How much is counted: enough to be seen by default, less in tests.</summary>
internal sealed record Workload
{
    public static Workload Full { get; } = new();

    /// <summary>Lines of a long file. Its thread runs long enough to meet the others, however unlucky the start.</summary>
    public int LongFile { get; init; } = 60_000;

    /// <summary>Lines of the last file of each request, whose thread ends first.</summary>
    public int ShortFile { get; init; } = 600;

    /// <summary>How many clients ask at once.</summary>
    public int Clients { get; init; } = 3;

    /// <summary>Rounds after which nobody waits any longer for a lost update.</summary>
    public int MostRounds { get; init; } = 20;

    /// <summary>The time after which no further round is started for one.</summary>
    public TimeSpan MostTime { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Rounds that the repaired service has to get right.</summary>
    public int RoundsAfter { get; init; } = 5;

    /// <summary>How many requests count primes while another client asks for nothing much.</summary>
    public int PrimeRequests { get; init; } = 8;

    /// <summary>Primes below a million: the number that the articles count, too.</summary>
    public int PrimesEnd { get; init; } = 1_000_000;

    public int Primes { get; init; } = 78_498;

    public int Factorials { get; init; } = 400;

    /// <summary>The factorials are those of the numbers around this one.</summary>
    public int FactorialOf { get; init; } = 1_500;
}
