using ConcurrencyAnalyzers.Model.Calls;
using ConcurrencyAnalyzers.Model.Facts;
using ConcurrencyAnalyzers.Model.Guards;

namespace ConcurrencyAnalyzers.Model.Roots;

/// <summary>Static objects of a library that are for one thread at a time, a hash, a random generator, and that no lock protects; one place for each.</summary>
/// <remarks>That no thread is in sight makes it a suggestion.</remarks>
internal sealed class StaticObjects(BodyReader reader, SourceIndex index, Entrances entrances, Containers containers, OpenStatics open)
{
    public IEnumerable<StaticObject> In(SyntaxTree tree, CancellationToken cancellation)
    {
        var statics = entrances.IsLibrary && index.MayStartThreads ? DeclaredNames.Of(tree, cancellation).Statics : [];
        if (statics.Count == 0)
            yield break;

        var told = new HashSet<Memory>();
        foreach (var member in TreeIndex.Of(tree, cancellation).Members)
        {
            if (!member.ChangedContents.Overlaps(statics))
                continue;
            foreach (var frame in reader.FactsOf(member.Node, cancellation).SelectMany(static body => body.Frames))
            {
                foreach (var use in frame.Accesses)
                {
                    if (OpenStatics.IsOpenUse(use) && use.IsWrite && containers.IsUnsafe(use.Memory.Type) && !told.Contains(use.Memory) && open.AreForAll(use, cancellation))
                    {
                        told.Add(use.Memory);
                        yield return new StaticObject(use);
                    }
                }
            }
        }
    }
}

/// <summary>A static object that is for one thread at a time.</summary>
/// <param name="Use">The first place of the file that uses it.</param>
internal sealed record StaticObject(Access Use) : IFinding
{
    public Location Location => Use.Location;

    public IEnumerable<Location> OtherPlaces => [];

    public string Name => Use.Path.WithoutLast().Name;

    public string Witness => $"it is static, and {Places.NameOf(Use.Frame)} uses it without a lock on whatever thread calls";

    public bool IsSuggestion => true;

    public ImmutableDictionary<string, string?> Properties => ImmutableDictionary<string, string?>.Empty.Add("memory", Use.Memory.Symbol.ToDisplayString());
}
