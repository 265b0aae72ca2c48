using ConcurrencyAnalyzers.Model.Calls;
using ConcurrencyAnalyzers.Model.Facts;

namespace ConcurrencyAnalyzers.Model.Roots;

/// <summary>Finds constructors that let others have the object before it is complete.</summary>
/// <remarks>
/// The witness is a read on another thread of what the constructor, or that of a derived class, sets after it has begun the work. A registration
/// alone shows no thread, and neither does a class that somebody may derive from: these suggest. Errs towards silence.
/// </remarks>
internal sealed class EscapeFinder(BodyReader reader, SourceIndex index, EarlyWork work, EarlyRegistrations registrations, OverridableWork overridable)
{
    public IEnumerable<EscapingObject> In(SyntaxTree tree, CancellationToken cancellation)
    {
        var early = EarlyStarts.Of(tree, cancellation);
        var members = new HashSet<MemberSyntax>(early.Constructors);
        members.UnionWith(early.Chained.Where(one => one.Types.Any(index.IsNameOfStartingType)).Select(static one => one.Constructor));
        foreach (var member in members.OrderBy(static one => one.Span.Start))
        {
            foreach (var constructor in reader.FactsOf(member.Node, cancellation).Select(static body => body.Root))
            {
                if (constructor.Method is { MethodKind: MethodKind.Constructor })
                {
                    foreach (var found in FindingsOf(constructor, cancellation))
                        yield return found;
                }
            }
        }
    }

    /// <summary>One for each place; a witness with a thread goes before one without.</summary>
    private IEnumerable<EscapingObject> FindingsOf(Frame constructor, CancellationToken cancellation)
    {
        var found = new Dictionary<SyntaxNode, EscapingObject>();
        foreach (var one in work.Of(constructor, cancellation).Concat(registrations.Of(constructor, cancellation)).Concat(overridable.Of(constructor, cancellation)))
        {
            if (!found.ContainsKey(one.Begin))
                found.Add(one.Begin, one);
        }

        return found.Values.OrderBy(static one => one.Begin.SpanStart);
    }
}
