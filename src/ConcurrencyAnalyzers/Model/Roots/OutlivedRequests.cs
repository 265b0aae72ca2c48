using ConcurrencyAnalyzers.Model.Api;
using ConcurrencyAnalyzers.Model.Calls;
using ConcurrencyAnalyzers.Model.Facts;
using ConcurrencyAnalyzers.Model.Paths;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ConcurrencyAnalyzers.Model.Roots;

/// <summary>Finds what belongs to a request, and is used by work that nobody waits for.</summary>
/// <remarks>
/// When the request is answered, the host gives its context to the next one, and disposes of the services that were made for it. By the time that the
/// work comes to use them, they are somebody else's or gone. Two kinds of objects are known to belong to a request: those of which a table says so, and
/// objects for one thread at a time that the constructor of a class gets of which each request has one. Errs towards silence: work that goes anywhere
/// from where it could be waited for is waited for.
/// </remarks>
internal sealed class OutlivedRequests(BodyReader reader, ApiLookup api, ApiTables tables, MemoryUses uses, ContextFinder contexts, Lifetimes lifetimes)
{
    /// <summary>The uses in <paramref name="tree"/>, one for each piece of work and each object, in order of position.</summary>
    public IEnumerable<OutlivedRequest> In(SyntaxTree tree, CancellationToken cancellation)
    {
        var index = TreeIndex.Of(tree, cancellation);
        var members = new HashSet<MemberSyntax>(index.MentioningAny(tables.Scope));
        members.IntersectWith(index.MentioningAny(TreeIndex.IsStart));
        members.UnionWith(index.Members.Where(member => member.ChangedContents.Count > 0 && IsServedAnew(member.Node, cancellation)));
        var told = new HashSet<(Frame, ISymbol)>();
        foreach (var member in members.OrderBy(static one => one.Span.Start))
        {
            foreach (var frame in reader.FactsOf(member.Node, cancellation).SelectMany(static body => body.Frames))
            {
                foreach (var access in frame.Accesses)
                {
                    if (RootOf(access.Path) is { } root && !told.Contains((frame, root)) && IsLentOut(access, cancellation) && LeftBehind(access, cancellation) is { } way)
                    {
                        told.Add((frame, root));
                        yield return new OutlivedRequest(access, root.Name, way);
                    }
                }
            }
        }
    }

    /// <summary>Asked of the declaration, so that no body is bound that no request has for itself.</summary>
    private bool IsServedAnew(SyntaxNode member, CancellationToken cancellation) =>
        member.FirstAncestorOrSelf<TypeDeclarationSyntax>() is { } declaration && (declaration.BaseList is not null || declaration.AttributeLists.Count > 0 || declaration.Modifiers.Any(SyntaxKind.PartialKeyword))
        && reader.ModelOf(member.SyntaxTree).GetDeclaredSymbol(declaration, cancellation) is { } type && IsServedAnew(type);

    private bool IsServedAnew(INamedTypeSymbol type) => api.ServiceOf(type) is { Place: ApiPlace.Request } service && service.Has(ApiFlags.Fresh);

    /// <summary>The variable that the code has: of <c>context.Request.Path</c> the first.</summary>
    private static ISymbol? RootOf(MemoryPath path) => path.Root == PathRoot.This && !path.Steps.IsEmpty ? path.Steps[0].Symbol : path.Variable;

    private bool IsLentOut(Access access, CancellationToken cancellation)
    {
        var nature = api.NatureOf(access.Memory.Type);
        return (nature & ApiNature.Scoped) != 0
            || (nature & ApiNature.Unsafe) != 0 && access is { IsContent: true, Path: { Root: PathRoot.This, Steps.Length: 2 } } && IsOfService(access.Memory, cancellation);
    }

    /// <summary>Of a class of which each request has an object, and what its constructor was given.</summary>
    private bool IsOfService(Memory memory, CancellationToken cancellation)
    {
        if (memory.ContainingType is not { } type || !IsServedAnew(type))
            return false;
        if (memory.Symbol is IParameterSymbol)
            return true;

        var writes = uses.Of(new Memory(memory.Symbol, isElement: false), cancellation).Accesses.Where(static access => access.IsWrite).ToList();
        return writes.Count > 0 && writes.TrueForAll(static write => Operands.Unwrapped(write.Value) is IParameterReferenceOperation && write.Frame.Body.IsConstructing);
    }

    /// <summary>The work that makes the access, as the frame sees it that leaves it alone: the one that begins it, or one that a helper gives what it began.</summary>
    private Context? LeftBehind(Access access, CancellationToken cancellation) =>
        contexts.ContextsOf(access, cancellation).Contexts.FirstOrDefault(way => IsBegunHere(way) && IsDropped(way, cancellation));

    private static bool IsBegunHere(Context way) =>
        way is { LivesOn: true, Handover: null, Path: { IsUnknown: false, Root: PathRoot.This or PathRoot.Parameter or PathRoot.Local } }
        && (way.Spawn is { } spawn ? IsBegunAtOnce(spawn) : way.AsyncCall is not null && way.Site == way.AsyncCall);

    /// <summary>A handler of an event, or of what a device has done, comes while the request waits for it.</summary>
    private static bool IsBegunAtOnce(DelegateUse spawn) =>
        spawn is { Place: ApiPlace.Pool or ApiPlace.Thread, IsIo: false, After: null, Syntax: InvocationExpressionSyntax or BaseObjectCreationExpressionSyntax };

    /// <summary>No way out of the frame waits for it or for a signal, and nobody else has what could be waited for.</summary>
    private bool IsDropped(Context way, CancellationToken cancellation) =>
        !IsSignalled(way)
        && lifetimes.AfterReturn(way, cancellation) is { LivesOn: true, IsOwnTask: false, Handle: { Returned: false, Escapes: false } handle }
        && handle.Paths.All(static path => path.Root == PathRoot.Local);

    private static bool IsSignalled(Context way)
    {
        for (var link = way; link is not null; link = link.Inner)
        {
            if (link.Frame.Waits.Count > 0 || (link != way && link.Frame.Signals.Count > 0))
                return true;
        }

        return false;
    }
}

/// <summary>Work that may use an object of a request when the request is over.</summary>
/// <param name="Use">The first use of it there.</param>
/// <param name="Name">The variable that the code has it from.</param>
/// <param name="Way">How the frame that leaves the work alone gets to it.</param>
internal sealed record OutlivedRequest(Access Use, string Name, Context Way) : IFinding
{
    public Location Location => Use.Location;

    public IEnumerable<Location> OtherPlaces => Way.Site.Syntax == Use.Syntax ? [] : [Way.Site.Syntax.GetLocation()];

    public string Witness => $"nobody waits for {Roots.Witness.SideOf(Way)}, and by then its request may be over";

    public bool IsSuggestion => true;

    public ImmutableDictionary<string, string?> Properties => ImmutableDictionary<string, string?>.Empty.Add("memory", Use.Memory.Symbol.ToDisplayString());
}
