namespace ConcurrencyAnalyzers.Rules.Lifetime;

/// <summary>A foreground thread is started, and on some way nobody waits for its end.</summary>
/// <remarks>
/// What it does, and whether it failed, is then unknown to all that runs on. The smallest failing interleaving:
/// <code>
///   Main                    worker
///   worker.Start()
///                           opens report.txt
///   sends report.txt                              an empty file goes out
///                           writes, closes
/// </code>
/// A background thread is said on purpose to need no waiting.
/// </remarks>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class UnjoinedThread : FileRule
{
    internal static readonly DiagnosticDescriptor Descriptor = Descriptors.Create(
        id: "CONC0301",
        name: nameof(UnjoinedThread),
        title: "A started thread is not joined on every path",
        message: "The thread that runs '{0}' is not joined: {1}");

    /// <summary>Creates the rule; hosts do.</summary>
    public UnjoinedThread()
        : base(Descriptor)
    {
    }

    private protected override void Ask(FileQuestion ask)
    {
        foreach (var thread in ask.Model.ThreadsIn(ask.File, ask.Cancellation))
        {
            if (ask.Model.EndOf(thread, ask.Cancellation).Proves(out var unjoined))
                ask.Report(unjoined);
        }
    }
}
