using ConcurrencyAnalyzers.Model.Calls;
using ConcurrencyAnalyzers.Model.Facts;
using ConcurrencyAnalyzers.Model.Paths;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ConcurrencyAnalyzers.Model.Guards;

/// <summary>Finds containers that leave the reach of the lock that guards what they hold.</summary>
/// <remarks>
/// Who gets them cannot take the lock: it is private, made by its type, and nothing gives it out. Silent where only code that can take it gets them, where the field
/// is set anew as they leave, so that they are the receiver's alone, and where nobody changes what is once there: it is replaced as a whole.
/// </remarks>
internal sealed class LeakedCollections(
    BodyReader reader, SourceIndex index, MemoryUses uses, Containers containers, GuardFinder guards, CallGraph calls, EntryLocks entries)
{
    public IEnumerable<LeakedCollection> In(SyntaxTree tree, CancellationToken cancellation)
    {
        var names = new HashSet<string>(index.ChangedUnderLock(tree, cancellation), StringComparer.Ordinal);
        names.UnionWith(index.Guarded);
        if (names.Count == 0)
            yield break;

        foreach (var member in TreeIndex.Of(tree, cancellation).MentioningAny(names.Contains))
        {
            if (!HandingOut.IsPossible(member, names.Contains))
                continue;
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
        if (result.Frame is not { Parent: null, Body.IsConstructing: false, Method: { } method } || result.Path.Root is not (PathRoot.This or PathRoot.Static) || IsReplaced(result))
            return null;

        if (guards.GuardingOf(result.Content, cancellation) is not { IsUsual: true } guarding || !IsOutOfReach(guarding.Guard, result, cancellation))
            return null;
        if (guarding.Held.FirstOrDefault(access => access.IsWrite && !IsFilling(access)) is not { } write)
            return null;

        var owner = guarding.Guard.Symbol!.ContainingType;
        var leaves = result.Way == HandedOutBy.Delegate
            ? IsCalledOpenly(result, method, cancellation)
            : IsForOthers(result.Frame, method, owner, cancellation);
        return leaves ? new LeakedCollection(result, guarding, write) : null;
    }

    /// <summary>Whether somebody gets it who cannot take the lock: code outside of the type that has the lock.</summary>
    /// <remarks>What nobody calls here, and somebody else may, is there for somebody else.</remarks>
    private bool IsForOthers(Frame frame, IMethodSymbol method, INamedTypeSymbol owner, CancellationToken cancellation)
    {
        if (Entrances.IsVisible(method) || (method.ExplicitInterfaceImplementations.Any(static contract => Entrances.IsVisible(contract)) && Entrances.IsVisible(method.ContainingType)))
            return true;

        var callers = calls.CallersOf(frame, cancellation).Sites;
        return callers.IsEmpty ? method.DeclaredAccessibility is Accessibility.Public or Accessibility.Internal
            : callers.Any(site => TypeOf(site.Frame.Outermost) is { } caller && !IsInside(caller, owner));
    }

    /// <summary>Whoever is called while the lock is held has it, and gives the container back when he returns; without the lock he uses it at once.</summary>
    private bool IsCalledOpenly(HandedOut result, IMethodSymbol method, CancellationToken cancellation)
    {
        var isOthers = result.Receiver is IEventSymbol raised ? raised.DeclaredAccessibility != Accessibility.Private : Entrances.IsVisible(method);
        if (!isOthers || !result.Locks.IsEmpty || ConditionalLocks.MayHoldAt(result))
            return false;
        var entry = entries.Of(result.Frame, cancellation);
        return !entry.IsUnknown && entry != Entry.Constructing && entry.Locks.IsEmpty;
    }

    private static INamedTypeSymbol? TypeOf(Frame frame) => frame.Method?.ContainingType ?? frame.Body.InitializedType;

    /// <summary>Whether <paramref name="type"/> is <paramref name="owner"/>, derives from it, or stands inside such a type.</summary>
    private static bool IsInside(INamedTypeSymbol? type, INamedTypeSymbol owner)
    {
        for (; type is not null; type = type.ContainingType)
        {
            for (var one = type; one is not null; one = one.BaseType)
            {
                if (SymbolEqualityComparer.Default.Equals(one.OriginalDefinition, owner.OriginalDefinition))
                    return true;
            }
        }

        return false;
    }

    /// <summary>
    /// A lock that its receiver cannot take. Where the container is its own lock, who gets the container has it, and who gets a query or a view has not.
    /// </summary>
    private bool IsOutOfReach(HeldLock guard, HandedOut result, CancellationToken cancellation)
    {
        if (guard.Symbol is not (IFieldSymbol or IPropertySymbol) || guard.Symbol is not
            { DeclaredAccessibility: Accessibility.Private or Accessibility.Protected or Accessibility.ProtectedAndInternal } gate)
        {
            return false;
        }

        return SymbolEqualityComparer.Default.Equals(gate, result.Content.Symbol) ? result.Form != HandedOutAs.Itself : IsOwn(gate, cancellation);
    }

    /// <summary>Made by its type, and neither shown to nor shared with others: <c>SyncRoot => _gate</c>, <c>new Half(_gate)</c>.</summary>
    private bool IsOwn(ISymbol gate, CancellationToken cancellation)
    {
        var use = uses.Of(new Memory(gate, isElement: false), cancellation);
        return use.Cause == UnknownCause.None
            && containers.ValuesOf(gate, cancellation).All(static value => value is IObjectCreationOperation)
            && !use.Accesses.Any(static access => !access.IsWrite && access.Node.Parent
                is ReturnStatementSyntax or ArrowExpressionClauseSyntax or ArgumentSyntax { Parent.Parent: BaseObjectCreationExpressionSyntax } or AssignmentExpressionSyntax);
    }

    /// <summary><c>var taken = _waiting; _waiting = []; return taken;</c></summary>
    private static bool IsReplaced(HandedOut result) => result.Frame.Accesses.Exists(access => SetsHolder(access, result.Content));

    /// <summary><c>_all = []; foreach (…) _all.Add(one);</c> changes no collection that anybody has got before, if the lock is held from the one to the other.</summary>
    private static bool IsFilling(Access write) =>
        write.Frame.Accesses.Exists(set => SetsHolder(set, write.Memory) && set.Syntax.Span.End <= write.Syntax.SpanStart
            && set.Value is IObjectCreationOperation or ICollectionExpressionOperation or IConversionOperation { Operand: IObjectCreationOperation or ICollectionExpressionOperation }
            && set.Locks.Held.Any(held => write.Locks.Held.Any(other => other.Syntax == held.Syntax))
            && set.Syntax.FirstAncestorOrSelf<BlockSyntax>() is { } block && block.Span.Contains(write.Syntax.Span));

    /// <summary>An access to the variable that holds the container, which puts another one there.</summary>
    private static bool SetsHolder(Access access, Memory content) =>
        access is { IsWrite: true, IsContent: false, Memory.IsElement: false } && SymbolEqualityComparer.Default.Equals(access.Memory.Symbol, content.Symbol);
}
