namespace ConcurrencyAnalyzers.Rules.Races;

/// <summary>A check and the act that relies on it are two steps, and another thread can come in between.</summary>
/// <remarks>
/// Each step may be safe by itself. The smallest failing interleaving, on a <c>ConcurrentDictionary</c>:
/// <code>
///   thread A                    thread B                    _carts
///   ContainsKey("Ada"): no                                  nothing
///                               ContainsKey("Ada"): no      nothing
///   _carts["Ada"] = a cart                                  A's cart, with what A puts into it
///                               _carts["Ada"] = a cart      B's cart: A's is gone
/// </code>
/// </remarks>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class CheckThenAct : FileRule
{
    internal static readonly DiagnosticDescriptor Descriptor = Descriptors.Create(
        id: "CONC0105",
        name: nameof(CheckThenAct),
        title: "What was checked can have changed when it is relied upon",
        message: "'{0}' can change between check and act: {1}");

    /// <summary>Creates the rule; hosts do.</summary>
    public CheckThenAct()
        : base(Descriptor)
    {
    }

    private protected override void Ask(FileQuestion ask)
    {
        foreach (var late in ask.Model.LateActsIn(ask.File, ask.Cancellation))
        {
            if (!ask.IsSaidBefore(late.Act))
                ask.Report(late);
        }
    }
}
