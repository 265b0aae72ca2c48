using System.Diagnostics.CodeAnalysis;

internal sealed class Estimates
{
    private int _hits;
    private int _misses;

    public void Warm() => Parallel.Invoke(Hit, Hit, Miss, Miss);

    public override string ToString() => $"about {_hits} of {_hits + _misses}";

    private void Hit()
    {
#pragma warning disable CONC0101 // An estimate may lose one.
        _hits++;
#pragma warning restore CONC0101
    }

    [SuppressMessage("Races", "CONC0101", Justification = "An estimate may lose one.")]
    private void Miss() => _misses++;
}
