namespace ConcurrencyAnalyzers.Rules.Blocking;

/// <summary>A thread that others wait for computes, where it should take the next request, event or packet.</summary>
/// <remarks>
/// The smallest stall, of a window or of a pool with one thread left:
/// <code>
///   serving thread            request A          request B
///   takes A                   waits
///   counts primes             waits              arrives
///   counts primes             waits              waits          nobody takes it
///   answers A                 done               waits
///   takes B                                      waits for its own work only now
/// </code>
/// <c>async</c> alone changes nothing: between two awaits the thread is held.
/// </remarks>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class CpuWorkOnIoThread : FileRule
{
    internal static readonly DiagnosticDescriptor Descriptor = Descriptors.Create(
        id: "CONC0201",
        name: nameof(CpuWorkOnIoThread),
        title: "A thread that serves others is held up by computing",
        message: "{0} holds up {1}: {2}");

    /// <summary>Creates the rule; hosts do.</summary>
    public CpuWorkOnIoThread()
        : base(Descriptor)
    {
    }

    private protected override void Ask(FileQuestion ask)
    {
        foreach (var work in ask.Model.ServedWorkIn(ask.File, ask.Cancellation))
            ask.Report(work);
    }
}
