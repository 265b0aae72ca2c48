using ConcurrencyAnalyzers.Model.Calls;
using ConcurrencyAnalyzers.Model.Facts;
using ConcurrencyAnalyzers.Model.Guards;
using ConcurrencyAnalyzers.Model.Paths;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ConcurrencyAnalyzers.Model.Roots;

/// <summary>Static collections of a library that are filled when somebody has looked and not found, or behind an await, and that no lock protects.</summary>
/// <remarks>
/// When it is filled is up to who asks first (<see cref="OpenStatics"/>). That no thread is in sight makes it a suggestion. What is merely added to, as a list of
/// plugins is, may be complete before there are other threads.
/// </remarks>
internal sealed class StaticCaches(BodyReader reader, Entrances entrances, OpenStatics open)
{
    public IEnumerable<StaticCache> In(SyntaxTree tree, CancellationToken cancellation)
    {
        var statics = entrances.IsLibrary ? DeclaredNames.Of(tree, cancellation).Statics : [];
        if (statics.Count == 0)
            yield break;

        foreach (var member in TreeIndex.Of(tree, cancellation).Members)
        {
            if (!member.ChangedContents.Overlaps(statics))
                continue;
            foreach (var frame in reader.FactsOf(member.Node, cancellation).SelectMany(static body => body.Frames))
            {
                foreach (var fill in frame.Accesses)
                {
                    if (OpenStatics.IsOpenUse(fill) && fill.IsWrite && LookBefore(fill) is var look && (look is not null || IsBetweenAwaits(fill)) && open.AreForAll(fill, cancellation))
                        yield return new StaticCache(fill, look);
                }
            }
        }
    }

    /// <summary>An async method lets others come while it waits, and goes on on whatever thread is free then.</summary>
    private static bool IsBetweenAwaits(Access change) =>
        change.Frame is { IsAsync: true, Parent: null } frame && frame.Awaits.Exists(place => place.Span.End <= change.Syntax.SpanStart && !Branches.AreApart(place, change.Syntax, frame.Syntax));

    /// <summary>The question, for the same key, that came before: <c>if (!s_known.TryGetValue(key, out var value)) s_known[key] = value = Make(key);</c></summary>
    private static Access? LookBefore(Access fill) => fill.Key is not { } key ? null : fill.Frame.Accesses.FirstOrDefault(look =>
        OpenStatics.IsOpenUse(look) && !look.IsWrite && look.Syntax.Span.End <= fill.Syntax.SpanStart && look.Path.WithoutLast().Equals(fill.Path.WithoutLast())
        && look.Syntax is InvocationExpressionSyntax && look.Key is { } asked && SyntaxFactory.AreEquivalent(asked, key));
}

/// <summary>A static collection that is filled on demand.</summary>
/// <param name="Fill">Puts in what was not there.</param>
/// <param name="Look">The question before; null where an await stands before.</param>
internal sealed record StaticCache(Access Fill, Access? Look) : IFinding
{
    public Location Location => Fill.Location;

    public IEnumerable<Location> OtherPlaces => Look is null ? [] : [Look.Location];

    public string Name => Fill.Path.WithoutLast().Name;

    public string Witness => Look is null
        ? $"it is static, and {Places.NameOf(Fill.Frame)} changes it without a lock behind an await, where calls that overlap go on on several threads"
        : $"it is static, and {Places.NameOf(Fill.Frame)} fills it without a lock for whoever asks first ({Places.LineOf(Look.Syntax, Fill.Syntax)})";

    /// <summary>No thread is in sight.</summary>
    public bool IsSuggestion => true;

    public ImmutableDictionary<string, string?> Properties => ImmutableDictionary<string, string?>.Empty.Add("memory", Fill.Memory.Symbol.ToDisplayString());
}
