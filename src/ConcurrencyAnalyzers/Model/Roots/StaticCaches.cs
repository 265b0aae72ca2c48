using ConcurrencyAnalyzers.Model.Calls;
using ConcurrencyAnalyzers.Model.Facts;
using ConcurrencyAnalyzers.Model.Guards;
using ConcurrencyAnalyzers.Model.Paths;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ConcurrencyAnalyzers.Model.Roots;

/// <summary>Static collections of a library that are filled when somebody has looked and not found, and that no lock protects.</summary>
/// <remarks>
/// When it is filled is up to who asks first (<see cref="OpenStatics"/>). That no thread is in sight makes it a suggestion.
/// </remarks>
internal sealed class StaticCaches(BodyReader reader, SourceIndex index, Entrances entrances, OpenStatics open)
{
    public IEnumerable<StaticCache> In(SyntaxTree tree, CancellationToken cancellation)
    {
        var statics = entrances.IsLibrary && index.MayStartThreads ? DeclaredNames.Of(tree, cancellation).Statics : [];
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
                    if (OpenStatics.IsOpenUse(fill) && fill.IsWrite && LookBefore(fill) is { } look && open.AreForAll(fill, cancellation))
                        yield return new StaticCache(fill, look);
                }
            }
        }
    }

    /// <summary>The question, for the same key, that came before: <c>if (!s_known.TryGetValue(key, out var value)) s_known[key] = value = Make(key);</c></summary>
    private static Access? LookBefore(Access fill) => fill.Key is not { } key ? null : fill.Frame.Accesses.FirstOrDefault(look =>
        OpenStatics.IsOpenUse(look) && !look.IsWrite && look.Syntax.Span.End <= fill.Syntax.SpanStart && look.Path.WithoutLast().Equals(fill.Path.WithoutLast())
        && look.Syntax is InvocationExpressionSyntax && look.Key is { } asked && SyntaxFactory.AreEquivalent(asked, key));
}

/// <summary>A static collection that is filled on demand.</summary>
/// <param name="Fill">Puts in what was not there.</param>
/// <param name="Look">The question before.</param>
internal sealed record StaticCache(Access Fill, Access Look) : IFinding
{
    public Location Location => Fill.Location;

    public IEnumerable<Location> OtherPlaces => [Look.Location];

    public string Name => Fill.Path.WithoutLast().Name;

    public string Witness => $"it is static, and {Places.NameOf(Fill.Frame)} fills it without a lock for whoever asks first ({Places.LineOf(Look.Syntax, Fill.Syntax)})";

    /// <summary>No thread is in sight.</summary>
    public bool IsSuggestion => true;

    public ImmutableDictionary<string, string?> Properties => ImmutableDictionary<string, string?>.Empty.Add("memory", Fill.Memory.Symbol.ToDisplayString());
}
