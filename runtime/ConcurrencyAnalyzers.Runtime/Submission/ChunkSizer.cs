namespace ConcurrencyAnalyzers.Runtime;

/// <summary>Chooses how many elements travel together, from how long the last ones took.</summary>
/// <param name="options">What the caller has said.</param>
/// <param name="workers">Of the executor.</param>
/// <param name="travelAlone">Each element may be ended by force, or tried again, and must take no other with it.</param>
internal sealed class ChunkSizer(MapOptions options, int workers, bool travelAlone)
{
    // Work of one trip. Shorter, and transport shows; longer, and the last chunk keeps one worker busy while the others are done.
    private static readonly TimeSpan s_target = TimeSpan.FromMilliseconds(1);

    // Bounds what one crash can lose and what one buffer holds, whatever the clock says.
    private const int Largest = 4096;

    // One quick element says little about the next: growth is by steps.
    private const int Growth = 4;

    // The enumeration's alone: it takes, measures and yields one step at a time, and awaits order the steps.
    private double _meanTicks;

    /// <summary>How many travel together now. As the mean, the enumeration's alone.</summary>
    internal int ChunkSize { get; private set; } = travelAlone ? 1 : Math.Max(1, options.ChunkSize);

    internal int BufferSize => options.BufferSize > 0 ? options.BufferSize : 2 * workers * ChunkSize;

    internal void Observe(int count, TimeSpan elapsed)
    {
        if (travelAlone || options.ChunkSize > 0 || count == 0)
            return;
        var ticks = (double)elapsed.Ticks / count;
        _meanTicks = _meanTicks == 0 ? ticks : (0.75 * _meanTicks) + (0.25 * ticks);
        var fitting = s_target.Ticks / Math.Max(_meanTicks, 0.01);
        ChunkSize = (int)Math.Clamp(fitting, 1, Math.Min(Largest, (long)ChunkSize * Growth));
    }
}
