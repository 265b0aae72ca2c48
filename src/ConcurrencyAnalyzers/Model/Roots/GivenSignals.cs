using ConcurrencyAnalyzers.Model.Facts;
using ConcurrencyAnalyzers.Model.Paths;

namespace ConcurrencyAnalyzers.Model.Roots;

/// <summary>Which signals a way gives once it has been at its access: those before it tell a waiter nothing of it.</summary>
internal static class GivenSignals
{
    /// <summary>The signals that a frame gives further down than its site, or in the next round of a loop around both.</summary>
    public static IEnumerable<SignalSite> Behind(Context link) =>
        link.Frame.Signals.Where(signal => signal.Syntax.SpanStart >= link.Site.Syntax.SpanStart
            || signal.Syntax.Ancestors().TakeWhile(node => node != link.Frame.Syntax).Any(node => Loops.IsLoop(node) && node.Span.Contains(link.Site.Syntax.Span)));

    /// <summary>Whether the way gives what <paramref name="wait"/> waits for, and never but before its access: <c>_done.Set(); _count++;</c>.</summary>
    public static bool AreAllBefore(Context way, WaitSite wait) =>
        !wait.Signal.IsUnknown && way.LinksOfItsThread.Any(link => link.Frame.Signals.Exists(signal => IsOne(signal, wait))) && !way.LinksOfItsThread.Any(link => Behind(link).Any(signal => IsOne(signal, wait)));

    private static bool IsOne(SignalSite signal, WaitSite wait) => signal.Signal.End is { } name && SymbolEqualityComparer.Default.Equals(name, wait.Signal.End);

}
