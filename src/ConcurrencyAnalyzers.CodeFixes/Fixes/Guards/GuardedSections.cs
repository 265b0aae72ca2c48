using ConcurrencyAnalyzers.Fixes.Edits;

namespace ConcurrencyAnalyzers.Fixes.Guards;

/// <summary>A section and the lock it needs.</summary>
internal readonly record struct Guarded(Section Section, string LockText);

/// <summary>Joins what repairs want under locks in one document, so that no place takes one lock twice or two locks at once.</summary>
internal static class GuardedSections
{
    /// <returns>False where two repairs want overlapping code under different locks, or a section has no form with a lock.</returns>
    public static bool TryWrite(IEnumerable<Guarded> wanted, DocumentEdits edits)
    {
        var sections = Joined(wanted.OrderBy(static one => one.Section.Span.Start).ThenByDescending(static one => one.Section.Span.End).ToList());
        for (var i = 0; i < sections.Count; i++)
        {
            for (var j = i + 1; j < sections.Count && sections[j].Section.Span.Start < sections[i].Section.Span.End; j++)
            {
                if (sections[j].LockText != sections[i].LockText && !IsDeferred(sections[i].Section, sections[j].Section))
                    return false;
            }
        }

        // What was possible by itself may not be so together with its neighbours.
        if (!sections.All(static one => one.Section.IsPossible))
            return false;
        foreach (var (section, lockText) in sections)
            section.Write(edits, lockText);
        return true;
    }

    private static List<Guarded> Joined(List<Guarded> sections)
    {
        for (var i = 0; i < sections.Count; i++)
        {
            for (var j = i + 1; j < sections.Count; j++)
            {
                var (one, other) = (sections[i], sections[j]);
                if (one.LockText != other.LockText)
                    continue;

                if (one.Section.Span.Contains(other.Section.Span) && !IsDeferred(one.Section, other.Section))
                {
                    sections.RemoveAt(j--);
                }
                else if (one.Section is StatementsSection first && other.Section is StatementsSection second && first.Joined(second) is { } both)
                {
                    sections[i] = one with { Section = both };
                    sections.RemoveAt(j);

                    // The joined one may now touch what it did not touch before.
                    j = i;
                }
            }
        }

        return sections;
    }

    /// <summary>A lambda inside guarded code runs later, when the lock is not held any more.</summary>
    private static bool IsDeferred(Section outer, Section inner) =>
        outer.Contents.SelectMany(static node => node.DescendantNodes())
            .Any(node => Functions.IsInner(node) && node.Span.Contains(inner.Span) && outer.Span.Contains(node.Span));
}
