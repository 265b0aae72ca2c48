using System.Collections.Concurrent;
using ConcurrencyAnalyzers.Model.Api;
using ConcurrencyAnalyzers.Model.Facts;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ConcurrencyAnalyzers.Model.Guards;

/// <summary>Locks that a method of the program takes for its caller: <c>Enter(); _count++; Exit();</c>. Whether it has given them back by then is not asked.</summary>
/// <remarks>Only methods that call something named like the taking of a lock are looked into: binding every callee of every access would be a search of the program.</remarks>
internal sealed class HelperLocks(BodyReader reader)
{
    private static readonly string[] s_words = ["lock", "acquire", "enter"];

    private readonly ConcurrentDictionary<IMethodSymbol, bool> _taking = new(SymbolEqualityComparer.Default);
    private readonly ConcurrentDictionary<Frame, int> _takenAt = new();
    private readonly ConcurrentDictionary<Frame, int> _giving = new();

    public bool MayHoldAt(Site site, CancellationToken cancellation) =>
        TakenAt(site.Frame, cancellation) < site.Syntax.SpanStart || site.Syntax.SpanStart < _giving.GetOrAdd(site.Frame, GiveBackOfAnothers);

    /// <summary>Where the frame calls the first method that leaves a lock taken. Once a frame: each of its sites asks.</summary>
    private int TakenAt(Frame frame, CancellationToken cancellation)
    {
        if (_takenAt.TryGetValue(frame, out var known))
            return known;

        var first = int.MaxValue;
        foreach (var call in frame.Calls)
        {
            if (call.Syntax.SpanStart < first && MayTake(call.Target) && reader.FrameOf(call.Target, cancellation) is { LeavesHeld.Count: > 0 })
                first = call.Syntax.SpanStart;
        }

        return _takenAt.GetOrAdd(frame, first);
    }

    /// <summary>Where <c>Exit</c>, the other half, gives back what it has never taken: until then its caller holds it. -1 where it does not.</summary>
    private static int GiveBackOfAnothers(Frame frame)
    {
        var place = -1;
        foreach (var call in frame.Syntax.DescendantNodes().OfType<InvocationExpressionSyntax>())
        {
            if (Targets.NameOf(call) is { } name && IsNamedForIt(name))
                return -1;
            if (OwnScopes.GivesBack(call))
                place = Math.Max(place, call.SpanStart);
        }

        return place;
    }

    /// <summary>By the names in its source, unbound.</summary>
    private bool MayTake(IMethodSymbol method) => _taking.GetOrAdd(method, static one =>
        one.DeclaringSyntaxReferences.Any(static place => place.GetSyntax().DescendantNodes().OfType<InvocationExpressionSyntax>().Any(static call => Targets.NameOf(call) is { } name && IsNamedForIt(name))));

    private static bool IsNamedForIt(string name) =>
        ApiTables.BuiltIn.Acquire(name) || Array.Exists(s_words, word => name.IndexOf(word, StringComparison.OrdinalIgnoreCase) >= 0);
}
