using ConcurrencyAnalyzers.Model.Calls;
using ConcurrencyAnalyzers.Model.Facts;
using ConcurrencyAnalyzers.Model.Paths;

namespace ConcurrencyAnalyzers.Model.Roots;

/// <summary>Timers that are made without a due time and get a period later: <c>new Timer(Tick)</c>, and then <c>Change(0, 1000)</c>.</summary>
internal sealed class LateTimers(BodyReader reader, SourceIndex index)
{
    /// <summary>A field that more members than this mention is not followed.</summary>
    private const int MaxMembers = 64;

    /// <summary>Whether the timer that <paramref name="use"/> makes is somewhere given a period.</summary>
    public bool Tick(DelegateUse use, CancellationToken cancellation)
    {
        foreach (var path in Lifetimes.Everywhere(use.Handle, use.Frame).Paths)
        {
            if (use.Frame.Body.Frames.Any(frame => frame.Starts.Any(start => start.Many && start.Handle.Equals(path))))
                return true;
            if (!path.Steps.IsEmpty && path.Steps[path.Steps.Length - 1].Symbol is { } member && IsGivenPeriod(member, cancellation))
                return true;
        }

        return false;
    }

    private bool IsGivenPeriod(ISymbol member, CancellationToken cancellation) =>
        index.MembersMentioning([member.Name], SourceIndex.DeclarationsThatSee(member), MaxMembers) is { } mentions
        && mentions.SelectMany(one => reader.FactsOf(one, cancellation)).SelectMany(static body => body.Frames).SelectMany(static frame => frame.Starts)
            .Any(start => start.Many && !start.Handle.Steps.IsEmpty && SymbolEqualityComparer.Default.Equals(start.Handle.Steps[start.Handle.Steps.Length - 1].Symbol, member));
}
