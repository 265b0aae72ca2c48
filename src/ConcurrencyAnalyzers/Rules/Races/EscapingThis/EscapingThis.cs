namespace ConcurrencyAnalyzers.Rules.Races;

/// <summary>A constructor starts work on the object, or registers it, and goes on making the object.</summary>
/// <remarks>
/// The object is whole when its constructor returns, and that of the last derived class. The smallest failing interleaving:
/// <code>
///   constructor                      the thread it has started       _interval
///   _thread.Start()                                                  0
///                                    reads _interval, never waits    0
///   _interval = interval                                             500
/// </code>
/// Where others find the object before it is whole, but no thread of them is in sight, it is a suggestion.
/// </remarks>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class EscapingThis : FileRule
{
    internal static readonly DiagnosticDescriptor Descriptor = Descriptors.Create(
        id: "CONC0114",
        name: nameof(EscapingThis),
        title: "A constructor lets others have the object before it is complete",
        message: "'{0}' is not complete yet: {1}",
        severity: DiagnosticSeverity.Info);

    /// <summary>Creates the rule; hosts do.</summary>
    public EscapingThis()
        : base(Descriptor)
    {
    }

    private protected override void Ask(FileQuestion ask)
    {
        foreach (var escaping in ask.Model.EscapingObjectsIn(ask.File, ask.Cancellation))
            ask.Report(escaping);
    }
}
