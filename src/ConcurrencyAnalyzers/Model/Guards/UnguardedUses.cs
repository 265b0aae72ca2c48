using ConcurrencyAnalyzers.Model.Calls;
using ConcurrencyAnalyzers.Model.Facts;
using ConcurrencyAnalyzers.Model.Paths;

namespace ConcurrencyAnalyzers.Model.Guards;

/// <summary>Finds, file by file, what does not hold the lock that it should: asked of the few names that are changed under locks, or declared to be guarded.</summary>
internal sealed class UnguardedUses(
    BodyReader reader, SourceIndex index, CommonGuards common, GuardFinder guards, EntryLocks entries, HelperLocks helpers, DeclaredGuards declared)
{
    public ImmutableArray<UnguardedUse> UsesIn(SyntaxTree tree, CancellationToken cancellation)
    {
        var names = new HashSet<string>(index.ChangedUnderLock(tree, cancellation), StringComparer.Ordinal);

        // Where every mention stands in one lock, nobody has forgotten it, and nothing has to be bound to say so.
        var isWhole = LockedNames.Of(tree, cancellation).PartialTypes.Count == 0;
        names.RemoveWhere((isWhole ? new CommonGuards(index, TreeIndex.Of(tree, cancellation)) : common).Cover);
        names.UnionWith(index.Guarded);
        var found = new SortedDictionary<(int Start, string Name), UnguardedUse>();
        foreach (var memory in MemoriesIn(tree, names, cancellation))
        {
            if (guards.Of(memory, cancellation) is not { } guarding)
                continue;
            foreach (var use in guarding.Uses)
            {
                if (use.Access.Syntax.SyntaxTree == tree && (guarding.IsUsual || use.Access.IsWrite))
                    found[(use.Access.Syntax.SpanStart, use.Name)] = use;
            }
        }

        return found.Values.ToImmutableArray();
    }

    public ImmutableArray<BrokenGuard> BrokenIn(SyntaxTree tree, CancellationToken cancellation)
    {
        if (index.Guarded.Count == 0)
            return ImmutableArray<BrokenGuard>.Empty;

        var broken = ImmutableArray.CreateBuilder<BrokenGuard>();
        foreach (var frame in FramesMentioning(tree, index.Guarded, cancellation))
        {
            foreach (var call in frame.Calls)
            {
                if (declared.LockOf(call.Target) is { } required && !Holds(call, required, cancellation))
                    broken.Add(new BrokenGuard(call.Syntax.GetLocation(), call.Target, required.Symbol?.Name ?? required.Text, IsUnknownName: false));
            }
        }

        broken.AddRange(UnknownNamesIn(tree, cancellation));
        broken.Sort(static (one, two) => one.Location.SourceSpan.Start.CompareTo(two.Location.SourceSpan.Start));
        return broken.ToImmutable();
    }

    /// <summary>Declarations that name a lock which their type does not have.</summary>
    private IEnumerable<BrokenGuard> UnknownNamesIn(SyntaxTree tree, CancellationToken cancellation)
    {
        if (TreeIndex.Of(tree, cancellation).Guarded.Count == 0)
            yield break;

        foreach (var member in DeclaredMembers.In(tree, reader.ModelOf(tree), cancellation))
        {
            if (declared.DeclarationOn(member) is { ApplicationSyntaxReference: { } place } declaration && place.SyntaxTree == tree
                && !DeclaredGuards.IsThere(DeclaredGuards.NameIn(declaration), member.ContainingType))
            {
                yield return new BrokenGuard(Location.Create(tree, place.Span), member, DeclaredGuards.NameIn(declaration), IsUnknownName: true);
            }
        }
    }

    private bool Holds(CallSite call, HeldLock required, CancellationToken cancellation)
    {
        if (call.Frame.Parent is null && call.Frame.Body.IsConstructing && call.Receiver.Root == PathRoot.This)
            return true;
        if (call.Receiver.Root is PathRoot.Allocation or PathRoot.Local || ConditionalLocks.MayHoldAt(call) || helpers.MayHoldAt(call, cancellation))
            return true;

        var entry = entries.Of(call.Frame, cancellation);
        if (entry == Entry.Constructing || entry.IsUnknown || call.Locks.Held.Any(static held => held.Path.IsUnknown))
            return true;

        if (required.Path.IsUnknown)
            return call.Locks.With(entry.Locks).Held.Any(held => SymbolEqualityComparer.Default.Equals(held.Symbol, required.Symbol));

        var needed = required.Path.Root == PathRoot.Static ? required.Path : Rebased(required.Path, call.Receiver);
        return needed.IsUnknown || call.Locks.With(entry.Locks).Held.Any(held => held.Path.Equals(needed));
    }

    private static MemoryPath Rebased(MemoryPath path, MemoryPath receiver)
    {
        foreach (var step in path.Steps)
            receiver = receiver.Then(step);
        return receiver;
    }

    private IEnumerable<Memory> MemoriesIn(SyntaxTree tree, IReadOnlyCollection<string> names, CancellationToken cancellation)
    {
        var seen = new HashSet<Memory>();
        foreach (var frame in FramesMentioning(tree, names, cancellation))
        {
            foreach (var access in frame.Accesses)
            {
                if (access.Memory.ContainingType is not null && names.Contains(access.Memory.Name) && seen.Add(access.Memory))
                    yield return access.Memory;
            }
        }
    }

    private IEnumerable<Frame> FramesMentioning(SyntaxTree tree, IReadOnlyCollection<string> names, CancellationToken cancellation)
    {
        if (names.Count == 0)
            return [];

        return TreeIndex.Of(tree, cancellation).MentioningAny(names.Contains)
            .SelectMany(member => reader.FactsOf(member.Node, cancellation))
            .SelectMany(static body => body.Frames);
    }
}

/// <summary>A call of a method that its callers have to hold a lock for, and this one does not; or a declaration of a lock that is not there.</summary>
/// <param name="Location">The call, or the attribute.</param>
/// <param name="Member">What declares the guard.</param>
/// <param name="Guard">As it is declared.</param>
/// <param name="IsUnknownName">The type has no member of that name.</param>
internal sealed record BrokenGuard(Location Location, ISymbol Member, string Guard, bool IsUnknownName)
{
    public string Witness => IsUnknownName
        ? $"[GuardedBy] names it, and {Member.ContainingType.Name} has no such member"
        : "[GuardedBy] demands it of every caller, and this one does not hold it";
}
