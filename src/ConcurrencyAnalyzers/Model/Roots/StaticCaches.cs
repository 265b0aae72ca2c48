using ConcurrencyAnalyzers.Model.Calls;
using ConcurrencyAnalyzers.Model.Facts;
using ConcurrencyAnalyzers.Model.Guards;
using ConcurrencyAnalyzers.Model.Paths;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ConcurrencyAnalyzers.Model.Roots;

/// <summary>Static collections of a library that are filled when somebody has looked and not found, and that no lock protects.</summary>
/// <remarks>
/// What is static is there for every thread of the program that uses the library, and when it is filled is up to who asks first. That no thread is in
/// sight makes it a suggestion. What is filled by constructors of the type, or from them alone, or under a lock anywhere, is left alone.
/// </remarks>
internal sealed class StaticCaches(BodyReader reader, Entrances entrances, OpenPlaces places, Containers containers)
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
                    if (IsOpenUse(fill) && fill.IsWrite && LookBefore(fill) is { } look && IsForAll(fill, cancellation))
                        yield return new StaticCache(fill, look);
                }
            }
        }
    }

    /// <summary>Of what a static itself holds, one step behind its name, and under no lock of the frame.</summary>
    private static bool IsOpenUse(Access access) =>
        access is { IsContent: true, IsGlance: false, IsAtomic: false, Locks.IsEmpty: true, Path: { Root: PathRoot.Static, Steps.Length: 2, IsCertain: true } };

    /// <summary>The question, for the same key, that came before: <c>if (!s_known.TryGetValue(key, out var value)) s_known[key] = value = Make(key);</c></summary>
    private static Access? LookBefore(Access fill) => fill.Key is not { } key ? null : fill.Frame.Accesses.FirstOrDefault(look =>
        IsOpenUse(look) && !look.IsWrite && look.Syntax.Span.End <= fill.Syntax.SpanStart && look.Path.WithoutLast().Equals(fill.Path.WithoutLast())
        && look.Syntax is InvocationExpressionSyntax && look.Key is { } asked && SyntaxFactory.AreEquivalent(asked, key));

    private bool IsForAll(Access fill, CancellationToken cancellation) =>
        places.IsOpen(fill, cancellation) && containers.IsPlain(fill.Memory, cancellation) && places.LocklessUse(fill.Memory, cancellation) is not null;
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
