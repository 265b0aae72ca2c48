using System.Diagnostics;
using ConcurrencyAnalyzers.Annotations;

namespace ConcurrencyAnalyzers.Runtime;

/// <summary>How many calls a worker may have at once: one that runs, and as many more as bridge the way there and back.</summary>
/// <remarks>
/// A call that waits in a worker waits behind the one that runs there, even if another worker is free by then (it is asked back, but late). So
/// calls are sent
/// ahead only as far as the last ones were quick: long calls are never sent ahead, calls of a few microseconds by the dozen.
/// </remarks>
[NotThreadSafe]
internal struct Pace
{
    // About twice the way there and back when a core must wake up.
    private const double BridgedMicroseconds = 150;
    private const double LongMicroseconds = 2000;
    private const int MostAhead = 64;

    // A part of its worker, and guarded as the worker is: by the executor's lock.
    private double _mean;

    internal readonly int Window => _mean == 0 || _mean > LongMicroseconds ? 1 : (int)Math.Clamp(1 + (BridgedMicroseconds / _mean), 2, MostAhead);

    /// <summary>Counts answers that came together, after the time since the ones before, or since the worker was last idle.</summary>
    internal void Observe(int calls, TimeSpan elapsed)
    {
        var each = Math.Max(elapsed.TotalMicroseconds / calls, 0.1);
        _mean = _mean == 0 ? each : (0.8 * _mean) + (0.2 * each);
    }
}
