using ConcurrencyAnalyzers.Model.Calls;
using ConcurrencyAnalyzers.Model.Facts;
using ConcurrencyAnalyzers.Model.Paths;

namespace ConcurrencyAnalyzers.Model.Guards;

/// <summary>Finds containers that leave the reach of the lock that guards what they hold.</summary>
/// <remarks>
/// Who gets them cannot take the lock: it is a private field, and nothing gives it out. Silent where only the type itself gets them, and where the field
/// is set anew as they leave: then they are the receiver's alone.
/// </remarks>
internal sealed class LeakedCollections(BodyReader reader, SourceIndex index, GuardFinder guards, CallGraph calls)
{
    public IEnumerable<LeakedCollection> In(SyntaxTree tree, CancellationToken cancellation)
    {
        var names = new HashSet<string>(index.ChangedUnderLock(tree, cancellation), StringComparer.Ordinal);
        names.UnionWith(index.Guarded);
        if (names.Count == 0)
            yield break;

        foreach (var member in TreeIndex.Of(tree, cancellation).MentioningAny(names.Contains))
        {
            foreach (var result in reader.FactsOf(member.Node, cancellation).SelectMany(static body => body.Frames).SelectMany(static frame => frame.Results))
            {
                if (names.Contains(result.Content.Name) && Check(result, cancellation) is { } leaked)
                    yield return leaked;
            }
        }
    }

    /// <summary>The handing out that <paramref name="access"/> is a part of, if it is such a one.</summary>
    public LeakedCollection? At(Access access, CancellationToken cancellation) =>
        access.Frame.Results.Find(result => result.Syntax.Span.Contains(access.Syntax.Span) && SymbolEqualityComparer.Default.Equals(result.Content.Symbol, access.Memory.Symbol)) is { } result
            ? Check(result, cancellation)
            : null;

    private LeakedCollection? Check(HandedOut result, CancellationToken cancellation)
    {
        if (result.Frame is not { Parent: null, Body.IsConstructing: false, Method: { } method } || result.Path.Root is not (PathRoot.This or PathRoot.Static)
            || !IsForOthers(result.Frame, method, cancellation) || IsReplaced(result))
        {
            return null;
        }

        return guards.GuardingOf(result.Content, cancellation) is { } guarding && guarding.IsUsual && IsOutOfReach(guarding.Guard, result.Content)
            && guarding.Held.FirstOrDefault(static access => access.IsWrite) is { } write
            ? new LeakedCollection(result, guarding, write)
            : null;
    }

    /// <summary>Whether somebody outside of the type gets it.</summary>
    private bool IsForOthers(Frame frame, IMethodSymbol method, CancellationToken cancellation) =>
        Entrances.IsVisible(method)
        || calls.CallersOf(frame, cancellation).Sites.Any(site => TypeOf(site.Frame.Outermost) is { } caller && !IsInside(caller, method.ContainingType));

    private static INamedTypeSymbol? TypeOf(Frame frame) => frame.Method?.ContainingType ?? frame.Body.InitializedType;

    private static bool IsInside(INamedTypeSymbol? type, INamedTypeSymbol outer)
    {
        for (; type is not null; type = type.ContainingType)
        {
            if (SymbolEqualityComparer.Default.Equals(type.OriginalDefinition, outer.OriginalDefinition))
                return true;
        }

        return false;
    }

    /// <summary>A lock that nobody else can take: it is not what is handed out, and no property gives it away.</summary>
    private static bool IsOutOfReach(HeldLock guard, Memory content) =>
        guard.Symbol is IFieldSymbol { DeclaredAccessibility: Accessibility.Private } gate && !SymbolEqualityComparer.Default.Equals(gate, content.Symbol)
        && !gate.ContainingType.GetMembers().OfType<IPropertySymbol>().Any(property =>
            property.DeclaredAccessibility != Accessibility.Private && SymbolEqualityComparer.Default.Equals(PropertyShapes.FieldBehind(property), gate));

    /// <summary><c>var taken = _waiting; _waiting = []; return taken;</c></summary>
    private static bool IsReplaced(HandedOut result) =>
        result.Frame.Accesses.Exists(access => access is { IsWrite: true, IsContent: false, Memory.IsElement: false }
            && SymbolEqualityComparer.Default.Equals(access.Memory.Symbol, result.Content.Symbol));
}
